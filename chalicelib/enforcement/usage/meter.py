"""Show how much of a week's allowance somebody has used (X029)."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.usage import Used
from chalicelib.enforcement.usage import tally
from chalicelib.enforcement.usage.tally import Calendar
from chalicelib.enforcement.weeks import bounds
from chalicelib.kernel.ids import UserId
from chalicelib.subscriptions import lifecycle


@dataclass(frozen=True, slots=True)
class Meter:
    """What was used since the week began, and what the plan allows of it; None sets no limit.

    The week ends at `ends_at` (exclusive), when the meter begins anew.
    """

    used: Used
    weekly_hours: int | None
    weekly_gb: int | None
    ends_at: datetime

    @property
    def percent(self) -> int:
        """Return how much is used up, the fuller of hours and GB; 100 or more is used up."""
        found = tally.percent(self.used, weekly_hours=self.weekly_hours, weekly_gb=self.weekly_gb)
        return found or 0


def meter(deps: EnforcementDeps, *, user_id: UserId) -> Meter | None:
    """Return a person's meter, with what runs now; None where no plan has an allowance."""
    now = deps.clock.now()
    limits = _limits(deps, user_id, now=now)
    if limits is None:
        return None
    calendar = Calendar(deps.settings.site().time_zone, deps.settings.limits().week_begins_on)
    first_day = calendar.first_day(now)
    booked = deps.usage.week_uses((user_id,), first_day=first_day)
    servers = tuple(each.id for each in deps.catalog.servers() if each.is_enabled)
    watches = deps.store.watches(servers, now=now) if servers else {}
    theirs = (
        sighting
        for watch in watches.values()
        for sighting in watch.sightings
        if sighting.user_id == user_id
    )
    running = tally.running(theirs, now=now)
    used = tally.used(booked, running, calendar=calendar, now=now)
    _begins, ends_at = bounds(date.fromisoformat(first_day), zone=calendar.zone)
    return Meter(used.get(user_id, Used()), limits.weekly_hours, limits.weekly_gb, ends_at)


def _limits(deps: EnforcementDeps, user_id: UserId, *, now: datetime) -> PlanLimits | None:
    user = deps.users.get(user_id)
    held = deps.subscriptions.many((user_id,)).get(user_id)
    period = lifecycle.current_period(held, now=now) if held else None
    if user is None or user.is_permanent or period is None:
        return None
    plan = deps.catalog.plan(period.plan_id)
    if plan is None:
        return None
    is_limited = plan.limits.weekly_hours is not None or plan.limits.weekly_gb is not None
    return plan.limits if is_limited else None
