"""A run that would take access from many, as an administrator sees it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.crowd import crowd
from tests.browser.test_dashboard import sign_in
from tests.browser.world import World
from tests.infra.processes import eventually


@pytest.mark.behaviour("X040")
def test_a_run_of_twenty_among_a_hundred_halts_and_goes_on_after_the_confirmation(
    world: World, page: Page
):
    sign_in(page, world)
    with crowd(world) as people:
        month = timedelta(days=30)
        people.settle_in((20, -timedelta(minutes=1)), (80, month), now=datetime.now(UTC))
        world.act("run", schedule="hourly")
        assert people.having_access() == 100

        page.reload()
        notice = page.get_by_role("status").filter(has_text="A run is held")
        expect(notice).to_contain_text("20 people would lose access")
        notice.get_by_role("link", name="Look at the list").click()
        expect(page.get_by_role("heading", name="Held runs", level=1)).to_be_visible()
        expect(page.get_by_role("row", name=re.compile("Crowd 20"))).to_contain_text(
            "The paid time ended"
        )
        assert look.findings(page, "held-runs") == []

        page.get_by_role("button", name="Go on").click()
        page.get_by_role("dialog").get_by_role("button", name="Go on").click()
        expect(page.get_by_text("Confirmed")).to_be_visible()
        # Twenty jobs through two busy cores.
        eventually(lambda: people.having_access() == 80, within=150)
        page.goto(f"{world.url}/admin/")
        expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
        expect(page.get_by_text("A run is held")).to_have_count(0)
