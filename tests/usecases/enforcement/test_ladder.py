"""Strikes are counted, people are warned, restrained and forgiven; whatever dies is mended."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import Decision
from chalicelib.enforcement.records.appeal import AppealState, OpenAppeal
from chalicelib.enforcement.strikes import appeals, ladder
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.kernel.ids import DecisionId, UserId
from chalicelib.kernel.records import Insert
from chalicelib.settings.limit_model import LadderStep, LimitSettings, Measure
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import Restraint, User
from tests.builders import NOON
from tests.stream_builders import a_decision
from tests.usecases.enforcement.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANN, BOSS = UserId("usr_ann"), Actor("login:boss")
STEPS = (
    LadderStep(1, Measure.WARN),
    LadderStep(2, Measure.RESTRICT, 12),
    LadderStep(3, Measure.SUSPEND, 24),
)


class DiedError(BaseException):
    """The process ends here; nothing catches it."""


def a_world(*steps: LadderStep) -> World:
    world = World()
    world.settings(admin_email="admin@example.com")
    world.db.seed(LimitSettings(ladder=steps or STEPS, strike_window_hours=48, version=1))
    return world


def strike(world: World, number: int = 1, **changes: object) -> Decision:
    """Let Ann offend, as the sweep records it; the job that follows is not run."""
    now = world.clock.now()
    known = {"id": f"dec_{number}", "at": now, "strikes": True, **changes}
    decision = a_decision(**known)
    writes = ladder.climb(world.deps, ANN, cause=decision, now=now)
    world.db.commit(Insert(decision), *writes)
    return decision


def climb(world: World, decision: Decision) -> dict[str, int]:
    return dict(ladder.apply(world.deps, decision_id=decision.id))


def offend(world: World, *numbers: int) -> None:
    for number in numbers:
        climb(world, strike(world, number))
        world.clock.move(HOUR)


def ann(world: World) -> User:
    user = world.db.find(User, ANN)
    assert user is not None
    return user


def restraint(world: World) -> Restraint | None:
    return ann(world).restrained(now=world.clock.now())


def jobs(world: World, kind: JobKind) -> list[Job]:
    return [job for job in world.db.all(Job) if job.kind is kind]


def actions(world: World) -> list[str]:
    return [entry.action for entry in world.db.all(AuditEntry)]


# ------------------------------------------------------------------ climbing


def test_a_strike_leaves_one_job_and_nothing_where_there_is_no_ladder():
    world = a_world()
    strike(world)
    assert [job.subject for job in jobs(world, JobKind.CLIMB_LADDER)] == ["dec_1"]
    now = world.clock.now()
    observed = a_decision(strikes=True, carried_out=False)
    assert ladder.climb(world.deps, ANN, cause=observed, now=now) == ()
    world.db.seed(LimitSettings(version=2))
    assert ladder.climb(world.deps, ANN, cause=a_decision(strikes=True), now=now) == ()


def test_the_steps_are_climbed_one_after_the_other():
    world = a_world()
    offend(world, 1)
    assert world.mails == [("strike_warning", "ann@example.com")]
    assert restraint(world) is None

    offend(world, 2)
    held = restraint(world)
    assert (held.measure, held.cause) == (Measure.RESTRICT, "dec_2")
    assert held.until == NOON + 13 * HOUR

    offend(world, 3)
    held = restraint(world)
    assert (held.measure, held.since, held.until) == (
        Measure.SUSPEND,
        NOON + 2 * HOUR,
        NOON + 26 * HOUR,
    )
    assert [job.subject for job in jobs(world, JobKind.BEGIN_RESTRAINT)] == [ANN, ANN]
    ends = [job.due_at for job in jobs(world, JobKind.RECONCILE_ACCESS)]
    assert ends == [NOON + 13 * HOUR, NOON + 26 * HOUR]
    assert world.mails[1:] == [("admin_needs_attention", "admin@example.com")] * 2
    assert actions(world) == ["user.warned", "user.restrained", "user.restrained"]


def test_a_warning_comes_once_a_step_and_window():
    world = a_world(LadderStep(1, Measure.WARN), LadderStep(9, Measure.SUSPEND, 1))
    offend(world, 1, 2)
    assert len(world.mails) == 1
    world.clock.move(48 * HOUR)
    offend(world, 3)
    assert len(world.mails) == 2
    facts = jobs(world, JobKind.SEND_MAIL)[0].payload["facts"]
    assert (facts["count"], facts["window"], facts["next_count"]) == ("1", "2 days", "9")


def test_several_streams_of_one_look_are_one_strike():
    world = a_world()
    for number in (1, 2, 3):
        climb(world, strike(world, number))
    assert restraint(world) is None
    assert len(world.mails) == 1


def test_jobs_in_any_order_and_twice_lead_to_the_same():
    world = a_world()
    made = []
    for number in (1, 2, 3):
        made.append(strike(world, number))
        world.clock.move(HOUR)
    for decision in (made[2], made[0], made[1], made[2], made[0]):
        climb(world, decision)
    assert restraint(world).cause == "dec_3"
    assert restraint(world).until == NOON + 26 * HOUR
    assert [event for event, _ in world.mails].count("strike_warning") == 1
    assert len(jobs(world, JobKind.BEGIN_RESTRAINT)) == 1


def test_something_lighter_does_not_shorten_what_holds():
    world = a_world()
    offend(world, 1, 2, 3)
    held = restraint(world)
    world.db.seed(
        LimitSettings(ladder=(LadderStep(1, Measure.RESTRICT, 1),), version=2),
    )
    offend(world, 4)
    assert restraint(world) == held


def test_permanent_people_and_sites_that_only_observe_are_left_alone():
    world = a_world()
    world.db.seed(replace(ann(world), is_permanent=True, version=5))
    offend(world, 1, 2, 3)
    assert (ann(world).restraint, world.mails) == (None, [])

    world = a_world()
    made = [strike(world, 1)]
    world.clock.move(HOUR)
    made.append(strike(world, 2))
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    assert [climb(world, each) for each in made] == [{"nothing": 1}] * 2
    assert (ann(world).restraint, world.mails) == (None, [])


def test_a_job_whose_restraint_would_be_over_does_nothing():
    world = a_world()
    offend(world, 1)
    late = strike(world, 2)
    world.clock.move(12 * HOUR)
    assert climb(world, late) == {"known": 1}
    assert ann(world).restraint is None


def test_a_death_at_any_write_is_mended_by_the_job_that_runs_again():
    for applied in (False, True):
        world = a_world()
        offend(world, 1)
        last = strike(world, 2)
        real = world.db.commit

        def commit(*writes, real=real, applied=applied):
            if applied:
                real(*writes)
            raise DiedError

        world.db.commit = commit
        with pytest.raises(DiedError):
            climb(world, last)
        del world.db.__dict__["commit"]
        climb(world, last)
        assert restraint(world).cause == "dec_2"
        assert len(jobs(world, JobKind.BEGIN_RESTRAINT)) == 1
        assert actions(world) == ["user.warned", "user.restrained"]


def test_somebody_who_changes_the_person_meanwhile_loses_nothing():
    world = a_world()
    offend(world, 1)
    last = strike(world, 2)
    real = world.db.commit

    def commit(*writes):
        del world.db.__dict__["commit"]
        known = ann(world)
        world.db.seed(replace(known, notes="called", version=known.version + 1))
        real(*writes)

    world.db.commit = commit
    climb(world, last)
    assert (ann(world).notes, restraint(world).measure) == ("called", Measure.RESTRICT)


# ------------------------------------------------------------------ forgiving


def test_forgiving_lifts_what_no_longer_stands_and_leaves_the_rest():
    world = a_world()
    offend(world, 1, 2, 3)
    appeals.forgive(world.deps, decision_id=DecisionId("dec_3"), why="Our fault", actor=BOSS)
    held = restraint(world)
    assert (held.measure, held.until) == (Measure.RESTRICT, NOON + 13 * HOUR)

    appeals.forgive(world.deps, decision_id=DecisionId("dec_1"), why="Our fault", actor=BOSS)
    assert restraint(world) is None
    assert ann(world).restraint.until == world.clock.now()
    assert not ann(world).restraint.is_undone
    assert actions(world)[-1] == "decision.forgiven"
    before = len(world.db.all(AuditEntry))
    appeals.forgive(world.deps, decision_id=DecisionId("dec_1"), why="Again", actor=BOSS)
    assert len(world.db.all(AuditEntry)) == before


def test_forgiving_takes_the_whole_look_back():
    world = a_world(LadderStep(1, Measure.SUSPEND, 5))
    for number in (1, 2):
        climb(world, strike(world, number))
    appeals.forgive(world.deps, decision_id=DecisionId("dec_2"), why="", actor=BOSS)
    assert restraint(world) is None
    assert all(each.forgiven_at for each in world.db.all(Decision))


def test_only_strikes_can_be_forgiven():
    world = a_world()
    world.db.seed(a_decision(id="dec_9"))
    with pytest.raises(ConflictError):
        appeals.forgive(world.deps, decision_id=DecisionId("dec_9"), why="", actor=BOSS)
    with pytest.raises(NotFoundError):
        appeals.forgive(world.deps, decision_id=DecisionId("dec_0"), why="", actor=BOSS)


def test_what_was_ended_by_hand_stays_ended_whatever_is_forgiven():
    world = a_world()
    offend(world, 1, 2)
    ended = appeals.end_restraint(world.deps, user_id=ANN, actor=BOSS)
    assert ended.restrained(now=world.clock.now()) is None
    with pytest.raises(ConflictError):
        appeals.end_restraint(world.deps, user_id=ANN, actor=BOSS)

    world.clock.move(HOUR)
    offend(world, 3)
    assert restraint(world).measure is Measure.SUSPEND
    appeals.forgive(world.deps, decision_id=DecisionId("dec_3"), why="", actor=BOSS)
    assert restraint(world) is None
    assert [job.user_id for job in jobs(world, JobKind.RECONCILE_ACCESS)].count(ANN) == 4


# ------------------------------------------------------------------ appeals


def appeal(world: World, number: int = 1, text: str = "It was my son", user: str = ANN):
    return appeals.appeal(
        world.deps, user_id=UserId(user), decision_id=DecisionId(f"dec_{number}"), text=text
    )


def test_an_appeal_waits_until_it_is_answered_and_takes_the_strike_back():
    world = a_world(LadderStep(1, Measure.SUSPEND, 5))
    offend(world, 1)
    appeal(world)
    waiting = world.deps.store.open_appeals(now=world.clock.now(), cursor=None, limit=9).items
    assert [each.decision_id for each in waiting] == ["dec_1"]

    answered = appeals.accept(
        world.deps, decision_id=DecisionId("dec_1"), answer="Sorry.", actor=BOSS
    )
    assert (answered.appeal.state, answered.appeal.answer) == (AppealState.ACCEPTED, "Sorry.")
    assert answered.forgiven_at == world.clock.now()
    assert world.db.find(Decision, "dec_1") == answered
    assert (restraint(world), world.db.all(OpenAppeal)) == (None, ())
    facts = jobs(world, JobKind.SEND_MAIL)[-1].payload["facts"]
    assert (facts["accepted"], facts["access_back"], facts["answer"]) == ("yes", "yes", "Sorry.")
    assert actions(world)[-3:] == ["appeal.made", "decision.forgiven", "appeal.accepted"]


def test_a_rejected_appeal_leaves_all_as_it_is():
    world = a_world(LadderStep(1, Measure.SUSPEND, 5))
    offend(world, 1)
    held = restraint(world)
    appeal(world)
    appeals.reject(world.deps, decision_id=DecisionId("dec_1"), answer="", actor=BOSS)
    assert restraint(world) == held
    assert world.mails[-1] == ("appeal_answered", "ann@example.com")
    assert world.db.find(Decision, "dec_1").appeal.state is AppealState.REJECTED
    with pytest.raises(ConflictError):
        appeals.accept(world.deps, decision_id=DecisionId("dec_1"), answer="", actor=BOSS)


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_an_appeal_says_something_and_not_too_much(text):
    world = a_world()
    offend(world, 1)
    with pytest.raises(InvalidError):
        appeal(world, text=text)
    assert appeal(world, text="x" * 1000).appeal.text == "x" * 1000


def test_a_decision_is_appealed_once_by_whom_it_is_about_within_thirty_days():
    world = a_world()
    offend(world, 1, 2)
    with pytest.raises(NotFoundError):
        appeal(world, user="usr_bob")
    appeal(world)
    with pytest.raises(ConflictError):
        appeal(world)
    world.clock.set(NOON + HOUR + 30 * DAY)
    with pytest.raises(ConflictError):
        appeal(world, 2)
    world.clock.set(NOON + HOUR + 30 * DAY - timedelta(seconds=1))
    assert appeal(world, 2).appeal.state is AppealState.OPEN


def test_nobody_appeals_against_what_was_only_observed():
    world = a_world()
    world.db.seed(a_decision(carried_out=False))
    with pytest.raises(ConflictError):
        appeal(world)


def test_a_sixth_appeal_within_a_day_has_to_wait():
    world = a_world()
    offend(world, 1, 2, 3, 4, 5, 6)
    for number in range(1, 6):
        appeal(world, number)
    with pytest.raises(ConflictError):
        appeal(world, 6)
    world.clock.move(DAY)
    assert appeal(world, 6).appeal is not None


def test_an_appeal_that_arrives_twice_at_once_is_one():
    world = a_world()
    offend(world, 1)
    real = world.db.commit

    def commit(*writes):
        del world.db.__dict__["commit"]
        real(*writes)
        appeal_again = writes[0]
        real(appeal_again)

    world.db.commit = commit
    assert appeal(world).appeal.text == "It was my son"
    assert len(world.db.all(OpenAppeal)) == 1


def test_an_answer_survives_a_death_at_its_write():
    for applied in (False, True):
        world = a_world(LadderStep(1, Measure.SUSPEND, 5))
        offend(world, 1)
        appeal(world)
        real = world.db.commit

        def commit(*writes, real=real, applied=applied):
            if applied:
                real(*writes)
            raise DiedError

        world.db.commit = commit
        with pytest.raises(DiedError):
            appeals.accept(world.deps, decision_id=DecisionId("dec_1"), answer="", actor=BOSS)
        del world.db.__dict__["commit"]
        if not applied:
            assert restraint(world) is not None
            appeals.accept(world.deps, decision_id=DecisionId("dec_1"), answer="", actor=BOSS)
        assert restraint(world) is None
        assert world.mails.count(("appeal_answered", "ann@example.com")) == 1
