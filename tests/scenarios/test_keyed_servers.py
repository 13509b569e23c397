"""Emby and Jellyfin servers: added by address and key, sold, ended, and entered again."""

import re
from contextlib import closing
from typing import Any

import httpx
import pytest

from infra.sandbox import emby, jellyfin
from infra.sandbox import mediabrowser_world as things
from tests.scenarios import shop, steps
from tests.scenarios.world import LiveWorld

KINDS = [("jellyfin", "gamma"), ("emby", "epsilon")]


def add_server(world: LiveWorld, platform: str, name: str) -> dict[str, Any]:
    """Add a server by address and key, put its libraries into a group, and sell them."""
    body = {
        "platform": platform,
        "url": f"{world.standins.base_url}/{platform}/{name}",
        "key": things.key_for(platform, name),
    }
    seen = world.api("POST", "/keyed-servers/test", body)
    assert seen["name"].casefold() == name
    server: dict[str, Any] = world.api("POST", "/keyed-servers", body)
    group = world.api("POST", "/library-groups", {"name": platform.title()})["id"]
    for library in server["libraries"]:
        path = f"/servers/{server['id']}/libraries/{library['id']}"
        world.api("PUT", path, {"group_id": group})
    plan = shop.plan_body(platform.title(), streams=2, minor=800, groups=[group])
    world.ids[platform] = world.api("POST", "/plans", plan)["id"]
    shop.change_server(world, server["id"], is_enabled=True)
    return server


def account_on(world: LiveWorld, platform: str, name: str, login: str) -> dict[str, Any] | None:
    """Return what the stand-in knows of an account."""
    server = things.find_server(world.standins, platform, name)
    found = things.accounts(world.standins, server)
    return next((each for each in found if each["name"] == login), None)


def can_sign_in(world: LiveWorld, platform: str, name: str, login: str, password: str) -> bool:
    """Sign in as an app of the customer does."""
    app = 'MediaBrowser Client="Web", Device="Phone", DeviceId="d", Version="1"'
    answer = httpx.post(
        f"{world.standins.base_url}/{platform}/{name}/Users/AuthenticateByName",
        json={"Username": login, "Pw": password},
        headers={"Authorization": app, "X-Emby-Authorization": app},
        trust_env=False,
    )
    return answer.status_code == 200


@pytest.mark.parametrize(("platform", "name"), KINDS)
@pytest.mark.behaviour("B124", "B126", "B127")
def test_a_sale_opens_an_account_that_the_customer_can_enter(
    world: LiveWorld, platform: str, name: str
):
    server = add_server(world, platform, name)
    assert not server["is_enabled"]
    told = world.api("POST", f"/servers/{server['id']}/libraries/refresh")
    assert told["platform_version"] == server["platform_version"] != ""
    form = world.visitor.get(f"/checkout/{world.ids[platform]}").text
    assert "Plex account" not in form

    order = world.buy(world.ids[platform], email="finn@demo.example", media_name="")

    told = world.visitor.get(f"{order}/status").json()
    assert told["stage"] == "ready", told
    account = account_on(world, platform, name, "finn")
    assert account is not None
    assert world.occasions("finn@demo.example") == ["payment_received", "access_ready"]
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        page = browser.get("/account").text
        assert "as <strong>finn</strong>" in page
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        path = f"/account/servers/{server['id']}/password"
        shown = browser.post(path, data={"csrf_token": token.group(1)}).text
    password = re.search(r"<code[^>]*>([^<]+)</code>", shown)
    assert password
    assert can_sign_in(world, platform, name, "finn", password.group(1))
    assert password.group(1) not in str(world.mails("finn@demo.example"))


