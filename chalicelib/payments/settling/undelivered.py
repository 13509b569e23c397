"""Payments whose access could not be given, and how that ends (pure; X001).

Money, paid time, ledger and audit change together; whoever commits this has read the latest.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import CreditBalance, LedgerKind, entry, time_change
from chalicelib.payments.model import (
    GatewayName,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Undelivered,
)
from chalicelib.payments.renewing.credit import credited
from chalicelib.payments.rules.reversal import dated
from chalicelib.payments.writing.outcome import Booking, Outcome, cause_of, facts_of
from chalicelib.settings.model import ProvisioningPolicy
from chalicelib.subscriptions import wait
from chalicelib.subscriptions.lifecycle import paid_until
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.shift import without

# How every sentence begins that a person must look at, and that goes when access came after all.
_BEGINS = "Access could not be given"
# Before the paid time of a payment that waits runs out, what was lost of it is given back.
KEPT_AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Books:
    """A user's payment and paid time as they stand, and who changes them when."""

    payment: Payment
    subscription: Subscription
    actor: Actor
    now: datetime


def policy_for(payment: Payment, chosen: ProvisioningPolicy) -> ProvisioningPolicy:
    """Return the operator's policy as far as the payment allows it, else *hold*.

    What was free leaves neither credit nor refund; what came by hand goes back by hand. What was
    paid for a group waits: its other members have access.
    """
    is_free = _worth(payment).minor <= 0
    is_by_hand = payment.key.gateway is GatewayName.MANUAL
    if payment.master_id is not None:
        # The linked users have what was paid for.
        return ProvisioningPolicy.HOLD
    if is_free or (chosen is ProvisioningPolicy.REFUND and is_by_hand):
        return ProvisioningPolicy.HOLD
    return chosen


def waits(books: Books, *, why: str) -> Booking:
    """Book that the payment waits for its access: its paid time begins when that is given."""
    text = _sentence(why, "The paid time waits.")
    payment = replace(books.payment, undelivered=Undelivered.WAITING, attention=text)
    after = wait.waiting(books.subscription, payment_id=payment.id, now=books.now)
    writes: list[Write] = [Update(payment), _audit(books, payment, "payment.undelivered")]
    if after != books.subscription:
        writes.append(Update(after))
    return Booking(Outcome.KNOWN, payment, tuple(writes))


def became_credit(
    books: Books, balance: CreditBalance, *, order: Order | None = None, why: str
) -> Booking:
    """Book that the payment's money becomes its user's store credit; its time goes.

    Credit that was spent on its `order` besides comes back.
    """
    kept, spent = _worth(books.payment), order.credit_used if order else None
    credit = kept + spent if spent else kept
    text = _sentence(why, f"{credit} became credit.")
    before = books.payment.kept_as_credit or Money.zero(kept.currency)
    payment = replace(
        _emptied(books.payment),
        undelivered=Undelivered.CREDITED,
        attention=text,
        kept_as_credit=before + kept,
    )
    writes = (
        Update(payment),
        *credited(balance, payment, credit, why=text, actor=books.actor, now=books.now),
        *_closed(order),
        *_without_time(books, payment, why=text),
        _audit(books, payment, "payment.undelivered"),
    )
    return Booking(Outcome.KNOWN, payment, writes)


def went_back(books: Books, balance: CreditBalance, *, order: Order | None = None) -> Booking:
    """Book that all of the payment's money was given back; what is left of its time goes, too.

    Credit that was spent on its `order` besides, or came from another plan, becomes the user's.
    """
    back = _besides(books.payment, order)
    text = _sentence("", "The money was given back.")
    if back.minor:
        text = f"{text} {back} became credit."
    payment = replace(_emptied(books.payment), undelivered=Undelivered.REFUNDED, attention=text)
    writes: list[Write] = [Update(payment)]
    if back.minor:
        writes += credited(balance, payment, back, why=text, actor=books.actor, now=books.now)
    writes += _closed(order)
    writes += _without_time(books, payment, why=text)
    writes.append(_audit(books, payment, "payment.undelivered"))
    return Booking(Outcome.REFUNDED, payment, tuple(writes))


