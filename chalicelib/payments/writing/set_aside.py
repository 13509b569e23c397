"""Payments that buy nothing yet, or never (pure): held, nobody's, given back unseen."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import LedgerKind, entry
from chalicelib.payments.matching import Match
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.payments.writing.outcome import (
    Booking,
    Outcome,
    ended,
    facts_of,
    in_books,
    in_ledger,
    stored,
)


def held(payment: Payment, order: Order, *, why: str, actor: Actor, now: datetime) -> Booking:
    """Book a payment that differs from its order's quote: it buys nothing until a person looks."""
    booked = replace(
        payment, status=PaymentStatus.HELD, plan_id=order.plan_id, order_id=order.id, attention=why
    )
    writes = _set_aside(booked, order, action="payment.held", actor=actor, now=now)
    return Booking(Outcome.HELD, booked, writes, alarm=str(booked.key))


def unmatched(
    payment: Payment, match: Match, *, actor: Actor, now: datetime, order: Order | None = None
) -> Booking:
    """Book a payment that belongs to nobody we could name, with those who may have paid it."""
    booked = replace(
        payment,
        status=PaymentStatus.UNMATCHED,
        attention=match.reason,
        candidates=match.candidates,
    )
    writes = _set_aside(booked, order, action="payment.unmatched", actor=actor, now=now)
    return Booking(Outcome.UNMATCHED, booked, writes, alarm=str(booked.key))


def refunded_unseen(
    payment: Payment, order: Order | None, *, actor: Actor, now: datetime
) -> Booking:
    """Book a payment that was given back before we ever saw it; its order, if any, is closed."""
    booked = replace(
        payment,
        status=PaymentStatus.REFUNDED,
        plan_id=order.plan_id if order else None,
        refunded=payment.amount,
    )
    back = Money.zero(booked.amount.currency)
    why = f"{booked.amount} came and went before it was seen ({booked.key})"
    writes: list[Write] = [
        stored(booked),
        Insert(_audit(booked, "payment.refunded", actor, now)),
        Insert(
            entry(
                LedgerKind.PAYMENT,
                at=now,
                actor=actor.name,
                why=why,
                payment=booked,
                money=back,
            )
        ),
    ]
    if order is not None and order.payment_key is None:
        writes.append(Update(ended(order, booked, OrderStatus.CLOSED)))
    return Booking(Outcome.REFUNDED, booked, tuple(writes))


def _set_aside(
    payment: Payment, order: Order | None, *, action: str, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes of a payment at which a person must look; its order waits no longer."""
    writes: tuple[Write, ...] = (stored(payment), Insert(_audit(payment, action, actor, now)))
    if not in_books(payment):
        why = f"{payment.amount} waits for a person ({payment.key})"
        line = in_ledger(payment, actor=actor, why=why, seconds=0, now=now)
        writes = (*writes, Insert(line))
    if order is None or order.payment_key is not None:
        return writes
    return (*writes, Update(ended(order, payment, OrderStatus.PAID)))


def _audit(payment: Payment, action: str, actor: Actor, now: datetime) -> AuditEntry:
    return note(
        actor,
        action,
        payment.id,
        now=now,
        user_id=payment.user_id,
        why=payment.attention,
        after=facts_of(payment),
    )
