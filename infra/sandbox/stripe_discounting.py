"""The discounts of Stripe's subscriptions: given by a session, used up by invoices."""

from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from infra.sandbox import stripe_billing_objects as objects
from infra.sandbox import stripe_catalog as catalog
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import invalid, no_such


def give(world: World, subscription: Doc, session: Doc) -> None:
    """Let a new subscription have the discount of its session, if there is one."""
    chosen = session["_discount"]
    coupon = world.store.get("stripe.coupon", chosen["coupon"]) if chosen else None
    if chosen is None or coupon is None:
        return
    now, end = seconds(world), _end(world, coupon)
    owner = {
        "checkout_session": session["id"],
        "customer": subscription["customer"],
        "subscription": subscription["id"],
    }
    discount = objects.a_discount(coupon, code=chosen["code"], owner=owner, start=now, end=end)
    world.store.put("stripe.discount", discount["id"], discount)
    subscription["discounts"] = [discount["id"]]
    emit(world, "customer.discount.created", _with_coupon(world, discount))


def change(world: World, subscription: Doc, params: Doc) -> None:
    """Let a subscription have the discounts that are asked for, if any, and no others.

    Raises StripeError.
    """
    if "discounts" not in params:
        return
    kept = [
        _put(world, subscription, given, at=f"discounts[{place}][coupon]")
        for place, given in enumerate(params["discounts"])
    ]
    for id in subscription["discounts"]:
        if id not in kept:
            emit(world, "customer.discount.deleted", _with_coupon(world, _of(world, id)))
    subscription["discounts"] = kept


def _put(world: World, subscription: Doc, given: Doc, *, at: str) -> str:
    """Return the id of a discount that the subscription has, or is given by a coupon."""
    if given.get("discount") in subscription["discounts"]:
        return str(given["discount"])
    coupon = world.store.get("stripe.coupon", given.get("coupon", ""))
    if coupon is None:
        raise no_such("coupon", str(given.get("coupon")), at, status=400)
    if not catalog.valid_coupon(world, coupon):
        raise invalid(f"Coupon expired: {coupon['id']}", at, "coupon_expired")
    if coupon["currency"] not in (None, subscription["currency"]):
        raise invalid("The coupon is in another currency than the subscription.", at)
    return str(_added(world, subscription, coupon)["id"])


def _added(world: World, subscription: Doc, coupon: Doc) -> Doc:
    owner = {"customer": subscription["customer"], "subscription": subscription["id"]}
    discount = objects.a_discount(
        coupon, code=None, owner=owner, start=seconds(world), end=_end(world, coupon)
    )
    world.store.put("stripe.discount", discount["id"], discount)
    catalog.redeem(world, {"coupon": coupon["id"], "code": None})
    emit(world, "customer.discount.created", _with_coupon(world, discount))
    return discount


def _end(world: World, coupon: Doc) -> int | None:
    if coupon["duration"] != "repeating":
        return None
    months = relativedelta(months=coupon["duration_in_months"])
    return int((datetime.fromtimestamp(seconds(world), UTC) + months).timestamp())


def _of(world: World, id: str) -> Doc:
    found = world.store.get("stripe.discount", id)
    if found is None:
        raise LookupError(f"no discount {id}")
    return found


def use_up(world: World, subscription: Doc) -> None:
    """Take off the discounts that were for one invoice only, and those whose time is up."""
    kept = []
    for id in subscription["discounts"]:
        discount = world.store.get("stripe.discount", id) or {}
        coupon = world.store.get("stripe.coupon", discount["source"]["coupon"]) or {}
        ended = discount["end"] is not None and seconds(world) >= discount["end"]
        if coupon.get("duration") == "once" or ended:
            emit(world, "customer.discount.deleted", _with_coupon(world, discount))
        else:
            kept.append(id)
    subscription["discounts"] = kept


def _with_coupon(world: World, discount: Doc) -> Doc:
    coupon = world.store.get("stripe.coupon", discount["source"]["coupon"])
    return {**discount, "source": {"coupon": coupon, "type": "coupon"}}
