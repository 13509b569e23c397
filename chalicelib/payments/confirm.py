"""Look after an order whose customer came back from the gateway."""

import logging

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.model import Order, OrderStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.settle import settle

log = logging.getLogger(__name__)


def confirm(deps: PaymentsDeps, *, order_id: OrderId) -> Order:
    """Ask the gateway what the order's page came to, settle if it was paid, return the order.

    The customer's word counts for nothing (B026). When the gateway does not answer the order is
    returned as it stands: its webhook, or the next look, settles it. Raises NotFoundError.
    """
    order = deps.store.order(order_id)
    if order is None:
        raise NotFoundError("There is no such order.", remedy="Check the address of the page.")
    source = deps.gateways.get(order.gateway)
    if order.status is not OrderStatus.OPEN or not order.checkout_id or source is None:
        return order
    try:
        result = source.read_checkout(order.checkout_id)
        if result.payment is None:
            return order
        settle(deps, found=result.payment, actor=Actor("page:return"))
    except (RetryLaterError, ActionRequiredError) as error:
        log.warning("order.unconfirmed", extra={"order_id": order.id, "why": error.message})
        return order
    return deps.store.order(order_id) or order
