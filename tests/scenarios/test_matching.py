"""Money that comes past the checkout finds its owner, or waits visibly for a person."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.sandbox import stripe_sessions
from tests.scenarios import steps
from tests.scenarios.money import (
    comes,
    decides,
    notices,
    payment_of,
    sell_with,
    settle_down,
    story_of,
)
from tests.scenarios.world import LiveWorld

NOTICE = "admin_needs_attention"


def assigns(
    world: LiveWorld, payment: dict[str, Any], user_id: str, **more: Any
) -> dict[str, Any]:
    body = {"user_id": user_id, "plan_id": world.ids["Standard"], **more}
    assigned: dict[str, Any] = world.api("POST", f"/payments/{payment['id']}/assign", body)
    world.work()
    return assigned


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.behaviour("B034", "B042")
def test_money_from_a_known_address_becomes_time_by_itself(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    first = world.api("GET", "/payments")["items"][0]

    payment = payment_of(world, comes(world, 2000, email=" FINN@demo.example"))

    assert payment["status"] == "settled"
    assert payment["user_id"] == first["user_id"]
    assert payment["plan_id"] == world.ids["Standard"]
    assert payment["starts_at"] == first["ends_at"]
    assert (payment["gateway"], payment["sequence"]) == ("stripe", 1)
    assert payment["amount"] == {"minor": 2000, "currency": "USD"}
    assert {"external_id", "subscription_ref", "notes", "ends_at"} <= set(payment)
    months = instant(payment["ends_at"]) - instant(payment["starts_at"])
    assert months >= timedelta(days=58)


@pytest.mark.behaviour("B037", "B048")
def test_the_hourly_sync_fetches_what_no_webhook_told_and_changes_nothing_again(
    world: LiveWorld,
):
    steps.subscribe(world, "finn", "Standard")
    transaction = comes(world, 1000, email="finn@demo.example", is_told=False)
    assert world.api("GET", f"/payments?transaction={transaction}")["items"] == []

    world.run_hour()
    payment = payment_of(world, transaction)
    assert payment["status"] == "settled"
    for _ in range(2):
        world.run_hour()

    assert payment_of(world, transaction) == payment
    assert len(world.api("GET", "/payments")["items"]) == 2
    (account,) = [
        each
        for each in world.api("GET", "/payments/accounts")["items"]
        if each["account"] == "stripe"
    ]
    assert account["is_on"]
    assert account["error"] == ""
    done = world.api("POST", "/payments/accounts/stripe/sync")
    assert done["counts"]["known"] == done["counts"]["read"]


@pytest.mark.behaviour("B039")
def test_a_renewal_follows_the_one_user_of_its_agreement(world: LiveWorld):
    finn = steps.add_user(world, "finn")
    steps.enter_payment(world, finn, "Standard", "cash-1")
    first = payment_of(world, comes(world, 1000, email="wallet@x.test", weekly=True))
    assert first["status"] == "unmatched"
    assigns(world, first, finn)

    world.advance(days=8)
    stripe_sessions.pass_time(world.standins)
    settle_down(world)
    world.run_hour()

    found = world.api("GET", f"/payments?subscription={first['subscription_ref']}")["items"]
    assert len(found) == 2
    assert {(each["status"], each["user_id"]) for each in found} == {("settled", finn)}


@pytest.mark.behaviour("B043", "B044")
def test_an_address_of_two_people_names_both_and_the_administrator_is_told_once(
    world: LiveWorld,
):
    for person in ("finn", "gia"):
        steps.add_user(world, person, email="family@demo.example")
    before = notices(world)

    transaction = comes(world, 1000, email="family@demo.example")
    for _ in range(3):
        world.run_hour()
    world.work()

    payment = payment_of(world, transaction)
    assert payment["status"] == "unmatched"
    assert {each["label"] for each in payment["candidates"]} == {"Finn", "Gia"}
    assert "Finn and Gia" in payment["attention"]
    assert notices(world) == before + 1
    waiting = world.api("GET", "/payments?status=unmatched")["items"]
    assert [each["id"] for each in waiting] == [payment["id"]]


@pytest.mark.behaviour("B044", "B045")
def test_a_stranger_waits_until_the_administrator_says_whose_it_is(world: LiveWorld):
    finn = steps.add_user(world, "finn")
    world.act("change_person", person="finn", auto_accept=True)
    payment = payment_of(world, comes(world, 1000, email="stranger@x.test"))
    assert (payment["status"], payment["user_id"]) == ("unmatched", None)

    assigned = assigns(world, payment, finn)

    assert (assigned["id"], assigned["status"]) == (payment["id"], "settled")
    assert world.api("GET", "/payments?status=unmatched")["items"] == []
    assert world.api("GET", f"/users/{finn}")["standing"] == "active"
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("B046")
def test_what_is_learned_from_an_assignment_matches_the_next_one(world: LiveWorld):
    finn = steps.add_user(world, "finn")
    gia = steps.add_user(world, "gia")
    steps.enter_payment(world, gia, "Standard", "cash-1")
    first = payment_of(world, comes(world, 1000, email="wallet@x.test", weekly=True))
    assigns(world, first, finn, learns=True)

    world.advance(days=8)
    stripe_sessions.pass_time(world.standins)
    settle_down(world)

    theirs = world.api("GET", f"/users/{finn}/payments")["items"]
    assert {each["subscription_ref"] for each in theirs} == {first["subscription_ref"]}
    assert len(theirs) == 2


@pytest.mark.behaviour("B047")
def test_money_of_somebody_whose_access_is_gone_brings_it_back(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    world.advance(days=40)
    world.run_hour()
    assert world.shares_of("finn") == []

    comes(world, 1000, email="finn@demo.example")
    world.run_hour()

    assert steps.user_named(world, "finn")["standing"] == "active"
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("B054", "B035")
def test_money_received_elsewhere_is_entered_once(world: LiveWorld):
    finn = steps.add_user(world, "finn")
    world.act("change_person", person="finn", auto_accept=True)
    begins = world.now()
    steps.enter_payment(
        world, finn, "Standard", "cash-1", starts_at=begins, ends_at=begins + timedelta(days=10)
    )

    assert world.api("GET", f"/users/{finn}")["standing"] == "active"
    assert len(world.shares_of("finn")) == 1
    body = {
        "user_id": finn,
        "plan_id": world.ids["Standard"],
        "amount": {"minor": 700, "currency": "USD"},
        "external_id": "cash-1",
    }
    refused = world.api("POST", "/payments", body, status=409)
    assert refused["error"]["problems"][0]["field"] == "external_id"
    world.advance(days=11)
    world.run_hour()
    assert world.api("GET", f"/users/{finn}")["standing"] == "expired"


@pytest.mark.behaviour("B055")
@pytest.mark.parametrize("rule", ["review", "days", "credit"])
def test_another_amount_goes_by_the_operators_rule(world: LiveWorld, rule: str):
    sell_with(world, other_amounts=rule)
    steps.subscribe(world, "finn", "Standard")
    paid_until = steps.user_named(world, "finn")["paid_until"]

    payment = payment_of(world, comes(world, 1500, email="finn@demo.example"))

    if rule == "review":
        assert payment["status"] == "unmatched"
        assert "costs 10.00 USD, not 15.00 USD" in payment["attention"]
        assert steps.user_named(world, "finn")["paid_until"] == paid_until
        return
    assert payment["status"] == "settled"
    assert payment["plan_id"] == world.ids["Standard"]
    assert payment["starts_at"] == paid_until
    bought = instant(payment["ends_at"]) - instant(payment["starts_at"])
    kept = {"minor": 500, "currency": "USD"} if rule == "credit" else None
    assert payment["kept_as_credit"] == kept
    assert (bought > timedelta(days=40)) == (rule == "days")


@pytest.mark.behaviour("B057")
def test_a_foreign_payment_is_dismissed_for_good(world: LiveWorld):
    transaction = comes(world, 4200, email="plumber@x.test")
    payment = payment_of(world, transaction)

    decides(world, payment, "dismiss")
    for _ in range(2):
        world.run_hour()

    assert payment_of(world, transaction)["status"] == "dismissed"
    assert world.api("GET", "/payments?status=unmatched")["items"] == []
    attention = {each.get("subject", "") for each in world.api("GET", "/attention")["items"]}
    assert payment["id"] not in attention
    assert decides(world, payment, "bring-back")["status"] == "unmatched"


@pytest.mark.behaviour("B036", "X008")
def test_one_transaction_is_shared_out_over_three_users(world: LiveWorld):
    ids = [steps.add_user(world, person) for person in ("finn", "gia", "hugo")]
    transaction = comes(world, 3000, email="family@x.test")
    payment = payment_of(world, transaction)
    share = {"plan_id": world.ids["Standard"], "amount": {"minor": 1000, "currency": "USD"}}

    parts = world.api(
        "POST",
        f"/payments/{payment['id']}/split",
        {"shares": [{"user_id": user_id, **share} for user_id in ids]},
    )["items"]
    world.work()

    assert [(part["sequence"], part["user_id"]) for part in parts] == list(
        zip((1, 2, 3), ids, strict=True)
    )
    assert {part["external_id"] for part in parts} == {transaction}
    found = world.api("GET", f"/payments?transaction={transaction}")["items"]
    assert {part["sequence"] for part in found} == {1, 2, 3}
    assert all(world.api("GET", f"/users/{each}")["standing"] == "active" for each in ids)


@pytest.mark.behaviour("X008")
def test_suggestions_with_reasons_one_click_and_everything_can_be_undone(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    finn = steps.user_named(world, "finn")["id"]
    gia = steps.add_user(world, "gia")
    payment = payment_of(world, comes(world, 1000, email="finn@dmeo.example", name="Finn"))

    (best, *_) = world.api("GET", f"/payments/{payment['id']}/suggestions")["items"]
    assert best["user_id"] == finn
    assert "Has the payer's address but for a slip in dmeo.example" in best["reasons"]
    body = {"user_id": finn, "plan_id": best["buys"]["plan_id"]}
    assert world.api("POST", f"/payments/{payment['id']}/preview", body) == best["buys"]

    assigned = assigns(world, payment, finn)
    assert assigned["starts_at"] == best["buys"]["starts_at"]
    assert assigned["ends_at"] == best["buys"]["ends_at"]

    moved = decides(
        world, payment, "move", user_id=gia, plan_id=world.ids["Standard"], learns=False
    )
    assert moved["user_id"] == gia
    assert steps.user_named(world, "finn")["paid_until"] == assigned["starts_at"]

    back = decides(world, payment, "unassign")
    assert (back["status"], back["user_id"]) == ("unmatched", None)
    assert world.api("GET", f"/users/{gia}")["standing"] == "never"
    story = story_of(world, back)
    kinds = [line["kind"] for line in story["ledger"]]
    assert kinds == ["payment", "time", "moved", "time", "moved"]
    assert sum(line["seconds"] for line in story["ledger"]) == 0
    actions = [entry["action"] for entry in story["audit"]]
    assert actions.count("payment.settled") == actions.count("payment.unassigned") == 2
    assert story["webhooks"]
