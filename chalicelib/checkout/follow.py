"""Tell a customer, truthfully, how their sale comes along."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.access.model import Share, ShareState
from chalicelib.catalog.model import Server, shared_libraries
from chalicelib.checkout.model import Progress, Stage
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.jobs.model import JobKind, JobState, new_job
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.model import (
    GatewayName,
    Order,
    OrderStatus,
    Payment,
    PaymentStatus,
    Undelivered,
)

_WORDS = {
    Stage.WAITING_FOR_PAYMENT: (
        "Waiting for your payment",
        "Your seat is kept while the payment page is open.",
    ),
    Stage.CONFIRMING: (
        "Checking your payment",
        "We are asking the payment service. This page changes by itself.",
    ),
    Stage.PREPARING: (
        "Payment received",
        "We are preparing your access. This takes a moment.",
    ),
    Stage.INVITED: (
        "One click left",
        "Accept the invitation that Plex sent to {account}, then start watching.",
    ),
    Stage.READY: (
        "You are all set",
        "Open Plex and sign in as {account}: your libraries are there.",
    ),
    Stage.RESTRAINED: (
        "Payment received, your access comes later",
        "Your payment is booked. All that your plan gives comes by itself when this is over:",
    ),
    Stage.CLOSED: ("This order was closed", "Nothing was charged. You can choose a plan again."),
    Stage.ATTENTION: (
        "Payment received, one moment please",
        "Something needs a look by a person. We know about it; nothing is lost.",
    ),
}
# What is told of money that was sent and is not there yet.
_ON_ITS_WAY = {
    GatewayName.STRIPE: (
        "Your payment is on its way",
        "Your bank needs some time to send it, for some ways to pay a few days. Your access "
        "follows as soon as it is here, and we write to you then. You can close this page.",
    ),
    GatewayName.PAYPAL: (
        "Your payment is on its way",
        "PayPal holds it until it is cleared. Your access follows as soon as it is here, and we "
        "write to you then. You can close this page.",
    ),
    GatewayName.PLISIO: (
        "Your coins are on their way",
        "The network confirms the transfer, which takes some minutes, sometimes an hour. This "
        "page changes by itself; we also write to you, so you can close it.",
    ),
}
_TRIAL = ("Your free trial begins", "We are preparing your access. This takes a moment.")
_REFUNDED = ("This payment was refunded", "The money is on its way back to you.")
# What became of a payment whose access could not be given (X001).
_UNDELIVERED = {
    Undelivered.WAITING: (
        "Payment received, your access comes later",
        "We could not give you access yet, and a person looks after it. Your paid time begins "
        "when your access is there, so that you lose no day of it.",
    ),
    Undelivered.CREDITED: (
        "We could not give you access",
        "What you paid is kept as credit in your account: your next order uses it.",
    ),
    Undelivered.REFUNDED: (
        "We could not give you access",
        "You got your money back: it is on its way to you, for some ways to pay a few days.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """The person's share that counts, and what it is on."""

    share: Share
    server: Server
    is_complete: bool


def progress(deps: CheckoutDeps, *, order_id: OrderId, is_on_its_way: bool = False) -> Progress:
    """Return the stage of an order and the facts behind it; reads only what we know ourselves.

    `is_on_its_way` says that the gateway knows of money that was sent and has not arrived: an open
    order is then being confirmed rather than waited for. Raises NotFoundError.
    """
    order = deps.payments.order(order_id)
    if order is None:
        raise NotFoundError("There is no such order.", remedy="Check the address of the page.")
    payment = deps.payments.payment(order.payment_key) if order.payment_key else None
    if payment is None:
        return _unpaid(order, now=deps.clock.now(), is_on_its_way=is_on_its_way)
    shown = Progress(
        order,
        Stage.PREPARING,
        *_WORDS[Stage.PREPARING],
        payment=payment,
        access_from=payment.starts_at,
        access_until=payment.ends_at,
        account=order.media.handle,
    )
    match payment.status:
        case PaymentStatus.HELD if payment.amount != order.price:
            return replace(_at(shown, Stage.ATTENTION), detail=_other_amount(payment, order))
        case PaymentStatus.HELD | PaymentStatus.UNMATCHED | PaymentStatus.DISMISSED:
            return _at(shown, Stage.ATTENTION)
        case PaymentStatus.REFUNDED:
            is_ours = payment.undelivered is Undelivered.REFUNDED
            headline, detail = undelivered_words(payment) if is_ours else _REFUNDED
            return replace(shown, stage=Stage.CLOSED, headline=headline, detail=detail)
        case PaymentStatus.SETTLED:
            return _settled(deps, shown, payment)


