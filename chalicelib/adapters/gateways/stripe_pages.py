"""What we ask of Stripe's hosted page (pure): the order, its price, and where to go after."""

from typing import Any

from chalicelib.adapters.gateways.stripe_money import to_stripe
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Order

_LONGEST_COUPON_NAME = 40


def reduction(order: Order) -> Money:
    """Return what the plan's price was reduced by: discount and credit together."""
    none = Money.zero(order.price.currency)
    return (order.discount or none) + (order.credit_used or none)


def once_params(order: Order, *, return_url: str, cancel_url: str) -> dict[str, Any]:
    """Return the page of an order that is paid once; raises InvalidError."""
    metadata = {"order_id": order.id}
    product = {"name": order.plan_name, "description": _described(order)}
    price = {
        "currency": order.price.currency.lower(),
        "unit_amount": to_stripe(order.price),
        "product_data": product,
    }
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "payment_intent_data": {"metadata": metadata, "description": order.plan_name},
        **_common(order, return_url=return_url, cancel_url=cancel_url),
    }


def recurring_params(order: Order, *, return_url: str, cancel_url: str) -> dict[str, Any]:
    """Return the page of an order that is paid again and again; raises InvalidError.

    The subscription carries the order, too: a session's metadata is not copied there.
    """
    if not order.offer_ref:
        raise InvalidError.of(
            "plan_id",
            "This plan has no price at Stripe.",
            "Enter one, or let it be created on the plan's page.",
        )
    params = {
        "mode": "subscription",
        "line_items": [{"price": order.offer_ref, "quantity": 1}],
        "subscription_data": {
            "metadata": {"order_id": order.id},
            "description": order.plan_name,
        },
        **_common(order, return_url=return_url, cancel_url=cancel_url),
    }
    if reduction(order).minor:
        params["discounts"] = [{"coupon": coupon_id(order)}]
    return params


def coupon_id(order: Order) -> str:
    """Return the id of the coupon that is made for this order alone."""
    return f"order-{order.id}"


def coupon_params(order: Order) -> dict[str, Any]:
    """Return the coupon that makes the first invoice cost what was quoted."""
    off = reduction(order)
    name = f"Code {order.discount_code}" if order.discount_code else "Credit"
    return {
        "id": coupon_id(order),
        "name": name[:_LONGEST_COUPON_NAME],
        "amount_off": to_stripe(off),
        "currency": off.currency.lower(),
        "duration": "once",
        "max_redemptions": 1,
        "redeem_by": int(order.expires_at.timestamp()),
        "metadata": {"order_id": order.id},
    }


def _common(order: Order, *, return_url: str, cancel_url: str) -> dict[str, Any]:
    return {
        "client_reference_id": order.id,
        "customer_email": order.email,
        "metadata": {"order_id": order.id},
        "success_url": return_url,
        "cancel_url": cancel_url,
        "expires_at": int(order.expires_at.timestamp()),
    }


def _described(order: Order) -> str:
    """Return what the customer reads below the plan's name."""
    text = f"Access for {order.term}"
    off = reduction(order)
    if not off.minor:
        return text
    parts = []
    if order.discount and order.discount.minor:
        code = f" ({order.discount_code})" if order.discount_code else ""
        parts.append(f"{order.discount} discount{code}")
    if order.credit_used and order.credit_used.minor:
        parts.append(f"{order.credit_used} credit")
    return f"{text}: {order.price + off} less {' and '.join(parts)}"
