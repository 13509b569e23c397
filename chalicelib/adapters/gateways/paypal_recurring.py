"""Agreements and offers at PayPal: subscriptions, products and plans."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways import paypal_offers as offers
from chalicelib.adapters.gateways.paypal_api import PayPalApi
from chalicelib.adapters.gateways.paypal_errors import (
    RIGHT_MISSING,
    MissingObjectError,
    RefusedError,
    no_transactions,
    not_business,
    plan_not_found,
    readable,
    subscription_id_missing,
)
from chalicelib.adapters.gateways.paypal_objects import read_subscription, regular_cycle, word
from chalicelib.adapters.gateways.paypal_reading import PaymentReader
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Order
from chalicelib.payments.ports import CheckoutResult, CheckoutState, HostedCheckout
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement
from chalicelib.settings.model import PayPalMode

Json = Mapping[str, Any]

_SUBSCRIPTIONS = "/v1/billing/subscriptions"
_PLANS = "/v1/billing/plans"
_PRODUCTS = "/v1/catalogs/products"
_WITH_ALL = {"fields": "last_failed_payment,plan"}
_MOST_PLANS = 20
# Where payers change how their automatic payments are paid.
_AUTOPAY = {
    PayPalMode.LIVE: "https://www.paypal.com/myaccount/autopay/",
    PayPalMode.SANDBOX: "https://www.sandbox.paypal.com/myaccount/autopay/",
}
_STATES = {
    "APPROVAL_PENDING": CheckoutState.OPEN,
    "APPROVED": CheckoutState.OPEN,
    "ACTIVE": CheckoutState.COMPLETE,
    "SUSPENDED": CheckoutState.COMPLETE,
    "CANCELLED": CheckoutState.CLOSED,
    "EXPIRED": CheckoutState.CLOSED,
}


def is_subscription(checkout_id: str) -> bool:
    """Tell whether a page's id is that of a subscription, not of an order."""
    return checkout_id.startswith("I-")


