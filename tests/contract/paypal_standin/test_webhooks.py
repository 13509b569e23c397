"""Webhooks of the PayPal stand-in: signed, verified, repeated, held back and reordered."""

import base64
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from infra.sandbox import paypal_webhooks
from infra.sandbox.kit import World
from infra.sandbox.paypal_deliveries import RETRY_SECONDS
from tests.contract.paypal_standin.client import HTTP, Api, act, issue_of
from tests.contract.schema import Spec
from tests.contract.serving import Receiver, eventually

_HOOKS = "/v1/notifications/webhooks"


def _verify(api: Api, body: bytes, headers: dict[str, str], **changes: str) -> str:
    given = {
        "auth_algo": headers["paypal-auth-algo"],
        "cert_url": headers["paypal-cert-url"],
        "transmission_id": headers["paypal-transmission-id"],
        "transmission_sig": headers["paypal-transmission-sig"],
        "transmission_time": headers["paypal-transmission-time"],
        "webhook_id": paypal_webhooks.PRIMARY_WEBHOOK,
        **changes,
    }
    text = json.dumps(given)[:-1].encode() + b', "webhook_event": ' + body + b"}"
    answer = HTTP.post(
        f"{api.world.base_url}/paypal/v1/notifications/verify-webhook-signature",
        content=text,
        headers={"Authorization": f"Bearer {api.token}", "Content-Type": "application/json"},
    )
    spec = Spec.load("paypal/notifications_webhooks_v1.json")
    path = "/v1/notifications/verify-webhook-signature"
    spec.check_request("POST", path, body=json.loads(text))
    spec.check_answer("POST", path, answer.status_code, answer.json())
    return str(answer.json()["verification_status"])


def _types(receiver: Receiver) -> list[str]:
    return [event["event_type"] for event in receiver.events()]


def _resource(receiver: Receiver, type: str) -> Any:
    found = eventually(lambda: [e for e in receiver.events() if e["event_type"] == type])
    Spec.load("paypal/notifications_webhooks_v1.json").check_object("event", found[0])
    return found[0]["resource"]


def test_a_delivery_verifies_only_with_the_bytes_that_were_sent(
    world: World, api: Api, receiver: Receiver
) -> None:
    api.paid()
    eventually(lambda: len(receiver.got) == 2)
    body, headers = receiver.got[-1]

    assert _verify(api, body, headers) == "SUCCESS"

    spaced = json.dumps(json.loads(body), indent=1).encode()
    assert _verify(api, spaced, headers) == "FAILURE"
    other = json.dumps({**json.loads(body), "event_type": "PAYMENT.SALE.COMPLETED"}).encode()
    assert _verify(api, other, headers) == "FAILURE"
    assert _verify(api, body, headers, transmission_id="somebody-elses") == "FAILURE"
    assert _verify(api, body, headers, webhook_id="SOMEBODYELSES0001") == "FAILURE"
    assert _verify(api, body, headers, cert_url="https://evil.test/cert") == "FAILURE"
    assert _verify(Api(world, "secondary"), body, headers) == "FAILURE"


def test_the_signature_also_fits_the_certificate(
    world: World, api: Api, receiver: Receiver
) -> None:
    api.paid()
    eventually(lambda: receiver.got)
    body, headers = receiver.got[0]

    pem = HTTP.get(headers["paypal-cert-url"]).content

    key = x509.load_pem_x509_certificate(pem).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    names = ("paypal-transmission-id", "paypal-transmission-time")
    signed = "|".join([headers[name] for name in names])
    text = f"{signed}|{paypal_webhooks.PRIMARY_WEBHOOK}|{zlib.crc32(body)}".encode()
    signature = base64.b64decode(headers["paypal-transmission-sig"])
    key.verify(signature, text, padding.PKCS1v15(), hashes.SHA256())


def test_verifying_needs_all_seven_fields(api: Api) -> None:
    refused = api.post("/v1/notifications/verify-webhook-signature", {"auth_algo": "x"})

    assert issue_of(refused) == (400, "INVALID_REQUEST", "MISSING_REQUIRED_PARAMETER")


def test_an_order_tells_its_approval_its_capture_and_its_refund(
    world: World, api: Api, receiver: Receiver
) -> None:
    capture = api.paid(custom_id="chk_5")
    api.post(f"/v2/payments/captures/{capture['id']}/refund")

    approved = _resource(receiver, "CHECKOUT.ORDER.APPROVED")
    completed = _resource(receiver, "PAYMENT.CAPTURE.COMPLETED")
    refunded = _resource(receiver, "PAYMENT.CAPTURE.REFUNDED")

    assert approved["status"] == "APPROVED"
    assert approved["purchase_units"][0]["custom_id"] == "chk_5"
    assert (completed["id"], completed["custom_id"]) == (capture["id"], "chk_5")
    assert refunded["custom_id"] == "chk_5"
    up = [link["href"] for link in refunded["links"] if link["rel"] == "up"]
    assert up == [f"{world.base_url}/paypal/v2/payments/captures/{capture['id']}"]
    Spec.load("paypal/checkout_orders_v2.json").check_object("order", approved)
    Spec.load("paypal/payments_payment_v2.json").check_object("capture-2", completed)
    Spec.load("paypal/payments_payment_v2.json").check_object("refund", refunded)


