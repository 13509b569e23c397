"""Count each hour what was streamed (for charts)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from chalicelib.enforcement.activity.figures import HOUR, figures, hour_of
from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Put, Write

# Rows of activity lag behind by twenty minutes, so that an hour is counted twice.
_COUNTED_AGAIN = 2
# Hours that nobody counted, because a run failed, are counted later.
_LOOKS_BACK = timedelta(hours=24)
# What began longer before an hour than this is not looked for.
LONGEST_STREAM = timedelta(hours=24)
_PAGE = 500
_MOST_WRITES = 50


def count(deps: EnforcementDeps) -> Mapping[str, int]:
    """Count the hours that are over from the activity log; return how many were written.

    An hour whose figures are as they were is not written again, and one without a stream never.
    Idempotent.
    """
    logging = logging_servers(deps)
    if not logging:
        return {"written": 0}
    now = deps.clock.now()
    until = hour_of(now)
    since = until - _LOOKS_BACK
    known = {each.at: each for each in deps.usage.hours(since=since, until=until, now=now)}
    hours = [since + number * HOUR for number in range(int(_LOOKS_BACK / HOUR))]
    latest = max(known, default=since)
    # Before the last one that has figures, an hour without any had no streams.
    wanted = [each for each in hours if each > latest or each in hours[-_COUNTED_AGAIN:]]
    keep = timedelta(days=deps.settings.limits().activity_days)
    entries = list(_began(deps, logging, since=wanted[0] - LONGEST_STREAM, until=until, now=now))
    made = [figures(entries, at=at, expires_at=at + keep) for at in wanted]
    changed = [each for each in made if each.streams and each != known.get(each.at)]
    _write(deps, changed)
    return {"written": len(changed)}


def logging_servers(deps: EnforcementDeps) -> tuple[ServerId, ...]:
    """Return the servers whose activity is logged."""
    return tuple(each.id for each in deps.catalog.servers() if each.logs_activity)


def _began(
    deps: EnforcementDeps,
    server_ids: tuple[ServerId, ...],
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> Iterator[ActivityEntry]:
    cursor = None
    while True:
        page = deps.usage.activity_on(
            server_ids, since=since, until=until, now=now, cursor=cursor, limit=_PAGE
        )
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _write(deps: EnforcementDeps, made: list[HourFigures]) -> None:
    writes: list[Write] = [Put(each) for each in made]
    for start in range(0, len(writes), _MOST_WRITES):
        deps.database.commit(*writes[start : start + _MOST_WRITES])
