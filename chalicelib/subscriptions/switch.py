"""Let time that is paid for one plan count for another (pure)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.ids import PaymentId, PlanId
from chalicelib.subscriptions.lifecycle import rescheduled
from chalicelib.subscriptions.model import Period, Subscription


def switched(
    subscription: Subscription,
    *,
    payment_ids: Collection[PaymentId],
    plan_id: PlanId,
    now: datetime,
) -> Subscription:
    """Return the subscription with what these payments bought under another plan from now on.

    No instant is gained or lost: a period that runs is parted at `now`.
    """
    periods: list[Period] = []
    for each in subscription.periods:
        is_past = each.ends_at <= now or each.payment_id not in payment_ids
        if is_past or each.plan_id == plan_id:
            periods.append(each)
            continue
        if each.starts_at < now:
            periods.append(replace(each, ends_at=now))
        periods.append(replace(each, plan_id=plan_id, starts_at=max(each.starts_at, now)))
    return rescheduled(replace(subscription, periods=tuple(periods)), now=now)


def stopped(
    subscription: Subscription, *, payment_ids: Collection[PaymentId], now: datetime
) -> Subscription:
    """Return the subscription without what these payments bought after `now`; the rest stays."""
    periods = [
        replace(each, ends_at=min(each.ends_at, now)) if each.payment_id in payment_ids else each
        for each in subscription.periods
        if each.payment_id not in payment_ids or each.starts_at < now
    ]
    return rescheduled(replace(subscription, periods=tuple(periods)), now=now)
