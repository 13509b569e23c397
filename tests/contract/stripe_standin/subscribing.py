"""Prices, pages and subscriptions to start a test from."""

from typing import Any

from infra.sandbox.kit import World
from tests.contract.stripe_standin.client import press

MONTH = {"interval": "month"}


def a_price(api: Any, *, amount: int = 1000, currency: str = "usd", **recurring: Any) -> Any:
    product = api.products.create({"name": "Gold", "metadata": {"plan": "pln_1"}})
    return api.prices.create(
        {
            "product": product.id,
            "currency": currency,
            "unit_amount": amount,
            "recurring": recurring or MONTH,
        }
    )


def open_page(api: Any, price: Any, **more: Any) -> Any:
    return api.checkout.sessions.create(
        {
            "mode": "subscription",
            "line_items": [{"price": price.id, "quantity": 1}],
            "success_url": "https://shop.test/done?session={CHECKOUT_SESSION_ID}",
            "customer_email": "ann@example.test",
            "client_reference_id": "chk_1",
            "subscription_data": {"metadata": {"order": "ord_1"}},
            **more,
        }
    )


def subscribe(world: World, api: Any, **more: Any) -> Any:
    price = more.pop("price", None) or a_price(api)
    session = open_page(api, price, **more)
    answer = press(world, session, "pay")
    assert answer.status_code == 303, answer.text
    return api.subscriptions.retrieve(api.checkout.sessions.retrieve(session.id).subscription)
