"""A week's allowance: metered, told, used up, and what then follows."""

import csv
import io
from contextlib import closing

import pytest

from tests.scenarios import shop, steps
from tests.scenarios.world import LiveWorld

FINN = "finn@demo.example"


def enforce_fair_use(world: LiveWorld, mode: str) -> None:
    settings = world.api("GET", "/settings/limits")
    modes = {**settings["modes"], "fair_use": mode}
    world.api("PUT", "/settings/limits", {**settings, "modes": modes}, status=200)


def look(world: LiveWorld, *, minutes: int) -> None:
    """Let time go by, with a look every five minutes."""
    for _ in range(minutes // 5):
        world.advance(minutes=5)
        world.run("enforcement")


@pytest.mark.behaviour("X029")
def test_an_hour_a_week_is_metered_and_then_acted_on_as_the_mode_says(world: LiveWorld):
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Basic")
    limits = world.api("GET", f"/plans/{world.ids['Basic']}")["limits"]
    shop.change_plan(world, world.ids["Basic"], limits=limits | {"weekly_hours": 1})
    enforce_fair_use(world, "observe")
    (server,) = steps.servers_of(world, "finn")
    finn = steps.user_named(world, "finn")["id"]
    steps.play(world, server, "finn", "Roku", address="203.0.113.7")
    world.run("enforcement")

    look(world, minutes=25)
    meter = world.api("GET", f"/users/{finn}/usage")["meter"]
    assert meter["hours"] == pytest.approx(25 / 60, abs=0.01)
    assert (meter["weekly_hours"], meter["weekly_gb"], meter["percent"]) == (1, None, 41)
    with closing(steps.sign_in_customer(world, "finn")) as customer:
        assert "0.4 of 1" in customer.get("/account/streams").text
    (now,) = [each for each in world.api("GET", "/streams/now")["servers"] if each["streams"]]
    assert [(each["user_id"], each["device_name"]) for each in now["streams"]] == [(finn, "Roku")]

    look(world, minutes=40)
    assert world.devices_playing(server) == ["Roku"]
    (seen,) = world.api("GET", "/decisions")["items"]
    assert (seen["rule"], seen["carried_out"]) == ("fair_use", False)
    assert "fair_use" not in world.occasions(FINN)

    enforce_fair_use(world, "enforce")
    look(world, minutes=25)
    world.work()
    assert world.devices_playing(server) == []
    assert steps.stops_sent(world, server) == 1
    assert world.occasions(FINN).count("fair_use") == 1
    assert world.api("GET", f"/users/{finn}/usage")["meter"]["percent"] >= 100

    (logged,) = world.api("GET", f"/activity?user_id={finn}")["items"]
    assert (logged["server_id"], logged["decision"]) == (world.ids[server], "stop")
    table = world.admin.get(f"/api/v1/activity/export?user_id={finn}").text
    assert [row["title"] for row in csv.DictReader(io.StringIO(table))] == ["On Roku"]
    world.advance(hours=1)
    world.run_hour()
    charts = world.api("GET", "/activity/charts?days=1")
    assert max(each["streams"] for each in charts["points"]) == 1
    assert [each["user_id"] for each in charts["people"]] == [finn]
