"""Who is active when, and what becomes of the access."""

from datetime import timedelta

import pytest

from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.world import LiveWorld


@pytest.mark.behaviour("B034", "B035", "B054", "B058")
def test_money_received_elsewhere_makes_the_user_active_once(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    user_id = steps.add_user(world, "finn")
    start = world.now() - timedelta(days=1)
    payment = steps.enter_payment(
        world,
        user_id,
        "Basic",
        "cash-1",
        starts_at=start,
        ends_at=start + timedelta(days=10),
    )
    assert (payment["user_id"], payment["plan_id"]) == (user_id, world.ids["Basic"])
    assert (payment["gateway"], payment["external_id"], payment["sequence"]) == (
        "manual",
        "cash-1",
        1,
    )
    assert payment["amount"] == {"minor": 700, "currency": "USD"}
    assert payment["starts_at"] < payment["ends_at"]
    assert {"subscription_ref", "notes"} <= payment.keys()
    finn = steps.user_named(world, "finn")
    assert (finn["standing"], finn["paid_until"]) == ("active", payment["ends_at"])
    assert len(world.shares_of("finn")) == 1

    before = stored()
    again = {
        "user_id": user_id,
        "plan_id": world.ids["Basic"],
        "amount": {"minor": 900, "currency": "USD"},
        "external_id": "cash-1",
    }
    refused = world.api("POST", "/payments", again, status=409)
    assert refused["error"]["problems"][0]["field"] == "external_id"
    assert refused["error"]["remedy"]
    assert changed(before, stored()) == []


@pytest.mark.behaviour("B060", "B067", "B068")
def test_periods_that_touch_are_one_and_a_future_one_begins_on_its_day(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    user_id = steps.add_user(world, "finn")
    soon = world.now() + timedelta(days=5)
    later = soon + timedelta(days=10)
    ends = later + timedelta(days=10)
    steps.enter_payment(world, user_id, "Basic", "cash-1", starts_at=soon, ends_at=later)
    steps.enter_payment(world, user_id, "Basic", "cash-2", starts_at=later, ends_at=ends)
    assert steps.user_named(world, "finn")["standing"] == "upcoming"
    world.run_hour()
    assert world.shares_of("finn") == []

    world.advance(days=5, minutes=1)
    world.run_hour()
    assert steps.user_named(world, "finn")["standing"] == "active"
    [share] = world.shares_of("finn")

    world.advance(days=10)
    world.run_hour()
    assert world.shares_of("finn") == [share]
    assert not any(call.startswith("DELETE") for call in steps.plex_writes(world))

    world.advance(days=10)
    world.run_hour()
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B030", "B067")
def test_whoever_renews_before_the_end_loses_no_day(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    first = steps.user_named(world, "finn")["periods"][0]
    world.advance(days=20)
    steps.subscribe(world, "finn", "Basic")
    second = steps.user_named(world, "finn")["periods"][1]
    assert second["starts_at"] == first["ends_at"]
    world.advance(days=39)
    world.run_hour()
    assert len(world.shares_of("finn")) == 1
    world.advance(days=2)
    world.run_hour()
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B059", "B170")
def test_a_permanent_user_is_active_for_ever(world: LiveWorld):
    steps.add_user(world, "ann", is_permanent=True)
    steps.subscribe(world, "finn", "Basic")
    steps.change_user(world, "finn", is_permanent=True)
    world.advance(days=4000)
    world.run_hour()
    assert steps.user_named(world, "ann")["standing"] == "permanent"
    assert steps.user_named(world, "finn")["standing"] == "permanent"
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("B070", "B060")
def test_somebody_who_is_permanent_no_longer_and_never_paid_loses_access(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    steps.change_user(world, "finn", is_permanent=True)
    world.advance(days=40)
    world.run_hour()
    assert len(world.shares_of("finn")) == 1
    steps.change_user(world, "finn", is_permanent=False)
    world.run_hour()
    assert steps.user_named(world, "finn")["standing"] == "expired"
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B047")
def test_libraries_go_within_the_hour_and_a_payment_brings_all_of_the_plan_back(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Premium")
    [before] = world.shares_of("finn")
    user = steps.user_named(world, "finn")
    world.advance(days=30, minutes=1)
    world.run_hour()
    assert world.shares_of("finn") == []
    expired = steps.user_named(world, "finn")
    assert (expired["id"], expired["standing"]) == (user["id"], "expired")
    assert [each["server_name"] for each in expired["shares"]] == ["alpha"]
    assert len(world.api("GET", f"/users/{user['id']}/payments")["items"]) == 1

    world.advance(days=7)
    world.run_hour()
    assert steps.user_named(world, "finn") == expired

    world.act("change_person", person="finn", auto_accept=True)
    steps.enter_payment(world, user["id"], "Premium", "cash-back")
    [after] = world.shares_of("finn")
    assert sorted(after["libraries"]) == sorted(before["libraries"])
    assert steps.user_named(world, "finn")["standing"] == "active"


@pytest.mark.behaviour("B047")
def test_a_payment_of_somebody_who_expired_that_comes_without_an_order_gives_access_again(
    world: LiveWorld,
):
    steps.subscribe(world, "finn", "Basic")
    world.advance(days=31)
    world.run_hour()
    assert world.shares_of("finn") == []
    page = world.open_checkout(world.ids["Basic"], email="finn@demo.example", media_name="finn")
    session = world.standins.store.list("stripe.session")[-1]
    stranger = {**session, "metadata": {}, "client_reference_id": None}
    world.standins.store.put("stripe.session", session["id"], stranger)
    world.pay_page(page)
    world.deliver()
    world.work()
    settled = [p["status"] for p in world.api("GET", "/payments")["items"]]
    assert settled == ["settled", "settled"]
    assert len(world.shares_of("finn")) == 1


@pytest.mark.behaviour("X042")
def test_the_dry_run_of_access_shows_the_plan_and_touches_nothing(world: LiveWorld):
    world.act("change_person", person="finn", auto_accept=True)
    world.buy(world.ids["Basic"], email="finn@demo.example", media_name="finn")
    world.advance(days=31)
    calls = len(world.calls("plextv", "DELETE"))

    shown = world.api("POST", "/access/preview")

    (action,) = shown["actions"]
    assert (action["action"], action["user_label"]) == ("withdraw", "finn")
    assert len(world.calls("plextv", "DELETE")) == calls
    assert world.shares_of("finn")
    user = world.api("GET", "/users?search=finn")["items"][0]
    assert world.api("POST", f"/users/{user['id']}/preview")["actions"] == shown["actions"]
    world.run_hour()
    assert world.shares_of("finn") == []
    assert world.api("POST", "/access/preview")["actions"] == []
