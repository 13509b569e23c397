"""A plan that renews by itself at Stripe: month after month, one that fails, and the end."""

import re
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from chalicelib import wiring
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.start import start
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.ids import PlanId
from chalicelib.payments.model import GatewayName, OrderMode
from chalicelib.users.model import MediaIdentity
from infra.sandbox import stripe_sessions
from tests.scenarios import steps
from tests.scenarios.world import LiveWorld, hidden_fields

# Stripe leaves the draft of an invoice open for an hour before it charges.
AFTER_THE_CHARGE = timedelta(hours=2)
LOOKED_AT_DAILY = timedelta(days=3)


@pytest.fixture
def world(world: LiveWorld) -> LiveWorld:
    """A shop that sells *Standard* again and again, with a price made at Stripe."""
    stripe = world.api("GET", "/settings/stripe")
    fields = ("enabled", "checkout_enabled", "publishable_key", "version")
    body = {name: stripe[name] for name in fields}
    world.api("PUT", "/settings/stripe", body | {"recurring_enabled": True, "sync_enabled": True})
    selling = world.api("GET", "/settings/payments")
    world.api("PUT", "/settings/payments", selling | {"recurring_enabled": True})
    plan = world.api("GET", f"/plans/{world.ids['Standard']}")
    made = world.api("POST", f"/plans/{plan['id']}/offers/stripe", {"version": plan["version"]})
    assert made["offers"]["stripe"].startswith("price_")
    state = world.api("GET", f"/plans/{plan['id']}/offers/stripe")
    assert state["difference"] == ""
    return world


def subscribes(world: LiveWorld, person: str) -> str:
    """Let a person take the plan that renews; return Stripe's id of the subscription."""
    world.act("change_person", person=person, auto_accept=True)
    request = StartRequest(
        plan_id=PlanId(world.ids["Standard"]),
        email=steps.address(person),
        name=person.title(),
        media=MediaIdentity(username=person),
        mode=OrderMode.RECURRING,
    )
    order = start(wiring.checkout_deps(), request=request)
    world.pay_page(order.checkout_url)
    catch_up(world)
    [subscription] = world.standins.store.list("stripe.subscription")
    return str(subscription["id"])


def catch_up(world: LiveWorld) -> None:
    """Let Stripe do what is due, its webhooks arrive, and the hour's work be done."""
    stripe_sessions.pass_time(world.standins)
    world.deliver()
    world.run_hour()
    world.work()


def advance_to(world: LiveWorld, at: datetime) -> None:
    """Move to an instant: what is long before it in one step, then day by day."""
    while world.now() < at:
        left = at - world.now()
        step = left - LOOKED_AT_DAILY if left > LOOKED_AT_DAILY else min(left, timedelta(days=1))
        world.advance(seconds=step.total_seconds() + 1)
        catch_up(world)


def paid_until(world: LiveWorld, person: str) -> datetime:
    return from_iso(steps.user_named(world, person)["paid_until"])


def payments(world: LiveWorld) -> list[dict[str, Any]]:
    """Return all payments, oldest first."""
    return list(reversed(world.api("GET", "/payments")["items"]))


def renewed_until(world: LiveWorld) -> datetime:
    """Return the end of what was paid last."""
    return from_iso(payments(world)[-1]["ends_at"])


