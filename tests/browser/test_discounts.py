"""A code from the dashboard to the checkout, and a change of plan, seen in the browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.customer import Customer
from tests.browser.test_dashboard import go, sign_in
from tests.browser.world import World


@pytest.mark.behaviour("B093")
def test_a_code_that_the_operator_adds_reduces_what_a_customer_pays(world: World, page: Page):
    sign_in(page, world)
    go(page, "Discount codes")
    page.get_by_role("link", name="Add a code").first.click()
    page.get_by_role("textbox", name="Code").fill("AUTUMN")
    page.get_by_label("Percent off").fill("20")
    page.get_by_label("Uses in all").fill("5")
    assert look.findings(page, "dashboard-discount-new") == []
    page.get_by_role("button", name="Add the code").click()
    expect(page.get_by_role("link", name="autumn")).to_be_visible()
    assert look.findings(page, "dashboard-discounts") == []
    page.get_by_role("link", name="autumn").click()
    expect(page.get_by_role("heading", name="Uses")).to_be_visible()
    assert look.findings(page, "dashboard-discount") == []

    buyer = Customer(world, "vera")
    page.goto(f"{world.url}/checkout/{buyer.plan_id('Standard')}")
    page.get_by_label("Plex user name or e-mail").fill(buyer.name)
    page.get_by_label("E-mail", exact=True).fill(buyer.email)
    page.get_by_text("I have a discount code").click()
    page.get_by_label("Discount code").fill("autum")
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_text("There is no such code.").first).to_be_visible()
    assert look.findings(page, "checkout-code-refused") == []
    page.get_by_label("Discount code").fill("Autumn")
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_text("Code autumn")).to_be_visible()
    assert look.findings(page, "checkout-with-code") == []


def test_both_ways_to_change_a_plan_are_shown_before_anything_is_paid(world: World, page: Page):
    customer = Customer(world, "wanda")
    customer.buy("Basic")
    page.goto(customer.account_link())
    page.get_by_role("link", name="Change plan").click()
    expect(page.get_by_role("heading", name="Change plan")).to_be_visible()
    assert look.findings(page, "plan-change") == []

    page.get_by_role("link", name="Change to Premium").click()
    expect(page.get_by_role("heading", name="Start afterwards")).to_be_visible()
    assert look.findings(page, "plan-change-preview") == []

    page.get_by_role("link", name="Start now").click()
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_text("as soon as you have paid")).to_be_visible()
    assert look.findings(page, "plan-change-summary") == []
