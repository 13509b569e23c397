"""The calls of Stripe's API around recurring billing, the portal, disputes and endpoints."""

from collections.abc import Callable
from typing import Any

from infra.sandbox import stripe_billing_params as params_of
from infra.sandbox import stripe_catalog as catalog
from infra.sandbox import stripe_disputes as disputes
from infra.sandbox import stripe_endpoints as endpoints
from infra.sandbox import stripe_portal as portal
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_calls import Call, Operation, both, found, page, same
from infra.sandbox.stripe_params import READ, Shape
from infra.sandbox.stripe_wire import missing, no_such

Shapes = dict[str, Shape]


def _make(act: Callable[[World, Doc], Doc]) -> Callable[[Call], Doc]:
    return lambda call: act(call.world, call.params)


def _change(kind: str, act: Callable[[World, Doc, Doc], Doc]) -> Callable[[Call], Doc]:
    return lambda call: act(call.world, found(call, f"stripe.{kind}", kind), call.params)


def _remove(kind: str) -> Callable[[Call], Doc]:
    return lambda call: catalog.remove(call.world, kind, found(call, f"stripe.{kind}", kind))


def _posts(path: str, permission: str, make: Any, change: Any) -> list[Operation]:
    """Return the two writing operations of a kind: `make` and `change` are shape and act."""
    return [
        Operation("POST", path, f"{permission}_write", *make),
        Operation("POST", f"{path}/([^/]+)", f"{permission}_write", *change),
    ]


def _price_matches(row: Doc, params: Doc) -> bool:
    interval = params.get("recurring", {}).get("interval")
    return (
        same("active", "currency", "product", "type")(row, params)
        and ("lookup_keys" not in params or row["lookup_key"] in params["lookup_keys"])
        and (interval is None or (row["recurring"] or {}).get("interval") == interval)
    )


def _product_matches(row: Doc, params: Doc) -> bool:
    wanted = params.get("ids")
    return same("active", "url")(row, params) and (wanted is None or row["id"] in wanted)


def _code_matches(row: Doc, params: Doc) -> bool:
    coupon = params.get("coupon", row["promotion"]["coupon"])
    return (
        same("active", "customer")(row, params)
        and str(row["code"]).lower() == str(params.get("code", row["code"])).lower()
        and row["promotion"]["coupon"] == coupon
    )


def _subscription_matches(row: Doc, params: Doc) -> bool:
    status = params.get("status")
    prices = [item["price"]["id"] for item in row["items"]["data"]]
    if status is None and row["status"] in ("canceled", "incomplete_expired"):
        return False
    if status == "ended":
        status = "canceled"
    return (
        same("customer")(row, params)
        and status in (None, "all", row["status"])
        and params.get("price", prices[0]) in prices
    )


def _invoice_matches(row: Doc, params: Doc) -> bool:
    owner = row["parent"]["subscription_details"]["subscription"]
    return same("customer", "status")(row, params) and params.get("subscription", owner) == owner


def _tie_matches(row: Doc, params: Doc) -> bool:
    wanted = params.get("payment", {}).get("payment_intent")
    return same("invoice", "status")(row, params) and wanted in (
        None,
        row["payment"]["payment_intent"],
    )


def _cancel(call: Call) -> Doc:
    subscription = found(call, "stripe.subscription", "subscription")
    if subscription["status"] == "canceled":
        raise no_such("subscription", call.id, "id")
    details = call.params.get("cancellation_details", {})
    given = {name: details.get(name) or None for name in ("comment", "feedback")}
    subscription["cancellation_details"] |= given
    return subscriptions.end(call.world, subscription, reason="cancellation_requested")


def _items(call: Call) -> Doc:
    if "subscription" not in call.params:
        raise missing("subscription")
    id = call.params["subscription"]
    subscription = call.world.store.get("stripe.subscription", id)
    if subscription is None:
        raise no_such("subscription", id, "subscription", status=400)
    return page(subscription["items"]["data"], call.params, call.path, "subscription_item")


def _preview(call: Call) -> Doc:
    id = call.params.get("subscription")
    if id is None:
        raise missing("subscription")
    subscription = call.world.store.get("stripe.subscription", id)
    if subscription is None:
        raise no_such("subscription", id, "subscription", status=400)
    return subscriptions.preview(
        call.world, subscription, call.params.get("subscription_details", {})
    )


def _close_dispute(call: Call) -> Doc:
    return disputes.close(call.world, found(call, "stripe.dispute", "dispute"), won=False)


def _endpoint(call: Call) -> Doc:
    return endpoints.shown(call.world, found(call, "stripe.endpoint", "webhook endpoint"))


def _endpoints(call: Call) -> Doc:
    rows = [endpoints.shown(call.world, row) for row in call.world.store.list("stripe.endpoint")]
    return page(rows[::-1], call.params, call.path, "webhook_endpoint")


