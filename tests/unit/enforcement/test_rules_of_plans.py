"""What a plan or a server does not allow a single stream."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.enforcement.judging import hours
from chalicelib.enforcement.judging.counting import Limits, ServerRules
from chalicelib.enforcement.judging.verdict import Verdict
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
)
from chalicelib.enforcement.records.usage import Used
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.settings.limit_model import LimitSettings, Measure, Rule, StopMode
from chalicelib.settings.model import EnforcementMode
from chalicelib.users.model import Restraint
from tests.builders import NOON
from tests.unit.enforcement.streams import ANN, LIMITS, judge, sighting, stream

ORIGINAL = PlanLimits(allows_transcoding=False)
NO_4K = {ServerId("srv_alpha"): ServerRules(allows_4k_transcoding=False)}


def one(limits: PlanLimits = NO_LIMITS, **allowance: object) -> dict[str, Allowance]:
    return {"2000": Allowance(ANN, 5, limits=limits, **allowance)}


def told(*verdicts: Verdict) -> list[tuple[DecisionKind, str]]:
    return [(each.kind, each.rule) for each in verdicts]


def playing(minutes_ago: float = 30, **given: object):
    made = stream(1, **given)
    return made, sighting(made, minutes_ago=minutes_ago)


def settings(**given: object) -> Limits:
    return replace(LIMITS, settings=LimitSettings(**given))


# ------------------------------------------------------------------ converted video


@pytest.mark.behaviour("B188")
def test_converted_video_is_stopped_where_the_plan_forbids_it():
    verdicts = judge(playing(transcodes_video=True), allowances=one(ORIGINAL))
    assert told(*verdicts) == [(DecisionKind.STOP, Rule.VIDEO_TRANSCODING)]
    (shown,) = verdicts[0].evidence
    assert (shown.transcodes_video, shown.rules) == (True, ("video_transcoding",))


@pytest.mark.behaviour("B189")
def test_converted_sound_is_fine():
    # Adapters tell converted video alone; sound, containers and music are none.
    assert judge(playing(), allowances=one(ORIGINAL)) == ()


@pytest.mark.behaviour("B192", "B176")
def test_who_is_permanent_may_have_everything_converted_at_any_hour():
    limits = replace(LIMITS, servers=NO_4K)
    plan = PlanLimits(allows_transcoding=False, max_bitrate_kbps=1, from_hour=1, to_hour=2)
    exempt = one(plan, is_permanent=True, used=Used(99, 99))
    seen = playing(transcodes_video=True, source_height=2160)
    assert judge(seen, allowances=exempt, limits=limits) == ()


@pytest.mark.behaviour("B190")
@pytest.mark.parametrize("plan", [PlanLimits(), ORIGINAL], ids=["any", "original"])
@pytest.mark.parametrize("has_subscription", [True, False])
def test_converted_4k_is_stopped_on_a_server_that_forbids_it_whatever_the_plan(
    plan, has_subscription
):
    known = one(plan) if has_subscription else {"2000": Allowance(ANN, None)}
    seen = playing(transcodes_video=True, source_height=2160)
    verdicts = judge(seen, allowances=known, limits=replace(LIMITS, servers=NO_4K))
    assert told(*verdicts) == [(DecisionKind.STOP, Rule.TRANSCODING_4K)]


@pytest.mark.behaviour("B191")
def test_converted_4k_goes_on_where_plan_and_server_allow_it():
    assert judge(playing(transcodes_video=True, source_height=2160), allowances=one()) == ()


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize("lines", [0, 1080, 2159])
def test_a_source_of_unknown_or_smaller_size_is_no_4k(lines):
    seen = playing(transcodes_video=True, source_height=lines)
    assert judge(seen, allowances=one(), limits=replace(LIMITS, servers=NO_4K)) == ()


def test_4k_that_is_played_as_it_is_goes_on():
    seen = playing(source_height=2160)
    assert judge(seen, allowances=one(ORIGINAL), limits=replace(LIMITS, servers=NO_4K)) == ()


# ------------------------------------------------------------------ the rate


@pytest.mark.parametrize(("rate", "stopped"), [(8000, False), (8001, True), (0, False)])
def test_a_stream_may_take_as_much_as_the_plan_says(rate, stopped):
    verdicts = judge(playing(bitrate_kbps=rate), allowances=one(PlanLimits(max_bitrate_kbps=8000)))
    assert told(*verdicts) == ([(DecisionKind.STOP, Rule.BITRATE)] if stopped else [])


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize("kind", [AddressKind.LAN, AddressKind.RELAY, AddressKind.UNKNOWN])
def test_only_who_is_known_to_be_elsewhere_loads_the_line(kind):
    seen = playing(bitrate_kbps=50_000, address_kind=kind)
    assert judge(seen, allowances=one(PlanLimits(max_bitrate_kbps=8000))) == ()


# ------------------------------------------------------------------ pauses


@pytest.mark.parametrize(("minutes", "stopped"), [(29.9, False), (30, True)])
def test_a_stream_may_rest_for_so_long(minutes, stopped):
    made, memory = playing(state=PlayState.PAUSED)
    rests = replace(memory, paused_since=NOON - timedelta(minutes=minutes))
    verdicts = judge(
        (made, rests), allowances=one(), limits=settings(stops_paused_after_minutes=30)
    )
    assert told(*verdicts) == ([(DecisionKind.STOP, Rule.LONG_PAUSE)] if stopped else [])


def test_streams_rest_for_ever_unless_it_is_limited():
    made, memory = playing(state=PlayState.PAUSED)
    rests = replace(memory, paused_since=NOON - timedelta(days=9))
    assert judge((made, rests), allowances=one()) == ()


# ------------------------------------------------------------------ hours


@pytest.mark.parametrize(
    ("begins", "ends", "hour", "allowed"),
    [
        (8, 22, 8, True),
        (8, 22, 7, False),
        (8, 22, 21, True),
        (8, 22, 22, False),
        (22, 6, 23, True),
        (22, 6, 5, True),
        (22, 6, 6, False),
        (22, 6, 21, False),
        (9, 9, 3, True),
        (None, None, 3, True),
    ],
)
def test_hours_end_exactly_and_may_go_over_midnight(begins, ends, hour, allowed):
    plan = PlanLimits(from_hour=begins, to_hour=ends)
    at = datetime(2026, 5, 5, hour, 0, tzinfo=UTC)
    assert hours.allows(plan, now=at, zone="UTC") is allowed


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        # The clocks of Berlin jump from 2 to 3 on 29 March 2026 and show 2 twice on 25 October.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), True),
    ],
)
def test_hours_are_those_that_the_clocks_show(at, allowed):
    plan = PlanLimits(from_hour=3, to_hour=23)
    assert hours.allows(plan, now=at, zone="Europe/Berlin") is allowed


def test_a_stream_that_runs_past_the_plans_hours_is_stopped_and_told_when_they_are():
    plan = PlanLimits(from_hour=8, to_hour=12)
    limits = replace(LIMITS, zone="Europe/Berlin")
    (verdict,) = judge(playing(), allowances=one(plan), limits=limits)
    assert told(verdict) == [(DecisionKind.STOP, Rule.ALLOWED_HOURS)]
    assert "from 08:00 to 12:00 (Europe/Berlin)" in verdict.reason


# ------------------------------------------------------------------ the week's use


@pytest.mark.behaviour("X029")
@pytest.mark.parametrize(
    ("used", "stopped"),
    [
        (Used(9.99, 49.9), False),
        (Used(10, 0), True),
        (Used(0, 50), True),
        (None, False),
    ],
)
def test_a_week_that_is_used_up_is_used_up(used, stopped):
    plan = PlanLimits(weekly_hours=10, weekly_gb=50)
    verdicts = judge(playing(), allowances=one(plan, used=used))
    assert told(*verdicts) == ([(DecisionKind.STOP, Rule.FAIR_USE)] if stopped else [])


# ------------------------------------------------------------------ sharing and suspension


def two_devices():
    older, newer = stream(1), stream(2)
    return (older, sighting(older, minutes_ago=9)), (newer, sighting(newer, minutes_ago=3))


@pytest.mark.behaviour("X030")
@pytest.mark.parametrize(
    ("mode", "score", "stopped"),
    [
        (None, 100, []),
        (EnforcementMode.ENFORCE, 79, []),
        (EnforcementMode.ENFORCE, None, []),
        (EnforcementMode.ENFORCE, 80, ["2"]),
    ],
)
def test_a_sharing_score_acts_only_if_it_is_switched_on(mode, score, stopped):
    modes = {} if mode is None else {Rule.SHARING: mode}
    verdicts = judge(
        *two_devices(), allowances=one(sharing_score=score), limits=settings(modes=modes)
    )
    acting = [each for each in verdicts if each.mode is EnforcementMode.ENFORCE]
    assert [each.key[1] for each in acting] == stopped


@pytest.mark.behaviour("X030")
def test_whatever_the_score_one_device_alone_is_left_alone():
    limits = settings(modes={Rule.SHARING: EnforcementMode.ENFORCE})
    assert judge(playing(), allowances=one(sharing_score=100), limits=limits) == ()


def test_of_people_who_share_a_limit_each_may_play_on_a_device_whatever_the_score():
    limits = settings(modes={Rule.SHARING: EnforcementMode.ENFORCE})
    older, newer = two_devices()
    newer = replace(newer[0], account_ref="2001"), newer[1]
    bob = UserId("usr_bob")
    pooled = {"pool": "usr_ann/pln_basic", "sharing_score": 100}
    both = one(**pooled) | {"2001": Allowance(bob, 5, **pooled)}
    assert judge(older, newer, allowances=both, limits=limits) == ()
    third = stream(3, account_ref="2001")
    verdicts = judge(
        older, newer, (third, sighting(third, minutes_ago=2)), allowances=both, limits=limits
    )
    assert [(each.user_id, each.key[1]) for each in verdicts] == [(bob, "3")]


@pytest.mark.parametrize("which", StopMode)
def test_beside_streams_that_go_as_shared_no_other_one_is_too_many(which):
    limits = settings(modes={Rule.SHARING: EnforcementMode.ENFORCE}, stop_mode=which)
    seen = [
        (made, sighting(made, minutes_ago=9 - number))
        for number, made in enumerate(map(stream, (1, 2, 3)))
    ]
    allowed = {"2000": Allowance(ANN, 2, sharing_score=100)}
    verdicts = judge(*seen, allowances=allowed, limits=limits)
    assert [(each.key[1], each.rule) for each in verdicts] == [
        ("2", Rule.SHARING),
        ("3", Rule.SHARING),
    ]


@pytest.mark.parametrize(
    ("measure", "hours_left", "stopped"),
    [(Measure.SUSPEND, 1, True), (Measure.SUSPEND, 0, False), (Measure.RESTRICT, 1, False)],
)
def test_a_suspended_persons_stream_ends(measure, hours_left, stopped):
    until = NOON + timedelta(hours=hours_left)
    held = Restraint(measure, NOON - timedelta(days=1), until, DecisionId("dec_9"))
    assert bool(judge(playing(), allowances=one(restraint=held))) is stopped


# ------------------------------------------------------------------ whose streams, and which rule


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize(
    "given",
    [
        {"account_ref": "9999"},
        {"account_ref": ""},
        {"is_owner": True},
        {"media_kind": MediaKind.TRAILER},
    ],
)
def test_strangers_owners_and_trailers_break_nothing(given):
    seen = playing(transcodes_video=True, **given)
    assert judge(seen, allowances=one(ORIGINAL)) == ()


def test_a_stream_younger_than_the_start_delay_breaks_nothing():
    seen = playing(minutes_ago=0.2, transcodes_video=True)
    assert judge(seen, allowances=one(ORIGINAL)) == ()


def test_live_television_and_music_count_as_streams():
    seen = [
        (made, sighting(made, minutes_ago=9 - number))
        for number, made in enumerate(
            [stream(1, media_kind=MediaKind.LIVE), stream(2, media_kind=MediaKind.TRACK)]
        )
    ]
    verdicts = judge(*seen, allowances={"2000": Allowance(ANN, 1)})
    assert [each.key[1] for each in verdicts] == ["2"]


def test_a_stream_answers_for_one_rule_and_the_others_are_named():
    seen = playing(transcodes_video=True, source_height=2160, bitrate_kbps=9000)
    plan = replace(ORIGINAL, max_bitrate_kbps=8000)
    (verdict,) = judge(seen, allowances=one(plan), limits=replace(LIMITS, servers=NO_4K))
    assert verdict.rule == Rule.TRANSCODING_4K
    assert verdict.reason.endswith("Other rules it breaks: video transcoding, bitrate.")
    assert verdict.evidence[0].rules == ("transcoding_4k", "video_transcoding", "bitrate")


def test_a_rule_that_may_act_comes_before_one_that_may_only_observe():
    modes = {Rule.VIDEO_TRANSCODING: EnforcementMode.OBSERVE}
    plan = replace(ORIGINAL, max_bitrate_kbps=1)
    (verdict,) = judge(
        playing(transcodes_video=True), allowances=one(plan), limits=settings(modes=modes)
    )
    assert (verdict.rule, verdict.mode) == (Rule.BITRATE, EnforcementMode.ENFORCE)


def test_a_stream_that_goes_for_what_it_is_takes_nobodys_place():
    first, second = stream(1, transcodes_video=True), stream(2)
    seen = [(first, sighting(first, minutes_ago=9)), (second, sighting(second, minutes_ago=3))]
    verdicts = judge(*seen, allowances={"2000": Allowance(ANN, 1, limits=ORIGINAL)})
    assert [(each.key[1], each.rule) for each in verdicts] == [("1", Rule.VIDEO_TRANSCODING)]


def test_a_stream_that_may_only_be_observed_keeps_its_place():
    first, second = stream(1, transcodes_video=True), stream(2)
    seen = [(first, sighting(first, minutes_ago=9)), (second, sighting(second, minutes_ago=3))]
    verdicts = judge(
        *seen,
        allowances={"2000": Allowance(ANN, 1, limits=ORIGINAL)},
        limits=settings(modes={Rule.VIDEO_TRANSCODING: EnforcementMode.OBSERVE}),
    )
    assert [(each.key[1], each.rule, each.mode) for each in verdicts] == [
        ("1", Rule.VIDEO_TRANSCODING, EnforcementMode.OBSERVE),
        ("2", Rule.CONCURRENT_STREAMS, EnforcementMode.ENFORCE),
    ]
