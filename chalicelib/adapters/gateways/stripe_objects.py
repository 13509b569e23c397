"""Stripe's objects in our words (pure): payments, disputes, pages."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from chalicelib.adapters.gateways.stripe_money import from_stripe
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import (
    Dispute,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    PaymentKey,
)
from chalicelib.payments.ports import CheckoutResult, CheckoutState

Json = Mapping[str, Any]
T = TypeVar("T")

NO_ANSWER = "Stripe did not answer properly."

# Every word of the vendor's schema; anything else is a change that a person must see.
_STATUSES = {
    "requires_payment_method": GatewayStatus.PENDING,
    "requires_confirmation": GatewayStatus.PENDING,
    "requires_action": GatewayStatus.PENDING,
    "requires_capture": GatewayStatus.PENDING,
    "processing": GatewayStatus.PENDING,
    "succeeded": GatewayStatus.PAID,
    "canceled": GatewayStatus.FAILED,
}
_INVOICE_STATUSES = {
    "draft": GatewayStatus.PENDING,
    "open": GatewayStatus.PENDING,
    "paid": GatewayStatus.PAID,
    "uncollectible": GatewayStatus.FAILED,
    "void": GatewayStatus.FAILED,
}
_PAGE_STATES = {
    "open": CheckoutState.OPEN,
    "complete": CheckoutState.COMPLETE,
    "expired": CheckoutState.CLOSED,
}
# An inquiry (*warning*) may become a dispute. *Prevented* ones were paid back before they began,
# which shows as a refund.
_DISPUTES = {
    "warning_needs_response": Dispute.OPEN,
    "warning_under_review": Dispute.OPEN,
    "needs_response": Dispute.OPEN,
    "under_review": Dispute.OPEN,
    "appeal_needs_response": Dispute.OPEN,
    "appeal_under_review": Dispute.OPEN,
    "warning_closed": Dispute.WON,
    "prevented": Dispute.WON,
    "won": Dispute.WON,
    "lost": Dispute.LOST,
}
# Refunds that never reached the payer: the money is back with the seller.
_FAILED_REFUNDS = frozenset({"failed", "canceled"})


class MissingObjectError(Exception):
    """Stripe has no object of that id; whoever asked decides what that means."""


@contextmanager
def readable() -> Iterator[None]:
    """Turn a well-formed answer that lacks the fields of its object into RetryLaterError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RetryLaterError(NO_ANSWER) from error


@dataclass(frozen=True, slots=True)
class Listing:
    """Which part of a list: `limit` objects made at or after `since`, older than `after`."""

    since: datetime | None = None
    after: str = ""
    limit: int = 1


@dataclass(frozen=True, slots=True)
class Billing:
    """What an invoice says of its payment: the subscription, and until when it is paid.

    An invoice that only settles the difference of a plan change pays for no period of its own, so
    that `covers_until` is None. `order_id` is that of our order, for the first invoice only;
    `settles_change` marks the invoice of a change of price.
    """

    subscription_ref: str = ""
    covers_until: datetime | None = None
    order_id: str = ""
    email: str = ""
    settles_change: bool = False


def read_billing(invoice: Json) -> Billing:
    """Read an invoice; one of no subscription says nothing but the address."""
    email = str(invoice.get("customer_email") or "")
    parent: Json = invoice.get("parent") or {}
    details: Json = parent.get("subscription_details") or {}
    ref = id_of(details.get("subscription"))
    if not ref:
        return Billing(email=email)
    is_first = invoice["billing_reason"] == "subscription_create"
    metadata: Json = details.get("metadata") or {}
    ends = [int(line["period"]["end"]) for line in invoice["lines"]["data"] if is_period(line)]
    return Billing(
        subscription_ref=ref,
        covers_until=instant(max(ends)) if ends else None,
        order_id=str(metadata.get("order_id") or "") if is_first else "",
        email=email,
        settles_change=invoice["billing_reason"] == "subscription_update",
    )


def is_period(line: Json) -> bool:
    """Tell whether a line charges a period of a subscription, not the difference of a change."""
    parent: Json = line.get("parent") or {}
    details: Json | None = parent.get("subscription_item_details")
    return details is not None and not details.get("proration")


def may_have_invoice(intent: Json) -> bool:
    """Tell whether a PaymentIntent may pay an invoice: it has a customer and is no sale of ours.

    It does not name its invoice itself (since API version 2025-03-31).
    """
    has_customer = bool(intent.get("customer") or intent.get("customer_account"))
    return has_customer and not intent["metadata"].get("order_id")


