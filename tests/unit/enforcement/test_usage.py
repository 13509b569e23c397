"""What people watch is counted once, from look to look."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.model import MediaKind, PlayState, ServerLook, Sighting, Stream
from chalicelib.enforcement.records.usage import Used
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.tally import LONGEST_UNBOOKED, Calendar, Use
from chalicelib.enforcement.usage.watch import Memory, blank, recall
from chalicelib.kernel.ids import ServerId, UserId
from tests.builders import NOON
from tests.stream_builders import a_sighting, a_stream, a_week_use

ALPHA, ANN = ServerId("srv_alpha"), UserId("usr_ann")
FIVE = timedelta(minutes=5)
WEEKS = Calendar("UTC", 6)


class Meter:
    """Ann watches one stream; rows are stored unless a sweep dies before."""

    def __init__(self) -> None:
        self.row = blank(ALPHA, now=NOON)
        self.booked = Counter[str]()
        self.kilobits = 0

    def look(self, *streams: Stream, at: datetime, error: str = "", dies: bool = False) -> Memory:
        memory = recall(self.row, ServerLook(ALPHA, streams, error), now=at)
        here = {stream.session_key: stream for stream in streams}
        named = [
            tally.metered(
                replace(each, user_id=ANN), here[each.session_key], is_metered=True, now=at
            )
            for each in memory.watch.sightings
            if each.session_key in here
        ]
        changed = [each for each in named if each not in memory.watch.sightings]
        memory = memory.replaced(*changed) if changed else memory
        if dies:
            return memory
        for use in memory.uses:
            self.booked[use.user_id] += round((use.until - use.since).total_seconds())
            self.kilobits += round((use.until - use.since).total_seconds()) * use.kbps
        self.row = Memory(memory.stored().watch) if memory.is_changed else memory
        return memory

    def seconds(self, memory: Memory, *, at: datetime) -> int:
        """Return what was watched, booked and not booked yet."""
        live = tally.running(memory.watch.sightings, now=at)
        return self.booked[ANN] + sum(
            round((each.until - each.since).total_seconds()) for each in live
        )


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def test_an_hour_of_watching_is_an_hour():
    meter = Meter()
    for number in range(13):
        memory = meter.look(a_stream(), at=NOON + number * FIVE)
        assert meter.seconds(memory, at=NOON + number * FIVE) == 300 * number
    assert meter.booked[ANN] == 3600
    assert meter.kilobits == 3600 * 8000


def test_nothing_is_booked_while_the_row_is_not_written():
    meter = Meter()
    meter.look(a_stream(), at=NOON)
    row = meter.row

    memory = meter.look(a_stream(), at=minutes(15))

    assert (memory.uses, memory.is_changed, meter.row.watch) == ((), False, row.watch)
    assert meter.seconds(memory, at=minutes(15)) == 900


def test_a_pause_stops_the_meter_and_playing_on_starts_it_again():
    meter = Meter()
    paused = a_stream(state=PlayState.PAUSED)
    for number, stream in enumerate((a_stream(), a_stream(), paused, paused, a_stream())):
        meter.look(stream, at=NOON + number * FIVE)
    memory = meter.look(a_stream(), at=minutes(25))

    assert meter.seconds(memory, at=minutes(25)) == 600


def test_a_server_out_of_reach_for_hours_adds_nothing():
    meter = Meter()
    meter.look(a_stream(), at=NOON)
    meter.look(a_stream(), at=minutes(5))
    for number in range(2, 50):
        meter.look(at=NOON + number * FIVE, error="no answer")
    memory = meter.look(a_stream(), at=minutes(250))

    assert meter.seconds(memory, at=minutes(250)) == 300


def test_looks_that_did_not_happen_count_for_no_more_than_a_refresh():
    meter = Meter()
    meter.look(a_stream(), at=NOON)
    memory = meter.look(a_stream(), at=minutes(600))
    assert meter.seconds(memory, at=minutes(600)) == LONGEST_UNBOOKED.total_seconds()


def test_a_session_that_is_back_counts_again_from_then_on():
    meter = Meter()
    meter.look(a_stream(), at=NOON)
    meter.look(a_stream(), at=minutes(5))
    meter.look(at=minutes(10))
    meter.look(a_stream(), at=minutes(15))
    memory = meter.look(a_stream(), at=minutes(20))
    assert meter.seconds(memory, at=minutes(20)) == 600


def test_what_somebody_else_plays_under_the_same_number_is_not_ours():
    meter = Meter()
    meter.look(a_stream(), at=NOON)
    memory = recall(meter.row, ServerLook(ALPHA, (a_stream(account_ref="9"),)), now=minutes(20))
    (sighting,) = memory.watch.sightings
    assert (sighting.kbps, sighting.booked_until, sighting.user_id) == (None, None, None)
    assert [each.user_id for each in memory.uses] == [ANN]


def test_a_trailer_does_not_count():
    meter = Meter()
    trailer = a_stream(media_kind=MediaKind.TRAILER)
    meter.look(trailer, at=NOON)
    memory = meter.look(trailer, at=minutes(20))
    assert meter.seconds(memory, at=minutes(20)) == 0


# What a look may bring: nothing, an error, or streams that play, pause, go on with another title.
KINDS = st.sampled_from(["plays", "plays", "plays", "paused", "gone", "error", "title", "lost"])


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=60))
def test_what_is_booked_and_what_is_not_yet_is_what_was_watched(looks):
    meter, watched, played, title = Meter(), 0, False, "100"
    for number, (kind, is_seen_twice) in enumerate(looks):
        at = NOON + number * FIVE
        title = str(number) if kind == "title" else title
        plays = kind in {"plays", "title"}
        state = PlayState.PLAYING if plays else PlayState.PAUSED
        streams = [a_stream(state=state, title_key=title)] if plays or kind == "paused" else []
        error = "no answer" if kind in {"error", "lost"} else ""
        meter.look(*streams, at=at, error=error)
        if is_seen_twice:
            meter.look(*streams, at=at, error=error)
        watched += 300 * (played and plays)
        played = plays
        assert meter.seconds(meter.row, at=at) == watched


@given(
    st.lists(
        st.tuples(st.integers(1, 90), st.sampled_from(["plays", "paused", "gone", "error"])),
        max_size=40,
    )
)
def test_however_looks_come_never_more_is_counted_than_time_went_by(looks):
    meter, at = Meter(), NOON
    for gap, kind in looks:
        at += timedelta(minutes=gap)
        state = PlayState.PLAYING if kind == "plays" else PlayState.PAUSED
        streams = [a_stream(state=state)] if kind in {"plays", "paused"} else []
        meter.look(*streams, at=at, error="no" if kind == "error" else "")
        total = meter.seconds(meter.row, at=at)
        assert 0 <= total <= (at - NOON).total_seconds()


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_sweep_that_dies_before_it_wrote_loses_and_doubles_nothing(deaths):
    meter, died = Meter(), True
    for number, dies in enumerate(deaths):
        # Not two in a row: more than a refresh between two written looks is no evidence.
        died = dies and not died
        meter.look(a_stream(), at=NOON + number * FIVE, dies=died)
    last = NOON + (len(deaths) - 1) * FIVE

    meter.look(a_stream(), at=last)

    assert meter.seconds(meter.row, at=last) == (last - NOON).total_seconds()


# --- Booking -------------------------------------------------------------------------------------


def a_use(since: datetime, until: datetime, *, kbps: int = 8000, who: UserId = ANN) -> Use:
    return Use(who, since, until, kbps, a_sighting())


@pytest.mark.behaviour("X029")
def test_use_over_the_turn_of_a_week_is_booked_in_both():
    midnight = datetime(2026, 2, 1, tzinfo=NOON.tzinfo)  # a Sunday
    spans = a_use(midnight - FIVE, midnight + 2 * FIVE)

    found = tally.lines([spans], WEEKS)

    assert {day: each.seconds for (_user, day), each in found.items()} == {
        "2026-01-25": 300,
        "2026-02-01": 600,
    }


def test_without_a_bitrate_hours_count_and_gb_do_not():
    (line,) = tally.lines([a_use(NOON, minutes(20), kbps=0)], WEEKS).values()
    assert (line.seconds, line.bytes, line.unmeasured_seconds) == (1200, 0, 1200)


def test_each_person_has_an_own_line():
    bob = UserId("usr_bob")
    uses = [a_use(NOON, minutes(5)), a_use(NOON, minutes(9), who=bob), a_use(NOON, minutes(5))]
    found = tally.lines(uses, WEEKS)
    assert {user: each.seconds for (user, _day), each in found.items()} == {ANN: 600, bob: 540}


def test_this_weeks_use_is_what_is_booked_and_what_is_not_yet():
    booked = {ANN: a_week_use(seconds=3600, bytes=10**9, warned=1)}
    found = tally.used(
        booked, [a_use(NOON, minutes(30), kbps=4000)], calendar=WEEKS, now=minutes(30)
    )
    assert found == {ANN: Used(1.5, 1.9, was_warned=True)}


def test_the_fuller_of_hours_and_gb_tells_how_much_is_used():
    used = Used(hours=8.0, gb=45.0)
    assert tally.percent(used, weekly_hours=10, weekly_gb=50) == 90
    assert tally.percent(used, weekly_hours=10, weekly_gb=None) == 80
    assert tally.percent(used, weekly_hours=None, weekly_gb=None) is None
    assert tally.percent(used, weekly_hours=0, weekly_gb=None) == 100
    assert tally.percent(Used(9.9999), weekly_hours=10, weekly_gb=None) == 99


def test_who_lost_the_allowance_has_no_meter_any_more():
    sighting = Sighting(ALPHA, "1", "100", NOON, NOON, kbps=8000, booked_until=NOON)
    after = tally.metered(sighting, a_stream(), is_metered=False, now=minutes(5))
    assert (after.kbps, after.booked_until) == (None, None)
