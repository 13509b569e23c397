"""Looks at one server, servers that lie, and sweeps at the same time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import DecisionKind
from chalicelib.kernel.errors import RetryLaterError
from tests.usecases.enforcement.limits_world import ANN_THERE, GAMMA, LimitsWorld
from tests.usecases.enforcement.world import ALPHA, BETA, MINUTES

SECONDS = timedelta(seconds=1)


@pytest.fixture
def world() -> LimitsWorld:
    return LimitsWorld()


# ------------------------------------------------------------------ one server


def test_a_look_at_one_server_stops_the_excess_there(world):
    for number in (1, 2):
        world.play(number)
    world.sweep()
    world.play(3)
    world.clock.move(1 * MINUTES)
    report = world.look(ALPHA)
    # The newest is too young to be decided about; nobody waited.
    assert (world.playing, len(world.pauses)) == (["1", "2", "3"], 0)
    world.clock.move(report.again_at - world.clock.now())
    world.players.looks.clear()
    assert world.look(ALPHA).counts["stopped"] == 1
    assert (world.playing, world.players.looks) == (["1", "2"], [ALPHA, ALPHA])


def test_a_look_at_one_server_looks_at_the_others_where_its_people_streamed(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    world.play(3, server=BETA)
    world.players.looks.clear()
    report = world.look(BETA)
    assert (world.players.looks, report.servers) == ([BETA], 1)
    world.clock.move(15 * SECONDS)
    report = world.look(BETA)
    assert world.playing == ["1", "2"]
    assert report.servers == 3


def test_what_ended_on_another_server_meanwhile_is_found_out(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    world.play(3, server=BETA)
    world.look(BETA)
    world.finns.running[GAMMA].clear()
    world.clock.move(15 * SECONDS)
    world.look(BETA)
    assert (world.playing, world.decisions) == (["1", "3"], ())


@pytest.mark.behaviour("X024")
def test_a_server_that_is_down_is_no_evidence_for_a_look_at_another_one(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    world.play(3, server=BETA)
    world.look(BETA)
    world.finns.failing[GAMMA] = RetryLaterError("no answer")
    world.clock.move(15 * SECONDS)
    report = world.look(BETA)
    assert (world.playing, world.decisions, report.unreachable) == (["1", "2", "3"], (), (GAMMA,))


def test_a_server_that_is_not_enabled_is_not_looked_at(world):
    world.server(BETA, is_enabled=False)
    assert world.look(BETA).servers == 0
    assert world.players.looks == []


def test_a_look_at_one_server_writes_nothing_while_nothing_changes(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    before = len(world.db.commits)
    world.clock.move(5 * MINUTES)
    world.look(ALPHA)
    assert len(world.db.commits) == before


def test_a_stop_after_a_look_at_one_server_takes_few_round_trips(world):
    for number in (1, 2):
        world.play(number)
    world.sweep()
    world.play(3)
    world.look(ALPHA)
    world.clock.move(15 * SECONDS)
    before, trips = world.db.round_trips, []
    world.players.before_stop = lambda: trips.append(world.db.round_trips - before)
    world.look(ALPHA)
    # Settings, servers, accounts and plans at the same time; the server's row while it answers;
    # users and subscriptions at the same time; what was seen; the decision.
    assert (world.playing, trips) == (["1", "2"], [9])


# ------------------------------------------------------------------ what servers lie about


@pytest.mark.behaviour("X024")
def test_a_server_with_ten_thousand_sessions_is_not_believed(world):
    for number in range(10_000):
        world.play(number)
    report = world.sweep()
    assert report.unreachable == (ALPHA,)
    assert "10000 streams" in report.errors[ALPHA]
    assert (world.decisions, world.players.stopped) == ((), [])


@pytest.mark.behaviour("X024")
def test_a_session_that_is_named_twice_counts_once(world):
    world.play(1)
    world.play(2)
    world.play(2, device_id="another")
    world.sweep()
    assert world.decisions == ()


@pytest.mark.behaviour("X024")
def test_a_session_of_two_accounts_is_nobodys(world):
    world.plan(allows_transcoding=False)
    world.play(1, transcodes_video=True)
    world.play(1, who="2001", transcodes_video=True)
    assert world.sweep().unknown_streams == 1
    assert world.decisions == ()


@pytest.mark.behaviour("X024")
def test_a_session_id_that_sessions_share_stops_none_of_them(world):
    world.customer("bob", plex_id="2001")
    world.plan(allows_transcoding=False)
    world.play(1, transcodes_video=True, session_id="same")
    world.play(2, who="2001", session_id="same")
    world.sweep()
    assert [each.kind for each in world.decisions] == [DecisionKind.UNSTOPPABLE]
    assert (world.playing, world.mails) == (["1", "2"], [])


def test_a_session_whose_ids_change_before_it_is_stopped_is_stopped_by_its_new_one(world):
    world.plan(allows_transcoding=False)
    world.play(1, transcodes_video=True)
    world.meanwhile = lambda: world.players.play(replace(world.end(1), session_id="another"))
    world.sweep()
    assert [session for _server, session, _text in world.players.stopped] == ["another"]


def test_a_session_that_goes_on_under_another_number_is_stopped_again(world):
    world.plan(allows_transcoding=False)
    made = world.play(1, transcodes_video=True)
    world.sweep()
    world.players.play(replace(made, session_key="9", session_id="other"))
    world.sweep(after=5 * MINUTES)
    assert world.playing == []
    assert len(world.players.stopped) == 2


# ------------------------------------------------------------------ at the same time


def test_a_sweep_that_starts_while_the_last_one_runs_stops_nothing_twice(world):
    for number in (1, 2, 3):
        world.play(number)
    world.sweep(dry_run=True)
    world.meanwhile = lambda: sweep_meanwhile(world)
    world.sweep()
    assert world.playing == ["1", "2"]
    assert len(world.players.stopped) == 1
    assert len(world.decisions) == 1
    assert len(world.mails) == 1


def sweep_meanwhile(world: LimitsWorld) -> None:
    world.meanwhile = None
    world.sweep()


def test_looks_at_two_servers_at_once_stop_no_more_than_the_excess(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    world.play(3, server=BETA)
    world.play(4)
    world.clock.move(1 * SECONDS)
    world.look(ALPHA)
    world.look(BETA)
    world.clock.move(15 * SECONDS)
    world.players.before_look = lambda server: look_meanwhile(world, server)
    world.look(BETA)
    assert world.playing == ["1", "2"]
    assert len(world.players.stopped) == 2


def look_meanwhile(world: LimitsWorld, server: str) -> None:
    if server == ALPHA:
        world.players.before_look = None
        world.look(ALPHA)


def test_an_account_on_the_other_platform_is_told_apart_from_the_same_number(world):
    assert ANN_THERE == "srv_gamma/a1"
    world.play(1, who="a1")
    assert world.sweep().unknown_streams == 1
