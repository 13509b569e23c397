"""A person with another Plex account loses what the old one had."""

from dataclasses import replace

import pytest

from chalicelib.access.model import ShareState
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.records import Delete
from chalicelib.users.model import MediaClaim, MediaIdentity
from tests.builders import a_job
from tests.usecases.access.world import World, a_world

FORMER = {"username": "ann", "email": "", "plex_id": "77"}


def a_world_where_ann_becomes_anna() -> World:
    world = a_world()
    world.host.accounts["anna"] = "88"
    world.host.auto_accept = {"77", "88"}
    world.run(world.sale())
    world.db.commit(*(Delete(claim) for claim in world.db.all(MediaClaim)))
    world.change(world.user(), media=MediaIdentity(username="anna"))
    world.db.seed(MediaClaim("name:anna", world.user().id))
    return world


def test_the_old_accounts_share_goes_and_the_new_account_gets_one():
    world = a_world_where_ann_becomes_anna()
    job = a_job(id="job_changed", payload={"former": FORMER})
    world.run(job)
    assert world.titles(name="ann") is None
    assert world.titles(name="anna") == ["Films", "Shows"]
    assert world.state() is ShareState.ACCEPTED
    assert "access.former_removed" in world.audit()


def test_running_it_again_changes_nothing():
    world = a_world_where_ann_becomes_anna()
    job = a_job(id="job_changed", payload={"former": FORMER})
    world.run(job)
    before = world.host.writes
    world.run(job)
    assert world.host.writes == before


def test_what_another_user_holds_by_now_is_left_and_a_person_is_asked():
    world = a_world_where_ann_becomes_anna()
    other = replace(world.user(), id="usr_other", media=MediaIdentity(username="ann"), version=1)
    world.db.seed(other)
    world.db.seed(MediaClaim("name:ann", other.id))
    with pytest.raises(ActionRequiredError, match="belongs to another user"):
        world.run(a_job(id="job_changed", payload={"former": FORMER}))
    assert world.titles(name="ann") == ["Films", "Shows"]
    assert "access.former_removed" not in world.audit()
