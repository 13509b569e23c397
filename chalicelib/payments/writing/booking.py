"""What a payment that buys something changes in the books (pure): all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import Job, JobKind, if_parked, new_job
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.ids import PaymentId, PlanId, new_id
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.payments.ledger import time_change
from chalicelib.payments.model import (
    GatewayPayment,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.rules import marks
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus
from chalicelib.payments.rules.people import Person
from chalicelib.payments.writing.outcome import (
    Booking,
    Outcome,
    cause_of,
    ended,
    facts_of,
    in_ledger,
    stored,
)
from chalicelib.payments.writing.thanks import thanks_job
from chalicelib.subscriptions.grace import (
    last_end,
    next_start,
    with_grace,
    with_grace_of,
    without_grace,
)
from chalicelib.subscriptions.lifecycle import paid_until, with_period
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.shift import period_of

# How long a gateway may take to charge a renewal (Stripe's draft invoices wait an hour alone).
CHARGES_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a payment buys, for whom.

    `end_from` returns the exclusive end of what is bought, given its start, which is the end of
    the paid time, or now; a `period` overrides both. `agreement` is what is in the books of the
    payment's recurring agreement, `renews_at` when it is charged next if that is not the end of
    what is bought. `kept_as_credit` is what becomes store credit instead; `extras`
    are further writes of the same commit, `why` says what else a reader of the audit log should
    know. `cause` names the jobs where the payment's own name will not do; the grace of
    `grace_like`, mostly somebody else's subscription, is shared. `action` is what the audit log
    calls it.
    """

    person: Person
    subscription: Subscription
    plan_id: PlanId
    plan_name: str
    end_from: Callable[[datetime], datetime]
    order: Order | None = None
    period: tuple[datetime, datetime] | None = None
    agreement: Agreement | None = None
    renews_at: datetime | None = None
    sends_receipt: bool = True
    kept_as_credit: Money | None = None
    extras: tuple[Write, ...] = ()
    why: str = ""
    cause: str = ""
    grace_like: Subscription | None = None
    is_trial: bool = False
    action: str = "payment.settled"


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
    longer = _longer(purchase, payment, now=now)
    period = period_of(longer, payment.id)
    renewed = _renewed(payment, purchase, period, now=now) if payment.subscription_ref else None
    if renewed is not None and renewed.will_charge and period is not None:
        # The next charge comes a little after the end: nobody loses access to wait for it.
        until = last_end(longer) + CHARGES_WITHIN
        longer = with_grace(longer, ref=renewed.ref, until=until, now=now)
    if purchase.grace_like is not None:
        longer = with_grace_of(longer, purchase.grace_like, now=now)
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
        referrer_id=None if payment.comes_along else user.referred_by,
    )
    jobs = [_access_job(booked, purchase, now=now)]
    if purchase.sends_receipt:
        jobs.append(_receipt(booked, purchase, renewed, now=now))
    what = "Paid by the master" if booked.comes_along else str(booked.amount)
    why = f"{what} for {purchase.plan_name} ({booked.key})"
    writes: list[Write] = [
        stored(booked),
        Update(longer),
        *purchase.person.writes,
        *(Insert(job) for job in jobs),
        Insert(in_ledger(booked, actor=actor, why=why, seconds=gained, now=now)),
        *(Put(mark) for mark in marks.of_payment(booked)),
        Insert(
            note(
                actor,
                "payment.came_along" if booked.comes_along else purchase.action,
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
        writes.append(Update(ended(purchase.order, booked, OrderStatus.PAID)))
    return Booking(Outcome.SETTLED, booked, tuple(writes))


def _for_whole_amount(payment: Payment, seconds: int) -> int:
    """Return what the whole amount would have bought, if what is left of it bought so much.

    A part that comes along goes by the first part's money, so it has that part's figure.
    """
    if payment.comes_along:
        return payment.bought_seconds
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
        offer_ref=purchase.order.offer_ref if purchase.order else "",
    )
    is_over = known.status is AgreementStatus.ENDED
    renews_at = purchase.renews_at or (period.ends_at if period else known.renews_at)
    return replace(
        known,
        user_id=purchase.person.user.id,
        plan_id=purchase.plan_id,
        status=known.status if is_over else AgreementStatus.ACTIVE,
        renews_at=None if is_over or known.cancels_at else renews_at,
        failed_at=None,
        grace_until=None,
    )


def _longer(purchase: Purchase, payment: Payment, *, now: datetime) -> Subscription:
    """Return the subscription with the payment's period, which takes the place of any grace."""
    held = purchase.subscription
    if period_of(held, payment.id) is not None:
        return held
    starts_at, ends_at = purchase.period or _following(purchase, now=now)
    if ends_at <= starts_at:
        return held
    period = Period(
        payment.id,
        purchase.plan_id,
        starts_at,
        ends_at,
        is_trial=purchase.is_trial,
        by_master=payment.comes_along,
    )
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
        **if_parked(JobKind.CHECK_DELIVERY, payment.id),
    }
    cause = purchase.cause or cause_of(payment)
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
