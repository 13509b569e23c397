"""A sweep that dies or meets trouble is finished by the next one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import DecisionKind, ServerWatch
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.settings.limit_model import LadderStep, Measure
from tests.usecases.enforcement.limits_world import LimitsWorld
from tests.usecases.enforcement.world import ALPHA, MINUTES, World


class Death(BaseException):
    """The process is killed: nothing catches it."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.behaviour("X043")
def test_a_sweep_that_dies_while_recording_the_outcome_is_finished_by_the_next(world):
    for number in (1, 2, 3):
        world.play(number)
    world.db.before_commit.append(dies_when_an_outcome_is_recorded())
    with pytest.raises(Death):
        world.sweep()
    world.db.before_commit.clear()
    assert world.running == ["1", "2"]
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert len(world.players.stopped) == 1
    assert world.mails == [("stream_stopped", "ann@example.com")]
    (decision,) = world.decisions
    assert decision.carried_out


@pytest.mark.behaviour("X043")
def test_a_sweep_that_dies_before_the_stop_is_finished_by_the_next(world):
    for number in (1, 2, 3):
        world.play(number)
    world.players.stop_error = Death()
    with pytest.raises(Death):
        world.sweep()
    world.players.stop_error = None
    assert world.running == ["1", "2", "3"]
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]
    (decision,) = world.decisions
    assert (decision.outcome, decision.at < world.clock.now()) == ("stopped", True)
    assert world.mails == [("stream_stopped", "ann@example.com")]


def three_streams() -> LimitsWorld:
    made = LimitsWorld()
    for number in (1, 2, 3):
        made.play(number)
    return made


def converted_video() -> LimitsWorld:
    """Two streams go on; the third one is converted, which is a strike."""
    made = LimitsWorld()
    made.plan(allows_transcoding=False)
    made.limits(ladder=(LadderStep(1, Measure.WARN),))
    made.play(1)
    made.play(2)
    made.play(3, transcodes_video=True)
    return made


def warned_before() -> LimitsWorld:
    """The third stream has lasted long enough, and its player was warned."""
    made = LimitsWorld()
    made.plan(allows_transcoding=False)
    made.limits(sustain_seconds=60, warns_first=True)
    made.play(1)
    made.play(2)
    made.play_there(3, transcodes_video=True)
    made.sweep()
    made.clock.move(5 * MINUTES)
    return made


SCENES = [
    (three_streams, "stream_stopped", 0),
    (converted_video, "transcoding_stopped", 1),
    (warned_before, "transcoding_stopped", 0),
]


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize(
    ("make", "mail", "climbs"), SCENES, ids=["streams", "converted", "warned before"]
)
@pytest.mark.parametrize("is_applied", [False, True], ids=["before", "after"])
def test_wherever_a_sweep_dies_the_next_ones_end_the_same(is_applied, make, mail, climbs):
    commits = commits_of_a_whole_sweep(make)
    assert commits >= 3
    for fatal in range(commits):
        world = make()
        world.db.before_commit.append(dies_at(world, fatal, is_applied=is_applied))
        with pytest.raises(Death):
            world.sweep()
        world.db.before_commit.clear()
        for _ in range(3):
            world.sweep(after=5 * MINUTES)
        where = f"death at commit {fatal}"
        assert world.playing == ["1", "2"], where
        assert len(world.players.stopped + world.finns.stopped) == 1, where
        assert world.mails == [(mail, "ann@example.com")], where
        done = [each.carried_out for each in world.decisions if each.kind is DecisionKind.STOP]
        assert done == [True], where
        struck = [job for job in world.db.all(Job) if job.kind is JobKind.CLIMB_LADDER]
        assert len(struck) == climbs, where


def commits_of_a_whole_sweep(make: Callable[[], LimitsWorld]) -> int:
    undisturbed = make()
    before = len(undisturbed.db.commits)
    undisturbed.sweep()
    return len(undisturbed.db.commits) - before


def dies_at(world: World, fatal: int, *, is_applied: bool):
    seen = iter(range(100))

    def hook(_writes):
        if next(seen) != fatal:
            return
        if not is_applied:
            raise Death
        world.db.fail_next(Death(), applied=True)

    return hook


def test_a_stop_without_an_answer_is_tried_again_under_the_same_decision(world):
    for number in (1, 2, 3):
        world.play(number)
    world.players.stop_error = RetryLaterError("no answer")
    world.sweep()
    assert world.decisions[0].outcome.startswith("failed")
    assert world.mails == []
    world.players.stop_error = None
    world.sweep(after=5 * MINUTES)
    assert [each.outcome for each in world.decisions] == ["stopped"]
    assert world.mails == [("stream_stopped", "ann@example.com")]


def test_a_stop_that_became_needless_before_it_was_sent_is_dropped(world):
    for number in (1, 2, 3):
        world.play(number)
    world.players.stop_error = RetryLaterError("no answer")
    world.sweep()
    world.end(1)
    world.players.stop_error = None
    world.sweep(after=5 * MINUTES)
    assert world.decisions[0].outcome == "no longer needed"
    assert (world.running, world.mails) == (["2", "3"], [])


def test_a_server_whose_row_somebody_else_changed_is_left_to_the_next_sweep(world):
    for number in (1, 2, 3):
        world.play(number)
    world.db.before_commit.append(steal_row(world))
    report = world.sweep()
    assert (report.decisions, world.players.stopped) == ((), [])
    world.db.before_commit.clear()
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]


def dies_when_an_outcome_is_recorded():
    def hook(writes):
        if any(isinstance(write.record, AuditEntry) for write in writes):
            raise Death

    return hook


def steal_row(world: World):
    def hook(writes):
        for write in writes:
            if isinstance(write.record, ServerWatch):
                world.db.seed(
                    ServerWatch(ALPHA, (), world.clock.now() + timedelta(days=1), version=7)
                )

    return hook
