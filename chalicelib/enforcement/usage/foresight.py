"""When somebody will have used up a week's allowance, if all goes on as it plays now (pure; X029).

People whose one stream breaks nothing are read every twenty minutes only. So that most and all of
an allowance is noticed by the first look after it was reached, that instant is kept with their
sessions, and whoever has reached it is read at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import Allowance, ServerWatch, Sighting
from chalicelib.enforcement.records.usage import BYTES_OF_A_GB
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.kernel.ids import ServerId, UserId

_THRESHOLDS = (tally.WARN_FROM, 100)
# What differs by less is the same instant, and worth no write.
_SAME = timedelta(minutes=1)
# What lies further ahead is found out by the regular looks.
_FAR = timedelta(days=7)


def reached(watches: Iterable[ServerWatch], *, now: datetime) -> Iterator[Sighting]:
    """Yield the sessions whose people have reached what was foreseen."""
    for watch in watches:
        for each in watch.sightings:
            if each.meter_due_at is not None and each.meter_due_at <= now and each.user_id:
                yield each


def foreseen(
    memories: Mapping[ServerId, Memory], allowances: Mapping[str, Allowance], *, now: datetime
) -> dict[ServerId, Memory]:
    """Return the memories with the instants that follow from what was just read."""
    measured = {each.user_id: each for each in allowances.values() if each.used is not None}
    if not measured:
        return dict(memories)
    running: dict[UserId, list[Sighting]] = defaultdict(list)
    for memory in memories.values():
        for each in memory.watch.sightings:
            if each.user_id in measured and each.booked_until is not None:
                running[each.user_id].append(each)
    due = {
        user_id: due_at(measured[user_id], theirs, now=now) for user_id, theirs in running.items()
    }
    return {
        server_id: _with_instants(memory, measured.keys(), due, now=now)
        for server_id, memory in memories.items()
    }


def due_at(allowance: Allowance, running: Iterable[Sighting], *, now: datetime) -> datetime | None:
    """Return when the next threshold is reached, None when none is within a week."""
    used, limits = allowance.used, allowance.limits
    if used is None:
        return None
    streams = tuple(running)
    gb_a_second = sum(each.kbps or 0 for each in streams) * tally.BYTES_OF_A_KILOBIT
    rates = (
        (limits.weekly_hours, used.hours, len(streams) / 3600),
        (limits.weekly_gb, used.gb, gb_a_second / BYTES_OF_A_GB),
    )
    seconds = [
        (allowed * percent / 100 - spent) / rate
        for allowed, spent, rate in rates
        if allowed is not None and rate > 0
        for percent in _THRESHOLDS
        if spent < allowed * percent / 100
    ]
    nearest = min(seconds, default=_FAR.total_seconds())
    return now + timedelta(seconds=nearest) if nearest < _FAR.total_seconds() else None


def _with_instants(
    memory: Memory,
    measured: Iterable[UserId],
    due: Mapping[UserId, datetime | None],
    *,
    now: datetime,
) -> Memory:
    whose = frozenset(measured)
    changed = [
        replace(each, meter_due_at=wanted)
        for each in memory.watch.sightings
        if each.user_id in whose
        if _differs(each.meter_due_at, wanted := _wanted(each, due), now=now)
    ]
    return memory.replaced(*changed) if changed else memory


def _wanted(sighting: Sighting, due: Mapping[UserId, datetime | None]) -> datetime | None:
    if sighting.user_id is None or sighting.booked_until is None:
        return None
    return due.get(sighting.user_id)


def _differs(kept: datetime | None, wanted: datetime | None, *, now: datetime) -> bool:
    """Tell whether an instant has to be written: one that is too early does no harm."""
    if kept is None:
        return wanted is not None
    return kept <= now or (wanted is not None and wanted < kept - _SAME)
