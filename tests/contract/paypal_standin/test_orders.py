"""Orders, captures and refunds of the PayPal stand-in."""

from datetime import timedelta
from typing import Any

import pytest

from infra.sandbox.kit import World
from tests.contract.paypal_standin.client import HTTP, USD_10, Api, act, issue_of


def _href(order: Any, rel: str) -> str:
    found = [link["href"] for link in order["links"] if link["rel"] == rel]
    assert len(found) == 1, order["links"]
    return str(found[0])


def test_an_order_is_approved_on_the_hosted_page_and_captured_once(world: World, api: Api) -> None:
    order = api.order(custom_id="chk_7", invoice_id="inv_7")
    page = _href(order, "payer-action")
    shown = HTTP.get(page)
    assert shown.status_code == 200
    assert "10.00 USD" in shown.text
    assert "<script" not in shown.text
    assert "https://shop.test/plans?token=" + order["id"] in shown.text

    back = HTTP.post(page, data={"button": "balance", "email": "ann@example.test"})

    assert back.status_code == 303
    payer_id = api.get(f"/v2/checkout/orders/{order['id']}").json()["payer"]["payer_id"]
    assert back.headers["location"] == (
        f"https://shop.test/done?token={order['id']}&PayerID={payer_id}"
    )
    captured = api.post(f"/v2/checkout/orders/{order['id']}/capture")
    assert captured.status_code == 201
    again = api.post(f"/v2/checkout/orders/{order['id']}/capture")
    assert issue_of(again) == (422, "UNPROCESSABLE_ENTITY", "ORDER_ALREADY_CAPTURED")
    read = api.get(f"/v2/checkout/orders/{order['id']}").json()
    assert (read["status"], read["payer"]["email_address"]) == ("COMPLETED", "ann@example.test")
    capture = read["purchase_units"][0]["payments"]["captures"][0]
    assert (capture["status"], capture["custom_id"], capture["invoice_id"]) == (
        "COMPLETED",
        "chk_7",
        "inv_7",
    )
    assert capture["seller_receivable_breakdown"]["net_amount"]["value"] == "9.16"
    single = api.get(f"/v2/payments/captures/{capture['id']}").json()
    assert single["supplementary_data"]["related_ids"]["order_id"] == order["id"]
    assert HTTP.get(page).status_code == 410


def test_an_order_without_a_payment_source_is_approved_by_another_link(api: Api) -> None:
    body = {"intent": "CAPTURE", "purchase_units": [{"amount": USD_10}]}

    order = api.post("/v2/checkout/orders", body, prefer="return=representation").json()

    assert order["status"] == "CREATED"
    assert _href(order, "approve").endswith(f"/paypal/checkoutnow?token={order['id']}")


def test_capturing_before_the_approval_is_refused(api: Api) -> None:
    order = api.order()

    early = api.post(f"/v2/checkout/orders/{order['id']}/capture")

    assert issue_of(early) == (422, "UNPROCESSABLE_ENTITY", "ORDER_NOT_APPROVED")


def test_a_declined_bank_refuses_the_capture_until_another_is_chosen(
    world: World, api: Api
) -> None:
    order = api.order()
    act(world, "decline", order=order["id"])
    refused = api.post(f"/v2/checkout/orders/{order['id']}/capture")
    assert issue_of(refused) == (422, "UNPROCESSABLE_ENTITY", "INSTRUMENT_DECLINED")
    page = refused.json()["links"][0]["href"]

    HTTP.post(page, data={"button": "balance"})

    assert api.post(f"/v2/checkout/orders/{order['id']}/capture").status_code == 201


