"""Store credit at Stripe: a coupon of our own that the next invoice of a subscription uses up.

A coupon that counts once is taken off the subscription as soon as an invoice is made with it:
https://docs.stripe.com/billing/subscriptions/coupons
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways.stripe_money import to_stripe
from chalicelib.adapters.gateways.stripe_objects import MissingObjectError, id_of, readable
from chalicelib.kernel.errors import ConflictError, NotFoundError
from chalicelib.kernel.money import Money

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

Json = Mapping[str, Any]

# What our coupons are called, followed by the reference.
_OURS = "credit-"
_OVER = frozenset({"canceled", "incomplete_expired"})


def put(api: "StripeApi", ref: str, *, credit: Money, reference: str) -> str:
    """Put the coupon on the subscription in the place of an earlier one; return its id.

    Raises NotFoundError, ConflictError for a subscription that is over.
    """
    subscription = _subscription(api, ref)
    coupon = f"{_OURS}{reference}"
    with readable():
        if subscription["status"] in _OVER:
            raise ConflictError(
                "The subscription has ended at Stripe.", remedy="Use the credit for an order."
            )
        others = [
            {"discount": str(each["id"])}
            for each in subscription["discounts"]
            if not _coupon_of(each).startswith(_OURS)
        ]
    params = {
        "id": coupon,
        "name": "Credit",
        "amount_off": to_stripe(credit),
        "currency": credit.currency.lower(),
        "duration": "once",
        "metadata": {"subscription": ref},
    }
    api.add_coupon(params, idempotency_key=coupon)
    try:
        api.change_subscription(ref, {"discounts": [*others, {"coupon": coupon}]})
    except MissingObjectError as error:
        raise _unknown(ref) from error
    return coupon


def taken(api: "StripeApi", *, reference: str) -> str:
    """Return the reference's coupon if it was ever put on a subscription, empty if not."""
    coupon = f"{_OURS}{reference}"
    try:
        found = api.coupon(coupon)
    except MissingObjectError:
        return ""
    with readable():
        return coupon if int(found["times_redeemed"]) else ""


def waiting(api: "StripeApi", ref: str) -> str:
    """Return the id of our coupon that waits for the next invoice, empty if none does."""
    subscription = _subscription(api, ref)
    with readable():
        ours = [_coupon_of(each) for each in subscription["discounts"]]
    return next((each for each in ours if each.startswith(_OURS)), "")


def _subscription(api: "StripeApi", ref: str) -> Json:
    try:
        return api.discounted_subscription(ref)
    except MissingObjectError as error:
        raise _unknown(ref) from error


def _coupon_of(discount: Json) -> str:
    # Before API version 2025-09-30 a discount named its coupon itself.
    source: Json = discount.get("source") or discount
    return id_of(source.get("coupon"))


def _unknown(ref: str) -> NotFoundError:
    return NotFoundError(f"Stripe has no subscription {ref}.", remedy="Look it up at Stripe.")
