"""Time that is not paid yet but expected (pure): grace of recurring agreements (X005).

Grace is a period of its own, so that everything that asks who is active sees it. It begins where
the paid time ends, is never counted as bought, and makes way for the renewal that it waited for.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.ids import PaymentId
from chalicelib.subscriptions.lifecycle import paid_until, rescheduled, with_period
from chalicelib.subscriptions.model import Period, Subscription

_PREFIX = "grace_"


def is_grace(period: Period) -> bool:
    """Tell whether nobody paid for the period."""
    return period.payment_id.startswith(_PREFIX)


def grace_of(subscription: Subscription) -> Period | None:
    """Return the grace that the subscription has; there is at most one."""
    return next((each for each in subscription.periods if is_grace(each)), None)


def ref_of(grace: Period) -> str:
    """Return the recurring agreement whose renewal the grace waits for."""
    return grace.payment_id.removeprefix(_PREFIX)


def without_grace(subscription: Subscription, *, now: datetime) -> Subscription:
    """Return the subscription with nothing but what was paid."""
    paid = tuple(each for each in subscription.periods if not is_grace(each))
    if paid == subscription.periods:
        return subscription
    return rescheduled(replace(subscription, periods=paid), now=now)


def with_grace(
    subscription: Subscription, *, ref: str, until: datetime, now: datetime
) -> Subscription:
    """Return the subscription with grace from the end of the paid time to `until` (exclusive).

    It replaces any other grace. Without paid time, or with paid time up to then, there is none.
    """
    paid = without_grace(subscription, now=now)
    last = max(paid.periods, key=lambda each: each.ends_at, default=None)
    if last is None or until <= last.ends_at:
        return paid
    name = PaymentId(f"{_PREFIX}{ref}")
    period = Period(name, last.plan_id, last.ends_at, until)
    return with_period(paid, period=period, now=now)


def with_grace_of(
    subscription: Subscription, before: Subscription, *, now: datetime
) -> Subscription:
    """Return the subscription with what is left of the grace that it had before."""
    grace = grace_of(before)
    if grace is None:
        return subscription
    return with_grace(subscription, ref=ref_of(grace), until=grace.ends_at, now=now)


def last_end(subscription: Subscription) -> datetime:
    """Return the exclusive end of the paid time; raises ValueError when nothing was ever paid."""
    return max(each.ends_at for each in subscription.periods if not is_grace(each))


def last_paid(subscription: Subscription) -> Period | None:
    """Return the paid period that ends last, None when nothing was ever paid."""
    paid = (each for each in subscription.periods if not is_grace(each))
    return max(paid, key=lambda each: each.ends_at, default=None)


def next_start(subscription: Subscription, *, now: datetime) -> datetime:
    """Return where the next paid time begins: at the end of what is paid, else now.

    Who pays within the grace pays from where it began, so that the grace was not a gift.
    """
    grace = grace_of(subscription)
    if grace is not None and grace.starts_at <= now < grace.ends_at:
        return grace.starts_at
    return paid_until(without_grace(subscription, now=now), now=now) or now
