"""Money in parts for an order that was closed: the credit it used counts once, whatever comes."""

from dataclasses import replace

import pytest

from chalicelib.checkout.close import cancel
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.settings.model import PaymentSettings, ReversalPolicy
from tests.builders import usd
from tests.usecases.checkout.test_reductions import credit, has_credit
from tests.usecases.payments.shop import Shop


def short_after_closing(shop: Shop) -> Payment:
    """Let Ann spend credit on an order, leave it, and then pay a part of it after all."""
    order = shop.buys(user_id=has_credit(shop, 500))
    cancel(shop.checkout, order_id=order.id)
    assert credit(shop) == 500
    paid = shop.gateway.charge(usd(2), email=order.email, order_id=order.id)
    shop.hears(event_id="evt_short", external_id=paid.key.external_id)
    held = shop.db.one(Payment)
    assert held.status is PaymentStatus.HELD
    return held


def test_who_completes_a_closed_order_in_parts_spends_the_credit_once(shop: Shop):
    held = short_after_closing(shop)
    assert credit(shop) == 0

    shop.gateway.payments[held.key.external_id] = replace(
        shop.gateway.payments[held.key.external_id], amount=usd(5)
    )
    shop.hears(event_id="evt_rest", external_id=held.key.external_id)

    assert credit(shop) == 0
    assert shop.db.one(Payment).status is PaymentStatus.SETTLED


def test_the_credit_of_a_closed_order_comes_back_once_with_the_money_it_waited_for(shop: Shop):
    held = short_after_closing(shop)

    shop.gateway.give_back(held.key.external_id, held.amount)
    shop.hears(event_id="evt_back", external_id=held.key.external_id)

    assert credit(shop) == 500
    assert shop.db.one(Order).status is OrderStatus.CLOSED


@pytest.mark.parametrize("policy", [ReversalPolicy.SHORTEN, ReversalPolicy.KEEP])
def test_credit_comes_back_once_with_the_money_if_the_time_goes(
    shop: Shop, policy: ReversalPolicy
):
    shop.db.seed(PaymentSettings(refund_policy=policy))
    payment = shop.sells(user_id=has_credit(shop, 500))
    assert credit(shop) == 0

    for amount in (usd(2), usd(3)):
        shop.gateway.give_back(payment.key.external_id, amount)
        for number in range(2):
            shop.hears(event_id=f"evt_back_{amount}_{number}", external_id=payment.key.external_id)

    assert shop.db.one(Payment).status is PaymentStatus.REFUNDED
    assert credit(shop) == (0 if policy is ReversalPolicy.KEEP else 500)

    # A refund that fails, and one that does not, change nothing of that any more.
    for total in (usd(2), usd(5)):
        shop.gateway.payments[payment.key.external_id] = replace(
            shop.gateway.payments[payment.key.external_id], refunded=total
        )
        shop.hears(event_id=f"evt_{total}", external_id=payment.key.external_id)
    assert credit(shop) == (0 if policy is ReversalPolicy.KEEP else 500)
