"""Another plan in the middle of a paid term (pure): what is left of the old one buys the new one.

The gateway is neither asked to refund nor to charge for it (B087): what is left moves from the old
payments to the new one, and the sum over all of them stays what was received (B090).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.kernel.ids import PaymentId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term
from chalicelib.payments.model import Payment
from chalicelib.subscriptions.grace import without_grace
from chalicelib.subscriptions.lifecycle import rescheduled
from chalicelib.subscriptions.model import Period, Subscription

# A change to a plan that costs next to nothing buys no century.
LONGEST = timedelta(days=3660)
_MOST_SECONDS = int(LONGEST.total_seconds())


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a change at this moment does: the old payments as they will stand, and what is left.

    `lefts` says what is left of each; `credit` is all of it, which the new payment gets.
    `subscription` has no paid time after now any more.
    """

    payments: tuple[Payment, ...]
    lefts: tuple[Money, ...]
    subscription: Subscription
    credit: Money


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change of plan would do at this instant.

    Starting now ends the paid time (`runs_until`) and runs until `now_until`, lengthened by what
    `credit` buys; starting after it begins at `later_from`, without credit (B088). With
    `ends_renewal` what runs is charged again and again until the new plan is paid, so that it can
    only start now.
    """

    runs_until: datetime | None
    credit: Money
    now_from: datetime
    now_until: datetime
    later_from: datetime
    later_until: datetime
    ends_renewal: bool = False


def change_now(
    payments: Iterable[Payment], subscription: Subscription, *, currency: str, now: datetime
) -> PlanChange:
    """End all paid time now and return what is left of it in money (B080, B081, B082).

    Of a running period that part is left that lies after `now`, of a coming one all; each is
    rounded half up to a minor unit, once. Free payments and those in another currency leave
    nothing (B089), and their time is lost to the change as well: that is shown before it is
    agreed to. Grace ends, too.
    """
    paid = without_grace(subscription, now=now).periods
    kept = [_ended(each, now=now) for each in paid if each.starts_at < now]
    changed: list[Payment] = []
    lefts: list[Money] = []
    for payment in payments:
        theirs = [each for each in paid if each.payment_id == payment.id]
        if all(each.ends_at <= now for each in theirs):
            continue
        lefts.append(_left(payment, theirs, now=now, currency=currency))
        changed.append(_reduced(payment, lefts[-1], now=now))
    shorter = rescheduled(replace(subscription, periods=tuple(kept)), now=now)
    credit = sum(lefts, start=Money.zero(currency))
    return PlanChange(tuple(changed), tuple(lefts), shorter, credit)


def running(subscription: Subscription, *, now: datetime) -> tuple[PaymentId, ...]:
    """Return the payments that have paid time after now, in the order of that time."""
    paid = without_grace(subscription, now=now).periods
    return tuple(dict.fromkeys(each.payment_id for each in paid if each.ends_at > now))


def bought_with(credit: Money, *, price: Money, term: Term, start: datetime) -> datetime:
    """Return the end of a term from `start`, lengthened by what the credit buys (B084).

    The credit buys time at the new plan's rate: credit divided by price, times the term, rounded
    half up to a second. A plan without a price is not lengthened, and none beyond `LONGEST`.
    """
    end = term.end_from(start)
    if price.minor <= 0 or credit.minor <= 0:
        return end
    whole = Decimal(int((end - start).total_seconds()))
    seconds = (whole * credit.minor / price.minor).to_integral_value(rounding=ROUND_HALF_UP)
    return end + timedelta(seconds=min(int(seconds), _MOST_SECONDS))


def received(payment: Payment, credit: Money, *, old: Iterable[PaymentId]) -> Payment:
    """Return the new payment with the credit and a note that says where it came from (B083)."""
    if credit.minor <= 0:
        return payment
    names = ", ".join(old)
    note = f"Includes a credit of {credit} from {names}."
    return replace(payment, credit=credit, notes=_noted(payment.notes, note))


def _left(payment: Payment, periods: Iterable[Period], *, now: datetime, currency: str) -> Money:
    """Return the money of a payment's time that is not used yet, never more than it counts.

    What was given back, became store credit or is fought over buys no time any more.
    """
    value = payment.value
    if value.currency != currency or payment.is_in_doubt:
        return Money.zero(currency)
    for gone in (payment.refunded, payment.kept_as_credit):
        value = value - gone if gone else value
    whole = rest = Decimal(0)
    for period in periods:
        whole += Decimal(int((period.ends_at - period.starts_at).total_seconds()))
        left = period.ends_at - max(period.starts_at, now)
        rest += max(Decimal(0), Decimal(int(left.total_seconds())))
    if not whole or value.minor <= 0:
        return Money.zero(currency)
    minor = (value.minor * rest / whole).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), currency)


def _ended(period: Period, *, now: datetime) -> Period:
    return replace(period, ends_at=now) if period.ends_at > now else period


def _reduced(payment: Payment, left: Money, *, now: datetime) -> Payment:
    """Return the old payment without what was left of it, ended now."""
    starts_at = payment.starts_at or now
    ended = replace(payment, ends_at=max(starts_at, now) if starts_at < now else starts_at)
    if not left.minor:
        return ended
    moved = (payment.credit or Money.zero(left.currency)) - left
    note = f"A credit of {left} went to another plan on {now:%Y-%m-%d}."
    return replace(ended, credit=moved, notes=_noted(payment.notes, note))


def _noted(notes: str, line: str) -> str:
    return f"{notes}\n{line}".strip()
