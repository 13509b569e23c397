"""Stripe's own sample objects, and whatever else may come, through our reading."""

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.gateways.stripe_agreements import read_subscription
from chalicelib.adapters.gateways.stripe_hints import read_event
from chalicelib.adapters.gateways.stripe_objects import (
    intent_of,
    read_disputes,
    read_intent,
    read_moneyless,
    read_session,
    readable,
)
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, GatewayPayment, GatewayStatus
from chalicelib.payments.ports import CheckoutState
from chalicelib.payments.rules.agreements import AgreementStatus
from chalicelib.settings.webhooks import STRIPE_EVENTS

SAMPLES = json.loads(
    (Path(__file__).parents[2] / "contract/specs/stripe/fixtures3.json").read_text()
)["resources"]


def sample(name: str, **changes: Any) -> dict[str, Any]:
    return {**SAMPLES[name], **changes}


def refunds(*given: tuple[int, str], has_more: bool = False) -> dict[str, Any]:
    """Return a charge's list of refunds, each an amount and a status."""
    rows = [sample("refund", amount=amount, status=status) for amount, status in given]
    return {"object": "list", "data": rows, "has_more": has_more, "url": "/v1/refunds"}


def a_paid_intent(**changes: Any) -> dict[str, Any]:
    charge = sample("charge", amount_refunded=0, created=1767225600, refunds=refunds())
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
        "subscription_ref": payment.subscription_ref,
        "covers_until": to_iso(payment.covers_until) if payment.covers_until else None,
        "dispute": payment.dispute,
    }
    return json.dumps(values, indent=2) + "\n"


def test_the_samples_read_as_written_down(golden):
    golden("stripe/sample_payment_intent.json", shown(read_intent(SAMPLES["payment_intent"])))
    golden("stripe/paid_payment_intent.json", shown(read_intent(a_paid_intent())))
    refunded = a_paid_intent()
    refunded["latest_charge"] |= {"amount_refunded": 1099, "refunds": refunds((1099, "succeeded"))}
    golden("stripe/refunded_payment_intent.json", shown(read_intent(refunded)))
    renewal = read_intent(a_paid_intent(metadata={}), invoice=an_invoice())
    golden("stripe/renewal_payment_intent.json", shown(renewal))
    golden("stripe/free_invoice.json", shown(read_moneyless(an_invoice(status="paid"))))


def test_the_sample_session_is_an_open_or_finished_page():
    for status, state in (
        ("open", CheckoutState.OPEN),
        ("complete", CheckoutState.COMPLETE),
        ("expired", CheckoutState.CLOSED),
    ):
        payment = read_intent(a_paid_intent())
        session = sample("checkout.session", status=status, subscription="sub_1")
        result = read_session(session, payment)
        assert (result.state, result.payment) == (state, payment)
        assert result.agreement_ref == "sub_1"
    alone = read_session(sample("checkout.session", status="open", subscription=None), None)
    assert (alone.payment, alone.agreement_ref) == (None, "")


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
    schemas = spec["components"]["schemas"]
    for word in schemas["PaymentIntent"]["properties"]["status"]["x-known-values"]:
        assert read_intent(a_paid_intent(status=word)).key.external_id
    for word in schemas["Dispute"]["properties"]["status"]["x-known-values"]:
        assert read_disputes([sample("dispute", status=word)]) is not Dispute.NONE
    for word in schemas["Subscription"]["properties"]["status"]["x-known-values"]:
        assert read_subscription(a_subscription(status=word)).ref


def test_an_unknown_status_word_is_seen_by_a_person():
    with pytest.raises(ActionRequiredError, match="teleported"):
        read_intent(a_paid_intent(status="teleported"))
    with pytest.raises(ActionRequiredError):
        read_session(sample("checkout.session", status="odd"), None)
    with pytest.raises(ActionRequiredError):
        read_disputes([sample("dispute", status="odd")])


def test_the_payers_address_is_the_cards_then_the_receipts():
    assert read_intent(a_paid_intent()).payer_email == "payer@example.com"
    bare = a_paid_intent(latest_charge=None, receipt_email="R@example.com")
    assert read_intent(bare).payer_email == "r@example.com"
    assert read_intent(a_paid_intent(latest_charge=None)).payer_email == ""


def test_a_partial_refund_stays_paid():
    intent = a_paid_intent()
    intent["latest_charge"] |= {"amount_refunded": 99, "refunds": refunds((99, "pending"))}

    payment = read_intent(intent)

    assert (payment.status, payment.refunded) == (GatewayStatus.PAID, Money(99, "USD"))


