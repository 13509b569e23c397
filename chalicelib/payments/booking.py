"""What a payment changes in the books (pure): the writes of each outcome, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import JobId, PaymentId, PlanId, new_id
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.kernel.term import Term
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.model import (
    GatewayPayment,
    GatewayStatus,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.people import Person
from chalicelib.subscriptions.lifecycle import extended, paid_until, with_period
from chalicelib.subscriptions.model import Period, Subscription


class Outcome(StrEnum):
    """What handling a payment came to."""

    SETTLED = "settled"
    HELD = "held"
    UNMATCHED = "unmatched"
    REFUNDED = "refunded"
    KNOWN = "known"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Booking:
    """The payment as it will stand, and the writes that make it so; none when nothing changes.

    With an `alarm` (the cause of which administrators hear once) a person must look at it.
    """

    outcome: Outcome
    payment: Payment | None = None
    writes: tuple[Write, ...] = ()
    alarm: str = ""

    @property
    def job_ids(self) -> tuple[JobId, ...]:
        """Return the jobs that wait once the writes are committed."""
        return tuple(each.record.id for each in self.writes if isinstance(each.record, Job))


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a payment buys, for whom; a `period` overrides the term that would follow by itself."""

    person: Person
    subscription: Subscription
    plan_id: PlanId
    plan_name: str
    term: Term
    order: Order | None = None
    period: tuple[datetime, datetime] | None = None
    sends_receipt: bool = True


def recorded(found: GatewayPayment, *, now: datetime) -> Payment:
    """Return the payment as the gateway tells it, in the books of nobody yet."""
    is_partly_refunded = found.refunded.minor > 0
    return Payment(
        id=PaymentId(new_id("pay", now=now)),
        key=found.key,
        status=PaymentStatus.UNMATCHED,
        amount=found.amount,
        paid_at=found.paid_at,
        recorded_at=now,
        subscription_ref=found.subscription_ref,
        order_id=found.order_id,
        payer_email=found.payer_email,
        attention=_refund_text(found) if is_partly_refunded else "",
        refunded=found.refunded if is_partly_refunded else None,
    )


def settled(payment: Payment, purchase: Purchase, *, actor: Actor, now: datetime) -> Booking:
    """Book a payment that bought something: subscription, order, jobs and audit with it.

    A payment of version 0 is new; any other is moved.
    """
    user = purchase.person.user
    longer = _longer(purchase, payment_id=payment.id, now=now)
    period = next(each for each in longer.periods if each.payment_id == payment.id)
    booked = replace(
        payment,
        status=PaymentStatus.SETTLED,
        user_id=user.id,
        plan_id=purchase.plan_id,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
    )
    jobs = [_access_job(booked, purchase, now=now)]
    if purchase.sends_receipt:
        jobs.append(_receipt(booked, purchase, now=now))
    writes: list[Write] = [
        _store(booked),
        Update(longer),
        *purchase.person.writes,
        *(Insert(job) for job in jobs),
        Insert(
            note(
                actor,
                "payment.settled",
                booked.id,
                now=now,
                user_id=user.id,
                why=f"{booked.amount} for {purchase.plan_name} ({booked.key})",
                before={"paid_until": paid_until(purchase.subscription, now=now) or ""},
                after={"paid_until": paid_until(longer, now=now) or "", **facts_of(booked)},
            )
        ),
    ]
    if purchase.person.is_new:
        writes.append(Insert(_welcome(purchase, actor=actor, now=now)))
    if purchase.order is not None:
        writes.append(Update(_ended(purchase.order, booked, OrderStatus.PAID)))
    return Booking(Outcome.SETTLED, booked, tuple(writes))


def held(payment: Payment, order: Order, *, why: str, actor: Actor, now: datetime) -> Booking:
    """Book a payment that differs from its order's quote: it buys nothing until a person looks."""
    booked = replace(
        payment, status=PaymentStatus.HELD, plan_id=order.plan_id, order_id=order.id, attention=why
    )
    writes = _set_aside(booked, order, action="payment.held", actor=actor, now=now)
    return Booking(Outcome.HELD, booked, writes, alarm=str(booked.key))


def unmatched(
    payment: Payment, *, why: str, actor: Actor, now: datetime, order: Order | None = None
) -> Booking:
    """Book a payment that belongs to nobody we could name."""
    booked = replace(payment, status=PaymentStatus.UNMATCHED, attention=why)
    writes = _set_aside(booked, order, action="payment.unmatched", actor=actor, now=now)
    return Booking(Outcome.UNMATCHED, booked, writes, alarm=str(booked.key))


def refunded_unseen(payment: Payment, order: Order, *, actor: Actor, now: datetime) -> Booking:
    """Book a payment that was given back before we ever saw it; its order is closed."""
    booked = replace(payment, status=PaymentStatus.REFUNDED, plan_id=order.plan_id, attention="")
    writes: list[Write] = [_store(booked), Insert(_audit(booked, "payment.refunded", actor, now))]
    if order.payment_key is None:
        writes.append(Update(_ended(order, booked, OrderStatus.CLOSED)))
    return Booking(Outcome.REFUNDED, booked, tuple(writes))


