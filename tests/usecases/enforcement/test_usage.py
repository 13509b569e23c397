"""What people with a weekly allowance watch is booked exactly once, told, and acted on."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.catalog.model import Plan
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.model import ServerWatch, Sighting
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.enforcement.usage import meter
from chalicelib.enforcement.usage.booking import book_ahead
from chalicelib.enforcement.usage.tally import Calendar
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.kernel.errors import RetryLaterError, StaleRecordError
from chalicelib.kernel.records import Add, Update
from chalicelib.settings.limit_model import LimitSettings, Rule
from chalicelib.settings.model import EnforcementMode
from tests.builders import NOON
from tests.stream_builders import a_sighting, a_watch
from tests.unit.enforcement.test_usage import a_use
from tests.usecases.enforcement.world import ALPHA, BETA, MINUTES, World

WEEKS = Calendar("UTC", 6)
MODES = (EnforcementMode.ENFORCE, EnforcementMode.OBSERVE)


@pytest.fixture
def world() -> World:
    made = World()
    allow(made, hours=1)
    return made


def allow(world: World, *, hours: int | None = None, gb: int | None = None) -> None:
    plan = world.db.one(Plan)
    world.db.seed(replace(plan, limits=PlanLimits(weekly_hours=hours, weekly_gb=gb)))


def booked(world: World, who: str = "usr_ann") -> int:
    return sum(each.seconds for each in world.db.all(WeekUse) if each.user_id == who)


def watch(world: World, *, minutes: int) -> None:
    for _ in range(minutes // 5):
        world.sweep(after=5 * MINUTES)


def test_an_hour_of_watching_is_booked_with_the_row_that_tells_it(world: World):
    world.play(1)
    world.sweep()
    watch(world, minutes=40)

    assert booked(world) == 2400
    assert world.db.one(WeekUse).bytes == 2400 * 10**6
    with_use = [each for each in world.db.commits if any(isinstance(one, Add) for one in each)]
    assert len(with_use) == 2
    for writes in with_use:
        assert any(isinstance(one, Update) for one in writes)


def test_nothing_is_written_between_refreshes(world: World):
    world.play(1)
    world.sweep()
    before = len(world.db.commits)
    watch(world, minutes=15)
    assert len(world.db.commits) == before
    assert meter.meter(world.deps, user_id="usr_ann").used.hours == 0.25


def test_without_an_allowance_nothing_is_metered(world: World):
    allow(world)
    world.play(1)
    world.sweep()
    watch(world, minutes=60)
    assert world.db.all(WeekUse) == ()
    assert meter.meter(world.deps, user_id="usr_ann") is None


@pytest.mark.parametrize("applied", [False, True])
def test_wherever_a_sweep_dies_the_sum_is_what_was_watched(applied: bool):
    for fatal in range(3):
        world = World()
        allow(world, hours=1)
        world.play(1)
        world.play(2, server=BETA)
        world.sweep()
        watch(world, minutes=15)
        commits = iter(range(99))

        def die(_writes: object, fatal: int = fatal, commits=commits, world=world) -> None:
            if next(commits) == fatal:
                world.db.fail_next(RetryLaterError("died"), applied=applied)

        world.db.before_commit.append(die)
        with contextlib.suppress(RetryLaterError):
            world.sweep(after=5 * MINUTES)
        world.db.before_commit.clear()
        world.sweep(after=5 * MINUTES)
        world.sweep(after=20 * MINUTES)
        assert booked(world) in {2 * 45 * 60, 2 * 40 * 60}, f"death at commit {fatal}"
        shown = meter.meter(world.deps, user_id="usr_ann").used.hours * 3600
        assert shown == 2 * 45 * 60, f"death at commit {fatal}"


def test_two_sweeps_at_once_book_it_once(world: World):
    world.play(1)
    world.sweep()
    watch(world, minutes=15)
    world.clock.move(5 * MINUTES)
    nested = []

    def another(_writes: object) -> None:
        if not nested:
            nested.append(True)
            world.sweep()

    world.db.before_commit.append(another)
    world.sweep()

    assert booked(world) == 1200


def test_streams_on_two_servers_add_up_in_one_row(world: World):
    world.play(1)
    world.play(2, server=BETA)
    world.sweep()
    watch(world, minutes=20)
    assert world.db.one(WeekUse).seconds == 2 * 1200


def test_an_outage_of_a_server_is_not_watched(world: World):
    world.play(1)
    world.sweep()
    watch(world, minutes=10)
    world.players.failing[ALPHA] = RetryLaterError("no answer")
    watch(world, minutes=120)
    world.players.failing.clear()
    watch(world, minutes=10)
    shown = meter.meter(world.deps, user_id="usr_ann").used.hours
    assert shown * 60 == pytest.approx(15)


@pytest.mark.behaviour("X029")
@pytest.mark.parametrize("mode", MODES)
def test_an_allowance_that_is_used_up_is_acted_on_as_the_mode_says(
    world: World, mode: EnforcementMode
):
    world.db.seed(replace(LimitSettings(version=1), modes={Rule.FAIR_USE: mode}))
    world.play(1)
    world.sweep()
    watch(world, minutes=55)
    assert world.running == ["1"]
    watch(world, minutes=10)

    is_enforced = mode is EnforcementMode.ENFORCE
    assert world.running == ([] if is_enforced else ["1"])
    (decision,) = world.decisions
    assert (decision.rule, decision.carried_out) == ("fair_use", is_enforced)
    told = [each for each in world.mails if each[0] == "fair_use"]
    assert len(told) == (2 if is_enforced else 0)


def test_each_notice_comes_once_a_week(world: World):
    allow(world, hours=2)
    world.play(1)
    world.sweep()
    watch(world, minutes=160)
    assert world.mails.count(("fair_use", "ann@example.com")) == 2
    row = world.db.one(WeekUse)
    assert (row.warned, row.told) == (1, 1)


def test_gb_count_by_the_bitrate_of_the_stream(world: World):
    allow(world, gb=1)
    world.play(1, bitrate_kbps=8000)
    world.sweep()
    watch(world, minutes=20)
    shown = meter.meter(world.deps, user_id="usr_ann")
    assert (shown.used.gb, shown.percent) == (1.2, 120)


def test_a_new_week_begins_at_nothing(world: World):
    world.play(1)
    world.sweep()
    watch(world, minutes=40)
    world.end(1)
    world.clock.set(NOON + timedelta(days=2))
    shown = meter.meter(world.deps, user_id="usr_ann")
    assert (shown.used.hours, shown.percent) == (0.0, 0)


def test_permanent_people_have_no_meter(world: World):
    world.customer("zoe", plex_id="3000", is_permanent=True)
    world.play(1, who="3000")
    world.sweep()
    watch(world, minutes=40)
    assert world.db.all(WeekUse) == ()


# --- More people than a commit can take ----------------------------------------------------------


def many(world: World, count: int) -> Memory:
    """Return what a look found of a server on which so many people watched for five minutes."""
    before = [
        a_sighting(session_key=f"{number:03}", user_id=f"usr_{number:03}", booked_until=NOON)
        for number in range(count)
    ]
    world.db.seed(a_watch(*before, version=1))
    after = tuple(replace(each, booked_until=NOON + 5 * MINUTES) for each in before)
    uses = tuple(
        replace(a_use(NOON, NOON + 5 * MINUTES, who=each.user_id), sighting=each)
        for each in before
    )
    row = replace(world.db.one(ServerWatch), sightings=after)
    return Memory(row, is_changed=True, uses=uses)


def test_more_use_than_one_commit_takes_is_booked_in_several(world: World):
    memory = many(world, 250)
    left = book_ahead(world.db, memory, WEEKS, room=8)

    assert len(left.uses) <= 8
    assert len(world.db.all(WeekUse)) == 250 - len(left.uses)
    assert max(len(writes) for writes in world.db.commits) <= 100
    unmoved = {each.user_id for each in sightings(world) if each.booked_until == NOON}
    assert unmoved == {use.user_id for use in left.uses}


def test_what_was_booked_ahead_of_a_death_is_not_booked_again(world: World):
    memory = many(world, 120)
    world.db.fail_next(StaleRecordError(memory.watch))
    with pytest.raises(StaleRecordError):
        book_ahead(world.db, memory, WEEKS, room=8)
    assert world.db.all(WeekUse) == ()
    assert {each.booked_until for each in sightings(world)} == {NOON}


def sightings(world: World) -> tuple[Sighting, ...]:
    return world.db.one(ServerWatch).sightings
