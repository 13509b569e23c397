"""Orders end: turned back, or lapsed, unless they were paid after all."""

from dataclasses import replace

import pytest

from chalicelib.catalog.model import Seats
from chalicelib.checkout.close import cancel, close_lapsed
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.records import Write
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.payments.ports import CheckoutState
from tests.usecases.payments.shop import Shop


def test_turning_back_closes_page_and_order_and_frees_the_seat(shop: Shop):
    order = shop.buys()

    for _ in range(2):
        closed = cancel(shop.checkout, order_id=order.id)

    assert closed == shop.db.one(Order)
    assert closed.status is OrderStatus.CLOSED
    assert shop.db.one(Seats).holds == {}
    assert shop.gateway.checkouts[order.checkout_id].state == CheckoutState.CLOSED
    assert shop.actions().count("order.closed") == 1


@pytest.mark.behaviour("X046")
def test_turning_back_after_paying_is_a_sale(shop: Shop):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)

    assert cancel(shop.checkout, order_id=order.id).status is OrderStatus.PAID
    assert shop.db.one(Payment).status is PaymentStatus.SETTLED


@pytest.mark.parametrize("error", [RetryLaterError("down"), ActionRequiredError("key")])
def test_turning_back_while_the_gateway_is_away_leaves_the_order_to_lapse(shop: Shop, error):
    order = shop.buys()
    shop.gateway.fail_next(error)

    assert cancel(shop.checkout, order_id=order.id).status is OrderStatus.OPEN


def test_an_unknown_order_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        cancel(shop.checkout, order_id=OrderId("ord_none"))


def test_lapsed_orders_are_closed_and_running_ones_left(shop: Shop):
    lapsed = shop.buys("ann")
    shop.passes(minutes=20)
    running = shop.buys("bob")
    shop.passes(minutes=11)

    assert close_lapsed(shop.checkout) == {"closed": 1}

    status = {order.id: order.status for order in shop.db.all(Order)}
    assert status == {lapsed.id: OrderStatus.CLOSED, running.id: OrderStatus.OPEN}
    assert list(shop.db.one(Seats).holds) == [running.id]
    assert close_lapsed(shop.checkout) == {}


@pytest.mark.behaviour("X046")
def test_a_lapsed_order_that_was_paid_is_settled_instead(shop: Shop):
    order = shop.buys()
    shop.gateway.pay(order.checkout_id)
    shop.passes(hours=1)

    assert close_lapsed(shop.checkout) == {"paid": 1}
    assert shop.db.one(Payment).order_id == order.id
    assert len(shop.access_jobs()) == 1


def test_an_order_whose_money_is_on_its_way_waits(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, is_delayed=True)
    shop.passes(days=2)
    assert close_lapsed(shop.checkout) == {"waiting": 1}

    shop.gateway.arrive(found.key.external_id)

    assert close_lapsed(shop.checkout) == {"paid": 1}


def test_one_order_that_cannot_be_closed_stops_no_other(shop: Shop):
    for name in ("ann", "bob", "cleo"):
        shop.buys(name)
    shop.passes(hours=1)
    shop.gateway.fail_next(RetryLaterError("down"))

    assert close_lapsed(shop.checkout) == {"failed": 1, "closed": 2}
    assert close_lapsed(shop.checkout) == {"closed": 1}


@pytest.mark.behaviour("X043")
def test_an_order_that_never_got_its_page_is_closed_without_the_gateway(shop: Shop):
    order = shop.buys()
    stored = shop.db.one(Order)
    shop.db.seed(replace(stored, checkout_id="", checkout_url=""))
    shop.gateway.calls.clear()
    shop.passes(hours=1)

    assert close_lapsed(shop.checkout) == {"closed": 1}
    assert shop.gateway.calls == []
    assert shop.db.one(Order).id == order.id


def test_a_payment_that_arrives_while_we_close_wins(shop: Shop):
    order = shop.buys()
    found: list[str] = []

    def pays(writes: tuple[Write, ...]) -> None:
        if not found and any(isinstance(write.record, Order) for write in writes):
            shop.db.before_commit.remove(pays)
            checkout = shop.gateway.checkouts[order.checkout_id]
            checkout.state = CheckoutState.OPEN
            found.append(shop.gateway.pay(order.checkout_id).key.external_id)
            shop.hears(external_id=found[0])

    shop.db.before_commit.append(pays)

    assert cancel(shop.checkout, order_id=order.id).status is OrderStatus.PAID