@pytest.mark.behaviour("B069", "X005")
def test_a_plan_renews_fails_heals_and_ends_with_its_last_paid_day(world: LiveWorld):
    ref = subscribes(world, "finn")
    [first] = payments(world)
    assert (first["status"], first["subscription_ref"]) == ("settled", ref)
    assert first["order_id"]
    assert len(world.shares_of("finn")) == 1

    # Two renewals, each a payment of its own that begins where the last one ended.
    for number in (2, 3):
        ends = renewed_until(world)
        advance_to(world, ends + AFTER_THE_CHARGE)
        booked = payments(world)
        assert len(booked) == number
        assert from_iso(booked[-1]["starts_at"]) == ends
        assert (booked[-1]["status"], booked[-1]["subscription_ref"]) == ("settled", ref)
        assert not booked[-1]["order_id"]
        assert len(world.shares_of("finn")) == 1
    receipts = [
        each["text"]
        for each in world.mails(steps.address("finn"))
        if "payment_received" in each["id"]
    ]
    assert "renews by itself on" in receipts[-1]

    # The third fails: a mail with a way to pay, and access goes on within the grace.
    ends = renewed_until(world)
    world.stripe("fail_renewals", subscription=ref)
    advance_to(world, ends + timedelta(days=2))
    assert len(payments(world)) == 3
    assert world.occasions(steps.address("finn")).count("renewal_failed") == 1
    assert "/account" in world.mails(steps.address("finn"))[-1]["text"]
    assert len(world.shares_of("finn")) == 1
    assert steps.user_named(world, "finn")["standing"] == "active"

    # A new card heals it, and the days of grace were not a gift.
    world.stripe("heal", subscription=ref)
    catch_up(world)
    healed = payments(world)[-1]
    assert len(payments(world)) == 4
    assert from_iso(healed["starts_at"]) == ends

    # Cancelled: access stays until the end of what is paid, and nothing is charged after.
    gateway = wiring.payments_deps().recurring[GatewayName.STRIPE]
    gateway.cancel_agreement(ref, at_period_end=True)
    catch_up(world)
    ends = from_iso(healed["ends_at"])
    advance_to(world, ends - timedelta(hours=1))
    assert len(world.shares_of("finn")) == 1
    advance_to(world, ends + AFTER_THE_CHARGE)
    assert world.shares_of("finn") == []
    assert len(payments(world)) == 4
    assert steps.user_named(world, "finn")["standing"] == "expired"
    assert world.occasions(steps.address("finn")).count("renewal_failed") == 1


@pytest.mark.behaviour("X005")
def test_a_renewal_that_nobody_heals_costs_the_access_after_the_grace(world: LiveWorld):
    ref = subscribes(world, "finn")
    ends = renewed_until(world)
    world.stripe("fail_renewals", subscription=ref)

    advance_to(world, ends + timedelta(days=2))
    assert len(world.shares_of("finn")) == 1

    advance_to(world, ends + timedelta(days=4))
    assert world.shares_of("finn") == []
    assert len(payments(world)) == 1
    assert world.occasions(steps.address("finn")).count("renewal_failed") == 1


@pytest.mark.behaviour("B037", "X005")
def test_renewals_and_a_failure_whose_webhooks_are_lost_are_found_by_the_hours_run(
    world: LiveWorld,
):
    ref = subscribes(world, "finn")
    world.stripe("set_endpoint", enabled_events=["account.updated"])

    for number in (2, 3):
        ends = renewed_until(world)
        advance_to(world, ends + AFTER_THE_CHARGE)
        assert len(payments(world)) == number
        assert payments(world)[-1]["subscription_ref"] == ref
        assert len(world.shares_of("finn")) == 1

    ends = renewed_until(world)
    world.stripe("fail_renewals", subscription=ref)
    advance_to(world, ends + timedelta(days=2))
    assert world.occasions(steps.address("finn")).count("renewal_failed") == 1
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("B056", "X006")
def test_a_refund_and_a_dispute_of_a_renewal_are_booked_against_it(world: LiveWorld):
    subscribes(world, "finn")
    advance_to(world, renewed_until(world) + AFTER_THE_CHARGE)
    first, renewal = payments(world)

    world.stripe("refund", payment_intent=first["external_id"])
    catch_up(world)
    assert [each["status"] for each in payments(world)] == ["refunded", "settled"]
    assert len(world.shares_of("finn")) == 1

    world.stripe("dispute", payment_intent=renewal["external_id"])
    catch_up(world)
    assert world.shares_of("finn") == []
    disputed = world.standins.store.list("stripe.dispute")[-1]["id"]
    world.stripe("close_dispute", dispute=disputed, won=True)
    world.act("change_person", person="finn", auto_accept=True)
    catch_up(world)
    assert len(world.shares_of("finn")) == 1
    actions = [entry["action"] for entry in world.api("GET", "/audit?limit=200")["items"]]
    assert {"payment.refunded", "payment.dispute_open", "payment.dispute_won"} <= set(actions)


