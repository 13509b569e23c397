"""Most and all of a week's allowance are noticed by the first look after they were reached."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.catalog.model import Plan
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.model import Decision, ServerWatch
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.kernel.ids import UserId
from tests.usecases.enforcement.world import BETA, MINUTES, World


@pytest.fixture
def world() -> World:
    made = World()
    allow(made, hours=1)
    return made


def allow(world: World, *, hours: int | None = None, gb: int | None = None) -> None:
    plan = world.db.one(Plan)
    world.db.seed(replace(plan, limits=PlanLimits(weekly_hours=hours, weekly_gb=gb)))


def sweep_until_stopped(world: World, *, most: int = 60) -> timedelta:
    """Sweep every five minutes and return how long it took until something was stopped."""
    begun = world.clock.now()
    world.sweep()
    for _ in range(most):
        world.sweep(after=5 * MINUTES)
        if world.players.stopped:
            return world.clock.now() - begun
    raise AssertionError("nothing was stopped")


@pytest.mark.parametrize("hours", [1, 2, 3])
def test_hours_that_are_used_up_are_acted_on_within_one_sweep(world: World, hours: int):
    allow(world, hours=hours)
    world.play(1)
    took = sweep_until_stopped(world)
    assert timedelta(hours=hours) <= took <= timedelta(hours=hours) + 5 * MINUTES


def test_gigabytes_that_are_used_up_are_acted_on_within_one_sweep(world: World):
    allow(world, gb=7)
    world.play(1, bitrate_kbps=16_000)
    # 2 MB a second: 3,500 seconds.
    took = sweep_until_stopped(world)
    assert timedelta(seconds=3500) <= took <= timedelta(seconds=3500) + 5 * MINUTES


def test_two_streams_use_it_up_twice_as_fast(world: World):
    world.play(1)
    world.play(2, server=BETA)
    took = sweep_until_stopped(world)
    assert 30 * MINUTES <= took <= 35 * MINUTES


def test_a_second_stream_that_begins_later_brings_the_instant_nearer(world: World):
    world.play(1)
    world.sweep()
    world.sweep(after=5 * MINUTES)
    first = due(world, 1)
    world.play(2, server=BETA)
    world.sweep(after=5 * MINUTES)
    later = due(world, 2, on_beta=True)
    assert later < first
    assert due(world, 1) == later


def due(world: World, number: int, *, on_beta: bool = False) -> datetime:
    found = world.remembered(number, server=BETA) if on_beta else world.remembered(number)
    assert found is not None
    assert found.meter_due_at is not None
    return found.meter_due_at


def test_a_pause_only_costs_a_look_that_finds_it_was_too_early(world: World):
    world.play(1)
    world.sweep()
    for _ in range(2):
        world.sweep(after=5 * MINUTES)
    world.pause_player(1)
    for _ in range(24):
        world.sweep(after=5 * MINUTES)
    assert world.db.all(Decision) == ()
    assert world.mails == []


def test_while_it_plays_on_no_sweep_writes_more_than_every_twenty_minutes(world: World):
    allow(world, hours=40)
    world.play(1)
    world.sweep()
    before = rows_written(world)
    for _ in range(24):
        world.sweep(after=5 * MINUTES)
    assert rows_written(world) - before == 6


def rows_written(world: World) -> int:
    writes = [each.record for commit in world.db.commits for each in commit]
    return sum(isinstance(each, ServerWatch) for each in writes)


def test_a_session_that_stands_still_uses_nothing_up(world: World):
    world.play(1, position_seconds=100)
    world.sweep()
    for _ in range(36):
        world.sweep(after=5 * MINUTES)
    assert world.running == ["1"]
    assert world.decisions == ()


@pytest.mark.behaviour("X029")
def test_a_week_that_begins_between_two_looks_is_not_used_up(world: World):
    """A sweep that begins in the old week waits until the stream is old enough to count."""
    sunday = datetime(2026, 2, 1, tzinfo=UTC)
    world.db.seed(WeekUse(UserId("usr_ann"), "2026-01-25", 3600, 0, sunday + timedelta(days=9)))
    world.play(1)
    world.clock.move(sunday - timedelta(seconds=20) - world.clock.now())
    world.sweep()
    assert (world.clock.now() < sunday, world.running) == (True, [])
    world.play(2)
    world.sweep()
    assert (world.clock.now() > sunday, world.running) == (True, ["2"])
    (before,) = world.db.all(WeekUse)
    assert before.told == 1
