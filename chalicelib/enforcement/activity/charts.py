"""Show what was streamed over the last days: hour by hour, by person, by week."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.enforcement.activity.figures import HOUR, hour_of
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.weeks import week_of
from chalicelib.kernel.ids import UserId

# Up to so many days every hour is a point, beyond it the busiest hour of each day.
HOURLY_UP_TO = 3
MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Charts:
    """What the last days came to: points in order, and sums of hours.

    A point is one hour, or with `is_daily` the busiest hour of a day of the site's time zone. The
    hours of `people` are at least those, most first; those of `weeks` go by the week's first day.
    """

    at: datetime
    is_daily: bool
    points: tuple[HourFigures, ...]
    people: tuple[tuple[UserId, float], ...]
    weeks: tuple[tuple[date, float], ...]


def charts(deps: EnforcementDeps, *, days: int) -> Charts:
    """Return what the figures of the last days tell; hours without streams are zeros."""
    now = deps.clock.now()
    until = hour_of(now)
    since = until - timedelta(days=days)
    found = deps.usage.hours(since=since, until=until, now=now)
    zone = deps.settings.site().time_zone
    begins_on = deps.settings.limits().week_begins_on
    every = _filled(found, since=since, until=until)
    is_daily = days > HOURLY_UP_TO
    weeks: Counter[date] = Counter()
    for each in found:
        weeks[week_of(each.at, zone=zone, begins_on=begins_on)] += each.seconds
    people: Counter[UserId] = Counter()
    for each in found:
        people.update(each.people)
    most = sorted(people.items(), key=lambda each: (-each[1], each[0]))[:MOST_PEOPLE]
    return Charts(
        at=now,
        is_daily=is_daily,
        points=_busiest(every, ZoneInfo(zone)) if is_daily else every,
        people=tuple((user_id, seconds / 3600) for user_id, seconds in most),
        weeks=tuple((day, seconds / 3600) for day, seconds in sorted(weeks.items())),
    )


def _filled(
    found: Iterable[HourFigures], *, since: datetime, until: datetime
) -> tuple[HourFigures, ...]:
    known = {each.at: each for each in found}
    count = round((until - since) / HOUR)
    hours = (since + number * HOUR for number in range(count))
    nothing = HourFigures(since, 0, 0, 0, 0, until)
    return tuple(known.get(at) or replace(nothing, at=at) for at in hours)


def _busiest(hours: Iterable[HourFigures], zone: ZoneInfo) -> tuple[HourFigures, ...]:
    """Return of each day the hour with the most streams at a time, the earliest of several."""
    days: dict[date, HourFigures] = {}
    for each in hours:
        day = each.at.astimezone(zone).date()
        before = days.get(day)
        if before is None or (each.peak, each.streams) > (before.peak, before.streams):
            days[day] = each
    return tuple(days.values())
