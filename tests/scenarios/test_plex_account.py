"""The owner's Plex token dies, and the site waits for it: through the whole system."""

import pytest

from tests.scenarios import steps
from tests.scenarios.world import ADMIN, LiveWorld


def account(world: LiveWorld) -> dict[str, object]:
    (found,) = world.api("GET", "/plex-accounts")["items"]
    return dict(found)


def sweep_jobs(world: LiveWorld) -> None:
    """Let the minute sweep run until nothing more follows."""
    for _ in range(3):
        world.run("job_sweep")
        world.work()


def test_a_dead_token_stops_everything_but_loses_nothing_and_all_goes_on_after_the_new_link(
    world: LiveWorld,
):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "ann", "Basic")
    world.act("token_dies", person="owner")
    writes = steps.plex_writes(world)
    world.run("enforcement")
    sweep_jobs(world)
    assert "refuses the Plex token" in str(account(world)["token_error"])
    told = [each for each in world.mails(ADMIN) if "must be linked again" in each["text"]]
    assert len(told) == 1

    world.advance(days=40)
    world.run_hour()
    sweep_jobs(world)
    assert world.shares("alpha")["ann"]["state"] == "accepted"
    assert steps.plex_writes(world) == writes
    items = world.api("GET", "/attention")["items"]
    assert {"plex_account", "job"} <= {each["kind"] for each in items}

    world.act("token_dies", person="owner", new_token="a-fresh-token")
    world.api("POST", "/plex-accounts", {"token": "a-fresh-token"})
    sweep_jobs(world)
    assert account(world)["token_error"] == ""
    assert "ann" not in world.shares("alpha")
    assert [each["kind"] for each in world.api("GET", "/attention")["items"]] == []


@pytest.mark.behaviour("B131")
def test_members_of_the_home_and_friends_of_the_owner_count_from_the_next_day_on(world: LiveWorld):
    for number in range(3):
        world.act("add_home_person", username=f"kid{number}", managed=True)
    counts = world.run("daily")
    assert counts["people_counted"] == 1
    before = account(world)
    assert (before["others"], before["people"]) == (3, 0)
    body = {"max_people": 3, "calls_per_second": 1, "version": before["version"]}
    world.api("PUT", f"/plex-accounts/{before['id']}", body)
    capacity = world.api("GET", f"/servers/{world.ids['alpha']}/capacity")
    reasons = [reason for plan in capacity["plans"] for reason in plan["reasons"]]
    assert set(reasons) == {"its account is full (3 of 3)"}
