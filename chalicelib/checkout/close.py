"""Close orders: turned back, or lapsed. Whoever paid after all is settled first."""

import logging
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.checkout import seat, turns
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.model import Order, OrderStatus
from chalicelib.payments.ports import CheckoutState
from chalicelib.payments.settle import settle
from chalicelib.payments.settling.promises import given_back

log = logging.getLogger(__name__)

MOST_TRIES = 8
_PAGE_SIZE = 100


def cancel(deps: CheckoutDeps, *, order_id: OrderId) -> Order:
    """Close the order of a customer who turned back, and free the seat; return it as it stands.

    Idempotent; a paid order stays paid. When the gateway does not answer the order stays open
    until it lapses. Raises NotFoundError.
    """
    order = deps.payments.order(order_id)
    if order is None:
        raise NotFoundError("There is no such order.", remedy="Check the address of the page.")
    try:
        return _close(deps, order, actor=Actor("page:cancel"), why="The customer turned back.")
    except (RetryLaterError, ActionRequiredError) as error:
        log.warning("order.not_closed", extra={"order_id": order.id, "why": error.message})
        return order


def close_lapsed(deps: CheckoutDeps) -> Mapping[str, int]:
    """Close open orders whose time is up; return how many were closed, paid, waiting or failed.

    Idempotent. *Waiting* are those whose money is on its way. One that fails stops no other.
    """
    now = deps.clock.now()
    counts: Tally[str] = Tally()
    cursor: str | None = None
    while True:
        page = deps.payments.open_orders(cursor=cursor, limit=_PAGE_SIZE)
        for order in page.items:
            if order.expires_at <= now:
                counts[_close_lapsed(deps, order)] += 1
        cursor = page.next_cursor
        if cursor is None:
            return counts


def any_lapsed(deps: CheckoutDeps) -> bool:
    """Tell whether an order is open whose time is up; among more than a hundred there may be."""
    now = deps.clock.now()
    page = deps.payments.open_orders(cursor=None, limit=_PAGE_SIZE)
    return page.next_cursor is not None or any(order.expires_at <= now for order in page.items)


def give_up(
    deps: CheckoutDeps, order: Order, *, why: str = "No payment page was opened."
) -> Order:
    """Close an order that came to nothing before it could be paid."""
    return _shut(deps, order.id, actor=Actor("page:checkout"), why=why)


def _close_lapsed(deps: CheckoutDeps, order: Order) -> str:
    try:
        closed = _close(
            deps, order, actor=Actor("schedule:close_lapsed"), why="The time to pay ran out."
        )
    except AppError as error:
        log.warning("order.not_closed", extra={"order_id": order.id, "why": error.message})
        return "failed"
    return "waiting" if closed.status is OrderStatus.OPEN else str(closed.status)


def _close(deps: CheckoutDeps, order: Order, *, actor: Actor, why: str) -> Order:
    """Ask the gateway first: settle what was paid, else make the page unpayable and close."""
    if order.status is not OrderStatus.OPEN:
        return order
    source = deps.gateways.get(order.gateway)
    if source is not None and order.checkout_id:
        source.close_checkout(order.checkout_id)
        result = source.read_checkout(order.checkout_id)
        if result.payment is not None:
            settle(deps.settling, found=result.payment, actor=actor)
            order = deps.payments.order(order.id) or order
        if order.status is not OrderStatus.OPEN or result.state == CheckoutState.COMPLETE:
            return order
    return _shut(deps, order.id, actor=actor, why=why)


def _shut(deps: CheckoutDeps, order_id: OrderId, *, actor: Actor, why: str) -> Order:
    for _ in range(MOST_TRIES):
        order = deps.payments.order(order_id)
        if order is None:
            raise NotFoundError("There is no such order.")
        if order.status is not OrderStatus.OPEN:
            return order
        closed = replace(order, status=OrderStatus.CLOSED)
        writes = _closing(deps, order, closed, actor=actor, why=why)
        try:
            deps.database.commit(*writes)
        except StaleRecordError:
            continue
        deps.nudge.send(*(job.id for job in turns.mails_in(writes)))
        log.info("order.closed", extra={"order_id": order.id, "why": why})
        return replace(closed, version=closed.version + 1)
    raise RetryLaterError("The order is being changed by others.", after_seconds=5)


def _closing(
    deps: CheckoutDeps, order: Order, closed: Order, *, actor: Actor, why: str
) -> tuple[Write, ...]:
    now = deps.clock.now()
    entry = note(
        actor,
        "order.closed",
        order.id,
        now=now,
        user_id=order.user_id,
        why=why,
        before={"status": order.status},
        after={"status": closed.status},
    )
    back = given_back(order, catalog=deps.catalog, store=deps.payments, actor=actor, now=now)
    return (Update(closed), Insert(entry), *seat.given_back(deps, order, actor=actor), *back)