def _change_endpoint(call: Call) -> Doc:
    row = found(call, "stripe.endpoint", "webhook endpoint")
    return endpoints.change(call.world, row, call.params)


def _remove_endpoint(call: Call) -> Doc:
    return endpoints.remove(call.world, found(call, "stripe.endpoint", "webhook endpoint"))


def _always(_row: Doc, _params: Doc) -> bool:
    return True


_ENDPOINTS, _PORTAL = "/v1/webhook_endpoints", "/v1/billing_portal"
BILLING = [
    *both("/v1/products", "product", params_of.PRODUCT_LIST, _product_matches),
    *_posts(
        "/v1/products",
        "product",
        (params_of.PRODUCT_CREATE, _make(catalog.add_product)),
        (params_of.PRODUCT_UPDATE, _change("product", catalog.change_product)),
    ),
    Operation("DELETE", "/v1/products/([^/]+)", "product_write", READ, _remove("product")),
    *both("/v1/prices", "price", params_of.PRICE_LIST, _price_matches, permission="plan"),
    *_posts(
        "/v1/prices",
        "plan",
        (params_of.PRICE_CREATE, _make(catalog.add_price)),
        (params_of.PRICE_UPDATE, _change("price", catalog.change_price)),
    ),
    *both("/v1/coupons", "coupon", params_of.COUPON_LIST, _always),
    *_posts(
        "/v1/coupons",
        "coupon",
        (params_of.COUPON_CREATE, _make(catalog.add_coupon)),
        (params_of.COUPON_UPDATE, _change("coupon", catalog.change_coupon)),
    ),
    Operation("DELETE", "/v1/coupons/([^/]+)", "coupon_write", READ, _remove("coupon")),
    *both("/v1/promotion_codes", "promotion_code", params_of.PROMOTION_LIST, _code_matches),
    *_posts(
        "/v1/promotion_codes",
        "promotion_code",
        (params_of.PROMOTION_CREATE, _make(catalog.add_promotion_code)),
        (params_of.PROMOTION_UPDATE, _change("promotion_code", catalog.change_code)),
    ),
    *both("/v1/subscriptions", "subscription", params_of.SUBSCRIPTION_LIST, _subscription_matches),
    Operation(
        "POST",
        "/v1/subscriptions/([^/]+)",
        "subscription_write",
        params_of.SUBSCRIPTION_UPDATE,
        _change("subscription", subscriptions.change),
    ),
    Operation(
        "DELETE",
        "/v1/subscriptions/([^/]+)",
        "subscription_write",
        params_of.SUBSCRIPTION_CANCEL,
        _cancel,
    ),
    Operation("GET", "/v1/subscription_items", "subscription_read", params_of.ITEM_LIST, _items),
    *both("/v1/invoices", "invoice", params_of.INVOICE_LIST, _invoice_matches),
    Operation(
        "POST", "/v1/invoices/create_preview", "invoice_read", params_of.INVOICE_PREVIEW, _preview
    ),
    *both(
        "/v1/invoice_payments",
        "invoice_payment",
        params_of.INVOICE_PAYMENT_LIST,
        _tie_matches,
        permission="invoice",
    ),
    *both(
        "/v1/payment_methods", "payment_method", params_of.METHOD_LIST, same("customer", "type")
    ),
    *both("/v1/disputes", "dispute", params_of.DISPUTE_LIST, same("charge", "payment_intent")),
    Operation("POST", "/v1/disputes/([^/]+)/close", "dispute_write", READ, _close_dispute),
    Operation(
        "POST",
        f"{_PORTAL}/sessions",
        "customer_portal_write",
        params_of.PORTAL_CREATE,
        _make(portal.open_session),
    ),
    *both(
        f"{_PORTAL}/configurations",
        "portal_configuration",
        params_of.PORTAL_SETUP_LIST,
        same("active", "is_default"),
        permission="customer_portal",
    ),
    *_posts(
        f"{_PORTAL}/configurations",
        "customer_portal",
        (params_of.PORTAL_SETUP_CREATE, _make(portal.set_up)),
        (params_of.PORTAL_SETUP_UPDATE, _change("portal_configuration", portal.change_setup)),
    ),
    Operation("GET", _ENDPOINTS, "webhook_read", params_of.ENDPOINT_LIST, _endpoints),
    Operation("GET", f"{_ENDPOINTS}/([^/]+)", "webhook_read", READ, _endpoint),
    *_posts(
        _ENDPOINTS,
        "webhook",
        (params_of.ENDPOINT_CREATE, _make(endpoints.add)),
        (params_of.ENDPOINT_UPDATE, _change_endpoint),
    ),
    Operation("DELETE", f"{_ENDPOINTS}/([^/]+)", "webhook_write", READ, _remove_endpoint),
]
