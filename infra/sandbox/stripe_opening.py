"""The opening of a Checkout Session: what Stripe checks before there is a page."""

import re

from infra.sandbox import stripe_catalog as catalog
from infra.sandbox import stripe_objects as objects
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import invalid, missing, new_id, no_such

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SMALLEST_CHARGE = 50


def open_session(world: World, params: Doc) -> Doc:
    """Open a session from checked parameters. Raises StripeError."""
    if "mode" not in params:
        raise missing("mode")
    _check_mode(params)
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise invalid("This sandbox serves ui_mode=hosted_page only.", "ui_mode")
    _check_addresses(params)
    _check_payer(world, params)
    discount = _discount(world, params)
    items = [
        _line_item(world, line, f"line_items[{place}]", params["mode"])
        for place, line in enumerate(params.get("line_items", []))
    ]
    if not items:
        raise missing("line_items")
    _check_items(items, params)
    take_off(world, items, discount)
    check_total(items)
    now = seconds(world)
    if not now + 1800 <= params.get("expires_at", now + 3600) <= now + 86400 + 60:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from"
            " Checkout Session creation.",
            "expires_at",
        )
    session = objects.a_session(world, params, items)
    note_discount(session, discount)
    trial_end = _trial_end(world, params.get("subscription_data", {}))
    session["_trial_end"] = trial_end
    if trial_end is not None:
        session["amount_total"] = 0
        session["amount_subtotal"] = 0
        session["total_details"]["amount_discount"] = 0
    world.store.put("stripe.session", session["id"], session)
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


def _check_mode(params: Doc) -> None:
    mode = params["mode"]
    if mode == "setup":
        raise invalid("This sandbox serves mode=payment and mode=subscription only.", "mode")
    wrong = {
        "payment": ("subscription_data",),
        "subscription": ("payment_intent_data", "customer_creation", "submit_type"),
    }[mode]
    for name in wrong:
        if name in params:
            raise invalid(f"You can not pass `{name}` in `{mode}` mode.", name)
    data = params.get("subscription_data", {})
    if "trial_end" in data and "trial_period_days" in data:
        raise invalid("Pass either trial_end or trial_period_days.", "subscription_data")
    if data.get("trial_period_days", 1) < 1:
        raise invalid(
            "This value must be greater than or equal to 1.",
            "subscription_data[trial_period_days]",
        )


def _discount(world: World, params: Doc) -> Doc | None:
    """Return `{"coupon", "code"}`, both ids, of the one discount asked for."""
    if not params.get("discounts"):
        return None
    if "allow_promotion_codes" in params:
        raise invalid(
            "You may only specify one of these parameters: allow_promotion_codes, discounts."
        )
    if len(params["discounts"]) > 1:
        raise invalid("You may only apply one discount.", "discounts")
    given = params["discounts"][0]
    if "promotion_code" in given:
        return _code(world, given["promotion_code"], "discounts[0][promotion_code]")
    at = "discounts[0][coupon]"
    if "coupon" not in given:
        raise missing(at)
    coupon = world.store.get("stripe.coupon", given["coupon"])
    if coupon is None:
        raise no_such("coupon", given["coupon"], at, status=400)
    if not catalog.valid_coupon(world, coupon):
        raise invalid(f"Coupon expired: {coupon['id']}", at, "coupon_expired")
    return {"coupon": coupon["id"], "code": None}


def _code(world: World, id: str, at: str) -> Doc:
    code = world.store.get("stripe.promotion_code", id)
    if code is None:
        raise no_such("promotion code", id, at, status=400)
    if not catalog.valid_code(world, code):
        raise invalid("This promotion code cannot be redeemed any more.", at)
    return {"coupon": code["promotion"]["coupon"], "code": code["id"]}


