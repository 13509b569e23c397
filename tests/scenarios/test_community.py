"""Discord roles and request accounts: there with the sale, gone with the last day."""

from typing import Any

import pytest

from infra.sandbox import discord, ombi, overseerr, petio
from tests.scenarios.steps import add_user, address, enter_payment, subscribe
from tests.scenarios.world import LiveWorld


def connect_discord(world: LiveWorld) -> None:
    body = {
        "enabled": True,
        "bot_token": discord.TOKEN,
        "guild_id": discord.GUILD_ID,
        "subscriber_role": "Subscriber",
        "trial_role": "Trial",
        "plan_roles": [{"plan_id": world.ids["Premium"], "role": "Premium"}],
        "version": 0,
    }
    world.api("PUT", "/settings/discord", body)
    assert world.api("POST", "/settings/discord/test")["works"]


def connect(world: LiveWorld, system: str, secret: str, **more: Any) -> None:
    body = {
        "enabled": True,
        "url": f"{world.standins.base_url}/{system}",
        "secret": secret,
        "version": 0,
    }
    world.api("PUT", f"/settings/request-systems/{system}", body | more)
    report = world.api("POST", f"/settings/request-systems/{system}/test")
    assert report["works"], report


def press(world: LiveWorld, vendor: str, action: str, **body: Any) -> None:
    """Press a button of a stand-in's console."""
    url = f"{world.standins.base_url}/sandbox/api/{vendor}/{action}"
    assert world.visitor.post(url, json=body).is_success


def password_in(world: LiveWorld, system: str, person: str) -> str:
    """Return the password from the mail about the account in a system."""
    letters = [each["text"] for each in world.mails(address(person)) if system in each["subject"]]
    assert len(letters) == 1
    lines = [line for line in letters[0].splitlines() if line.startswith("Password: ")]
    return lines[0].removeprefix("Password: ")


def overseerr_signs_in(world: LiveWorld, person: str, password: str) -> bool:
    body = {"email": address(person), "password": password}
    url = f"{world.standins.base_url}/overseerr/api/v1/auth/local"
    return world.visitor.post(url, json=body).is_success


@pytest.mark.behaviour("B153", "B207", "B208", "B210", "B211", "B214", "B216")
def test_a_sale_brings_role_and_accounts_at_once_and_the_end_takes_them(world: LiveWorld):
    standins = world.standins
    connect_discord(world)
    connect(world, "overseerr", overseerr.KEY)
    connect(world, "ombi", ombi.KEY, login=ombi.ADMIN)
    connect(world, "petio", petio.PASSWORD, login=petio.ADMIN, profile="Generous")
    for vendor, name in (("discord", "join"), ("ombi", "import_user")):
        press(world, vendor, name, name="finn")
    finn = add_user(world, "finn", discord_id=discord.id_of("finn"))
    grace = add_user(world, "grace", discord_id=discord.id_of("grace"))

    world.fault("overseerr", mode="down", method="POST", times=1)
    subscribe(world, "finn", "Premium")

    assert world.shares_of("finn"), "a system that is away holds up nobody's access"
    assert discord.roles_of(standins, "finn") == ["Premium", "Subscriber"]
    assert petio.account(standins, address("finn")) is not None
    world.advance(minutes=5)
    world.run("job_sweep")
    world.work()
    account = overseerr.account(standins, address("finn"))
    assert account is not None
    assert account["discordId"] == discord.id_of("finn")
    assert ombi.discord_id_of(standins, "finn") == discord.id_of("finn")
    assert overseerr_signs_in(world, "finn", password_in(world, "Overseerr", "finn"))
    assert password_in(world, "Petio", "finn")
    assert petio.profile_of(standins, address("finn")) == "Generous"
    told = world.api("GET", f"/users/{finn}/community")
    assert told["roles"] == ["Premium", "Subscriber"]
    assert {each["system"]: each["state"] for each in told["accounts"]} == {
        "overseerr": "open",
        "ombi": "open",
        "petio": "open",
    }

    enter_payment(world, grace, "Basic", "cash-1")
    assert overseerr.account(standins, address("grace")) is not None
    assert "grace" not in {row["userName"] for row in ombi.panel(standins)["users"]}

    # What changed out there is found at night, and nobody else is asked for anything.
    press(world, "ombi", "import_user", name="grace")
    press(world, "petio", "remove_user", email=address("finn"))
    given = len(world.calls("discord", "PUT"))
    world.run("daily")
    world.work()
    assert ombi.discord_id_of(standins, "grace") == discord.id_of("grace")
    assert petio.account(standins, address("finn")) is not None
    assert len(world.calls("discord", "PUT")) == given

    world.advance(days=31)
    world.run("daily")
    world.work()
    assert discord.roles_of(standins, "finn") == []
    for system in (overseerr, petio):
        assert system.account(standins, address("finn")) is None
    assert "finn" in {row["userName"] for row in ombi.panel(standins)["users"]}
