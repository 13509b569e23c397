"""What every gateway promises that charges again and again, and where money goes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import OrderId, PlanId, new_id
from chalicelib.kernel.term import months
from chalicelib.payments.model import (
    Dispute,
    GatewayPayment,
    GatewayStatus,
    Order,
    OrderMode,
)
from chalicelib.payments.ports import CheckoutState
from chalicelib.payments.rules.agreements import AgreementStatus, GatewayAgreement
from infra.sandbox.kit import World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import NOON, a_plan, an_order, usd
from tests.contract.gateway_worlds import (
    FakeWorld,
    RecurringWorld,
    StripeWorld,
    soon,
)
from tests.contract.paypal_contract import hold_to_contract as hold_paypal_to_contract
from tests.contract.paypal_world import PayPalWorld
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
    hold_paypal_to_contract(monkeypatch)


# PayPal ends an agreement at once, and tells in a list no end of what a payment covers.
ENDING_LATER = ["fake", "stripe"]


@pytest.fixture(params=["fake", "stripe", "paypal"])
def world(request: pytest.FixtureRequest, served: World) -> RecurringWorld:
    if request.param == "fake":
        return FakeWorld(FakeClock(NOON))
    if request.param == "paypal":
        return PayPalWorld(served)
    return StripeWorld(served, key=DEFAULT_KEY)


def order_of(world: RecurringWorld, **overrides: Any) -> Order:
    now = world.now()
    values = {
        "id": OrderId(new_id("ord", now=now)),
        "created_at": now,
        "expires_at": soon(now),
        "mode": OrderMode.RECURRING,
        "offer_ref": world.an_offer(PLAN),
    }
    return an_order(**{**values, **overrides})


def opened(world: RecurringWorld, order: Order) -> str:
    page = world.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    return page.checkout_id


def subscribed(world: RecurringWorld, **overrides: Any) -> tuple[Order, GatewayPayment]:
    """Let somebody subscribe; return the order and its first payment."""
    order = order_of(world, **overrides)
    page = opened(world, order)
    world.pay(page, email="ann@example.com")
    paid = world.gateway.read_checkout(page).payment
    assert paid is not None
    return order, paid


def agreement(world: RecurringWorld, ref: str) -> GatewayAgreement:
    found = world.gateway.read_agreement(ref)
    assert found is not None
    return found


def payment(world: RecurringWorld, external_id: str) -> GatewayPayment:
    found = world.gateway.read_payment(external_id)
    assert found is not None
    return found


def listed(world: RecurringWorld, since: Any) -> list[GatewayPayment]:
    found: list[GatewayPayment] = []
    cursor: str | None = None
    while True:
        page = world.gateway.payments_since(since, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def as_listed(alone: GatewayPayment, found: GatewayPayment) -> GatewayPayment:
    """Return what a list may tell: the end of what was paid for is not part of every list."""
    return alone if found.covers_until else replace(alone, covers_until=None)


def test_a_recurring_page_ends_in_a_payment_that_names_order_agreement_and_end(
    world: RecurringWorld,
):
    order = order_of(world)
    page = opened(world, order)
    assert page == opened(world, order)
    world.pay(page, email="ann@example.com")

    result = world.gateway.read_checkout(page)

    assert result.state == CheckoutState.COMPLETE
    paid = result.payment
    assert paid is not None
    assert (paid.status, paid.amount) == (GatewayStatus.PAID, usd(10))
    assert (paid.order_id, paid.payer_email) == (order.id, order.email)
    assert result.agreement_ref == paid.subscription_ref != ""
    assert paid.covers_until is not None
    assert abs(paid.covers_until - months(1).end_from(world.now())) < timedelta(minutes=1)
    assert payment(world, paid.key.external_id) == paid


def test_an_agreement_says_what_renews_when_and_for_whom(world: RecurringWorld):
    order, paid = subscribed(world)

    found = agreement(world, paid.subscription_ref)

    assert found.status is AgreementStatus.ACTIVE
    assert (found.offer_ref, found.order_id) == (order.offer_ref, order.id)
    assert (found.price, found.payer_email) == (usd(10), order.email)
    assert found.renews_at == paid.covers_until
    assert (found.cancels_at, found.failed_at) == (None, None)


def test_a_discount_and_credit_reduce_the_first_charge_alone(world: RecurringWorld):
    _, paid = subscribed(
        world, price=usd(7), discount=usd(2), discount_code="SPRING", credit_used=usd(1)
    )
    assert paid.amount == usd(7)

    renewal = payment(world, world.renew(paid.subscription_ref))

    assert renewal.amount == usd(10)
    assert agreement(world, paid.subscription_ref).price == usd(10)


def test_a_renewal_is_a_payment_of_its_own(world: RecurringWorld):
    order, first = subscribed(world)

    renewal = payment(world, world.renew(first.subscription_ref))

    assert renewal.key != first.key
    assert renewal.subscription_ref == first.subscription_ref
    # What stands on the agreement may stand on each of its charges.
    assert renewal.order_id in {None, order.id}
    assert (renewal.status, renewal.amount) == (GatewayStatus.PAID, usd(10))
    assert first.covers_until is not None
    assert renewal.covers_until is not None
    assert timedelta(days=28) <= renewal.covers_until - first.covers_until <= timedelta(days=31)


def test_a_renewal_that_fails_shows_since_when_until_it_is_healed(world: RecurringWorld):
    _, first = subscribed(world)
    ref = first.subscription_ref

    world.fail_renewal(ref)

    failing = agreement(world, ref)
    assert failing.status is AgreementStatus.FAILING
    assert failing.failed_at is not None
    assert abs(failing.failed_at - world.now()) < timedelta(minutes=1)
    world.heal(ref)
    healed = agreement(world, ref)
    assert (healed.status, healed.failed_at) == (AgreementStatus.ACTIVE, None)
    assert healed.renews_at is not None


@pytest.mark.parametrize("world", ENDING_LATER, indirect=True)
def test_an_agreement_ends_with_its_period_unless_it_is_resumed(world: RecurringWorld):
    _, first = subscribed(world)
    ref = first.subscription_ref

    for _ in range(2):
        cancelled = world.gateway.cancel_agreement(ref, at_period_end=True)
        assert cancelled == agreement(world, ref)
        assert cancelled.status is AgreementStatus.ACTIVE
        assert (cancelled.cancels_at, cancelled.renews_at) == (first.covers_until, None)

    resumed = world.gateway.resume_agreement(ref)
    assert resumed == agreement(world, ref)
    assert (resumed.cancels_at, resumed.renews_at) == (None, first.covers_until)


def test_an_agreement_that_ended_never_charges_again(world: RecurringWorld):
    _, first = subscribed(world)
    ref = first.subscription_ref

    for at_period_end in (False, False, True):
        ended = world.gateway.cancel_agreement(ref, at_period_end=at_period_end)
        assert (ended.status, ended.renews_at) == (AgreementStatus.ENDED, None)

    assert agreement(world, ref).status is AgreementStatus.ENDED
    with pytest.raises(ConflictError):
        world.gateway.resume_agreement(ref)


def test_what_the_gateway_does_not_know_has_no_page(world: RecurringWorld):
    assert world.gateway.read_agreement("sub_unknown") is None
    assert world.gateway.manage_url("sub_unknown", return_url="http://127.0.0.1/me") == ""


def test_customers_have_a_page_to_change_how_they_pay(world: RecurringWorld):
    _, first = subscribed(world)

    url = world.gateway.manage_url(first.subscription_ref, return_url="http://127.0.0.1/me")

    assert url.startswith("http")


def test_the_same_plan_has_one_offer_and_a_new_price_another(world: RecurringWorld):
    plan = a_plan(id=PlanId(new_id("pln", now=world.now())))

    offer = world.gateway.make_offer(plan)

    assert offer == world.gateway.make_offer(plan)
    assert world.gateway.check_offer(offer, plan) == ""
    dearer = a_plan(id=plan.id, price=usd(12))
    assert world.gateway.make_offer(dearer) != offer
    assert world.gateway.check_offer(offer, dearer) != ""
    assert world.gateway.make_offer(plan) == offer


def test_money_is_given_back_in_parts_and_never_twice_for_one_reason(world: RecurringWorld):
    _, paid = subscribed(world)
    external_id = paid.key.external_id

    for _ in range(2):
        part = world.gateway.refund(external_id, amount=usd(4), reference=f"{external_id}-1")
        assert (part.status, part.refunded) == (GatewayStatus.PAID, usd(4))
        assert part == payment(world, external_id)

    with pytest.raises(InvalidError) as refused:
        world.gateway.refund(external_id, amount=usd(7), reference=f"{external_id}-2")
    assert refused.value.problems[0].field == "amount"
    rest = world.gateway.refund(external_id, amount=usd(6), reference=f"{external_id}-3")
    assert (rest.status, rest.refunded) == (GatewayStatus.REFUNDED, usd(10))
    assert rest.subscription_ref == paid.subscription_ref


@pytest.mark.parametrize(("won", "end"), [(True, Dispute.WON), (False, Dispute.LOST)])
def test_a_dispute_shows_from_its_opening_to_its_end(
    world: RecurringWorld, won: bool, end: Dispute
):
    _, paid = subscribed(world)
    external_id = paid.key.external_id
    assert paid.dispute is Dispute.NONE
    world.pass_time(timedelta(hours=3))
    opened_at = world.now().replace(microsecond=0)

    world.dispute(external_id)
    assert payment(world, external_id).dispute is Dispute.OPEN
    assert [each.dispute for each in listed(world, opened_at)] == [Dispute.OPEN]

    world.pass_time(timedelta(hours=3))
    closed_at = world.now().replace(microsecond=0)
    world.close_dispute(external_id, won=won)
    closed = payment(world, external_id)
    assert closed.dispute is end
    assert listed(world, closed_at) == [closed]
    assert closed.refunded == usd(0)


def test_a_list_tells_first_payments_and_renewals_as_they_are_told_alone(world: RecurringWorld):
    world.pass_time(timedelta(days=1))
    since = world.now().replace(microsecond=0)
    _, first = subscribed(world)
    once = order_of(world, mode=OrderMode.ONCE, offer_ref="")
    page = opened(world, once)
    paid_once = payment(world, world.pay(page, email="bob@example.com"))
    renewal = payment(world, world.renew(first.subscription_ref))

    found = {each.key: each for each in listed(world, since)}

    told = listed(world, since)
    assert all(found[each.key] == each for each in told)
    alone = (first, paid_once, renewal)
    assert found == {each.key: as_listed(each, found[each.key]) for each in alone}
    assert paid_once.subscription_ref == ""


def test_a_webhook_about_an_agreement_names_it(world: RecurringWorld):
    _, first = subscribed(world)
    body, headers = world.agreement_webhook(first.subscription_ref)

    hint = world.gateway.verify_webhook(body=body, headers=headers, now=world.now())

    assert hint.agreement_ref == first.subscription_ref
    assert (hint.external_id, hint.checkout_id) == ("", "")
