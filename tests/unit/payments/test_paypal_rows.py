"""Reading what PayPal tells: rows by code, sign and status; captures; events; amounts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.adapters.gateways import paypal_hints, paypal_offers
from chalicelib.adapters.gateways.paypal_errors import refusal
from chalicelib.adapters.gateways.paypal_money import from_paypal, to_paypal
from chalicelib.adapters.gateways.paypal_objects import read_claims, read_subscription
from chalicelib.adapters.gateways.paypal_rows import Row, RowKind, kind_of, read_row, read_with
from chalicelib.kernel.errors import ActionRequiredError, InvalidError
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import days, months
from chalicelib.payments.model import Dispute, GatewayStatus
from chalicelib.payments.rules.agreements import AgreementStatus
from tests.builders import a_plan, usd

AT = "2026-03-01T10:00:00+0000"


def a_row(code: str = "T0000", *, value: str = "10.00", status: str = "S", **info: Any) -> Row:
    return read_row(
        {
            "transaction_info": {
                "transaction_id": "8MC585209K746392H",
                "transaction_event_code": code,
                "transaction_initiation_date": AT,
                "transaction_updated_date": AT,
                "transaction_amount": {"currency_code": "USD", "value": value},
                "transaction_status": status,
            }
            | info,
            "payer_info": {
                "email_address": "Ann@Example.com",
                "payer_name": {"given_name": "Ann", "surname": "Archer"},
            },
        }
    )


def back(code: str, value: str) -> Row:
    return a_row(
        code,
        value=value,
        transaction_id="9BACK",
        paypal_reference_id="8MC585209K746392H",
        paypal_reference_id_type="TXN",
    )


@pytest.mark.parametrize(
    ("code", "value", "kind"),
    [
        ("T0000", "10.00", RowKind.PAYMENT),
        ("T0001", "10.00", RowKind.PAYMENT),
        ("T0002", "10.00", RowKind.PAYMENT),
        ("T0003", "10.00", RowKind.PAYMENT),
        ("T0006", "10.00", RowKind.PAYMENT),
        ("T0011", "10.00", RowKind.PAYMENT),
        ("T0013", "10.00", RowKind.PAYMENT),
        ("T0000", "-10.00", RowKind.OTHER),
        ("T0000", "0.00", RowKind.OTHER),
        ("T0100", "10.00", RowKind.OTHER),
        ("T0201", "10.00", RowKind.OTHER),
        ("T0300", "10.00", RowKind.OTHER),
        ("T0403", "-10.00", RowKind.OTHER),
        ("T1106", "-10.00", RowKind.BACK),
        ("T1107", "-10.00", RowKind.BACK),
        ("T1108", "0.30", RowKind.OTHER),
        ("T1109", "0.30", RowKind.OTHER),
        ("T1110", "-10.00", RowKind.BACK),
        ("T1111", "10.00", RowKind.BACK),
        ("T1201", "-10.00", RowKind.BACK),
        ("T1202", "10.00", RowKind.BACK),
        ("T1503", "10.00", RowKind.OTHER),
        ("T2101", "10.00", RowKind.OTHER),
        ("T9900", "10.00", RowKind.OTHER),
    ],
)
def test_a_code_and_a_sign_say_what_a_row_is(code: str, value: str, kind: RowKind):
    assert a_row(code, value=value).kind is kind


@pytest.mark.parametrize(
    "wrong", [{"status": "X"}, {"code": "X0000"}, {"code": "T00"}, {"code": ""}]
)
def test_an_unknown_word_is_seen_not_guessed(wrong: dict[str, str]):
    with pytest.raises(ActionRequiredError):
        a_row(**wrong)


def test_a_renewal_names_its_subscription_and_our_order_alone():
    ours = a_row(
        "T0002",
        paypal_reference_id="I-BW452GLLEP1G",
        paypal_reference_id_type="SUB",
        custom_field="ord_01",
    )
    another = a_row("T0007", custom_field="shop-4711", paypal_reference_id_type="ODR")

    assert (ours.subscription_ref, ours.order_id) == ("I-BW452GLLEP1G", "ord_01")
    assert (another.subscription_ref, another.order_id) == ("", None)


@pytest.mark.parametrize(
    ("backs", "refunded", "dispute"),
    [
        ([], usd(0), Dispute.NONE),
        ([("T1107", "-4.00")], usd(4), Dispute.NONE),
        ([("T1107", "-4.00"), ("T1107", "-6.00")], usd(10), Dispute.NONE),
        ([("T1106", "-10.00")], usd(10), Dispute.NONE),
        ([("T1110", "-10.00")], usd(0), Dispute.OPEN),
        ([("T1110", "-10.00"), ("T1111", "10.00")], usd(0), Dispute.WON),
        ([("T1110", "-10.00"), ("T1111", "10.00"), ("T1201", "-10.00")], usd(0), Dispute.LOST),
        ([("T1110", "-10.00"), ("T1111", "10.00"), ("T1106", "-10.00")], usd(0), Dispute.LOST),
        ([("T1201", "-10.00"), ("T1202", "10.00")], usd(0), Dispute.WON),
        ([("T1110", "-4.00"), ("T1111", "4.00"), ("T1201", "-4.00")], usd(4), Dispute.WON),
    ],
)
def test_money_that_went_back_adds_up(
    backs: list[tuple[str, str]], refunded: Money, dispute: Dispute
):
    found = read_with(a_row(), [back(code, value) for code, value in backs])

    assert (found.refunded, found.dispute) == (refunded, dispute)
    whole = GatewayStatus.REFUNDED if refunded == usd(10) else GatewayStatus.PAID
    assert found.status is whole
    assert found.may_lag


def test_a_reversed_row_without_its_refund_was_given_back_whole():
    found = read_with(a_row(status="V"), [])

    assert (found.status, found.refunded) == (GatewayStatus.REFUNDED, usd(10))


@pytest.mark.parametrize(
    ("code", "dispute"),
    [
        ("RESOLVED_BUYER_FAVOUR", Dispute.LOST),
        ("ACCEPTED", Dispute.LOST),
        ("RESOLVED_SELLER_FAVOUR", Dispute.WON),
        ("RESOLVED_WITH_PAYOUT", Dispute.WON),
        ("CANCELED_BY_BUYER", Dispute.WON),
        ("DENIED", Dispute.WON),
    ],
)
def test_every_outcome_of_a_dispute_has_a_meaning(code: str, dispute: Dispute):
    closed = {"status": "RESOLVED", "dispute_outcome": {"outcome_code": code}}
    amount = {"currency_code": "USD", "value": "10.00"}

    assert read_claims([closed | {"dispute_amount": amount}], usd(10)).state is dispute


@pytest.mark.parametrize(
    ("status", "failures", "ours"),
    [
        ("APPROVAL_PENDING", 0, AgreementStatus.PENDING),
        ("APPROVED", 0, AgreementStatus.PENDING),
        ("ACTIVE", 0, AgreementStatus.ACTIVE),
        ("ACTIVE", 1, AgreementStatus.FAILING),
        ("SUSPENDED", 3, AgreementStatus.FAILING),
        ("SUSPENDED", 0, AgreementStatus.ENDED),
        ("CANCELLED", 0, AgreementStatus.ENDED),
        ("EXPIRED", 0, AgreementStatus.ENDED),
    ],
)
def test_every_status_of_a_subscription_has_a_meaning(
    status: str, failures: int, ours: AgreementStatus
):
    found = read_subscription(
        {
            "id": "I-BW452GLLEP1G",
            "plan_id": "P-1",
            "status": status,
            "status_update_time": AT,
            "billing_info": {
                "failed_payments_count": failures,
                "next_billing_time": AT,
                "last_failed_payment": {"time": AT},
            },
        }
    )

    assert found.status is ours
    will_charge = ours in {AgreementStatus.ACTIVE, AgreementStatus.FAILING}
    due = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert found.renews_at == (due if will_charge else None)
    assert found.failed_at == (due if ours is AgreementStatus.FAILING else None)


@pytest.mark.parametrize(
    ("money", "value"),
    [(usd(10), "10.00"), (Money(1000, "JPY"), "1000"), (Money(250_000, "HUF"), "2500")],
)
def test_amounts_are_written_with_paypals_decimals_and_read_back(money: Money, value: str):
    sent = to_paypal(money)

    assert sent == {"currency_code": money.currency, "value": value}
    assert from_paypal(sent) == money


@pytest.mark.parametrize(
    "money", [usd(0), usd(-1), Money(250_050, "HUF"), Money(1, "KWD"), Money(10, "VND")]
)
def test_what_paypal_cannot_collect_is_refused_by_field(money: Money):
    with pytest.raises(InvalidError) as refused:
        to_paypal(money)
    assert refused.value.problems[0].field == "price"


@pytest.mark.parametrize(
    ("term", "unit", "count"),
    [(days(30), "DAY", 30), (months(1), "MONTH", 1), (months(12), "YEAR", 1)],
)
def test_a_plan_is_charged_in_the_rhythm_of_its_term(term: Any, unit: str, count: int):
    body = paypal_offers.plan_body(a_plan(term=term))

    (cycle,) = body["billing_cycles"]
    assert cycle["frequency"] == {"interval_unit": unit, "interval_count": count}
    assert paypal_offers.is_rhythm(cycle, term)


def test_a_term_that_paypal_cannot_charge_is_refused():
    with pytest.raises(InvalidError) as refused:
        paypal_offers.plan_body(a_plan(term=months(13)))
    assert refused.value.problems[0].field == "term"


@pytest.mark.parametrize(
    ("kind", "resource", "hint"),
    [
        ("CHECKOUT.ORDER.APPROVED", {"id": "5O1"}, ("", "5O1", "")),
        ("PAYMENT.CAPTURE.COMPLETED", {"id": "8MC"}, ("8MC", "", "")),
        ("PAYMENT.CAPTURE.REFUNDED", {"id": "R1"}, ("refund/R1", "", "")),
        (
            "PAYMENT.CAPTURE.REVERSED",
            {"id": "R1", "links": [{"rel": "up", "href": "https://x/v2/payments/captures/8MC"}]},
            ("8MC", "", ""),
        ),
        (
            "PAYMENT.SALE.COMPLETED",
            {"id": "8MC", "billing_agreement_id": "I-1"},
            ("I-1/8MC", "", "I-1"),
        ),
        ("PAYMENT.SALE.COMPLETED", {"id": "8MC"}, ("8MC", "", "")),
        (
            "PAYMENT.SALE.REVERSED",
            {"id": "R1", "sale_id": "8MC", "billing_agreement_id": "I-1"},
            ("I-1/8MC", "", "I-1"),
        ),
        ("BILLING.SUBSCRIPTION.PAYMENT.FAILED", {"id": "I-1"}, ("", "", "I-1")),
        (
            "CUSTOMER.DISPUTE.CREATED",
            {"disputed_transactions": [{"seller_transaction_id": "8MC"}]},
            ("8MC", "", ""),
        ),
        ("INVOICING.INVOICE.PAID", {"id": "INV"}, ("", "", "")),
    ],
)
def test_an_event_points_at_its_object(
    kind: str, resource: dict[str, Any], hint: tuple[str, str, str]
):
    found = paypal_hints.read_event({"id": "WH-1", "event_type": kind, "resource": resource})

    assert (found.external_id, found.checkout_id, found.agreement_ref) == hint


def test_a_refusal_repeats_no_secret_and_names_the_issue():
    body = {
        "name": "UNPROCESSABLE_ENTITY",
        "details": [{"issue": "PLAN_STATUS_INVALID", "description": "Not active."}],
    }

    error = refusal(422, body, pause=0)

    assert isinstance(error, ActionRequiredError)
    assert "PLAN_STATUS_INVALID" in error.message


def test_what_is_no_event_code_is_no_kind():
    with pytest.raises(ActionRequiredError):
        kind_of("0000", usd(1))
