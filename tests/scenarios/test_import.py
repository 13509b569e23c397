"""People who were on the servers before the site knew of them."""

from typing import Any

import httpx
import pytest

from infra.sandbox import plex_world
from tests.scenarios import steps
from tests.scenarios.database import changed, stored
from tests.scenarios.world import LiveWorld


def share_by_hand(world: LiveWorld, person: str, server: str, *titles: str) -> None:
    """Share libraries in Plex itself, which the person accepts."""
    world.act("share_server", person=person, server=server, libraries=titles)


def titles(world: LiveWorld, server: str) -> list[str]:
    """Return the libraries of a server."""
    held = plex_world.find_server(world.standins, server)["libraries"]
    return [each["title"] for each in held]


def seen(world: LiveWorld) -> dict[str, dict[str, Any]]:
    """Return the people of the preview by what they are called."""
    return {each["label"]: each for each in world.api("GET", "/import/preview")["people"]}


def people(world: LiveWorld) -> set[str]:
    """Return what the users are called at Plex."""
    return {each["media_handle"] for each in world.api("GET", "/users")["items"]}


def confirm(world: LiveWorld) -> None:
    """Let everybody in whom the preview shows, and let the work be done."""
    preview = world.api("GET", "/import/preview")
    body = {
        "fingerprint": preview["fingerprint"],
        "server_ids": [each["id"] for each in preview["servers"]],
    }
    world.api("POST", "/import", body, status=httpx.codes.ACCEPTED)
    world.work()


@pytest.mark.behaviour("B156", "B157", "B160", "B161", "B165")
def test_the_people_of_the_servers_are_taken_over_once_somebody_looked(world: LiveWorld):
    here = titles(world, "alpha")
    share_by_hand(world, "finn", "alpha", *here[:2])
    share_by_hand(world, "finn", "beta", titles(world, "beta")[0])
    share_by_hand(world, "grace", "alpha", here[0])

    world.run_hour()
    assert "Confirm" in world.api("GET", "/import")["run"]["waiting"]
    assert "finn" not in people(world)
    finn = seen(world)["finn"]
    assert (finn["outcome"], len(finn["shares"])) == ("new", 2)
    assert finn["ends_at"]

    confirm(world)
    state = world.api("GET", "/import")["run"]
    assert (state["counts"]["new"], state["waiting"]) == (2, "")
    user = world.api("GET", f"/users/{steps.user_named(world, 'finn')['id']}")
    assert (user["plan_name"], user["standing"]) == ("Basic", "active")
    assert [each["payment_id"] for each in user["periods"]]
    assert all(each["invited_at"] and each["accepted_at"] for each in user["shares"])
    assert len(user["shares"]) == 2
    assert not world.mails("finn@demo.example")

    share_by_hand(world, "hugo", "alpha", here[0])
    world.api("POST", "/import/sync", status=httpx.codes.ACCEPTED)
    world.work()
    assert steps.user_named(world, "hugo")["standing"] == "active"


@pytest.mark.behaviour("B162")
def test_with_the_sync_off_nobody_comes_in_and_no_server_can_be_added(world: LiveWorld):
    share_by_hand(world, "finn", "alpha", titles(world, "alpha")[0])
    settings = world.api("GET", "/settings/media")
    world.api("PUT", "/settings/media", settings | {"sync_from_remote": False})

    before = stored()
    world.run_hour()
    assert not [each for each in changed(before, stored()) if "import" in each]
    assert "finn" not in people(world)
    world.api("GET", "/import/preview", status=httpx.codes.CONFLICT)
    body = {"account_id": world.ids["account"], "machine_id": "x", "url": "http://127.0.0.1:1"}
    refused = world.api("POST", "/servers", body, status=httpx.codes.CONFLICT)
    assert refused["error"]["code"] == "sync_off"
