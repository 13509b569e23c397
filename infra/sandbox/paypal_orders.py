"""Orders v2: opened by the shop, approved or declined by the payer, captured by the shop."""

import json
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

from infra.sandbox import paypal_accounts, paypal_payments
from infra.sandbox import paypal_books as books
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_call import ORDERS_HOURS, Call, Operation, Reply
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_webhooks import emit
from infra.sandbox.paypal_wire import (
    later,
    link,
    money,
    new_id,
    not_found,
    now,
    public,
    unprocessable,
)

LIFE = timedelta(hours=6)
"""How long an order waits for its payer; afterwards the vendor does not know it any more."""

FUNDINGS = ("balance", "echeck", "declined")
_OPEN = ("CREATED", "PAYER_ACTION_REQUIRED")
_DESCRIPTION = r"/purchase_units/@reference_id=='([^']+)'/description"


class RefusedError(Exception):
    """An approval that is not possible any more, in words for the payer."""


def _create(call: Call) -> Reply:
    given = Fields(call.body, orders=True)
    if given.choice("intent", ("CAPTURE", "AUTHORIZE")) == "AUTHORIZE":
        raise given.refuse("INVALID_PARAMETER_VALUE", "intent")
    units = [_unit(call.account, unit) for unit in given.children("purchase_units", most=10)]
    _check_references(units)
    source = given.child("payment_source")
    wallet = source.child("paypal", required=True) if source else None
    if wallet and not call.request_id:
        raise given.refuse("PAYPAL_REQUEST_ID_REQUIRED", "")
    context = wallet.child("experience_context") if wallet else given.child("application_context")
    at, id = now(call.world), new_id()
    order: Doc = {
        "id": id,
        "intent": "CAPTURE",
        "status": "PAYER_ACTION_REQUIRED" if wallet else "CREATED",
        "purchase_units": units,
        "create_time": at,
        "_account": call.owner,
        "_expires": later(at, LIFE),
        "_return_url": context.address("return_url") if context else None,
        "_cancel_url": context.address("cancel_url") if context else None,
        "_wallet": wallet is not None,
        "_funding": "balance",
    }
    if wallet:
        order["payment_source"] = {"paypal": {}}
    _save(call.world, order)
    return 201, _shown(call, order)


def _unit(account: Doc, given: Fields) -> Doc:
    paid = given.money("amount", required=True)
    if paid is None:  # refused above, since it is required
        raise given.refuse("MISSING_REQUIRED_PARAMETER", "amount")
    unit: Doc = {
        "reference_id": given.text("reference_id", longest=256) or "default",
        "amount": money(*paid),
        "payee": {"email_address": account["email"], "merchant_id": account["merchant_id"]},
    }
    for name, longest in (
        ("description", 127),
        ("custom_id", 127),
        ("invoice_id", 127),
        ("soft_descriptor", 22),
    ):
        value = given.text(name, longest=longest)
        if value is not None:
            unit[name] = value
    return unit


def _check_references(units: list[Doc]) -> None:
    if any(count > 1 for count in Counter(unit["reference_id"] for unit in units).values()):
        raise unprocessable(
            "DUPLICATE_REFERENCE_ID",
            "`reference_id` must be unique if multiple `purchase_unit` are provided.",
            "/purchase_units/1/reference_id",
        )


def _get(call: Call) -> Reply:
    order = _mine(call)
    units = [_with_payments(call.world, unit) for unit in order["purchase_units"]]
    shown = {**public(order), "purchase_units": units}
    return 200, {**shown, "links": _links(call.world, order)}


def _with_payments(world: World, unit: Doc) -> Doc:
    """Return a unit with its captures as they stand now, and what was refunded of them."""
    taken = [capture["id"] for capture in unit.get("payments", {}).get("captures", ())]
    if not taken:
        return unit
    captures = [public(world.store.get("paypal.capture", id) or {}) for id in taken]
    refunds = [
        public(refund)
        for refund in world.store.list("paypal.refund")
        if refund["links"][-1]["href"].rpartition("/")[2] in taken
    ]
    payments = {"captures": captures} | ({"refunds": refunds} if refunds else {})
    return {**unit, "payments": payments}


