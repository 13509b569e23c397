"""Orders for which nothing is left to pay: they settle at once, without a gateway."""

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.money import Money
from chalicelib.payments.model import (
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Order,
    PaymentKey,
)
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.settle import settle


def settle_free(deps: PaymentsDeps, order: Order, *, actor: Actor) -> Order:
    """Settle a free order by a payment of nothing and return it as it then stands.

    Idempotent: the payment is named by the order. Raises RetryLaterError when the database is
    busy; ValueError for an order that costs something.
    """
    if order.price.minor:
        raise ValueError(f"{order.id} costs {order.price}")
    found = GatewayPayment(
        key=PaymentKey(GatewayName.MANUAL, order.id),
        status=GatewayStatus.PAID,
        amount=order.price,
        paid_at=deps.clock.now(),
        refunded=Money.zero(order.price.currency),
        payer_email=order.email,
        payer_name=order.name,
        order_id=order.id,
    )
    settle(deps, found=found, actor=actor)
    return deps.store.order(order.id) or order
