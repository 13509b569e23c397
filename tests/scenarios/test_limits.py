"""Limits over platforms: what counts together, what only observes, what a server forbids."""

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Put
from chalicelib.users.claims import account_claim
from infra.sandbox import jellyfin
from tests.scenarios import steps
from tests.scenarios.shop import change_plan, change_server, change_site
from tests.scenarios.test_keyed_servers import account_on, add_server
from tests.scenarios.world import LiveWorld


def play_on_jellyfin(world: LiveWorld, person: str, device: str) -> None:
    """Start a stream on Jellyfin."""
    actions = {action.name: action for action in jellyfin.ACTIONS}
    body = {"server": "gamma", "person": person, "device": device, "title": f"On {device}"}
    actions["play"].run(world.standins, body)


def devices_on_jellyfin(world: LiveWorld) -> list[str]:
    servers = jellyfin.panel(world.standins)["servers"]
    found = next(each for each in servers if each["name"] == "gamma")
    return [stream["device"] for stream in found["streams"]]


def decisions(world: LiveWorld) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.api("GET", "/decisions")["items"]
    return found


def two_accounts(world: LiveWorld) -> str:
    """Let finn have two streams on Plex, and an account on Jellyfin; return the Plex server."""
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Standard")
    there = add_server(world, "jellyfin", "gamma")
    account = account_on(world, "jellyfin", "gamma", "ines")
    assert account is not None
    user_id = UserId(steps.user_named(world, "finn")["id"])
    claim = account_claim(ServerId(there["id"]), account["id"], user_id)
    wiring.access_deps().database.commit(Put(claim))
    return steps.servers_of(world, "finn")[0]


@pytest.mark.behaviour("B172", "B179", "X025")
def test_four_devices_on_plex_and_jellyfin_are_two_after_the_newest_were_stopped(
    world: LiveWorld,
):
    server = two_accounts(world)
    change_site(world, enforcement_mode="observe")
    for device, begin in (("Roku", "plex"), ("TV", "jellyfin"), ("Phone", "plex"), ("Box", "j")):
        if begin == "plex":
            steps.play(world, server, "finn", device)
        else:
            play_on_jellyfin(world, "ines", device)
        world.advance(seconds=20)
        world.run("enforcement")

    assert world.devices_playing(server) == ["Roku", "Phone"]
    assert sorted(devices_on_jellyfin(world)) == ["Box", "TV"]
    assert {(each["carried_out"], each["outcome"]) for each in decisions(world)} == {
        (False, "observed only")
    }
    assert "stream_stopped" not in world.occasions("finn@demo.example")
    observed = {each["id"] for each in decisions(world)}

    change_site(world, enforcement_mode="enforce")
    world.run("enforcement")

    assert world.devices_playing(server) == ["Roku"]
    assert devices_on_jellyfin(world) == ["TV"]
    stopped = [each for each in decisions(world) if each["id"] not in observed]
    assert [(each["rule"], each["limit"], each["counted"]) for each in stopped] == [
        ("concurrent_streams", 2, 4)
    ] * 2
    evidence = {each["device_name"]: each["counted"] for each in stopped[0]["evidence"]}
    assert evidence == {"Roku": True, "TV": True, "Phone": True, "Box": True}
    assert all(each["carried_out"] for each in stopped)
    world.work()
    assert world.occasions("finn@demo.example").count("stream_stopped") == 2


@pytest.mark.behaviour("B188", "B190", "B191")
def test_a_converted_4k_stream_is_stopped_on_the_server_that_forbids_it_alone(world: LiveWorld):
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Standard")
    forbidding, allowing = steps.SERVERS[:2]
    change_server(world, world.ids[forbidding], allows_4k_transcoding=False)
    converted = {"transcode": "video", "resolution": "4k", "share": True}
    steps.play(world, forbidding, "finn", "Roku", **converted)
    steps.play(world, allowing, "finn", "Phone", **converted)

    for _ in range(2):
        world.run("enforcement")

    assert world.devices_playing(forbidding) == []
    assert world.devices_playing(allowing) == ["Phone"]
    [decision] = decisions(world)
    assert (decision["rule"], decision["server_id"]) == ("transcoding_4k", world.ids[forbidding])

    plan = world.api("GET", f"/plans/{world.ids['Standard']}")
    limits = plan["limits"] | {"allows_transcoding": False}
    change_plan(world, world.ids["Standard"], limits=limits)
    world.run("enforcement")

    assert world.devices_playing(allowing) == []
    assert [each["rule"] for each in decisions(world)] == ["video_transcoding", "transcoding_4k"]
    world.work()
    assert world.occasions("finn@demo.example")[-2:] == [
        "transcoding_4k_stopped",
        "transcoding_stopped",
    ]