@pytest.mark.parametrize(
    ("action", "status"), [("settle_pending", "COMPLETED"), ("deny_pending", "DECLINED")]
)
def test_a_pending_capture_ends_later(world: World, api: Api, action: str, status: str) -> None:
    order = api.order()
    act(world, "approve", order=order["id"], funding="echeck")
    body = api.post(f"/v2/checkout/orders/{order['id']}/capture").json()
    capture = body["purchase_units"][0]["payments"]["captures"][0]
    assert (body["status"], capture["status"]) == ("COMPLETED", "PENDING")
    assert capture["status_details"] == {"reason": "ECHECK"}
    early = api.post(f"/v2/payments/captures/{capture['id']}/refund")
    assert issue_of(early)[2] == "PENDING_CAPTURE"

    act(world, action, transaction=capture["id"])

    assert api.get(f"/v2/payments/captures/{capture['id']}").json()["status"] == status


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ({}, (400, "INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER")),
        ({"amount": "ten"}, (400, "INVALID_REQUEST", "INVALID_PARAMETER_SYNTAX")),
        (
            {"amount": {"currency_code": "USD", "value": "ten"}},
            (400, "INVALID_REQUEST", "INVALID_PARAMETER_SYNTAX"),
        ),
        (
            {"amount": {"currency_code": "XXX", "value": "1.00"}},
            (422, "UNPROCESSABLE_ENTITY", "INVALID_CURRENCY_CODE"),
        ),
        (
            {"amount": {"currency_code": "USD", "value": "1.005"}},
            (422, "UNPROCESSABLE_ENTITY", "DECIMAL_PRECISION"),
        ),
        (
            {"amount": {"currency_code": "JPY", "value": "100.50"}},
            (422, "UNPROCESSABLE_ENTITY", "DECIMAL_PRECISION"),
        ),
        (
            {"amount": {"currency_code": "USD", "value": "0.00"}},
            (422, "UNPROCESSABLE_ENTITY", "CANNOT_BE_ZERO_OR_NEGATIVE"),
        ),
        (
            {"amount": USD_10, "custom_id": "x" * 128},
            (400, "INVALID_REQUEST", "INVALID_STRING_LENGTH"),
        ),
    ],
)
def test_a_wrong_unit_is_refused_naming_the_issue(
    api: Api, unit: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    body = {"intent": "CAPTURE", "purchase_units": [unit]}

    assert issue_of(api.post("/v2/checkout/orders", body)) == expected


def test_a_payment_source_needs_a_request_id(api: Api) -> None:
    body = {
        "intent": "CAPTURE",
        "purchase_units": [{"amount": USD_10}],
        "payment_source": {"paypal": {}},
    }

    refused = api.post("/v2/checkout/orders", body)

    assert issue_of(refused) == (400, "INVALID_REQUEST", "PAYPAL_REQUEST_ID_REQUIRED")


def test_one_request_id_opens_one_order_for_six_hours(world: World, api: Api) -> None:
    body = {"intent": "CAPTURE", "purchase_units": [{"amount": USD_10}]}
    first = api.post("/v2/checkout/orders", body, request_id="chk_9")
    again = api.post("/v2/checkout/orders", body, request_id="chk_9")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]

    world.clock.advance(timedelta(hours=6, seconds=1))

    assert (
        api.post("/v2/checkout/orders", body, request_id="chk_9").json()["id"]
        != (first.json()["id"])
    )


def test_an_order_that_nobody_approves_is_forgotten(world: World, api: Api) -> None:
    order = api.order()

    world.clock.advance(timedelta(hours=6))

    assert issue_of(api.get(f"/v2/checkout/orders/{order['id']}"))[1] == "RESOURCE_NOT_FOUND"
    assert HTTP.get(_href(order, "payer-action")).status_code == 410


def test_an_invoice_id_pays_once(world: World, api: Api) -> None:
    api.paid(invoice_id="inv_once")
    order = api.order(invoice_id="inv_once")
    act(world, "approve", order=order["id"])

    refused = api.post(f"/v2/checkout/orders/{order['id']}/capture")

    assert issue_of(refused)[2] == "DUPLICATE_INVOICE_ID"


def test_a_capture_is_refunded_in_parts_up_to_its_amount(world: World, api: Api) -> None:
    capture = api.paid()
    path = f"/v2/payments/captures/{capture['id']}"
    part = api.post(f"{path}/refund", {"amount": {**USD_10, "value": "4.00"}}, request_id="r1")
    assert part.status_code == 201
    same = api.post(f"{path}/refund", {"amount": {**USD_10, "value": "4.00"}}, request_id="r1")
    assert same.json()["id"] == part.json()["id"]
    assert api.get(path).json()["status"] == "PARTIALLY_REFUNDED"
    too_much = api.post(f"{path}/refund", {"amount": {**USD_10, "value": "6.01"}})
    assert issue_of(too_much) == (422, "UNPROCESSABLE_ENTITY", "REFUND_AMOUNT_EXCEEDED")
    other = api.post(f"{path}/refund", {"amount": {"currency_code": "EUR", "value": "1.00"}})
    assert issue_of(other)[2] == "REFUND_CAPTURE_CURRENCY_MISMATCH"

    rest = api.post(f"{path}/refund", prefer="return=representation").json()

    assert rest["amount"]["value"] == "6.00"
    assert rest["seller_payable_breakdown"]["total_refunded_amount"]["value"] == "10.00"
    assert api.get(f"/v2/payments/refunds/{rest['id']}").json()["status"] == "COMPLETED"
    assert api.get(path).json()["status"] == "REFUNDED"
    assert issue_of(api.post(f"{path}/refund"))[2] == "CAPTURE_FULLY_REFUNDED"


def test_what_belongs_to_another_account_is_unknown(api: Api, secondary: Api) -> None:
    capture, order = api.paid(), api.order()

    for path in (f"/v2/payments/captures/{capture['id']}", f"/v2/checkout/orders/{order['id']}"):
        assert issue_of(secondary.get(path)) == (404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")
