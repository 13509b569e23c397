"""People who were on a server before the site knew of them are taken over in the dashboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.test_dashboard import go, settle, sign_in
from tests.browser.world import World
from tests.infra.processes import eventually


@pytest.mark.behaviour("B156", "B160")
def test_people_of_a_server_come_in_once_an_administrator_has_looked(world: World, page: Page):
    names = [world.person(name) for name in ("undine", "vasco", "wilma")]
    for name in names:
        world.act("plex/share_server", server="beta", person=name, libraries=["Movies"])
    sign_in(page, world)

    go(page, "Import")
    row = page.get_by_role("row").filter(has_text="undine").first
    expect(row).to_contain_text("Becomes a user")
    settle(page)
    assert look.findings(page, "import") == []
    page.set_viewport_size(look.DESK)
    decide(page, "wilma")
    page.get_by_role("button", name="Let them in…").click()
    asked = page.get_by_role("dialog", name="Let these people in?")
    expect(asked).to_contain_text("Nobody gets a mail")
    look.keep(page, "import-confirm")
    asked.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("The import begins within a minute.")).to_be_visible()

    world.act("run", schedule="job_sweep")
    eventually(lambda: people(world) >= {"undine", "vasco"}, within=90)
    assert "wilma" not in people(world)
    page.reload()
    expect(page.get_by_role("heading", name="Last import")).to_be_visible()
    settle(page)
    look.keep(page, "import-done")


def decide(page: Page, name: str) -> None:
    """Say that somebody is no customer."""
    page.get_by_role("button", name=f"Decide about {name}").click()
    asked = page.get_by_role("dialog", name=f"Who is {name}?")
    asked.get_by_label("Leave this account alone").check()
    look.keep(page, "import-decide")
    asked.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The next import acts on it.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Decide about {name}")).to_have_count(0)


def people(world: World) -> set[str]:
    """Return what the users are called at Plex."""
    return {each["media_handle"] for each in world.admin().get("/users?limit=200")["items"]}
