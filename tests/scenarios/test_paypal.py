"""PayPal: paid once, renewed, sent by friends, given back, disputed; told late or twice."""

import re

import pytest

from infra.sandbox import paypal_books
from infra.sandbox.kit import Fault
from tests.scenarios import steps
from tests.scenarios.gateways import (
    connect_paypal,
    connect_second_paypal,
    let_renew_at_paypal,
)
from tests.scenarios.world import LiveWorld, hidden_fields

FINN = {"email": "finn@demo.example", "media_name": "finn"}
FRIEND = "friend@paypal.example"


@pytest.fixture
def shop(world: LiveWorld) -> LiveWorld:
    """A shop that takes PayPal besides cards, and a customer who accepts invitations."""
    connect_paypal(world)
    world.act("change_person", person="finn", auto_accept=True)
    return world


def order_for(world: LiveWorld, way: str = "once-paypal") -> tuple[str, str]:
    """Go through the checkout; return PayPal's id of what is to be approved, and our page."""
    page = world.open_checkout(world.ids["Standard"], **FINN, way=way)
    assert page.startswith(f"{world.standins.base_url}/paypal/")
    order_id = steps.audit_of(world, "order.opened")[0]["subject"]
    kind = "order" if way.startswith("once") else "subscription"
    return world.standins.store.list(f"paypal.{kind}")[-1]["id"], f"/orders/{order_id}"


def stage(world: LiveWorld, order: str) -> str:
    return str(world.visitor.get(f"{order}/status").json()["stage"])


def payments(world: LiveWorld) -> list[dict]:
    found: list[dict] = world.api("GET", "/payments")["items"]
    return found


def subscribe(world: LiveWorld) -> tuple[str, str]:
    """Let Finn subscribe and pay the first period; return the subscription and our page."""
    let_renew_at_paypal(world, "Standard")
    ref, order = order_for(world, "recurring-paypal")
    world.paypal("approve", subscription=ref, email=FINN["email"])
    world.advance(seconds=10)
    world.paypal_delivered()
    world.work()
    return ref, order


def pass_days(world: LiveWorld, count: int) -> None:
    """Let days pass: PayPal charges and tells it, and the hour's work is done."""
    world.advance(days=count)
    world.paypal_delivered()
    world.work()
    world.run_hour()
    world.work()


@pytest.mark.behaviour("B024", "B025", "B053")
def test_an_approved_order_is_collected_once_and_gives_access(shop: LiveWorld):
    assert shop.api("POST", "/settings/paypal/test")["works"]
    approved, order = order_for(shop)
    assert payments(shop) == []

    shop.paypal("approve", order=approved, email=FINN["email"])
    shop.work()

    assert stage(shop, order) == "ready"
    (payment,) = payments(shop)
    assert (payment["gateway"], payment["status"]) == ("paypal", "settled")
    assert payment["amount"]["minor"] == 1000
    assert len(shop.calls("paypal", "POST", "/capture$")) == 1


@pytest.mark.behaviour("B026")
def test_coming_back_twice_while_every_webhook_comes_twice_books_once(shop: LiveWorld):
    approved, order = order_for(shop)
    shop.paypal("pause_webhooks")
    shop.paypal("approve", order=approved, email=FINN["email"])
    for _ in range(2):
        assert shop.visitor.get(f"{order}?returned=1", follow_redirects=True).status_code == 200
        shop.visitor.get(f"{order}/return", follow_redirects=True)
    shop.paypal("resume_webhooks", order="newest_first")
    shop.paypal("redeliver", times=5, wait=True)
    shop.work()
    shop.advance(hours=4)
    shop.run_hour()

    assert stage(shop, order) == "ready"
    assert len(payments(shop)) == 1
    assert len(steps.user_named(shop, "finn")["periods"]) == 1


def test_a_declined_payment_costs_nothing_and_may_be_tried_again(shop: LiveWorld):
    approved, order = order_for(shop)

    shop.paypal("decline", order=approved)
    shop.work()

    assert stage(shop, order) in {"waiting_for_payment", "confirming"}
    assert payments(shop) == []
    assert shop.shares_of("finn") == []
    shop.paypal("approve", order=approved, email=FINN["email"])
    shop.work()
    assert stage(shop, order) == "ready"


