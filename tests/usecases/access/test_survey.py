"""The nightly look at everybody, and at what the platform says of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.access.brake import HeldPerson
from chalicelib.access.explaining import preview
from chalicelib.access.model import ShareState
from chalicelib.access.runs import due, survey
from chalicelib.catalog.model import Library, Plan
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.settings.model import MediaSettings
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import MONTH_LATER, NOON, a_period
from tests.usecases.access.crowd import FILMS, SHOWS, a_crowd, carry_on, confirm, listed, on_it
from tests.usecases.access.world import World

LATER = MONTH_LATER + timedelta(days=30)


def night(world: World) -> dict[str, int]:
    """Look at everybody and do what follows."""
    counts = dict(survey.look_at_all(world.deps))
    world.run_due_jobs()
    return counts


def change_by_hand(world: World, name: str, *library_ids: str) -> None:
    """Let the owner change what is shared with somebody, on the platform's own page."""
    shares = world.host.shares["machine-alpha"]
    for place, share in enumerate(shares):
        if share.username == name:
            shares[place] = replace(share, library_share_ids=frozenset(library_ids))


@pytest.mark.behaviour("B171")
def test_when_nothing_differs_a_server_is_read_once_and_nothing_is_written():
    world = a_crowd((30, LATER))
    before = len(world.db.commits)
    assert night(world) == {"differing": 0, "servers": 1, "unread": 1}
    assert world.host.calls.count(("snapshot", "machine-alpha")) == 1
    assert (world.host.writes, len(world.db.commits) - before) == ([], 0)


@pytest.mark.behaviour("B169")
@pytest.mark.parametrize("given", [(FILMS,), (FILMS, SHOWS, "machine-alpha-Other"), ()])
def test_a_share_that_was_changed_by_hand_is_set_back(given: tuple[str, ...]):
    world = a_crowd((6, LATER))
    change_by_hand(world, "p002", *given)
    assert night(world)["differing"] == 1
    assert world.titles(name="p002") == ["Films", "Shows"]
    assert night(world)["differing"] == 0
    change_by_hand(world, "p002", *given)
    assert night(world)["differing"] == 1
    assert world.titles(name="p002") == ["Films", "Shows"]


def test_a_share_that_was_taken_away_by_hand_is_offered_again():
    world = a_crowd((6, LATER))
    world.host.lapse("machine-alpha", "p003")
    assert night(world)["differing"] == 1
    assert world.share(user_id="usr_p003").state is ShareState.INVITED


def test_a_share_that_came_back_by_hand_after_the_end_is_withdrawn():
    world = a_crowd((1, MONTH_LATER), (5, LATER))
    share = world.host.share_of("machine-alpha", "p001")
    world.clock.set(MONTH_LATER)
    world.hourly()
    assert on_it(world) == 5
    world.host.shares["machine-alpha"].append(share)
    night(world)
    assert on_it(world) == 5


@pytest.mark.behaviour("B170")
def test_a_permanent_person_stays_whatever_the_platform_shows():
    world = a_crowd((6, LATER))
    world.change(world.db.find(User, "usr_p001"), is_permanent=True)
    world.change(world.db.find(Subscription, "usr_p001"), periods=(), due_at=None)
    change_by_hand(world, "p001", FILMS)
    assert night(world)["differing"] == 0
    assert world.titles(name="p001") == ["Films"]


def test_a_right_that_ended_without_a_date_is_found():
    world = a_crowd((6, LATER))
    due.enqueue_due(world.deps)
    past = a_period(ends_at=NOON + timedelta(minutes=5))
    world.change(world.db.find(Subscription, "usr_p004"), periods=(past,), due_at=None)
    assert world.hourly() == {"due": 0, "differing": 0}
    assert night(world)["differing"] == 1
    assert world.titles(name="p004") is None


@pytest.mark.parametrize("how", ["silent", "short", "empty"])
def test_a_server_that_tells_nothing_whole_takes_nothing_from_anybody(how: str):
    world = a_crowd((30, LATER))
    world.host.is_complete = how != "short"
    world.host.lists_nothing = how == "empty"
    if how == "silent":
        world.host.fail_next("snapshot", RetryLaterError("away"), times=2)
    assert night(world) == {"differing": 0, "unread": 2}
    assert on_it(world) == 30


@pytest.mark.behaviour("X040")
def test_a_night_that_would_take_from_many_is_held():
    world = a_crowd((20, LATER))
    for number in range(1, 9):
        change_by_hand(world, f"p{number:03}", FILMS, SHOWS, "machine-alpha-Other")
    change_by_hand(world, "p020", FILMS)
    shown = preview.nightly(world.deps)
    assert "8 people would lose access" in shown.halt
    counts = night(world)
    assert (counts["held"], counts["differing"]) == (8, 1)
    assert world.db.all(HeldPerson)[0].why == "The plan does not give these libraries"
    assert night(world)["differing"] == 0
    assert listed(world) == 8
    confirm(world)
    carry_on(world)
    assert {world.titles(name=f"p{number:03}")[-1] for number in range(1, 21)} == {"Shows"}


# ------------------------------------------------------------------ plans and groups


@pytest.mark.behaviour("B167")
def test_a_group_that_was_added_to_a_plan_reaches_its_people_within_the_hour():
    world = a_crowd((30, LATER))
    due.enqueue_due(world.deps)
    library = Library("lib_alpha_kids", "srv_alpha", "9", "machine-alpha-Kids", "Kids", "movie")
    world.db.seed(replace(library, group_id="grp_kids"))
    plan = world.db.one(Plan)
    world.change(plan, group_ids=(*plan.group_ids, "grp_kids"))
    assert world.hourly()["differing"] == 30
    assert world.titles(name="p001") == ["Films", "Kids", "Shows"]


@pytest.mark.behaviour("B168")
def test_without_following_plans_shares_stay_as_they_are():
    world = a_crowd((6, LATER))
    world.db.seed(MediaSettings(sync_shared_libraries=False))
    due.enqueue_due(world.deps)
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_private")
    assert world.hourly() == {"due": 0, "differing": 0}
    assert night(world)["differing"] == 0
    assert world.titles(name="p001") == ["Films", "Shows"]


def test_an_hour_reads_no_more_of_many_people_than_of_few():
    trips = []
    for many in (20, 400):
        world = a_crowd((2, MONTH_LATER), (many, LATER))
        due.enqueue_due(world.deps)
        world.clock.set(MONTH_LATER)
        before = world.db.round_trips
        due.enqueue_due(world.deps)
        trips.append(world.db.round_trips - before)
    assert trips[0] == trips[1]
