"""The life of a Checkout Session: opened, paid, declined, settled late, expired."""

import re
from typing import Any

from infra.sandbox import stripe_objects as objects
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_ledger import book_charge
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import StripeError, invalid, missing, new_id, no_such

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LARGEST_AMOUNT = 99_999_999


class PaymentRefusedError(Exception):
    """A session that cannot be paid any more, in words for the payer."""


def open_session(world: World, params: Doc) -> Doc:
    """Open a session from checked parameters. Raises StripeError."""
    if "mode" not in params:
        raise missing("mode")
    if params["mode"] != "payment":
        raise invalid(f"This sandbox serves mode=payment only, not {params['mode']}.", "mode")
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("This sandbox serves ui_mode=hosted_page only.", "ui_mode")
    _check_addresses(params)
    _check_payer(world, params)
    _check_discounts(params)
    items = [
        _line_item(world, line, f"line_items[{place}]")
        for place, line in enumerate(params.get("line_items", []))
    ]
    if not items:
        raise missing("line_items")
    _check_money(items, params)
    now = seconds(world)
    if not now + 1800 <= params.get("expires_at", now + 3600) <= now + 86400 + 60:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from"
            " Checkout Session creation.",
            "expires_at",
        )
    session = objects.a_session(world, params, items)
    _save(world, session)
    world.store.put(
        "stripe.open", session["id"], {"id": session["id"], "expires_at": session["expires_at"]}
    )
    return session


def _check_addresses(params: Doc) -> None:
    if "success_url" not in params:
        raise missing("success_url")
    for name in ("success_url", "cancel_url"):
        if name in params and not re.match(r"https?://[^\s/]+", params[name]):
            raise invalid("Not a valid URL", name, "url_invalid")
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("Invalid string; must be at most 200 characters", "client_reference_id")


def _check_payer(world: World, params: Doc) -> None:
    if "customer" in params and "customer_email" in params:
        raise invalid(
            "You may only specify one of these parameters: customer, customer_email.", "customer"
        )
    if "customer" in params and world.store.get("stripe.customer", params["customer"]) is None:
        raise no_such("customer", params["customer"], "customer", status=400)
    if "customer_email" in params and not _EMAIL.fullmatch(params["customer_email"]):
        raise invalid(
            f"Invalid email address: {params['customer_email']}", "customer_email", "email_invalid"
        )


def _check_discounts(params: Doc) -> None:
    if not params.get("discounts"):
        return
    if "allow_promotion_codes" in params:
        raise invalid(
            "You may only specify one of these parameters: allow_promotion_codes, discounts."
        )
    name, id = next(iter(params["discounts"][0].items()))
    raise no_such(name.replace("_", " "), str(id), f"discounts[0][{name}]", status=400)


def _line_item(world: World, line: Doc, param: str) -> Doc:
    if "price" in line:
        raise no_such("price", line["price"], f"{param}[price]", status=400)
    data = line.get("price_data")
    if data is None:
        raise missing(f"{param}[price]")
    if "recurring" in data:
        raise invalid(
            "You must use `mode=subscription` with recurring prices.", f"{param}[price_data]"
        )
    at = f"{param}[price_data]"
    _check_price(data, at)
    if "quantity" not in line:
        raise missing(f"{param}[quantity]")
    if line["quantity"] < 1:
        raise invalid("This value must be greater than or equal to 1.", f"{param}[quantity]")
    product, name, details = _product(data, at)
    price = objects.a_price(world, data, product)
    return objects.a_line_item(price, line["quantity"], name, details)


def _check_price(data: Doc, at: str) -> None:
    if "currency" not in data:
        raise missing(f"{at}[currency]")
    if data["currency"].lower() not in objects.CURRENCIES:
        known = ", ".join(sorted(objects.CURRENCIES))
        raise invalid(
            f"Invalid currency: {data['currency']}. Stripe currently supports these currencies:"
            f" {known}",
            f"{at}[currency]",
        )
    if "unit_amount" not in data and "unit_amount_decimal" in data:
        data["unit_amount"] = _whole_units(data["unit_amount_decimal"], at)
    if "unit_amount" not in data:
        raise missing(f"{at}[unit_amount]")
    if not 0 <= data["unit_amount"] <= _LARGEST_AMOUNT:
        raise invalid(
            "Invalid integer: must be between 0 and 99999999",
            f"{at}[unit_amount]",
            "parameter_invalid_integer",
        )


