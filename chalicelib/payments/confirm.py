"""Look after an order whose customer came back from the gateway."""

import logging
from dataclasses import dataclass

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.model import GatewayStatus, Order, OrderStatus
from chalicelib.payments.ports import CheckoutState, NotChargedYetError, PaymentsDeps
from chalicelib.payments.settle import settle

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An order as it stands, and whether its money is on its way: sent, but not there yet."""

    order: Order
    is_on_its_way: bool = False


def confirm(deps: PaymentsDeps, *, order_id: OrderId) -> Order:
    """Do as `ask`, and return the order alone."""
    return ask(deps, order_id=order_id).order


def ask(deps: PaymentsDeps, *, order_id: OrderId) -> Confirmation:
    """Ask the gateway what the order's page came to, settle if it was paid, return the order.

    The customer's word counts for nothing (B026). When the gateway does not answer the order is
    returned as it stands: its webhook, or the next look, settles it. Raises NotFoundError.
    """
    order = deps.store.order(order_id)
    if order is None:
        raise NotFoundError("There is no such order.", remedy="Check the address of the page.")
    source = deps.gateways.get(order.gateway)
    if order.status is not OrderStatus.OPEN or not order.checkout_id or source is None:
        return Confirmation(order)
    try:
        result = source.read_checkout(order.checkout_id)
        if result.payment is None:
            return Confirmation(order)
        if result.payment.status is GatewayStatus.PENDING:
            # A page that can still be paid has seen a try that failed, or none that counts.
            return Confirmation(order, is_on_its_way=result.state == CheckoutState.COMPLETE)
        settle(deps, found=result.payment, actor=Actor("page:return"))
    except NotChargedYetError as error:
        log.info("order.not_charged_yet", extra={"order_id": order.id, "why": error.message})
        return Confirmation(order, is_on_its_way=True)
    except (RetryLaterError, ActionRequiredError) as error:
        log.warning("order.unconfirmed", extra={"order_id": order.id, "why": error.message})
        return Confirmation(order)
    return Confirmation(deps.store.order(order_id) or order)
