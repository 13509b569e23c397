"""Plans that renew as the clock moves, and a month of everything that the books agree with."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look, shop
from tests.browser.console import Console
from tests.browser.test_dashboard import sign_in
from tests.browser.test_gateways import go_to_payment
from tests.browser.test_sale import sign_in_by_mail
from tests.browser.world import Admin, World
from tests.infra.processes import eventually

_BOOKED_SECONDS = 60.0
_DAYS_LOOKED_AT = 3


@pytest.fixture(scope="module")
def world(world_alone: World) -> World:
    """A system of its own, for months pass in it."""
    return world_alone


def expect_payments(page: Page, count: int) -> None:
    """Load the open account until it lists so many payments."""
    rows = page.get_by_role("region", name="Table of payments").locator("tbody tr")

    def are_there() -> bool:
        page.reload()
        return rows.count() == count

    eventually(are_there, within=_BOOKED_SECONDS)


@pytest.mark.behaviour("B019", "B024", "B025")
def test_a_card_and_a_paypal_account_are_charged_three_times_more_and_a_failing_card_heals(
    world: World, visit: Callable[..., Page], console: Console
):
    by_card, by_paypal = visit(), visit()
    go_to_payment(by_card, world, person="xena", mode="Subscribe", by="Card")
    by_card.get_by_role("button", name="Subscribe for $10.00").click()
    by_card.get_by_role("button", name="Subscribe").click()
    by_card.wait_for_url(shop.ORDER_ADDRESS)
    go_to_payment(by_paypal, world, person="yuri", mode="Subscribe", by="PayPal")
    by_paypal.get_by_role("button", name="Subscribe for $10.00").click()
    by_paypal.get_by_role("button", name="Agree and subscribe").click()
    by_paypal.wait_for_url("**/orders/ord_*")
    shop.expect_stage(by_card, "ready")
    shop.expect_stage(by_paypal, "ready")

    console.reload()
    console.at_subscription("xena@demo.example", "Fail until healed")
    console.move_clock("+32d")
    sign_in_by_mail(by_card, console, email="xena@demo.example")
    eventually(lambda: is_failing(by_card), within=_BOOKED_SECONDS)
    found = look.findings(by_card, "account-failing")
    by_card.get_by_role("button", name="Change how I pay").click()
    by_card.get_by_role("button", name="Update payment method").click()
    by_card.get_by_role("link", name="Return to").click()
    expect_payments(by_card, 2)
    expect(by_card.get_by_text("Renews by itself")).to_be_visible()

    console.reload()
    console.move_clock("+32d")
    console.move_clock("+32d")

    for page, email in ((by_card, "xena@demo.example"), (by_paypal, "yuri@demo.example")):
        sign_in_by_mail(page, console, email=email)
        expect_payments(page, 4)
        expect(page.get_by_text("Renews by itself")).to_be_visible()
        expect(page.get_by_label("Your plan")).to_contain_text("Active")
    found += look.findings(by_paypal, "account-renewed-by-paypal")
    assert found == []


def is_failing(page: Page) -> bool:
    page.reload()
    return page.get_by_role("button", name="Change how I pay").is_visible()


@pytest.mark.behaviour("X007")
def test_a_busy_month_leaves_no_difference_at_any_gateway(
    world: World, page: Page, console: Console
):
    done = console.busy_month(days=9)
    console.reload()
    console.run("hourly")
    admin = world.admin()
    days = {account: days_of(done, account) for account in ("stripe", "paypal", "plisio")}
    busiest = {}
    for account, each in days.items():
        for day in each[-_DAYS_LOOKED_AT:]:
            path = f"/payments/reconciliation?day={day}&account={account}"
            report = eventually(partial(agreeing, admin, path), within=_BOOKED_SECONDS)
            if report["transactions"]:
                busiest[account] = day
    assert busiest.keys() == days.keys()

    sign_in(page, world)
    for account, day in busiest.items():
        query = f"tab=reconciliation&account={account}&day={day}"
        page.goto(f"{world.url}/admin/payments?{query}")
        expect(page.get_by_text("The books agree with the gateway")).to_be_visible()
        expect(page.get_by_role("table")).to_contain_text("Agrees")
    assert look.findings(page, "reconciliation") == []


def days_of(done: dict[str, Any], account: str) -> list[str]:
    """Return the days on which something happened at a gateway."""
    return sorted({deed["at"][:10] for deed in done["deeds"] if deed["gateway"] == account})


def agreeing(admin: Admin, path: str) -> Any:
    """Return a day's report once its books agree: webhooks may still be on their way."""
    report = admin.get(path)
    return report if report["differing"] == 0 else None
