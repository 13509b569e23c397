"""Stripe's objects in our words (pure): payments, pages and what events point at."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from chalicelib.adapters.gateways.stripe_money import from_stripe
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.model import GatewayName, GatewayPayment, GatewayStatus, PaymentKey
from chalicelib.payments.ports import CheckoutResult, CheckoutState, Hint

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
_PAGE_STATES = {
    "open": CheckoutState.OPEN,
    "complete": CheckoutState.COMPLETE,
    "expired": CheckoutState.CLOSED,
}
_PAGE_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
_INTENT_EVENTS = frozenset({"payment_intent.succeeded"})
# A charge and a refund both name their PaymentIntent.
_CHARGE_EVENTS = frozenset({"charge.refunded", "charge.refund.updated", "refund.updated"})


class MissingObjectError(Exception):
    """Stripe has no object of that id; whoever asked decides what that means."""


@contextmanager
def readable() -> Iterator[None]:
    """Turn a well-formed answer that lacks the fields of its object into RetryLaterError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RetryLaterError(NO_ANSWER) from error


def read_intent(intent: Json) -> GatewayPayment:
    """Read a PaymentIntent whose latest charge is expanded.

    Raises ActionRequiredError for an unknown status; KeyError, TypeError or ValueError when it is
    no PaymentIntent.
    """
    charge: Json = intent["latest_charge"] or {}
    currency = intent["currency"]
    received = from_stripe(int(intent["amount_received"]), currency)
    refunded = from_stripe(int(charge.get("amount_refunded") or 0), currency)
    status = _word(_STATUSES, intent["status"])
    if status is GatewayStatus.PAID and received.minor and refunded == received:
        status = GatewayStatus.REFUNDED
    order_id = intent["metadata"].get("order_id", "")
    payer = (charge.get("billing_details") or {}).get("email") or intent.get("receipt_email") or ""
    made = charge.get("created") or intent["created"]
    return GatewayPayment(
        key=PaymentKey(GatewayName.STRIPE, str(intent["id"])),
        status=status,
        amount=received,
        paid_at=datetime.fromtimestamp(int(made), UTC),
        refunded=refunded,
        payer_email=str(payer).casefold(),
        order_id=OrderId(order_id) if order_id else None,
    )


def read_session(session: Json) -> CheckoutResult:
    """Read a Checkout Session whose PaymentIntent and its latest charge are expanded."""
    intent = session["payment_intent"]
    payment = read_intent(intent) if intent is not None else None
    return CheckoutResult(_word(_PAGE_STATES, session["status"]), payment)


def read_event(event: Json) -> Hint:
    """Return what an event points at; both ids are empty for kinds that do not concern us."""
    kind = str(event["type"])
    hint = Hint(event_id=str(event["id"]), kind=kind)
    if kind not in _PAGE_EVENTS | _INTENT_EVENTS | _CHARGE_EVENTS:
        return hint
    subject: Json = event["data"]["object"]
    own_id = str(subject["id"])
    if kind in _INTENT_EVENTS:
        return Hint(hint.event_id, kind, external_id=own_id)
    intent_id = _id_of(subject.get("payment_intent"))
    if kind in _CHARGE_EVENTS:
        return Hint(hint.event_id, kind, external_id=intent_id)
    return Hint(hint.event_id, kind, external_id=intent_id, checkout_id=own_id)


def _id_of(reference: Any) -> str:
    """Return the id of a reference, which is an id or the object itself."""
    if isinstance(reference, Mapping):
        return str(reference["id"])
    return str(reference or "")


def _word(table: Mapping[str, T], word: object) -> T:
    try:
        return table[str(word)]
    except KeyError:
        raise ActionRequiredError(
            f"Stripe used a word that this version does not know: {str(word)[:40]!r}.",
            remedy="Update Streams Manager.",
        ) from None