@pytest.mark.parametrize(
    ("action", "type"),
    [
        ("settle_pending", "PAYMENT.CAPTURE.COMPLETED"),
        ("deny_pending", "PAYMENT.CAPTURE.DENIED"),
    ],
)
def test_a_pending_capture_tells_its_end(
    world: World, api: Api, receiver: Receiver, action: str, type: str
) -> None:
    order = api.order()
    act(world, "approve", order=order["id"], funding="echeck")
    api.post(f"/v2/checkout/orders/{order['id']}/capture")
    id = _resource(receiver, "PAYMENT.CAPTURE.PENDING")["id"]

    act(world, action, transaction=id)

    assert _resource(receiver, type)["id"] == id


def test_a_subscription_tells_its_whole_life(world: World, api: Api, receiver: Receiver) -> None:
    id = api.subscribed()
    sale = _resource(receiver, "PAYMENT.SALE.COMPLETED")
    assert (sale["billing_agreement_id"], sale["custom"]) == (id, "chk_2")
    assert sale["amount"]["total"] == "10.00"
    act(world, "fail_renewals", subscription=id, times=3)

    HTTP.post(f"{world.base_url}/sandbox/api/clock", json={"advance": "45d"})

    failed = _resource(receiver, "BILLING.SUBSCRIPTION.PAYMENT.FAILED")
    assert failed["billing_info"]["last_failed_payment"]["amount"]["value"] == "10.00"
    suspended = _resource(receiver, "BILLING.SUBSCRIPTION.SUSPENDED")
    Spec.load("paypal/billing_subscriptions_v1.json").check_object("subscription", suspended)
    act(world, "cancel", subscription=id)
    assert _resource(receiver, "BILLING.SUBSCRIPTION.CANCELLED")["id"] == id
    eventually(lambda: len(receiver.got) == 8)
    assert sorted(_types(receiver)) == sorted(
        [
            "BILLING.SUBSCRIPTION.CREATED",
            "BILLING.SUBSCRIPTION.ACTIVATED",
            "PAYMENT.SALE.COMPLETED",
            *["BILLING.SUBSCRIPTION.PAYMENT.FAILED"] * 3,
            "BILLING.SUBSCRIPTION.SUSPENDED",
            "BILLING.SUBSCRIPTION.CANCELLED",
        ]
    )


def test_refunds_and_lost_disputes_of_a_subscription_are_told_as_sales(
    world: World, api: Api, receiver: Receiver
) -> None:
    id = api.subscribed()
    payment = api.transactions_of(id)[0]["id"]
    act(world, "refund", transaction=payment, amount="2.50")

    refunded = _resource(receiver, "PAYMENT.SALE.REFUNDED")

    assert (refunded["sale_id"], refunded["amount"]["total"]) == (payment, "-2.50")
    opened = act(world, "open_dispute", transaction=payment)["dispute"]
    created = _resource(receiver, "CUSTOMER.DISPUTE.CREATED")
    assert created["disputed_transactions"][0]["seller_transaction_id"] == payment
    act(world, "close_dispute", dispute=opened["dispute_id"], outcome="lost")
    reversed_ = _resource(receiver, "PAYMENT.SALE.REVERSED")
    assert (reversed_["sale_id"], reversed_["amount"]["total"]) == (payment, "-7.50")
    resolved = _resource(receiver, "CUSTOMER.DISPUTE.RESOLVED")
    assert resolved["dispute_outcome"]["outcome_code"] == "RESOLVED_BUYER_FAVOUR"


def test_a_lost_dispute_of_an_order_reverses_its_capture(
    world: World, api: Api, receiver: Receiver
) -> None:
    capture = api.paid()
    opened = act(world, "open_dispute", transaction=capture["id"])["dispute"]
    act(world, "close_dispute", dispute=opened["dispute_id"], outcome="lost")

    links = _resource(receiver, "PAYMENT.CAPTURE.REVERSED")["links"]

    assert links[1]["href"].endswith(f"/v2/payments/captures/{capture['id']}")


