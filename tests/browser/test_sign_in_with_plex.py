"""*Sign in with Plex* at the checkout, through the page that stands in for Plex's."""

from playwright.sync_api import Page, expect

from tests.browser import shop
from tests.browser.world import World


def test_a_customer_who_signs_in_with_plex_need_not_type_the_account(world: World, page: Page):
    page.goto(world.url)
    shop.choose(page, "Standard")
    page.get_by_label("E-mail", exact=True).fill("finn@work.example")
    page.get_by_role("button", name="Sign in with Plex").click()
    expect(page.get_by_role("heading", name="Sign in to Plex")).to_be_visible()

    page.get_by_label("finn").check()
    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_text("Signed in as finn")).to_be_visible()
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("finn@work.example")
    shop.go_to_summary(page)
    expect(page.locator("dl")).to_contain_text("finn signed in")
    shop.go_to_payment(page)
    shop.pay(page)
    # Who signed in need not accept anything: that is done for them.
    shop.expect_stage(page, "ready")


def test_a_customer_who_refuses_at_plex_is_back_at_the_form_as_it_was(world: World, page: Page):
    page.goto(world.url)
    shop.choose(page, "Basic")
    page.get_by_label("E-mail", exact=True).fill("finn@work.example")
    page.get_by_role("button", name="Sign in with Plex").click()

    page.get_by_role("button", name="Deny").click()

    expect(page.get_by_role("heading", name="Who is it for?")).to_be_visible()
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("finn@work.example")
    expect(page.get_by_role("button", name="Sign in with Plex")).to_be_visible()
