"""The calls of Stripe's API that the stand-in serves: checkout, money and events."""

import re

from infra.sandbox import stripe_billing_params as billing_params
from infra.sandbox import stripe_catalog as catalog
from infra.sandbox import stripe_ledger as ledger
from infra.sandbox import stripe_objects as objects
from infra.sandbox import stripe_opening as opening
from infra.sandbox import stripe_params as params_of
from infra.sandbox import stripe_sessions as sessions
from infra.sandbox.kit import Doc
from infra.sandbox.stripe_billing_operations import BILLING
from infra.sandbox.stripe_calls import Call, Operation, both, found, list_of, page, same
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_wire import StripeError, invalid


def _session_matches(row: Doc, params: Doc) -> bool:
    wanted = params.get("customer_details", {}).get("email")
    actual = (row["customer_details"] or {}).get("email")
    is_same = same("customer", "payment_intent", "status", "subscription")
    return is_same(row, params) and wanted in (None, actual)


def _event_matches(row: Doc, params: Doc) -> bool:
    kinds = params.get("types", [params["type"]] if "type" in params else ["*"])
    return any(re.fullmatch(kind.replace("*", ".*"), row["type"]) for kind in kinds)


def _session(call: Call) -> Doc:
    return found(call, "stripe.session", "checkout.session", "session")


def _session_items(call: Call) -> Doc:
    rows = _session(call)["_items"]
    return page(rows, call.params, f"/v1/checkout/sessions/{call.id}/line_items", "line_item")


def _open_session(call: Call) -> Doc:
    return opening.open_session(call.world, call.params)


def _expire_session(call: Call) -> Doc:
    return sessions.expire(call.world, _session(call))


def _create_customer(call: Call) -> Doc:
    email = call.params.get("email")
    if email is not None and "@" not in email:
        raise invalid(f"Invalid email address: {email}", "email", "email_invalid")
    customer = objects.a_customer(call.world, call.params)
    call.world.store.put("stripe.customer", customer["id"], customer)
    emit(call.world, "customer.created", customer)
    return customer


def _change_customer(call: Call) -> Doc:
    customer = found(call, "stripe.customer", "customer")
    return catalog.change_customer(call.world, customer, call.params)


def _balance(call: Call) -> Doc:
    return ledger.balance(call.world)


def _account(_call: Call) -> Doc:
    return ledger.account()


def _refund(call: Call) -> Doc:
    return ledger.refund(call.world, call.params)


_CHECKOUT = "/v1/checkout/sessions"
OPERATIONS = [
    Operation(
        "POST", _CHECKOUT, "checkout_session_write", params_of.SESSION_CREATE, _open_session
    ),
    Operation(
        "GET",
        _CHECKOUT,
        "checkout_session_read",
        params_of.SESSION_LIST,
        list_of("stripe.session", "checkout.session", _session_matches),
    ),
    Operation("GET", f"{_CHECKOUT}/([^/]+)", "checkout_session_read", params_of.READ, _session),
    Operation(
        "POST",
        f"{_CHECKOUT}/([^/]+)/expire",
        "checkout_session_write",
        params_of.READ,
        _expire_session,
    ),
    Operation(
        "GET",
        f"{_CHECKOUT}/([^/]+)/line_items",
        "checkout_session_read",
        params_of.ITEMS_LIST,
        _session_items,
    ),
    Operation(
        "POST", "/v1/customers", "customer_write", params_of.CUSTOMER_CREATE, _create_customer
    ),
    Operation(
        "POST",
        "/v1/customers/([^/]+)",
        "customer_write",
        billing_params.CUSTOMER_UPDATE,
        _change_customer,
    ),
    Operation("POST", "/v1/refunds", "refund_write", params_of.REFUND_CREATE, _refund),
    Operation("GET", "/v1/balance", "balance_read", params_of.READ, _balance),
    Operation("GET", "/v1/account", "account_read", params_of.READ, _account),
    *both("/v1/customers", "customer", params_of.CUSTOMER_LIST, same("email")),
    *both("/v1/payment_intents", "payment_intent", params_of.INTENT_LIST, same("customer")),
    *both("/v1/charges", "charge", params_of.CHARGE_LIST, same("customer", "payment_intent")),
    *both("/v1/refunds", "refund", params_of.REFUND_LIST, same("charge", "payment_intent")),
    *both("/v1/events", "event", params_of.EVENT_LIST, _event_matches),
    *both(
        "/v1/balance_transactions",
        "balance_transaction",
        params_of.TRANSACTION_LIST,
        same("currency", "source", "type"),
    ),
    *BILLING,
]


def find(method: str, path: str) -> tuple[Operation, str]:
    """Return the operation of a call and the id in its path. Raises StripeError."""
    for operation in OPERATIONS:
        match = re.fullmatch(operation.pattern, path)
        if match and operation.method == method:
            return operation, match.group(1) if match.groups() else ""
    raise StripeError(
        404,
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove"
        " the trailing slash. If you are trying to retrieve an object, make sure you passed a"
        " valid (non-empty) identifier in your code.",
    )