def _whole_units(text: str, at: str) -> int:
    if not re.fullmatch(r"\d{1,8}(\.0+)?", text):
        raise invalid(f"Invalid decimal: {text}", f"{at}[unit_amount_decimal]")
    return int(text.split(".")[0])


def _product(data: Doc, at: str) -> tuple[str, str, Doc]:
    if "product_data" not in data:
        if "product" in data:
            raise no_such("product", data["product"], f"{at}[product]", status=400)
        raise missing(f"{at}[product_data]")
    if "name" not in data["product_data"]:
        raise missing(f"{at}[product_data][name]")
    return new_id("prod_"), data["product_data"]["name"], data["product_data"]


def _check_money(items: list[Doc], params: Doc) -> None:
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    currency = currencies.pop()
    if params.get("currency", currency).lower() != currency:
        raise invalid("The line items' currency differs from `currency`.", "currency")
    total = sum(item["amount_total"] for item in items)
    if 0 < total < 50:
        raise invalid(
            "The Checkout Session's total amount due must add up to at least 50 of the smallest"
            f" unit in {currency}",
            code="amount_too_small",
        )


def expire(world: World, session: Doc) -> Doc:
    """End an open session; the payer cannot pay it afterwards. Raises StripeError."""
    if session["status"] != "open":
        raise StripeError(
            400,
            'Only Checkout Sessions with a status in ["open"] can be expired.'
            f" This Checkout Session has a status of {session['status']}.",
        )
    session |= {"status": "expired", "url": None}
    _close(world, session)
    emit(world, "checkout.session.expired", session)
    return session


def expire_due(world: World) -> None:
    """Expire every open session whose time is up."""
    now = seconds(world)
    for entry in world.store.list("stripe.open"):
        session = world.store.get("stripe.session", entry["id"])
        if session is not None and entry["expires_at"] <= now:
            with world.store.transaction():
                expire(world, session)


def pay(world: World, id: str, *, email: str = "", name: str = "", delayed: bool = False) -> Doc:
    """Pay a session as its customer would; `delayed` leaves the money on its way.

    Raises PaymentRefusedError if the session is not open.
    """
    with world.store.transaction():
        session = _payable(world, id)
        payer = _payer(world, session, email=email, name=name)
        _take_customer(world, session, payer)
        session |= {"status": "complete", "url": None}
        if session["amount_total"] == 0:
            session["payment_status"] = "no_payment_required"
            _close(world, session)
            emit(world, "checkout.session.completed", session)
            return session
        intent = _intent(world, session)
        status = "pending" if delayed else "succeeded"
        charge = objects.a_charge(world, intent, status=status, payer=payer, delayed=delayed)
        intent |= {
            "latest_charge": charge["id"],
            "payment_method": charge["payment_method"],
            "last_payment_error": None,
            "status": "processing",
        }
        if delayed:
            _save_attempt(world, intent, charge)
            emit(world, "charge.pending", charge)
            emit(world, "payment_intent.processing", intent)
        else:
            _succeed(world, intent, charge)
            session["payment_status"] = "paid"
        _close(world, session)
        emit(world, "checkout.session.completed", session)
        return session


def decline(world: World, id: str, *, email: str = "", name: str = "") -> Doc:
    """Let the card be declined; the session stays open. Raises PaymentRefusedError."""
    with world.store.transaction():
        session = _payable(world, id)
        payer = _payer(world, session, email=email, name=name)
        intent = _intent(world, session)
        charge = objects.a_charge(world, intent, status="failed", payer=payer, delayed=False)
        _fail(world, intent, charge)
        _save(world, session)
        return session


