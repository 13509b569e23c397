"""What a payment changes in the books (pure): the writes of each outcome, all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.ids import JobId, PaymentId, PlanId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments import marks
from chalicelib.payments.agreements import Agreement, AgreementStatus
from chalicelib.payments.ledger import LedgerEntry, LedgerKind, entry, time_change
from chalicelib.payments.matching import Match
from chalicelib.payments.model import (
    GatewayPayment,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.people import Person
from chalicelib.payments.thanks import thanks_job
from chalicelib.subscriptions.grace import last_end, next_start, with_grace, without_grace
from chalicelib.subscriptions.lifecycle import paid_until, with_period
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.shift import period_of

# How long a gateway may take to charge a renewal (Stripe's draft invoices wait an hour alone).
CHARGES_WITHIN = timedelta(days=1)


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
    """What a payment buys, for whom.

    `end_from` returns the exclusive end of what is bought, given its start, which is the end of
    the paid time, or now; a `period` overrides both. `agreement` is what is in the books of the
    payment's recurring agreement. `kept_as_credit` is what becomes store credit instead; `extras`
    are further writes of the same commit, `why` says what else a reader of the audit log should
    know.
    """

    person: Person
    subscription: Subscription
    plan_id: PlanId
    plan_name: str
    end_from: Callable[[datetime], datetime]
    order: Order | None = None
    period: tuple[datetime, datetime] | None = None
    agreement: Agreement | None = None
    sends_receipt: bool = True
    kept_as_credit: Money | None = None
    extras: tuple[Write, ...] = ()
    why: str = ""


def recorded(found: GatewayPayment, *, now: datetime) -> Payment:
    """Return the payment as it was made, in the books of nobody yet.

    What was given back or disputed since is reviewed once it is in the books.
    """
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
        payer_name=found.payer_name,
        notes=found.note,
    )


def settled(payment: Payment, purchase: Purchase, *, actor: Actor, now: datetime) -> Booking:
    """Book a payment that bought something: subscription, order, jobs, ledger and audit with it.

    A payment of version 0 is new; any other is moved.
    """
    user = purchase.person.user
    longer = _longer(purchase, payment_id=payment.id, now=now)
    period = period_of(longer, payment.id)
    renewed = _renewed(payment, purchase, period, now=now) if payment.subscription_ref else None
    if renewed is not None and renewed.will_charge and period is not None:
        # The next charge comes a little after the end: nobody loses access to wait for it.
        until = last_end(longer) + CHARGES_WITHIN
        longer = with_grace(longer, ref=renewed.ref, until=until, now=now)
    gained = time_change(purchase.subscription, longer)
    booked = replace(
        payment,
        status=PaymentStatus.SETTLED,
        user_id=user.id,
        plan_id=purchase.plan_id,
        starts_at=period.starts_at if period else None,
        ends_at=period.ends_at if period else None,
        bought_seconds=_for_whole_amount(payment, gained),
        kept_as_credit=purchase.kept_as_credit,
        candidates=(),
    )
    jobs = [_access_job(booked, purchase, now=now)]
    if purchase.sends_receipt:
        jobs.append(_receipt(booked, purchase, renewed, now=now))
    why = f"{booked.amount} for {purchase.plan_name} ({booked.key})"
    writes: list[Write] = [
        _store(booked),
        Update(longer),
        *purchase.person.writes,
        *(Insert(job) for job in jobs),
        Insert(_in_ledger(booked, actor=actor, why=why, seconds=gained, now=now)),
        *(Put(mark) for mark in marks.of_payment(booked)),
        Insert(
            note(
                actor,
                "payment.settled",
                booked.id,
                now=now,
                user_id=user.id,
                why=f"{why}. {purchase.why}" if purchase.why else why,
                before={"paid_until": paid_until(purchase.subscription, now=now) or ""},
                after={"paid_until": paid_until(longer, now=now) or "", **facts_of(booked)},
            )
        ),
        *purchase.extras,
    ]
    if renewed is not None:
        writes.append(Update(renewed))
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
        _store(booked),
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
        writes.append(Update(_ended(order, booked, OrderStatus.CLOSED)))
    return Booking(Outcome.REFUNDED, booked, tuple(writes))


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


def cause_of(payment: Payment) -> str:
    """Return what names the jobs that a change of the payment causes, each change's own."""
    return f"{payment.key}_{payment.version}" if in_books(payment) else str(payment.key)


