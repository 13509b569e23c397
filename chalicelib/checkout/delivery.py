"""See to payments whose access could not be given: the operator's policy, once (X001).

A job comes here when the work of giving access was parked, when access came after all, and once a
day while a payment waits. Whatever calls, the same look decides what is to be done.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.model import Share, ShareState
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import ActionRequiredError, AlreadyRecordedError, InvalidError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.records import Insert
from chalicelib.payments import refund
from chalicelib.payments.browsing import find
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus, Undelivered
from chalicelib.payments.renewing import cancel_later
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.settling import undelivered
from chalicelib.payments.settling.dates import moved_along
from chalicelib.payments.settling.undelivered import Books
from chalicelib.payments.writing.outcome import Booking, Outcome
from chalicelib.settings.model import ProvisioningPolicy
from chalicelib.subscriptions import wait
from chalicelib.subscriptions.model import Subscription

log = logging.getLogger(__name__)

_GIVEN = frozenset({ShareState.INVITED, ShareState.ACCEPTED})
_SOONEST, _LATEST, _BEFORE_END = timedelta(minutes=10), timedelta(days=1), timedelta(hours=1)
# Whoever waits has few payments, so that those that wait are among the latest.
_MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class _Look:
    """Why somebody looks, and since when access is known to be there."""

    actor: Actor
    why: str = ""
    given_at: datetime | None = None


def check(deps: CheckoutDeps, *, job: Job) -> None:
    """Let the payment that the job names wait, become credit or go back; or end its wait.

    Idempotent, and converges from any state. Nothing happens while the person has access. Raises
    NotFoundError, RetryLaterError, and ActionRequiredError when the money cannot be given back.
    """
    payment_id = PaymentId(job.subject)
    told = str(job.payload.get("given_at") or "")
    look = _Look(
        Actor(f"job:{job.id}"),
        str(job.payload.get("why") or ""),
        from_iso(told) if told else None,
    )
    key = find.payment(deps.settling, payment_id).key

    def decide() -> Booking:
        return _decided(deps, find.fresh(deps.settling, key), look)

    payment = commit_anew(deps.settling, decide, subject=str(key)).payment
    state = payment.undelivered if payment else None
    log.info("payment.delivery", extra={"payment": str(key), "state": state or "as due"})
    if payment is None or payment.undelivered is not Undelivered.WAITING:
        return
    is_back = payment.status is PaymentStatus.REFUNDED
    if is_back or _policy(deps, payment) is ProvisioningPolicy.REFUND:
        _give_back(deps, payment, look)
    else:
        _look_again(deps, payment)


def _decided(deps: CheckoutDeps, payment: Payment, look: _Look) -> Booking:
    user_id = payment.user_id
    if user_id is None or not undelivered.is_open(payment):
        return Booking(Outcome.KNOWN, payment)
    books = Books(payment, deps.subscriptions.get(user_id), look.actor, deps.clock.now())
    given = [each for each in deps.access.of_user(user_id) if each.state in _GIVEN]
    is_waiting = payment.undelivered is Undelivered.WAITING
    if given and not is_waiting:
        return Booking(Outcome.KNOWN, payment)
    if given:
        booked = _ended(deps, books, user_id, given_at=look.given_at or _since(given))
    elif is_waiting:
        booked = undelivered.kept_ahead(books)
    else:
        booked = _begun(deps, books, user_id, why=look.why)
    moved = moved_along(deps.settling, booked.writes, before={user_id: books.subscription})
    return Booking(booked.outcome, booked.payment, (*booked.writes, *moved))


def _begun(deps: CheckoutDeps, books: Books, user_id: UserId, *, why: str) -> Booking:
    """Apply the policy; before money goes back its time waits, so that no day is lost."""
    if _policy(deps, books.payment) is not ProvisioningPolicy.CREDIT:
        return undelivered.waits(books, why=why)
    order = _spent_on(deps, books.payment)
    balance = deps.payments.credit(user_id)
    booked = undelivered.became_credit(books, balance, order=order, why=why)
    jobs = _no_more_charges(deps, books.payment, now=books.now)
    return Booking(booked.outcome, booked.payment, (*booked.writes, *jobs))


def _ended(deps: CheckoutDeps, books: Books, user_id: UserId, *, given_at: datetime) -> Booking:
    page = deps.payments.of_user(user_id, cursor=None, limit=_MOST_WAITING)
    keys = {each.key for each in page.items if each.undelivered} | {books.payment.key}
    # Found by an index, which may be behind: what is changed is read again.
    found = deps.payments.many(tuple(sorted(keys, key=str))).values()
    waiting = [each for each in found if each.undelivered is Undelivered.WAITING]
    return undelivered.delivered(books, waiting, given_at=given_at)


def _since(given: list[Share]) -> datetime:
    return min(each.changed_at for each in given)


def _policy(deps: CheckoutDeps, payment: Payment) -> ProvisioningPolicy:
    return undelivered.policy_for(payment, deps.settings.payments().provisioning_policy)


def _give_back(deps: CheckoutDeps, payment: Payment, look: _Look) -> None:
    """Give all that is left back at the gateway, then take the time and end the agreement."""
    if payment.status is not PaymentStatus.REFUNDED:
        _refund(deps, payment, look)

    def decide() -> Booking:
        known = find.fresh(deps.settling, payment.key)
        if known.status is not PaymentStatus.REFUNDED or known.user_id is None:
            return Booking(Outcome.KNOWN, known)
        if known.undelivered is Undelivered.REFUNDED:
            return Booking(Outcome.KNOWN, known)
        paid, now = deps.subscriptions.get(known.user_id), deps.clock.now()
        booked = undelivered.went_back(
            Books(known, paid, look.actor, now),
            deps.payments.credit(known.user_id),
            order=_spent_on(deps, known),
        )
        moved = moved_along(deps.settling, booked.writes, before={known.user_id: paid})
        jobs = _no_more_charges(deps, known, now=now)
        return Booking(booked.outcome, booked.payment, (*booked.writes, *moved, *jobs))

    commit_anew(deps.settling, decide, subject=str(payment.key))


def _spent_on(deps: CheckoutDeps, payment: Payment) -> Order | None:
    """Return the payment's order if its user spent credit on it that did not come back yet."""
    order = deps.payments.order(payment.order_id) if payment.order_id else None
    if order is None or order.status is not OrderStatus.PAID or order.credit_used is None:
        return None
    is_its = (order.payment_key, order.user_id) == (payment.key, payment.user_id)
    return order if is_its else None


