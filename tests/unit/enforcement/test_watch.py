"""What is remembered from one look to the next."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.enforcement.model import PlayState, ServerLook, Stream
from chalicelib.enforcement.usage.watch import (
    FORGET_AFTER,
    MOST_REMEMBERED,
    REFRESH,
    Memory,
    blank,
    recall,
)
from chalicelib.kernel.ids import DecisionId, ServerId
from tests.builders import NOON
from tests.stream_builders import a_stream, a_watch

ALPHA = ServerId("srv_alpha")
FIVE = timedelta(minutes=5)


def look(*streams: Stream, error: str = "") -> ServerLook:
    return ServerLook(ALPHA, streams=streams, error=error)


def after(*streams: Stream, memory: Memory | None = None, at: datetime = NOON) -> Memory:
    return recall(memory or blank(ALPHA, now=NOON), look(*streams), now=at)


def settled(memory: Memory) -> Memory:
    """Return the memory as the next sweep reads it."""
    return Memory(memory.stored().watch)


def test_a_new_session_is_first_seen_now():
    (sighting,) = after(a_stream()).watch.sightings
    assert (sighting.first_seen, sighting.last_seen, sighting.account_ref) == (NOON, NOON, "2000")


def test_nothing_changes_while_the_same_runs():
    memory = settled(after(a_stream()))
    assert after(a_stream(), memory=memory, at=NOON + FIVE) == memory


def test_a_running_session_is_refreshed_now_and_then():
    memory = settled(after(a_stream()))
    again = after(a_stream(), memory=memory, at=NOON + REFRESH)
    (sighting,) = again.watch.sightings
    assert (sighting.first_seen, sighting.last_seen) == (NOON, NOON + REFRESH)
    assert again.touched == {(ALPHA, "1")}


def test_a_look_that_failed_teaches_nothing():
    memory = settled(after(a_stream()))
    assert recall(memory, look(error="no answer"), now=NOON + FIVE) == memory


@pytest.mark.behaviour("X041")
def test_an_empty_answer_makes_nobody_new():
    memory = settled(after(a_stream()))
    empty = settled(after(memory=memory, at=NOON + FIVE))
    assert [each.missing_since for each in empty.watch.sightings] == [NOON + FIVE]
    (back,) = after(a_stream(), memory=empty, at=NOON + 2 * FIVE).watch.sightings
    assert (back.first_seen, back.missing_since) == (NOON, None)


def test_a_session_that_stays_missing_is_written_down_once():
    missing = settled(after(memory=settled(after(a_stream())), at=NOON + FIVE))
    assert after(memory=missing, at=NOON + FIVE + timedelta(minutes=1)) == missing


def test_a_device_that_plays_again_after_a_while_is_the_newest():
    missing = settled(after(memory=settled(after(a_stream())), at=NOON + FIVE))
    back_at = NOON + FIVE + FORGET_AFTER
    (back,) = after(a_stream(), memory=missing, at=back_at).watch.sightings
    assert (back.first_seen, back.missing_since) == (back_at, None)


def test_a_session_that_is_long_gone_is_forgotten():
    missing = settled(after(memory=settled(after(a_stream())), at=NOON + FIVE))
    gone = after(memory=missing, at=NOON + FIVE + FORGET_AFTER)
    assert (gone.watch.sightings, gone.is_changed, gone.ended) == ((), True, ())


def test_of_sessions_that_are_missing_the_last_ones_are_remembered():
    memory = blank(ALPHA, now=NOON)
    for batch in range(3):
        streams = [a_stream(session_key=f"{batch}{number:03}") for number in range(190)]
        memory = settled(after(*streams, memory=memory, at=NOON + batch * FIVE))
    remembered = [each.session_key[0] for each in memory.watch.sightings]
    assert len(remembered) == MOST_REMEMBERED
    assert [remembered.count(batch) for batch in "012"] == [20, 190, 190]


def test_a_session_that_obeyed_is_left_alone_should_it_come_back_at_once():
    (sighting,) = told(after(a_stream())).watch.sightings
    alone = NOON + FIVE + timedelta(seconds=30)
    memory = Memory(a_watch(replace(sighting, left_alone_until=alone), server_id=ALPHA))
    gone = after(memory=memory, at=NOON + FIVE)
    assert [each.stop_id for each in gone.ended] == ["dec_1"]
    assert after(memory=settled(gone), at=NOON + FIVE + timedelta(seconds=9)).ended == ()
    back_at = NOON + FIVE + timedelta(seconds=10)
    (back,) = after(a_stream(), memory=settled(gone), at=back_at).watch.sightings
    assert (back.first_seen, back.left_alone_until, back.stop_id) == (back_at, alone, None)
    assert after(memory=settled(gone), at=alone).watch.sightings == ()


def test_a_pause_is_remembered_from_when_it_was_first_seen():
    paused = a_stream(state=PlayState.PAUSED)
    memory = settled(after(a_stream()))
    rests = settled(after(paused, memory=memory, at=NOON + FIVE))
    assert rests.watch.sightings[0].paused_since == NOON + FIVE
    still = after(paused, memory=rests, at=NOON + 2 * FIVE)
    assert still.watch.sightings[0].paused_since == NOON + FIVE
    goes_on = after(a_stream(), memory=still, at=NOON + 3 * FIVE)
    assert goes_on.watch.sightings[0].paused_since is None


def told(memory: Memory) -> Memory:
    (sighting,) = memory.watch.sightings
    mark = replace(sighting, stop_id=DecisionId("dec_1"), told_to_stop=NOON, stop_sent=True)
    return settled(memory.replaced(mark))


def test_a_session_that_was_stopped_and_is_gone_has_ended():
    gone = after(memory=told(after(a_stream())), at=NOON + FIVE)
    assert [each.stop_id for each in gone.ended] == ["dec_1"]
    assert gone.watch.sightings == ()


def test_the_next_title_in_one_session_keeps_its_place_but_not_its_mark():
    memory = told(after(a_stream()))
    following = after(a_stream(title_key="200"), memory=memory, at=NOON + FIVE)
    (sighting,) = following.watch.sightings
    assert (sighting.first_seen, sighting.told_to_stop, sighting.stop_id) == (NOON, None, None)
    assert [each.stop_id for each in following.ended] == ["dec_1"]


def test_a_session_number_that_somebody_else_got_is_a_new_session():
    memory = told(after(a_stream()))
    other = after(a_stream(account_ref="2001"), memory=memory, at=NOON + FIVE)
    assert other.watch.sightings[0].first_seen == NOON + FIVE
    assert [each.stop_id for each in other.ended] == ["dec_1"]


def test_the_row_outlives_a_day_without_looks():
    assert after(a_stream()).watch.expires_at == NOON + timedelta(days=1)
