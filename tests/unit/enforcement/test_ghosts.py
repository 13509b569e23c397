"""Sessions in which nothing plays any more, and what is remembered to tell them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.enforcement.judging.ghosts import followed, still_since, why_ghost
from chalicelib.enforcement.model import MediaKind, PlayState, ServerLook, Sighting, Stream
from chalicelib.enforcement.usage.watch import Memory, recall
from chalicelib.kernel.ids import DecisionId
from tests.builders import NOON
from tests.stream_builders import a_stream, a_watch
from tests.unit.enforcement.streams import judge, sighting, stream
from tests.unit.enforcement.test_watch import ALPHA, FIVE, after, settled

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def at(position: int | None, **changes: object) -> Stream:
    return a_stream(position_seconds=position, **changes)


def noted(memory: Memory) -> tuple[int | None, datetime | None]:
    (found,) = memory.watch.sightings
    return found.position_seconds, found.moved_at


def only(memory: Memory) -> Sighting:
    (found,) = memory.watch.sightings
    return found


def test_a_stream_that_plays_as_it_should_is_not_written_again():
    memory = settled(after(at(0)))
    assert noted(memory) == (0, NOON)
    for minutes in (5, 10, 15):
        now = NOON + minutes * MINUTE
        again = after(at(minutes * 60 - 30), memory=memory, at=now)
        assert again == memory
        assert still_since(at(minutes * 60 - 30), only(again)) is None


def test_a_stream_that_lags_is_noted_anew_once_and_then_stands_since_that():
    memory = settled(after(at(0)))
    lags = after(at(100), memory=memory, at=NOON + FIVE)
    assert (noted(lags), lags.is_changed) == ((100, NOON + FIVE), True)
    memory = settled(lags)
    for minutes in (10, 15):
        now = NOON + minutes * MINUTE
        assert after(at(100), memory=memory, at=now) == memory
    assert still_since(at(100), only(memory)) == NOON + FIVE


def test_a_stream_that_froze_is_known_although_it_is_refreshed():
    memory = settled(after(at(0)))
    memory = settled(after(at(20), memory=memory, at=NOON + FIVE))
    memory = settled(after(at(20), memory=memory, at=NOON + 6 * FIVE))
    assert noted(memory) == (20, NOON + FIVE)
    assert only(memory).last_seen == NOON + 6 * FIVE


def test_a_jump_ahead_is_noted_with_the_next_refresh():
    memory = settled(after(at(0)))
    assert after(at(4000), memory=memory, at=NOON + FIVE) == memory
    again = after(at(4900), memory=memory, at=NOON + 4 * FIVE)
    assert noted(again) == (4900, NOON + 4 * FIVE)


@pytest.mark.parametrize(
    "odd",
    [
        {"position": None},
        {"position": 100, "state": PlayState.PAUSED},
        {"position": 100, "media_kind": MediaKind.LIVE},
    ],
)
def test_what_tells_no_progress_is_no_ghost(odd: dict[str, object]):
    changes = dict(odd)
    made = at(changes.pop("position"), **changes)  # type: ignore[arg-type]
    memory = settled(after(made))
    assert noted(memory) == (None, None)
    later = after(made, memory=memory, at=NOON + 60 * MINUTE)
    assert still_since(made, only(later)) is None


def test_after_a_pause_the_position_is_noted_anew():
    memory = settled(after(at(100)))
    memory = settled(after(at(100, state=PlayState.PAUSED), memory=memory, at=NOON + FIVE))
    assert noted(memory) == (None, None)
    memory = settled(after(at(100), memory=memory, at=NOON + 5 * FIVE))
    assert noted(memory) == (100, NOON + 5 * FIVE)


def test_the_next_title_in_a_session_begins_anew():
    memory = settled(after(at(100)))
    memory = settled(after(at(100, title_key="200"), memory=memory, at=NOON + FIVE))
    assert noted(memory) == (100, NOON + FIVE)


def test_a_look_that_failed_says_nothing_about_progress():
    memory = settled(after(at(100)))
    failed = recall(memory, ServerLook(ALPHA, error="no answer"), now=NOON + FIVE)
    assert failed == memory


def test_it_counts_until_the_minutes_are_over_and_the_reason_says_since_when():
    seen = followed(only(after(at(100))), at(100), is_written=False, now=NOON)

    def why(later: timedelta, minutes: int = 10) -> str:
        return why_ghost(at(100), seen, after_minutes=minutes, now=NOON + later)

    assert why(10 * MINUTE - SECOND) == ""
    assert why(10 * MINUTE) == "no progress since 12:00 UTC"
    assert why(24 * 60 * MINUTE, minutes=0) == ""
    assert why_ghost(at(101), seen, after_minutes=10, now=NOON + 60 * MINUTE) == ""


def frozen(number: int, *, minutes: float) -> tuple[Stream, Sighting]:
    made = stream(number, position_seconds=100)
    since = NOON - timedelta(minutes=minutes)
    return made, sighting(made, minutes_ago=60, position_seconds=100, moved_at=since)


def moving(number: int) -> tuple[Stream, Sighting]:
    made = stream(number, position_seconds=3600)
    return made, sighting(made, minutes_ago=60 + number, position_seconds=0, moved_at=NOON)


def test_a_ghost_takes_nobodys_place():
    assert judge(moving(1), moving(2), frozen(3, minutes=11)) == ()
    assert len(judge(moving(1), moving(2), frozen(3, minutes=9))) == 1


def test_beside_an_excess_the_evidence_names_the_ghost_and_it_is_not_stopped():
    (verdict,) = judge(moving(1), moving(2), moving(4), frozen(3, minutes=120))
    assert verdict.stream.session_key != "3"
    (ghost,) = [each for each in verdict.evidence if each.session_key == "3"]
    assert (ghost.counted, ghost.why) == (False, "no progress since 10:00 UTC")
    assert verdict.counted == 3


def test_a_session_that_is_only_still_listed_after_a_stop_has_not_ignored_it():
    made = stream(1, position_seconds=100)
    told = {"told_to_stop": NOON - 5 * MINUTE, "stop_sent": True}
    memory = sighting(
        made, minutes_ago=60, position_seconds=100, moved_at=NOON - 5 * MINUTE, **told
    )
    assert judge((made, memory)) == ()
    gone_on = stream(1, position_seconds=400)
    (verdict,) = judge((gone_on, memory))
    assert verdict.rule == "goes_on_after_stop"


@pytest.mark.behaviour("X023")
def test_a_session_that_rests_after_a_stop_has_not_ignored_it():
    told = {"told_to_stop": NOON - 5 * MINUTE, "stop_sent": True}
    made = stream(1, state=PlayState.PAUSED, position_seconds=400)
    memory = sighting(made, minutes_ago=60, paused_since=NOON - 5 * MINUTE, **told)
    assert judge((made, memory)) == ()
    on, remembered = stream(1, position_seconds=400), sighting(made, minutes_ago=60, **told)
    assert [each.rule for each in judge((on, remembered))] == ["goes_on_after_stop"]


TOLD = {"told_to_stop": NOON, "stop_sent": True, "stop_id": DecisionId("dec_1")}


def looked_at(playing: Stream, *, memory: Sighting, later: timedelta) -> Memory:
    watch = a_watch(memory, server_id=ALPHA)
    return recall(Memory(watch), ServerLook(ALPHA, (playing,)), now=NOON + later)


@pytest.mark.behaviour("X023")
@pytest.mark.parametrize(
    ("position", "is_anew"),
    [(100, False), (400, False), (390, False), (379, True), (120, True), (0, True)],
)
def test_what_obeyed_a_stop_and_plays_the_same_again_is_a_new_session(position, is_anew):
    before = replace(only(after(at(100))), **TOLD, left_alone_until=NOON + 6 * MINUTE)
    memory = looked_at(at(position), memory=before, later=5 * MINUTE)
    assert bool(memory.ended) is is_anew
    assert (only(memory).told_to_stop is None) is is_anew
    assert (only(memory).first_seen > NOON) is is_anew
    assert only(memory).left_alone_until == NOON + 6 * MINUTE


@pytest.mark.parametrize(
    ("changes", "is_anew"),
    [
        ({}, True),
        ({"ignored_stop": True}, False),
        ({"stop_sent": False}, False),
        ({"position_seconds": None, "moved_at": None}, False),
        ({"position_seconds": None, "moved_at": None, "paused_since": NOON}, True),
    ],
)
def test_only_what_is_known_of_a_stop_that_was_sent_makes_a_session_new(changes, is_anew):
    before = replace(only(after(at(100))), **{**TOLD, **changes})
    memory = looked_at(at(130), memory=before, later=5 * MINUTE)
    assert (only(memory).stop_id is None) is is_anew


def test_the_time_before_the_stop_is_no_gap():
    before = replace(only(after(at(100))), **TOLD, moved_at=NOON - MINUTE)
    memory = looked_at(at(390), memory=before, later=5 * MINUTE)
    assert only(memory).stop_id == "dec_1"


def test_a_player_that_rests_is_no_new_session():
    before = replace(only(after(at(100))), **TOLD)
    resting = at(130, state=PlayState.PAUSED)
    assert only(looked_at(resting, memory=before, later=5 * MINUTE)).stop_id == "dec_1"
