"""What money that goes back takes with it (pure): refunds, disputes, and how they end (B056)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, Payment
from chalicelib.settings.model import PaymentSettings, ReversalPolicy
from chalicelib.subscriptions.grace import next_start, with_grace_of, without_grace
from chalicelib.subscriptions.lifecycle import with_period
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.shift import ending_at, period_of, remaining, span_of


@dataclass(frozen=True, slots=True)
class Reversal:
    """The payment and the subscription as they stand after it, and what to say of it.

    `credit` is what the user's store credit changes by, None for nothing.
    """

    payment: Payment
    subscription: Subscription
    text: str
    credit: Money | None = None


def refunded(
    payment: Payment,
    subscription: Subscription,
    *,
    total: Money,
    settings: PaymentSettings,
    now: datetime,
) -> Reversal:
    """Return what a refund changes; `total` is all that was given back so far, this one included.

    *Shorten* takes of the time that was bought as large a part as of the money, to which what came
    from another plan belongs; time that is over is not taken back. *Revoke* and *hold* end the
    access of a payment that was given back whole, and shorten otherwise. What the payment left as
    store credit goes by the same part. A smaller `total` than before is a refund that failed: it
    changes nothing but the payment.
    """
    before = payment.refunded or Money.zero(payment.amount.currency)
    after = replace(payment, refunded=total)
    if total < before:
        told = f"A refund of {before - total} failed, so the money is still here"
        return Reversal(after, subscription, f"{told}; access is unchanged.")
    told = f"{total} of {payment.amount} was refunded"
    if settings.refund_policy is ReversalPolicy.KEEP:
        return Reversal(after, subscription, f"{told}; access is unchanged.")
    taken = _part(payment, total.minor) - _part(payment, before.minor)
    credit = _credit_back(payment, before=before.minor, total=total.minor)
    is_whole = total.minor >= payment.amount.minor
    if settings.refund_policy is ReversalPolicy.SHORTEN:
        is_whole = total.minor >= _whole(payment)
    if payment.dispute is Dispute.OPEN and payment.held_seconds:
        waits = 0 if is_whole else max(0, payment.held_seconds - taken)
        after = replace(after, held_seconds=waits)
        return Reversal(after, subscription, f"{told}; less of its time waits.", credit)
    period = period_of(subscription, payment.id)
    if period is None:
        return Reversal(after, subscription, f"{told}; access is unchanged.", credit)
    ends_at = period.starts_at
    if not is_whole:
        ends_at = period.ends_at - timedelta(seconds=taken)
    cut = _cut(after, subscription, period, ends_at=ends_at, told=told, now=now)
    return replace(cut, credit=credit)


def disputed(
    payment: Payment,
    subscription: Subscription,
    *,
    dispute: Dispute,
    settings: PaymentSettings,
    now: datetime,
) -> Reversal:
    """Return what the opening or the end of a dispute changes (X006).

    While it is open all the money is in doubt, so every policy but *keep* ends the access at once;
    *hold* remembers what was left, and a dispute that is won gives it back from then on.
    """
    after = replace(payment, dispute=dispute)
    if dispute is Dispute.OPEN:
        return _opened(after, subscription, policy=settings.dispute_policy, now=now)
    if dispute is not Dispute.LOST:
        return _won(after, subscription, now=now)
    told = f"The dispute about {payment.amount} was lost."
    if payment.dispute is Dispute.OPEN:
        return Reversal(replace(after, held_seconds=0), subscription, told)
    # Lost before we heard of it: as if it had been opened and lost now.
    opened = _opened(after, subscription, policy=settings.dispute_policy, now=now)
    lost = replace(opened.payment, held_seconds=0)
    return Reversal(lost, opened.subscription, told)


def dated(payment: Payment, subscription: Subscription) -> Payment:
    """Return the payment with the dates of its time, if it has any there."""
    span = span_of(subscription, payment.id)
    return replace(payment, starts_at=span[0], ends_at=span[1]) if span else payment


def _opened(
    payment: Payment, subscription: Subscription, *, policy: ReversalPolicy, now: datetime
) -> Reversal:
    told = f"The payer disputes {payment.amount}"
    period = period_of(subscription, payment.id)
    if policy is ReversalPolicy.KEEP or period is None:
        return Reversal(payment, subscription, f"{told}; access is unchanged.")
    left = int(remaining(period, now=now).total_seconds())
    cut = _cut(payment, subscription, period, ends_at=period.starts_at, told=told, now=now)
    if policy is not ReversalPolicy.HOLD:
        return cut
    return replace(cut, payment=replace(cut.payment, held_seconds=left))


def _won(payment: Payment, subscription: Subscription, *, now: datetime) -> Reversal:
    told = f"The dispute about {payment.amount} was won"
    if not payment.held_seconds or payment.plan_id is None:
        return Reversal(replace(payment, held_seconds=0), subscription, f"{told}.")
    starts_at = next_start(subscription, now=now)
    ends_at = starts_at + timedelta(seconds=payment.held_seconds)
    period = Period(payment.id, payment.plan_id, starts_at, ends_at, by_master=payment.comes_along)
    paid = with_period(without_grace(subscription, now=now), period=period, now=now)
    longer = with_grace_of(paid, subscription, now=now)
    back = dated(replace(payment, held_seconds=0), longer)
    return Reversal(back, longer, f"{told}; the rest of its time was given back.")


def _cut(
    payment: Payment,
    subscription: Subscription,
    period: Period,
    *,
    ends_at: datetime,
    told: str,
    now: datetime,
) -> Reversal:
    """End the period there, but never before `now`: what was used was used."""
    if period.ends_at <= now:
        return Reversal(payment, subscription, f"{told}; its time was over.")
    edge = max(ends_at, now) if period.starts_at < now else max(ends_at, period.starts_at)
    shorter = ending_at(subscription, payment_id=payment.id, ends_at=edge, now=now)
    shown = dated(replace(payment, ends_at=edge), shorter)
    ended = "ended" if edge <= max(now, period.starts_at) else f"now ends on {edge:%Y-%m-%d}"
    return Reversal(shown, shorter, f"{told}; the time it bought {ended}.")


def _whole(payment: Payment) -> int:
    """Return all the money that bought the time, in minor units: with what another plan left."""
    moved = payment.credit.minor if payment.credit else 0
    return payment.amount.minor + max(moved, 0)


def _part(payment: Payment, minor: int) -> int:
    """Return the seconds that so much of the money bought, rounded half up.

    Differences of two such parts add up, so that a refund in parts takes what one takes at once.
    """
    if not payment.amount.minor:
        return 0
    part = Decimal(payment.bought_seconds) * Decimal(minor) / Decimal(_whole(payment))
    return int(part.to_integral_value(rounding=ROUND_HALF_UP))


def _credit_back(payment: Payment, *, before: int, total: int) -> Money | None:
    """Return what goes from the store credit that the payment left, None for nothing."""
    kept, whole = payment.kept_as_credit, payment.amount.minor
    if kept is None or not whole:
        return None
    minor = kept.minor * before // whole - kept.minor * min(total, whole) // whole
    return Money(minor, kept.currency) if minor else None
