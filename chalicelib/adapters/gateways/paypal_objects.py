"""PayPal's objects in our words (pure): captures, refunds, subscriptions, disputes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.adapters.gateways.paypal_money import from_paypal
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import (
    Dispute,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    PaymentKey,
)
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement

Json = Mapping[str, Any]
T = TypeVar("T")

# Our orders' ids begin like this; other texts in the field are somebody else's.
_OUR_ORDERS = "ord_"

# Every word of the vendor's documents; anything else is a change that a person must see.
_CAPTURES = {
    "COMPLETED": GatewayStatus.PAID,
    "PARTIALLY_REFUNDED": GatewayStatus.PAID,
    "REFUNDED": GatewayStatus.REFUNDED,
    "PENDING": GatewayStatus.PENDING,
    "DECLINED": GatewayStatus.FAILED,
    "FAILED": GatewayStatus.FAILED,
}
_REFUNDS = {"COMPLETED": True, "PENDING": True, "CANCELLED": False, "FAILED": False}
# *Approved* will be charged as soon as PayPal makes it active.
_AGREEMENTS = {
    "APPROVAL_PENDING": AgreementStatus.PENDING,
    "APPROVED": AgreementStatus.PENDING,
    "ACTIVE": AgreementStatus.ACTIVE,
    "SUSPENDED": AgreementStatus.FAILING,
    "CANCELLED": AgreementStatus.ENDED,
    "EXPIRED": AgreementStatus.ENDED,
}
_DISPUTES = {
    "OPEN": True,
    "WAITING_FOR_BUYER_RESPONSE": True,
    "WAITING_FOR_SELLER_RESPONSE": True,
    "UNDER_REVIEW": True,
    "OTHER": True,
    "RESOLVED": False,
}
# With a *payout* PayPal itself pays the buyer, and the seller keeps the money.
_OUTCOMES = {
    "RESOLVED_BUYER_FAVOUR": Dispute.LOST,
    "ACCEPTED": Dispute.LOST,
    "RESOLVED_SELLER_FAVOUR": Dispute.WON,
    "RESOLVED_WITH_PAYOUT": Dispute.WON,
    "CANCELED_BY_BUYER": Dispute.WON,
    "DENIED": Dispute.WON,
    "NONE": Dispute.WON,
}


@dataclass(frozen=True, slots=True)
class Payer:
    """Who paid, as far as PayPal tells."""

    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """How a payment's disputes stand, and how much was lost by them for good."""

    state: Dispute
    lost: Money | None = None


def word(table: Mapping[str, T], said: object) -> T:
    """Return what a word of PayPal's means; raises ActionRequiredError for an unknown one."""
    try:
        return table[str(said)]
    except KeyError:
        raise ActionRequiredError(
            f"PayPal used a word that this version does not know: {str(said)[:40]!r}.",
            remedy="Update Streams Manager.",
        ) from None


def our_order(custom: object) -> OrderId | None:
    """Return the order that a payment carries, None if the field holds something else."""
    text = str(custom or "").strip()
    return OrderId(text) if text.startswith(_OUR_ORDERS) else None


def name_of(name: Json | None) -> str:
    """Return a person's name in one line."""
    given = name or {}
    parts = (given.get("given_name"), given.get("surname"))
    joined = " ".join(str(part).strip() for part in parts if part)
    return joined or str(given.get("alternate_full_name") or given.get("full_name") or "")


def payer_of_order(order: Json) -> Payer:
    """Return who approved an order."""
    payer: Json = order.get("payer") or {}
    wallet: Json = (order.get("payment_source") or {}).get("paypal") or {}
    email = payer.get("email_address") or wallet.get("email_address") or ""
    return Payer(str(email).casefold(), name_of(payer.get("name") or wallet.get("name")))


def payer_of_subscription(subscription: Json) -> Payer:
    """Return who agreed to a subscription."""
    subscriber: Json = subscription.get("subscriber") or {}
    email = str(subscriber.get("email_address") or "")
    return Payer(email.casefold(), name_of(subscriber.get("name")))


def status_of(said: object) -> GatewayStatus:
    """Return what the status of a capture or of a subscription's payment means."""
    return word(_CAPTURES, said)


def capture_of(order: Json) -> str:
    """Return the id of the payment that was taken for an order, empty if none was."""
    for unit in order["purchase_units"]:
        for capture in (unit.get("payments") or {}).get("captures") or ():
            return str(capture["id"])
    return ""


def order_of(capture: Json) -> str:
    """Return PayPal's order of a capture, empty if it was not made by one."""
    related = (capture.get("supplementary_data") or {}).get("related_ids") or {}
    return str(related.get("order_id") or "")


