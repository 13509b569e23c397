"""The site's weeks, for everything that is counted by the week (B187)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEK = timedelta(days=7)


def week_of(at: datetime, *, zone: str, begins_on: int) -> date:
    """Return the first day of the site's week in which `at` lies.

    Weeks begin at midnight of `begins_on` (0 is Monday, 6 Sunday) in the time zone `zone`.
    """
    day = at.astimezone(ZoneInfo(zone)).date()
    first_day = day - timedelta(days=(day.weekday() - begins_on) % 7)
    starts_at, ends_at = bounds(first_day, zone=zone)
    # Where a clock is set back over midnight, a day begins twice: the bounds say which counts.
    if at < starts_at:
        return first_day - _WEEK
    return first_day + _WEEK if at >= ends_at else first_day


def bounds(first_day: date, *, zone: str) -> tuple[datetime, datetime]:
    """Return the week's beginning (inclusive) and end (exclusive), in UTC.

    A week in which clocks are changed is an hour shorter or longer than others.
    """
    return _midnight(first_day, zone=zone), _midnight(first_day + _WEEK, zone=zone)


def _midnight(day: date, *, zone: str) -> datetime:
    """Return when the day begins; where midnight is left out, the instant that follows instead."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
