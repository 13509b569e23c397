"""How much people watch, from look to look (pure; X029).

A stream of somebody whose plan has a weekly allowance has a meter: `booked_until` of its sighting
tells up to when it is booked, None while it stands. Watched is what lies between two looks that
both saw the stream play. What a look moves a meter by is booked in one commit with the server's
row, so that the row always tells what is booked and what is not yet.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.judging.ghosts import still_since
from chalicelib.enforcement.model import MediaKind, PlayState, Sighting, Stream
from chalicelib.enforcement.records.usage import Used, WeekUse
from chalicelib.enforcement.weeks import bounds, week_of
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import with_facts

# Servers are looked at this often; what was missed now was seen so long ago.
BETWEEN_LOOKS = timedelta(minutes=5)
# While all is well a meter is booked after twenty minutes, or with the look that follows. More
# than that was not seen.
LONGEST_UNBOOKED = timedelta(minutes=25)
# What has not moved for so long is listed, but not watched.
STANDS_AFTER = timedelta(minutes=10)
KEEP_WEEK = timedelta(days=120)
# From how many percent of the allowance on somebody is warned.
WARN_FROM = 80

BYTES_OF_A_KILOBIT = 125


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody watched from `since` to `until`; `sighting` is what its meter stood in."""

    user_id: UserId
    since: datetime
    until: datetime
    kbps: int
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Calendar:
    """The site's weeks: they begin at midnight of `begins_on` in `zone`."""

    zone: str
    begins_on: int

    def first_day(self, at: datetime) -> str:
        """Return the first day (ISO date) of the week in which `at` lies."""
        return week_of(at, zone=self.zone, begins_on=self.begins_on).isoformat()

    def ends_at(self, at: datetime) -> datetime:
        """Return when the week ends in which `at` lies (exclusive)."""
        first_day = week_of(at, zone=self.zone, begins_on=self.begins_on)
        return bounds(first_day, zone=self.zone)[1]

    def parts(self, use: Use) -> Iterable[tuple[str, Use]]:
        """Return the use by week, with the first day of each."""
        since = use.since
        while since < use.until:
            first_day = week_of(since, zone=self.zone, begins_on=self.begins_on)
            until = min(use.until, bounds(first_day, zone=self.zone)[1])
            yield first_day.isoformat(), replace(use, since=since, until=until)
            since = until


def plays(stream: Stream) -> bool:
    """Tell whether the stream is watched: a pause and a trailer are not."""
    return stream.state is not PlayState.PAUSED and stream.media_kind is not MediaKind.TRAILER


def metered(old: Sighting, stream: Stream, *, is_metered: bool, now: datetime) -> Sighting:
    """Return a session that was looked up just now, with a meter if its person has an allowance.

    A meter that runs goes on; who has no allowance any more has none.
    """
    if not is_metered:
        return with_facts(old, kbps=None, booked_until=None, meter_due_at=None)
    if old.kbps is not None:
        return old
    return replace(old, kbps=_kbps(stream), booked_until=now if plays(stream) else None)


def read_meter(
    old: Sighting | None, new: Sighting, stream: Stream, *, now: datetime
) -> tuple[Sighting, Use | None]:
    """Return a session after a look that saw it, and what is to be booked of its meter.

    It is read only where the session is written anyway, and where it stops or starts.
    """
    if old is None or old.kbps is None:
        return new, None
    if new.kbps is None:  # somebody else's by now
        return new, last_seen_by(old, now=now)
    if not plays(stream) or _stands(stream, new, now=now):
        return replace(new, booked_until=None), last_seen_by(old, now=now)
    if old.booked_until is None:
        return replace(new, booked_until=now, last_seen=now, kbps=_kbps(stream)), None
    if new == old:
        return new, None
    return replace(new, booked_until=now, kbps=_kbps(stream)), seen_on(old, now=now)


