"""Book a payment: the one place where webhook, return page and hourly sync end."""

import logging
from collections.abc import Callable
from dataclasses import replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.records import Write
from chalicelib.payments import booking
from chalicelib.payments.booking import Booking, Outcome, Purchase
from chalicelib.payments.matching import Payer, buyers, difference, match_payer
from chalicelib.payments.model import GatewayPayment, GatewayStatus, Order, Payment
from chalicelib.payments.people import Person, newcomer, returning
from chalicelib.payments.ports import PaymentsDeps, SettleView
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

log = logging.getLogger(__name__)

# Each lost race means that somebody else moved on, so this is far more than enough.
MOST_TRIES = 8


def settle(deps: PaymentsDeps, *, found: GatewayPayment, actor: Actor) -> Payment | None:
    """Book a payment as its gateway tells it; None when nothing is to book (pending, failed).

    Idempotent by the payment's key: the same payment in the same state changes nothing. Raises
    RetryLaterError when the database is busy.
    """
    return book(deps, found=found, actor=actor).payment


def book(
    deps: PaymentsDeps,
    *,
    found: GatewayPayment,
    actor: Actor,
    also: Callable[[Outcome], tuple[Write, ...]] | None = None,
) -> Booking:
    """Do as `settle`, say what came of it, and add what `also` returns to the commit, if any."""
    return commit_anew(
        deps, lambda: _decide(deps, found=found, actor=actor), also=also, subject=str(found.key)
    )


def commit_anew(
    deps: PaymentsDeps,
    decide: Callable[[], Booking],
    *,
    subject: str,
    also: Callable[[Outcome], tuple[Write, ...]] | None = None,
) -> Booking:
    """Commit what `decide` says; when somebody was faster, read and decide anew, and so on.

    Returns the payment as stored. Raises RetryLaterError after `MOST_TRIES` lost races.
    """
    for _ in range(MOST_TRIES):
        decided = _alarmed(deps, decide())
        if not decided.writes or decided.payment is None:
            return decided
        try:
            deps.database.commit(*decided.writes, *(also(decided.outcome) if also else ()))
        except (AlreadyRecordedError, StaleRecordError):
            continue
        deps.nudge.send(*decided.job_ids)
        log.info("payment.booked", extra={"payment": subject, "outcome": decided.outcome})
        stored = replace(decided.payment, version=decided.payment.version + 1)
        return replace(decided, payment=stored)
    raise RetryLaterError("The payment is being changed by others.", after_seconds=5)


def _alarmed(deps: PaymentsDeps, decided: Booking) -> Booking:
    if not decided.alarm:
        return decided
    admin_email = deps.settings.site().admin_email
    return booking.with_alarm(
        decided, admin_email=admin_email, site_url=deps.site_url, now=deps.clock.now()
    )


def _decide(deps: PaymentsDeps, *, found: GatewayPayment, actor: Actor) -> Booking:
    if found.status in {GatewayStatus.PENDING, GatewayStatus.FAILED}:
        return Booking(Outcome.NOTHING)
    now = deps.clock.now()
    view = deps.store.settle_view(found.key, order_id=found.order_id)
    if view.payment is not None:
        return booking.reviewed(view.payment, found, actor=actor, now=now)
    payment = booking.recorded(found, now=now)
    if found.status is GatewayStatus.REFUNDED:
        if view.order is None:
            return Booking(Outcome.NOTHING)
        return booking.refunded_unseen(payment, view.order, actor=actor, now=now)
    if view.order is not None:
        return _for_order(deps, payment, found, view.order, view, actor=actor)
    return _by_payer(deps, payment, found, actor=actor)


def _for_order(
    deps: PaymentsDeps,
    payment: Payment,
    found: GatewayPayment,
    order: Order,
    view: SettleView,
    *,
    actor: Actor,
) -> Booking:
    now = deps.clock.now()
    why = difference(found, order)
    if why:
        return booking.held(payment, order, why=why, actor=actor, now=now)
    candidates = buyers(order, view.users)
    if len(candidates) > 1:
        names = " and ".join(sorted(user.name or user.id for user in candidates))
        why = f"The Plex identity of the order belongs to {names}."
        return booking.unmatched(payment, why=why, actor=actor, now=now, order=order)
    if candidates:
        person = returning(candidates[0], order)
        subscription = _subscription(deps, candidates[0], view)
    else:
        person = newcomer(order, now=now)
        subscription = Subscription(person.user.id)
    purchase = Purchase(
        person, subscription, order.plan_id, order.plan_name, order.term, order=order
    )
    return booking.settled(payment, purchase, actor=actor, now=now)


def _subscription(deps: PaymentsDeps, user: User, view: SettleView) -> Subscription:
    if view.subscription is not None and view.subscription.user_id == user.id:
        return view.subscription
    return deps.subscriptions.get(user.id)


def _by_payer(
    deps: PaymentsDeps, payment: Payment, found: GatewayPayment, *, actor: Actor
) -> Booking:
    """Book a payment without an order: for the one user who is meant, else for nobody."""
    email = found.payer_email.strip().casefold()
    users = deps.users.by_email(email) if email else ()
    subscriptions = deps.subscriptions.many(tuple(user.id for user in users)) if users else {}
    payers = []
    for user in users:
        last = last_period(subscriptions[user.id])
        plan = deps.catalog.plan(last.plan_id) if last is not None else None
        payers.append(Payer(user, plan))
    match = match_payer(found, payers)
    now = deps.clock.now()
    if match.payer is None or match.payer.last_plan is None:
        return booking.unmatched(payment, why=match.reason, actor=actor, now=now)
    user, plan = match.payer.user, match.payer.last_plan
    purchase = Purchase(Person(user), subscriptions[user.id], plan.id, plan.name, plan.term)
    return booking.settled(payment, purchase, actor=actor, now=now)
