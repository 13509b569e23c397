"""Devices on Emby and Jellyfin: counted, kept within the plan's limit, signed out by hand."""

import re
from contextlib import closing
from typing import Any

import pytest

from infra.sandbox import emby, jellyfin
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import BadAction
from tests.scenarios import shop, steps
from tests.scenarios.test_keyed_servers import account_on, add_server
from tests.scenarios.world import LiveWorld

ACTIONS = {"emby": emby.ACTIONS, "jellyfin": jellyfin.ACTIONS}


class Customer:
    """Somebody with an account on a server of the demo world."""

    def __init__(self, world: LiveWorld, platform: str, server: str, person: str) -> None:
        self.world, self.platform, self.server, self.person = world, platform, server, person
        world.buy(world.ids[platform], email=steps.address(person), media_name="")

    def act(self, deed: str, device: str) -> dict[str, Any]:
        action = next(each for each in ACTIONS[self.platform] if each.name == deed)
        body = {"server": self.server, "person": self.person, "device": device}
        return action.run(self.world.standins, body)

    def sign_in(self, *devices: str) -> None:
        """Sign in on devices, each a minute after the one before."""
        for device in devices:
            self.act("sign_in", device)
            self.world.advance(minutes=1)

    @property
    def policy(self) -> dict[str, Any]:
        found = account_on(self.world, self.platform, self.server, self.person)
        assert found is not None
        policy: dict[str, Any] = found["policy"]
        return policy

    @property
    def devices(self) -> dict[str, str]:
        """Return the ids of the person's devices by name."""
        server = things.find_server(self.world.standins, self.platform, self.server)
        return {
            each["device_name"]: each["device_id"]
            for each in playing.sessions(self.world.standins, server)
            if each["account_name"] == self.person
        }


def allow(world: LiveWorld, plan: str, devices: int | None) -> None:
    limits = world.api("GET", f"/plans/{world.ids[plan]}")["limits"]
    shop.change_plan(world, world.ids[plan], limits=limits | {"max_devices": devices})


def sign_one_out_as_customer(world: LiveWorld, person: str, server_id: str) -> None:
    """Press the first button of the customer's own page, with a wrong token first."""
    with closing(steps.sign_in_customer(world, person)) as browser:
        assert "/account/devices" in browser.get("/account").text
        page = browser.get("/account/devices").text
        assert "3 of 3 devices." in page
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        ref = re.search(r'name="device_ref" value="([^"]+)"', page)
        assert token
        assert ref
        path = f"/account/devices/{server_id}/sign-out"
        form = {"csrf_token": token.group(1), "device_ref": ref.group(1)}
        assert browser.post(path, data=form | {"csrf_token": "x"}).status_code == 403
        done = browser.post(path, data=form, follow_redirects=False)
        assert "The device is signed out." in browser.get(done.headers["location"]).text
        assert browser.post(path, data=form).status_code == 404


@pytest.mark.behaviour("B193", "B194", "B195", "B196", "B197", "B198")
def test_devices_are_kept_within_the_limit_of_the_plan(world: LiveWorld):
    server = add_server(world, "emby", "epsilon")
    finn = Customer(world, "emby", "epsilon", "finn")
    finn.sign_in("TV", "Phone", "Tablet", "Laptop", "Car")
    opened = finn.policy
    world.run("enforcement")
    assert finn.policy == opened
    assert len(finn.devices) == 5

    allow(world, "emby", 3)
    planned = world.api("POST", "/schedules/enforcement/preview")["parts"]
    steps_of = next(part for part in planned if part["name"] == "devices")["steps"]
    assert sorted(step["action"] for step in steps_of) == [
        "device.sign_out",
        "device.sign_out",
        "devices.close",
        "mail",
    ]
    assert len(finn.devices) == 5
    ran = world.run("enforcement")
    world.work()
    assert (ran["devices_signed_out"], ran["devices_closed"]) == (2, 1)
    assert set(finn.devices) == {"Tablet", "Laptop", "Car"}
    assert finn.policy == opened | {
        "EnableAllDevices": False,
        "EnabledDevices": finn.policy["EnabledDevices"],
    }
    assert set(finn.devices.values()) <= set(finn.policy["EnabledDevices"])
    assert world.occasions(steps.address("finn"))[-1] == "devices_signed_out"
    written = len(world.calls("emby:epsilon", "POST"))

    world.run("enforcement")
    world.work()
    assert len(world.calls("emby:epsilon", "POST")) == written
    assert world.occasions(steps.address("finn")).count("devices_signed_out") == 1
    with pytest.raises(BadAction, match="not allowed"):
        finn.act("sign_in", "Radio")
    finn.act("sign_in", "Tablet")

    shown = world.api("GET", f"/devices?server_id={server['id']}")["items"]
    assert {(row["name"], row["server_name"], row["username"]) for row in shown} == {
        (device, "Epsilon", "finn") for device in finn.devices
    }
    assert {(row["counted"], row["limit"], row["admits_new"]) for row in shown} == {(3, 3, False)}
    sign_one_out_as_customer(world, "finn", server["id"])
    assert len(finn.devices) == 2

    world.run("enforcement")
    assert finn.policy["EnableAllDevices"]
    finn.act("sign_in", "Radio")
    user = steps.user_named(world, "finn")
    (radio, *_) = world.api("GET", f"/devices?user_id={user['id']}")["items"]
    body = {"device_ref": radio["device_ref"]}
    world.api("POST", f"/servers/{server['id']}/devices/sign-out", body)
    assert radio["name"] not in finn.devices
    world.api("POST", f"/servers/{server['id']}/devices/sign-out", body, status=404)


def test_on_jellyfin_the_own_limit_holds_and_what_plays_stays(world: LiveWorld):
    add_server(world, "jellyfin", "delta")
    gina = Customer(world, "jellyfin", "delta", "gina")
    gina.act("play", "TV")
    gina.sign_in("Phone", "Tablet")
    steps.change_user(world, "gina", device_limit=2)
    world.run("enforcement")
    assert set(gina.devices) == {"TV", "Tablet"}
    assert set(gina.policy["EnabledDevices"]) == set(gina.devices.values())
    assert not gina.policy["EnableAllDevices"]

    world.fault("jellyfin:delta", mode="down", times=20)
    steps.change_user(world, "gina", device_limit=1)
    world.run("enforcement")
    world.standins.faults.clear()
    assert len(gina.devices) == 2
    world.run("enforcement")
    assert set(gina.devices) == {"TV"}
