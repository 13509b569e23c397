"""Limits as an operator and a customer meet them: from the console's buttons to the evidence."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import look
from tests.browser.console import Console
from tests.browser.customer import Customer
from tests.browser.test_dashboard import go, save, sign_in
from tests.browser.test_sale import sign_in_by_mail
from tests.browser.visiting import visits
from tests.browser.world import World
from tests.infra.processes import eventually

BOTH = "Everywhere"
# Within a second where nothing else runs; busy cores take their time.
_AT_ONCE = timedelta(seconds=15)


@pytest.fixture(scope="module")
def world(world_alone: World) -> World:
    """A system of its own, where streams count at once and no server tells of playback."""
    _prepare(world_alone)
    return world_alone


def _prepare(world: World) -> None:
    admin, state = world.admin(), world.state()
    site = admin.get("/settings/site")
    admin.send("PUT", "/settings/site", site | {"start_delay_seconds": 0})
    for platform in ("plex", "emby", "jellyfin"):
        for hook in state[platform]["webhooks"]:
            world.act(f"{platform}/remove_webhook", url=hook["url"])
    groups = {each["name"]: each["id"] for each in admin.get("/library-groups")["items"]}
    servers = {each["name"]: each["id"] for each in admin.get("/servers")["items"]}
    plan = {
        "name": BOTH,
        "price": {"minor": 900, "currency": "USD"},
        "term": {"count": 30, "unit": "day"},
        "max_streams": 2,
        "group_ids": [groups["Standard"], groups["Jellyfin"]],
        "target_server_ids": [servers["alpha"]],
    }
    admin.send("POST", "/plans", plan)


@pytest.fixture(scope="module")
def people(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page for somebody; the operator's stay open from story to story."""
    with visits(chromium) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def console(people: Callable[..., Page], world: World) -> Console:
    """The console of the world outside."""
    return Console(people(), world.url)


@pytest.fixture(scope="module")
def operator(people: Callable[..., Page], world: World) -> Page:
    """An administrator who signed in."""
    page = people()
    sign_in(page, world)
    return page


@pytest.fixture
def dashboard(operator: Page, world: World) -> Page:
    """The dashboard, as it opens."""
    operator.goto(f"{world.url}/admin/")
    return operator


@pytest.mark.behaviour("B165", "B172", "B174", "B179", "X025")
def test_of_four_devices_on_plex_and_jellyfin_the_two_newest_are_stopped_and_all_can_read_why(
    world: World, dashboard: Page, console: Console, people: Callable[..., Page]
):
    wanda = _customer(world, "wanda", BOTH)
    world.act("jellyfin/add_person", server="gamma", name=wanda.name)
    _let_in(dashboard, console, world, wanda.name)
    _choose_mode(dashboard, "Observe")
    for platform, server, device in (
        ("plex", "alpha", "Roku"),
        ("jellyfin", "gamma", "Tablet"),
        ("plex", "alpha", "Phone"),
        ("jellyfin", "gamma", "Laptop"),
    ):
        title = f"A Film on the {device}"
        console.start_stream(
            platform=platform, person=wanda.name, server=server, device=device, title=title
        )
        # Whoever was not there at the look before is the newest.
        world.sweep()
    for platform in ("plex", "jellyfin"):
        expect(console.streams(wanda.name, platform=platform)).to_have_count(2)
    go(dashboard, "Violations")
    rows = dashboard.get_by_role("row").filter(has_text=wanda.name.title())
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Only observed")).to_have_count(2)
    expect(console.stopped(wanda.name)).to_have_count(0)

    _choose_mode(dashboard, "Enforce")
    console.run("enforcement")

    left = [console.streams(wanda.name, platform=each) for each in ("plex", "jellyfin")]
    for streams, device in zip(left, ("Roku", "Tablet"), strict=True):
        expect(streams).to_have_count(1)
        expect(streams).to_contain_text(device)
    told = "Your plan allows 2 streams at a time. This one was stopped because 4 ran."
    expect(console.stopped(wanda.name)).to_have_count(1)
    expect(console.stopped(wanda.name)).to_contain_text(told)
    expect(console.servers("jellyfin")).to_contain_text(told)
    _read_as_administrator(dashboard, wanda.name)
    _read_as_customer(people(), console, wanda)


