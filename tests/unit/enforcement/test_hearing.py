"""What is new in what servers tell, and that neither order nor repetition makes more of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.enforcement.downloads import hearing, quota
from chalicelib.enforcement.downloads.model import Download, DownloadWatch, Heard, Told
from chalicelib.kernel.ids import ServerId, UserId
from tests.builders import NOON

ALPHA = ServerId("srv_alpha")
ANN = UserId("usr_ann")
MINUTE = timedelta(minutes=1)
FIRST_DAY = "2026-01-25"


def a_download(ref: str = "1", *, title: str = "A Film", at: datetime = NOON) -> Download:
    return Download(ALPHA, "2000", title, title.casefold(), at, ref)


def a_log(*downloads: Download) -> Told:
    return Told(ALPHA, downloads, until=max((each.at for each in downloads), default=None))


def running(*refs: str) -> Told:
    return Told(ALPHA, tuple(a_download(ref) for ref in refs), lists_running=True)


def a_watch() -> DownloadWatch:
    return replace(hearing.blank(ALPHA, now=NOON), version=1)


def units(heard: Iterable[Heard]) -> set[str]:
    return {each.unit for each in heard}


logged = st.lists(
    st.builds(
        lambda minute, title: (minute, title),
        st.integers(0, 600),
        st.sampled_from(["A Film", "B Film", "An Episode"]),
    ),
    max_size=12,
)


@given(entries=logged, data=st.data())
def test_the_count_of_a_week_depends_on_neither_order_nor_repetition(entries, data):
    heard = [
        Heard(a_download(str(n), title=title, at=NOON + minute * MINUTE), again)
        for n, (minute, title) in enumerate(entries)
        for again in (0, n % 3)
    ]
    shuffled = data.draw(st.permutations([*heard, *heard[::2]]))
    cuts = data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3).map(sorted))

    week = quota.blank_week(ANN, FIRST_DAY, expires_at=NOON)
    at_once, new = quota.counted(week, heard)
    in_parts = week
    for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
        in_parts, _ = quota.counted(in_parts, shuffled[start:end])

    assert in_parts.count == at_once.count == len(new) == len(units(heard))
    assert set(in_parts.units) == set(at_once.units)


@given(entries=logged, looks=st.lists(st.integers(1, 120), min_size=1, max_size=10))
def test_every_entry_of_a_log_is_heard_however_the_looks_fall(entries, looks):
    log = [
        a_download(str(n), title=title, at=NOON + minute * MINUTE)
        for n, (minute, title) in enumerate(entries)
    ]
    watch, now, heard = a_watch(), NOON, []
    for minutes in [*looks, 700]:
        now += minutes * MINUTE
        asked_from = hearing.ask_from(watch, now=now)
        told = a_log(*(each for each in log if asked_from <= each.at <= now))
        new, watch = hearing.hear(watch, told, now=now)
        heard += new

    assert sorted(each.download.ref for each in heard) == sorted(each.ref for each in log)


@given(looks=st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_a_download_that_lasts_counts_by_how_long_and_not_by_how_often_it_is_seen(looks):
    watch, now, heard = a_watch(), NOON, []
    for minutes in [0, *looks]:
        now += minutes * MINUTE
        new, watch = hearing.hear(watch, running("1"), now=now)
        heard += new

    assert len(heard) == len(units(heard)) == 1 + sum(looks) // 120
    assert all(each.download.at <= now for each in heard)


def test_a_log_that_was_heard_is_not_written_down_again():
    told = a_log(a_download())
    heard, watch = hearing.hear(a_watch(), told, now=NOON)
    watch = replace(watch, version=2)

    again, after = hearing.hear(watch, told, now=NOON + 5 * MINUTE)

    assert (len(heard), again, after is watch) == (1, (), True)


def test_a_log_is_read_from_further_on_once_an_hour():
    watch = a_watch()
    told = Told(ALPHA, until=NOON + 59 * MINUTE)
    assert hearing.hear(watch, told, now=NOON + 70 * MINUTE)[1] is watch

    told = Told(ALPHA, until=NOON + 60 * MINUTE)
    _, after = hearing.hear(watch, told, now=NOON + 70 * MINUTE)

    assert after.since == NOON + 60 * MINUTE


def test_what_a_server_tells_beyond_what_it_was_asked_for_is_left_out():
    old = a_download(at=NOON - timedelta(days=1))

    heard, _ = hearing.hear(a_watch(), a_log(old), now=NOON)

    assert heard == ()


def test_a_clock_that_goes_ahead_leads_nobody_past_what_comes_after():
    ahead = a_download("1", at=NOON + timedelta(days=30))
    heard, watch = hearing.hear(a_watch(), a_log(ahead), now=NOON + MINUTE)
    assert [each.download.at for each in heard] == [NOON + MINUTE]
    assert watch.since == NOON + MINUTE

    later = a_download("2", at=NOON + 3 * MINUTE)
    heard, _ = hearing.hear(replace(watch, version=2), a_log(ahead, later), now=NOON + 5 * MINUTE)

    assert [each.download.ref for each in heard] == ["2"]


def test_downloads_count_from_the_first_look_at_a_server_on():
    first = hearing.blank(ALPHA, now=NOON)

    heard, watch = hearing.hear(first, Told(ALPHA), now=NOON)

    assert (heard, watch.since, watch is first) == ((), NOON, False)


def test_a_row_that_has_ended_remembers_nothing():
    _, watch = hearing.hear(a_watch(), running("1"), now=NOON)
    assert watch.expires_at is not None
    later = watch.expires_at

    assert watch.remembered(now=later - MINUTE) is watch
    assert watch.remembered(now=later) == replace(watch, since=later, noted=())


def test_a_week_holds_only_so_many():
    week = quota.blank_week(ANN, FIRST_DAY, expires_at=NOON)
    full = replace(week, units=tuple(str(n) for n in range(quota.MOST_COUNTED)))

    assert quota.counted(full, [Heard(a_download())]) == (full, ())
