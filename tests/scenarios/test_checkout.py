"""From the first click to the gateway and back."""

import re
from contextlib import closing

import pytest

from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.shop import change_server
from tests.scenarios.world import ADMIN, LiveWorld

FINN = {"email": "finn@demo.example", "media_name": "finn"}


def order_id_of(world: LiveWorld) -> str:
    """Return the order that was opened last."""
    return str(steps.audit_of(world, "order.opened")[0]["subject"])


def stage(world: LiveWorld, order: str) -> str:
    return str(world.visitor.get(f"{order}/status").json()["stage"])


@pytest.mark.behaviour("B024", "B025", "B027")
def test_the_customer_is_sent_to_stripe_comes_back_and_the_return_alone_settles(world: LiveWorld):
    world.stripe("pause_webhooks")
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(world.ids["Standard"], **FINN)
    assert page.startswith(f"{world.standins.base_url}/stripe/c/pay/")

    back = world.pay_page(page)

    assert back.startswith("/orders/")
    order = back.split("?")[0]
    assert world.api("GET", "/payments")["items"] == []
    for _ in range(3):
        assert "Payment received" in world.visitor.get(back).text
    world.work()
    assert stage(world, order) == "ready"
    assert len(world.shares_of("finn")) == 1
    world.stripe("resume_webhooks")
    world.deliver()
    world.run_hour()
    assert [p["status"] for p in world.api("GET", "/payments")["items"]] == ["settled"]
    assert steps.user_named(world, "finn")["periods"][1:] == []


@pytest.mark.behaviour("B026")
def test_a_return_without_a_payment_gives_nothing(world: LiveWorld):
    world.open_checkout(world.ids["Standard"], **FINN)
    order = f"/orders/{order_id_of(world)}"
    session = world.standins.store.list("stripe.session")[-1]["id"]
    world.stripe("fail", session=session)
    world.deliver()
    before = stored()

    for path in (order, f"{order}?session_id={session}", f"{order}/cancel"):
        assert world.visitor.get(path).status_code == 200

    assert stage(world, order) == "waiting_for_payment"
    world.work()
    assert changed(before, stored()) == []
    assert world.api("GET", "/payments")["items"] == []
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B026")
def test_an_abandoned_checkout_gives_its_seat_back(world: LiveWorld):
    steps.only_newcomers_on(world, "beta")
    change_server(world, world.ids["beta"], max_users=1)
    world.open_checkout(world.ids["Standard"], **FINN)
    assert world.visitor.get(f"/checkout/{world.ids['Standard']}").text.count("No seat is free")

    world.advance(minutes=40)
    world.run("job_sweep")

    assert world.visitor.get(f"/orders/{order_id_of(world)}").text.count("This order was closed")
    assert not world.visitor.get(f"/checkout/{world.ids['Standard']}").text.count("No seat is")
    assert world.shares_of("finn") == []


@pytest.mark.behaviour("B028", "B146")
def test_a_sold_out_plan_is_refused_before_any_charge_and_the_operator_is_told(world: LiveWorld):
    shown = world.visitor.get(f"/checkout/{world.ids['Premium']}").text
    assert "No seat is free" not in shown
    summary = world.post_form(f"/checkout/{world.ids['Premium']}", {**FINN, "name": "Finn"})
    sealed = re.findall(r'name="sealed" value="([^"]+)"', summary.text)[0]
    steps.only_newcomers_on(world)

    refused = world.post_form(f"/checkout/{world.ids['Premium']}/pay", {"sealed": sealed})

    assert refused.status_code == 409
    assert "nothing was charged" in refused.text
    assert world.standins.store.list("stripe.session") == []
    assert world.api("GET", "/payments")["items"] == []
    world.work()
    assert world.occasions(ADMIN) == ["admin_no_server"]
    assert "takes no new people" in str(world.mails(ADMIN)[0])


@pytest.mark.behaviour("X002")
@pytest.mark.parametrize(
    ("field", "value", "told"), [("amount_total", 100, "USD 1.00"), ("currency", "eur", "EUR")]
)
def test_another_amount_than_was_quoted_is_kept_for_a_person_to_look_at(
    world: LiveWorld, field: str, value: object, told: str
):
    page = world.open_checkout(world.ids["Standard"], **FINN)
    session = world.standins.store.list("stripe.session")[-1]
    world.standins.store.put("stripe.session", session["id"], {**session, field: value})
    order = world.pay_page(page).split("?")[0]
    world.deliver()
    world.work()

    [payment] = world.api("GET", "/payments")["items"]
    assert payment["status"] == "held"
    assert (payment["starts_at"], payment["user_id"]) == (None, None)
    assert world.shares_of("finn") == []
    assert stage(world, order) == "attention"
    [item] = world.api("GET", "/attention")["items"]
    assert item["id"] == payment["id"]
    assert told in item["title"] or value in (100,)
    assert world.occasions(ADMIN) == ["admin_needs_attention"]

    user_id = steps.add_user(world, "finn")
    assignment = {"user_id": user_id, "plan_id": world.ids["Standard"]}
    world.api("POST", f"/payments/{payment['id']}/assign", assignment)
    world.work()
    assert len(world.shares_of("finn")) == 1
    assert world.api("GET", "/attention")["items"] == []


def test_the_sites_header_offers_to_sign_in_again_once_a_session_has_ended(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        assert "My account" in browser.get("/").text

        world.advance(days=60)

        assert "My account" not in browser.get("/").text
