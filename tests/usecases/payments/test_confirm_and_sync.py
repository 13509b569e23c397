"""The return page and the hourly sync end where the webhook ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.confirm import confirm
from chalicelib.payments.model import GatewayAccount, OrderStatus, Payment, SyncCursor
from chalicelib.payments.sync import FIRST_LOOK, sync
from tests.builders import NOON, usd
from tests.usecases.payments.shop import Shop


@pytest.mark.behaviour("B024", "B025")
def test_the_return_page_settles_what_was_paid(shop: Shop):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)

    assert confirm(shop.payments, order_id=order.id).status is OrderStatus.PAID
    assert shop.db.one(Payment).order_id == order.id


@pytest.mark.behaviour("B026")
def test_the_return_without_a_payment_gives_nothing(shop: Shop):
    order = shop.buys()

    assert confirm(shop.payments, order_id=order.id).status is OrderStatus.OPEN
    assert shop.db.all(Payment) == ()


@pytest.mark.behaviour("B027")
def test_returning_again_books_once_and_asks_the_gateway_no_more(shop: Shop):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)
    confirm(shop.payments, order_id=order.id)
    calls = len(shop.gateway.calls)

    confirm(shop.payments, order_id=order.id)

    assert len(shop.gateway.calls) == calls
    assert len(shop.db.all(Payment)) == 1


@pytest.mark.parametrize("error", [RetryLaterError("down"), ActionRequiredError("key")])
def test_a_gateway_in_trouble_leaves_the_order_as_it_is(shop: Shop, error):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)
    shop.gateway.fail_next(error)

    assert confirm(shop.payments, order_id=order.id).status is OrderStatus.OPEN


def test_an_unknown_order_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        confirm(shop.payments, order_id=OrderId("ord_none"))


@pytest.mark.behaviour("B037", "B048")
def test_the_sync_settles_every_page_of_what_webhooks_missed(shop: Shop):
    for name in ("ann", "bob", "cleo", "dan", "eve"):
        shop.gateway.pay(shop.buys(name).checkout_id)

    counts = sync(shop.payments, account=GatewayAccount.STRIPE)

    assert counts == {"read": 5, "settled": 5}
    assert sync(shop.payments, account=GatewayAccount.STRIPE) == {"read": 5, "known": 5}
    assert len(shop.db.all(Payment)) == 5


def test_the_sync_reads_on_from_the_last_time_with_an_overlap(shop: Shop):
    shop.sells()
    sync(shop.payments, account=GatewayAccount.STRIPE)
    shop.passes(hours=3)
    sync(shop.payments, account=GatewayAccount.STRIPE)
    shop.passes(hours=1)

    assert sync(shop.payments, account=GatewayAccount.STRIPE)["read"] == 0
    assert shop.db.one(SyncCursor).read_until == NOON + timedelta(hours=4)


def test_the_sync_sees_a_refund_of_an_old_payment(shop: Shop):
    payment = shop.sells()
    sync(shop.payments, account=GatewayAccount.STRIPE)
    shop.passes(days=20)
    sync(shop.payments, account=GatewayAccount.STRIPE)
    shop.passes(hours=1)
    shop.gateway.give_back(payment.key.external_id)

    assert sync(shop.payments, account=GatewayAccount.STRIPE) == {"read": 1, "refunded": 1}


@pytest.mark.parametrize("error", [RetryLaterError("busy"), ValueError("a bug")])
def test_a_payment_that_cannot_be_booked_stops_no_other_and_is_read_again(
    shop: Shop, error: Exception
):
    for name in ("ann", "bob"):
        shop.gateway.pay(shop.buys(name).checkout_id)
    shop.db.fail_next(error)

    first = sync(shop.payments, account=GatewayAccount.STRIPE)
    assert first == {"read": 2, "failed": 1, "settled": 1}
    assert shop.db.one(SyncCursor).read_until == NOON - FIRST_LOOK

    assert sync(shop.payments, account=GatewayAccount.STRIPE)["settled"] == 1


def test_a_gateway_that_is_switched_off_is_not_read(shop: Shop):
    stripe = shop.payments.settings.stripe()
    shop.db.seed(replace(stripe, enabled=False))

    assert sync(shop.payments, account=GatewayAccount.STRIPE) == {"switched_off": 1}
    assert shop.gateway.calls == []


def test_a_gateway_that_cannot_be_read_fails_the_run_and_keeps_the_cursor(shop: Shop):
    shop.gateway.fail_next(RetryLaterError("down"))

    with pytest.raises(RetryLaterError):
        sync(shop.payments, account=GatewayAccount.STRIPE)
    kept = shop.db.one(SyncCursor)
    assert (kept.read_until, kept.error) == (NOON - FIRST_LOOK, "down")


def test_the_first_sync_leaves_the_accounts_history_alone(shop: Shop):
    shop.gateway.charge(usd(5), email="old@example.com")
    shop.passes(days=30)

    assert sync(shop.payments, account=GatewayAccount.STRIPE)["read"] == 0
