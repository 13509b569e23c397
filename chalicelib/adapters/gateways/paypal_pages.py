"""Pages at PayPal that are paid once: orders, approved there and collected here."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways.paypal_api import PayPalApi
from chalicelib.adapters.gateways.paypal_errors import (
    NO_ANSWER,
    MissingObjectError,
    RefusedError,
    readable,
)
from chalicelib.adapters.gateways.paypal_money import to_paypal
from chalicelib.adapters.gateways.paypal_objects import word
from chalicelib.adapters.gateways.paypal_reading import PaymentReader
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.payments.model import Order
from chalicelib.payments.ports import CheckoutResult, CheckoutState, HostedCheckout

Json = Mapping[str, Any]

_ORDERS = "/v2/checkout/orders"
_CLOSED = "Closed: "
_LONGEST_TEXT = 127
_OPEN, _APPROVED, _COMPLETE, _VOID = "open", "approved", "complete", "void"
_STATES = {
    "CREATED": _OPEN,
    "SAVED": _OPEN,
    "PAYER_ACTION_REQUIRED": _OPEN,
    "APPROVED": _APPROVED,
    "COMPLETED": _COMPLETE,
    "VOIDED": _VOID,
}
# The bank said no, or the approval was used up: the payer may choose another way on the page.
_NOT_CAPTURED = frozenset(
    {"ORDER_NOT_APPROVED", "INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "TRANSACTION_REFUSED"}
)


def open_page(api: PayPalApi, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
    """Make the payment page of an order; the same order always gets the same page.

    Raises InvalidError naming `price` for what PayPal cannot collect.
    """
    body = _order_body(order, return_url=return_url, cancel_url=cancel_url)
    try:
        made = api.post(_ORDERS, body, request_id=f"checkout-{order.id}")
    except MissingObjectError as error:
        raise RetryLaterError(NO_ANSWER) from error
    with readable():
        urls = [
            link["href"] for link in made["links"] if link["rel"] in {"payer-action", "approve"}
        ]
        return HostedCheckout(checkout_id=str(made["id"]), url=str(urls[0]))


def close_page(api: PayPalApi, checkout_id: str) -> None:
    """Make sure that the page can no longer be paid; done already is success.

    PayPal closes no orders, but money is only taken when we ask for it: an order that nobody
    approved is marked, and what is marked is never collected.
    """
    try:
        order = api.get(f"{_ORDERS}/{checkout_id}")
        if word(_STATES, order.get("status")) != _OPEN or _is_marked(order):
            return
        with readable():
            change = _marking(order["purchase_units"][0], checkout_id)
        api.patch(f"{_ORDERS}/{checkout_id}", [change])
    except MissingObjectError:
        return


def read_page(api: PayPalApi, checkout_id: str) -> CheckoutResult:
    """Return what the page came to; what the customer approved is collected now."""
    try:
        order = api.get(f"{_ORDERS}/{checkout_id}")
        state = word(_STATES, order.get("status"))
        if state == _APPROVED and not _is_marked(order):
            if not _collected(api, order):
                return CheckoutResult(CheckoutState.OPEN, None)
            order = api.get(f"{_ORDERS}/{checkout_id}")
            state = word(_STATES, order.get("status"))
    except MissingObjectError:
        return CheckoutResult(CheckoutState.CLOSED, None)
    if state == _COMPLETE:
        return CheckoutResult(CheckoutState.COMPLETE, PaymentReader(api).of_order(order))
    is_closed = state == _VOID or _is_marked(order)
    return CheckoutResult(CheckoutState.CLOSED if is_closed else CheckoutState.OPEN, None)


def _marking(unit: Json, checkout_id: str) -> dict[str, Any]:
    described = unit.get("description")
    reference = unit.get("reference_id") or "default"
    return {
        "op": "replace" if described else "add",
        "path": f"/purchase_units/@reference_id=='{reference}'/description",
        "value": f"{_CLOSED}{described or checkout_id}"[:_LONGEST_TEXT],
    }


def _order_body(order: Order, *, return_url: str, cancel_url: str) -> dict[str, Any]:
    unit = {
        "custom_id": order.id,
        "invoice_id": order.id,
        "description": f"{order.plan_name}: access for {order.term}"[:_LONGEST_TEXT],
        "amount": to_paypal(order.price),
    }
    context = {
        "return_url": return_url,
        "cancel_url": cancel_url,
        "shipping_preference": "NO_SHIPPING",
        "user_action": "PAY_NOW",
    }
    return {
        "intent": "CAPTURE",
        "purchase_units": [unit],
        "payment_source": {"paypal": {"experience_context": context}},
    }


def _is_marked(order: Json) -> bool:
    """Tell whether we have closed the order."""
    units = order.get("purchase_units") or ()
    return any(str(unit.get("description") or "").startswith(_CLOSED) for unit in units)


def _collected(api: PayPalApi, order: Json) -> bool:
    """Take the money of an approved order; tell whether it is taken, now or before."""
    # Another approval, after a refusal, is another request.
    approval = str(order.get("update_time") or "")
    try:
        api.post(
            f"{_ORDERS}/{order['id']}/capture",
            {},
            request_id=f"capture-{order['id']}-{approval}",
        )
    except RefusedError as error:
        if error.issue in _NOT_CAPTURED:
            return False
        if error.issue != "ORDER_ALREADY_CAPTURED":
            raise
    return True
