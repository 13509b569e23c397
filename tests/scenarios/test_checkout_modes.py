"""How a plan can be paid is asked where there is a choice, and only then."""

import re
from contextlib import closing
from html import unescape

import pytest

from tests.scenarios import steps
from tests.scenarios.gateways import change_stripe, connect_plisio, let_renew, sell
from tests.scenarios.shop import change_plan, change_site
from tests.scenarios.world import LiveWorld, hidden_fields

FINN = {"email": "finn@demo.example", "media_name": "finn"}


def asked(world: LiveWorld, plan: str) -> list[str]:
    """Return the ways to pay that the checkout asks for, first the one that is preset."""
    shown = world.visitor.get(f"/checkout/{world.ids[plan]}")
    assert shown.status_code == 200, shown.text
    found = re.findall(r'name="way" value="([^"]+)"( checked)?', shown.text)
    assert not found or found[0][1]
    return [way for way, _ in found]


def summary_of(world: LiveWorld, plan: str, way: str = "") -> str:
    """Return the text of the summary page."""
    page = world.post_form(f"/checkout/{world.ids[plan]}", {**FINN, "way": way})
    assert page.status_code == 200, page.text
    return unescape(page.text)


def offered(world: LiveWorld) -> list[str]:
    """Return the plans that the home page offers."""
    return re.findall(r">Choose (\w+)</a>", world.visitor.get("/").text)


@pytest.mark.behaviour("B008", "B009", "B010", "B019", "B023")
def test_the_mode_is_asked_if_both_are_on_and_the_plan_has_an_id_at_the_gateway(world: LiveWorld):
    assert asked(world, "Standard") == []
    connect_plisio(world)
    assert asked(world, "Standard") == ["once-stripe", "once-plisio"]

    let_renew(world, "Standard")

    assert asked(world, "Standard") == ["once-stripe", "once-plisio", "recurring-stripe"]
    assert asked(world, "Basic") == ["once-stripe", "once-plisio"]


@pytest.mark.behaviour("B020")
def test_one_mode_is_not_asked_for(world: LiveWorld):
    let_renew(world, "Standard")
    sell(world, once=False, recurring=True)
    assert asked(world, "Standard") == []
    assert "Renews every 30 days for $10.00 until you cancel" in summary_of(world, "Standard")

    sell(world, once=True, recurring=False)
    assert asked(world, "Standard") == []
    assert "You pay once. Nothing renews by itself." in summary_of(world, "Standard")


@pytest.mark.behaviour("B009")
def test_a_plan_without_an_id_is_hidden_where_everything_renews(world: LiveWorld):
    let_renew(world, "Standard")
    assert sorted(offered(world)) == ["Basic", "Premium", "Standard"]

    sell(world, once=False, recurring=True)

    assert offered(world) == ["Standard"]
    assert world.visitor.get("/").text.count("every 30 days") == 1
    refused = world.post_form(f"/checkout/{world.ids['Basic']}", FINN)
    assert refused.status_code in {409, 422}
    assert world.standins.store.list("stripe.session") == []


@pytest.mark.behaviour("B022")
def test_a_gateway_may_sell_subscriptions_alone(world: LiveWorld):
    connect_plisio(world)
    let_renew(world, "Standard")

    change_stripe(world, checkout_enabled=False, recurring_enabled=True)

    assert asked(world, "Standard") == ["once-plisio", "recurring-stripe"]
    assert asked(world, "Basic") == []


@pytest.mark.behaviour("B018")
def test_without_subscriptions_no_link_or_button_leads_to_any(world: LiveWorld):
    order = world.buy(world.ids["Basic"], **FINN)
    with closing(steps.sign_in_customer(world, "finn")) as customer:
        change_site(world, subscriptions_enabled=False)

        for page in ("/", "/account", order):
            text = customer.get(page).text
            assert "/checkout/" not in text, page
            assert "#plans" not in text, page
            assert "ubscribe" not in text, page
    answer = world.post_form(f"/checkout/{world.ids['Basic']}", FINN)
    assert answer.status_code == 409


@pytest.mark.behaviour("B024", "B025", "B027")
def test_a_subscription_is_bought_through_the_pages(world: LiveWorld):
    let_renew(world, "Standard")
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(world.ids["Standard"], **FINN, way="recurring-stripe")

    back = world.pay_page(page)
    world.deliver()
    world.work()

    shown = unescape(world.visitor.get(back).text)
    assert "You are all set" in shown
    assert "renews every 30 days" in shown
    (payment,) = world.api("GET", "/payments")["items"]
    assert payment["subscription_ref"].startswith("sub_")
    for _ in range(3):
        world.visitor.get(back)
    world.run_hour()
    assert len(world.api("GET", "/payments")["items"]) == 1


def test_what_the_summary_showed_is_what_is_paid(world: LiveWorld):
    let_renew(world, "Standard")
    sell(world, once=False, recurring=True)
    shown = summary_of(world, "Standard")
    assert "Subscribe for $10.00" in shown
    sell(world, once=True, recurring=False)

    answer = world.post_form(f"/checkout/{world.ids['Standard']}/pay", hidden_fields(shown))

    assert answer.status_code == 422
    assert "This plan cannot be paid like that." in answer.text
    assert world.standins.store.list("stripe.session") == []


@pytest.mark.parametrize("way", ["recurring-plisio", "once-manual", "x", "once-", "x" * 300])
def test_a_way_that_is_none_is_refused_beside_the_choice(world: LiveWorld, way: str):
    connect_plisio(world)
    let_renew(world, "Standard")

    page = world.post_form(f"/checkout/{world.ids['Standard']}", {**FINN, "way": way})

    assert page.status_code == 422
    assert re.search(r'<p class="problem" id="way-problem">[^<]{10,}</p>', page.text)
    assert world.standins.store.list("stripe.session") == []


def test_a_plan_that_lost_its_id_is_paid_once_only(world: LiveWorld):
    let_renew(world, "Standard")
    assert "recurring-stripe" in asked(world, "Standard")

    change_plan(world, world.ids["Standard"], offers={"stripe": "", "paypal": ""})

    assert asked(world, "Standard") == []
