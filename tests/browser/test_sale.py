"""The sale as a person sees it: from the first click to the last day, and back again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import shop
from tests.browser.console import Console
from tests.browser.world import World


@pytest.fixture(scope="module")
def world(world_alone: World) -> World:
    """A system of its own, for a month passes in it."""
    return world_alone


def sign_in_by_mail(page: Page, console: Console, *, email: str) -> None:
    """Ask for the link and open the one that the mail brings."""
    letters = console.letters("Your link to sign in", to=email)
    had = letters.count()
    page.goto(console.page.url.replace("/sandbox/", "/account"))
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text("Look into your mailbox")
    expect(letters).to_have_count(had + 1)
    page.goto(console.link_in(letters.first, "Sign in"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")


@pytest.mark.behaviour("B034", "B060", "B065", "B147", "B154", "B172", "B178", "X023")
def test_a_sale_ends_in_access_which_ends_with_the_paid_time_and_returns_with_the_next_payment(
    world: World, page: Page, console: Console
):
    shop.buy(page, world.url, plan="Standard", person="grace")
    shop.expect_stage(page, "invited")
    expect(page.locator("#order")).to_contain_text("alpha")

    expect(console.share("grace")).to_contain_text("Movies, TV Shows, Music, Kids")
    console.accept_invite("grace")

    shop.expect_stage(page, "ready")
    expect(page.get_by_role("heading", name="You are all set")).to_be_visible()

    for device in ("Roku", "Phone", "Laptop"):
        console.start_stream(
            person="grace", server="alpha", device=device, title=f"A Film on the {device}"
        )
    expect(console.streams("grace")).to_have_count(3)
    console.run("enforcement")
    expect(console.streams("grace")).to_have_count(2)
    expect(console.stopped("grace")).to_have_count(1)
    expect(console.stopped("grace")).to_contain_text("Laptop")

    sign_in_by_mail(page, console, email="grace@demo.example")
    expect(page.get_by_label("Your plan")).to_contain_text("Active")
    page.locator("details.decision summary").click()
    evidence = page.locator("details.decision li")
    expect(evidence).to_have_count(3)
    expect(evidence.filter(has_text="A Film on the Laptop")).to_have_count(1)

    being_read = console.letters("Your link to sign in", to="grace@demo.example").first
    being_read.evaluate("letter => { letter.dataset.beingRead = '' }")
    console.move_clock("+32d")
    expect(console.share("grace")).to_have_count(0)

    sign_in_by_mail(page, console, email="grace@demo.example")
    still_read = console.page.locator("details.letter[data-being-read]")
    expect(still_read).to_have_attribute("open", "")
    expect(page.get_by_label("Your plan")).to_contain_text("Expired")
    expect(page.get_by_label("Your plan")).to_contain_text("You have no access just now.")

    page.get_by_role("link", name="Choose a plan").click()
    shop.choose(page, "Standard")
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("grace@demo.example")
    shop.go_to_summary(page)
    shop.go_to_payment(page)
    shop.pay(page)
    shop.expect_stage(page, "invited")
    console.accept_invite("grace")
    shop.expect_stage(page, "ready")
    page.get_by_role("link", name="My account").first.click()
    expect(page.get_by_label("Your plan")).to_contain_text("Active")


@pytest.mark.behaviour("B034", "B147")
def test_the_sale_needs_no_javascript(world: World, visit: Callable[..., Page]):
    page = visit(java_script_enabled=False)
    console = Console(visit(java_script_enabled=False), world.url)

    shop.buy(page, world.url, plan="Basic", person="hugo")
    shop.expect_stage(page, "invited")
    console.reload()
    console.accept_invite("hugo")
    page.get_by_role("button", name="I have accepted").click()

    shop.expect_stage(page, "ready")
    assert [share["state"] for share in world.shares("hugo")] == ["accepted"]


def test_a_purchase_works_by_keyboard_alone_and_shows_where_the_focus_is(world: World, page: Page):
    person = world.person("iris")
    page.goto(world.url)

    tab_to(page, "Choose Standard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/checkout/*")
    for field, text in (
        ("Plex user name", person),
        ("E-mail", "iris@demo.example"),
        ("Name", "Iris"),
    ):
        tab_to(page, field)
        page.keyboard.type(text)
    tab_to(page, "Continue to the summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check and pay")).to_be_visible()
    tab_to(page, "Pay $")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pay with card")).to_be_visible()
    tab_to(page, "Pay 10.00 USD")
    page.keyboard.press("Enter")
    page.wait_for_url(shop.ORDER_ADDRESS)

    shop.expect_stage(page, "invited")


_FOCUSED = """() => {
    const at = document.activeElement;
    const look = getComputedStyle(at);
    return {
        name: at.labels?.[0]?.textContent.trim() || at.textContent.trim(),
        isVisible: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
    };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with that name has the focus; each stop has to be visible."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        assert focused["isVisible"], f"no focus ring on {focused['name']!r}"
        if focused["name"].startswith(name):
            return
    pytest.fail(f"Tab never came to {name!r}")