def _stands(stream: Stream, sighting: Sighting, *, now: datetime) -> bool:
    since = still_since(stream, sighting)
    return since is not None and now - since >= STANDS_AFTER


def halted(old: Sighting, *, now: datetime) -> tuple[Sighting, Use | None]:
    """Return a session that this look did not see, and what is to be booked of its meter."""
    return replace(old, booked_until=None), last_seen_by(old, now=now)


def _kbps(stream: Stream) -> int:
    return max(0, stream.bitrate_kbps)


def seen_on(old: Sighting, *, now: datetime) -> Use | None:
    """Return what a meter that goes on counted up to now; None while none runs."""
    return _use(old, until=now)


def last_seen_by(old: Sighting, *, now: datetime) -> Use | None:
    """Return what a meter that stops counted: up to the look before this one."""
    return _use(old, until=now - BETWEEN_LOOKS)


def _use(old: Sighting, *, until: datetime) -> Use | None:
    since = old.booked_until
    if since is None or old.user_id is None:
        return None
    # A look that came sooner than usual shortens it, never below nothing.
    until = max(since, min(until, since + LONGEST_UNBOOKED))
    return Use(old.user_id, since, until, old.kbps or 0, old)


def running(sightings: Iterable[Sighting], *, now: datetime) -> tuple[Use, ...]:
    """Return what meters that run have counted and nobody has booked."""
    found = (seen_on(each, now=now) for each in sightings)
    return tuple(use for use in found if use and use.since < use.until)


def lines(uses: Iterable[Use], calendar: Calendar) -> dict[tuple[UserId, str], WeekUse]:
    """Return what is to be booked, by person and week."""
    found: dict[tuple[UserId, str], WeekUse] = {}
    for use in uses:
        for first_day, part in calendar.parts(use):
            line = _line(part, first_day)
            before = found.get(line.identity)
            found[line.identity] = together(before, line) if before else line
    return found


def _line(use: Use, first_day: str) -> WeekUse:
    """Return one stretch; a GB is not guessed where no bitrate is known."""
    seconds = round((use.until - use.since).total_seconds())
    return WeekUse(
        use.user_id,
        first_day,
        seconds,
        seconds * use.kbps * BYTES_OF_A_KILOBIT,
        use.until + KEEP_WEEK,
        unmeasured_seconds=0 if use.kbps else seconds,
    )


def together(one: WeekUse, other: WeekUse) -> WeekUse:
    """Return the sum of two bookings of one person and week."""
    return replace(
        other,
        seconds=one.seconds + other.seconds,
        bytes=one.bytes + other.bytes,
        unmeasured_seconds=one.unmeasured_seconds + other.unmeasured_seconds,
        expires_at=max(one.expires_at, other.expires_at),
        warned=one.warned + other.warned,
        told=one.told + other.told,
    )


def used(
    booked: Mapping[UserId, WeekUse], uses: Iterable[Use], *, calendar: Calendar, now: datetime
) -> dict[UserId, Used]:
    """Return this week's use by person: what is booked with what is not booked yet."""
    first_day = calendar.first_day(now)
    fresh = lines(uses, calendar)
    whose = {user_id for user_id, day in fresh if day == first_day} | booked.keys()
    found = {}
    for user_id in whose:
        both = [booked.get(user_id), fresh.get((user_id, first_day))]
        found[user_id] = functools.reduce(together, [each for each in both if each]).used
    return found


def percent(used: Used, *, weekly_hours: int | None, weekly_gb: int | None) -> int | None:
    """Return how much of the allowance is used up, the fuller of hours and GB; None without one.

    Rounded down, so that 100 means used up.
    """
    shares = [
        spent / allowed if allowed else 1.0
        for spent, allowed in ((used.hours, weekly_hours), (used.gb, weekly_gb))
        if allowed is not None
    ]
    # A hair below a whole number is that number; hours are quotients.
    return int(100 * max(shares) + 1e-9) if shares else None
