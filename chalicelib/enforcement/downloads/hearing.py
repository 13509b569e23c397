"""What is new in what a server told of downloads (pure).

A film or episode counts once for a person and week, and again after every two hours for which the
same download lasts. Servers tell one thing many times: whatever was heard before is left out here,
and what is heard twice all the same is counted once (`DownloadWeek.units`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.enforcement.downloads.model import (
    Download,
    DownloadWatch,
    Heard,
    Noted,
    Told,
)
from chalicelib.kernel.ids import ServerId

COUNTS_AGAIN_AFTER = timedelta(hours=2)
# An entry may come into a log a moment after a later one.
OVERLAP = timedelta(minutes=1)
# A log is read from here on at every look: the row is written sooner only for a download.
_FURTHER_AFTER = timedelta(hours=1)
# What is older belongs to a week that is over.
_LONGEST_SILENCE = timedelta(days=7)
_KEEP = timedelta(days=30)


def blank(server_id: ServerId, *, now: datetime) -> DownloadWatch:
    """Return what we know of a server at the first look: downloads count from now on."""
    return DownloadWatch(server_id, since=now)


def ask_from(watch: DownloadWatch, *, now: datetime) -> datetime:
    """Return from when on a server is asked what began."""
    return max(watch.since, now - _LONGEST_SILENCE) - OVERLAP


def hear(
    watch: DownloadWatch, told: Told, *, now: datetime
) -> tuple[tuple[Heard, ...], DownloadWatch]:
    """Return what is to be counted, and what we know then.

    The watch is the same one when there is nothing worth a write. Times that lie ahead are taken
    for now, and what is older than what was asked for is left out.
    """
    if told.lists_running:
        return _running(watch, told, now=now)
    return _begun(watch, told, now=now)


def _running(
    watch: DownloadWatch, told: Told, *, now: datetime
) -> tuple[tuple[Heard, ...], DownloadWatch]:
    known = {each.ref: each for each in watch.noted}
    heard: list[Heard] = []
    noted: dict[str, Noted] = {}
    for download in told.downloads:
        before = known.get(download.ref) or noted.get(download.ref)
        after = Noted(download.ref, now) if before is None else _lasting(before, now=now)
        noted[download.ref] = after
        heard += _stretches(download, before, after)
    if not heard:
        return (), watch
    return tuple(heard), _kept(watch, tuple(noted.values()), since=now, now=now)


def _lasting(noted: Noted, *, now: datetime) -> Noted:
    return replace(noted, again=max(noted.again, (now - noted.since) // COUNTS_AGAIN_AFTER))


def _stretches(download: Download, before: Noted | None, after: Noted) -> Iterator[Heard]:
    first = 0 if before is None else before.again + 1
    for again in range(first, after.again + 1):
        at = after.since + again * COUNTS_AGAIN_AFTER
        yield Heard(replace(download, at=at), again)


def _begun(
    watch: DownloadWatch, told: Told, *, now: datetime
) -> tuple[tuple[Heard, ...], DownloadWatch]:
    known = {each.ref for each in watch.noted}
    asked_from = ask_from(watch, now=now)
    until = min(max(watch.since, told.until or watch.since), now)
    current = [each for each in told.downloads if each.at >= asked_from]
    fresh = {each.ref: each for each in current if each.ref not in known}
    is_first = watch.version == 0
    if not fresh and not is_first and until - watch.since < _FURTHER_AFTER:
        return (), watch
    heard = tuple(Heard(replace(each, at=min(each.at, now))) for each in fresh.values())
    noted = {each.ref: Noted(each.ref, each.at) for each in current if each.at >= until - OVERLAP}
    return heard, _kept(watch, tuple(noted.values()), since=until, now=now)


def _kept(
    watch: DownloadWatch, noted: tuple[Noted, ...], *, since: datetime, now: datetime
) -> DownloadWatch:
    return replace(watch, since=since, noted=noted, expires_at=now + _KEEP)
