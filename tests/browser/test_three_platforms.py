"""An operator's way over all three platforms: servers, groups, plans, sales, and who was there."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from infra.sandbox.mediabrowser_world import key_for
from tests.browser import look, shop
from tests.browser.customer import Customer
from tests.browser.test_dashboard import go, sign_in
from tests.browser.world import World
from tests.infra.processes import eventually

_ADDED = {"plex": "omega", "jellyfin": "delta", "emby": "zeta"}
# What a plan of each platform gives; the films of Delta are in the plan of Plex as well.
_GROUPS = {"plex": "Voyage", "jellyfin": "Voyage Jellyfin", "emby": "Voyage Emby"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A system of its own: its servers and plans would be in the way of other stories."""
    running = World(tmp_path_factory.mktemp("voyage") / "data")
    try:
        yield running.until_ready()
    finally:
        running.stop()


def test_servers_of_each_platform_are_added_grouped_and_sold_and_their_people_taken_over(
    world: World, page: Page
):
    look.prepare(page)
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
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.").first).to_be_visible()


def _add_plan(page: Page, name: str) -> None:
    go(page, "Plans")
    page.get_by_role("link", name="Add a plan").first.click()
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Price", exact=True).fill("7.00")
    page.get_by_role("combobox", name="Library groups").click()
    page.get_by_role("option", name=name, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Add the plan").click()
    expect(page.get_by_role("main").get_by_text(name, exact=True)).to_be_visible()


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
