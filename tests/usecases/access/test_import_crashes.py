"""An import that dies anywhere ends as one that did not (X043)."""

from datetime import timedelta

import pytest

from chalicelib.access.model import Share
from chalicelib.catalog.model import Server
from chalicelib.subscriptions.model import Subscription
from tests.builders import NOON
from tests.usecases.access.strangers import (
    a_full_site,
    change,
    last,
    payments,
    people_on,
    put,
    run,
    users,
)
from tests.usecases.access.test_crashes import DiedError, die_at, heal
from tests.usecases.access.world import World


def a_busy_site() -> World:
    """Return a site with a newcomer, one on two servers, somebody known, and one renamed."""
    world = a_full_site("bob")
    beta = world.db.find(Server, "srv_beta")
    assert beta is not None
    world.change(beta, is_enabled=True)
    confirm(world)
    put(world, "dora")
    run(world)
    change(world, "dora", username="dora2")
    put(world, "carl")
    put(world, "carl", "beta")
    put(world, "ann", plex_id="77")
    return world


def confirm(world: World) -> None:
    choices = world.deps.store.import_choices()
    confirmed = {"srv_alpha": NOON, "srv_beta": NOON}
    world.change(choices, confirmed=confirmed)


@pytest.mark.behaviour("X043")
def test_a_run_that_dies_anywhere_ends_with_everybody_once():
    point = 0
    while True:
        world = a_busy_site()
        die_at(world, point)
        try:
            run(world)
        except DiedError:
            heal(world)
            world.clock.move(timedelta(minutes=4))
            run(world)
        else:
            break
        assert sorted(users(world)) == ["ann", "bob", "carl", "dora2"], point
        held = sorted((each.user_id, each.server_id) for each in world.db.all(Share))
        assert len(held) == len(set(held)) == 5, point
        assert len(payments(world)) == 3, point
        assert (people_on(world), people_on(world, "srv_beta")) == (4, 1), point
        assert all(len(each.periods) == 1 for each in world.db.all(Subscription)), point
        assert last(world).finished_at is not None, point
        point += 1
    assert point > 15, "too little was tried"
