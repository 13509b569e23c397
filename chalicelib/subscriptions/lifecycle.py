"""Who is active and until when (pure)."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.subscriptions.model import Period, Subscription


class Standing(StrEnum):
    """How a person stands at an instant."""

    PERMANENT = "permanent"
    ACTIVE = "active"
    UPCOMING = "upcoming"
    EXPIRED = "expired"
    NEVER = "never"


def standing(subscription: Subscription, *, is_permanent: bool, now: datetime) -> Standing:
    """Return how the person stands; ends of periods are exclusive (B058, B059, B068)."""
    if is_permanent:
        return Standing.PERMANENT
    if current_period(subscription, now=now):
        return Standing.ACTIVE
    if any(period.starts_at > now for period in subscription.periods):
        return Standing.UPCOMING
    return Standing.EXPIRED if subscription.periods else Standing.NEVER


def current_period(subscription: Subscription, *, now: datetime) -> Period | None:
    """Return the period that holds `now`; of several, the one that began last."""
    running = [p for p in subscription.periods if p.starts_at <= now < p.ends_at]
    return max(running, key=lambda period: period.starts_at, default=None)


def last_period(subscription: Subscription) -> Period | None:
    """Return the period that ends last, past or not."""
    return max(subscription.periods, key=lambda period: period.ends_at, default=None)


def ended_at(subscription: Subscription, *, now: datetime) -> datetime | None:
    """Return when the latest period that is over ended, None when none is."""
    over = [period.ends_at for period in subscription.periods if period.ends_at <= now]
    return max(over, default=None)


def paid_until(subscription: Subscription, *, now: datetime) -> datetime | None:
    """Return the exclusive end of the paid time that runs on from `now` without a gap.

    None when `now` lies in no period.
    """
    end = now
    for period in sorted(subscription.periods, key=lambda each: each.starts_at):
        if period.starts_at <= end < period.ends_at:
            end = period.ends_at
    return end if end > now else None


def next_change(subscription: Subscription, *, after: datetime) -> datetime | None:
    """Return the first start or end of a period later than `after`, None when there is none."""
    edges = [edge for p in subscription.periods for edge in (p.starts_at, p.ends_at)]
    return min((edge for edge in edges if edge > after), default=None)


def with_period(subscription: Subscription, *, period: Period, now: datetime) -> Subscription:
    """Return the subscription with that very period, which may lie in the past or future."""
    periods = (*subscription.periods, period)
    longer = replace(subscription, periods=tuple(sorted(periods, key=lambda each: each.starts_at)))
    return rescheduled(longer, now=now)


def rescheduled(subscription: Subscription, *, now: datetime) -> Subscription:
    """Return the subscription with the next instant at which access must be looked at."""
    return replace(subscription, due_at=next_change(subscription, after=now))
