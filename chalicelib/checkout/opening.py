"""What opening an order has in common, whether it is paid for or a trial."""

import hashlib
from datetime import datetime

from chalicelib.catalog.model import Location
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.payments.model import Order


def order_id(token: str, *, now: datetime) -> OrderId:
    """Return an order's id, made of the form's token if there is one: it opens one order."""
    if not token:
        return OrderId(new_id("ord", now=now))
    return OrderId(f"ord_{hashlib.sha256(token.encode()).hexdigest()[:32]}")


def opened(order: Order, *, actor: Actor, now: datetime, why: str) -> AuditEntry:
    """Return what the audit log says of a new order; `why` tells where its seat is."""
    return note(
        actor,
        "order.opened",
        order.id,
        now=now,
        user_id=order.user_id,
        why=why,
        after={"plan": order.plan_id, "price": order.price, "email": order.email},
    )


def location_of(deps: CheckoutDeps, asked: StartRequest) -> Location | None:
    """Return the location that was chosen, None for none; raises InvalidError for an unknown."""
    if asked.location_id is None:
        return None
    location = deps.catalog.location(asked.location_id)
    if location is None:
        raise InvalidError.of("location_id", "There is no such location.", "Choose another.")
    return location
