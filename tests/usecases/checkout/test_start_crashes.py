"""Wherever the process dies while a sale starts, what stays behind lapses or goes on."""

import pytest

from chalicelib.catalog.model import Seats
from chalicelib.checkout.close import close_lapsed
from chalicelib.payments.model import Order, OrderStatus, Payment
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import Shop

TOKEN = "a-form-token-0123456789"


@pytest.mark.behaviour("X043")
def test_dying_at_any_step_leaves_at_most_a_hold_that_lapses():
    deaths = 0
    for step in range(100):
        shop = Shop()
        if not dies_at(shop, step, shop.buys):
            break
        deaths += 1

        assert all(seats.taken(now=shop.clock.now()) <= 1 for seats in shop.db.all(Seats))
        shop.passes(hours=1)
        close_lapsed(shop.checkout)

        assert {order.status for order in shop.db.all(Order)} <= {OrderStatus.CLOSED}
        assert all(seats.taken(now=shop.clock.now()) == 0 for seats in shop.db.all(Seats))
        assert shop.db.all(Payment) == ()
    assert deaths >= 8


@pytest.mark.behaviour("X043")
def test_dying_at_any_step_and_sending_the_form_again_is_one_order():
    deaths = 0
    for step in range(100):
        shop = Shop()
        if not dies_at(shop, step, lambda shop=shop: shop.buys(token=TOKEN)):
            break
        deaths += 1

        order = shop.buys(token=TOKEN)

        assert order == shop.db.one(Order)
        assert order.checkout_url
        assert list(shop.db.one(Seats).holds) == [order.id]
        assert len(shop.gateway.checkouts) == 1
    assert deaths >= 8


@pytest.mark.behaviour("X043")
def test_dying_at_any_step_of_closing_is_made_good_by_the_next_run():
    deaths = 0
    for step in range(100):
        shop = Shop()
        shop.buys("ann")
        paid = shop.buys("bob")
        shop.gateway.pay(paid.checkout_id)
        shop.passes(hours=1)
        if not dies_at(shop, step, lambda shop=shop: close_lapsed(shop.checkout)):
            break
        deaths += 1

        close_lapsed(shop.checkout)

        status = sorted(order.status for order in shop.db.all(Order))
        assert status == [OrderStatus.CLOSED, OrderStatus.PAID]
        assert shop.db.one(Payment).order_id == paid.id
    assert deaths >= 8