def take_off(world: World, items: list[Doc], discount: Doc | None) -> None:
    """Write a discount into the lines of a session. Raises StripeError."""
    if discount is None:
        return
    coupon = world.store.get("stripe.coupon", discount["coupon"])
    if coupon is None:
        raise no_such("coupon", discount["coupon"], "discounts", status=400)
    if coupon["currency"] not in (None, items[0]["currency"]):
        raise invalid(
            f"The coupon is in {coupon['currency']}, the line items are not.", "discounts"
        )
    left = catalog.discounted(sum(item["amount_subtotal"] for item in items), coupon)
    for item in items:
        item["amount_discount"] = min(left, item["amount_subtotal"])
        item["amount_total"] = item["amount_subtotal"] - item["amount_discount"]
        left -= item["amount_discount"]


def _line_item(world: World, line: Doc, param: str, mode: str) -> Doc:
    if "price" in line:
        price, name, details = _known_price(world, line["price"], f"{param}[price]")
    elif "price_data" not in line:
        raise missing(f"{param}[price]")
    else:
        price, name, details = _made_price(world, line["price_data"], f"{param}[price_data]")
    if "quantity" not in line:
        raise missing(f"{param}[quantity]")
    if line["quantity"] < 1:
        raise invalid("This value must be greater than or equal to 1.", f"{param}[quantity]")
    if mode == "payment" and price["recurring"]:
        raise invalid(
            "You specified `payment` mode but passed a recurring price. Either switch to"
            " `subscription` mode or use only one-time prices.",
            param,
        )
    if mode == "subscription" and not price["recurring"]:
        raise invalid("This sandbox takes recurring prices only in `subscription` mode.", param)
    return objects.a_line_item(price, line["quantity"], name, details)


def _known_price(world: World, id: str, at: str) -> tuple[Doc, str, Doc]:
    price = world.store.get("stripe.price", id)
    if price is None:
        raise no_such("price", id, at, status=400)
    product = world.store.get("stripe.product", price["product"]) or {"active": False}
    if not price["active"] or not product["active"]:
        raise invalid(
            "The price specified is inactive. This field only accepts active prices.", at
        )
    return price, product["name"], product


def _made_price(world: World, data: Doc, at: str) -> tuple[Doc, str, Doc]:
    catalog.check_price(data, at)
    if "product" in data:
        product = world.store.get("stripe.product", data["product"])
        if product is None:
            raise no_such("product", data["product"], f"{at}[product]", status=400)
    elif "product_data" not in data:
        raise missing(f"{at}[product_data]")
    elif "name" not in data["product_data"]:
        raise missing(f"{at}[product_data][name]")
    else:
        product = {**data["product_data"], "id": new_id("prod_")}
    price = objects.a_price(world, data, product["id"])
    return price, product["name"], product


def _check_items(items: list[Doc], params: Doc) -> None:
    currencies = {item["currency"] for item in items}
    if len(currencies) > 1:
        raise invalid("All line items must have the same currency.", "line_items")
    currency = currencies.pop()
    if params.get("currency", currency).lower() != currency:
        raise invalid("The line items' currency differs from `currency`.", "currency")
    cycles = {_cycle(item["price"]) for item in items}
    if len(cycles) > 1:
        raise invalid("All recurring prices must have the same interval.", "line_items")


def _cycle(price: Doc) -> tuple[str, int] | None:
    recurring = price["recurring"]
    return recurring and (recurring["interval"], recurring["interval_count"])


def check_total(items: list[Doc]) -> None:
    """Refuse a total that is more than nothing and less than the smallest charge."""
    total = sum(item["amount_total"] for item in items)
    if 0 < total < _SMALLEST_CHARGE:
        raise invalid(
            "The Checkout Session's total amount due must add up to at least 50 of the smallest"
            f" unit in {items[0]['currency']}",
            code="amount_too_small",
        )


def note_discount(session: Doc, discount: Doc | None) -> None:
    """Write into a session which discount it has."""
    session["_discount"] = discount
    if discount is not None:
        session["discounts"] = [{"coupon": discount["coupon"], "promotion_code": discount["code"]}]


def _trial_end(world: World, data: Doc) -> int | None:
    if "trial_period_days" in data:
        days: int = data["trial_period_days"]
        return seconds(world) + days * 86400
    end: int | None = data.get("trial_end")
    return end