def _refund(deps: CheckoutDeps, payment: Payment, look: _Look) -> None:
    try:
        refund.refund(
            deps.settling,
            payment_id=payment.id,
            amount=None,
            version=payment.version,
            actor=look.actor,
        )
    except InvalidError as error:
        raise ActionRequiredError(
            f"The money could not be given back: {error.message}",
            remedy="Give it back at the payment service; until then the paid time waits.",
        ) from error


def _no_more_charges(deps: CheckoutDeps, payment: Payment, *, now: datetime) -> tuple[Insert, ...]:
    """Return the job that ends the payment's recurring agreement, if it has one."""
    agreement = None
    if payment.subscription_ref:
        agreement = deps.payments.agreement(payment.key.gateway, payment.subscription_ref)
    if agreement is None or not agreement.will_charge:
        return ()
    cause = f"undelivered_{payment.key}"
    return (Insert(cancel_later.cancelling(agreement, cause=cause, now=now)),)


def _look_again(deps: CheckoutDeps, payment: Payment) -> None:
    """Come back in a day, or before the time runs out, while the payment's own time waits."""
    paid: Subscription | None = None
    if payment.user_id is not None:
        paid = deps.subscriptions.get(payment.user_id)
    period = wait.waiting_period(paid) if paid else None
    if period is None or period.payment_id != payment.id:
        return
    now = deps.clock.now()
    due_at = max(min(now + _LATEST, period.ends_at - _BEFORE_END), now + _SOONEST)
    job = new_job(
        JobKind.CHECK_DELIVERY,
        payment.id,
        now=now,
        cause=f"wait_{payment.id}_{due_at:%Y%m%dT%H}",
        user_id=payment.user_id,
        due_at=due_at,
    )
    try:
        deps.database.commit(Insert(job))
    except AlreadyRecordedError:
        return
