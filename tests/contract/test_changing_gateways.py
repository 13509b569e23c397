"""What every gateway promises that reckons a change of price in the middle of a period (X009)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest

from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import PlanId, new_id
from chalicelib.kernel.term import months
from chalicelib.payments.ports import ProratingGateway
from chalicelib.payments.rules.agreements import ConfirmNeededError
from infra.sandbox.kit import World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import NOON, a_plan, usd
from tests.contract.gateway_worlds import (
    FakeWorld,
    ProratingWorld,
    RecurringWorld,
    StripeWorld,
)
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract
from tests.contract.test_recurring_gateways import PLAN, agreement, listed, subscribed
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


# PayPal is none: it charges what was agreed, whatever happens in between.
@pytest.fixture(params=["fake", "stripe"])
def world(request: pytest.FixtureRequest, served: World) -> RecurringWorld:
    if request.param == "fake":
        return FakeWorld(FakeClock(NOON))
    return StripeWorld(served, key=DEFAULT_KEY)


def prorating(world: RecurringWorld) -> ProratingGateway:
    return cast(ProratingGateway, world.gateway)


@pytest.mark.parametrize(("price", "is_dearer"), [(30, True), (4, False)])
def test_a_change_of_price_costs_what_was_shown_and_moves_no_date(
    world: RecurringWorld, price: int, is_dearer: bool
):
    _, first = subscribed(world)
    ref, gateway = first.subscription_ref, prorating(world)
    offer = world.an_offer(a_plan(id=PlanId(new_id("pln", now=world.now())), price=usd(price)))
    world.pass_time(timedelta(days=15))
    at = world.now().replace(microsecond=0)

    shown = gateway.preview_change(ref, offer_ref=offer, at=at)
    world.pass_time(timedelta(minutes=10))
    since = world.now().replace(microsecond=0)
    for _ in range(2):
        changed = gateway.change_offer(ref, offer_ref=offer, at=at, reference=f"{ref}-1")

    assert (shown.charge.minor > 0, shown.credit.minor > 0) == (is_dearer, not is_dearer)
    assert shown.until == changed.renews_at == first.covers_until
    assert changed == agreement(world, ref)
    assert (changed.offer_ref, changed.price) == (offer, usd(price))
    [settled] = [each for each in listed(world, since) if each.settles_change]
    assert (settled.amount, settled.covers_until) == (shown.charge, None)
    assert settled.subscription_ref == ref


def test_a_price_of_another_rhythm_begins_a_period_of_its_own(world: RecurringWorld):
    _, first = subscribed(world)
    ref, gateway = first.subscription_ref, prorating(world)
    yearly = a_plan(id=PlanId(new_id("pln", now=world.now())), price=usd(90), term=months(12))
    offer = world.an_offer(yearly)
    world.pass_time(timedelta(days=15))
    since = at = world.now().replace(microsecond=0)

    shown = gateway.preview_change(ref, offer_ref=offer, at=at)
    gateway.change_offer(ref, offer_ref=offer, at=at, reference=f"{ref}-1")

    assert usd(84) < shown.charge < usd(86)
    assert abs(shown.until - months(12).end_from(world.now())) < timedelta(minutes=1)
    [settled] = [each for each in listed(world, since) if each.settles_change]
    assert settled.amount == shown.charge
    assert settled.covers_until is not None
    assert abs(settled.covers_until - shown.until) < timedelta(minutes=1)


def test_a_change_to_no_price_or_of_no_agreement_is_refused(world: RecurringWorld):
    _, first = subscribed(world)
    gateway, at = prorating(world), world.now().replace(microsecond=0)

    with pytest.raises(InvalidError) as refused:
        gateway.preview_change(first.subscription_ref, offer_ref="price_unknown", at=at)
    assert refused.value.problems[0].field == "offer_ref"
    with pytest.raises(NotFoundError):
        gateway.preview_change("sub_unknown", offer_ref=world.an_offer(PLAN), at=at)


def test_a_bank_that_asks_first_changes_nothing_until_the_customer_has_answered(
    world: RecurringWorld,
):
    _, first = subscribed(world)
    ref, gateway, asked = first.subscription_ref, prorating(world), cast(ProratingWorld, world)
    offer = world.an_offer(a_plan(id=PlanId(new_id("pln", now=world.now())), price=usd(30)))
    world.pass_time(timedelta(days=15))
    since = at = world.now().replace(microsecond=0)
    shown, before = gateway.preview_change(ref, offer_ref=offer, at=at), agreement(world, ref)
    asked.ask_payer(ref)

    with pytest.raises(ConfirmNeededError) as refused:
        gateway.change_offer(ref, offer_ref=offer, at=at, reference=f"{ref}-1")
    assert refused.value.url == ""
    urls = set()
    for _ in range(2):
        with pytest.raises(ConfirmNeededError) as waits:
            gateway.change_offer(ref, offer_ref=offer, at=at, reference=f"{ref}-1", may_ask=True)
        urls.add(waits.value.url)
    assert agreement(world, ref) == before
    assert not [each for each in listed(world, since) if each.settles_change]

    [url] = urls
    asked.answer_bank(ref, url)

    changed = agreement(world, ref)
    assert (changed.offer_ref, changed.price) == (offer, usd(30))
    [settled] = [each for each in listed(world, since) if each.settles_change]
    assert settled.amount == shown.charge


def test_a_change_that_nobody_confirms_lapses_and_costs_nothing(served: World):
    world = StripeWorld(served, key=DEFAULT_KEY, is_recurring=True)
    _, first = subscribed(world)
    ref, gateway = first.subscription_ref, prorating(world)
    offer = world.an_offer(a_plan(id=PlanId(new_id("pln", now=world.now())), price=usd(30)))
    at = world.now().replace(microsecond=0)
    before = agreement(world, ref)
    world.ask_payer(ref)
    with pytest.raises(ConfirmNeededError) as waits:
        gateway.change_offer(ref, offer_ref=offer, at=at, reference=f"{ref}-1", may_ask=True)

    world.pass_time(timedelta(hours=24))
    world.answer_bank(ref, waits.value.url)

    assert agreement(world, ref) == before