@pytest.mark.parametrize(("platform", "name"), KINDS)
def test_the_end_takes_libraries_the_day_deletes_and_a_payment_brings_back(
    world: LiveWorld, platform: str, name: str
):
    add_server(world, platform, name)
    steps.set_expiry(world, delete_after_days=7)
    world.buy(world.ids[platform], email="finn@demo.example", media_name="")
    opened = account_on(world, platform, name, "finn")
    assert opened is not None

    world.advance(days=31)
    world.run_hour()
    assert not seen_by(world, platform, name)
    world.buy(world.ids[platform], email="finn@demo.example", media_name="")
    assert seen_by(world, platform, name)
    again = account_on(world, platform, name, "finn")
    assert again is not None
    assert again["id"] == opened["id"]

    world.advance(days=38)
    world.run_hour()
    world.work()
    assert account_on(world, platform, name, "finn") is None


@pytest.mark.parametrize(("platform", "name"), KINDS)
def test_with_the_policy_to_lock_the_account_keeps_its_libraries_and_opens_with_a_payment(
    world: LiveWorld, platform: str, name: str
):
    add_server(world, platform, name)
    steps.set_expiry(world, policy="disable", delete_after_days=7)
    world.buy(world.ids[platform], email="finn@demo.example", media_name="")
    opened = account_on(world, platform, name, "finn")
    assert opened is not None
    assert outlook_of(world, "finn")["locks"]

    world.advance(days=31)
    (planned,) = world.api("POST", "/access/preview")["actions"]
    assert (planned["action"], planned["user_label"]) == ("lock", "finn@demo.example")
    world.run_hour()

    assert is_locked(world, platform, name)
    assert seen_by(world, platform, name)
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        page = browser.get("/account").text
    assert "your account on the media server is locked; a payment unlocks it" in page

    world.buy(world.ids[platform], email="finn@demo.example", media_name="")
    again = account_on(world, platform, name, "finn")
    assert again is not None
    assert (again["id"], is_locked(world, platform, name)) == (opened["id"], False)

    world.advance(days=31)
    world.run_hour()
    world.advance(days=7)
    world.run_hour()
    world.work()
    assert account_on(world, platform, name, "finn") is None


@pytest.mark.behaviour("B125")
def test_a_wrong_key_is_told_and_nothing_is_stored(world: LiveWorld):
    before = world.api("GET", "/servers")["items"]
    body = {
        "platform": "jellyfin",
        "url": f"{world.standins.base_url}/jellyfin/gamma",
        "key": "not-the-key",
    }

    answer = world.api("POST", "/keyed-servers", body, status=424)

    assert "API key" in answer["error"]["message"]
    assert world.api("GET", "/servers")["items"] == before


def test_streams_of_an_opened_account_are_counted(world: LiveWorld):
    server = add_server(world, "jellyfin", "gamma")
    steps.count_from_the_first_second(world)
    world.buy(world.ids["jellyfin"], email="finn@demo.example", media_name="")
    actions = {action.name: action for action in jellyfin.ACTIONS}
    for device in ("Roku", "Phone", "Laptop"):
        body = {"server": "gamma", "person": "finn", "device": device, "title": f"On {device}"}
        actions["play"].run(world.standins, body)
        world.advance(seconds=20)
        world.run("enforcement")

    decision = world.api("GET", "/decisions")["items"][0]
    assert decision["carried_out"]
    assert (decision["limit"], decision["counted"]) == (2, 3)
    assert decision["server_id"] == server["id"]


def seen_by(world: LiveWorld, platform: str, name: str) -> bool:
    """Tell whether Finn's account sees any library."""
    told = emby.panel(world.standins) if platform == "emby" else jellyfin.panel(world.standins)
    accounts = next(each for each in told["servers"] if each["name"] == name)["people"]
    return bool(next(each for each in accounts if each["name"] == "finn")["libraries"])


def is_locked(world: LiveWorld, platform: str, name: str) -> bool:
    """Tell whether Finn's account is locked on the server."""
    account = account_on(world, platform, name, "finn")
    assert account is not None
    return bool(account["policy"]["IsDisabled"])


def outlook_of(world: LiveWorld, person: str) -> dict[str, Any]:
    """Return what the dashboard says of the end of somebody's time."""
    user_id = steps.user_named(world, person)["id"]
    outlook: dict[str, Any] = world.api("GET", f"/users/{user_id}")["outlook"]
    return outlook
