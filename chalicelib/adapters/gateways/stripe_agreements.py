"""Stripe's subscriptions as recurring agreements (pure)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.adapters.gateways.stripe_money import from_stripe
from chalicelib.adapters.gateways.stripe_objects import id_of, instant, word
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayName
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement

Json = Mapping[str, Any]

# Every word of the vendor's schema. *Unpaid* is past due for longer: Stripe tries no more by
# itself, but a new card heals it. *Paused* had a trial and then no way to pay.
_STATUSES = {
    "incomplete": AgreementStatus.PENDING,
    "incomplete_expired": AgreementStatus.ENDED,
    "trialing": AgreementStatus.ACTIVE,
    "active": AgreementStatus.ACTIVE,
    "past_due": AgreementStatus.FAILING,
    "unpaid": AgreementStatus.FAILING,
    "canceled": AgreementStatus.ENDED,
    "paused": AgreementStatus.PENDING,
}


def read_subscription(subscription: Json) -> GatewayAgreement:
    """Read a subscription whose customer and latest invoice are expanded.

    Raises ActionRequiredError for an unknown status; KeyError, TypeError or ValueError when it is
    no subscription.
    """
    status = word(_STATUSES, subscription["status"])
    items = subscription["items"]["data"]
    ends_at = instant(min(int(item["current_period_end"]) for item in items))
    cancels_at = None
    if status is not AgreementStatus.ENDED:
        if subscription["cancel_at"]:
            cancels_at = instant(subscription["cancel_at"])
        elif subscription["cancel_at_period_end"]:
            cancels_at = ends_at
    customer = subscription["customer"]
    email = customer.get("email") if isinstance(customer, Mapping) else ""
    order_id = subscription["metadata"].get("order_id", "")
    renews_at: datetime | None = ends_at
    latest: Json = subscription["latest_invoice"] or {}
    failed_at = None
    if status is AgreementStatus.FAILING:
        failed_at = instant(_tried_at(latest) or subscription["created"])
        renews_at = instant(latest["next_payment_attempt"]) if _is_tried_again(latest) else None
    will_charge = status not in {AgreementStatus.ENDED, AgreementStatus.PENDING}
    is_last = cancels_at is not None and cancels_at <= ends_at
    is_on_hold = subscription.get("pause_collection") is not None
    return GatewayAgreement(
        gateway=GatewayName.STRIPE,
        ref=str(subscription["id"]),
        status=status,
        offer_ref=id_of(items[0]["price"]),
        order_id=OrderId(order_id) if order_id else None,
        payer_email=str(email or "").casefold(),
        price=_price(items),
        renews_at=renews_at if will_charge and not is_last and not is_on_hold else None,
        cancels_at=cancels_at,
        failed_at=failed_at,
    )


def _tried_at(invoice: Json) -> int | None:
    """Return when an invoice was tried first: Stripe tries it as soon as it is final."""
    transitions: Json = invoice.get("status_transitions") or {}
    return transitions.get("finalized_at") or invoice.get("created")


def _is_tried_again(invoice: Json) -> bool:
    return bool(invoice.get("next_payment_attempt"))


def _price(items: list[Json]) -> Money | None:
    """Return what a period costs, None if that depends on how much is used."""
    amounts = [(item["price"]["unit_amount"], int(item.get("quantity") or 1)) for item in items]
    if any(amount is None for amount, _ in amounts):
        return None
    total = sum(int(amount) * quantity for amount, quantity in amounts)
    return from_stripe(total, items[0]["price"]["currency"])
