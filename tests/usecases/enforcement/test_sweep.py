"""A sweep looks everywhere, stops the excess, and tells."""

import pytest

from chalicelib.enforcement.model import DecisionKind
from chalicelib.enforcement.ports import CannotStopError
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.settings.model import EnforcementMode
from tests.builders import a_plan, a_server
from tests.usecases.enforcement.world import ALPHA, BETA, MINUTES, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.behaviour("B172", "X021", "X023")
def test_three_streams_on_a_plan_of_two_are_two_after_one_sweep(world):
    for number in (1, 2):
        world.play(number)
    world.play(3, server=BETA)
    report = world.sweep()
    assert world.running == ["1", "2"]
    assert world.players.stopped == [
        (
            BETA,
            "srv_beta-3",
            "Your plan allows 2 streams at a time. This one was stopped because 3 ran.",
        )
    ]
    assert [each.outcome for each in report.decisions] == ["stopped"]
    assert report.counts["stopped"] == 1
    # The streams were new: the sweep waited until they counted and looked again.
    assert world.pauses == [pytest.approx(15, abs=0.1)]
    assert sorted(world.players.looks) == [ALPHA, ALPHA, BETA, BETA]


@pytest.mark.behaviour("B172")
def test_the_stream_that_began_last_is_the_one_that_stops(world):
    world.play(1)
    world.play(2)
    world.sweep()
    world.play(3)
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]
    world.play(4, server=BETA)
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]
    assert [each.session_key for each in world.decisions] == ["3", "4"]


@pytest.mark.behaviour("B173")
def test_within_the_limit_nothing_happens_and_nobody_waits(world):
    world.play(1)
    world.play(2)
    report = world.sweep()
    assert (report.decisions, world.pauses, world.players.stopped) == ((), [], [])


@pytest.mark.behaviour("B014")
@pytest.mark.parametrize(
    ("plan", "own", "left"), [(1, None, 1), (3, None, 3), (1, 3, 3), (3, 1, 1)]
)
def test_the_limit_is_the_plans_unless_the_person_has_one_of_their_own(world, plan, own, left):
    world.db.seed(a_plan(max_streams=plan, is_archived=True, version=1))
    world.customer("ann", plex_id="2000", stream_limit=own)
    for number in range(1, 5):
        world.play(number)
    world.sweep()
    assert len(world.running) == left


@pytest.mark.behaviour("B174")
def test_the_customer_is_told_once_of_each_stopped_stream(world):
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    world.sweep(after=5 * MINUTES)
    mail = world.db.one(Job)
    assert (mail.payload["event"], mail.payload["to"]) == ("stream_stopped", "ann@example.com")
    assert mail.payload["facts"]["title"] == "Film 3"
    assert mail.payload["facts"]["limit"] == "2"
    assert world.nudge.sent == [mail.id]


@pytest.mark.behaviour("X045")
def test_a_stop_is_in_the_audit_log_and_on_the_customers_page(world):
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    entry = world.db.one(AuditEntry)
    assert (entry.actor, entry.action, entry.user_id) == (
        "schedule:enforcement",
        "stream.stop",
        "usr_ann",
    )
    assert entry.after["outcome"] == "stopped"
    assert "limit is 2" in entry.why


@pytest.mark.behaviour("B176")
def test_permanent_users_are_left_alone(world):
    world.customer("eve", plex_id="2001", is_permanent=True)
    for number in range(1, 9):
        world.play(number, who="2001")
    assert world.sweep().decisions == ()


@pytest.mark.behaviour("B177")
def test_without_plex_pass_the_violation_is_recorded_and_told_once_but_not_stopped(world):
    world.players.stop_error = CannotStopError("The server refuses.", remedy="Get Plex Pass.")
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    world.sweep(after=5 * MINUTES)
    decision = world.decisions[0]
    assert len(world.decisions) == 1
    assert (decision.kind, decision.carried_out) == (DecisionKind.UNSTOPPABLE, False)
    assert world.mails == [("stream_stopped", "ann@example.com")]
    assert world.running == ["1", "2", "3"]


@pytest.mark.behaviour("B178")
def test_activity_is_kept_for_servers_that_log_it_and_for_no_other(world):
    world.db.seed(a_server(id=BETA, name="Beta", logs_activity=False, version=1))
    world.play(1)
    world.play(2, server=BETA)
    world.sweep()
    (entry,) = world.activity
    assert (entry.server_id, entry.user_id, entry.device_name, entry.address) == (
        ALPHA,
        "usr_ann",
        "Device 1",
        "203.0.113.7",
    )


