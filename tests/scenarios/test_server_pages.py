"""What the dashboard tells of servers and shares, and what can be done there."""

from typing import Any

import pytest

from chalicelib.catalog.model import PRIVATE
from tests.scenarios import steps
from tests.scenarios.shop import change_plan, change_server
from tests.scenarios.world import LiveWorld


def libraries_of(world: LiveWorld, server: str) -> dict[str, str]:
    shown = world.api("GET", f"/servers/{world.ids[server]}")["libraries"]
    return {each["title"]: each["id"] for each in shown}


def differing(world: LiveWorld, **query: str) -> list[dict[str, Any]]:
    wanted = "&".join(f"{name}={value}" for name, value in {**query, "differing": "true"}.items())
    found: list[dict[str, Any]] = world.api("GET", f"/shares?{wanted}")["items"]
    return found


def test_a_share_that_differs_is_listed_with_its_reason_and_put_right_at_once(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    assert differing(world) == []

    known = libraries_of(world, "alpha")
    body = {"library_ids": [known["Kids"], known["Music"]], "group_id": PRIVATE}
    moved = world.api("PUT", f"/servers/{world.ids['alpha']}/libraries", body)["items"]
    assert {each["title"]: each["group_id"] for each in moved} == {
        "Kids": PRIVATE,
        "Music": PRIVATE,
    }
    for query in ({}, {"server_id": world.ids["alpha"]}):
        (row,) = differing(world, **query)
        assert (row["user_label"], row["server_name"], row["action"]) == (
            "finn",
            "alpha",
            "change",
        )
        assert set(row["has"]) - set(row["due"]) == {"Kids", "Music"}
        assert row["why"] == "The plan Basic gives these"
    assert differing(world, server_id=world.ids["beta"]) == []

    finn = steps.user_named(world, "finn")["id"]
    world.api("POST", f"/users/{finn}/reconcile")
    world.work()
    assert differing(world) == []
    assert set(world.shares_of("finn")[0]["libraries"]) == {"Movies", "TV Shows"}
    changes = world.api("GET", f"/servers/{world.ids['alpha']}/audit")["items"]
    assert changes[0]["before"] == {"Kids": "Standard", "Music": "Standard"}


def test_a_full_server_says_why_and_who_makes_room(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    server_id = world.ids["alpha"]
    change_server(world, server_id, max_users=1)
    shown = world.api("GET", f"/servers/{server_id}/capacity")
    assert (shown["accepted"], shown["taken"], shown["max_users"]) == (1, 1, 1)
    assert shown["ceiling"]["taken"] == 1
    basic = next(each for each in shown["plans"] if each["plan_name"] == "Basic")
    assert (basic["fits"], basic["reasons"]) == (False, ["it is full (1 of 1)"])
    (person,) = world.api("GET", f"/servers/{server_id}/shares")["items"]
    assert [(each["user_label"], each["at"]) for each in shown["leaving"]] == [
        ("finn", person["paid_until"])
    ]
    assert (person["plan_name"], person["standing"]) == ("Basic", "active")

    why = world.api("GET", f"/plans/{world.ids['Basic']}/why")
    assert (why["is_shown"], why["can_be_had"]) == (True, False)
    assert "alpha: it is full (1 of 1)" in why["because"]
    assert "All places are taken" in world.visitor.get("/").text


@pytest.mark.behaviour("X061")
def test_why_tells_the_rule_that_keeps_a_plan_out_and_gives_or_denies_access(world: LiveWorld):
    steps.subscribe(world, "finn", "Basic")
    steps.add_user(world, "gina")
    change_plan(world, world.ids["Standard"], is_active=False)

    why = world.api("GET", f"/plans/{world.ids['Standard']}/why")
    assert (why["is_shown"], why["because"]) == (False, "No: Active is off on its page.")
    assert "Choose Standard" not in world.visitor.get("/").text

    def access(person: str) -> dict[str, Any]:
        user_id = steps.user_named(world, person)["id"]
        return dict(world.api("GET", f"/users/{user_id}/access"))

    has = access("finn")
    finn = steps.user_named(world, "finn")["id"]
    (paid,) = world.api("GET", f"/users/{finn}/payments")["items"]
    answers = {rule["question"]: rule["answer"] for rule in has["rules"]}
    assert has["verdict"] == "has"
    assert paid["id"] in answers["Does paid time run?"]
    assert [each["server_name"] for each in has["candidates"] if each["fits"]]

    lacks = access("gina")
    assert (lacks["verdict"], lacks["because"]) == ("lacks", "No: nothing was ever paid.")


@pytest.mark.behaviour("B140")
def test_a_server_that_is_deleted_here_leaves_users_payments_and_shares(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    finn = steps.user_named(world, "finn")["id"]
    payments = world.api("GET", f"/users/{finn}/payments")["items"]
    writes = steps.plex_writes(world)

    assert world.api("DELETE", f"/servers/{world.ids['alpha']}") == {"people": 1}
    world.run_hour()

    world.api("GET", f"/servers/{world.ids['alpha']}", status=404)
    assert [each["name"] for each in world.api("GET", "/servers")["items"]] == ["beta"]
    assert world.api("GET", f"/users/{finn}/payments")["items"] == payments
    user = world.api("GET", f"/users/{finn}")
    assert (user["standing"], user["last_server_name"]) == ("active", "alpha")
    assert [(each["server_name"], each["state"]) for each in user["shares"]] == [
        ("alpha", "removed")
    ]
    assert steps.plex_writes(world) == writes
    assert len(world.shares_of("finn")) == 1
