"""Three violations suspend on Plex and Jellyfin; time undoes it, or an appeal."""

import re
from contextlib import closing
from typing import Any

import httpx
import pytest

from infra.sandbox import jellyfin
from tests.scenarios import steps
from tests.scenarios.test_keyed_servers import account_on, add_server
from tests.scenarios.world import LiveWorld

LADDER = [
    {"strikes": 1, "measure": "warn", "hours": 0},
    {"strikes": 3, "measure": "suspend", "hours": 6},
]


def climb(world: LiveWorld) -> None:
    limits = world.api("GET", "/settings/limits")
    world.api("PUT", "/settings/limits", {**limits, "ladder": LADDER})


def play_on_jellyfin(world: LiveWorld, *devices: str) -> None:
    actions = {each.name: each for each in jellyfin.ACTIONS}
    for device in devices:
        body = {"server": "gamma", "person": "grace", "device": device, "title": f"On {device}"}
        actions["play"].run(world.standins, body)
        world.advance(seconds=1)


def offend(world: LiveWorld, server: str, time: int) -> None:
    """Let finn and grace each run one stream too many, and let all that follows be done."""
    steps.play(world, server, "finn", f"Phone {time}")
    play_on_jellyfin(world, f"Phone {time}")
    world.run("enforcement")
    world.work()
    world.advance(minutes=10)


def is_locked(world: LiveWorld) -> bool:
    account = account_on(world, "jellyfin", "gamma", "grace")
    assert account is not None
    return bool(account["policy"]["IsDisabled"])


def strikes_of(world: LiveWorld, person: str) -> dict[str, Any]:
    user = steps.user_named(world, person)
    found: dict[str, Any] = world.api("GET", f"/users/{user['id']}/strikes")
    return found


def send(browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
    page = browser.get("/account/streams").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token, page
    data = {"csrf_token": token.group(1), **fields}
    answer = browser.post(path, data=data, follow_redirects=False)
    return browser.get(answer.headers["location"])


def appeal_and_win(world: LiveWorld) -> None:
    """Let grace look at the evidence and appeal, and the operator accept it."""
    with closing(steps.sign_in_customer(world, "grace")) as browser:
        account = browser.get("/account").text
        assert "Your access is suspended until" in account
        assert "/account/streams" in account
        page = browser.get("/account/streams").text
        assert page.count("Why is this wrong?") == 3
        assert "3 devices played at a time; the limit is 2." in page
        assert "On Phone 3" in page
        shown = strikes_of(world, "grace")["strikes"][0]
        send(browser, "/account/streams/appeal", decision_id=shown["id"], text="It was a guest.")
        assert "We have not answered yet." in browser.get("/account/streams").text

    attention = world.api("GET", "/attention")["items"]
    assert ("appeal", shown["id"]) in [(each["kind"], each["id"]) for each in attention]
    [waiting] = world.api("GET", "/violations?appeal=open")["items"]
    assert waiting["appeal"]["text"] == "It was a guest."
    body = {"answer": "You are right."}
    world.api("POST", f"/decisions/{shown['id']}/appeal/accept", body)
    world.work()
    assert world.api("GET", "/violations?appeal=open")["items"] == []


def end_a_stream(world: LiveWorld, server: str) -> None:
    """Let finn go over the limit again and end a stream by himself."""
    for device in ("Roku", "Console"):
        steps.play(world, server, "finn", device, title=f"Evening on {device}")
    with closing(steps.sign_in_customer(world, "finn")) as browser:
        page = browser.get("/account/streams").text
        assert "You are over a limit" in page
        [first, *_] = re.findall(r'name="session_key" value="([^"]+)"', page)
        told = send(
            browser,
            "/account/streams/stop",
            server_id=world.ids[server],
            session_key=first,
        )
        assert "The stream was stopped." in told.text
    assert len(world.devices_playing(server)) == 1
    assert len(steps.audit_of(world, "stream.stopped_by_customer")) == 1


@pytest.mark.behaviour("B181", "X026", "X027")
def test_three_violations_suspend_until_the_time_is_over_or_an_appeal_is_accepted(
    world: LiveWorld,
):
    steps.count_from_the_first_second(world)
    climb(world)
    add_server(world, "jellyfin", "gamma")
    world.buy(world.ids["jellyfin"], email="grace@demo.example", media_name="")
    steps.subscribe(world, "finn", "Basic")
    server = steps.servers_of(world, "finn")[0]
    steps.play(world, server, "finn", "Roku")
    play_on_jellyfin(world, "Roku", "Tablet")

    offend(world, server, 1)
    assert world.occasions("finn@demo.example")[-2:] == ["stream_stopped", "strike_warning"]
    offend(world, server, 2)
    assert steps.servers_of(world, "finn") == [server]
    assert not is_locked(world)
    offend(world, server, 3)

    # Suspended: on Plex without a share, on Jellyfin locked, and both know until when.
    assert steps.servers_of(world, "finn") == []
    assert is_locked(world)
    for person in ("finn", "grace"):
        assert world.occasions(f"{person}@demo.example")[-1] == "access_restrained"
        held = strikes_of(world, person)
        assert len(held["strikes"]) == 3
        assert held["restraint"]["measure"] == "suspend"

    # A payment gives time and no access.
    steps.enter_payment(world, steps.user_named(world, "finn")["id"], "Basic", "cash-9")
    assert steps.servers_of(world, "finn") == []

    appeal_and_win(world)
    assert not is_locked(world)
    assert len(strikes_of(world, "grace")["strikes"]) == 2
    assert strikes_of(world, "grace")["restraint"] is None
    assert world.occasions("grace@demo.example")[-1] == "appeal_answered"

    # finn waits: a moment before the end nothing, at the end all is as it was.
    world.advance(hours=5, minutes=45)
    world.run("job_sweep")
    world.work()
    assert steps.servers_of(world, "finn") == []
    world.advance(minutes=10)
    world.run("job_sweep")
    world.work()
    assert steps.servers_of(world, "finn") == [server]
    assert strikes_of(world, "finn")["restraint"] is None
    end_a_stream(world, server)