@pytest.mark.behaviour("X020")
def test_a_server_that_tells_of_playback_at_the_address_of_its_page_is_looked_at_at_once(
    world: World, dashboard: Page, console: Console
):
    xaver = _customer(world, "xaver", "Standard")
    (share,) = world.shares(xaver.name)
    server = share["server"]
    _open_server(dashboard, server)
    dashboard.get_by_role("button", name="Show the address").click()
    url = dashboard.get_by_role("textbox", name="Address to enter there").input_value()
    console.submit("plex", "Enter it", {"Address": url})
    expect(console.page.locator("[data-live=plex-webhooks]")).to_contain_text(url)

    for device in ("Roku", "Phone"):
        console.start_stream(person=xaver.name, server=server, device=device, title=f"On {device}")
    newest = console.submit(
        "plex",
        "Start",
        {"Person": xaver.name, "Server": server, "Device": "Laptop", "Title": "On Laptop"},
    )

    expect(console.stopped(xaver.name)).to_have_count(1)
    expect(console.stopped(xaver.name)).to_contain_text("Laptop")
    stopped = [each for each in world.state()["plex"]["stopped"] if each["person"] == xaver.name]
    took = _instant(stopped[0]["at"]) - _instant(newest["started_at"])
    assert took < _AT_ONCE, took
    _open_server(dashboard, server)
    expect(dashboard.get_by_role("main")).to_contain_text(re.compile(r"media\.\w+ \(Plex\)"))
    world.act("plex/remove_webhook", url=url)


@pytest.mark.behaviour("B190", "B191")
def test_a_converted_4k_film_is_stopped_on_the_server_that_forbids_it_and_on_no_other(
    world: World, dashboard: Page, console: Console
):
    yves = _customer(world, "yves", "Standard")
    _open_server(dashboard, "beta")
    dashboard.get_by_role("switch", name="4K transcoding").uncheck(force=True)
    save(dashboard)

    console.start_converted_4k(person=yves.name, server="alpha", device="Phone")
    console.start_converted_4k(person=yves.name, server="beta", device="Roku")
    console.run("enforcement")

    expect(console.stopped(yves.name)).to_have_count(1)
    expect(console.stopped(yves.name)).to_contain_text("The server does not convert 4K video")
    expect(console.streams(yves.name)).to_have_count(1)
    expect(console.streams(yves.name)).to_contain_text("4K on Phone")
    drawer = _open_violation(dashboard, yves.name)
    expect(drawer).to_contain_text("Conversion of 4K")
    expect(drawer).to_contain_text("2160 lines")
    expect(drawer.get_by_role("row").filter(has_text="This one")).to_contain_text("on beta")
    console.run("enforcement")
    expect(console.streams(yves.name)).to_have_count(1)


@pytest.mark.behaviour("B184")
def test_a_customer_who_downloads_more_than_the_week_allows_is_told_and_may_download_no_more(
    world: World, dashboard: Page, console: Console, people: Callable[..., Page]
):
    _change_plan(dashboard, "Premium", {"Downloads a week": "1"})
    zora = _customer(world, "zora", "Premium")
    (share,) = world.shares(zora.name)
    wanted = {"Person": zora.name, "Server": share["server"]}

    for title in ("A Film", "Another Film"):
        console.submit("plex", "Download", wanted | {"Title": title})
    console.run("enforcement")

    eventually(lambda: not world.shares(zora.name)[0]["allow_sync"], within=30)
    refused = console.submit("plex", "Download", wanted | {"Title": "A Third"}, status=400)
    assert refused["error"] == f"zora may not download from {share['server']}"
    expect(console.letters("downloads", to=zora.email)).to_have_count(1)
    go(dashboard, "Downloads")
    expect(dashboard.get_by_role("row").filter(has_text="Another Film")).to_contain_text("Zora")
    expect(_open_violation(dashboard, zora.name)).to_contain_text("2 counted, 1 allowed")
    own = people()
    sign_in_by_mail(own, console, email=zora.email)
    expect(own.get_by_label(re.compile("^2 of 1 download used this week"))).to_be_visible()


@pytest.mark.behaviour("B193", "B194", "B195", "B196", "B198")
def test_of_five_devices_on_jellyfin_three_stay_until_the_customer_signs_one_out(
    world: World, dashboard: Page, console: Console, people: Callable[..., Page]
):
    # The server itself admits two devices more than streams.
    _change_plan(dashboard, "Jellyfin", {"Streams at a time": "3", "Devices": "3"})
    wim = _customer(world, "wim", "Jellyfin")
    wanted = {"Person": wim.name, "Server": "gamma"}
    for device in ("TV", "Phone", "Tablet", "Laptop"):
        world.act("jellyfin/sign_in", server="gamma", person=wim.name, device=device)
    console.submit("jellyfin", "Sign in", wanted | {"Device": "Car"})

    console.run("enforcement")

    assert _devices(world, wim.name) == {"Tablet", "Laptop", "Car"}
    assert not _account(world, wim.name)["all_devices"]
    refused = console.submit("jellyfin", "Sign in", wanted | {"Device": "Radio"}, status=400)
    assert refused["error"] == "User is not allowed access from this device."
    own = people()
    sign_in_by_mail(own, console, email=wim.email)
    own.get_by_role("link", name="My devices").click()
    expect(own.get_by_role("main")).to_contain_text("3 of 3 devices.")
    own.get_by_role("button", name="Sign out Car").click()
    expect(own.get_by_role("status")).to_contain_text("The device is signed out.")

    console.run("enforcement")

    assert _account(world, wim.name)["all_devices"]
    console.submit("jellyfin", "Sign in", wanted | {"Device": "Radio"})
    go(dashboard, "Devices")
    listed = dashboard.get_by_role("row").filter(has_text=wim.name)
    expect(listed).to_have_count(3)
    expect(listed.filter(has_text="Radio")).to_contain_text("Gamma")