def reviewed(payment: Payment, found: GatewayPayment, *, actor: Actor, now: datetime) -> Booking:
    """Compare a payment in the books with its gateway: a refund is noted, access stays as it is.

    Nothing else about a recorded payment changes from outside.
    """
    given_back = found.refunded if found.refunded.minor else None
    is_whole = found.status is GatewayStatus.REFUNDED
    moves = is_whole and payment.status is not PaymentStatus.REFUNDED
    if given_back is None or (given_back == payment.refunded and not moves):
        return Booking(Outcome.KNOWN, payment)
    moved = payment.move(PaymentStatus.REFUNDED) if moves else payment
    booked = replace(moved, refunded=given_back, attention=_refund_text(found))
    writes = _set_aside(booked, None, action="payment.refunded", actor=actor, now=now)
    alarm = f"{booked.key}_refunded_{given_back.minor}"
    return Booking(Outcome.REFUNDED, booked, writes, alarm=alarm)


def with_alarm(booking: Booking, *, admin_email: str, site_url: str, now: datetime) -> Booking:
    """Add the mail that tells administrators; none without an alarm or an address."""
    payment = booking.payment
    if not booking.alarm or not admin_email or payment is None:
        return booking
    facts = {
        "subject": f"Payment of {payment.amount} ({payment.key})",
        "problem": payment.attention,
        "remedy": "Assign it to a user, or clear it with a note once it is looked after.",
        "url": f"{site_url}/admin/payments/{payment.id}",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, admin_email, facts)
    mail = mail_job(message, cause=booking.alarm, now=now)
    return replace(booking, writes=(*booking.writes, Insert(mail)))


def facts_of(payment: Payment) -> Mapping[str, object]:
    """Return what the audit log says of a payment."""
    facts = {
        "status": payment.status,
        "amount": payment.amount,
        "plan": payment.plan_id,
        "starts_at": payment.starts_at,
        "ends_at": payment.ends_at,
        "attention": payment.attention,
    }
    return {name: value for name, value in facts.items() if value}


def _store(payment: Payment) -> Write:
    return Insert(payment) if payment.version == 0 else Update(payment)


def _ended(order: Order, payment: Payment, status: OrderStatus) -> Order:
    return replace(order, status=status, payment_key=payment.key)


def _longer(purchase: Purchase, *, payment_id: PaymentId, now: datetime) -> Subscription:
    if purchase.period is None:
        return extended(
            purchase.subscription,
            payment_id=payment_id,
            plan_id=purchase.plan_id,
            term=purchase.term,
            now=now,
        )
    period = Period(payment_id, purchase.plan_id, *purchase.period)
    return with_period(purchase.subscription, period=period, now=now)


def _access_job(payment: Payment, purchase: Purchase, *, now: datetime) -> Job:
    user_id = purchase.person.user.id
    order = purchase.order
    payload = {
        "payment_id": payment.id,
        "order_id": order.id if order else "",
        "held_server_id": (order.held_server_id or "") if order else "",
    }
    cause = str(payment.key)
    return new_job(
        JobKind.RECONCILE_ACCESS, user_id, now=now, cause=cause, payload=payload, user_id=user_id
    )


def _receipt(payment: Payment, purchase: Purchase, *, now: datetime) -> Job:
    user, order = purchase.person.user, purchase.order
    facts = {
        "name": user.name,
        "plan": purchase.plan_name,
        "amount": str(payment.amount),
        "starts_at": to_iso(payment.starts_at) if payment.starts_at else "",
        "ends_at": to_iso(payment.ends_at) if payment.ends_at else "",
        "payment_id": payment.id,
        "order_id": order.id if order else "",
    }
    message = Message(Event.PAYMENT_RECEIVED, order.email if order else user.email, facts)
    return mail_job(message, cause=str(payment.key), now=now, user_id=user.id)


def _set_aside(
    payment: Payment, order: Order | None, *, action: str, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes of a payment at which a person must look; its order waits no longer."""
    writes = (_store(payment), Insert(_audit(payment, action, actor, now)))
    if order is None or order.payment_key is not None:
        return writes
    return (*writes, Update(_ended(order, payment, OrderStatus.PAID)))


def _welcome(purchase: Purchase, *, actor: Actor, now: datetime) -> AuditEntry:
    user = purchase.person.user
    return note(
        actor,
        "user.added",
        user.id,
        now=now,
        user_id=user.id,
        why=f"Bought {purchase.plan_name}",
        after={"email": user.email, "name": user.name, "plex": user.media.handle},
    )


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


def _refund_text(found: GatewayPayment) -> str:
    return f"{found.refunded} of {found.amount} was refunded; access is unchanged."
