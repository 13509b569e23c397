"""What the shop says when something cannot be."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look, shop
from tests.browser.console import Console
from tests.browser.world import Admin, World


def test_a_form_with_problems_names_them_at_the_fields_and_keeps_what_was_typed(
    world: World, page: Page
):
    page.goto(world.url)
    shop.choose(page, "Standard")
    shop.fill(page, person="two words", email="no address")
    page.get_by_label("New York").check()

    page.get_by_role("button", name="Continue to the summary").click()

    expect(page.get_by_role("alert")).to_contain_text("Some fields need another value.")
    for label, typed, problem in (
        ("Plex user name or e-mail", "two words", "This is no Plex user name."),
        ("E-mail", "no address", "This is no e-mail address."),
    ):
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_value(typed)
        described = page.locator(".field", has=field).locator(".problem")
        expect(described).to_contain_text(problem)
        assert str(described.get_attribute("id")) in str(field.get_attribute("aria-describedby"))
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Name", exact=False).last).to_have_value("Two Words")
    expect(page.get_by_label("New York")).to_be_checked()

    shop.fill(page, person="finn")
    shop.go_to_summary(page)
    expect(page.locator("dl")).to_contain_text("New York")


@pytest.fixture
def no_seats(world: World) -> Iterator[None]:
    """Close every server to new people for the time of a story."""
    admin = world.admin()
    servers = [each["id"] for each in admin.get("/servers")["items"]]
    for server_id in servers:
        _allow_new(admin, server_id, is_allowed=False)
    yield
    for server_id in servers:
        _allow_new(admin, server_id, is_allowed=True)


def _allow_new(admin: Admin, server_id: str, *, is_allowed: bool) -> None:
    now = admin.get(f"/servers/{server_id}")
    kept = ("is_enabled", "allows_trials", "max_users", "location_id", "logs_activity", "version")
    body = {name: now[name] for name in kept}
    admin.send("PUT", f"/servers/{server_id}", {**body, "allows_new": is_allowed})


@pytest.mark.behaviour("B033")
@pytest.mark.usefixtures("no_seats")
def test_plans_without_a_free_seat_are_shown_as_sold_out_with_the_reason(world: World, page: Page):
    page.goto(world.url)

    expect(page.get_by_role("status")).to_contain_text("All places are taken at the moment.")
    expect(page.get_by_text("Sold out", exact=True)).to_have_count(5)
    expect(page.get_by_role("link", name="Choose")).to_have_count(0)
    look.keep(page, "storefront-sold-out-desk")


def test_who_leaves_stripes_page_may_go_back_or_give_up(
    world: World, page: Page, console: Console
):
    email = f"{world.person('mia')}@demo.example"
    page.goto(world.url)
    shop.choose(page, "Basic")
    shop.fill(page, person="mia")
    shop.go_to_summary(page)
    shop.go_to_payment(page)

    page.get_by_role("link", name="Cancel and return to the shop").click()
    expect(page.get_by_role("heading", name="Not paid yet")).to_be_visible()
    page.get_by_role("link", name="Back to the payment page").click()
    expect(page.get_by_role("heading", name="Pay with card")).to_be_visible()
    page.get_by_role("button", name="Let the card be declined").click()
    expect(page.get_by_role("alert")).to_contain_text("declined")
    page.get_by_role("link", name="Cancel and return to the shop").click()
    page.get_by_role("button", name="Give up this order").click()

    shop.expect_stage(page, "closed")
    expect(page.get_by_role("heading", name="This order was closed")).to_be_visible()
    expect(console.session(email)).to_contain_text("expired")
    assert world.shares("mia") == []