@pytest.mark.parametrize("told", [500, 1100])
def test_a_refund_that_came_to_nothing_was_not_given_back(told: int):
    listed = refunds((500, "succeeded"), (300, "failed"), (300, "canceled"))
    intent = a_paid_intent()
    intent["latest_charge"] |= {"amount_refunded": told, "refunds": listed}

    assert read_intent(intent).refunded == Money(500, "USD")


def test_of_many_refunds_the_charge_knows_the_sum():
    intent = a_paid_intent()
    listed = refunds((10, "succeeded"), has_more=True)
    intent["latest_charge"] |= {"amount_refunded": 700, "refunds": listed}

    assert read_intent(intent).refunded == Money(700, "USD")


def an_invoice(**changes: Any) -> dict[str, Any]:
    """Return the sample invoice as that of a renewal, paid until 2026-03-01."""
    line = {**SAMPLES["invoice"]["lines"]["data"][0], "period": {"start": 1, "end": 1772323200}}
    line["parent"] = {
        **line["parent"],
        "subscription_item_details": {
            **line["parent"]["subscription_item_details"],
            "proration": False,
        },
    }
    details = {"subscription": "sub_1", "metadata": {"order_id": "ord_1"}}
    values = {
        "billing_reason": "subscription_cycle",
        "parent": {"type": "subscription_details", "subscription_details": details},
        "lines": {**SAMPLES["invoice"]["lines"], "data": [line]},
        "customer_email": "Ann@Example.com",
    }
    return sample("invoice", **{**values, **changes})


def test_only_the_first_invoice_belongs_to_the_order():
    bare = a_paid_intent(metadata={})

    renewal = read_intent(bare, invoice=an_invoice())
    first = read_intent(bare, invoice=an_invoice(billing_reason="subscription_create"))

    assert (renewal.order_id, renewal.subscription_ref) == (None, "sub_1")
    assert (first.order_id, first.subscription_ref) == ("ord_1", "sub_1")


def test_the_difference_of_a_plan_change_pays_for_no_period():
    invoice = an_invoice(billing_reason="subscription_update")
    invoice["lines"]["data"][0]["parent"]["subscription_item_details"]["proration"] = True

    payment = read_intent(a_paid_intent(metadata={}), invoice=invoice)

    assert (payment.subscription_ref, payment.covers_until) == ("sub_1", None)


def test_an_invoice_of_no_subscription_adds_the_address_alone():
    intent = a_paid_intent(metadata={}, latest_charge=None)

    payment = read_intent(intent, invoice=an_invoice(parent=None))

    assert (payment.subscription_ref, payment.covers_until) == ("", None)
    assert payment.payer_email == "ann@example.com"


def test_an_invoice_is_paid_by_the_try_that_brought_the_money():
    def tie(intent: str | None, status: str) -> dict[str, Any]:
        return {"payment": {"type": "payment_intent", "payment_intent": intent}, "status": status}

    def paid_by(*ties: dict[str, Any]) -> str:
        return intent_of({"payments": {"data": list(ties)}})

    assert paid_by(tie("pi_1", "canceled"), tie("pi_2", "paid")) == "pi_2"
    assert paid_by(tie("pi_1", "open")) == "pi_1"
    assert paid_by(tie(None, "paid")) == ""
    assert paid_by() == ""


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), Dispute.NONE),
        (("warning_needs_response",), Dispute.OPEN),
        (("warning_under_review",), Dispute.OPEN),
        (("needs_response",), Dispute.OPEN),
        (("under_review",), Dispute.OPEN),
        (("won",), Dispute.WON),
        (("warning_closed",), Dispute.WON),
        (("lost",), Dispute.LOST),
        (("warning_closed", "lost"), Dispute.LOST),
        (("lost", "needs_response"), Dispute.OPEN),
    ],
)
def test_disputes_come_to_one_state(words: tuple[str, ...], state: Dispute):
    assert read_disputes([sample("dispute", status=word) for word in words]) is state


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
        ("refund.failed", {"id": "re_1", "payment_intent": "pi_1"}, "pi_1", ""),
        ("charge.dispute.created", {"id": "du_1", "payment_intent": "pi_1"}, "pi_1", ""),
        ("invoice.paid", {"id": "in_1"}, "", ""),
        ("invoice.paid", {"id": "in_1", "subscription": "sub_1"}, "in_1", ""),
        ("invoice.created", {"id": "in_1", "subscription": "sub_1"}, "", ""),
    ],
)
def test_events_point_at_payments_and_pages(kind, subject, external_id, checkout_id):
    hint = read_event({"id": "evt_1", "type": kind, "data": {"object": subject}})

    assert (hint.external_id, hint.checkout_id) == (external_id, checkout_id)


