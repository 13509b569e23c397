"""Paid time whose access could not be given yet (pure): it begins when access is given (X001)."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.ids import PaymentId
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.shift import moved_by, period_of


def waiting_period(subscription: Subscription) -> Period | None:
    """Return the period whose time is being lost, None when none is."""
    since = subscription.waits_since
    if since is None:
        return None
    holding = (each for each in subscription.periods if each.starts_at <= since < each.ends_at)
    return next((each for each in holding if not is_grace(each)), None)


def waiting(subscription: Subscription, *, payment_id: PaymentId, now: datetime) -> Subscription:
    """Return the subscription as it waits for access, from the start of the payment's period on.

    One that waits already, and a period that does not run now, change nothing: what follows a
    period that waits moves along with it.
    """
    period = period_of(subscription, payment_id)
    is_running = period is not None and period.starts_at <= now < period.ends_at
    if period is None or not is_running or waiting_period(subscription) is not None:
        return subscription
    return replace(subscription, waits_since=period.starts_at)


def lost(subscription: Subscription, *, until: datetime) -> timedelta:
    """Return how much paid time was lost and not given back, up to `until`."""
    since = subscription.waits_since
    if since is None or waiting_period(subscription) is None:
        return timedelta(0)
    return max(until - since, timedelta(0))


def given_back(
    subscription: Subscription, *, until: datetime, goes_on: bool, now: datetime
) -> Subscription:
    """Return the subscription with the time back that was lost up to `until`.

    The period moves by exactly that. When the wait `goes_on` it is counted from `until` on, so
    that no time is ever given back twice.
    """
    period = waiting_period(subscription)
    later = subscription
    if period is not None:
        by = lost(subscription, until=until)
        later = moved_by(subscription, period, by=by, now=now)
    is_waiting = goes_on and period is not None
    since = subscription.waits_since
    return replace(later, waits_since=max(until, since or until) if is_waiting else None)