def settle_async(world: World, id: str) -> Doc:
    """Let the money of a delayed payment arrive. Raises PaymentRefusedError."""
    with world.store.transaction():
        session, intent, charge = _under_way(world, id)
        charge |= {"status": "succeeded", "paid": True, "amount_captured": charge["amount"]}
        _succeed(world, intent, charge)
        session["payment_status"] = "paid"
        _save(world, session)
        emit(world, "checkout.session.async_payment_succeeded", session)
        return session


def fail_async(world: World, id: str) -> Doc:
    """Let a delayed payment bounce. Raises PaymentRefusedError."""
    with world.store.transaction():
        session, intent, charge = _under_way(world, id)
        charge |= {
            "status": "failed",
            "captured": False,
            "failure_code": "insufficient_funds",
            "failure_message": "The customer's account has insufficient funds.",
        }
        _fail(world, intent, charge)
        _save(world, session)
        emit(world, "checkout.session.async_payment_failed", session)
        return session


def _payable(world: World, id: str) -> Doc:
    expire_due(world)
    session = world.store.get("stripe.session", id)
    if session is None:
        raise PaymentRefusedError("There is no such checkout session.")
    if session["status"] == "complete":
        raise PaymentRefusedError("This checkout has been completed already.")
    if session["status"] == "expired":
        raise PaymentRefusedError("This checkout session has expired.")
    return session


def _under_way(world: World, id: str) -> tuple[Doc, Doc, Doc]:
    session = world.store.get("stripe.session", id)
    if session is None:
        raise PaymentRefusedError("There is no such checkout session.")
    intent = world.store.get("stripe.payment_intent", session["payment_intent"] or "")
    if intent is None or intent["status"] != "processing":
        raise PaymentRefusedError("This session has no payment on its way.")
    charge = world.store.get("stripe.charge", intent["latest_charge"])
    if charge is None:
        raise PaymentRefusedError("This session has no charge.")
    return session, intent, charge


def _payer(world: World, session: Doc, *, email: str, name: str) -> dict[str, Any]:
    customer = world.store.get("stripe.customer", session["customer"] or "") or {}
    known = session["customer_email"] or customer.get("email")
    return {
        "email": known or email or "payer@sandbox.test",
        "name": name or customer.get("name") or "Sandbox Payer",
    }


def _take_customer(world: World, session: Doc, payer: Doc) -> None:
    session["customer_details"] = objects.customer_details(payer["email"], payer["name"])
    if session["customer_creation"] == "always" and session["customer"] is None:
        customer = objects.a_customer(world, payer)
        world.store.put("stripe.customer", customer["id"], customer)
        session["customer"] = customer["id"]
        emit(world, "customer.created", customer)


def _intent(world: World, session: Doc) -> Doc:
    known = world.store.get("stripe.payment_intent", session["payment_intent"] or "")
    if known is not None:
        known["customer"] = session["customer"]
        return known
    intent = objects.an_intent(world, session)
    session["payment_intent"] = intent["id"]
    emit(world, "payment_intent.created", intent)
    return intent


def _succeed(world: World, intent: Doc, charge: Doc) -> None:
    book_charge(world, charge)
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    _save_attempt(world, intent, charge)
    emit(world, "charge.succeeded", charge)
    emit(world, "payment_intent.succeeded", intent)


def _fail(world: World, intent: Doc, charge: Doc) -> None:
    intent |= {
        "latest_charge": charge["id"],
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "charge": charge["id"],
            "doc_url": "https://stripe.com/docs/error-codes/card-declined",
            "message": charge["failure_message"],
        },
    }
    _save_attempt(world, intent, charge)
    emit(world, "charge.failed", charge)
    emit(world, "payment_intent.payment_failed", intent)


def _save_attempt(world: World, intent: Doc, charge: Doc) -> None:
    world.store.put("stripe.payment_intent", intent["id"], intent)
    world.store.put("stripe.charge", charge["id"], charge)


def _close(world: World, session: Doc) -> None:
    _save(world, session)
    world.store.delete("stripe.open", session["id"])


def _save(world: World, session: Doc) -> None:
    world.store.put("stripe.session", session["id"], session)
