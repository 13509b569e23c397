"""What is Stripe's own of recurring payments: invoices, ties, events, prices, the portal."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.gateways.stripe import StripeGateway
from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    NotFoundError,
)
from chalicelib.kernel.ids import OrderId, PlanId, new_id
from chalicelib.payments.model import (
    Dispute,
    GatewayPayment,
    GatewayStatus,
    Order,
    OrderMode,
)
from chalicelib.payments.ports import Hint
from chalicelib.payments.rules.agreements import AgreementStatus
from infra.sandbox.kit import World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import a_plan, an_order, usd
from tests.contract.gateway_worlds import StripeWorld, soon
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract

PER_PAGE = "chalicelib.adapters.gateways.stripe_lists.MOST_PER_PAGE"


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def stripe(served: World) -> StripeWorld:
    # Each test begins on a day of its own, so that lists since then hold nothing of others.
    served.clock.advance(timedelta(days=1))
    served.calls.clear()
    return StripeWorld(served, key=DEFAULT_KEY, is_recurring=True)


@pytest.fixture
def gateway(stripe: StripeWorld) -> StripeGateway:
    return stripe.gateway


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


def order_now(stripe: StripeWorld, **overrides: Any) -> Order:
    now = stripe.now()
    values = {
        "id": OrderId(new_id("ord", now=now)),
        "created_at": now,
        "expires_at": soon(now),
        "mode": OrderMode.RECURRING,
        "offer_ref": stripe.gateway.make_offer(a_plan()),
    }
    return an_order(**{**values, **overrides})


def opens(stripe: StripeWorld, order: Order) -> str:
    page = stripe.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    return page.checkout_id


def subscribes(stripe: StripeWorld, **overrides: Any) -> GatewayPayment:
    page = opens(stripe, order_now(stripe, **overrides))
    stripe.pay(page, email="ann@example.com")
    paid = stripe.gateway.read_checkout(page).payment
    assert paid is not None
    return paid


def listed(stripe: StripeWorld, since: datetime) -> list[GatewayPayment]:
    found: list[GatewayPayment] = []
    cursor: str | None = None
    while True:
        page = stripe.gateway.payments_since(since, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def hints(stripe: StripeWorld, since: datetime) -> list[Hint]:
    """Return what our adapter makes of every event since then."""
    found = []
    for event in stripe.world.store.list("stripe.event"):
        if event["created"] >= int(since.timestamp()):
            body, headers = stripe.signed(event, sent_at=stripe.now())
            found.append(
                stripe.gateway.verify_webhook(body=body, headers=headers, now=stripe.now())
            )
    return found


def now_of(stripe: StripeWorld) -> datetime:
    return stripe.now().replace(microsecond=0)


# Pages


def test_a_recurring_page_carries_order_and_subscription(stripe: StripeWorld):
    order = order_now(stripe)

    session = stripe.world.store.get("stripe.session", opens(stripe, order))

    assert session is not None
    assert (session["mode"], session["amount_total"]) == ("subscription", 1000)
    assert session["metadata"] == {"order_id": order.id}
    assert session["_subscription_data"]["metadata"] == {"order_id": order.id}
    assert session["_items"][0]["price"]["id"] == order.offer_ref


def test_a_single_sale_shows_the_price_and_what_was_taken_off(stripe: StripeWorld):
    order = order_now(
        stripe,
        mode=OrderMode.ONCE,
        offer_ref="",
        price=usd(7),
        discount=usd(2),
        discount_code="SPRING",
        credit_used=usd(1),
    )

    session = stripe.world.store.get("stripe.session", opens(stripe, order))

    assert session is not None
    assert session["amount_total"] == 700
    assert session["_items"][0]["_details"] == (
        "Access for 1 month: 10.00 USD less 2.00 USD discount (SPRING) and 1.00 USD credit"
    )


def test_the_coupon_of_an_order_is_good_for_that_order_alone(stripe: StripeWorld):
    order = order_now(stripe, price=usd(8), discount=usd(2), discount_code="SPRING")

    assert opens(stripe, order) == opens(stripe, order)

    coupon = stripe.world.store.get("stripe.coupon", f"order-{order.id}")
    assert coupon is not None
    assert (coupon["amount_off"], coupon["currency"], coupon["duration"]) == (200, "usd", "once")
    assert (coupon["max_redemptions"], coupon["name"]) == (1, "Code SPRING")


def test_a_price_that_would_collect_something_else_is_found_before_anybody_pays(
    stripe: StripeWorld,
):
    dear = stripe.gateway.make_offer(a_plan(id=PlanId("pln_dear"), price=usd(12)))

    with pytest.raises(ActionRequiredError) as refused:
        opens(stripe, order_now(stripe, offer_ref=dear))

    assert refused.value.code == "stripe.price_differs"
    assert stripe.world.store.list("stripe.session")[-1]["status"] == "expired"


@pytest.mark.parametrize(
    ("offer_ref", "error"), [("price_unknown", ActionRequiredError), ("", InvalidError)]
)
def test_a_recurring_order_needs_a_price_that_stripe_has(
    stripe: StripeWorld, offer_ref: str, error: type[Exception]
):
    with pytest.raises(error):
        opens(stripe, order_now(stripe, offer_ref=offer_ref))


# Payments


def test_an_invoice_names_the_payment_that_its_intent_is(
    stripe: StripeWorld, gateway: StripeGateway
):
    paid = subscribes(stripe)
    invoice = stripe.world.store.list("stripe.invoice")[-1]

    assert gateway.read_payment(invoice["id"]) == paid
    assert paid.key.external_id.startswith("pi_")


def test_what_costs_nothing_is_known_by_its_invoice(stripe: StripeWorld, gateway: StripeGateway):
    since = now_of(stripe)
    order = order_now(stripe, price=usd(0), discount=usd(10), discount_code="FREE")
    page = opens(stripe, order)
    stripe.pay(page, email="ann@example.com")

    free = gateway.read_checkout(page).payment

    assert free is not None
    assert free.key.external_id.startswith("in_")
    assert (free.status, free.amount, free.order_id) == (GatewayStatus.PAID, usd(0), order.id)
    assert free.subscription_ref.startswith("sub_")
    assert free.covers_until is not None
    assert gateway.read_payment(free.key.external_id) == free
    assert listed(stripe, since) == [free]


@pytest.mark.behaviour("B034")
def test_no_event_of_a_renewal_lets_it_pass_for_a_single_sale(
    stripe: StripeWorld, gateway: StripeGateway
):
    first = subscribes(stripe)
    stripe.pass_time(timedelta(seconds=2))
    since = now_of(stripe)

    renewal = gateway.read_payment(stripe.renew(first.subscription_ref))

    told = [hint for hint in hints(stripe, since) if hint.external_id]
    assert {hint.kind for hint in told} == {
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
    }
    assert {gateway.read_payment(hint.external_id) for hint in told} == {renewal}
    assert renewal is not None
    assert renewal.subscription_ref == first.subscription_ref


@pytest.mark.behaviour("B026")
def test_a_debit_that_arrives_days_later_counts_then(stripe: StripeWorld, gateway: StripeGateway):
    order = order_now(stripe)
    page = opens(stripe, order)
    stripe.pay(page, email="ann@example.com", is_delayed=True)
    pending = gateway.read_checkout(page).payment
    assert pending is not None
    assert pending.status is GatewayStatus.PENDING
    stripe.pass_time(timedelta(days=4))
    since = now_of(stripe)

    stripe.arrive(page)

    arrived = gateway.read_payment(pending.key.external_id)
    assert arrived is not None
    assert (arrived.status, arrived.order_id) == (GatewayStatus.PAID, order.id)
    assert listed(stripe, since) == [arrived]
    assert any(
        hint.checkout_id == page and hint.agreement_ref == arrived.subscription_ref
        for hint in hints(stripe, since)
    )


def test_a_renewal_paid_at_a_later_try_is_in_the_list_of_that_day(stripe: StripeWorld):
    first = subscribes(stripe)
    stripe.fail_renewal(first.subscription_ref)
    stripe.pass_time(timedelta(days=2))
    since = now_of(stripe)
    assert listed(stripe, since) == []

    stripe.heal(first.subscription_ref)

    found = listed(stripe, since)
    assert [each.subscription_ref for each in found] == [first.subscription_ref]
    assert found[0].key != first.key


def test_a_refund_that_fails_later_is_not_given_back(stripe: StripeWorld, gateway: StripeGateway):
    paid = subscribes(stripe)
    external_id = paid.key.external_id
    made = stripe.act("refund", payment_intent=external_id, amount=400, pending=True)["refund"]
    on_its_way = gateway.read_payment(external_id)
    assert on_its_way is not None
    assert on_its_way.refunded == usd(4)
    stripe.pass_time(timedelta(days=3))
    since = now_of(stripe)

    stripe.act("fail_refund", refund=made["id"])

    assert gateway.read_payment(external_id) == paid
    assert listed(stripe, since) == [paid]
    assert external_id in {hint.external_id for hint in hints(stripe, since)}


def test_a_disputed_payment_is_not_refunded(stripe: StripeWorld, gateway: StripeGateway):
    external_id = subscribes(stripe).key.external_id
    stripe.dispute(external_id)

    with pytest.raises(ConflictError, match="disputed"):
        gateway.refund(external_id, amount=usd(1), reference="ref-1")


def test_every_event_of_a_dispute_names_its_payment(stripe: StripeWorld, gateway: StripeGateway):
    external_id = subscribes(stripe).key.external_id
    stripe.pass_time(timedelta(seconds=2))
    since = now_of(stripe)

    stripe.dispute(external_id)
    stripe.close_dispute(external_id, won=False)

    told = [hint for hint in hints(stripe, since) if hint.kind.startswith("charge.dispute.")]
    assert {hint.external_id for hint in told} == {external_id}
    assert len(told) == 3
    found = gateway.read_payment(external_id)
    assert found is not None
    assert found.dispute is Dispute.LOST


# Lists


def test_a_list_of_many_renewals_takes_two_calls_a_page(
    stripe: StripeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(PER_PAGE, 4)
    since = now_of(stripe)
    paid = [subscribes(stripe) for _ in range(7)]
    stripe.world.clock.advance(timedelta(seconds=30))
    paid += [subscribes(stripe) for _ in range(3)]
    stripe.world.calls.clear()

    found = listed(stripe, since)

    assert Counter(each.key for each in found) == Counter(each.key for each in paid)
    assert {each.key: each for each in found} == {each.key: each for each in paid}
    calls = Counter(call["path"].split("?")[0] for call in stripe.world.calls.list("stripe"))
    assert calls["/v1/payment_intents"] == 3
    assert calls["/v1/invoice_payments"] <= 3
    assert sum(calls.values()) <= 16


def test_a_page_goes_on_where_the_one_before_ended_in_another_process(
    stripe: StripeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(PER_PAGE, 2)
    since = now_of(stripe)
    paid = [subscribes(stripe) for _ in range(3)]
    first = stripe.gateway.payments_since(since, cursor=None)

    again = StripeWorld(stripe.world, key=DEFAULT_KEY).gateway
    second = again.payments_since(since, cursor=first.next_cursor)

    told = [*first.items, *second.items]
    assert {each.key for each in told} == {each.key for each in paid}
    assert all(each.subscription_ref for each in told)


# Agreements


def test_a_subscription_that_is_given_up_has_ended(stripe: StripeWorld, gateway: StripeGateway):
    ref = subscribes(stripe).subscription_ref

    stripe.act("cancel", subscription=ref)

    found = gateway.read_agreement(ref)
    assert found is not None
    assert (found.status, found.renews_at) == (AgreementStatus.ENDED, None)


def test_an_unknown_subscription_cannot_be_cancelled_or_resumed(gateway: StripeGateway):
    for at_period_end in (True, False):
        with pytest.raises(NotFoundError):
            gateway.cancel_agreement("sub_unknown", at_period_end=at_period_end)
    with pytest.raises(NotFoundError):
        gateway.resume_agreement("sub_unknown")


def test_a_portal_that_was_never_set_up_says_what_to_do(
    stripe: StripeWorld, gateway: StripeGateway
):
    ref = subscribes(stripe).subscription_ref
    stripe.act("portal_setup", saved=False)

    with pytest.raises(ActionRequiredError) as refused:
        gateway.manage_url(ref, return_url="http://127.0.0.1/me")

    stripe.act("portal_setup", saved=True)
    assert refused.value.code == "stripe.portal_missing"
    assert "Customer portal" in refused.value.remedy