def _patch(call: Call) -> Reply:
    """Change the description of a unit; nothing else is needed here."""
    order = _mine(call)
    if order["status"] not in (*_OPEN, "APPROVED"):
        raise unprocessable("ORDER_ALREADY_COMPLETED", "The order cannot be patched.")
    for change in json.loads(call.raw):
        found = re.fullmatch(_DESCRIPTION, str(change.get("path")))
        if found is None or change.get("op") not in ("add", "replace"):
            raise unprocessable("NOT_PATCHABLE", "Cannot be patched.", str(change.get("path")))
        for unit in order["purchase_units"]:
            if unit["reference_id"] == found.group(1):
                unit["description"] = str(change["value"])[:127]
    _save(call.world, order)
    return 204, None


def _capture(call: Call) -> Reply:
    order = _mine(call)
    if order["status"] == "COMPLETED":
        raise unprocessable(
            "ORDER_ALREADY_CAPTURED",
            "Order already captured.If 'intent=CAPTURE' only one capture per order is allowed.",
        )
    if order["status"] != "APPROVED":
        raise unprocessable(
            "ORDER_NOT_APPROVED",
            "Payer has not yet approved the Order for payment. Please redirect the payer to the"
            " 'rel':'approve' url returned as part of the HATEOAS links within the Create Order"
            " call or provide a valid `payment_source` in the request.",
        )
    if order["_funding"] == "declined":
        error = unprocessable(
            "INSTRUMENT_DECLINED",
            "The instrument presented  was either declined by the processor or bank, or it can't"
            " be used for this payment.",
        )
        error.links = [link(call.world, f"/checkoutnow?token={order['id']}", "redirect")]
        raise error
    for unit in order["purchase_units"]:
        _claim_invoice(call, unit.get("invoice_id"), order["id"])
    for unit in order["purchase_units"]:
        unit["payments"] = {"captures": [public(_take(call, order, unit))]}
    order |= {"status": "COMPLETED", "update_time": now(call.world)}
    _save(call.world, order)
    return 201, _shown(call, order)


def _claim_invoice(call: Call, invoice: str | None, order: str) -> None:
    if invoice is None:
        return
    key = f"{call.owner}|{invoice}"
    taken = call.world.store.get("paypal.invoice", key)
    if taken is not None and taken["order"] != order:
        raise unprocessable(
            "DUPLICATE_INVOICE_ID",
            "Duplicate Invoice ID detected. To avoid a potential duplicate transaction your"
            " account setting requires that Invoice Id be unique for each transaction.",
        )
    call.world.store.put("paypal.invoice", key, {"order": order})


def _take(call: Call, order: Doc, unit: Doc) -> Doc:
    pending = order["_funding"] == "echeck"
    row = books.book(
        call.world,
        call.owner,
        code="T0006",
        amount=Decimal(unit["amount"]["value"]),
        currency=unit["amount"]["currency_code"],
        payer=order["_payer"],
        status="P" if pending else "S",
        kind="order",
        reference=order["id"],
        reference_type="ODR",
        order=order["id"],
        custom=unit.get("custom_id"),
        invoice=unit.get("invoice_id"),
        subject=unit.get("description"),
    )
    capture = paypal_payments.a_capture(call.world, call.account, row)
    word = "PENDING" if pending else "COMPLETED"
    emit(call.world, call.owner, f"PAYMENT.CAPTURE.{word}", capture, kind="capture")
    return capture