def in_books(payment: Payment) -> bool:
    """Tell whether the payment was stored before."""
    return payment.version > 0


def _in_ledger(
    payment: Payment, *, actor: Actor, why: str, seconds: int, now: datetime
) -> LedgerEntry:
    """Return the payment's line: money when it is new, time whenever it bought some.

    The money of a transaction stands in the ledger once, whole, under its first part.
    """
    is_known = in_books(payment) or payment.key.sequence > 1
    kind = LedgerKind.TIME if is_known else LedgerKind.PAYMENT
    money = None if is_known else payment.left
    return entry(
        kind, at=now, actor=actor.name, why=why, payment=payment, money=money, seconds=seconds
    )


def _for_whole_amount(payment: Payment, seconds: int) -> int:
    """Return what the whole amount would have bought, if what is left of it bought so much."""
    left = payment.left.minor
    return seconds if left in {0, payment.amount.minor} else seconds * payment.amount.minor // left


def _renewed(
    payment: Payment, purchase: Purchase, period: Period | None, *, now: datetime
) -> Agreement:
    """Return the recurring agreement of a payment: paid again, so nothing of it is failing."""
    known = purchase.agreement or Agreement(
        gateway=payment.key.gateway,
        ref=payment.subscription_ref,
        user_id=purchase.person.user.id,
        plan_id=purchase.plan_id,
        status=AgreementStatus.ACTIVE,
        started_at=now,
        price=purchase.order.full_price if purchase.order else payment.amount,
    )
    is_over = known.status is AgreementStatus.ENDED
    return replace(
        known,
        user_id=purchase.person.user.id,
        plan_id=purchase.plan_id,
        status=known.status if is_over else AgreementStatus.ACTIVE,
        renews_at=None if is_over or known.cancels_at or not period else period.ends_at,
        failed_at=None,
        grace_until=None,
    )


def _longer(purchase: Purchase, *, payment_id: PaymentId, now: datetime) -> Subscription:
    """Return the subscription with the payment's period, which takes the place of any grace."""
    held = purchase.subscription
    if period_of(held, payment_id) is not None:
        return held
    starts_at, ends_at = purchase.period or _following(purchase, now=now)
    if ends_at <= starts_at:
        return held
    period = Period(payment_id, purchase.plan_id, starts_at, ends_at)
    return with_period(without_grace(held, now=now), period=period, now=now)


def _following(purchase: Purchase, *, now: datetime) -> tuple[datetime, datetime]:
    starts_at = next_start(purchase.subscription, now=now)
    return starts_at, purchase.end_from(starts_at)


def _access_job(payment: Payment, purchase: Purchase, *, now: datetime) -> Job:
    user_id = purchase.person.user.id
    order = purchase.order
    payload = {
        "payment_id": payment.id,
        "order_id": order.id if order else "",
        "held_server_id": (order.held_server_id or "") if order else "",
    }
    cause = cause_of(payment)
    return new_job(
        JobKind.RECONCILE_ACCESS, user_id, now=now, cause=cause, payload=payload, user_id=user_id
    )


def _receipt(
    payment: Payment, purchase: Purchase, agreement: Agreement | None, *, now: datetime
) -> Job:
    return thanks_job(
        payment,
        purchase.person.user,
        plan_name=purchase.plan_name,
        order=purchase.order,
        agreement=agreement,
        cause=cause_of(payment),
        now=now,
    )


def _set_aside(
    payment: Payment, order: Order | None, *, action: str, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes of a payment at which a person must look; its order waits no longer."""
    writes: tuple[Write, ...] = (_store(payment), Insert(_audit(payment, action, actor, now)))
    if not in_books(payment):
        why = f"{payment.amount} waits for a person ({payment.key})"
        line = _in_ledger(payment, actor=actor, why=why, seconds=0, now=now)
        writes = (*writes, Insert(line))
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
