"""Discount codes where a plan renews by itself: what the gateways are told, and what they charge.

And payments of an agreement that points at two people.
"""

import re
from html import unescape
from typing import Any

import pytest

from infra.sandbox import stripe_sessions
from tests.scenarios import steps
from tests.scenarios.gateways import connect_plisio, let_renew, let_renew_at_paypal
from tests.scenarios.money import decides
from tests.scenarios.world import LiveWorld, hidden_fields


def summary(world: LiveWorld, person: str, code: str, way: str) -> tuple[int, str]:
    """Fill in the form with a code; return the status and the page that follows."""
    path = f"/checkout/{world.ids['Standard']}"
    fields = hidden_fields(world.visitor.get(path).text) | {
        "email": steps.address(person),
        "media_name": person,
        "discount_code": code,
        "way": way,
    }
    page = world.post_form(path, fields)
    return page.status_code, page.text


def problem(text: str, field: str) -> str:
    """Return what the page says beside a field."""
    found = re.search(rf'id="{field}-problem">([^<]+)</p>', text)
    return unescape(found[1]) if found else ""


def goes_to_pay(world: LiveWorld, person: str, code: str, way: str) -> str:
    """Go on to the gateway's page with a code; return its address."""
    world.act("change_person", person=person, auto_accept=True)
    status, text = summary(world, person, code, way)
    assert status == 200, text
    assert "Subscribe for $5.00" in text
    assert "Renews every 30 days for $10.00 until you cancel" in text
    path = f"/checkout/{world.ids['Standard']}/pay"
    answer = world.post_form(path, hidden_fields(text))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def catch_up(world: LiveWorld) -> None:
    """Let both gateways charge what is due and tell it, and the work be done."""
    stripe_sessions.pass_time(world.standins)
    world.deliver()
    world.paypal_delivered()
    world.work()


def charged(world: LiveWorld, person: str) -> list[tuple[str, int]]:
    """Return the person's payments, oldest first: their status and amount."""
    user = steps.user_named(world, person)
    listed = world.api("GET", f"/users/{user['id']}/payments")["items"]
    return [(each["status"], each["amount"]["minor"]) for each in reversed(listed)]


def latest(world: LiveWorld, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = world.standins.store.list(kind)[-1]
    return found


@pytest.mark.behaviour("B100")
def test_a_code_comes_off_a_subscriptions_first_charge_where_code_and_gateway_allow_it(
    world: LiveWorld,
):
    let_renew(world, "Standard")
    let_renew_at_paypal(world, "Standard")
    connect_plisio(world)
    for code, share, allows in (
        ("loyal", "50", True),
        ("once", "50", False),
        ("all", "100", True),
    ):
        body = {"code": code, "percent": share, "allows_recurring": allows}
        world.api("POST", "/discounts", body)

    for way in ("recurring-stripe", "recurring-paypal"):
        status, text = summary(world, "finn", "once", way)
        assert (status, problem(text, "discount_code")) == (
            422,
            "This code is for single payments only. Leave it empty, or pay once.",
        )
        status, text = summary(world, "finn", "all", way)
        assert status == 422
        assert "a subscription begins with a charge" in problem(text, "discount_code")
    status, text = summary(world, "finn", "loyal", "recurring-plisio")
    assert (status, bool(problem(text, "way"))) == (422, True)
    for kind in ("stripe.session", "paypal.subscription", "plisio.invoice"):
        assert world.standins.store.list(kind) == []

    world.pay_page(goes_to_pay(world, "finn", "loyal", "recurring-stripe"))
    approved = goes_to_pay(world, "grace", "loyal", "recurring-paypal")
    assert "/paypal/webapps/billing/subscriptions" in approved
    ref = latest(world, "paypal.subscription")["id"]
    world.paypal("approve", subscription=ref, email=steps.address("grace"))
    world.advance(seconds=10)
    catch_up(world)

    coupon, discount = latest(world, "stripe.coupon"), latest(world, "stripe.discount")
    assert (coupon["amount_off"], coupon["duration"]) == (500, "once")
    assert discount["source"]["coupon"] == coupon["id"]
    assert discount["subscription"] == latest(world, "stripe.subscription")["id"]
    assert charged(world, "finn") == charged(world, "grace") == [("settled", 500)]
    assert world.api("GET", "/discounts/loyal")["used"] == 2

    world.advance(days=30, hours=3)
    catch_up(world)
    assert (
        charged(world, "finn") == charged(world, "grace") == [("settled", 500), ("settled", 1000)]
    )
    assert latest(world, "stripe.subscription")["discounts"] == []
    assert world.api("GET", "/discounts/loyal")["used"] == 2


@pytest.mark.behaviour("B040")
def test_an_agreement_of_two_people_names_neither_and_the_payers_address_is_tried(
    world: LiveWorld,
):
    let_renew_at_paypal(world, "Standard")
    steps.subscribe(world, "grace", "Standard")
    grace, payer = steps.user_named(world, "grace")["id"], "payer@paypal.example"
    world.act("change_person", person="finn", auto_accept=True)
    media = {"email": steps.address("finn"), "media_name": "finn"}
    world.open_checkout(world.ids["Standard"], **media, way="recurring-paypal")
    ref = latest(world, "paypal.subscription")["id"]
    world.paypal("approve", subscription=ref, email=payer)
    world.advance(seconds=10)
    catch_up(world)
    finn = steps.user_named(world, "finn")["id"]

    mistaken = renewal(world)
    assert mistaken["user_id"] == finn
    decides(world, mistaken, "unassign")
    body = {"user_id": grace, "plan_id": world.ids["Standard"]}
    world.api("POST", f"/payments/{mistaken['id']}/assign", body)

    stray = renewal(world)
    assert (stray["status"], stray["user_id"]) == ("unmatched", None)
    assert "2 users have payments of" in stray["attention"]
    told = world.api("GET", f"/payments/{stray['id']}")
    assert {each["id"] for each in told["candidates"]} == {finn, grace}

    steps.change_user(world, "grace", paypal_email=payer)
    found = renewal(world)
    assert (found["status"], found["user_id"]) == ("settled", grace)
    assert found["subscription_ref"] == ref


def renewal(world: LiveWorld) -> dict[str, Any]:
    """Let the next charge come; return its payment."""
    world.advance(days=30, hours=3)
    catch_up(world)
    payment: dict[str, Any] = world.api("GET", "/payments")["items"][0]
    return payment
