"""Which streams are too many."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.judging import rules
from chalicelib.enforcement.judging.verdict import Suspicion
from chalicelib.enforcement.model import (
    AddressKind,
    Allowance,
    DecisionKind,
    MediaKind,
    PlayState,
    ServerLook,
    Sighting,
    Stream,
)
from chalicelib.kernel.ids import DecisionId, ServerId
from tests.builders import NOON
from tests.unit.enforcement.streams import ANN, LIMITS, TWO, judge, sighting, stream


def playing(count: int) -> list[tuple[Stream, Sighting]]:
    """Return streams on devices of their own, the first one the oldest."""
    streams = [stream(number) for number in range(1, count + 1)]
    return [(each, sighting(each, minutes_ago=60 - at)) for at, each in enumerate(streams)]


@pytest.mark.behaviour("B172")
def test_the_newest_stream_beyond_the_limit_is_stopped():
    verdicts = judge(*playing(3))
    assert [(each.kind, each.key[1]) for each in verdicts] == [(DecisionKind.STOP, "3")]
    assert (verdicts[0].limit, verdicts[0].counted) == (2, 3)
    assert [each.session_key for each in verdicts[0].evidence] == ["1", "2", "3"]


@pytest.mark.behaviour("B172")
def test_streams_on_different_servers_count_together():
    seen = [
        (each, sighting(each, minutes_ago=9 - number))
        for number, each in enumerate(
            [stream(7), stream(7, server="srv_beta"), stream(1, server="srv_gamma")]
        )
    ]
    assert [each.key for each in judge(*seen)] == [("srv_gamma", "1")]


@pytest.mark.behaviour("B173")
def test_streams_within_the_limit_are_left_alone():
    assert judge(*playing(2)) == ()


@pytest.mark.behaviour("B175")
def test_addresses_do_not_matter():
    seen = [
        (replace(each, address=f"198.51.100.{number}"), memory)
        for number, (each, memory) in enumerate(playing(2))
    ]
    assert judge(*seen) == ()


@pytest.mark.behaviour("X024")
@pytest.mark.parametrize("kind", [AddressKind.RELAY, AddressKind.UNKNOWN])
def test_a_relayed_or_unknown_address_changes_nothing(kind):
    relayed = [
        (replace(each, address="", address_kind=kind), memory) for each, memory in playing(2)
    ]
    assert judge(*relayed) == ()


@pytest.mark.behaviour("B176")
def test_a_permanent_user_may_run_any_number():
    assert judge(*playing(9), allowances={"2000": Allowance(ANN, None)}) == ()


@pytest.mark.behaviour("X024")
def test_streams_of_unknown_people_are_never_a_violation():
    assert judge(*playing(9), allowances={}) == ()


@pytest.mark.behaviour("X024")
def test_an_unreachable_server_is_no_evidence():
    seen = playing(3)
    looks = [ServerLook(ServerId("srv_alpha"), tuple(each for each, _ in seen), error="timed out")]
    found = rules.decide(
        looks,
        sightings={each.key: memory for each, memory in seen},
        allowances=TWO,
        limits=LIMITS,
        now=NOON,
    )
    assert found == ()


@pytest.mark.behaviour("X024")
def test_a_stream_without_a_session_id_is_reported_and_nobody_else_pays_for_it():
    *others, (last, memory) = playing(3)
    verdicts = judge(*others, (replace(last, session_id=""), memory))
    assert [(each.kind, each.key[1]) for each in verdicts] == [(DecisionKind.UNSTOPPABLE, "3")]


def test_what_cannot_be_stopped_is_reported_once():
    *others, (last, memory) = playing(3)
    reported = replace(memory, reported=DecisionKind.UNSTOPPABLE)
    assert judge(*others, (replace(last, session_id=""), reported)) == ()


def test_the_servers_owner_is_never_judged():
    owners = [(replace(each, is_owner=True), memory) for each, memory in playing(5)]
    assert judge(*owners) == ()


@pytest.mark.behaviour("X021")
def test_several_sessions_of_one_device_count_once():
    seen = [(replace(each, device_id="the-tv"), memory) for each, memory in playing(4)]
    assert judge(*seen) == ()


def test_sessions_without_a_device_count_each():
    seen = [(replace(each, device_id=""), memory) for each, memory in playing(3)]
    assert [each.key[1] for each in judge(*seen)] == ["3"]


@pytest.mark.behaviour("X021")
@pytest.mark.parametrize(("seconds", "stopped"), [(14, []), (15, ["3"])])
def test_a_stream_counts_from_the_end_of_the_start_delay(seconds, stopped):
    *others, (last, memory) = playing(3)
    young = replace(memory, first_seen=NOON - timedelta(seconds=seconds))
    assert [each.key[1] for each in judge(*others, (last, young))] == stopped


@pytest.mark.behaviour("X021")
def test_trailers_do_not_count():
    *others, (last, memory) = playing(3)
    assert judge(*others, (replace(last, media_kind=MediaKind.TRAILER), memory)) == ()


@pytest.mark.behaviour("X021")
@pytest.mark.parametrize(("seconds", "stopped"), [(299, ["3"]), (300, [])])
def test_a_paused_stream_counts_for_five_minutes(seconds, stopped):
    (first, memory), *others = playing(3)
    paused = replace(first, state=PlayState.PAUSED)
    rests = replace(memory, paused_since=NOON - timedelta(seconds=seconds))
    assert [each.key[1] for each in judge((paused, rests), *others)] == stopped


@pytest.mark.behaviour("X021")
def test_a_session_told_to_stop_no_longer_counts():
    *others, (last, memory) = playing(3)
    told = replace(memory, told_to_stop=NOON, stop_id=DecisionId("dec_1"), stop_sent=True)
    assert judge(*others, (last, told)) == ()


@pytest.mark.behaviour("X043")
def test_a_stop_that_was_decided_but_never_sent_is_decided_again():
    *others, (last, memory) = playing(3)
    asked = replace(memory, told_to_stop=NOON, stop_id=DecisionId("dec_1"), stop_sent=False)
    assert [each.kind for each in judge(*others, (last, asked))] == [DecisionKind.STOP]


@pytest.mark.behaviour("X023")
def test_a_player_that_goes_on_after_a_stop_is_reported_once_and_not_stopped_again():
    *others, (last, memory) = playing(3)
    told_at = NOON - timedelta(seconds=rules.STOP_TAKES_SECONDS)
    told = replace(memory, told_to_stop=told_at, stop_id=DecisionId("dec_1"), stop_sent=True)
    assert [each.kind for each in judge(*others, (last, told))] == [DecisionKind.IGNORED_STOP]
    assert judge(*others, (last, replace(told, ignored_stop=True))) == ()


def switching(*, minutes_ago: float) -> list[tuple[Stream, Sighting]]:
    """Return two films, one of them on two devices since so long."""
    (one, first), (two, second) = playing(2)
    again = stream(3, title_key=two.title_key, title=two.title)
    return [(one, first), (two, second), (again, sighting(again, minutes_ago=minutes_ago))]


@pytest.mark.behaviour("X022")
def test_one_title_moving_to_another_device_has_five_minutes_of_grace():
    assert judge(*switching(minutes_ago=4.9)) == ()


@pytest.mark.behaviour("X022")
def test_the_grace_of_a_device_switch_ends():
    assert [each.key[1] for each in judge(*switching(minutes_ago=5))] == ["3"]


@pytest.mark.behaviour("X022")
def test_there_is_no_grace_when_two_streams_are_too_many():
    other = stream(4)
    seen = [*switching(minutes_ago=2), (other, sighting(other, minutes_ago=1))]
    assert [each.key[1] for each in judge(*seen)] == ["3", "4"]


@pytest.mark.behaviour("B182")
def test_somebody_without_an_active_plan_is_reported_once_and_not_stopped():
    without = {"2000": Allowance(ANN, 0, has_plan=False)}
    verdicts = judge(*playing(3), allowances=without)
    assert [each.kind for each in verdicts] == [DecisionKind.NO_PLAN]
    (first, memory), *others = playing(3)
    reported = (first, replace(memory, reported=DecisionKind.NO_PLAN))
    assert judge(reported, *others, allowances=without) == ()


def test_streams_seen_at_once_are_ordered_by_the_servers_own_count():
    streams = [stream(number) for number in (9, 10, 11)]
    seen = [(each, sighting(each, minutes_ago=1)) for each in streams]
    assert [each.key[1] for each in judge(*seen)] == ["11"]


def test_who_is_within_the_limit_is_not_suspected():
    assert suspicion(*playing(2)).user_ids == frozenset()


def test_new_streams_are_suspected_until_they_count():
    *others, (last, memory) = playing(3)
    young = replace(memory, first_seen=NOON - timedelta(seconds=5))
    found = suspicion(*others, (last, young))
    assert found.user_ids == {ANN}
    assert found.server_ids == {"srv_alpha"}
    assert found.settles_at == NOON + timedelta(seconds=10)


def test_a_session_that_was_just_told_to_stop_is_given_time_to_obey():
    (only, memory), *_ = playing(1)
    told = replace(memory, told_to_stop=NOON, stop_id=DecisionId("dec_1"), stop_sent=True)
    assert judge((only, told)) == ()
    assert suspicion((only, told)).settles_at == NOON + timedelta(seconds=rules.STOP_TAKES_SECONDS)


def suspicion(*seen: tuple[Stream, Sighting]) -> Suspicion:
    return rules.suspect(
        [ServerLook(each.server_id, streams=(each,)) for each, _ in seen],
        sightings={each.key: memory for each, memory in seen},
        allowances=TWO,
        limits=LIMITS,
        now=NOON,
    )
