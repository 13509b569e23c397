"""The dry run says exactly what the run then does, and does nothing itself."""

from datetime import timedelta

import pytest

from chalicelib.access.explaining import preview
from chalicelib.access.model import ShareState
from chalicelib.catalog.model import Library, Server
from tests.usecases.access.world import World, a_world


def told(found: preview.Preview) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(each.action, each.server_id, each.libraries) for each in found.actions]


def an_accepted_world() -> World:
    world = a_world()
    world.host.auto_accept = {"77"}
    world.run(world.sale())
    return world


@pytest.mark.behaviour("X042")
def test_an_expired_share_is_shown_as_withdrawn_and_stays_until_the_run():
    world = an_accepted_world()
    world.clock.move(timedelta(days=40))
    before = len(world.db.commits), list(world.host.writes)
    found = preview.hourly(world.deps)
    assert told(found) == [("withdraw", "srv_alpha", ())]
    assert (len(world.db.commits), list(world.host.writes)) == before
    assert world.titles() == ["Films", "Shows"]
    world.hourly()
    assert world.titles() is None
    assert told(preview.hourly(world.deps)) == []


@pytest.mark.behaviour("X042")
def test_a_changed_plan_is_shown_as_a_change_to_its_libraries():
    world = an_accepted_world()
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_private")
    assert told(preview.hourly(world.deps)) == [("change", "srv_alpha", ("Films",))]
    assert world.titles() == ["Films", "Shows"]


def test_a_sale_under_way_is_shown_as_an_invite():
    world = a_world()
    assert told(preview.one(world.deps, user_id="usr_ann")) == [
        ("invite", "srv_alpha", ("Films", "Shows"))
    ]
    assert world.state() is None


def test_whoever_cannot_be_placed_is_shown_as_blocked_with_the_reason():
    world = a_world()
    for server in world.db.all(Server):
        world.change(server, is_enabled=False)
    (blocked,) = preview.one(world.deps, user_id="usr_ann").actions
    assert (blocked.action, blocked.server_id) == ("blocked", None)
    assert "Enable a server" in blocked.why


def test_a_person_in_order_needs_nothing():
    world = an_accepted_world()
    assert world.state() is ShareState.ACCEPTED
    assert preview.one(world.deps, user_id="usr_ann").actions == ()
