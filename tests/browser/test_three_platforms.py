"""An operator's way over all three platforms: servers, plans, sales, people who come and go."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.sandbox.mediabrowser_world import key_for
from tests.browser import look, shop
from tests.browser.customer import Customer
from tests.browser.test_dashboard import go, save, settle, sign_in
from tests.browser.test_migration import choose
from tests.browser.world import Admin, World
from tests.infra.processes import eventually

# Weeks pass in here; two busy cores need patience for it.
pytestmark = pytest.mark.timeout(480)
_ADDED = {"plex": "omega", "jellyfin": "delta", "emby": "zeta"}
# What a plan of each platform gives; the films of Delta are in the plan of Plex as well.
_GROUPS = {"plex": "Voyage", "jellyfin": "Voyage Jellyfin", "emby": "Voyage Emby"}
# A plan of two groups, of which one stays for a while when the paid time is over.
_PLAN, _TASTE = "Harbour", "Harbour taste"
_ALL, _LESS = ["Movies", "TV Shows"], ["TV Shows"]
_WORK_SECONDS = 150


@pytest.fixture(scope="module")
def world(world_alone: World) -> World:
    """A system of its own: its servers and plans would be in the way of other stories."""
    return world_alone


def test_servers_of_each_platform_are_added_grouped_and_sold_and_their_people_taken_over(
    world: World, page: Page
):
    sign_in(page, world)
    for group in _GROUPS.values():
        _add_group(page, group)
    _add_plex_server(page, world)
    for platform in ("jellyfin", "emby"):
        _add_keyed_server(page, world, platform)
    _put(page, "delta", "Movies", _GROUPS["plex"])
    _put(page, "omega", "TV Shows", "Standard")
    for group in _GROUPS.values():
        _add_plan(page, group)
    _sell_keyed(page, world, _GROUPS["jellyfin"], "quirin")
    _sell_keyed(page, world, _GROUPS["emby"], "yrsa")
    assert _has(world, "quirin") == {"delta": ["TV Shows"]}
    assert _has(world, "yrsa") == {"zeta": ["Movies", "TV Shows"]}

    olga = Customer(world, "olga")
    _import(page, world, olga.name)
    assert _has(world, "olga") == {"omega": ["Movies", "TV Shows"]}


def test_people_buy_lose_come_back_and_move_between_plex_and_jellyfin_and_back(
    world: World, visit: Callable[..., Page]
):
    page, shopper = visit(), visit()
    admin = world.admin()
    groups = [_group(admin, name) for name in (_PLAN, _TASTE)]
    _open_harbour(world, admin, groups)
    rosa, sven = (_customer(world, name) for name in ("rosa", "sven"))
    shop.buy(shopper, world.url, plan=_PLAN, person=rosa.name)
    shop.expect_stage(shopper, "ready")
    sven.buy(_PLAN, until="ready")
    assert [_has(world, each.name) for each in (rosa, sven)] == [{"kappa": _ALL}] * 2

    sign_in(page, world)
    _keep_a_taste(page, world, days=3)
    _pass_time(page, world, "31d")
    _let_go_on(page, world, until=lambda: _has(world, "sven") == {"kappa": _LESS})
    rosa.buy(_PLAN, until="ready")
    eventually(lambda: _has(world, "rosa") == {"kappa": _ALL}, within=_WORK_SECONDS)
    _show_access(page, "Sven", "dashboard-user-restricted")

    _pass_time(page, world, "4d")
    _let_go_on(page, world, until=lambda: "sven" not in _friends(world))
    assert (_has(world, "sven"), _has(world, "rosa")) == ({}, {"kappa": _ALL})
    shop.buy(shopper, world.url, plan=_PLAN, person=sven.name)
    shop.expect_stage(shopper, "ready")
    assert _has(world, "sven") == {"kappa": _ALL}

    _sort(world.admin(), "Gamma", groups)
    _move_everybody(page, "kappa", "Gamma", people=2)
    _work_until(world, lambda: _are_alone_on(world, "gamma"))
    # Nothing ties them to the Plex account any more, so that their places there are free.
    _work_until(world, lambda: not {"rosa", "sven"} & _friends(world))
    back = page.get_by_role("button", name="Move them back")
    # A migration that has nobody to look after is looked at every ten minutes.
    world.act("clock", advance="10m")
    _work_until(world, back.is_visible)
    settle(page)
    _look(page, "dashboard-migration-done")
    back.click()
    asked = page.get_by_role("dialog", name="Move them back to kappa?")
    expect(asked).to_contain_text("2 people move back")
    look.keep(page, "dashboard-migration-back")
    asked.get_by_role("button", name="Move them back").click()
    expect(page.get_by_role("heading", name="Gamma → kappa", level=1)).to_be_visible()
    _work_until(world, lambda: _are_alone_on(world, "kappa"))
    assert {"rosa", "sven"} <= _friends(world)
    moved = page.get_by_role("table", name="People who move").get_by_role("row")
    _work_until(world, lambda: moved.filter(has_text="Moved").count() == 2)


def _add_group(page: Page, name: str) -> None:
    go(page, "Libraries")
    page.get_by_role("textbox", name="Name of the new library group").fill(name)
    page.get_by_role("button", name="Add the library group").click()
    expect(page.get_by_role("button", name=f"Delete {name}", exact=True)).to_be_visible()


def _put(page: Page, server: str, library: str, group: str) -> None:
    """Put one library of a server into another group."""
    go(page, "Libraries")
    row = page.get_by_role("row").filter(has_text=server).filter(has_text=library)
    row.get_by_role("combobox", name=f"Group of {library}").click()
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.get_by_role("option", name=group, exact=True).click()


def _add_plex_server(page: Page, world: World) -> None:
    world.act("plex/add_server", name="omega", libraries=["Movies", "TV Shows"])
    go(page, "Plex accounts")
    page.get_by_role("button", name="Servers").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Test and add").first.click()
    expect(page.get_by_role("heading", name="omega", level=1)).to_be_visible()
    _sort_and_enable(page, _GROUPS["plex"])


def _add_keyed_server(page: Page, world: World, platform: str) -> None:
    name = _ADDED[platform]
    servers = world.state()[platform]["servers"]
    go(page, "Servers")
    page.get_by_role("link", name="Add a server").first.click()
    page.get_by_text(platform.title(), exact=True).first.click()
    page.get_by_label("Address").fill(next(e["url"] for e in servers if e["name"] == name))
    page.get_by_role("textbox", name="API key").fill("not the key")
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("refuses the API key")).to_be_visible()
    page.get_by_role("textbox", name="API key").fill(key_for(platform, name))
    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text(f"{name.title()} answers")).to_be_visible()
    page.get_by_role("button", name="Add the server").click()
    expect(page.get_by_role("heading", name=name.title(), level=1)).to_be_visible()
    _sort_and_enable(page, _GROUPS[platform])
    _look(page, f"dashboard-server-{platform}")


def _sort_and_enable(page: Page, group: str) -> None:
    page.get_by_role("tab", name="Libraries").click()
    page.get_by_role("button", name="Put all into…").click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("combobox", name="Into which group").click()
    page.get_by_role("option", name=group, exact=True).click()
    asked.get_by_role("button", name=f"into {group}").click()
    expect(page.get_by_text("were moved")).to_be_visible()
    page.get_by_role("tab", name="Settings").click()
    page.get_by_role("switch", name="Enabled").check()
    save(page)


def _add_plan(page: Page, name: str) -> None:
    go(page, "Plans")
    page.get_by_role("link", name="Add a plan").first.click()
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Price", exact=True).fill("7.00")
    page.get_by_role("combobox", name="Library groups").click()
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add the plan").click()
    expect(page.get_by_role("main").get_by_role("link", name=name, exact=True)).to_be_visible()


def _sell_keyed(page: Page, world: World, plan: str, name: str) -> None:
    visitor = page.context.browser.new_context()  # type: ignore[union-attr]
    buyer = visitor.new_page()
    buyer.goto(world.url)
    shop.choose(buyer, plan)
    buyer.get_by_label("E-mail", exact=True).fill(f"{name}@demo.example")
    shop.go_to_summary(buyer)
    shop.go_to_payment(buyer)
    shop.pay(buyer)
    shop.expect_stage(buyer, "ready")
    visitor.close()


def _import(page: Page, world: World, name: str) -> None:
    world.act("plex/change_person", person=name, auto_accept=True)
    world.act("plex/share_server", server="omega", person=name, libraries=["Movies", "TV Shows"])
    go(page, "Import")
    page.get_by_role("button", name="Let them in…").click()
    asked = page.get_by_role("dialog", name="Let these people in?")
    asked.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("The import begins within a minute.")).to_be_visible()
    world.act("run", schedule="job_sweep")
    eventually(lambda: name in _handles(world), within=90)


def _look(page: Page, name: str) -> None:
    assert look.findings(page, name) == []
    page.set_viewport_size(look.DESK)


def _has(world: World, name: str) -> dict[str, list[str]]:
    """Return the libraries that somebody sees, by server, as the servers tell it."""
    state: Any = world.state()
    plex = {
        each["server"]: sorted(each["libraries"])
        for each in state["plex"]["shares"]
        if each["person"] == name
    }
    keyed = {
        server["name"]: sorted(each["libraries"])
        for platform in ("jellyfin", "emby")
        for server in state[platform]["servers"]
        for each in server["people"]
        if each["name"] == name and each["libraries"]
    }
    return plex | keyed


def _handles(world: World) -> set[str]:
    return {each["media_handle"] for each in world.admin().get("/users?limit=200")["items"]}


# ------------------------------------------------------------------ people who come and go


def _group(admin: Admin, name: str) -> str:
    return str(admin.send("POST", "/library-groups", {"name": name})["id"])


def _customer(world: World, name: str) -> Customer:
    made = Customer(world, name)
    world.act("plex/change_person", person=name, auto_accept=True)
    return made


def _open_harbour(world: World, admin: Admin, groups: list[str]) -> None:
    """Sell what is on a Plex server of its own."""
    world.act("plex/add_server", name="kappa", libraries=_ALL)
    account = admin.get("/plex-accounts")["items"][0]["id"]
    found = admin.get(f"/plex-accounts/{account}/servers")["items"]
    kappa = next(each for each in found if each["name"] == "kappa")
    place = {"account_id": account, "machine_id": kappa["machine_id"], "url": kappa["urls"][0]}
    added = admin.send("POST", "/servers", place)
    enabled = {"is_enabled": True, "allows_new": True, "version": added["version"]}
    admin.send("PUT", f"/servers/{added['id']}", enabled)
    _sort(admin, "kappa", groups)
    plan = {
        "name": _PLAN,
        "price": {"minor": 900, "currency": "USD"},
        "term": {"count": 30, "unit": "day"},
        "max_streams": 2,
        "group_ids": groups,
    }
    admin.send("POST", "/plans", plan)


def _sort(admin: Admin, server: str, groups: list[str]) -> None:
    """Put the films of a server into the first group, its series into the second."""
    for title, group in zip(_ALL, groups, strict=True):
        [library] = [
            each
            for each in admin.get("/libraries")["items"]
            if (each["server_name"], each["title"]) == (server, title)
        ]
        sorting = {"library_ids": [library["id"]], "group_id": group}
        admin.send("PUT", f"/servers/{library['server_id']}/libraries", sorting)


def _keep_a_taste(page: Page, world: World, *, days: int) -> None:
    page.goto(f"{world.url}/admin/settings?tab=expiry")
    page.get_by_label("Keep some libraries").check()
    page.get_by_role("combobox", name="Library groups that stay").click()
    page.get_by_role("option", name=_TASTE, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_label("Delete the person from the media server after (days)").fill(str(days))
    _look(page, "dashboard-settings-expiry")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("The settings were saved.")).to_be_visible()


def _pass_time(page: Page, world: World, span: str) -> None:
    """Move the clock; whoever was signed in may be no more."""
    page.goto("about:blank")
    world.act("clock", advance=span)
    page.context.clear_cookies()
    sign_in(page, world)


def _let_go_on(page: Page, world: World, *, until: Callable[[], bool]) -> None:
    """Let the hours strike, and say yes to whatever is held, until it has come to that."""

    def is_so() -> bool:
        world.act("run", schedule="hourly")
        page.goto(f"{world.url}/admin/held-runs")
        settle(page)
        if page.get_by_role("button", name="Go on").count():
            look.keep(page, "dashboard-held-run")
            page.get_by_role("button", name="Go on").click()
            page.get_by_role("dialog").get_by_role("button", name="Go on").click()
            expect(page.get_by_role("dialog")).to_have_count(0)
        world.act("run", schedule="job_sweep")
        return until()

    eventually(is_so, within=_WORK_SECONDS)


def _show_access(page: Page, name: str, picture: str) -> None:
    go(page, "Users")
    page.get_by_placeholder("Name, e-mail").fill(name)
    page.get_by_role("main").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("tab", name="Access").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("kappa")
    settle(page)
    _look(page, picture)


def _move_everybody(page: Page, source: str, target: str, *, people: int) -> None:
    go(page, "Migrations")
    page.get_by_role("link", name="Move people").first.click()
    choose(page, "From", source)
    choose(page, "To", target)
    page.get_by_role("button", name="Show who would move").click()
    heading = f"{people} people move, 0 stay"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    _look(page, "dashboard-migration-across")
    page.get_by_role("button", name=f"Move {people} people").click()
    page.get_by_role("dialog").get_by_role("button", name=f"Move {people} people").click()
    name = re.compile(f"{source} → {target}")
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def _work_until(world: World, check: Callable[[], bool]) -> None:
    """Let minute after minute pass, each with its sweep of jobs, until that is so.

    A longer step would take jobs that are at work for dead.
    """

    def is_so() -> bool:
        if check():
            return True
        world.act("clock", advance="1m")
        world.act("run", schedule="job_sweep")
        return check()

    eventually(is_so, within=_WORK_SECONDS)


def _are_alone_on(world: World, server: str) -> bool:
    return all(_has(world, name) == {server: _ALL} for name in ("rosa", "sven"))


def _friends(world: World) -> set[str]:
    """Return whom the owner's account at plex.tv is a friend of."""
    return {each["person"] for each in world.state()["plex"]["friends"]}