@pytest.mark.behaviour("B182")
def test_somebody_who_streams_without_a_plan_is_reported_once(world):
    world.customer("eve", plex_id="2001", has_plan=False)
    world.play(1, who="2001")
    world.sweep()
    world.sweep(after=5 * MINUTES)
    world.sweep(after=30 * MINUTES)
    assert [each.kind for each in world.decisions] == [DecisionKind.NO_PLAN]
    assert (world.players.stopped, world.mails) == ([], [])


@pytest.mark.behaviour("X022")
def test_moving_to_another_device_is_not_punished_within_the_grace(world):
    world.play(1)
    world.play(2)
    world.sweep()
    world.play(3, title_key="srv_alpha-2", title="Film 2")
    world.sweep(after=1 * MINUTES)
    assert world.running == ["1", "2", "3"]
    world.sweep(after=6 * MINUTES)
    assert world.running == ["1", "2"]


@pytest.mark.behaviour("X023")
def test_a_stream_that_ended_meanwhile_spares_the_other(world):
    for number in (1, 2, 3):
        world.play(number)
    world.meanwhile = lambda: world.end(1)
    report = world.sweep()
    assert (report.decisions, world.running) == ((), ["2", "3"])


@pytest.mark.behaviour("X023")
def test_a_stop_is_confirmed_at_the_next_look(world):
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    assert world.decisions[0].outcome == "stopped"
    world.sweep(after=5 * MINUTES)
    assert world.decisions[0].outcome == "stopped, and gone at the next look"
    assert world.remembered(3) is None


@pytest.mark.behaviour("X023")
def test_a_player_that_ignores_the_stop_is_escalated_and_not_stopped_in_a_loop(world):
    world.settings(admin_email="admin@example.com")
    for number in (1, 2, 3):
        world.play(number)
    world.players.stubborn = {"srv_alpha-3"}
    for _ in range(4):
        world.sweep(after=5 * MINUTES)
    assert len(world.players.stopped) == 1
    assert [each.kind for each in world.decisions] == [
        DecisionKind.STOP,
        DecisionKind.IGNORED_STOP,
    ]
    assert world.mails[1:] == [("admin_needs_attention", "admin@example.com")]
    assert world.running == ["1", "2", "3"]


def test_a_player_has_ten_seconds_to_obey_before_it_is_said_to_ignore(world):
    for number in (1, 2, 3):
        world.play(number)
    world.players.stubborn = {"srv_alpha-3"}
    world.sweep()
    world.pauses.clear()
    world.sweep()
    assert world.pauses == [pytest.approx(10, abs=0.1)]
    assert world.decisions[-1].kind is DecisionKind.IGNORED_STOP


@pytest.mark.behaviour("X024")
def test_a_dead_server_is_one_failed_result_and_the_others_are_swept(world):
    world.players.failing[BETA] = RetryLaterError("no answer")
    for number in (1, 2, 3):
        world.play(number)
    report = world.sweep()
    assert report.unreachable == (BETA,)
    assert world.running == ["1", "2"]


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize(
    "error",
    [RetryLaterError("no answer"), ActionRequiredError("401"), ValueError("a bug of ours")],
)
def test_streams_of_a_server_that_stops_answering_are_no_evidence(world, error):
    world.play(1)
    world.play(2)
    world.play(3, server=BETA)

    def go_down() -> None:
        world.players.failing[BETA] = error

    world.meanwhile = go_down
    report = world.sweep()
    assert (report.decisions, world.players.stopped) == ((), [])
    assert world.remembered(3, server=BETA) is not None


@pytest.mark.behaviour("X024")
def test_streams_of_strangers_are_counted_and_shown(world):
    for number in (1, 2, 3):
        world.play(number, who="9999", username="stranger")
    report = world.sweep()
    assert (report.unknown_streams, report.decisions) == (3, ())
    assert world.sweep(after=5 * MINUTES).unknown_streams == 3


def test_a_typed_name_is_no_proof_but_reason_enough_to_look_at_the_shares(world):
    world.customer("bob", plex_id="")
    for number in (1, 2, 3):
        world.play(number, who="3000", username="bob")
    world.sweep()
    world.sweep(after=30 * MINUTES)
    assert world.running == ["1", "2", "3"]
    job = world.db.one(Job)
    assert (job.kind, job.subject) == (JobKind.RECONCILE_ACCESS, "usr_bob")