def refunds_in(order: Json, currency: str) -> Money:
    """Return what was given back of an order's payment, as far as the order lists it."""
    total = Money.zero(currency)
    for unit in order["purchase_units"]:
        for refund in (unit.get("payments") or {}).get("refunds") or ():
            if word(_REFUNDS, refund["status"]):
                total += from_paypal(refund["amount"])
    return total


def refund_total(refund: Json) -> Money:
    """Return what was given back in all when this refund was made."""
    breakdown: Json = refund.get("seller_payable_breakdown") or {}
    return from_paypal(breakdown.get("total_refunded_amount") or refund["amount"])


def payment_refunded_by(refund: Json) -> str:
    """Return the payment that a refund is of: PayPal links to it; empty if it does not."""
    for link in refund.get("links") or ():
        if link.get("rel") in {"up", "sale", "capture"}:
            return str(link["href"]).rstrip("/").rpartition("/")[2]
    return ""


def payment(
    external_id: str,
    *,
    status: GatewayStatus,
    amount: Money,
    paid_at: datetime,
    refunded: Money,
    payer: Payer,
    claim: Claim,
    **more: Any,
) -> GatewayPayment:
    """Return a payment; what a lost dispute took is no refund, whatever PayPal calls it."""
    if claim.lost is not None and claim.lost <= refunded:
        refunded = refunded - claim.lost
    if status in {GatewayStatus.PAID, GatewayStatus.REFUNDED}:
        is_gone = bool(amount.minor) and refunded == amount
        status = GatewayStatus.REFUNDED if is_gone else GatewayStatus.PAID
    return GatewayPayment(
        key=PaymentKey(GatewayName.PAYPAL, external_id),
        status=status,
        amount=amount,
        paid_at=paid_at,
        refunded=refunded,
        payer_email=payer.email.strip().casefold(),
        payer_name=payer.name,
        dispute=claim.state,
        **more,
    )


def read_claims(disputes: Iterable[Json], amount: Money) -> Claim:
    """Return how the disputes about a payment stand: one that is open counts most.

    One that is lost in part only is a refund of that part: the rest is not in doubt any more.
    """
    states = [Dispute.NONE]
    lost = Money.zero(amount.currency)
    for each in disputes:
        if word(_DISPUTES, each["status"]):
            states.append(Dispute.OPEN)
            continue
        outcome: Json = each.get("dispute_outcome") or {}
        end = word(_OUTCOMES, outcome.get("outcome_code") or "NONE")
        taken = outcome.get("amount_refunded") or each.get("dispute_amount")
        if end is Dispute.LOST and taken is not None and from_paypal(taken) < amount:
            end = Dispute.WON
        elif end is Dispute.LOST:
            lost = amount
        states.append(end)
    ranked = (Dispute.OPEN, Dispute.LOST, Dispute.WON, Dispute.NONE)
    state = next(each for each in ranked if each in states)
    return Claim(state, lost if state is Dispute.LOST else None)


def read_subscription(subscription: Json) -> GatewayAgreement:
    """Read a subscription with its plan and last failure.

    Raises ActionRequiredError for an unknown status; KeyError, TypeError or ValueError when it is
    no subscription.
    """
    status = word(_AGREEMENTS, subscription["status"])
    info: Json = subscription.get("billing_info") or {}
    failures = int(info.get("failed_payments_count") or 0)
    if status is AgreementStatus.ACTIVE and failures:
        status = AgreementStatus.FAILING
    elif status is AgreementStatus.FAILING and not failures:
        # Somebody suspended it without need: it charges no more until it is activated again.
        status = AgreementStatus.ENDED
    is_failing = status is AgreementStatus.FAILING
    failed_at = None
    if is_failing:
        last: Json = info.get("last_failed_payment") or {}
        failed_at = from_iso(str(last.get("time") or subscription.get("status_update_time") or ""))
    will_charge = status in {AgreementStatus.ACTIVE, AgreementStatus.FAILING}
    due = info.get("next_billing_time") if will_charge else None
    return GatewayAgreement(
        gateway=GatewayName.PAYPAL,
        ref=str(subscription["id"]),
        status=status,
        offer_ref=str(subscription["plan_id"]),
        order_id=our_order(subscription.get("custom_id")),
        payer_email=payer_of_subscription(subscription).email,
        price=regular_price(subscription.get("plan") or {}),
        renews_at=from_iso(str(due)) if due else None,
        failed_at=failed_at,
    )


def regular_cycle(plan: Json) -> Json | None:
    """Return the cycle of a plan that goes on, None if it tells none."""
    cycles: Sequence[Json] = plan.get("billing_cycles") or ()
    return next((each for each in cycles if each["tenure_type"] == "REGULAR"), None)


def regular_price(plan: Json) -> Money | None:
    """Return what every period costs, None if that depends on how much is used."""
    cycle = regular_cycle(plan)
    price = ((cycle or {}).get("pricing_scheme") or {}).get("fixed_price")
    return from_paypal(price) if price else None