# --- an administrator ------------------------------------------------------------------------


def _let_in(page: Page, console: Console, world: World, name: str) -> None:
    """Say that an account on Jellyfin is the customer's of the same name, and take it over."""
    go(page, "Import")
    row = page.get_by_role("row").filter(has_text=re.compile(name, re.IGNORECASE))
    row.get_by_role("button", name="Decide").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label(f"It is {name.title()}").check()
    asked.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Share is noted")
    page.get_by_role("button", name="Let them in…").click()
    asked = page.get_by_role("dialog", name="Let these people in?")
    asked.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("The import begins within a minute.")).to_be_visible()
    console.run("job_sweep")
    admin = world.admin()
    (user,) = admin.get(f"/users?search={name}")["items"]
    eventually(lambda: len(admin.get(f"/users/{user['id']}")["shares"]) == 2, within=90)


def _choose_mode(page: Page, mode: str) -> None:
    go(page, "Settings")
    page.get_by_role("radio", name=mode).check()
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("The settings were saved.").first).to_be_visible()


def _change_plan(page: Page, plan: str, limits: dict[str, str]) -> None:
    go(page, "Plans")
    page.get_by_role("main").get_by_role("link", name=plan, exact=True).click()
    for field, most in limits.items():
        page.get_by_role("textbox", name=field, exact=True).fill(most)
    save(page)


def _open_server(page: Page, name: str) -> None:
    go(page, "Servers")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("tab", name="Settings").click()


def _open_violation(page: Page, name: str) -> Locator:
    """Open the newest violation of somebody; return the drawer with its evidence."""
    go(page, "Violations")
    row = page.get_by_role("row").filter(has_text=name.title()).first
    row.get_by_role("button").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("table", name="Evidence")).to_be_visible()
    return drawer


def _read_as_administrator(page: Page, name: str) -> None:
    drawer = _open_violation(page, name)
    expect(drawer).to_contain_text("4 devices played at a time; the limit is 2.")
    evidence = drawer.get_by_role("table", name="Evidence").get_by_role("row")
    for device, server in (
        ("Roku", "alpha"),
        ("Tablet", "Gamma"),
        ("Phone", "alpha"),
        ("Laptop", "Gamma"),
    ):
        expect(evidence.filter(has_text=f"A Film on the {device}")).to_contain_text(server)
    expect(evidence.filter(has_text="This one")).to_have_count(1)
    look.keep(page, "dashboard-evidence-desk")


# --- a customer ------------------------------------------------------------------------------


def _customer(world: World, name: str, plan: str) -> Customer:
    """Let somebody buy a plan and have access at once."""
    customer = Customer(world, name)
    world.act("plex/change_person", person=name, auto_accept=True)
    customer.buy(plan, until="ready")
    return customer


def _read_as_customer(page: Page, console: Console, customer: Customer) -> None:
    letters = console.letters("One of your streams was stopped", to=customer.email)
    expect(letters).to_have_count(2)
    expect(letters.filter(has_text="A Film on the Phone")).to_have_count(1)
    expect(letters.filter(has_text="A Film on the Laptop")).to_have_count(1)
    sign_in_by_mail(page, console, email=customer.email)
    # What was only observed is no matter of the customer's.
    decisions = page.locator("details.decision")
    expect(decisions).to_have_count(2)
    page.get_by_role("link", name="My streams").click()
    expect(page.get_by_role("heading", name="My streams")).to_be_visible()
    expect(decisions).to_have_count(2)
    decisions.first.locator("summary").click()
    evidence = decisions.first.get_by_role("row")
    for device in ("Roku", "Tablet", "Phone", "Laptop"):
        expect(evidence.filter(has_text=f"A Film on the {device}")).to_have_count(1)
    expect(evidence.filter(has_text="this one")).to_have_count(1)
    page.reload()
    page.locator("details.decision summary").first.click()
    assert look.findings(page, "my-streams") == []


# --- what the stand-ins tell -----------------------------------------------------------------


def _gamma(world: World) -> Any:
    servers = world.state()["jellyfin"]["servers"]
    return next(each for each in servers if each["name"] == "gamma")


def _devices(world: World, person: str) -> set[str]:
    return {each["device"] for each in _gamma(world)["devices"] if each["person"] == person}


def _account(world: World, person: str) -> Any:
    return next(each for each in _gamma(world)["people"] if each["name"] == person)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