def undelivered_words(payment: Payment) -> tuple[str, str]:
    """Return headline and text about a payment whose access could not be given, else nothing."""
    state = payment.undelivered
    return _UNDELIVERED[state] if state is not None else ("", "")


def _unpaid(order: Order, *, now: datetime, is_on_its_way: bool) -> Progress:
    if is_on_its_way and order.gateway in _ON_ITS_WAY:
        told = _ON_ITS_WAY[order.gateway]
        return Progress(order, Stage.CONFIRMING, *told, account=order.media.handle)
    # A lapsed order may still turn out to be paid: the schedule asks before it closes.
    waits = order.status is OrderStatus.OPEN and now < order.expires_at
    stage = Stage.WAITING_FOR_PAYMENT if waits else Stage.CONFIRMING
    if order.status is OrderStatus.CLOSED:
        stage = Stage.CLOSED
    return _at(Progress(order, stage, "", "", account=order.media.handle), stage)


def _other_amount(payment: Payment, order: Order) -> str:
    return (
        f"{payment.amount} arrived, but {order.price} was due. We know about it and look into it; "
        "nothing is lost."
    )


def _settled(deps: CheckoutDeps, shown: Progress, payment: Payment) -> Progress:
    place = _place(deps, payment)
    user = deps.users.get(payment.user_id) if payment.user_id else None
    shown = replace(shown, restraint=user.restrained(now=deps.clock.now()) if user else None)
    if place is not None and place.share.state is ShareState.ACCEPTED and place.is_complete:
        return _ready(replace(shown, server_name=place.server.name), place)
    if payment.undelivered is not None and (place is None or not _is_given(place)):
        headline, detail = undelivered_words(payment)
        is_waiting = payment.undelivered is Undelivered.WAITING
        stage = Stage.ATTENTION if is_waiting else Stage.CLOSED
        told = replace(shown, access_from=None, access_until=None)
        return replace(told, stage=stage, headline=headline, detail=detail)
    if _is_parked(deps, payment):
        return _at(shown, Stage.ATTENTION)
    if place is not None and place.share.state is ShareState.INVITED:
        return _at(replace(shown, server_name=place.server.name), Stage.INVITED)
    if shown.restraint is not None:
        return _at(shown, Stage.RESTRAINED)
    if shown.order.is_trial:
        return replace(shown, headline=_TRIAL[0], detail=_TRIAL[1])
    return _at(shown, Stage.PREPARING)


def _ready(shown: Progress, place: _Place) -> Progress:
    login = place.share.account_name
    if not login:
        return _at(shown, Stage.READY)
    detail = (
        f"Sign in at {place.server.url} as {login}. Your account page gives you your password."
    )
    headline, _ = _WORDS[Stage.READY]
    told = replace(shown, stage=Stage.READY, headline=headline, detail=detail)
    return replace(told, account=login, has_login=True)


def _is_given(place: _Place) -> bool:
    return place.share.state in {ShareState.INVITED, ShareState.ACCEPTED}


def _place(deps: CheckoutDeps, payment: Payment) -> _Place | None:
    """Return the share that gives the payment's plan, a complete one before any other."""
    plan = deps.catalog.plan(payment.plan_id) if payment.plan_id else None
    shares = deps.access.of_user(payment.user_id) if payment.user_id else ()
    found: list[_Place] = []
    for share in shares:
        server = deps.catalog.server(share.server_id) if share.takes_seat else None
        if server is not None and plan is not None:
            wanted = shared_libraries(plan, deps.catalog.libraries(server.id))
            held = set(share.library_ids)
            is_complete = bool(wanted) and all(library.id in held for library in wanted)
            found.append(_Place(share, server, is_complete))
    ranked = sorted(
        found, key=lambda p: (p.is_complete, p.share.state is ShareState.ACCEPTED), reverse=True
    )
    return ranked[0] if ranked else None


def _is_parked(deps: CheckoutDeps, payment: Payment) -> bool:
    """Tell whether the work that the payment caused waits for a person."""
    cause = str(payment.key)
    named = new_job(JobKind.RECONCILE_ACCESS, "", now=payment.recorded_at, cause=cause)
    job = deps.jobs.get(named.id)
    return job is not None and job.state is JobState.PARKED


def _at(shown: Progress, stage: Stage) -> Progress:
    headline, detail = _WORDS[stage]
    account = shown.account or "your Plex account"
    return replace(shown, stage=stage, headline=headline, detail=detail.format(account=account))
