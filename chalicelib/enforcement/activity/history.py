"""Show who streamed what on which days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page

_A_WEEK_WITH_ITS_LAST_DAY = timedelta(days=6)
_LONGEST_KEPT = timedelta(days=3660)


def history(
    deps: EnforcementDeps,
    *,
    server_id: ServerId | None,
    user_id: UserId | None,
    since: date | None,
    until: date | None,
    cursor: str | None,
    limit: int,
) -> Page[ActivityEntry]:
    """Return what began on the days from `since` to `until` (both of the site's time zone).

    Without `until` today is the last day, without `since` it is a week. Newest first; without a
    person that is so on each server, one server after the other by name.
    Raises NotFoundError for an unknown server, InvalidError for a range that ends too early.
    """
    now = deps.clock.now()
    begins, ends = _range(deps, since, until, now=now)
    if server_id is not None and deps.catalog.server(server_id) is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    if user_id is not None:
        return deps.usage.activity_of(
            user_id,
            server_id=server_id,
            since=begins,
            until=ends,
            now=now,
            cursor=cursor,
            limit=limit,
        )
    every = sorted(deps.catalog.servers(), key=lambda each: (each.name.casefold(), each.id))
    servers = (server_id,) if server_id else tuple(each.id for each in every)
    if not servers:
        return Page(())
    return deps.usage.activity_on(
        servers, since=begins, until=ends, now=now, cursor=cursor, limit=limit
    )


def _range(
    deps: EnforcementDeps, since: date | None, until: date | None, *, now: datetime
) -> tuple[datetime, datetime]:
    zone = ZoneInfo(deps.settings.site().time_zone)
    today = now.astimezone(zone).date()
    last = until or today
    first = since or min(last, today) - _A_WEEK_WITH_ITS_LAST_DAY
    if last < first:
        raise InvalidError.of("until", "The range ends before it begins.", "Choose a later day.")
    # Nothing is older or newer than that, and calendars end somewhere.
    oldest, newest = today - _LONGEST_KEPT, today + timedelta(days=1)
    after_last = last + timedelta(days=1) if last < newest else newest
    days = (min(max(first, oldest), newest), max(after_last, oldest))
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return begins, ends