def test_an_order_that_nobody_approves_lapses_and_is_never_collected(shop: LiveWorld):
    approved, order = order_for(shop)
    shop.advance(minutes=40)
    shop.run_hour()
    assert stage(shop, order) == "closed"

    shop.paypal("approve", order=approved, email=FINN["email"])
    shop.work()

    assert payments(shop) == []
    assert shop.calls("paypal", "POST", "/capture$") == []


@pytest.mark.behaviour("B069", "X005")
def test_a_subscription_renews_fails_heals_and_renews(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    ref, order = subscribe(world)
    assert stage(world, order) == "ready"

    pass_days(world, 31)
    assert [each["status"] for each in payments(world)] == ["settled"] * 2

    world.paypal("fail_renewals", subscription=ref, times=1)
    pass_days(world, 30)
    assert len(payments(world)) == 2
    assert "renewal_failed" in world.occasions(FINN["email"])
    assert world.shares_of("finn") != []

    pass_days(world, 5)
    assert [each["status"] for each in payments(world)] == ["settled"] * 3
    pass_days(world, 26)
    assert [each["status"] for each in payments(world)] == ["settled"] * 4
    assert world.shares_of("finn") != []
    periods = steps.user_named(world, "finn")["periods"]
    paid = sorted(each["starts_at"] for each in periods)
    assert len(set(paid)) == len(paid)

    world.paypal("cancel", subscription=ref)
    pass_days(world, 1)
    assert world.shares_of("finn") != []
    pass_days(world, 32)
    pass_days(world, 1)
    assert len(payments(world)) == 4
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B037", "B039")
def test_a_renewal_that_no_webhook_told_is_found_by_its_subscription(world: LiveWorld):
    ref, _order = subscribe(world)
    world.paypal("pause_webhooks")
    world.advance(days=30)
    world.paypal("show_now")
    world.advance(hours=4)
    world.run_hour()
    world.work()

    first, second = sorted(payments(world), key=lambda each: str(each["paid_at"]))
    assert (first["status"], second["status"]) == ("settled", "settled")
    assert first["user_id"] == second["user_id"]
    assert world.api("GET", f"/payments/{second['id']}")["subscription_ref"] == ref


@pytest.mark.behaviour("B037", "B041")
def test_money_that_a_friend_sends_is_known_by_the_paypal_address(shop: LiveWorld):
    steps.subscribe(shop, "ann", "Standard")
    steps.change_user(shop, "ann", paypal_email=f" {FRIEND.upper()} ")
    shop.paypal("receive", email=FRIEND, amount="10.00", note="For March")
    shop.run_hour()
    assert len(payments(shop)) == 1

    shop.advance(hours=4)
    shop.run_hour()
    shop.work()

    found = next(each for each in payments(shop) if each["gateway"] == "paypal")
    assert found["status"] == "settled"
    assert len(steps.user_named(shop, "ann")["periods"]) == 2
    shop.run_hour()
    assert len(payments(shop)) == 2
    steps.change_user(shop, "ann", paypal_email="")
    shop.paypal("receive", email=FRIEND, amount="10.00")
    shop.advance(hours=4)
    shop.run_hour()
    assert [each["status"] for each in payments(shop)].count("unmatched") == 1


@pytest.mark.behaviour("B049")
def test_the_second_account_is_read_and_never_sells(shop: LiveWorld):
    connect_second_paypal(shop)
    assert shop.api("POST", "/settings/paypal-secondary/test")["works"]
    steps.subscribe(shop, "ann", "Standard")
    steps.change_user(shop, "ann", paypal_email=FRIEND)
    shop.paypal("receive", account="secondary", email=FRIEND, amount="10.00")

    shop.run_hour()
    shop.work()

    found = next(each for each in payments(shop) if each["gateway"] == "paypal")
    assert found["status"] == "settled"
    approved, _order = order_for(shop)
    made = shop.standins.store.get("paypal.order", approved)
    assert made is not None
    assert made["_account"] == "primary"


@pytest.mark.behaviour("B056")
def test_a_refund_takes_the_access_back(shop: LiveWorld):
    approved, order = order_for(shop)
    shop.paypal("approve", order=approved, email=FINN["email"])
    shop.work()
    assert stage(shop, order) == "ready"
    (payment,) = payments(shop)

    shop.paypal("refund", transaction=payment["external_id"], amount="4.00")
    shop.work()
    assert shop.shares_of("finn") != []
    shop.paypal("refund", transaction=payment["external_id"])
    shop.work()

    (payment,) = payments(shop)
    assert payment["status"] == "refunded"
    assert shop.shares_of("finn") == []
    shop.advance(hours=4)
    shop.run_hour()
    assert [each["status"] for each in payments(shop)] == ["refunded"]


@pytest.mark.behaviour("X006", "B056")
def test_a_dispute_holds_the_access_until_it_is_won(shop: LiveWorld):
    approved, _order = order_for(shop)
    shop.paypal("approve", order=approved, email=FINN["email"])
    shop.work()
    (payment,) = payments(shop)

    opened = shop.paypal("open_dispute", transaction=payment["external_id"])
    shop.work()
    assert shop.shares_of("finn") == []

    shop.advance(hours=5)
    shop.run_hour()
    shop.paypal("close_dispute", dispute=opened["dispute"]["dispute_id"], outcome="won")
    shop.work()
    assert shop.shares_of("finn") != []
    shop.advance(hours=5)
    shop.run_hour()
    shop.work()
    assert shop.shares_of("finn") != []
    assert [each["status"] for each in payments(shop)] == ["settled"]


def test_a_subscription_without_transactions_heals_by_the_next_sync(world: LiveWorld):
    let_renew_at_paypal(world, "Standard")
    paypal_books.change_settings(world.standins, first_payment_delay=7200)
    ref, order = order_for(world, "recurring-paypal")
    world.paypal("pause_webhooks")
    world.paypal("approve", subscription=ref, email=FINN["email"])

    world.visitor.get(f"{order}/return", follow_redirects=True)
    assert payments(world) == []
    assert "Your payment is on its way" in world.visitor.get(order).text

    world.advance(hours=2, minutes=1)
    world.paypal_delivered()
    world.advance(hours=4)
    world.run_hour()
    world.work()
    (payment,) = payments(world)
    assert payment["status"] == "settled"
    assert world.api("GET", f"/payments/{payment['id']}")["subscription_ref"] == ref


def test_a_subscription_whose_id_got_lost_heals_by_the_next_sync(world: LiveWorld):
    let_renew_at_paypal(world, "Standard")
    path = f"/checkout/{world.ids['Standard']}"
    fields = {**hidden_fields(world.visitor.get(path).text), **FINN, "way": "recurring-paypal"}
    summary = world.post_form(path, fields)
    lost = Fault("cut", method="POST", path=r"/v1/billing/subscriptions$", times=1)
    world.standins.faults.add("paypal", lost)
    refused = world.post_form(f"{path}/pay", hidden_fields(summary.text))
    assert refused.status_code == 503
    assert "PayPal is missing subscription ID details" in refused.text
    ref = world.standins.store.list("paypal.subscription")[-1]["id"]
    world.paypal("pause_webhooks")

    world.paypal("approve", subscription=ref, email=FINN["email"])
    world.advance(hours=4)
    world.run_hour()
    world.work()

    (payment,) = payments(world)
    assert payment["status"] == "settled"
    assert steps.user_named(world, "finn")["email"] == FINN["email"]


def test_a_plan_of_the_other_world_is_named_with_its_remedy(world: LiveWorld):
    let_renew_at_paypal(world, "Standard")
    plan_id = world.ids["Standard"]
    for plan in world.standins.store.list("paypal.plan"):
        world.standins.store.delete("paypal.plan", plan["id"])

    told = world.api("GET", f"/plans/{plan_id}/offers/paypal")

    assert re.search("RESOURCE_NOT_FOUND", str(told))
    path = f"/checkout/{plan_id}"
    fields = {**hidden_fields(world.visitor.get(path).text), **FINN, "way": "recurring-paypal"}
    summary = world.post_form(path, fields)
    refused = world.post_form(f"{path}/pay", hidden_fields(summary.text))
    assert refused.status_code in {409, 503}
    world.work()
    (told_admin,) = world.mails("admin@demo.example")[-1:]
    assert "RESOURCE_NOT_FOUND" in str(told_admin)


@pytest.mark.behaviour("X047")
def test_events_that_prove_nothing_change_nothing(shop: LiveWorld):
    approved, order = order_for(shop)
    shop.paypal("pause_webhooks")
    shop.paypal("approve", order=approved, email=FINN["email"])

    for signature in ("missing", "wrong"):
        shop.paypal("redeliver", signature=signature, wait=True)

    assert payments(shop) == []
    assert stage(shop, order) != "ready"
    shop.paypal("redeliver", wait=True)
    shop.work()
    assert stage(shop, order) == "ready"
