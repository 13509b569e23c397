"""Checkout Sessions of the Stripe stand-in, from their opening to their end."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
import stripe

from infra.sandbox.kit import World
from tests.contract.stripe_standin.client import SALE, act, press


def test_a_new_session_is_open_unpaid_and_has_a_page(world: World, api: Any) -> None:
    session = api.checkout.sessions.create({**SALE, "expand": ["line_items"]})

    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency) == (1250, "usd")
    assert session.payment_intent is None
    assert session.line_items.data[0].description == "Gold"
    page = httpx.get(session.url)
    assert page.status_code == 200
    assert "12.50 USD" in page.text
    assert "Sandbox" in page.text
    assert "<script" not in page.text


def test_paying_completes_the_session_and_makes_intent_charge_and_events(
    world: World, api: Any
) -> None:
    session = api.checkout.sessions.create({**SALE, "customer_creation": "always"})

    answer = press(world, session, "pay", name="Ann Bell")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"https://shop.test/done?session={session.id}"
    expand = ["payment_intent.latest_charge.balance_transaction", "customer", "line_items"]
    paid = api.checkout.sessions.retrieve(session.id, {"expand": expand})
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details.email == "ann@example.test"
    assert paid.customer.email == "ann@example.test"
    charge = paid.payment_intent.latest_charge
    assert paid.payment_intent.status == "succeeded"
    assert paid.payment_intent.metadata.to_dict() == {"checkout": "chk_1"}
    assert (charge.status, charge.paid, charge.amount) == ("succeeded", True, 1250)
    assert charge.metadata.to_dict() == {"checkout": "chk_1"}
    assert charge.balance_transaction.net == 1250 - 36 - 30
    kinds = [
        event.type
        for event in api.events.list({"limit": 100}).data
        if event.data.object.id in (session.id, charge.id, paid.payment_intent.id)
    ]
    assert kinds == [
        "checkout.session.completed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "payment_intent.created",
    ]
    assert [found.id for found in _by_intent(api, paid.payment_intent.id)] == [session.id]


def _by_intent(api: Any, intent: str) -> list[Any]:
    found: list[Any] = api.checkout.sessions.list({"payment_intent": intent}).data
    return found


def test_a_session_is_paid_once_only(world: World, api: Any) -> None:
    session = api.checkout.sessions.create(SALE)
    press(world, session, "pay")

    again = press(world, session, "pay")

    assert again.status_code == 409
    assert "completed already" in again.text
    charges = [c for c in api.charges.list({"limit": 100}).data if c.metadata.to_dict()]
    intent = api.checkout.sessions.retrieve(session.id).payment_intent
    assert len([c for c in charges if c.payment_intent == intent]) == 1


def test_a_declined_card_leaves_the_session_open_for_another_try(world: World, api: Any) -> None:
    session = api.checkout.sessions.create(SALE)

    declined = press(world, session, "decline")

    assert declined.status_code == 402
    assert "declined" in declined.text
    still = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (still.status, still.payment_intent.status) == ("open", "requires_payment_method")
    assert still.payment_intent.last_payment_error.code == "card_declined"
    intent = still.payment_intent.id
    press(world, session, "pay")
    paid = api.checkout.sessions.retrieve(session.id)
    assert (paid.payment_status, paid.payment_intent) == ("paid", intent)


@pytest.mark.parametrize(
    ("end", "payment_status", "event"),
    [
        ("settle_async", "paid", "checkout.session.async_payment_succeeded"),
        ("fail_async", "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_delayed_payment_completes_unpaid_and_ends_later(
    world: World, api: Any, end: str, payment_status: str, event: str
) -> None:
    session = api.checkout.sessions.create(SALE)
    press(world, session, "delayed")
    waiting = api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (waiting.status, waiting.payment_status) == ("complete", "unpaid")
    assert waiting.payment_intent.status == "processing"

    act(world, end, session=session.id)

    assert api.checkout.sessions.retrieve(session.id).payment_status == payment_status
    newest = api.events.list({"type": event, "limit": 1}).data[0]
    assert newest.data.object.id == session.id


def test_a_session_expires_by_the_clock_and_cannot_be_paid(world: World, api: Any) -> None:
    session = api.checkout.sessions.create(SALE)
    world.clock.advance(timedelta(hours=24, seconds=1))

    assert press(world, session, "pay").status_code == 409
    assert httpx.get(session.url).status_code == 410
    assert api.checkout.sessions.retrieve(session.id).status == "expired"
    newest = api.events.list({"type": "checkout.session.expired", "limit": 1}).data[0]
    assert newest.data.object.id == session.id
    with pytest.raises(stripe.InvalidRequestError):
        api.checkout.sessions.expire(session.id)


def test_an_open_session_can_be_expired(world: World, api: Any) -> None:
    session = api.checkout.sessions.create(SALE)

    assert api.checkout.sessions.expire(session.id).status == "expired"
    listed = api.checkout.sessions.list({"status": "expired", "limit": 100}).data
    assert session.id in [each.id for each in listed]
