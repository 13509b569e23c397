"""Changes of price in the middle of a period, reckoned and charged by Stripe.

Preview and change name the same instant, so that what is charged is what was shown:
https://docs.stripe.com/billing/subscriptions/prorations
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways.stripe_agreements import read_subscription
from chalicelib.adapters.gateways.stripe_money import from_stripe
from chalicelib.adapters.gateways.stripe_objects import (
    MissingObjectError,
    instant,
    is_period,
    readable,
)
from chalicelib.kernel.errors import ConflictError, InvalidError, NotFoundError
from chalicelib.payments.rules.agreements import ConfirmNeededError, GatewayAgreement, Proration

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

Json = Mapping[str, Any]


def preview(api: "StripeApi", ref: str, *, offer_ref: str, at: datetime) -> Proration:
    """Return what the change would cost; raises NotFoundError, InvalidError, ConflictError."""
    item = _item(api, ref)
    params = {"subscription": ref, "subscription_details": _asked(item, offer_ref, at)}
    try:
        invoice = api.preview_invoice(params)
    except MissingObjectError as error:
        raise _no_price(offer_ref) from error
    with readable():
        currency = invoice["currency"]
        ends = [line["period"]["end"] for line in invoice["lines"]["data"] if is_period(line)]
        return Proration(
            charge=from_stripe(int(invoice["amount_due"]), currency),
            credit=from_stripe(max(0, -int(invoice["total"])), currency),
            until=instant(max(ends, default=item["current_period_end"])),
        )


def change(
    api: "StripeApi", ref: str, *, offer_ref: str, at: datetime, reference: str, may_ask: bool
) -> GatewayAgreement:
    """Change the price and charge the difference at once; a declined charge changes nothing.

    When the bank asks first and the change `may_ask`, it waits at Stripe for the answer, up to 23
    hours: https://docs.stripe.com/billing/subscriptions/pending-updates
    """
    changes = _asked(_item(api, ref), offer_ref, at)
    try:
        try:
            at_once = {**changes, "payment_behavior": "error_if_incomplete"}
            subscription = api.change_subscription(
                ref, at_once, idempotency_key=f"change-{reference}"
            )
        except ConfirmNeededError:
            if not may_ask:
                raise
            later = {**changes, "payment_behavior": "pending_if_incomplete"}
            subscription = api.change_subscription(
                ref, later, idempotency_key=f"pending-{reference}"
            )
    except MissingObjectError as error:
        raise _no_price(offer_ref) from error
    with readable():
        if subscription["pending_update"]:
            raise ConfirmNeededError(url=str(subscription["latest_invoice"]["hosted_invoice_url"]))
        return read_subscription(subscription)


def _item(api: "StripeApi", ref: str) -> Json:
    """Return what is charged; raises ConflictError for a subscription of several things."""
    try:
        subscription = api.subscription(ref)
    except MissingObjectError as error:
        raise NotFoundError(
            f"Stripe has no subscription {ref}.", remedy="Look it up at Stripe."
        ) from error
    with readable():
        items = subscription["items"]["data"]
        if len(items) != 1 or subscription["status"] not in {"active", "trialing"}:
            raise ConflictError(
                "This subscription cannot be changed just now.",
                remedy="Look at it at Stripe: it is unpaid, over, or has several items.",
            )
        item: Json = items[0]
        return item


def _asked(item: Json, offer_ref: str, at: datetime) -> dict[str, Any]:
    return {
        "items": [{"id": item["id"], "price": offer_ref}],
        "proration_behavior": "always_invoice",
        "proration_date": int(at.timestamp()),
    }


def _no_price(offer_ref: str) -> InvalidError:
    return InvalidError.of(
        "offer_ref", f"Stripe has no price {offer_ref}.", "Let it be created at Stripe anew."
    )