def test_a_refused_webhook_comes_again_by_the_clock_until_it_is_taken(
    world: World, api: Api, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    api.subscription(api.plan()["id"])
    eventually(lambda: _latest(world)["attempts"])

    for wait in RETRY_SECONDS[:2]:
        tried = len(_latest(world)["attempts"])
        HTTP.post(f"{world.base_url}/sandbox/api/clock", json={"advance": f"{wait + 1}s"})
        eventually(lambda tried=tried: len(_latest(world)["attempts"]) == tried + 1)

    assert _latest(world)["state"] == "delivered"
    assert [attempt["status"] for attempt in _latest(world)["attempts"]] == [500, 503, 200]
    ids = {headers["paypal-transmission-id"] for _, headers in receiver.got}
    assert len(ids) == len({event["id"] for event in receiver.events()}) == 1


def _latest(world: World) -> Any:
    return paypal_webhooks.delivery_log(world, last=1)[0]


def test_deliveries_are_repeated_twenty_five_times_in_three_days() -> None:
    assert len(RETRY_SECONDS) == 25
    assert timedelta(days=2, hours=23) < timedelta(seconds=sum(RETRY_SECONDS)) <= timedelta(days=3)


def test_a_webhook_that_is_never_taken_is_given_up(
    world: World, api: Api, receiver: Receiver
) -> None:
    receiver.statuses = [500] * 26
    api.subscription(api.plan()["id"])

    for number, wait in enumerate(RETRY_SECONDS, start=1):
        eventually(lambda number=number: len(_latest(world)["attempts"]) == number)
        world.clock.advance(timedelta(seconds=wait + 1))
        world.nudge()

    assert eventually(lambda: _latest(world)["state"] == "given_up")
    assert len(receiver.got) == 26


def test_an_event_is_delivered_again_on_demand_many_times_or_late_or_badly_signed(
    world: World, api: Api, receiver: Receiver
) -> None:
    act(world, "pause_webhooks")
    api.subscription(api.plan()["id"])
    answer = act(world, "redeliver", times=3, wait=True)
    assert [row["state"] for row in answer["deliveries"]] == ["delivered"] * 3
    assert {event["id"] for event in receiver.events()} == {answer["event"]}

    act(world, "redeliver", event=answer["event"], signature="wrong", wait=True)
    assert _verify(api, *receiver.got[-1]) == "FAILURE"
    act(world, "redeliver", event=answer["event"], signature="missing", wait=True)
    assert "paypal-transmission-sig" not in receiver.got[-1][1]
    act(world, "redeliver", event=answer["event"], after="2d")
    assert len(receiver.got) == 5
    world.clock.advance(timedelta(days=2))
    world.nudge()
    eventually(lambda: len(receiver.got) == 6)
    api.renew_token()
    resent = api.post(f"/v1/notifications/webhooks-events/{answer['event']}/resend")
    assert resent.status_code == 202
    eventually(lambda: len(receiver.got) == 7)


def test_held_webhooks_are_released_in_any_order(
    world: World, api: Api, receiver: Receiver
) -> None:
    act(world, "pause_webhooks")
    api.paid()
    api.subscribed()
    assert receiver.got == []

    act(world, "resume_webhooks", order="newest_first")

    eventually(lambda: len(receiver.got) == 5)
    assert _types(receiver)[::-1] == [
        "CHECKOUT.ORDER.APPROVED",
        "PAYMENT.CAPTURE.COMPLETED",
        "BILLING.SUBSCRIPTION.CREATED",
        "BILLING.SUBSCRIPTION.ACTIVATED",
        "PAYMENT.SALE.COMPLETED",
    ]


def test_webhooks_are_registered_listed_and_deleted(world: World, api: Api) -> None:
    body = {
        "url": "https://shop.test/webhooks/paypal",
        "event_types": [{"name": "PAYMENT.SALE.COMPLETED"}],
    }
    made = api.post(_HOOKS, body)
    assert made.status_code == 201
    id = made.json()["id"]
    assert api.get(f"{_HOOKS}/{id}").json()["event_types"] == body["event_types"]
    assert issue_of(api.post(_HOOKS, body))[1] == "WEBHOOK_URL_ALREADY_EXISTS"
    wrong = {**body, "url": "https://shop.test/x", "event_types": [{"name": "NO.SUCH"}]}
    assert issue_of(api.post(_HOOKS, wrong))[1] == "VALIDATION_ERROR"
    listed = [each["id"] for each in api.get(_HOOKS).json()["webhooks"]]
    assert listed == [paypal_webhooks.PRIMARY_WEBHOOK, id]
    assert Api(world, "secondary").get(_HOOKS).json() == {"webhooks": []}

    assert api.delete(f"{_HOOKS}/{id}").status_code == 204

    assert api.get(f"{_HOOKS}/{id}").status_code == 404
    kinds = api.get("/v1/notifications/webhooks-event-types").json()["event_types"]
    assert {"name": "CUSTOMER.DISPUTE.CREATED", "status": "ENABLED"} in kinds


def test_a_webhook_gets_only_the_events_it_asked_for(
    world: World, api: Api, receiver: Receiver
) -> None:
    act(world, "set_webhook", event_types=["PAYMENT.CAPTURE.COMPLETED"])
    try:
        api.paid()
        eventually(lambda: receiver.got)
        assert _types(receiver) == ["PAYMENT.CAPTURE.COMPLETED"]
        events = api.get("/v1/notifications/webhooks-events", page_size="2").json()["events"]
        assert [event["event_type"] for event in events] == [
            "PAYMENT.CAPTURE.COMPLETED",
            "CHECKOUT.ORDER.APPROVED",
        ]
        read = api.get(f"/v1/notifications/webhooks-events/{events[0]['id']}").json()
        assert read["resource"]["status"] == "COMPLETED"
    finally:
        act(world, "set_webhook", event_types=["*"])