@pytest.mark.behaviour("X009", "B080")
def test_a_plan_that_renews_changes_for_what_stripe_says_and_was_shown(world: LiveWorld):
    plan = world.api("GET", f"/plans/{world.ids['Premium']}")
    world.api("POST", f"/plans/{plan['id']}/offers/stripe", {"version": plan["version"]})
    subscribes(world, "finn")
    ends = renewed_until(world)
    advance_to(world, ends - timedelta(days=10))
    world.sign_in()

    with closing(steps.sign_in_customer(world, "finn")) as browser:
        assert "Change plan" in browser.get("/account").text
        assert f"/account/plan/{plan['id']}" in browser.get("/account/plan").text
        shown = browser.get(f"/account/plan/{plan['id']}").text
        charge = int(hidden_fields(shown)["charge"])
        assert f"Pay ${charge / 100:.2f} and change" in shown
        assert 1100 < charge < 1170  # ten of thirty days at 45.00 less 10.00
        forged = hidden_fields(shown) | {"charge": "1"}
        assert browser.post(f"/account/plan/{plan['id']}", data=forged).status_code == 409
        done = browser.post(
            f"/account/plan/{plan['id']}", data=hidden_fields(shown), follow_redirects=False
        )
        assert "Your plan was changed." in browser.get(done.headers["location"]).text
    catch_up(world)

    first, difference = payments(world)
    assert (difference["amount"]["minor"], difference["plan_name"]) == (charge, "Premium")
    assert (difference["status"], difference["attention"]) == ("settled", "")
    assert first["ends_at"] == ends.isoformat().replace("+00:00", "Z")
    assert steps.user_named(world, "finn")["plan_name"] == "Premium"
    assert "4K" in str(world.shares_of("finn"))
    assert paid_until(world, "finn") - ends <= timedelta(days=1)

    advance_to(world, ends + AFTER_THE_CHARGE)
    renewal = payments(world)[-1]
    assert (renewal["amount"]["minor"], renewal["plan_name"]) == (4500, "Premium")
    assert from_iso(renewal["starts_at"]) == ends


def test_a_card_whose_bank_asks_first_changes_the_plan_once_the_customer_has_answered(
    world: LiveWorld,
):
    plan = world.api("GET", f"/plans/{world.ids['Premium']}")
    world.api("POST", f"/plans/{plan['id']}/offers/stripe", {"version": plan["version"]})
    subscribes(world, "finn")
    advance_to(world, renewed_until(world) - timedelta(days=10))
    world.sign_in()
    world.stripe("require_3ds_for_changes")

    with closing(steps.sign_in_customer(world, "finn")) as browser:
        fields = hidden_fields(browser.get(f"/account/plan/{plan['id']}").text)
        asked = browser.post(f"/account/plan/{plan['id']}", data=fields)
    catch_up(world)

    assert (asked.status_code, "Your bank wants to hear from you" in asked.text) == (200, True)
    assert steps.user_named(world, "finn")["plan_name"] == "Standard"
    assert len(payments(world)) == 1

    (page,) = re.findall(r'href="(http[^"]*/stripe/i/[^"]*)"', asked.text)
    assert "it is you" in httpx.get(page, trust_env=False).text
    httpx.post(page, trust_env=False)
    catch_up(world)

    difference = payments(world)[-1]
    assert difference["amount"]["minor"] == int(fields["charge"])
    assert (difference["status"], difference["plan_name"]) == ("settled", "Premium")
    assert steps.user_named(world, "finn")["plan_name"] == "Premium"
    assert "4K" in str(world.shares_of("finn"))
