"""A week of downloads, as the administrator and the customer see it."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.test_dashboard import go, sign_in
from tests.browser.world import Admin, World
from tests.infra.processes import eventually

QUINN = "quinn@demo.example"
UNLIMITED = (
    *("max_bitrate_kbps", "max_devices", "weekly_hours", "weekly_gb"),
    *("from_hour", "to_hour", "stop_mode"),
)


def let_in(world: World, admin: Admin) -> str:
    """Let Quinn in on a plan with two downloads a week, which is not for sale; return the id."""
    world.person("quinn")
    world.act("plex/change_person", person="quinn", auto_accept=True)
    plan: dict[str, Any] = {
        "name": "Traveller",
        "price": {"minor": 900, "currency": "USD"},
        "term": {"count": 30, "unit": "day"},
        "max_streams": 2,
        "group_ids": ["grp_standard"],
        "allows_downloads": True,
        "is_active": False,
        "limits": dict.fromkeys(UNLIMITED) | {"allows_transcoding": True, "weekly_downloads": 2},
    }
    plan_id = admin.send("POST", "/plans", plan)["id"]
    person = {"email": QUINN, "name": "Quinn", "media_username": "quinn"}
    user_id: str = admin.send("POST", "/users", person)["id"]
    price = {"minor": 900, "currency": "USD"}
    body = {"user_id": user_id, "plan_id": plan_id, "amount": price, "external_id": "cash-quinn"}
    admin.send("POST", "/payments", body)
    eventually(
        lambda: [each["state"] for each in world.shares("quinn")] == ["accepted"], within=60
    )
    return user_id


def test_the_week_of_somebody_who_used_up_the_downloads(world: World, page: Page):
    look.prepare(page)
    user_id = let_in(world, world.admin())
    server = world.shares("quinn")[0]["server"]
    for title in ("The Long Way Home", "Night Train – Pilot"):
        world.act("plex/start_download", server=server, person="quinn", title=title, minutes=30)
    world.sweep()

    sign_in(page, world)
    go(page, "Downloads")
    expect(page.get_by_role("link", name="Quinn")).to_have_count(2)
    expect(page.get_by_text("On Plex a download shows only while it runs")).to_be_visible()
    assert look.findings(page, "downloads") == []

    page.goto(f"{world.url}/admin/users/{user_id}?tab=downloads")
    expect(page.get_by_text("2 of 2 used")).to_be_visible()
    expect(page.get_by_text("The download right is withheld")).to_be_visible()
    assert look.findings(page, "downloads-of-user") == []

    page.goto(world.account_link(QUINN))
    expect(page.get_by_text("2 of 2 downloads used this week")).to_be_visible()
    expect(page.get_by_text("Downloads are off until then")).to_be_visible()
    assert look.findings(page, "account-downloads") == []
