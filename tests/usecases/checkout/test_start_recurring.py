"""Orders that renew: which plans can be sold so, and what the gateway is asked."""

from dataclasses import replace

import pytest

from chalicelib.checkout.model import Way
from chalicelib.checkout.start import ShopClosedError, check
from chalicelib.checkout.ways import is_any_open, ways
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.payments.model import GatewayName, Order, OrderMode
from chalicelib.settings.model import PaymentSettings, StripeSettings
from tests.builders import a_plan, usd
from tests.usecases.payments.shop import Shop

ONCE = Way(OrderMode.ONCE, GatewayName.STRIPE)
RECURRING = Way(OrderMode.RECURRING, GatewayName.STRIPE)
OFFERED = a_plan(offers={"stripe": "price_basic"})


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """A shop that sells its plan once and again and again."""
    shop.db.seed(
        OFFERED,
        PaymentSettings(recurring_enabled=True),
        replace(shop.db.one(StripeSettings), recurring_enabled=True),
    )
    return shop


def test_an_order_that_renews_names_the_gateways_price(shop: Shop):
    order = shop.buys("ann", mode=OrderMode.RECURRING)

    assert order == shop.db.one(Order)
    assert (order.mode, order.offer_ref, order.price) == (
        OrderMode.RECURRING,
        "price_basic",
        usd(10),
    )
    assert order.checkout_url


def test_an_order_that_is_paid_once_names_none(shop: Shop):
    order = shop.buys("ann")

    assert (order.mode, order.offer_ref) == (OrderMode.ONCE, "")


def test_a_plan_can_be_paid_in_every_way_that_is_set_up(shop: Shop):
    assert ways(shop.checkout, plan=OFFERED) == (ONCE, RECURRING)


def test_a_plan_without_an_id_at_the_gateway_is_not_offered_to_renew(shop: Shop):
    for offers in ({}, {"paypal": "P-1"}):
        plan = a_plan(offers=offers)
        shop.db.seed(plan)

        assert ways(shop.checkout, plan=plan) == (ONCE,)
        with pytest.raises(InvalidError) as refused:
            shop.buys("ann", mode=OrderMode.RECURRING)
        assert refused.value.problems[0].field == "mode"
    assert shop.db.all(Order) == ()


@pytest.mark.parametrize(
    ("setting", "left"),
    [
        (PaymentSettings(recurring_enabled=False), (ONCE,)),
        (PaymentSettings(once_enabled=False, recurring_enabled=True), (RECURRING,)),
        (StripeSettings(enabled=True, recurring_enabled=False), (ONCE,)),
        (
            StripeSettings(enabled=True, checkout_enabled=False, recurring_enabled=True),
            (RECURRING,),
        ),
        (StripeSettings(enabled=False, recurring_enabled=True), ()),
    ],
)
def test_what_is_switched_off_is_neither_offered_nor_sold(
    shop: Shop, setting: PaymentSettings | StripeSettings, left: tuple[Way, ...]
):
    if isinstance(setting, StripeSettings):
        setting = replace(setting, secret_key=shop.db.one(StripeSettings).secret_key)
    shop.db.seed(setting)

    assert ways(shop.checkout, plan=OFFERED) == left
    assert is_any_open(shop.checkout) == bool(left)
    for way in (ONCE, RECURRING):
        if way in left:
            assert (
                check(shop.checkout, request=shop.asks("ann", mode=way.mode)).plan.id == OFFERED.id
            )
        else:
            with pytest.raises(ShopClosedError):
                shop.buys("ann", mode=way.mode)


def test_one_form_starts_one_order_in_one_way(shop: Shop):
    token = "a-form-token-0123456789"
    order = shop.buys("ann", mode=OrderMode.RECURRING, token=token)

    assert shop.buys("ann", mode=OrderMode.RECURRING, token=token).id == order.id
    with pytest.raises(ConflictError):
        shop.buys("ann", mode=OrderMode.ONCE, token=token)
