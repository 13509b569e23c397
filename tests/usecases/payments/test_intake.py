"""Webhooks are hints: verified, then looked up, then settled once."""

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import NotFoundError, RetryLaterError
from chalicelib.payments import intake
from chalicelib.payments.model import GatewayEvent, GatewayName, Payment
from chalicelib.payments.ports import RefusedWebhookError
from tests.builders import a_user, claims_of
from tests.usecases.payments.shop import Shop


def receive(shop: Shop, body: bytes, headers: dict[str, str]) -> str:
    return intake.receive(shop.payments, gateway=GatewayName.STRIPE, body=body, headers=headers)


def test_the_first_delivery_takes_at_most_four_round_trips(shop: Shop):
    ann = a_user()
    shop.db.seed(ann, *claims_of(ann))
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    body, headers = shop.gateway.webhook(external_id=found.key.external_id)
    before = shop.db.round_trips

    assert receive(shop, body, headers) == "settled"

    # One more is left for the settings that the real gateway reads.
    assert shop.db.round_trips - before <= 3


def test_a_page_event_without_a_payment_id_is_looked_up_at_the_page(shop: Shop):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)

    assert shop.hears(checkout_id=order.checkout_id) == "settled"


@pytest.mark.behaviour("B026")
def test_an_expired_page_books_nothing(shop: Shop):
    order = shop.buys()

    assert shop.hears(checkout_id=order.checkout_id) == "nothing"
    assert shop.db.all(Payment) == ()


def test_an_event_of_another_kind_is_kept_and_ignored(shop: Shop):
    assert shop.hears(kind="customer.created") == "ignored"
    assert shop.db.one(GatewayEvent).outcome == "ignored"
    assert "read_payment" not in shop.gateway.calls


@pytest.mark.behaviour("X046")
def test_repeated_deliveries_book_once_and_keep_the_first_outcome(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    webhook = shop.gateway.webhook(external_id=found.key.external_id)

    outcomes = [receive(shop, *webhook) for _ in range(4)]

    assert outcomes == ["settled", "known", "known", "known"]
    assert shop.db.one(GatewayEvent).outcome == "settled"
    assert shop.db.one(Payment).key == found.key


@pytest.mark.behaviour("X046")
def test_events_out_of_order_end_in_the_same_state(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, is_delayed=True)
    late = {"external_id": found.key.external_id}
    assert shop.hears(event_id="evt_completed", **late) == "nothing"
    shop.gateway.arrive(found.key.external_id)
    assert shop.hears(event_id="evt_succeeded", **late) == "settled"
    assert shop.hears(event_id="evt_completed", **late) == "known"
    assert len(shop.subscription().periods) == 1


def test_a_payment_that_is_not_shown_yet_asks_for_another_delivery(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    shop.gateway.shows_payments = False
    with pytest.raises(RetryLaterError):
        shop.hears(external_id=found.key.external_id)
    assert shop.db.one(GatewayEvent).outcome == "not_there_yet"

    shop.gateway.shows_payments = True
    assert shop.hears(external_id=found.key.external_id) == "settled"
    assert shop.db.one(GatewayEvent).outcome == "settled"


def test_a_gateway_that_is_down_asks_for_another_delivery(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    body, headers = shop.gateway.webhook(external_id=found.key.external_id)
    shop.gateway.fail_next(RetryLaterError("down"), call="read_payment")
    with pytest.raises(RetryLaterError):
        receive(shop, body, headers)

    assert receive(shop, body, headers) == "settled"


@pytest.mark.behaviour("X047")
@pytest.mark.parametrize("how", ["unsigned", "wrong", "changed", "old", "future", "huge"])
def test_a_webhook_that_proves_nothing_is_refused_and_counted(shop: Shop, how: str):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    now = shop.clock.now()
    shifts = {"old": timedelta(seconds=-301), "future": timedelta(seconds=301)}
    body, headers = shop.gateway.webhook(
        external_id=found.key.external_id, sent_at=now + shifts.get(how, timedelta())
    )
    match how:
        case "unsigned":
            headers = {}
        case "wrong":
            headers = {"x-fake-signature": headers["x-fake-signature"][:-1] + "x"}
        case "changed":
            body = body.replace(b"pi_", b"pj_")
        case "huge":
            body += b" " * 1_000_000

    with pytest.raises(RefusedWebhookError):
        receive(shop, body, headers)

    assert shop.counter.total("webhook.refused.stripe") == 1
    assert shop.db.all(Payment) == shop.db.all(GatewayEvent) == ()


@pytest.mark.behaviour("X047")
def test_a_webhook_replayed_later_is_refused(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    webhook = shop.gateway.webhook(external_id=found.key.external_id)
    receive(shop, *webhook)
    shop.passes(seconds=301)

    with pytest.raises(RefusedWebhookError):
        receive(shop, *webhook)


def test_an_unknown_gateway_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        intake.receive(shop.payments, gateway=GatewayName.MANUAL, body=b"", headers={})
