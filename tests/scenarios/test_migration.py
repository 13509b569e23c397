"""The people of a server move to another one, through the API, the jobs and the platforms."""

from typing import Any

import pytest

from infra.sandbox import jellyfin
from infra.sandbox import mediabrowser_world as things
from tests.scenarios import steps
from tests.scenarios.shop import STANDARD, change_server
from tests.scenarios.world import ADMIN, LiveWorld


def order(world: LiveWorld, source: str, target: str, **given: Any) -> dict[str, Any]:
    return {"source_id": world.ids[source], "target_id": world.ids[target], **given}


def begin(world: LiveWorld, source: str, target: str, **given: Any) -> str:
    """Look at the preview and confirm it; return the migration's id."""
    asked = order(world, source, target, **given)
    seen = world.api("POST", "/migrations/preview", asked)
    started = world.api("POST", "/migrations", asked | {"expected": seen["moving"]})
    return str(started["id"])


def let_it_run(world: LiveWorld, migration_id: str, *, minutes: int = 20) -> dict[str, Any]:
    """Let the worker and the minute sweep do their work."""
    for _ in range(minutes):
        world.work()
        shown: dict[str, Any] = world.api("GET", f"/migrations/{migration_id}")
        if shown["state"] in {"done", "cancelled"}:
            return shown
        world.advance(minutes=2)
        world.run("job_sweep")
    return world.api("GET", f"/migrations/{migration_id}")  # type: ignore[no-any-return]


def moves(world: LiveWorld, migration_id: str) -> dict[str, str]:
    found = world.api("GET", f"/migrations/{migration_id}/moves")["items"]
    return {each["label"].casefold(): each["state"] for each in found}


@pytest.mark.behaviour("B248")
def test_everybody_moves_in_the_background_payments_stay_and_a_mail_tells_the_outcome(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "alpha")
    for person in ("finn", "ann"):
        steps.subscribe(world, person, "Basic")
    steps.subscribe(world, "ben", "Premium")
    closed = world.api("POST", "/migrations/preview", order(world, "alpha", "beta"), status=422)[
        "error"
    ]
    assert closed["problems"][0]["field"] == "target_id"
    change_server(world, world.ids["beta"], allows_new=True)

    seen = world.api("POST", "/migrations/preview", order(world, "alpha", "beta"))
    assert (seen["moving"], seen["staying"]) == (2, 1)
    [stays] = [each for each in seen["people"] if not each["moves"]]
    assert (stays["email"], stays["stays"]) == ("ben@demo.example", "lacks_groups")
    assert "beta has no library of: Premium 4K" in stays["why"]
    payments = world.api("GET", "/payments")["items"]

    ended = let_it_run(world, begin(world, "alpha", "beta", note="Alpha is tired."))

    assert (ended["state"], ended["counts"]) == ("done", {"left_source": 2})
    assert [steps.servers_of(world, each) for each in ("finn", "ann", "ben")] == [
        ["beta"],
        ["beta"],
        ["alpha"],
    ]
    assert world.api("GET", "/payments")["items"] == payments
    [told] = [each for each in world.mails("finn@demo.example") if "move to" in each["subject"]]
    assert "Alpha is tired." in told["text"]
    assert world.occasions(ADMIN).count("admin_migration") == 1
    assert world.mails(ADMIN)[-1]["subject"] == "The migration to beta is done"

    back = world.api("POST", f"/migrations/{ended['id']}/undo/preview")
    assert back["moving"] == 2
    undone = world.api("POST", f"/migrations/{ended['id']}/undo", {"expected": 2})
    assert let_it_run(world, undone["id"])["counts"] == {"left_source": 2}
    assert set(moves(world, ended["id"]).values()) == {"undone"}
    assert steps.servers_of(world, "finn") == ["alpha"]


@pytest.mark.behaviour("B248")
def test_people_move_from_plex_to_a_server_that_keeps_accounts_and_back(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    world.ids["gamma"] = add_jellyfin(world)
    paid = steps.user_named(world, "finn")["periods"]

    ended = let_it_run(world, begin(world, "alpha", "gamma"))

    assert (ended["state"], ended["counts"]) == ("done", {"left_source": 1})
    assert steps.servers_of(world, "finn") == []
    # Nothing ties them to the Plex account any more, so that their place there is free.
    assert shares_of(world, "finn") == {"alpha": "deleted", "gamma": "accepted"}
    assert not steps.is_friend(world, "finn")
    assert sees(world, "finn") == {"Movies", "TV Shows"}
    [told] = [each for each in world.mails("finn@demo.example") if "move to" in each["subject"]]
    assert "Open Jellyfin and sign in as finn" in told["text"]
    assert steps.user_named(world, "finn")["periods"] == paid

    back = world.api("POST", f"/migrations/{ended['id']}/undo", {"expected": 1})
    assert let_it_run(world, back["id"])["counts"] == {"left_source": 1}
    assert steps.servers_of(world, "finn") == ["alpha"]
    assert steps.is_friend(world, "finn")
    assert sees(world, "finn") == set()


def test_an_open_invite_moves_with_the_person_and_is_theirs_after_a_cancellation(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic", accepts=False)
    change_server(world, world.ids["beta"], allows_new=True)
    migration_id = begin(world, "alpha", "beta")
    let_it_run(world, migration_id, minutes=3)
    assert [each["server"] for each in world.shares_of("finn")] == ["beta"]
    assert list(moves(world, migration_id).values()) == ["placed"]

    world.api("POST", f"/migrations/{migration_id}/cancel")
    assert let_it_run(world, migration_id)["state"] == "cancelled"
    assert steps.servers_of(world, "finn") == ["beta"]


def add_jellyfin(world: LiveWorld) -> str:
    """Add a Jellyfin server whose libraries are in the group of the plans; return its id."""
    body = {
        "platform": "jellyfin",
        "url": f"{world.standins.base_url}/jellyfin/gamma",
        "key": things.key_for("jellyfin", "gamma"),
    }
    server = world.api("POST", "/keyed-servers", body)
    for library in server["libraries"]:
        path = f"/servers/{server['id']}/libraries/{library['id']}"
        world.api("PUT", path, {"group_id": STANDARD})
    change_server(world, server["id"], is_enabled=True)
    return str(server["id"])


def sees(world: LiveWorld, login: str) -> set[str]:
    """Return the titles of the libraries that an account on Jellyfin sees."""
    servers = jellyfin.panel(world.standins)["servers"]
    gamma = next(each for each in servers if each["name"] == "gamma")
    account = next((each for each in gamma["people"] if each["name"] == login), None)
    return set(account["libraries"]) if account else set()


def shares_of(world: LiveWorld, person: str) -> dict[str, str]:
    """Return how our records stand, by server."""
    shares = steps.user_named(world, person)["shares"]
    return {each["server_name"].casefold(): each["state"] for each in shares}
