"""What is sold at Stripe: products, prices, coupons and promotion codes."""

import re
from collections.abc import Callable

from infra.sandbox import stripe_billing_objects as objects
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import CURRENCIES, a_price, seconds
from infra.sandbox.stripe_wire import StripeError, invalid, missing, no_such

_LARGEST_AMOUNT = 99_999_999


def add_product(world: World, params: Doc) -> Doc:
    """Make a product, with its first price if that is given. Raises StripeError."""
    if "name" not in params:
        raise missing("name")
    if "id" in params and world.store.get("stripe.product", params["id"]):
        raise invalid(f"Product already exists: {params['id']}", "id", "resource_already_exists")
    product = objects.a_product(world, params)
    world.store.put("stripe.product", product["id"], product)
    emit(world, "product.created", product)
    if "default_price_data" in params:
        data = {**params["default_price_data"], "product": product["id"]}
        product["default_price"] = add_price(world, data)["id"]
        world.store.put("stripe.product", product["id"], product)
    return product


def add_price(world: World, params: Doc) -> Doc:
    """Make a price of a product. Raises StripeError."""
    check_price(params, "")
    if "product" in params:
        if world.store.get("stripe.product", params["product"]) is None:
            raise no_such("product", params["product"], "product", status=400)
        product = params["product"]
    elif "product_data" in params:
        product = add_product(world, params["product_data"])["id"]
    else:
        raise missing("product")
    _take_lookup_key(world, params)
    price = a_price(world, {**params, "active": params.get("active", True)}, product)
    world.store.put("stripe.price", price["id"], price)
    emit(world, "price.created", price)
    return price


def check_price(data: Doc, at: str) -> None:
    """Refuse a price that Stripe would not make; `at` is the parameter's place, if nested."""
    if "currency" not in data:
        raise missing(_at(at, "currency"))
    if data["currency"].lower() not in CURRENCIES:
        known = ", ".join(sorted(CURRENCIES))
        raise invalid(
            f"Invalid currency: {data['currency']}. Stripe currently supports these currencies:"
            f" {known}",
            _at(at, "currency"),
        )
    if "unit_amount" not in data and "unit_amount_decimal" in data:
        data["unit_amount"] = _whole_units(data["unit_amount_decimal"], at)
    if "unit_amount" not in data:
        raise missing(_at(at, "unit_amount"))
    if not 0 <= data["unit_amount"] <= _LARGEST_AMOUNT:
        raise invalid(
            "Invalid integer: must be between 0 and 99999999",
            _at(at, "unit_amount"),
            "parameter_invalid_integer",
        )
    _check_recurring(data.get("recurring"), at)


def _check_recurring(recurring: Doc | None, at: str) -> None:
    if recurring is None:
        return
    if "interval" not in recurring:
        raise missing(_at(_at(at, "recurring"), "interval"))
    most = {"day": 1095, "week": 156, "month": 36, "year": 3}[recurring["interval"]]
    if not 1 <= recurring.get("interval_count", 1) <= most:
        raise invalid(
            f"Invalid integer: must be between 1 and {most}",
            _at(_at(at, "recurring"), "interval_count"),
        )


def _at(place: str, name: str) -> str:
    return f"{place}[{name}]" if place else name


def _whole_units(text: str, at: str) -> int:
    if not re.fullmatch(r"\d{1,8}(\.0+)?", text):
        raise invalid(f"Invalid decimal: {text}", _at(at, "unit_amount_decimal"))
    return int(text.split(".")[0])


def _take_lookup_key(world: World, params: Doc) -> None:
    key = params.get("lookup_key")
    if not key:
        return
    for price in world.store.list("stripe.price"):
        if price["lookup_key"] != key:
            continue
        if not params.get("transfer_lookup_key"):
            raise invalid(f"A price already uses the lookup key '{key}'.", "lookup_key")
        price["lookup_key"] = None
        world.store.put("stripe.price", price["id"], price)


