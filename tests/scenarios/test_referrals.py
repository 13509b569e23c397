"""Customers bring others: codes, who may come, bonuses, and how credit pays for what is next."""

from contextlib import closing
from typing import Any

import httpx
import pytest

from infra.sandbox import stripe_sessions
from tests.scenarios import steps
from tests.scenarios.gateways import let_renew
from tests.scenarios.world import LiveWorld, hidden_fields

TWENTY = {"codes_enabled": True, "bonus_enabled": True, "percent": "20"}


def set_registration(world: LiveWorld, **changes: Any) -> None:
    held = world.api("GET", "/settings/registration")
    world.api("PUT", "/settings/registration", held | changes)


def set_referrals(world: LiveWorld, **changes: Any) -> None:
    held = world.api("GET", "/settings/referrals")
    world.api("PUT", "/settings/referrals", held | changes)


def referrals_of(world: LiveWorld, person: str) -> dict[str, Any]:
    user_id = steps.user_named(world, person)["id"]
    found: dict[str, Any] = world.api("GET", f"/users/{user_id}/referrals")
    return found


def code_of(world: LiveWorld, person: str, browser: httpx.Client) -> str:
    """Return the code that a person reads on the own page."""
    page = browser.get("/account").text
    code = str(referrals_of(world, person)["code"])
    assert code
    assert code in page
    assert f"/?ref={code}" in page
    return code


def fill_in(world: LiveWorld, browser: httpx.Client, person: str, **fields: str) -> httpx.Response:
    """Send the checkout form as the browser shows it; return the page that follows."""
    path = f"/checkout/{world.ids['Standard']}"
    shown = hidden_fields(browser.get(path).text)
    who = {"email": steps.address(person), "media_name": person}
    return browser.post(path, data={**shown, **who, **fields})


def pay(world: LiveWorld, browser: httpx.Client, page: httpx.Response, person: str) -> None:
    """Press Pay on the summary, pay, and let everything follow."""
    assert page.status_code == 200, page.text
    world.act("change_person", person=person, auto_accept=True)
    path = f"/checkout/{world.ids['Standard']}/pay"
    answer = browser.post(path, data=hidden_fields(page.text))
    assert answer.status_code == 303, answer.text
    world.pay_page(answer.headers["location"])
    settle_down(world)


def settle_down(world: LiveWorld) -> None:
    """Let Stripe do what is due, webhooks arrive, and all work be done."""
    stripe_sessions.pass_time(world.standins)
    world.deliver()
    world.work()


def a_browser(world: LiveWorld) -> httpx.Client:
    return httpx.Client(base_url=world.base_url, timeout=30, trust_env=False)


def ledger_sum(world: LiveWorld, person: str) -> int:
    """Return what all lines of a person's ledger add up to in credit."""
    user_id = steps.user_named(world, person)["id"]
    lines = world.api("GET", f"/users/{user_id}/ledger?limit=200")["items"]
    return sum(line["credit"]["minor"] for line in lines if line["credit"])


@pytest.mark.behaviour("B103", "B104", "B105", "B106", "B107", "B113", "X010")
def test_who_has_a_code_comes_in_and_the_referrer_earns_once(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    steps.add_user(world, "carla")
    set_registration(world, is_public=False)
    set_referrals(world, **TWENTY)
    with (
        closing(steps.sign_in_customer(world, "finn")) as finn,
        closing(steps.sign_in_customer(world, "carla")) as carla,
        closing(a_browser(world)) as ben,
    ):
        finns, carlas = code_of(world, "finn", finn), code_of(world, "carla", carla)
        refused = fill_in(world, ben, "ben")
        assert refused.status_code == 422
        assert "need the referral code of somebody" in refused.text
        refused = fill_in(world, ben, "ben", referral_code=carlas)
        assert "its owner has no access now" in refused.text
        set_referrals(world, codes_enabled=False)
        refused = fill_in(world, ben, "ben", referral_code=finns)
        assert "take no new customers" in refused.text
        set_referrals(world, codes_enabled=True)

        assert ben.get(f"/?ref={finns.lower()}").status_code == 200
        assert f'value="{finns}"' in ben.get(f"/checkout/{world.ids['Standard']}").text
        pay(world, ben, fill_in(world, ben, "ben", referral_code=finns), "ben")

        came = referrals_of(world, "ben")["came_by"]
        assert came["referrer"]["id"] == steps.user_named(world, "finn")["id"]
        assert (came["status"], came["held"]) == ("granted", {"minor": 200, "currency": "USD"})
        assert world.occasions(steps.address("finn")).count("referral_bonus") == 1
        # The door stays open for who is in.
        pay(world, ben, fill_in(world, ben, "ben"), "ben")
        page = finn.get("/account").text
        assert "−$2.00" in fill_in(world, finn, "finn").text

    assert "1 person has come with your code" in page
    assert "$2.00" in page
    assert ledger_sum(world, "finn") == 200
    (listed,) = world.api("GET", "/referrals?search=finn")["items"]
    assert listed == came
    assert world.api("GET", "/referrals/totals")["granted"] == 1
    assert steps.servers_of(world, "ben")


@pytest.mark.behaviour("X010")
def test_what_was_earned_reduces_the_next_renewal_at_the_gateway(world: LiveWorld):
    let_renew(world, "Standard")
    set_referrals(world, **TWENTY)
    world.act("change_person", person="finn", auto_accept=True)
    page = world.open_checkout(
        world.ids["Standard"],
        email=steps.address("finn"),
        media_name="finn",
        way="recurring-stripe",
    )
    world.pay_page(page)
    settle_down(world)
    with (
        closing(steps.sign_in_customer(world, "finn")) as finn,
        closing(a_browser(world)) as ben,
    ):
        code = code_of(world, "finn", finn)
        page_of_ben = fill_in(world, ben, "ben", referral_code=code, way="once-stripe")
        pay(world, ben, page_of_ben, "ben")
        assert "off the next renewal" in finn.get("/account").text

    user_id = steps.user_named(world, "finn")["id"]
    (agreement,) = world.api("GET", f"/users/{user_id}/agreements")["items"]
    assert agreement["credit_ahead"] == {"minor": 200, "currency": "USD"}
    world.advance(days=30, hours=2)
    settle_down(world)

    amounts = [
        each["amount"]["minor"] for each in world.api("GET", f"/users/{user_id}/payments")["items"]
    ]
    assert amounts == [800, 1000]
    (agreement,) = world.api("GET", f"/users/{user_id}/agreements")["items"]
    assert agreement["credit_ahead"] is None
    assert ledger_sum(world, "finn") == 0