@pytest.mark.behaviour("X024")
def test_a_stream_without_a_session_id_is_shown_and_nobody_else_is_stopped(world):
    world.play(1)
    world.play(2)
    world.sweep()
    world.play(3, session_id="")
    report = world.sweep(after=5 * MINUTES)
    world.sweep(after=5 * MINUTES)
    assert [each.kind for each in world.decisions] == [DecisionKind.UNSTOPPABLE]
    assert report.counts["without_session_id"] == 1
    assert (world.players.stopped, world.mails) == ([], [])


@pytest.mark.behaviour("X025")
def test_observing_records_what_would_have_been_done_once_and_touches_nothing(world):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    world.sweep(after=5 * MINUTES)
    (decision,) = world.decisions
    assert (decision.kind, decision.carried_out, decision.outcome) == (
        DecisionKind.STOP,
        False,
        "observed only",
    )
    assert (world.players.stopped, world.mails, world.running) == ([], [], ["1", "2", "3"])


@pytest.mark.behaviour("X025")
def test_what_was_only_observed_is_stopped_once_stops_are_switched_on(world):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2, 3):
        world.play(number)
    world.sweep()
    world.settings(enforcement_mode=EnforcementMode.ENFORCE)
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]


def test_switched_off_nothing_is_decided_but_activity_is_kept(world):
    world.settings(enforcement_mode=EnforcementMode.OFF)
    for number in (1, 2, 3):
        world.play(number)
    assert world.sweep().decisions == ()
    assert len(world.activity) == 3


@pytest.mark.behaviour("X042")
def test_a_dry_run_shows_the_same_decisions_and_changes_nothing(world):
    for number in (1, 2, 3):
        world.play(number)
    before = len(world.db.commits)
    shown = world.sweep(dry_run=True)
    assert len(world.db.commits) == before
    assert (world.players.stopped, world.running) == ([], ["1", "2", "3"])
    done = world.sweep()
    assert [(each.kind, each.session_key, each.reason) for each in shown.decisions] == [
        (each.kind, each.session_key, each.reason) for each in done.decisions
    ]


@pytest.mark.behaviour("X025", "X042")
def test_a_dry_run_shows_what_breaks_a_rule_also_where_it_was_observed_before(world):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    for number in (1, 2, 3):
        world.play(number)
    assert [each.outcome for each in world.sweep().decisions] == ["observed only"]
    assert world.sweep(after=5 * MINUTES).decisions == ()
    (shown,) = world.sweep(dry_run=True).decisions
    assert (shown.kind, shown.session_key) == (DecisionKind.STOP, "3")
    assert len(world.decisions) == 1


def test_nothing_is_written_while_nothing_changes(world):
    for number in (1, 2):
        world.play(number)
    world.sweep()
    before = len(world.db.commits)
    world.sweep(after=5 * MINUTES)
    world.sweep(after=5 * MINUTES)
    assert len(world.db.commits) == before


def test_who_plays_on_one_device_is_read_once_and_then_left_alone(world):
    world.play(1)
    world.sweep()
    before = world.db.round_trips
    world.sweep(after=5 * MINUTES)
    # The settings, servers, accounts and plans side by side, then the servers' rows.
    assert world.db.round_trips - before == 5


def test_there_is_nothing_to_do_without_enabled_servers(world):
    for server in (ALPHA, BETA):
        world.db.seed(a_server(id=server, is_enabled=False, version=1))
    assert world.sweep().servers == 0


def test_a_paused_stream_stops_counting_after_five_minutes(world):
    world.play(1)
    world.play(2)
    world.pause_player(1)
    world.sweep()
    world.play(3)
    world.sweep(after=6 * MINUTES)
    assert world.running == ["1", "2", "3"]


def test_a_session_missing_for_a_moment_keeps_its_place(world):
    world.play(1)
    world.play(2)
    world.sweep()
    gone = world.end(1)
    world.play(3)
    world.sweep(after=5 * MINUTES)
    world.players.play(gone)
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]


def test_a_wait_that_would_break_the_budget_is_left_to_the_next_sweep(world):
    world.settings(start_delay_seconds=300)
    for number in (1, 2, 3):
        world.play(number)
    assert world.sweep().decisions == ()
    assert world.pauses == []
    world.sweep(after=5 * MINUTES)
    assert world.running == ["1", "2"]
