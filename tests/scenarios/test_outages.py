"""A server that was out for long, and the days that its customers get back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.scenarios import steps
from tests.scenarios.world import ADMIN, LiveWorld


def paid_until(world: LiveWorld, person: str) -> datetime:
    return datetime.fromisoformat(steps.user_named(world, person)["paid_until"])


def goes_out(world: LiveWorld, server: str, *, minutes: int) -> None:
    """Let a server be silent for so long while it is looked at every five minutes."""
    world.fault(f"pms:{server}", mode="status", status=503)
    for _ in range(minutes // 5):
        world.run("enforcement")
        world.advance(minutes=5)
    world.standins.faults.clear()
    world.run("enforcement")
    world.run("job_sweep")
    world.work()


def outages(world: LiveWorld) -> list[dict[str, Any]]:
    return list(world.api("GET", "/outages")["items"])


def set_rule(world: LiveWorld, **changes: Any) -> None:
    settings = world.api("GET", "/settings/safety")
    world.api("PUT", "/settings/safety", settings | changes)


def given(world: LiveWorld, person: str) -> list[dict[str, Any]]:
    mails = world.mails(steps.address(person))
    return [each for each in mails if each["subject"] == "You have 1 day more"]


@pytest.mark.behaviour("X012")
def test_an_outage_is_given_back_by_one_click_or_by_rule_with_a_mail(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    steps.only_newcomers_on(world, "beta")
    steps.subscribe(world, "grace", "Basic")
    world.work()
    before, elsewhere = paid_until(world, "finn"), paid_until(world, "grace")

    goes_out(world, "alpha", minutes=30)
    assert outages(world) == []
    goes_out(world, "alpha", minutes=60)
    [outage] = outages(world)
    assert (outage["state"], outage["people"], outage["days"]) == ("open", 1, 1)
    assert (outage["server_name"], outage["minutes"]) == ("alpha", 60)
    [asked] = [each for each in world.mails(ADMIN) if "was out for 60 minutes" in each["subject"]]
    assert f"/admin/outages/{outage['id']}" in asked["text"]
    [person] = world.api("GET", f"/outages/{outage['id']}/people")["items"]
    assert (person["user_label"], person["state"]) == ("finn", "waiting")

    body = {"version": outage["version"]}
    world.api("POST", f"/outages/{outage['id']}/give", body, status=200)
    world.api("POST", f"/outages/{outage['id']}/give", body, status=409)
    world.run("job_sweep")
    world.work()
    done = world.api("GET", f"/outages/{outage['id']}")
    assert (done["state"], done["given"]) == ("compensated", 1)
    assert paid_until(world, "finn") == before + timedelta(days=1)
    assert paid_until(world, "grace") == elsewhere
    assert (len(given(world, "finn")), given(world, "grace")) == (1, [])

    set_rule(world, compensates_outages=True, outage_minutes=10)
    goes_out(world, "beta", minutes=15)
    world.run("job_sweep")
    world.work()
    newest = outages(world)[0]
    assert (newest["state"], newest["server_name"], newest["given"]) == ("compensated", "beta", 1)
    assert paid_until(world, "grace") == elsewhere + timedelta(days=1)
    assert paid_until(world, "finn") == before + timedelta(days=1)
    assert len(given(world, "grace")) == 1


def test_an_outage_that_is_left_gives_nothing_until_somebody_thinks_again(world: LiveWorld):
    steps.only_newcomers_on(world, "alpha")
    steps.subscribe(world, "finn", "Basic")
    before = paid_until(world, "finn")
    goes_out(world, "alpha", minutes=60)
    [outage] = outages(world)

    left = world.api("POST", f"/outages/{outage['id']}/leave", {"version": outage["version"]})
    world.run("job_sweep")
    assert (left["state"], paid_until(world, "finn")) == ("left", before)

    world.api("POST", f"/outages/{outage['id']}/give", {"version": left["version"]})
    world.run("job_sweep")
    assert paid_until(world, "finn") == before + timedelta(days=1)
