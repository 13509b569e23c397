"""Whose streams these are, and how many each person may run."""

import pytest

from tests.usecases.enforcement.world import MINUTES, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.behaviour("B014")
def test_a_lowered_limit_counts_at_the_next_sweep(world):
    world.play(1)
    world.play(2)
    world.sweep()
    world.customer("ann", plex_id="2000", stream_limit=1)
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1"]


def test_an_account_that_moved_to_another_user_has_that_users_limit(world):
    for number in (1, 2):
        world.play(number)
    world.sweep()
    world.customer("ann", plex_id="")
    world.customer("bob", plex_id="2000", stream_limit=1)
    world.sweep(after=5 * MINUTES)
    assert [each.user_id for each in world.decisions] == ["usr_bob"]
    assert world.running == ["1"]
