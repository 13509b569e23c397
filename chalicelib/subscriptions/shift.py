"""Shorten, remove and lengthen paid time (pure); what follows without a gap moves along."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.ids import PaymentId
from chalicelib.subscriptions.grace import with_grace_of, without_grace
from chalicelib.subscriptions.lifecycle import rescheduled
from chalicelib.subscriptions.model import Period, Subscription


def period_of(subscription: Subscription, payment_id: PaymentId) -> Period | None:
    """Return the period that the payment bought, if it stands; of several, the last."""
    theirs = [each for each in subscription.periods if each.payment_id == payment_id]
    return max(theirs, key=lambda each: each.ends_at, default=None)


def span_of(subscription: Subscription, payment_id: PaymentId) -> tuple[datetime, datetime] | None:
    """Return the first start and the last end of what the payment bought, None for nothing.

    It has several periods after a dispute that was won.
    """
    theirs = [each for each in subscription.periods if each.payment_id == payment_id]
    if not theirs:
        return None
    return min(each.starts_at for each in theirs), max(each.ends_at for each in theirs)


def ending_at(
    subscription: Subscription, *, payment_id: PaymentId, ends_at: datetime, now: datetime
) -> Subscription:
    """Return the subscription with another end of the payment's period.

    Periods that followed it without a gap and have not begun keep their length and follow the new
    end, but begin at `now` at the earliest; those after a gap stay unless they would overlap. So
    nothing else that was paid is lost. An end at or before its start removes the period; grace
    ends with the time that it followed. A payment without a period changes nothing, and time that
    is over is not lengthened.
    """
    period = period_of(subscription, payment_id)
    if period is None or period.ends_at <= min(now, ends_at):
        return subscription
    paid = without_grace(subscription, now=now)
    later = _later(paid, period) if period.ends_at > now else ()
    kept = [each for each in paid.periods if each not in (period, *later)]
    if ends_at > period.starts_at:
        kept.append(replace(period, ends_at=ends_at))
    kept += _following(later, old_edge=period.ends_at, edge=max(ends_at, period.starts_at, now))
    ordered = tuple(sorted(kept, key=lambda each: each.starts_at))
    changed = rescheduled(replace(paid, periods=ordered), now=now)
    is_shorter = ends_at < period.ends_at
    return changed if is_shorter else with_grace_of(changed, subscription, now=now)


def moved_by(
    subscription: Subscription, period: Period, *, by: timedelta, now: datetime
) -> Subscription:
    """Return the subscription with a period that begins and ends so much later (`by` ≥ 0).

    Its length stays. Periods that followed it without a gap follow it still, grace goes up to
    where it went; even a period that is over moves.
    """
    paid = without_grace(subscription, now=now)
    later = _later(paid, period)
    kept = [each for each in paid.periods if each not in (period, *later)]
    moved = replace(period, starts_at=period.starts_at + by, ends_at=period.ends_at + by)
    kept += [moved, *_following(later, old_edge=period.ends_at, edge=moved.ends_at)]
    ordered = tuple(sorted(kept, key=lambda each: each.starts_at))
    return with_grace_of(
        rescheduled(replace(paid, periods=ordered), now=now), subscription, now=now
    )


def without(subscription: Subscription, *, payment_id: PaymentId, now: datetime) -> Subscription:
    """Return the subscription without any period of the payment; what followed moves forward."""
    while (period := period_of(subscription, payment_id)) is not None:
        subscription = ending_at(
            subscription, payment_id=payment_id, ends_at=period.starts_at, now=now
        )
    return subscription


def remaining(period: Period, *, now: datetime) -> timedelta:
    """Return how much of a period is not over."""
    return max(period.ends_at - max(period.starts_at, now), timedelta(0))


def _later(subscription: Subscription, first: Period) -> tuple[Period, ...]:
    """Return the periods that begin when `first` ends, or after that, by their start."""
    later = (each for each in subscription.periods if each.starts_at >= first.ends_at)
    return tuple(sorted(later, key=lambda each: (each.starts_at, each.ends_at)))


def _following(later: tuple[Period, ...], *, old_edge: datetime, edge: datetime) -> list[Period]:
    """Return periods with the start that they get when what they follow ends at `edge`."""
    moved = []
    for each in later:
        starts_at = edge if each.starts_at == old_edge else max(each.starts_at, edge)
        old_edge, edge = each.ends_at, starts_at + (each.ends_at - each.starts_at)
        moved.append(replace(each, starts_at=starts_at, ends_at=edge))
    return moved
