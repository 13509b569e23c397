"""One try to take money: a PaymentIntent, its charge, and the events that they make."""

from infra.sandbox import stripe_objects as objects
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_charge import a_charge
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_ledger import book_charge

_DECLINED = "https://stripe.com/docs/error-codes/card-declined"
_NOT_AUTHENTICATED = "payment_intent_authentication_failure"


def begin_intent(world: World, source: Doc, data: Doc) -> Doc:
    """Make the PaymentIntent of a session or an invoice, and tell of it."""
    intent = objects.an_intent(world, source, data)
    world.store.put("stripe.payment_intent", intent["id"], intent)
    emit(world, "payment_intent.created", intent)
    return intent


def charge_now(
    world: World,
    intent: Doc,
    payer: Doc,
    *,
    method: str | None = None,
    authenticated: bool = False,
) -> Doc:
    """Take the money by card at once; return the charge."""
    charge = _charge(world, intent, payer, status="succeeded", method=method)
    if authenticated:
        charge["payment_method_details"]["card"]["three_d_secure"] = _three_d_secure()
    succeed(world, intent, charge)
    return charge


def charge_later(world: World, intent: Doc, payer: Doc) -> Doc:
    """Start a payment whose money arrives days later; return the pending charge."""
    charge = _charge(world, intent, payer, status="pending", method=None)
    intent["status"] = "processing"
    _save(world, intent, charge)
    emit(world, "charge.pending", charge)
    emit(world, "payment_intent.processing", intent)
    return charge


def decline(world: World, intent: Doc, payer: Doc, *, method: str | None = None) -> Doc:
    """Let the card be declined; return the failed charge."""
    charge = _charge(world, intent, payer, status="failed", method=method)
    fail(world, intent, charge)
    return charge


def _charge(world: World, intent: Doc, payer: Doc, *, status: str, method: str | None) -> Doc:
    delayed = status == "pending"
    charge = a_charge(world, intent, status=status, payer=payer, delayed=delayed)
    if method is not None:
        charge["payment_method"] = method
    intent |= {
        "latest_charge": charge["id"],
        "payment_method": charge["payment_method"],
        "last_payment_error": None,
        "next_action": None,
    }
    return charge


def succeed(world: World, intent: Doc, charge: Doc) -> None:
    """Book a charge whose money is there."""
    charge |= {"status": "succeeded", "paid": True, "amount_captured": charge["amount"]}
    book_charge(world, charge)
    intent |= {"status": "succeeded", "amount_received": intent["amount"]}
    _save(world, intent, charge)
    emit(world, "charge.succeeded", charge)
    emit(world, "payment_intent.succeeded", intent)


def fail(world: World, intent: Doc, charge: Doc) -> None:
    """Write down a charge that did not bring money; the intent waits for another way."""
    intent |= {
        "latest_charge": charge["id"],
        "status": "requires_payment_method",
        "payment_method": None,
        "last_payment_error": {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "generic_decline",
            "charge": charge["id"],
            "doc_url": _DECLINED,
            "message": charge["failure_message"],
        },
    }
    _save(world, intent, charge)
    emit(world, "charge.failed", charge)
    emit(world, "payment_intent.payment_failed", intent)


def ask_for_authentication(world: World, intent: Doc, *, url: str, return_url: str | None) -> None:
    """Let the bank ask for the payer's word before the money is taken (3-D Secure)."""
    intent |= {
        "status": "requires_action",
        "next_action": {
            "type": "redirect_to_url",
            "redirect_to_url": {"url": url, "return_url": return_url},
        },
    }
    world.store.put("stripe.payment_intent", intent["id"], intent)
    emit(world, "payment_intent.requires_action", intent)


def refuse_authentication(world: World, intent: Doc) -> None:
    """End the bank's question without a word from the payer; the intent waits for another way."""
    intent |= {
        "status": "requires_payment_method",
        "next_action": None,
        "payment_method": None,
        "last_payment_error": {
            "type": "invalid_request_error",
            "code": _NOT_AUTHENTICATED,
            "doc_url": f"https://stripe.com/docs/error-codes/{_NOT_AUTHENTICATED}",
            "message": "The provided payment method has failed authentication.",
        },
    }
    world.store.put("stripe.payment_intent", intent["id"], intent)
    emit(world, "payment_intent.payment_failed", intent)


def _three_d_secure() -> Doc:
    return {
        "authentication_flow": "challenge",
        "electronic_commerce_indicator": "05",
        "exemption_indicator": None,
        "result": "authenticated",
        "result_reason": None,
        "transaction_id": "5d1ffe50-1a5c-4c1e-9f0c-2f6d0cbd6f6e",
        "version": "2.2.0",
    }


def _save(world: World, intent: Doc, charge: Doc) -> None:
    world.store.put("stripe.payment_intent", intent["id"], intent)
    world.store.put("stripe.charge", charge["id"], charge)
