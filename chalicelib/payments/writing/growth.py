"""Money that came later for a payment that is in the books (pure).

Coins arrive in several transfers: an invoice that ended short may be paid in full days later.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.ledger import LedgerKind, entry
from chalicelib.payments.model import GatewayPayment, Payment, PaymentStatus
from chalicelib.payments.writing.outcome import Booking, Outcome, cause_of, facts_of

# What bought nothing yet may buy now what was quoted.
WAITING = frozenset({PaymentStatus.HELD, PaymentStatus.UNMATCHED})


def has_grown(payment: Payment, found: GatewayPayment) -> bool:
    """Tell whether the gateway has more money of the payment than the books."""
    is_whole = payment.parts == 1 and payment.amount.currency == found.amount.currency
    return is_whole and found.amount.minor > payment.amount.minor


def grown(payment: Payment, found: GatewayPayment) -> Payment:
    """Return the payment with all its money, for another decision about it."""
    return replace(payment, amount=found.amount, attention="")


def noted(payment: Payment, found: GatewayPayment, *, actor: Actor, now: datetime) -> Booking:
    """Book more money of a payment about which a person decided before; it buys nothing more.

    One that was dismissed stays out of everybody's sight.
    """
    why = f"{_added(payment, found)} more came for this payment, {found.amount} in all."
    is_seen = payment.status is not PaymentStatus.DISMISSED
    booked = replace(grown(payment, found), attention=why if is_seen else "")
    audit = note(
        actor,
        "payment.grew",
        payment.id,
        now=now,
        user_id=payment.user_id,
        why=why,
        before=facts_of(payment),
        after=facts_of(booked),
    )
    alarm = _cause(payment) if is_seen else ""
    return Booking(Outcome.KNOWN, booked, (Update(booked), Insert(audit)), alarm=alarm)


def with_line(
    decided: Booking, payment: Payment, found: GatewayPayment, *, actor: Actor, now: datetime
) -> Booking:
    """Return what was decided about the grown payment, with its ledger line.

    `payment` is as it stood before.
    """
    if decided.payment is None or not decided.writes:
        return decided
    line = entry(
        LedgerKind.ADDED,
        at=now,
        actor=actor.name,
        why=f"{_added(payment, found)} more, {found.amount} in all ({payment.key})",
        payment=decided.payment,
        money=_added(payment, found),
    )
    # Administrators heard of the payment before, by its key alone.
    alarm = _cause(payment) if decided.alarm else ""
    return replace(decided, writes=(*decided.writes, Insert(line)), alarm=alarm)


def _added(payment: Payment, found: GatewayPayment) -> Money:
    return found.amount - payment.amount


def _cause(payment: Payment) -> str:
    return f"{cause_of(payment)}_grew"