_NEW = {"parent": {"subscription_details": {"subscription": "sub_1"}}}


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("checkout.session.completed", {"id": "cs_1", "subscription": "sub_1"}),
        ("invoice.paid", {"id": "in_1", **_NEW}),
        ("invoice.payment_succeeded", {"id": "in_1", "subscription": "sub_1"}),
        ("invoice.payment_failed", {"id": "in_1", **_NEW}),
        ("invoice.payment_failed", {"id": "in_1", "subscription": {"id": "sub_1"}}),
        ("customer.subscription.created", {"id": "sub_1"}),
        ("customer.subscription.updated", {"id": "sub_1"}),
        ("customer.subscription.deleted", {"id": "sub_1"}),
    ],
)
def test_events_point_at_agreements_in_old_and_new_versions(kind, subject):
    hint = read_event({"id": "evt_1", "type": kind, "data": {"object": subject}})

    assert hint.agreement_ref == "sub_1"


def test_every_event_that_operators_select_points_at_something():
    subject = {"id": "obj_1", "payment_intent": "pi_1", "subscription": "sub_1"}
    for kind in STRIPE_EVENTS:
        assert read_event({"id": "evt_1", "type": kind, "data": {"object": subject}}).subject


def a_subscription(**changes: Any) -> dict[str, Any]:
    """Return the sample subscription, renewed on 2026-03-01."""
    items = SAMPLES["subscription"]["items"]
    item = {**items["data"][0], "current_period_end": 1772323200}
    values = {
        "cancel_at": None,
        "cancel_at_period_end": False,
        "pause_collection": None,
        "items": {**items, "data": [item]},
    }
    return sample("subscription", **{**values, **changes})


@pytest.mark.parametrize(
    ("word", "status", "renews"),
    [
        ("incomplete", AgreementStatus.PENDING, False),
        ("incomplete_expired", AgreementStatus.ENDED, False),
        ("trialing", AgreementStatus.ACTIVE, True),
        ("active", AgreementStatus.ACTIVE, True),
        ("past_due", AgreementStatus.FAILING, False),
        ("unpaid", AgreementStatus.FAILING, False),
        ("canceled", AgreementStatus.ENDED, False),
        ("paused", AgreementStatus.PENDING, False),
    ],
)
def test_every_word_of_a_subscription_has_its_meaning(
    word: str, status: AgreementStatus, renews: bool
):
    found = read_subscription(a_subscription(status=word))

    assert (found.status, found.renews_at is not None) == (status, renews)
    assert (found.failed_at is not None) == (status is AgreementStatus.FAILING)


def test_a_subscription_that_fails_says_since_when_and_when_it_is_tried_again():
    latest = sample("invoice", next_payment_attempt=1772409600)
    latest["status_transitions"] = {**latest["status_transitions"], "finalized_at": 1772326800}

    found = read_subscription(a_subscription(status="past_due", latest_invoice=latest))

    assert found.failed_at is not None
    assert to_iso(found.failed_at).startswith("2026-03-01T01:00:00")
    assert found.renews_at is not None
    assert to_iso(found.renews_at).startswith("2026-03-02")


@pytest.mark.parametrize(
    ("changes", "cancels", "renews"),
    [
        ({"cancel_at_period_end": True, "cancel_at": 1772323200}, "2026-03-01", ""),
        ({"cancel_at_period_end": True}, "2026-03-01", ""),
        ({"cancel_at": 1775001600}, "2026-04-01", "2026-03-01"),
        ({"pause_collection": {"behavior": "void"}}, "", ""),
        ({"status": "canceled", "cancel_at": 1772323200}, "", ""),
    ],
)
def test_what_ends_a_subscription_and_what_renews_it(changes, cancels: str, renews: str):
    found = read_subscription(a_subscription(**changes))

    assert (to_iso(found.cancels_at)[:10] if found.cancels_at else "") == cancels
    assert (to_iso(found.renews_at)[:10] if found.renews_at else "") == renews


def test_a_price_that_depends_on_use_is_no_price():
    subscription = a_subscription()
    item = subscription["items"]["data"][0]
    assert read_subscription(subscription).price == Money(2000, "USD")
    subscription["items"]["data"] = [{**item, "price": {**item["price"], "unit_amount": None}}]

    assert read_subscription(subscription).price is None