def open_page(api: PayPalApi, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
    """Make the subscription of an order; the same order always gets the same page.

    Raises InvalidError for a plan without an id at PayPal, ActionRequiredError
    (``paypal.plan_not_found``) for one that PayPal does not have, RetryLaterError
    (``paypal.subscription_id_missing``) when the answer names no subscription.
    """
    if not order.offer_ref:
        raise InvalidError.of(
            "plan_id",
            "This plan has no plan at PayPal.",
            "Enter its id, or let it be created on the plan's page.",
        )
    body = {
        **_sold_by(api, order),
        "custom_id": order.id,
        "application_context": {
            "return_url": return_url,
            "cancel_url": cancel_url,
            "user_action": "SUBSCRIBE_NOW",
            "shipping_preference": "NO_SHIPPING",
        },
    }
    try:
        made = api.post(_SUBSCRIPTIONS, body, request_id=f"checkout-{order.id}")
    except MissingObjectError as error:
        raise plan_not_found(order.offer_ref) from error
    except RetryLaterError as error:
        # It may have been made, and then the same request gets the same one.
        raise subscription_id_missing() from error
    except ActionRequiredError as error:
        if error.code == RIGHT_MISSING:
            raise not_business() from error
        raise
    urls = [link["href"] for link in made.get("links") or () if link.get("rel") == "approve"]
    if not made.get("id") or not urls:
        raise subscription_id_missing()
    return HostedCheckout(checkout_id=str(made["id"]), url=str(urls[0]))


def read_page(api: PayPalApi, ref: str) -> CheckoutResult:
    """Return what the approval of a subscription came to.

    Raises RetryLaterError (``paypal.no_transactions``) while its first charge is not to be seen.
    """
    subscription = _subscription(api, ref)
    if subscription is None:
        return CheckoutResult(CheckoutState.CLOSED, None)
    state = word(_STATES, subscription.get("status"))
    if state == CheckoutState.OPEN:
        return CheckoutResult(state, None)
    paid = PaymentReader(api).first_of(ref)
    if paid is None and state == CheckoutState.COMPLETE:
        raise no_transactions(ref)
    # Who subscribed and cancelled at once has paid nevertheless.
    return CheckoutResult(CheckoutState.COMPLETE if paid else state, paid, ref)


def read(api: PayPalApi, ref: str) -> GatewayAgreement | None:
    """Return the agreement as it stands, None if PayPal has none of that id."""
    subscription = _subscription(api, ref)
    if subscription is None:
        return None
    with readable():
        return read_subscription(subscription)


def cancel(api: PayPalApi, ref: str) -> GatewayAgreement:
    """Let it never charge again, from now on; done is success. Raises NotFoundError."""
    try:
        api.post(f"{_SUBSCRIPTIONS}/{ref}/cancel", {"reason": "Cancelled by the customer."})
    except MissingObjectError as error:
        raise _unknown(ref) from error
    except RefusedError:
        found = read(api, ref)
        if found is None or found.status is not AgreementStatus.ENDED:
            raise
        return found
    found = read(api, ref)
    if found is None:
        raise _unknown(ref)
    return found


def resume(api: PayPalApi, ref: str) -> GatewayAgreement:
    """Return an agreement that goes on anyway; raises ConflictError if it ended, NotFoundError."""
    found = read(api, ref)
    if found is None:
        raise _unknown(ref)
    if found.status is AgreementStatus.ENDED:
        raise ConflictError(
            "The subscription has ended at PayPal, which takes none up again.",
            remedy="It can be bought anew.",
        )
    return found


def manage_url(api: PayPalApi, ref: str, *, mode: PayPalMode) -> str:
    """Return PayPal's page for automatic payments, empty if there is no such subscription."""
    return "" if _subscription(api, ref) is None else _AUTOPAY[mode]


def make_offer(api: PayPalApi, plan: Plan) -> str:
    """Return the id of the plan's plan at PayPal, made unless it is there; raises InvalidError."""
    body, product = offers.plan_body(plan), offers.product_body(plan)
    try:
        try:
            api.get(f"{_PRODUCTS}/{product['id']}")
        except MissingObjectError:
            api.post(_PRODUCTS, product, request_id=f"product-{plan.id}")
        known = _like(api, plan)
        if known:
            return known
        return _made(api, body, request_id="")
    except ActionRequiredError as error:
        if error.code == RIGHT_MISSING:
            raise not_business() from error
        raise


def check_offer(api: PayPalApi, offer_ref: str, plan: Plan) -> str:
    """Return in one sentence how PayPal's plan differs from ours, else nothing."""
    try:
        offer = _offer(api, offer_ref)
    except MissingObjectError:
        return plan_not_found(offer_ref).message
    with readable():
        return offers.difference(offer, plan)


def _sold_by(api: PayPalApi, order: Order) -> dict[str, Any]:
    """Return what makes the subscription cost what was quoted: first, and ever after."""
    try:
        offer = _offer(api, order.offer_ref)
    except MissingObjectError as error:
        raise plan_not_found(order.offer_ref) from error
    none = Money.zero(order.price.currency)
    regular = order.price + (order.discount or none) + (order.credit_used or none)
    with readable():
        cycle, costs = regular_cycle(offer), offers.price_of(offer)
    if cycle is None or costs.currency != regular.currency:
        raise _wrong_plan(order, f"PayPal would collect {costs}, and {regular} was quoted.")
    with readable():
        is_same_rhythm = offers.is_rhythm(cycle, order.term)
    if not is_same_rhythm:
        raise _wrong_plan(order, "PayPal's plan charges in another rhythm than was quoted.")
    if order.price != regular:
        with readable():
            body = offers.reduced_body(offer, order, order.price, regular)
        return {"plan_id": _made(api, body, request_id=f"plan-{order.id}")}
    if costs != regular:
        return {"plan_id": order.offer_ref, "plan": offers.own_price(offer, regular)}
    return {"plan_id": order.offer_ref}


def _wrong_plan(order: Order, what: str) -> ActionRequiredError:
    return ActionRequiredError(
        f"{what} ({order.offer_ref})",
        remedy="Look at the PayPal plan on the plan's page, or let it be created there anew.",
        code="paypal.plan_differs",
    )


def _like(api: PayPalApi, plan: Plan) -> str:
    """Return the id of an active plan of the product with the same price and rhythm, or none."""
    page = 1
    while True:
        listed = api.get(
            _PLANS,
            {
                "product_id": offers.product_id(plan),
                "page_size": str(_MOST_PLANS),
                "page": str(page),
            },
        )
        with readable():
            rows = listed.get("plans") or ()
            for row in rows:
                if row["status"] != "ACTIVE":
                    continue
                offer = _offer(api, str(row["id"]))
                if not offers.difference(offer, plan) and len(offer["billing_cycles"]) == 1:
                    return str(row["id"])
        if len(rows) < _MOST_PLANS:
            return ""
        page += 1


def _made(api: PayPalApi, body: Json, *, request_id: str) -> str:
    made = api.post(_PLANS, body, request_id=request_id)
    with readable():
        return str(made["id"])


def _offer(api: PayPalApi, offer_ref: str) -> Json:
    return api.get(f"{_PLANS}/{offer_ref}")


def _subscription(api: PayPalApi, ref: str) -> Json | None:
    try:
        return api.get(f"{_SUBSCRIPTIONS}/{ref}", _WITH_ALL)
    except MissingObjectError:
        return None


def _unknown(ref: str) -> NotFoundError:
    return NotFoundError(
        f"PayPal has no subscription {ref}.", remedy="Look it up at PayPal, in the chosen mode."
    )
