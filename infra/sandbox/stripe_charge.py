"""Stripe's charges as this version of its API writes them, with how they were paid."""

from typing import Any

from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import NO_ADDRESS, seconds
from infra.sandbox.stripe_wire import new_id


def a_charge(world: World, intent: Doc, *, status: str, payer: Doc, delayed: bool) -> Doc:
    """Return a charge of an intent; `status` is succeeded, pending or failed."""
    failed, succeeded = status == "failed", status == "succeeded"
    return {
        "id": new_id("ch_3"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if succeeded else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": {
            "address": dict(NO_ADDRESS, country="US"),
            "email": payer["email"],
            "name": payer["name"],
            "phone": None,
            "tax_id": None,
        },
        "calculated_statement_descriptor": "STREAMS MANAGER",
        "captured": not failed,
        "created": seconds(world),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": "card_declined" if failed else None,
        "failure_message": "Your card was declined." if failed else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": None if delayed else _outcome(failed=failed),
        "paid": succeeded,
        "payment_intent": intent["id"],
        "payment_method": new_id("pm_1"),
        "payment_method_details": _method(intent, delayed=delayed, failed=failed),
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None if failed else f"{world.base_url}/stripe/receipts/{intent['id']}",
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
    }


def _outcome(*, failed: bool) -> Doc:
    return {
        "advice_code": "try_again_later" if failed else None,
        "network_advice_code": None,
        "network_decline_code": "05" if failed else None,
        "network_status": "declined_by_network" if failed else "approved_by_network",
        "reason": "generic_decline" if failed else None,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": "The bank did not return any further details with this decline."
        if failed
        else "Payment complete.",
        "type": "issuer_declined" if failed else "authorized",
    }


def _method(intent: Doc, *, delayed: bool, failed: bool) -> Doc:
    if delayed:
        return _bank_method(intent["currency"])
    return {
        "type": "card",
        "card": {
            "amount_authorized": None if failed else intent["amount"],
            "authorization_code": None,
            "brand": "visa",
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "pass",
            },
            "country": "US",
            "exp_month": 12,
            "exp_year": 2034,
            "extended_authorization": {"status": "disabled"},
            "fingerprint": "Xt5EWLLDS7FJjR1c",
            "funding": "credit",
            "incremental_authorization": {"status": "unavailable"},
            "installments": None,
            "last4": "0002" if failed else "4242",
            "mandate": None,
            "multicapture": {"status": "unavailable"},
            "network": "visa",
            "network_token": {"used": False},
            "network_transaction_id": None,
            "overcapture": {
                "maximum_amount_capturable": intent["amount"],
                "status": "unavailable",
            },
            "regulated_status": "unregulated",
            "three_d_secure": None,
            "wallet": None,
        },
    }


def _bank_method(currency: str) -> Doc:
    if currency == "eur":
        details: dict[str, Any] = {
            "bank_code": "37040044",
            "branch_code": None,
            "country": "DE",
            "fingerprint": "LWhkGyzbwbdLZTAo",
            "last4": "3000",
            "mandate": None,
        }
        return {"type": "sepa_debit", "sepa_debit": details}
    details = {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "SANDBOX BANK",
        "fingerprint": "AOB934RVNwzk6xtn",
        "last4": "6789",
        "mandate": None,
        "payment_reference": None,
        "routing_number": "110000000",
    }
    return {"type": "us_bank_account", "us_bank_account": details}
