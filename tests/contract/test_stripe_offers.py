"""A plan as Stripe's product and price: what is made, and what is said when one differs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.gateways.stripe import StripeGateway
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import days, months
from infra.sandbox.kit import World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import a_plan, usd
from tests.contract.gateway_worlds import StripeWorld
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def stripe(served: World) -> StripeWorld:
    served.calls.clear()
    return StripeWorld(served, key=DEFAULT_KEY, is_recurring=True)


@pytest.fixture
def gateway(stripe: StripeWorld) -> StripeGateway:
    return stripe.gateway


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


@pytest.mark.parametrize(
    ("plan", "interval", "count"),
    [
        (a_plan(id=PlanId("pln_m"), term=months(1)), "month", 1),
        (a_plan(id=PlanId("pln_y"), term=months(12)), "month", 12),
        (a_plan(id=PlanId("pln_d"), term=days(30)), "day", 30),
    ],
)
def test_an_offer_has_the_plans_price_and_term(
    stripe: StripeWorld, gateway: StripeGateway, plan: Any, interval: str, count: int
):
    price = stripe.world.store.get("stripe.price", gateway.make_offer(plan))

    assert price is not None
    assert (price["unit_amount"], price["currency"]) == (1000, "usd")
    assert price["recurring"]["interval"] == interval
    assert price["recurring"]["interval_count"] == count


def test_a_plan_with_a_new_name_keeps_its_price(stripe: StripeWorld, gateway: StripeGateway):
    plan = a_plan(id=PlanId("pln_named"))
    offer = gateway.make_offer(plan)

    assert gateway.make_offer(replace(plan, name="Gold")) == offer

    product = stripe.world.store.get("stripe.product", "streams-pln_named")
    assert product is not None
    assert product["name"] == "Gold"


def test_an_archived_price_makes_way_for_a_new_one(stripe: StripeWorld, gateway: StripeGateway):
    plan = a_plan(id=PlanId("pln_again"))
    offer = gateway.make_offer(plan)
    price = stripe.world.store.get("stripe.price", offer)
    assert price is not None
    stripe.world.store.put("stripe.price", offer, {**price, "active": False})
    assert "archived" in gateway.check_offer(offer, plan)

    assert gateway.make_offer(plan) != offer


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (a_plan(price=usd(0)), "price"),
        (a_plan(price=Money(2501, "KWD")), "price"),
        (a_plan(term=months(37)), "term"),
        (a_plan(term=days(1096)), "term"),
    ],
)
def test_what_stripe_cannot_charge_is_refused_before_anything_is_made(
    stripe: StripeWorld, gateway: StripeGateway, plan: Any, field: str
):
    with pytest.raises(InvalidError) as refused:
        gateway.make_offer(plan)

    assert refused.value.problems[0].field == field
    assert stripe.world.calls.list("stripe") == []


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"unit_amount": 1200}, "12.00 USD is charged every month; the plan costs 10.00 USD"),
        ({"currency": "eur"}, "10.00 EUR is charged every month"),
        ({"recurring": {"interval": "week"}}, "charged every 7 days"),
        ({"recurring": {"interval": "year"}}, "charged every 12 months"),
        ({"recurring": None}, "charged once"),
    ],
)
def test_a_price_that_differs_says_how(
    stripe: StripeWorld, gateway: StripeGateway, params: dict[str, Any], words: str
):
    plan = a_plan()
    offer = gateway.make_offer(plan)
    price = dict(stripe.world.store.get("stripe.price", offer) or {})
    recurring = params.pop("recurring", {})
    price["recurring"] = {**price["recurring"], **recurring} if recurring is not None else None
    price |= {**params, "id": "price_other", "lookup_key": None}
    stripe.world.store.put("stripe.price", "price_other", price)

    assert words in gateway.check_offer("price_other", plan)


def test_an_id_that_is_no_price_says_so(gateway: StripeGateway):
    assert "is a product" in gateway.check_offer("prod_1", a_plan())
    assert "has no price price_1" in gateway.check_offer("price_1", a_plan())
