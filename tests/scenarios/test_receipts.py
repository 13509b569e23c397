"""Every settled payment has a receipt, for whoever paid it and for administrators alone."""

import re
from contextlib import closing
from html import unescape

import httpx
import pytest

from tests.scenarios import steps
from tests.scenarios.gateways import connect_plisio
from tests.scenarios.world import LiveWorld

SELLER = {
    "business_name": "Northlight Streams Ltd",
    "address": "1 Film Street\n0150 Oslo",
    "tax_line": "VAT NO 987 654 321 MVA",
    "footer": "Thank you & see <you> soon",
}


def text_of(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def article_of(page: httpx.Response) -> str:
    """Return the receipt itself, without the site around it."""
    return page.text.partition("<article")[2].partition("</article>")[0]


def receipt_links(browser: httpx.Client) -> list[str]:
    return re.findall(r'href="(/receipts/[^"]+)"', browser.get("/account").text)


@pytest.mark.behaviour("X011")
def test_a_settled_payment_has_a_receipt_with_the_operators_details(world: LiveWorld):
    held = world.api("GET", "/settings/receipts")
    world.api("PUT", "/settings/receipts", held | SELLER)
    steps.subscribe(world, "finn", "Standard")
    (payment,) = world.api("GET", "/payments")["items"]
    with closing(steps.sign_in_customer(world, "finn")) as finn:
        (link,) = receipt_links(finn)
        assert link == f"/receipts/{payment['id']}"
        page = finn.get(link)

    shown = text_of(page)
    for line in ("Northlight Streams Ltd", "1 Film Street 0150 Oslo", SELLER["tax_line"]):
        assert line in shown
    assert "Thank you & see <you> soon" in unescape(page.text)
    assert "<you>" not in page.text
    assert payment["id"] in shown
    assert payment["external_id"] in shown
    assert "Standard" in shown
    assert "Paid $10.00" in shown
    assert steps.address("finn") in shown
    assert article_of(world.admin.get(link)) == article_of(page)
    # The receipt in the mail has the same number.
    assert payment["id"] in str(world.mails(steps.address("finn"))[0])


@pytest.mark.behaviour("X011")
def test_a_receipt_opens_for_its_owner_and_administrators_only(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    steps.add_user(world, "grace")
    (payment,) = world.api("GET", "/payments")["items"]
    link = f"/receipts/{payment['id']}"

    stranger = world.visitor.get(link)
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/account")
    with closing(steps.sign_in_customer(world, "grace")) as grace:
        refused = grace.get(link)
        assert refused.status_code == 404
        assert refused.text.count(payment["id"]) == 0
        assert receipt_links(grace) == []
    for unknown in ("pay_none", "x" * 300, "%00", "ü"):
        assert world.admin.get(f"/receipts/{unknown}").status_code == 404


def test_what_was_given_back_stands_on_the_receipt(world: LiveWorld):
    steps.subscribe(world, "finn", "Standard")
    (payment,) = world.api("GET", "/payments")["items"]
    world.stripe("refund", payment_intent=payment["external_id"], amount=400)
    world.deliver()
    world.run_hour()

    shown = text_of(world.admin.get(f"/receipts/{payment['id']}"))

    assert "Paid $10.00 Given back $4.00 Left $6.00" in shown


@pytest.mark.behaviour("X002")
def test_money_that_is_held_has_no_receipt(world: LiveWorld):
    connect_plisio(world)
    page = world.open_checkout(
        world.ids["Standard"],
        email=steps.address("finn"),
        media_name="finn",
        way="once-plisio",
    )
    world.plisio("overpay", txn_id=page.rsplit("/", 1)[1])
    (payment,) = world.api("GET", "/payments")["items"]

    assert payment["status"] == "held"
    assert world.admin.get(f"/receipts/{payment['id']}").status_code == 404


def test_money_entered_by_hand_has_a_receipt_too(world: LiveWorld):
    user_id = steps.add_user(world, "finn")
    payment = steps.enter_payment(world, user_id, "Basic", "cash-1")

    shown = text_of(world.admin.get(f"/receipts/{payment['id']}"))

    assert "Basic" in shown
    assert "Paid $7.00" in shown
    assert "Received by the operator" in shown