def approve(world: World, id: str, *, email: str, name: str = "", funding: str = "balance") -> Doc:
    """Approve an order as its payer would; `funding` decides how its capture will end.

    `echeck` leaves the capture pending, `declined` refuses it. Raises RefusedError.
    """
    if funding not in FUNDINGS:
        raise RefusedError(f"funding must be one of {', '.join(FUNDINGS)}")
    with world.store.transaction():
        order = approvable(world, id)
        payer = paypal_accounts.payer(email or "payer@sandbox.test", name)
        names = {"given_name": payer["given_name"], "surname": payer["surname"]}
        order |= {
            "status": "APPROVED",
            "update_time": now(world),
            "payment_source": {
                "paypal": {
                    "email_address": payer["email"],
                    "account_id": payer["id"],
                    "account_status": "VERIFIED",
                    "name": names,
                }
            },
            "payer": {"email_address": payer["email"], "payer_id": payer["id"], "name": names},
            "_payer": payer,
            "_funding": funding,
        }
        _save(world, order)
        shown = {**order, "links": _links(world, order)}
        emit(world, order["_account"], "CHECKOUT.ORDER.APPROVED", shown, kind="checkout-order")
        return order


def approvable(world: World, id: str) -> Doc:
    """Return an order that its payer can approve now. Raises RefusedError."""
    order = world.store.get("paypal.order", id)
    if order is None:
        raise RefusedError("There is no such order.")
    if _is_expired(world, order):
        raise RefusedError("This order has expired.")
    if order["status"] == "COMPLETED":
        raise RefusedError("This order has been paid already.")
    if order["status"] == "APPROVED" and order["_funding"] != "declined":
        raise RefusedError("This order has been approved already.")
    return order


def newest_open(world: World) -> str | None:
    """Return the id of the newest order that waits for its payer."""
    for order in reversed(world.store.list("paypal.order", last=200)):
        if is_open(world, order):
            return str(order["id"])
    return None


def is_open(world: World, order: Doc) -> bool:
    """Tell whether an order waits for its payer."""
    return order["status"] in _OPEN and not _is_expired(world, order)


def _is_expired(world: World, order: Doc) -> bool:
    return order["status"] in _OPEN and order["_expires"] <= now(world)


def return_address(order: Doc) -> str:
    """Return where the payer goes after approving; empty if the shop named no address."""
    return _with(order["_return_url"], token=order["id"], PayerID=order["_payer"]["id"])


def cancel_address(order: Doc) -> str:
    """Return where the payer goes when he gives up; empty if the shop named no address."""
    return _with(order["_cancel_url"], token=order["id"])


def _with(url: str | None, **added: str) -> str:
    if not url:
        return ""
    query = "&".join(f"{name}={value}" for name, value in added.items())
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _mine(call: Call) -> Doc:
    order = call.world.store.get("paypal.order", call.id)
    if order is None or order["_account"] != call.owner:
        raise not_found()
    if _is_expired(call.world, order):
        raise not_found()
    return order


def _shown(call: Call, order: Doc) -> Doc:
    shown = {**public(order), "links": _links(call.world, order)}
    if call.wants_all:
        return shown
    names = ["id", "status", "payment_source", "links"]
    if order["status"] == "COMPLETED":
        names += ["payer", "purchase_units"]
        shown["purchase_units"] = [
            {name: unit[name] for name in ("reference_id", "payments")}
            for unit in shown["purchase_units"]
        ]
    return {name: shown[name] for name in names if name in shown}


def _links(world: World, order: Doc) -> list[Doc]:
    path = f"/v2/checkout/orders/{order['id']}"
    links = [link(world, path, "self")]
    if order["status"] in _OPEN:
        rel = "payer-action" if order["_wallet"] else "approve"
        links.append(link(world, f"/checkoutnow?token={order['id']}", rel))
    if order["status"] in (*_OPEN, "APPROVED"):
        links += [
            link(world, path, "update", "PATCH"),
            link(world, f"{path}/capture", "capture", "POST"),
        ]
    return links


def _save(world: World, order: Doc) -> None:
    world.store.put("paypal.order", order["id"], order)


OPERATIONS = [
    Operation("POST", "/v2/checkout/orders", _create, needs_body=True, hours=ORDERS_HOURS),
    Operation("GET", "/v2/checkout/orders/{id}", _get),
    Operation("PATCH", "/v2/checkout/orders/{id}", _patch),
    Operation("POST", "/v2/checkout/orders/{id}/capture", _capture, hours=ORDERS_HOURS),
]
