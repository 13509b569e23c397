"""What the activity of an hour comes to (pure)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate

from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.kernel.ids import UserId

HOUR = timedelta(hours=1)
# Whoever watched less than so many others in an hour is not in its row.
MOST_PEOPLE = 100

_RESOLUTIONS = ((2000, "4K"), (1000, "1080p"), (700, "720p"), (1, "SD"))
UNKNOWN = "unknown"


def hour_of(at: datetime) -> datetime:
    """Return the beginning of the hour in which `at` lies."""
    return at.replace(minute=0, second=0, microsecond=0)


def resolution(height: int) -> str:
    """Return what people call a picture of so many lines; wide films have fewer than the name."""
    return next((name for least, name in _RESOLUTIONS if height >= least), UNKNOWN)


def figures(
    entries: Iterable[ActivityEntry], *, at: datetime, expires_at: datetime
) -> HourFigures:
    """Return what the hour that begins `at` came to, the same for any order of the entries.

    An entry counts from when it was first seen until it was last seen.
    """
    end = at + HOUR
    here = [each for each in entries if each.first_seen < end and each.last_seen >= at]
    spans = [(max(each.first_seen, at), min(each.last_seen, end)) for each in here]
    people: Counter[UserId] = Counter()
    for entry, (since, until) in zip(here, spans, strict=True):
        if entry.user_id:
            people[entry.user_id] += _seconds(since, until)
    most = sorted(people.items(), key=lambda each: (-each[1], each[0]))[:MOST_PEOPLE]
    return HourFigures(
        at=at,
        streams=len(here),
        peak=_peak(spans),
        transcodes=sum(each.transcodes_video for each in here),
        seconds=sum(_seconds(since, until) for since, until in spans),
        expires_at=expires_at,
        servers=dict(sorted(Counter(each.server_id for each in here).items())),
        resolutions=dict(sorted(Counter(resolution(each.source_height) for each in here).items())),
        people={user_id: seconds for user_id, seconds in most if seconds},
    )


def _seconds(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds())


def _peak(spans: list[tuple[datetime, datetime]]) -> int:
    """Return how many ran at the same time at most; who ends as another begins ran with it."""
    changes = sorted(
        [(since, 0, 1) for since, _until in spans] + [(until, 1, -1) for _since, until in spans]
    )
    return max(accumulate(change for _at, _order, change in changes), default=0)
