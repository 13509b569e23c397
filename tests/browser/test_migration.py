"""Somebody is moved to another server: foreseen, confirmed, and followed to the end."""

from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.customer import Customer
from tests.browser.test_dashboard import go, sign_in
from tests.browser.world import World
from tests.infra.processes import eventually


def choose(page: Page, field: str, option: str) -> None:
    page.get_by_role("combobox", name=field, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_person_is_moved_as_the_preview_said(world: World, page: Page):
    zelda = Customer(world, "zelda")
    world.act("plex/change_person", person="zelda", auto_accept=True)
    zelda.buy("Basic", until="ready")
    [share] = world.shares("zelda")
    source = str(share["server"])
    target = "beta" if source == "alpha" else "alpha"

    sign_in(page, world)
    go(page, "Migrations")
    page.get_by_role("link", name="Move people").first.click()
    choose(page, "From", source)
    choose(page, "To", target)
    page.get_by_label("Only some people").check()
    page.get_by_role("combobox", name="People", exact=True).fill("zelda")
    page.get_by_role("option", name="Zelda (zelda@demo.example)").click()
    page.keyboard.press("Escape")
    page.get_by_label("Note to customers").fill("The old machine is tired.")
    assert look.findings(page, "dashboard-migration-new") == []
    page.get_by_role("button", name="Show who would move").click()

    expect(page.get_by_role("heading", name="1 person moves, 0 stay")).to_be_visible()
    row = page.get_by_role("table", name="Who would move").get_by_role("row").last
    expect(row).to_contain_text("Zelda")
    assert look.findings(page, "dashboard-migration-preview") == []
    page.get_by_role("button", name="Move 1 person").click()
    page.get_by_role("dialog").get_by_role("button", name="Move 1 person").click()

    expect(page.get_by_role("heading", name=f"{source} → {target}", level=1)).to_be_visible()
    eventually(lambda: [each["server"] for each in world.shares("zelda")] == [target], within=60)
    world.act("run", schedule="job_sweep")
    moved = page.get_by_role("table", name="People who move").get_by_role("row").last
    expect(moved).to_contain_text("Moved")
    assert look.findings(page, "dashboard-migration") == []
    page.goto(f"{world.url}/admin/migrations")
    expect(page.get_by_role("link", name=f"{source} → {target}")).to_be_visible()
    assert look.findings(page, "dashboard-migrations") == []
