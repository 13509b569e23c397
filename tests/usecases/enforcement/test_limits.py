"""Each rule from the look to the mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.model import AddressKind, DecisionKind
from chalicelib.enforcement.ports import CannotStopError
from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import AuditEntry
from chalicelib.settings.limit_model import Rule, StopMode
from tests.usecases.enforcement.limits_world import LimitsWorld
from tests.usecases.enforcement.world import BETA, MINUTES

SECONDS = timedelta(seconds=1)


@pytest.fixture
def world() -> LimitsWorld:
    return LimitsWorld()


# ------------------------------------------------------------------ streams at a time


@pytest.mark.behaviour("B172", "B179")
def test_streams_on_plex_and_jellyfin_count_together_and_the_newest_go(world):
    world.play(1)
    world.play_there(2)
    world.sweep()
    world.play(3, server=BETA)
    world.play_there(4)
    world.sweep(after=5 * MINUTES)
    assert world.playing == ["1", "2"]
    assert [each.user_id for each in world.decisions] == ["usr_ann", "usr_ann"]


def test_an_old_stream_with_another_account_counts_as_soon_as_a_new_one_begins(world):
    world.play(1)
    world.play(2)
    world.sweep()
    world.play_there(3)
    world.sweep(after=5 * MINUTES)
    assert world.playing == ["1", "2"]


@pytest.mark.behaviour("B180")
@pytest.mark.parametrize(
    ("mode", "left"),
    [(StopMode.NEWEST, ["1", "2"]), (StopMode.OLDEST, ["2", "3"]), (StopMode.ALL, [])],
)
def test_exactly_those_streams_go_that_the_plans_mode_names(world, mode, left):
    world.plan(stop_mode=mode)
    for number in (1, 2, 3):
        world.play(number)
        world.sweep(after=2 * MINUTES)
    assert world.playing == left
    world.sweep(after=5 * MINUTES)
    assert world.playing == left


# ------------------------------------------------------------------ converted video


@pytest.mark.behaviour("B188")
def test_converted_video_is_stopped_with_a_message_recorded_and_told(world):
    world.plan(allows_transcoding=False)
    world.play(1, transcodes_video=True)
    world.sweep()
    assert world.playing == []
    ((_server, _session, shown),) = world.players.stopped
    assert "plan does not include converted video" in shown
    assert world.mails == [("transcoding_stopped", "ann@example.com")]
    assert world.outcomes == [("stop", "video_transcoding", "stopped")]
    assert world.decisions[0].strikes
    assert "converted video" in world.db.one(AuditEntry).why


@pytest.mark.behaviour("B189", "B191")
def test_converted_sound_and_what_plan_and_server_allow_go_on(world):
    world.plan(allows_transcoding=False)
    world.play(1, transcodes_video=False)
    world.sweep()
    world.plan()
    world.play(2, transcodes_video=True, source_height=2160)
    world.sweep(after=5 * MINUTES)
    assert (world.playing, world.outcomes) == (["1", "2"], [])


@pytest.mark.behaviour("B192")
def test_who_is_permanent_may_have_video_converted(world):
    world.plan(allows_transcoding=False)
    world.server(allows_4k_transcoding=False)
    world.customer("ann", plex_id="2000", is_permanent=True)
    world.play(1, transcodes_video=True, source_height=2160)
    world.sweep()
    assert (world.playing, world.outcomes) == (["1"], [])


@pytest.mark.behaviour("B188")
def test_a_stream_that_begins_to_be_converted_is_noticed_though_nothing_else_changed(world):
    world.plan(allows_transcoding=False)
    world.play(1)
    world.sweep()
    world.players.play(replace(world.end(1), transcodes_video=True))
    world.sweep(after=5 * MINUTES)
    assert world.outcomes == [("stop", "video_transcoding", "stopped")]


@pytest.mark.behaviour("B190")
def test_converted_4k_is_stopped_on_the_server_that_forbids_it_and_nowhere_else(world):
    world.server(allows_4k_transcoding=False)
    world.players.heights = {"77": 2160, "78": 1080}
    converted = {"transcodes_video": True, "source_height": 0}
    world.play(1, item_key="77", **converted)
    world.play(2, server=BETA, item_key="77", **converted)
    world.sweep()
    assert world.playing == ["2"]
    assert world.outcomes == [("stop", "transcoding_4k", "stopped")]
    assert world.mails == [("transcoding_4k_stopped", "ann@example.com")]
    assert world.decisions[0].evidence[0].source_height == 2160
    # The server that allows it was not asked what the source is.
    assert world.players.asked == ["77"]


def test_what_a_converted_stream_is_made_from_is_asked_for_once_a_title(world):
    world.server(allows_4k_transcoding=False)
    world.play(1, item_key="78", transcodes_video=True, source_height=0)
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert world.players.asked == ["78"]
    world.players.play(replace(world.end(1), item_key="79", title_key="another"))
    world.sweep(after=5 * MINUTES)
    assert (world.players.asked, world.outcomes) == (["78", "79"], [])


# ------------------------------------------------------------------ the other rules


@pytest.mark.parametrize(
    ("plan", "stream", "rule"),
    [
        ({"max_bitrate_kbps": 4000}, {"bitrate_kbps": 8000}, Rule.BITRATE),
        ({"from_hour": 1, "to_hour": 2}, {}, Rule.ALLOWED_HOURS),
    ],
)
def test_a_plans_other_limits_stop_the_stream_and_the_mail_says_why(world, plan, stream, rule):
    world.plan(**plan)
    world.play(1, **stream)
    world.sweep()
    assert world.outcomes == [("stop", str(rule), "stopped")]
    assert world.mails == [("stream_stopped", "ann@example.com")]
    facts = world.db.one(Job).payload["facts"]
    assert (facts["rule"], facts["reason"]) == (str(rule), world.decisions[0].reason)
    assert world.players.stopped[0][2].startswith(facts["reason"])


def test_a_stream_that_rests_too_long_ends_and_is_no_strike(world):
    world.limits(stops_paused_after_minutes=30)
    world.play(1)
    world.pause_player(1)
    world.sweep()
    world.sweep(after=29 * MINUTES)
    assert world.playing == ["1"]
    world.sweep(after=1 * MINUTES)
    assert world.outcomes == [("stop", "long_pause", "stopped")]
    assert not world.decisions[0].strikes


def test_a_plans_hours_end_while_a_stream_runs(world):
    world.plan(from_hour=8, to_hour=13)
    world.play(1)
    world.sweep()
    world.sweep(after=55 * MINUTES)
    assert world.playing == ["1"]
    world.sweep(after=5 * MINUTES)
    assert world.outcomes == [("stop", "allowed_hours", "stopped")]


@pytest.mark.behaviour("B177")
def test_without_plex_pass_any_rule_is_recorded_and_told_and_nothing_stops(world):
    world.plan(allows_transcoding=False)
    world.players.stop_error = CannotStopError("The server refuses.", remedy="Get Plex Pass.")
    world.play(1, transcodes_video=True)
    for _ in range(3):
        world.sweep(after=5 * MINUTES)
    assert world.playing == ["1"]
    assert [(each.kind, each.rule) for each in world.decisions] == [
        (DecisionKind.UNSTOPPABLE, "video_transcoding")
    ]
    assert world.mails == [("transcoding_stopped", "ann@example.com")]


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize(
    "missing",
    [
        {"bitrate_kbps": 0},
        {"address_kind": AddressKind.RELAY, "bitrate_kbps": 90_000},
        {"address_kind": AddressKind.UNKNOWN, "bitrate_kbps": 90_000},
        {"transcodes_video": True, "source_height": 0, "bitrate_kbps": 0},
        {"who": "9999", "bitrate_kbps": 90_000},
    ],
)
def test_what_is_not_known_is_no_violation(world, missing):
    world.plan(max_bitrate_kbps=4000)
    world.server(allows_4k_transcoding=False)
    world.play(1, **missing)
    world.sweep()
    assert (world.playing, world.decisions) == (["1"], ())
