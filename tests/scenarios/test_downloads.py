"""Downloads: the right, the week's allotment, and what follows when it is used up."""

from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.sandbox import emby, jellyfin
from infra.sandbox.kit import BadAction
from tests.scenarios import shop, steps
from tests.scenarios.test_keyed_servers import add_server
from tests.scenarios.world import LiveWorld

FINN = "finn@demo.example"
KEYED = [("jellyfin", "gamma", "grace"), ("emby", "epsilon", "hugo")]


def download(world: LiveWorld, server: str, title: str) -> None:
    """Let finn download something from a Plex server, as long as it takes."""
    world.act("start_download", server=server, person="finn", title=title, minutes=30)


def refused(world: LiveWorld, server: str) -> bool:
    try:
        download(world, server, "Refused")
    except BadAction:
        return True
    return False


def load(world: LiveWorld, platform: str, server: str, title: str) -> None:
    """Let the one customer on an Emby or Jellyfin server download something."""
    actions = {each.name: each for each in (emby if platform == "emby" else jellyfin).ACTIONS}
    person = {"gamma": "grace", "epsilon": "hugo"}[server]
    body = {"server": server, "person": person, "title": title}
    actions["download"].run(world.standins, body)


def week_of(world: LiveWorld, person: str) -> dict[str, Any]:
    user = steps.user_named(world, person)
    found: dict[str, Any] = world.api("GET", f"/users/{user['id']}/downloads")
    return found


def look(world: LiveWorld) -> dict[str, Any]:
    """Run the five minutes' look, and what it ordered."""
    counts = world.run("enforcement")
    world.work()
    assert "downloads_failed" not in counts, counts
    return counts


def allow(
    world: LiveWorld, plan: str, weekly: int | None, *, allows_downloads: bool = True
) -> None:
    """Sell a plan with so many downloads a week, or none; the hourly run changes the right."""
    limits = world.api("GET", f"/plans/{world.ids[plan]}")["limits"]
    changed = limits | {"weekly_downloads": weekly}
    shop.change_plan(world, world.ids[plan], allows_downloads=allows_downloads, limits=changed)
    world.run_hour()
    world.work()


def turn_the_week(world: LiveWorld, person: str) -> None:
    renews_at = datetime.fromisoformat(week_of(world, person)["meter"]["renews_at"])
    world.advance(seconds=(renews_at - world.now()) / timedelta(seconds=1) + 1)


@pytest.mark.behaviour("B183", "B184", "B185", "B186", "B187")
def test_a_week_of_downloads_from_plex(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    (server,) = steps.servers_of(world, "finn")
    assert refused(world, server)

    allow(world, "Basic", 2)
    download(world, server, "A Film")
    look(world)
    look(world)
    meter = week_of(world, "finn")["meter"]
    assert (meter["count"], meter["limit"], meter["withheld_until"]) == (1, 2, None)
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        assert "1 of 2 downloads used this week" in browser.get("/account").text

    download(world, server, "B Film")
    download(world, server, "C Film")
    counts = look(world)
    assert (counts["downloads_counted"], counts["downloads_over"]) == (2, 1)
    assert world.occasions(FINN).count("download_quota") == 1
    (decision,) = world.api("GET", "/decisions")["items"]
    assert (decision["rule"], decision["counted"], decision["limit"]) == ("downloads", 3, 2)
    assert refused(world, server)
    world.run("daily")
    world.work()
    assert refused(world, server)

    turn_the_week(world, "finn")
    look(world)
    found = week_of(world, "finn")
    assert (found["meter"]["count"], [each["count"] for each in found["earlier"]]) == (0, [3])
    download(world, server, "A Film")
    look(world)
    assert week_of(world, "finn")["meter"]["count"] == 1

    allow(world, "Basic", None, allows_downloads=False)
    assert refused(world, server)

    allow(world, "Basic", 2)
    steps.change_user(world, "finn", is_permanent=True)
    for title in "DEFGH":
        download(world, server, title)
    look(world)
    assert week_of(world, "finn")["meter"]["count"] == 6
    assert not refused(world, server)
    assert world.occasions(FINN).count("download_quota") == 1
    assert len(world.api("GET", "/decisions")["items"]) == 1


@pytest.mark.behaviour("B183", "B187")
def test_a_week_of_downloads_from_emby_and_jellyfin(world: LiveWorld):
    for platform, name, person in KEYED:
        add_server(world, platform, name)
        world.buy(world.ids[platform], email=f"{person}@demo.example", media_name="")
        with pytest.raises(BadAction, match="may not download"):
            load(world, platform, name, "A Film")
        allow(world, platform, 1)
    look(world)

    for platform, name, _ in KEYED:
        load(world, platform, name, "A Film")
    look(world)
    for platform, name, person in KEYED:
        assert week_of(world, person)["meter"]["count"] == 1
        assert world.occasions(f"{person}@demo.example")[-1] == "download_quota"
        with pytest.raises(BadAction, match="may not download"):
            load(world, platform, name, "B Film")
    listed = world.api("GET", "/downloads")
    assert {each["title"] for each in listed["items"]} == {"A Film"}
    assert {each["platform"]: each["way"] for each in listed["ways"]} == {
        "emby": "downloads_logged",
        "jellyfin": "downloads_logged",
        "plex": "downloads_running",
    }

    turn_the_week(world, "grace")
    look(world)
    for platform, name, _ in KEYED:
        load(world, platform, name, "B Film")
