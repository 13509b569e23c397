"""Many people are invited at once: the bad row is named before, the others get in."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_dashboard import go, sign_in
from tests.browser.world import World

LIST = """person,plan,amount,note
quincy@guests.example,Standard,10,cash
rosalind@guests.example,Standard,10,cash
sybil@guests.example,Nonsense,10,cash
thaddeus@guests.example,Standard,free,helps out
ursula@guests.example,Basic,,
"""


@pytest.mark.behaviour("B249")
def test_a_list_of_five_with_one_bad_row_is_checked_confirmed_and_reported(
    world: World, page: Page
):
    sign_in(page, world)
    go(page, "Users")
    page.get_by_role("link", name="Invite a list").click()
    page.get_by_label("One person a line").fill(LIST)
    page.get_by_role("button", name="Check the list").click()

    rows = page.get_by_role("table", name="Rows of the list").get_by_role("row")
    expect(rows).to_have_count(6)
    bad = rows.filter(has_text="sybil@guests.example")
    expect(bad).to_contain_text("Left out")
    expect(bad).to_contain_text("There is no plan 'Nonsense'.")
    page.get_by_role("button", name="Invite 4 people").click()

    expect(page.get_by_role("heading", name="List of 5", level=1)).to_be_visible()
    # The site looks for work every minute by itself.
    world.act("run", schedule="job_sweep")
    expect(page.get_by_role("main").get_by_text("Done", exact=True)).to_be_visible()
    done = page.get_by_role("table", name="Rows of the list").get_by_role("row")
    expect(done.filter(has_text="thaddeus@guests.example")).to_contain_text("Invited")
    expect(done.filter(has_text="sybil@guests.example")).to_contain_text("Not invited")

    page.goto(f"{world.url}/admin/invite-lists")
    page.get_by_label("One person a line").fill(LIST)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("Invited before").first).to_be_visible()
    expect(page.get_by_role("button", name="Invite 0 people")).to_be_disabled()
