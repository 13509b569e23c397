"""The download right while the week's downloads are used up, and after it."""

from datetime import timedelta

import pytest

from chalicelib.access.explaining import compare
from chalicelib.access.runs import survey
from chalicelib.catalog.model import Plan
from chalicelib.kernel.records import Delete, Put
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.holds import DownloadHold
from tests.builders import a_plan
from tests.download_builders import a_download_hold
from tests.usecases.access.world import World, a_world


@pytest.fixture
def world() -> World:
    """Ann has what her plan gives, downloads included."""
    made = a_world(plan=a_plan(allows_downloads=True))
    made.run(made.sale())
    made.host.accept("machine-alpha", "ann")
    made.run()
    assert may_download(made)
    return made


def may_download(world: World) -> bool:
    share = world.host.share_of("machine-alpha", "ann")
    assert share is not None
    return share.allows_downloads


def withhold(world: World, *, hours: int = 12) -> DownloadHold:
    now = world.clock.now()
    hold = a_download_hold(since=now, until=now + timedelta(hours=hours))
    world.deps.database.commit(Put(hold))
    return hold


def night(world: World) -> int:
    counts = survey.look_at_all(world.deps)
    world.run_due_jobs()
    return counts["differing"]


@pytest.mark.behaviour("B187")
def test_the_right_is_off_while_it_is_withheld_and_comes_back_with_the_hold_gone(world: World):
    hold = withhold(world)
    world.run()
    assert not may_download(world)
    assert world.titles() == ["Films", "Shows"]

    world.deps.database.commit(Delete(hold))
    world.run()
    assert may_download(world)


def test_a_hold_that_has_ended_withholds_nothing(world: World):
    hold = withhold(world)
    world.run()
    world.clock.move(hold.until - world.clock.now())

    world.run()

    assert may_download(world)


def test_neither_the_hour_nor_the_night_gives_back_what_is_withheld(world: World):
    withhold(world)
    assert night(world) == 1
    assert not may_download(world)

    assert night(world) == 0
    world.hourly()

    assert not may_download(world)


def test_who_became_permanent_loses_nothing(world: World):
    withhold(world)
    world.change(world.user(), is_permanent=True)

    world.run()

    assert may_download(world)
    assert night(world) == 0


def test_the_comparison_shows_that_the_right_is_due_to_go(world: World):
    withhold(world)

    (shown,) = compare.of_user(world.deps, user_id=world.user().id).servers

    assert (shown.action, shown.allows_downloads, shown.due_downloads) == ("change", True, False)


@pytest.mark.behaviour("B185")
def test_a_plan_without_downloads_takes_the_right_whatever_is_withheld(world: World):
    plan = world.db.find(Plan, "pln_basic")
    assert plan is not None
    world.change(plan, allows_downloads=False)
    world.hourly()
    assert not may_download(world)
    assert world.db.find(Subscription, "usr_ann") is not None


def test_a_person_without_downloads_costs_no_read_more(world: World):
    plan = world.db.find(Plan, "pln_basic")
    assert plan is not None
    world.run()
    before = world.db.round_trips
    world.run()
    with_downloads = world.db.round_trips - before
    world.change(plan, allows_downloads=False)
    world.run()
    before = world.db.round_trips
    world.run()

    assert world.db.round_trips - before == with_downloads - 1