def delivered(books: Books, waiting: Iterable[Payment], *, given_at: datetime) -> Booking:
    """Book that access came after all: paid time moves by exactly what was lost (once).

    `waiting` are all payments of the user that wait, this one among them.
    """
    after = wait.given_back(books.subscription, until=given_at, goes_on=False, now=books.now)
    period = wait.waiting_period(books.subscription)
    writes: list[Write] = []
    shown = late = books.payment
    for each in waiting:
        if period is not None and each.id == period.payment_id:
            late = each
        is_ours = each.attention.startswith(_BEGINS)
        attention = "" if is_ours else each.attention
        known = dated(replace(each, undelivered=None, attention=attention), after)
        shown = known if each.id == shown.id else shown
        writes += [Update(known), _audit(books, known, "payment.delivered")]
    writes += _moved(replace(books, payment=late), after, until=given_at)
    return Booking(Outcome.KNOWN, shown, tuple(writes))


def kept_ahead(books: Books) -> Booking:
    """Book the time back that was lost so far, so that the right to access does not run out."""
    period = wait.waiting_period(books.subscription)
    is_own = period is not None and period.payment_id == books.payment.id
    if period is None or not is_own or period.ends_at > books.now + KEPT_AHEAD:
        return Booking(Outcome.KNOWN, books.payment)
    after = wait.given_back(books.subscription, until=books.now, goes_on=True, now=books.now)
    payment = dated(books.payment, after)
    writes = (Update(payment), *_moved(books, after, until=books.now))
    return Booking(Outcome.KNOWN, payment, writes)


def _sentence(why: str, what: str) -> str:
    return f"{_BEGINS}: {why} {what}" if why else f"{_BEGINS}. {what}"


def _besides(payment: Payment, order: Order | None) -> Money:
    """Return what paid for the time besides money: store credit, and the rest of another plan."""
    none = Money.zero(payment.amount.currency)
    moved = payment.credit if payment.credit and payment.credit.minor > 0 else none
    return moved + ((order.credit_used if order else None) or none)


def _closed(order: Order | None) -> tuple[Write, ...]:
    """Return the write that closes an order whose credit comes back, so that it does so once."""
    return (Update(replace(order, status=OrderStatus.CLOSED)),) if order else ()


def _worth(payment: Payment) -> Money:
    """Return what is left of the payment: neither given back nor kept as credit before."""
    none = Money.zero(payment.amount.currency)
    return payment.left + (payment.credit or none) - (payment.kept_as_credit or none)


def _emptied(payment: Payment) -> Payment:
    return replace(payment, starts_at=None, ends_at=None, bought_seconds=0, held_seconds=0)


def _without_time(books: Books, payment: Payment, *, why: str) -> tuple[Write, ...]:
    """Return the writes that take the payment's time and let access follow."""
    before, now = books.subscription, books.now
    after = without(before, payment_id=payment.id, now=now)
    if wait.waiting_period(after) is None:
        after = replace(after, waits_since=None)
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        before.user_id,
        now=now,
        cause=f"undelivered_{cause_of(books.payment)}",
        user_id=before.user_id,
    )
    writes: list[Write] = [Insert(job)]
    if after != before:
        writes.append(Update(after))
    seconds = time_change(before, after)
    if seconds:
        line = entry(
            LedgerKind.MOVED,
            at=now,
            actor=books.actor.name,
            why=why,
            payment=payment,
            seconds=seconds,
        )
        writes.append(Insert(line))
    return tuple(writes)


def _moved(books: Books, after: Subscription, *, until: datetime) -> list[Write]:
    """Return the subscription as it is after a wait, with a line that says how long that was."""
    before = books.subscription
    if after == before:
        return []
    lost = wait.lost(before, until=until)
    writes: list[Write] = [Update(after)]
    if lost:
        line = entry(
            LedgerKind.MOVED,
            at=books.now,
            actor=books.actor.name,
            why=f"Access came late: its time begins and ends {_told(lost)} later",
            payment=books.payment,
        )
        writes.append(Insert(line))
    return writes


def _told(lost: timedelta) -> str:
    """Return a span of time exactly, such as ``1 day, 2:03:04``."""
    return str(timedelta(seconds=int(lost.total_seconds())))


def _audit(books: Books, payment: Payment, action: str) -> Write:
    return Insert(
        note(
            books.actor,
            action,
            payment.id,
            now=books.now,
            user_id=payment.user_id,
            why=payment.attention,
            before={"paid_until": paid_until(books.subscription, now=books.now) or ""},
            after={**facts_of(payment), "undelivered": payment.undelivered or ""},
        )
    )


def is_open(payment: Payment) -> bool:
    """Tell whether anything is still to be decided about the access of a payment."""
    is_over = payment.undelivered in {Undelivered.CREDITED, Undelivered.REFUNDED}
    return payment.status is PaymentStatus.SETTLED and not is_over
