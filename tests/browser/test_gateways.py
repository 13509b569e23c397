"""Each way to pay, clicked through: a card that renews, PayPal, coins; then the account."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look, shop
from tests.browser.console import Console
from tests.browser.test_sale import sign_in_by_mail
from tests.browser.world import World


def go_to_payment(page: Page, world: World, *, person: str, mode: str, by: str) -> None:
    """Fill the checkout for Standard, choose how to pay, and leave for the gateway's page."""
    world.act("plex/change_person", person=world.person(person), auto_accept=True)
    page.goto(world.url)
    shop.choose(page, "Standard")
    shop.fill(page, person=person)
    page.get_by_role("group", name=mode).get_by_label(by, exact=True).check()
    shop.go_to_summary(page)
    expect(page.locator("dl")).to_contain_text(by)


@pytest.mark.behaviour("B019", "B024", "B025")
def test_a_subscription_by_card_is_bought_cancelled_and_resumed(
    world: World, page: Page, console: Console
):
    go_to_payment(page, world, person="sven", mode="Subscribe", by="Card")
    expect(page.get_by_text("Renews every month for $10.00 until you cancel.")).to_be_visible()
    found = look.findings(page, "checkout-summary-renewing")
    page.get_by_role("button", name="Subscribe for $10.00").click()
    page.get_by_role("button", name="Subscribe").or_(
        page.get_by_role("button", name="Pay ")
    ).first.click()
    page.wait_for_url(shop.ORDER_ADDRESS)
    shop.expect_stage(page, "ready")

    sign_in_by_mail(page, console, email="sven@demo.example")
    expect(page.get_by_text("Renews by itself")).to_be_visible()
    found += look.findings(page, "account-renewing")
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.get_by_role("heading", name="Cancel the renewal?")).to_be_visible()
    found += look.findings(page, "renewal-cancel")
    page.get_by_role("button", name="Cancel the renewal").click()
    expect(page.get_by_role("status")).to_contain_text("Nothing more is charged")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("status")).to_contain_text("renews by itself again")

    page.get_by_role("link", name="Receipt").click()
    expect(page.get_by_role("heading", name="Receipt")).to_be_visible()
    found += look.findings(page, "receipt")
    assert found == []


@pytest.mark.behaviour("B024", "B025")
def test_coins_are_waited_for_and_then_give_access(world: World, page: Page):
    page.goto(world.url)
    shop.choose(page, "Standard")
    found = look.findings(page, "checkout-ways")
    go_to_payment(page, world, person="tess", mode="Pay once", by="Cryptocurrency")
    page.get_by_role("button", name="Pay $10.00").click()
    page.locator("button[value=slow]").click()
    invoice = world.state()["plisio"]["invoices"][0]
    page.goto(f"{world.url}/orders/{invoice['order_number']}")
    expect(page.get_by_role("heading", name="Your coins are on their way")).to_be_visible()
    found += look.findings(page, "order-coins")

    world.act("plisio/confirm", txn_id=invoice["txn_id"])

    shop.expect_stage(page, "ready")
    assert found == []


@pytest.mark.behaviour("B024", "B025")
def test_paypal_is_approved_and_gives_access(world: World, page: Page):
    go_to_payment(page, world, person="ulla", mode="Pay once", by="PayPal")
    page.get_by_role("button", name="Pay $10.00").click()
    page.locator("button[value=balance]").click()
    # PayPal puts its own words behind the address.
    page.wait_for_url("**/orders/ord_*")

    shop.expect_stage(page, "ready")
