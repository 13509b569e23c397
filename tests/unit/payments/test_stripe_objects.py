"""Stripe's own sample objects, and whatever else may come, through our reading."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.gateways.stripe_objects import (
    read_event,
    read_intent,
    read_session,
    readable,
)
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayPayment, GatewayStatus
from chalicelib.payments.ports import CheckoutState

SAMPLES = json.loads(
    (Path(__file__).parents[2] / "contract/specs/stripe/fixtures3.json").read_text()
)["resources"]


def sample(name: str, **changes: Any) -> dict[str, Any]:
    return {**SAMPLES[name], **changes}


def a_paid_intent(**changes: Any) -> dict[str, Any]:
    charge = sample("charge", amount_refunded=0, created=1767225600)
    charge["billing_details"] = {**charge["billing_details"], "email": "Payer@Example.com"}
    values = {"status": "succeeded", "amount_received": 1099, "latest_charge": charge}
    return sample("payment_intent", **{**values, "metadata": {"order_id": "ord_1"}, **changes})


def shown(payment: GatewayPayment) -> str:
    values = {
        "key": str(payment.key),
        "status": payment.status,
        "amount": str(payment.amount),
        "refunded": str(payment.refunded),
        "paid_at": to_iso(payment.paid_at),
        "payer_email": payment.payer_email,
        "order_id": payment.order_id,
    }
    return json.dumps(values, indent=2) + "\n"


def test_the_samples_read_as_written_down(golden):
    golden("stripe/sample_payment_intent.json", shown(read_intent(SAMPLES["payment_intent"])))
    golden("stripe/paid_payment_intent.json", shown(read_intent(a_paid_intent())))
    refunded = a_paid_intent()
    refunded["latest_charge"]["amount_refunded"] = 1099
    golden("stripe/refunded_payment_intent.json", shown(read_intent(refunded)))


def test_the_sample_session_is_an_open_or_finished_page():
    for status, state in (
        ("open", CheckoutState.OPEN),
        ("complete", CheckoutState.COMPLETE),
        ("expired", CheckoutState.CLOSED),
    ):
        result = read_session(
            sample("checkout.session", status=status, payment_intent=a_paid_intent())
        )
        assert result.state == state
        assert result.payment is not None
    alone = read_session(sample("checkout.session", status="open", payment_intent=None))
    assert alone.payment is None


def test_the_sample_event_is_read_without_its_object():
    hint = read_event(SAMPLES["event"])

    assert hint.event_id == SAMPLES["event"]["id"]
    assert (hint.external_id, hint.checkout_id) == ("", "")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("requires_payment_method", GatewayStatus.PENDING),
        ("requires_confirmation", GatewayStatus.PENDING),
        ("requires_action", GatewayStatus.PENDING),
        ("requires_capture", GatewayStatus.PENDING),
        ("processing", GatewayStatus.PENDING),
        ("canceled", GatewayStatus.FAILED),
        ("succeeded", GatewayStatus.PAID),
    ],
)
def test_every_status_word_of_the_vendor_has_its_meaning(word: str, status: GatewayStatus):
    assert read_intent(a_paid_intent(status=word)).status is status


def test_the_vendors_schema_has_no_other_status_word():
    folder = Path(__file__).parents[2] / "contract/specs/stripe"
    spec = json.loads(next(folder.glob("openapi-*.json")).read_text())
    properties = spec["components"]["schemas"]["PaymentIntent"]["properties"]
    for word in properties["status"]["x-known-values"]:
        assert read_intent(a_paid_intent(status=word)).key.external_id


def test_an_unknown_status_word_is_seen_by_a_person():
    with pytest.raises(ActionRequiredError, match="teleported"):
        read_intent(a_paid_intent(status="teleported"))
    with pytest.raises(ActionRequiredError):
        read_session(sample("checkout.session", status="odd", payment_intent=None))


def test_the_payers_address_is_the_cards_then_the_receipts():
    assert read_intent(a_paid_intent()).payer_email == "payer@example.com"
    bare = a_paid_intent(latest_charge=None, receipt_email="R@example.com")
    assert read_intent(bare).payer_email == "r@example.com"
    assert read_intent(a_paid_intent(latest_charge=None)).payer_email == ""


def test_a_partial_refund_stays_paid():
    intent = a_paid_intent()
    intent["latest_charge"]["amount_refunded"] = 99

    payment = read_intent(intent)

    assert (payment.status, payment.refunded) == (GatewayStatus.PAID, Money(99, "USD"))


def test_a_charge_that_was_not_expanded_is_no_proper_answer():
    with pytest.raises(RetryLaterError), readable():
        read_intent(a_paid_intent(latest_charge="ch_1"))


@pytest.mark.parametrize("missing", ["id", "status", "currency", "amount_received", "metadata"])
def test_a_missing_field_is_no_proper_answer(missing: str):
    intent = a_paid_intent()
    del intent[missing]

    with pytest.raises(RetryLaterError), readable():
        read_intent(intent)


@pytest.mark.parametrize(
    ("kind", "subject", "external_id", "checkout_id"),
    [
        ("checkout.session.completed", {"id": "cs_1", "payment_intent": "pi_1"}, "pi_1", "cs_1"),
        (
            "checkout.session.completed",
            {"id": "cs_1", "payment_intent": {"id": "pi_1"}},
            "pi_1",
            "cs_1",
        ),
        ("checkout.session.expired", {"id": "cs_1", "payment_intent": None}, "", "cs_1"),
        ("payment_intent.succeeded", {"id": "pi_1"}, "pi_1", ""),
        ("charge.refunded", {"id": "ch_1", "payment_intent": "pi_1"}, "pi_1", ""),
        ("charge.refunded", {"id": "ch_1", "payment_intent": None}, "", ""),
        ("refund.updated", {"id": "re_1", "payment_intent": "pi_1"}, "pi_1", ""),
        ("invoice.paid", {"id": "in_1"}, "", ""),
    ],
)
def test_events_point_at_payments_and_pages(kind, subject, external_id, checkout_id):
    hint = read_event({"id": "evt_1", "type": kind, "data": {"object": subject}})

    assert (hint.external_id, hint.checkout_id) == (external_id, checkout_id)
