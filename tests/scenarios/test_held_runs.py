"""Runs that would take access from many, and the night's look at what platforms say."""

from datetime import timedelta
from typing import Any

import pytest

from infra.sandbox import plex_shares, plex_world
from tests.scenarios.crowd import settle_in
from tests.scenarios.world import ADMIN, LiveWorld


def sharing(world: LiveWorld) -> int:
    """Return with how many people Alpha is shared."""
    server = plex_world.find_server(world.standins, "alpha")
    return len(plex_shares.shares_on(world.standins, server))


def newest(world: LiveWorld) -> dict[str, Any]:
    run: dict[str, Any] = world.api("GET", "/held-runs")["items"][0]
    return run


def decide(world: LiveWorld, what: str, run: dict[str, Any], *, status: int = 200) -> Any:
    body = {"version": run["version"]}
    return world.api("POST", f"/held-runs/{run['id']}/{what}", body, status=status)


@pytest.mark.behaviour("X040")
def test_a_month_end_of_many_waits_for_one_word(world: LiveWorld):
    soon, later = world.now() + timedelta(hours=2), world.now() + timedelta(days=20)
    settle_in(world, "ending", 20, ends_at=soon)
    settle_in(world, "staying", 80, ends_at=later)
    world.run_hour()
    assert (sharing(world), world.api("GET", "/held-runs")["items"]) == (100, [])

    world.advance(hours=3)
    [part] = [
        each
        for each in world.api("POST", "/schedules/hourly/preview")["parts"]
        if each["name"] == "access"
    ]
    assert part["note"].startswith("20 people would lose access")
    world.run_hour()
    world.run_hour()
    run = newest(world)
    assert (run["state"], run["people"], run["most"], sharing(world)) == ("open", 20, 10, 100)
    assert [mail["subject"] for mail in world.mails(ADMIN)].count(
        "Needs attention: 20 people would lose access; 100 have it, and at most 10 may lose it in "
        "24 hours without your word."
    ) == 1
    people = world.api("GET", f"/held-runs/{run['id']}/people?limit=200")["items"]
    assert {person["user_label"] for person in people} == {f"ending{n:03}" for n in range(1, 21)}
    assert people[0]["why"].startswith("The paid time ended on")
    assert people[0]["libraries"][0].startswith("alpha: ")

    left = decide(world, "leave", run)
    assert (left["state"], sharing(world)) == ("left", 100)
    decide(world, "go-on", run, status=409)
    assert decide(world, "go-on", left)["state"] == "going_on"
    world.work()
    assert sharing(world) == 80


@pytest.mark.behaviour("B169", "B171", "B247")
def test_the_night_sets_back_what_was_changed_by_hand_and_counts(world: LiveWorld):
    settle_in(world, "nina", 3, ends_at=world.now() + timedelta(days=20))
    server = plex_world.find_server(world.standins, "alpha")
    shares = plex_shares.shares_on(world.standins, server)
    held = shares[0]["sections"]
    world.run("daily")
    world.work()
    assert plex_shares.shares_on(world.standins, server) == shares

    every = [library["id"] for library in server["libraries"]]
    plex_shares.change_share(world.standins, server, shares[0], every)
    world.run("daily")
    world.work()
    (back, *_) = plex_shares.shares_on(world.standins, server)
    assert (back["id"], sorted(back["sections"])) == (shares[0]["id"], sorted(held))

    shown = world.api("GET", "/overview")["days"][0]
    assert (shown["active_users"], shown["day"]) == (3, world.now().date().isoformat())
    assert shown["items"]["movie"] > 0
