"""Disputes: a payer's bank takes money back, and the case is won or lost."""

from infra.sandbox import stripe_ledger as ledger
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import StripeError, invalid, new_id, no_such

FEE = 1500
REASONS = (
    "credit_not_processed",
    "duplicate",
    "fraudulent",
    "general",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
)
_EVIDENCE = (
    "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure"
    " cancellation_rebuttal customer_communication customer_email_address customer_name"
    " customer_purchase_ip customer_signature duplicate_charge_documentation"
    " duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy"
    " refund_policy_disclosure refund_refusal_explanation service_date service_documentation"
    " shipping_address shipping_carrier shipping_date shipping_documentation"
    " shipping_tracking_number uncategorized_file uncategorized_text"
)


def open_dispute(
    world: World, charge_id: str, *, reason: str = "fraudulent", amount: int | None = None
) -> Doc:
    """Let the payer's bank dispute a charge: the money is withdrawn. Raises StripeError."""
    charge = world.store.get("stripe.charge", charge_id)
    if charge is None:
        raise no_such("charge", charge_id, "charge", status=400)
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge_id} has not succeeded.", "charge")
    if charge["disputed"]:
        raise invalid(f"Charge {charge_id} is disputed already.", "charge")
    if reason not in REASONS:
        raise invalid(f"reason must be one of {', '.join(REASONS)}", "reason")
    left = charge["amount"] - charge["amount_refunded"]
    amount = left if amount is None else amount
    if not 1 <= amount <= left:
        raise invalid(f"amount must be between 1 and {left}", "amount")
    dispute = _a_dispute(world, charge, amount, reason)
    charge["disputed"] = True
    world.store.put("stripe.charge", charge_id, charge)
    world.store.put("stripe.dispute", dispute["id"], dispute)
    emit(world, "charge.dispute.created", dispute)
    dispute["balance_transactions"] = [
        ledger.book(world, dispute, amount=-amount, fee=FEE, kind="adjustment", category="dispute")
    ]
    world.store.put("stripe.dispute", dispute["id"], dispute)
    emit(world, "charge.dispute.funds_withdrawn", dispute)
    return dispute


def answer(world: World, dispute: Doc) -> Doc:
    """Hand in evidence: the bank looks at the case. Raises StripeError."""
    _check_open(dispute)
    dispute["status"] = "under_review"
    dispute["evidence_details"] |= {
        "has_evidence": True,
        "submission_count": dispute["evidence_details"]["submission_count"] + 1,
        "submission_method": "manual",
    }
    world.store.put("stripe.dispute", dispute["id"], dispute)
    emit(world, "charge.dispute.updated", dispute)
    return dispute


def close(world: World, dispute: Doc, *, won: bool) -> Doc:
    """End a dispute: won gives amount and fee back, lost gives nothing. Raises StripeError."""
    _check_open(dispute)
    dispute["status"] = "won" if won else "lost"
    if won:
        dispute["balance_transactions"].append(
            ledger.book(
                world,
                dispute,
                amount=dispute["amount"],
                fee=-FEE,
                kind="adjustment",
                category="dispute_reversal",
            )
        )
    world.store.put("stripe.dispute", dispute["id"], dispute)
    if won:
        emit(world, "charge.dispute.funds_reinstated", dispute)
    emit(world, "charge.dispute.closed", dispute)
    return dispute


def _check_open(dispute: Doc) -> None:
    if dispute["status"] in ("won", "lost"):
        raise StripeError(400, "This dispute is already closed.", code="dispute_already_closed")


def _a_dispute(world: World, charge: Doc, amount: int, reason: str) -> Doc:
    now = seconds(world)
    return {
        "id": new_id("du_1"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE.split()), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": now + 7 * 86400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {
            "type": "card",
            "card": {
                "brand": "visa",
                "case_type": "chargeback",
                "network": "visa",
                "network_reason_code": "10.4",
            },
        },
        "reason": reason,
        "status": "needs_response",
    }
