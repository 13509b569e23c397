"""The shop as a customer works it: from the storefront to the page of the order."""

import re

from playwright.sync_api import Page, expect

ORDER_ADDRESS = re.compile(r"/orders/ord_\w+$")
_PAY = re.compile("^Pay ")
_NAME = re.compile("^Name")


def choose(page: Page, plan: str) -> None:
    """Press the button of a plan on the storefront, which has to be open."""
    page.get_by_role("link", name=f"Choose {plan}").click()
    expect(page.get_by_role("heading", name="Who is it for?")).to_be_visible()


def fill(page: Page, *, person: str, email: str = "") -> None:
    """Say who it is for."""
    page.get_by_label("Plex user name or e-mail").fill(person)
    page.get_by_label("E-mail", exact=True).fill(email or f"{person}@demo.example")
    page.get_by_label(_NAME).fill(person.title())


def go_to_summary(page: Page) -> None:
    """Send the form."""
    page.get_by_role("button", name="Continue to the summary").click()
    expect(page.get_by_role("heading", name="Check and pay")).to_be_visible()


def go_to_payment(page: Page) -> None:
    """Leave the summary for Stripe's page."""
    page.get_by_role("button", name=_PAY).click()
    expect(page.get_by_role("heading", name="Pay with card")).to_be_visible()


def pay(page: Page) -> str:
    """Pay on Stripe's page; return the path of the order that the browser comes back to."""
    page.get_by_role("button", name=_PAY).first.click()
    page.wait_for_url(ORDER_ADDRESS)
    return page.url


def buy(page: Page, url: str, *, plan: str, person: str) -> str:
    """Go the whole way as a new customer; return the address of the order's page."""
    page.goto(url)
    choose(page, plan)
    fill(page, person=person)
    go_to_summary(page)
    go_to_payment(page)
    return pay(page)


def expect_stage(page: Page, stage: str) -> None:
    """Wait until the order's page shows a stage; the page has to change by itself."""
    expect(page.locator("#order")).to_have_attribute("data-stage", stage)
