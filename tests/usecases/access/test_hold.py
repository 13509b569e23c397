"""A run that would take access from many waits for a person (X040)."""

import contextlib
from datetime import timedelta

import pytest

from chalicelib.access.brake import Brake, HeldPerson, HeldState
from chalicelib.access.explaining import preview
from chalicelib.access.runs import due, held
from chalicelib.catalog.model import Library
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import IllegalMoveError, RetryLaterError, StaleRecordError
from chalicelib.settings.model import SafetySettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, a_period, a_subscription
from tests.usecases.access.crowd import (
    BOSS,
    a_crowd,
    carry_on,
    confirm,
    listed,
    newest,
    on_it,
)
from tests.usecases.access.world import World

LATER = MONTH_LATER + timedelta(days=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_month_end(ending: int = 20, staying: int = 80) -> World:
    """Return the instant at which `ending` people's time is over."""
    world = a_crowd((ending, MONTH_LATER), (staying, LATER))
    due.enqueue_due(world.deps)
    world.clock.set(MONTH_LATER)
    return world


def mails(world: World) -> list[dict[str, str]]:
    return [job.payload["facts"] for job in world.jobs(JobKind.SEND_MAIL)]


@pytest.mark.behaviour("X040")
def test_twenty_of_a_hundred_are_held_before_the_first_removal_and_go_after_a_yes():
    world = a_month_end()
    assert world.hourly() == {"due": 0, "differing": 0, "held": 20}
    assert (on_it(world), world.host.writes) == (100, [])
    run = newest(world)
    assert (run.state, run.people, run.most, listed(world)) == (HeldState.OPEN, 20, 10, 20)
    (mail,) = mails(world)
    assert "20 people would lose access" in mail["problem"]
    assert mail["url"].endswith("/admin/held-runs")
    confirm(world)
    assert newest(world).state is HeldState.GOING_ON
    carry_on(world)
    assert on_it(world) == 80
    entry = next(each for each in world.db.all(AuditEntry) if each.action == "run.going_on")
    assert (entry.actor, entry.after["people"]) == ("login:boss", "20")


def test_the_list_says_whom_what_and_why():
    world = a_month_end()
    world.hourly()
    person = min(world.db.all(HeldPerson), key=lambda each: each.user_id)
    assert person.user_id == "usr_p001"
    assert person.why == "The paid time ended on 2026-02-28"
    assert person.libraries == ("Alpha: Films, Shows",)


def test_ten_of_a_hundred_and_five_of_ten_go_at_once():
    for ending, staying in ((10, 90), (5, 5)):
        world = a_month_end(ending, staying)
        assert world.hourly() == {"due": ending, "differing": 0}
        assert on_it(world) == staying
        assert not mails(world)


def test_the_limits_are_settings():
    world = a_month_end()
    world.db.seed(SafetySettings(most_people=20, most_percent=0))
    assert world.hourly()["due"] == 20


def test_small_runs_count_together_for_a_day():
    world = a_crowd(*((4, MONTH_LATER + hour * HOUR) for hour in range(4)), (84, LATER))
    taken = []
    for hour in range(4):
        world.clock.set(MONTH_LATER + hour * HOUR)
        taken.append(world.hourly()["due"])
    assert taken == [4, 4, 0, 0]
    assert listed(world) == 8
    run = newest(world)
    assert (run.lately, run.have_access, run.most) == (8, 92, 10)
    assert len(mails(world)) == 1


def test_what_was_taken_a_day_ago_no_longer_counts():
    world = a_crowd((8, MONTH_LATER), (8, MONTH_LATER + DAY + HOUR), (84, LATER))
    world.clock.set(MONTH_LATER)
    assert world.hourly()["due"] == 8
    world.clock.move(DAY + HOUR)
    assert world.hourly()["due"] == 8
    assert len(world.db.one(Brake).taken) == 1


def test_what_was_confirmed_does_not_hold_up_the_next_hour():
    world = a_crowd((20, MONTH_LATER), (3, MONTH_LATER + HOUR), (77, LATER))
    world.clock.set(MONTH_LATER)
    world.hourly()
    confirm(world)
    carry_on(world)
    world.clock.move(HOUR)
    assert world.hourly() == {"due": 3, "differing": 0}
    assert on_it(world) == 77


def test_what_takes_nothing_goes_on_at_once():
    world = a_month_end()
    world.db.seed(
        a_subscription(
            user_id="usr_p001", periods=(a_period(starts_at=MONTH_LATER, ends_at=LATER),)
        )
    )
    world.change(world.db.find(Subscription, "usr_p001"), due_at=MONTH_LATER)
    counts = world.hourly()
    assert (counts["due"], counts["held"]) == (1, 19)


def test_whoever_paid_meanwhile_keeps_access():
    world = a_month_end()
    world.hourly()
    paid = a_period(payment_id="pay_new", starts_at=MONTH_LATER, ends_at=LATER)
    subscription = world.db.find(Subscription, "usr_p007")
    world.change(subscription, periods=(*subscription.periods, paid), due_at=LATER)
    confirm(world)
    carry_on(world)
    assert on_it(world) == 81
    assert world.titles(name="p007") == ["Films", "Shows"]


def test_while_a_run_waits_later_ends_join_its_list_and_nobody_is_told_twice():
    world = a_crowd((20, MONTH_LATER), (2, MONTH_LATER + HOUR), (78, LATER))
    world.clock.set(MONTH_LATER)
    world.hourly()
    seen = newest(world)
    world.clock.move(HOUR)
    assert world.hourly()["held"] == 2
    assert (newest(world).people, listed(world), len(mails(world))) == (22, 22, 1)
    with pytest.raises(StaleRecordError):
        held.go_on(world.deps, run_id=seen.id, version=seen.version, actor=BOSS)
    confirm(world)
    carry_on(world)
    assert on_it(world) == 78


def test_a_run_that_is_left_asks_again_a_day_later():
    world = a_month_end()
    world.hourly()
    run = newest(world)
    held.leave(world.deps, run_id=run.id, version=run.version, actor=BOSS)
    world.clock.move(2 * HOUR)
    world.hourly()
    assert (newest(world).state, on_it(world), len(mails(world))) == (HeldState.LEFT, 100, 1)
    world.clock.move(DAY)
    world.hourly()
    assert (newest(world).state, on_it(world), len(mails(world))) == (HeldState.OPEN, 100, 2)
    confirm(world)
    carry_on(world)
    assert on_it(world) == 80


def test_a_left_run_can_be_confirmed_and_a_confirmed_one_is_done():
    world = a_month_end()
    world.hourly()
    run = newest(world)
    left = held.leave(world.deps, run_id=run.id, version=run.version, actor=BOSS)
    gone = held.go_on(world.deps, run_id=run.id, version=left.version, actor=BOSS)
    with pytest.raises(IllegalMoveError):
        held.leave(world.deps, run_id=run.id, version=gone.version, actor=BOSS)


def test_a_few_that_end_while_a_run_is_left_go_on():
    world = a_crowd((20, MONTH_LATER), (2, MONTH_LATER + HOUR), (78, LATER))
    world.clock.set(MONTH_LATER)
    world.hourly()
    run = newest(world)
    held.leave(world.deps, run_id=run.id, version=run.version, actor=BOSS)
    world.clock.move(HOUR)
    assert world.hourly() == {"due": 2, "differing": 0}
    assert on_it(world) == 98


def test_a_library_taken_out_of_a_plan_by_mistake_is_held():
    world = a_month_end(0, 20)
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_private")
    assert world.hourly() == {"due": 0, "differing": 0, "held": 20}
    person = world.db.all(HeldPerson)[0]
    assert (person.why, person.libraries) == (
        "The plan does not give these libraries",
        ("Alpha: Shows",),
    )
    world.change(world.db.find(Library, "lib_alpha_shows"), group_id="grp_standard")
    confirm(world)
    carry_on(world)
    assert world.titles(name="p001") == ["Films", "Shows"]
    assert world.host.writes == []


def test_the_plan_of_a_run_tells_that_it_would_be_held():
    world = a_month_end()
    shown = preview.hourly(world.deps)
    assert len(shown.actions) == 20
    assert shown.halt.startswith("20 people would lose access; 100 have it")
    world.hourly()
    assert not preview.hourly(world.deps).halt


@pytest.mark.parametrize("after", range(1, 6))
def test_a_run_that_dies_anywhere_comes_to_the_same_end(after: int):
    world = a_month_end(40, 160)
    left = [after]

    def die(_writes) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise RetryLaterError("gone")

    world.db.before_commit.append(die)
    for _ in range(2):
        with contextlib.suppress(RetryLaterError):
            due.enqueue_due(world.deps)
    assert (listed(world), newest(world).people) == (40, 40)
    assert (on_it(world), len(mails(world))) == (200, 1)
    with contextlib.suppress(RetryLaterError):
        confirm(world)
    if newest(world).state is HeldState.OPEN:
        confirm(world)
    with contextlib.suppress(RetryLaterError):
        carry_on(world)
    carry_on(world)
    assert on_it(world) == 160


@pytest.mark.parametrize("place", range(2))
def test_a_lost_answer_counts_nobody_twice(place: int):
    world = a_month_end(40, 160)
    commits = [0]

    def lose(_writes) -> None:
        commits[0] += 1
        if commits[0] == place + 1:
            world.db.fail_next(StaleRecordError(Brake()), applied=True)

    world.db.before_commit.append(lose)
    due.enqueue_due(world.deps)
    due.enqueue_due(world.deps)
    assert (listed(world), newest(world).people) == (40, 40)
    assert len(mails(world)) == 1


def test_many_go_in_several_commits_and_each_counts_once():
    world = a_month_end(70, 930)
    assert world.hourly() == {"due": 70, "differing": 0}
    assert world.db.one(Brake).lately(now=world.clock.now()) == 70
    assert on_it(world) == 930
