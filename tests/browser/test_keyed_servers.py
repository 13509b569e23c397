"""A customer of a server that keeps accounts uses the one that was opened there."""

import re

from playwright.sync_api import Browser, expect

from tests.browser import look, shop
from tests.browser.world import World

_PASSWORD = re.compile(r"^[a-z0-9]{5}(-[a-z0-9]{5}){3}$")


def test_a_customer_enters_a_jellyfin_server_with_the_account_that_was_opened(
    world: World, chromium: Browser
):
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(world.url)
    shop.choose(page, "Jellyfin")
    expect(page.get_by_text("We open an account on the server for you")).to_be_visible()
    assert look.findings(page, "checkout-keyed") == []
    page.get_by_label("E-mail", exact=True).fill("quentin@demo.example")
    shop.go_to_summary(page)
    shop.go_to_payment(page)
    shop.pay(page)
    shop.expect_stage(page, "ready")
    expect(page.get_by_text("as quentin")).to_be_visible()
    assert look.findings(page, "order-keyed") == []

    page.goto(world.account_link("quentin@demo.example"))
    page.get_by_role("button", name="Get a new password").click()
    password = page.locator("code")
    expect(password).to_have_text(_PASSWORD)
    assert look.findings(page, "server-password") == []
    gamma = next(each for each in world.state()["jellyfin"]["servers"] if each["name"] == "gamma")
    quentin = next(each for each in gamma["people"] if each["name"] == "quentin")
    assert quentin["libraries"] == ["Movies", "TV Shows"]
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Access")).to_be_visible()
    assert page.url.endswith("/account")
    context.close()
