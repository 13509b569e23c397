"""A session that is gone when it is to be stopped was not stopped by us."""

from collections.abc import Callable

import pytest

from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.ports import SessionEndedError
from chalicelib.insights import my_streams
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import UserId
from chalicelib.settings.limit_model import LadderStep, Measure
from tests.usecases.enforcement.limits_world import LimitsWorld
from tests.usecases.enforcement.world import MINUTES

GONE = SessionEndedError("The stream does not run any more.")


@pytest.fixture
def world() -> LimitsWorld:
    """Ann runs three streams; the server does not know the third one any more."""
    made = LimitsWorld()
    made.limits(ladder=(LadderStep(1, Measure.SUSPEND, 24),))
    for number in (1, 2, 3):
        made.play(number)
    made.players.stop_error = GONE
    return made


def the_stop(world: LimitsWorld) -> Decision:
    (found,) = (each for each in world.decisions if each.kind is DecisionKind.STOP)
    return found


def test_it_is_no_strike_nobody_is_mailed_and_the_evidence_says_so(world: LimitsWorld):
    report = world.sweep()
    decision = the_stop(world)
    assert (decision.carried_out, decision.strikes) == (False, False)
    assert decision.outcome == "had ended by itself when it was to be stopped"
    (told,) = [each.why for each in decision.evidence if each.session_key == "3"]
    assert told == "counts; it had ended by itself when it was to be stopped"
    assert world.mails == []
    assert [each for each in world.db.all(Job) if each.kind is JobKind.CLIMB_LADDER] == []
    assert [each for each in world.db.all(AuditEntry) if each.action == "stream.stop"] == []
    counted = {name: report.counts[name] for name in ("stopped", "not_stopped", "ended_before")}
    assert counted == {"stopped": 0, "not_stopped": 0, "ended_before": 1}
    assert my_streams.decisions_of(world.deps, user_id=UserId("usr_ann")) == ()


def gone(world: LimitsWorld) -> None:
    world.end(3)


def within_the_limit(world: LimitsWorld) -> None:
    world.end(2)


@pytest.mark.parametrize("then", [gone, within_the_limit])
def test_later_looks_make_nothing_more_of_it(
    world: LimitsWorld, then: Callable[[LimitsWorld], None]
):
    world.sweep()
    then(world)
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert the_stop(world).outcome.startswith("had ended by itself")
    assert world.mails == []
    sighting = world.remembered(3)
    assert sighting is None or (sighting.stop_id, sighting.told_to_stop) == (None, None)


def test_one_that_the_server_lists_all_the_same_is_stopped_once_it_can_be(world: LimitsWorld):
    world.sweep()
    world.players.stop_error = None
    world.sweep(after=5 * MINUTES)
    outcomes = [each.outcome for each in world.decisions]
    assert outcomes == ["had ended by itself when it was to be stopped", "stopped"]
    assert world.running == ["1", "2"]