def read_intent(
    intent: Json, *, invoice: Json | None = None, disputes: Sequence[Json] = ()
) -> GatewayPayment:
    """Read a PaymentIntent whose latest charge and its refunds are expanded.

    `invoice` is what it pays, if anything; `disputes` are those of its charge. Raises
    ActionRequiredError for an unknown status; KeyError, TypeError or ValueError when it is no
    PaymentIntent.
    """
    charge: Json = intent["latest_charge"] or {}
    currency = intent["currency"]
    received = from_stripe(int(intent["amount_received"]), currency)
    refunded = from_stripe(_refunded(charge), currency)
    status = word(_STATUSES, intent["status"])
    if status is GatewayStatus.PAID and received.minor and refunded == received:
        status = GatewayStatus.REFUNDED
    billing = read_billing(invoice) if invoice is not None else Billing()
    payer: Json = charge.get("billing_details") or {}
    email = payer.get("email") or intent.get("receipt_email") or billing.email
    order_id = billing.order_id or intent["metadata"].get("order_id", "")
    made = charge.get("created") or intent["created"]
    return GatewayPayment(
        key=PaymentKey(GatewayName.STRIPE, str(intent["id"])),
        status=status,
        amount=received,
        paid_at=instant(made),
        refunded=refunded,
        payer_email=str(email or "").casefold(),
        payer_name=str(payer.get("name") or ""),
        order_id=OrderId(order_id) if order_id else None,
        subscription_ref=billing.subscription_ref,
        covers_until=billing.covers_until,
        settles_change=billing.settles_change,
        dispute=read_disputes(disputes),
    )


def read_moneyless(invoice: Json) -> GatewayPayment:
    """Read an invoice that no PaymentIntent pays: it costs nothing, or was paid elsewhere."""
    billing = read_billing(invoice)
    paid = from_stripe(int(invoice["amount_paid"]), invoice["currency"])
    paid_at = invoice["status_transitions"].get("paid_at") or invoice["created"]
    return GatewayPayment(
        key=PaymentKey(GatewayName.STRIPE, str(invoice["id"])),
        status=word(_INVOICE_STATUSES, invoice["status"]),
        amount=paid,
        paid_at=instant(paid_at),
        refunded=Money.zero(paid.currency),
        payer_email=billing.email.casefold(),
        payer_name=str(invoice.get("customer_name") or ""),
        order_id=OrderId(billing.order_id) if billing.order_id else None,
        subscription_ref=billing.subscription_ref,
        covers_until=billing.covers_until,
        settles_change=billing.settles_change,
    )


def intent_of(invoice: Json) -> str:
    """Return the PaymentIntent of an invoice whose payments are expanded, empty if none.

    A try that was given up makes way for the one that brought the money.
    """
    ties = [tie for tie in invoice["payments"]["data"] if tie["payment"].get("payment_intent")]
    best = min(ties, key=lambda tie: tie["status"] != "paid", default=None)
    return id_of(best["payment"]["payment_intent"]) if best else ""


def read_disputes(disputes: Sequence[Json]) -> Dispute:
    """Return how a charge's disputes stand: one that is open counts most, then one lost."""
    found = {word(_DISPUTES, each["status"]) for each in disputes}
    ranked = (Dispute.OPEN, Dispute.LOST, Dispute.WON)
    return next((each for each in ranked if each in found), Dispute.NONE)


def read_session(session: Json, payment: GatewayPayment | None) -> CheckoutResult:
    """Read a Checkout Session, given the payment that was made on it."""
    state = word(_PAGE_STATES, session["status"])
    return CheckoutResult(state, payment, id_of(session.get("subscription")))


def _refunded(charge: Json) -> int:
    """Return what went back, without refunds that came to nothing."""
    told = int(charge.get("amount_refunded") or 0)
    listed: Json | None = charge.get("refunds")
    if listed is None or listed["has_more"]:
        return told
    return sum(each["amount"] for each in listed["data"] if each["status"] not in _FAILED_REFUNDS)


def instant(seconds: Any) -> datetime:
    """Return the instant of Stripe's count of seconds."""
    return datetime.fromtimestamp(int(seconds), UTC)


def id_of(reference: Any) -> str:
    """Return the id of a reference: an id, the object itself, or nothing (empty)."""
    if isinstance(reference, Mapping):
        return str(reference["id"])
    return str(reference or "")


def word(table: Mapping[str, T], said: object) -> T:
    """Return what a word of Stripe's means; raises ActionRequiredError for an unknown one."""
    try:
        return table[str(said)]
    except KeyError:
        raise ActionRequiredError(
            f"Stripe used a word that this version does not know: {str(said)[:40]!r}.",
            remedy="Update Streams Manager.",
        ) from None
