"""What people do over and over in the stories, in one line each."""

import re
from datetime import datetime
from typing import Any

import httpx

from infra.sandbox import plex, plex_world
from tests.scenarios.shop import change_server, change_site
from tests.scenarios.world import LiveWorld

SERVERS = ("alpha", "beta")


def address(person: str) -> str:
    """Return the address that a person of the demo world has."""
    return f"{person}@demo.example"


def subscribe(
    world: LiveWorld, person: str, plan: str, *, accepts: bool = True, location_id: str = ""
) -> str:
    """Let a person buy a plan, and accept the invite; return the path of the order's page."""
    if accepts:
        world.act("change_person", person=person, auto_accept=True)
    return world.buy(
        world.ids[plan], email=address(person), media_name=person, location_id=location_id
    )


def enter_payment(
    world: LiveWorld,
    user_id: str,
    plan: str,
    external_id: str,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> dict[str, Any]:
    """Enter money received elsewhere, and let the work that follows be done."""
    body: dict[str, Any] = {
        "user_id": user_id,
        "plan_id": world.ids[plan],
        "amount": {"minor": 700, "currency": "USD"},
        "external_id": external_id,
    }
    if starts_at:
        body["starts_at"] = starts_at.isoformat()
    if ends_at:
        body["ends_at"] = ends_at.isoformat()
    payment: dict[str, Any] = world.api("POST", "/payments", body)
    world.work()
    return payment


def add_user(world: LiveWorld, person: str, **more: Any) -> str:
    """Add a person by hand; return the user's id."""
    body = {"email": address(person), "name": person.title(), "media_username": person} | more
    added: dict[str, Any] = world.api("POST", "/users", body)
    world.work()
    return str(added["id"])


def user_named(world: LiveWorld, person: str) -> dict[str, Any]:
    """Return what the administrator sees of a person."""
    found = world.api("GET", f"/users?search={person}")["items"]
    assert len(found) == 1, found
    shown: dict[str, Any] = world.api("GET", f"/users/{found[0]['id']}")
    return shown


def change_user(world: LiveWorld, person: str, **changes: Any) -> dict[str, Any]:
    """Change some fields of a person and leave the rest."""
    user = user_named(world, person)
    body = {
        "email": user["email"],
        "name": user["name"],
        "media_username": user["media"]["username"],
        "media_email": user["media"]["email"],
        "is_permanent": user["is_permanent"],
        "must_change_media": user["must_change_media"],
        "stream_limit": user["stream_limit"],
        "device_limit": user["device_limit"],
        "weekly_downloads": user["weekly_downloads"],
        "paypal_email": user["paypal_email"],
        "discord_id": user["discord_id"],
        "notes": user["notes"],
        "preferred_location_id": user["preferred_location_id"],
        "version": user["version"],
    }
    changed: dict[str, Any] = world.api("PUT", f"/users/{user['id']}", body | changes)
    world.work()
    return changed


def servers_of(world: LiveWorld, person: str) -> list[str]:
    """Return the stand-in servers on which a person has a share or an open invite."""
    return sorted(each["server"] for each in world.shares_of(person))


def only_newcomers_on(world: LiveWorld, *names: str) -> None:
    """Let only these servers take new people."""
    for name in SERVERS:
        change_server(world, world.ids[name], allows_new=name in names)


def count_from_the_first_second(world: LiveWorld) -> None:
    """Take the start delay away where it is not the subject."""
    change_site(world, start_delay_seconds=0)


def play(world: LiveWorld, server: str, person: str, device: str, **more: Any) -> dict[str, Any]:
    """Start a stream of a title of its own; return it. Time goes on, so that it is the newest."""
    fields = {"server": server, "person": person, "device": device, "title": f"On {device}"}
    stream = world.act("start_stream", **fields | more)
    world.advance(seconds=1)
    return stream


def stops_sent(world: LiveWorld, server: str) -> int:
    """Return how often a server was told to stop a stream."""
    return len(world.calls(f"pms:{server}", path="terminate"))


def is_friend(world: LiveWorld, person: str) -> bool:
    """Tell whether the owner of the media servers has the person as a friend."""
    friends = plex.panel(world.standins)["friends"]
    return any(each["person"] == person for each in friends)


def set_expiry(world: LiveWorld, **changes: Any) -> dict[str, Any]:
    """Change what follows the end of paid time."""
    held = world.api("GET", "/settings/expiry")
    saved: dict[str, Any] = world.api("PUT", "/settings/expiry", held | changes)
    return saved


def plex_writes(world: LiveWorld) -> list[str]:
    """Return everything but reading that plex.tv was asked for, oldest first."""
    calls = world.calls("plextv")
    return [f"{call['method']} {call['path']}" for call in calls if call["method"] != "GET"]


def rename_server(world: LiveWorld, server: str, name: str) -> None:
    """Give a media server another name on its platform."""
    known = plex_world.find_server(world.standins, server)
    world.standins.store.put(plex_world.SERVER, server, {**known, "name": name})


def sign_in_customer(world: LiveWorld, person: str) -> httpx.Client:
    """Ask for the account link, follow it from the mail; return the customer's browser."""
    browser = httpx.Client(
        base_url=world.base_url, timeout=30, trust_env=False, follow_redirects=True
    )
    assert browser.post("/account/link", data={"email": address(person)}).status_code == 200
    world.work()
    text = str(world.mails(address(person))[-1])
    link = re.search(r"/account/enter\?token=[\w.~-]+", text)
    assert link, text
    assert browser.get(link.group()).status_code == 200
    return browser


def audit_of(world: LiveWorld, action: str) -> list[dict[str, Any]]:
    """Return the audit entries of one action, newest first."""
    entries = world.api("GET", "/audit?limit=200")["items"]
    return [entry for entry in entries if entry["action"] == action]