def add_coupon(world: World, params: Doc) -> Doc:
    """Make a coupon. Raises StripeError."""
    amount, percent = params.get("amount_off"), params.get("percent_off")
    if (amount is None) == (percent is None):
        raise invalid("You must pass exactly one of: percent_off, amount_off.")
    if percent is not None and not 0 < percent <= 100:
        raise invalid("Invalid percent_off: must be more than 0 and at most 100.", "percent_off")
    if amount is not None:
        if amount < 1:
            raise invalid("This value must be greater than or equal to 1.", "amount_off")
        if params.get("currency", "").lower() not in CURRENCIES:
            raise missing("currency")
        params["currency"] = params["currency"].lower()
    if (params.get("duration") == "repeating") != ("duration_in_months" in params):
        raise invalid("duration_in_months goes with duration=repeating.", "duration_in_months")
    if "id" in params and world.store.get("stripe.coupon", params["id"]):
        raise invalid("Coupon already exists.", "id", "resource_already_exists")
    coupon = objects.a_coupon(world, params)
    world.store.put("stripe.coupon", coupon["id"], coupon)
    emit(world, "coupon.created", coupon)
    return coupon


def add_promotion_code(world: World, params: Doc) -> Doc:
    """Make a code for a coupon. Raises StripeError."""
    promotion = params.get("promotion")
    if promotion is None:
        raise missing("promotion")
    if "coupon" not in promotion:
        raise missing("promotion[coupon]")
    if world.store.get("stripe.coupon", promotion["coupon"]) is None:
        raise no_such("coupon", promotion["coupon"], "promotion[coupon]", status=400)
    code = objects.a_promotion_code(world, params)
    taken = [
        row
        for row in world.store.list("stripe.promotion_code")
        if row["active"] and row["code"].lower() == code["code"].lower()
    ]
    if taken:
        raise invalid("An active promotion code with that code already exists.", "code")
    world.store.put("stripe.promotion_code", code["id"], code)
    emit(world, "promotion_code.created", code)
    return code


def valid_coupon(world: World, coupon: Doc) -> bool:
    """Tell whether a coupon can still be redeemed."""
    by, most = coupon["redeem_by"], coupon["max_redemptions"]
    return (by is None or seconds(world) < by) and (
        most is None or coupon["times_redeemed"] < most
    )


def valid_code(world: World, code: Doc) -> bool:
    """Tell whether a promotion code can still be redeemed; its coupon is looked at too."""
    by, most = code["expires_at"], code["max_redemptions"]
    coupon = world.store.get("stripe.coupon", code["promotion"]["coupon"])
    return (
        bool(code["active"])
        and coupon is not None
        and valid_coupon(world, coupon)
        and (by is None or seconds(world) < by)
        and (most is None or code["times_redeemed"] < most)
    )


def discounted(total: int, coupon: Doc) -> int:
    """Return what a coupon takes off a total, never more than the total."""
    if coupon["percent_off"] is not None:
        percent: float = coupon["percent_off"]
        return min(total, round(total * percent / 100))
    return min(total, int(coupon["amount_off"]))


def redeem(world: World, discount: Doc) -> None:
    """Count one use of a session's coupon and code."""
    for kind, id in (("coupon", discount["coupon"]), ("promotion_code", discount["code"])):
        row = world.store.get(f"stripe.{kind}", id or "")
        if row is None:
            continue
        row["times_redeemed"] += 1
        if kind == "coupon":
            row["valid"] = valid_coupon(world, row)
        world.store.put(f"stripe.{kind}", row["id"], row)
        emit(world, f"{kind}.updated", row)


def changer(kind: str, names: str) -> Callable[[World, Doc, Doc], Doc]:
    """Return what changes an object of that kind: the given names; metadata is merged."""

    def change(world: World, row: Doc, params: Doc) -> Doc:
        for name in names.split():
            if name in params:
                row[name] = params[name] or (None if params[name] == "" else params[name])
        if "metadata" in params:
            row["metadata"] = {**row["metadata"], **params["metadata"]}
        if "updated" in row:
            row["updated"] = seconds(world)
        world.store.put(f"stripe.{kind}", row["id"], row)
        emit(world, f"{kind}.updated", row)
        return row

    return change


change_product = changer(
    "product", "name active default_price description images statement_descriptor unit_label url"
)
change_price = changer("price", "active lookup_key nickname tax_behavior")
change_coupon = changer("coupon", "name")
change_code = changer("promotion_code", "active")
change_customer = changer("customer", "email name phone description")


def remove(world: World, kind: str, row: Doc) -> Doc:
    """Delete a product without prices, or a coupon. Raises StripeError."""
    if kind == "product" and any(
        price["product"] == row["id"] for price in world.store.list("stripe.price")
    ):
        raise StripeError(
            400,
            "This product cannot be deleted because it has one or more user-created prices.",
        )
    world.store.delete(f"stripe.{kind}", row["id"])
    emit(world, f"{kind}.deleted", row)
    return {**row, "deleted": True}
