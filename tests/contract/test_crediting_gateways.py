"""What every gateway promises that can be told to charge less the next time (X010)."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.errors import ConflictError, NotFoundError
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import OrderMode
from chalicelib.payments.renewing.credit_ports import CreditingGateway
from infra.sandbox import stripe_catalog, stripe_subscriptions
from infra.sandbox.kit import World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import NOON, a_plan, an_order, usd
from tests.contract.gateway_worlds import FakeWorld, RecurringWorld, StripeWorld, soon
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract
from tests.fakes.clock import FakeClock

PLAN = a_plan()


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


@pytest.fixture(params=["fake", "stripe"])
def world(request: pytest.FixtureRequest, served: World) -> RecurringWorld:
    if request.param == "fake":
        return FakeWorld(FakeClock(NOON))
    return StripeWorld(served, key=DEFAULT_KEY)


def gateway(world: RecurringWorld) -> CreditingGateway:
    assert isinstance(world.gateway, CreditingGateway)
    return world.gateway


def subscribed(world: RecurringWorld, **overrides: Any) -> str:
    """Let somebody subscribe; return the name of the agreement."""
    now = world.now()
    order = an_order(
        id=OrderId(new_id("ord", now=now)),
        created_at=now,
        expires_at=soon(now),
        mode=OrderMode.RECURRING,
        offer_ref=world.an_offer(PLAN),
        **overrides,
    )
    page = world.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    world.pay(page.checkout_id, email="ann@example.com")
    paid = world.gateway.read_checkout(page.checkout_id).payment
    assert paid is not None
    return paid.subscription_ref


def renewed(world: RecurringWorld, ref: str) -> Money:
    paid = world.gateway.read_payment(world.renew(ref))
    assert paid is not None
    assert paid.subscription_ref == ref
    assert paid.covers_until is not None
    return paid.amount


def test_credit_reduces_the_next_charge_alone(world: RecurringWorld):
    ref = subscribed(world)
    assert gateway(world).waiting_credit(ref) == ""

    name = gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1")

    assert name
    assert gateway(world).waiting_credit(ref) == name
    assert renewed(world, ref) == usd(7)
    assert gateway(world).waiting_credit(ref) == ""
    assert renewed(world, ref) == usd(10)


def test_the_same_reference_gives_once_and_another_takes_its_place(world: RecurringWorld):
    ref = subscribed(world)
    first = gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1")
    assert gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1") == first

    second = gateway(world).set_credit(ref, credit=usd(4), reference=f"{ref}-2")

    assert gateway(world).waiting_credit(ref) == second != first
    assert renewed(world, ref) == usd(6)


def test_credit_that_pays_for_all_makes_a_payment_of_nothing_that_covers_time(
    world: RecurringWorld,
):
    ref = subscribed(world)
    gateway(world).set_credit(ref, credit=usd(10), reference=f"{ref}-1")

    assert renewed(world, ref) == usd(0)


def test_an_agreement_that_is_over_or_unknown_takes_no_credit(world: RecurringWorld):
    ref = subscribed(world)
    world.gateway.cancel_agreement(ref, at_period_end=False)

    with pytest.raises(ConflictError):
        gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1")
    with pytest.raises(NotFoundError):
        gateway(world).set_credit("sub_unknown", credit=usd(3), reference="unknown-1")


def test_what_else_reduces_the_charge_stays(served: World):
    world = StripeWorld(served, key=DEFAULT_KEY)
    ref = subscribed(world)
    loyal = {"id": f"loyal-{ref}", "percent_off": 50, "duration": "forever"}
    stripe_catalog.add_coupon(served, loyal)
    held = served.store.get("stripe.subscription", ref) or {}
    stripe_subscriptions.change(served, held, {"discounts": [{"coupon": loyal["id"]}]})

    gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1")
    gateway(world).set_credit(ref, credit=usd(2), reference=f"{ref}-2")

    assert renewed(world, ref) == usd(3)
    assert renewed(world, ref) == usd(5)


def test_a_gateway_tells_which_credit_it_ever_took(world: RecurringWorld):
    ref = subscribed(world)
    assert gateway(world).taken_credit(reference=f"{ref}-1") == ""

    name = gateway(world).set_credit(ref, credit=usd(3), reference=f"{ref}-1")

    assert gateway(world).taken_credit(reference=f"{ref}-1") == name
    assert gateway(world).taken_credit(reference=f"{ref}-2") == ""
    renewed(world, ref)
    assert gateway(world).taken_credit(reference=f"{ref}-1") == name


def test_a_coupon_that_was_made_but_not_given_was_not_taken(served: World):
    world = StripeWorld(served, key=DEFAULT_KEY)
    ref = subscribed(world)
    coupon = {"id": f"credit-{ref}-1", "amount_off": 300, "currency": "usd", "duration": "once"}
    stripe_catalog.add_coupon(served, coupon)

    assert gateway(world).taken_credit(reference=f"{ref}-1") == ""
