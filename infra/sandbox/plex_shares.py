"""The rules by which plex.tv shares libraries: invite, accept, change, remove.

A share belongs to one server and one person; it is pending until the person accepts it.
Where the vendor's behaviour is not documented the stricter or the more dangerous reading
was taken, so that a client that gets along here gets along there.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_world import (
    SERVER,
    TOKEN,
    libraries_with_ids,
    next_number,
    now_text,
    people,
    person_by_id,
    person_named,
    servers,
    switches,
)

_FRIEND = "plex_friend"
_SHARE_AT = "plex_share_at"
_SETTINGS = ("allowSync", "allowCameraUpload", "allowChannels")
_FILTERS = ("filterMovies", "filterTelevision", "filterMusic")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(eq=False)
class Refused(Exception):  # noqa: N818  (plex.tv's answer, not a failure of ours)
    """A call that plex.tv refuses: HTTP status, text and the vendor's error code.

    `retry_after_seconds` is how long a 429 asks to wait, 0 the usual time.
    """

    status: int
    message: str
    code: int = 0
    retry_after_seconds: int = 0


def _kind(server: Doc) -> str:
    return f"plex_share:{server['name']}"


def save_share(world: World, server: Doc, share: Doc) -> None:
    """Write a share back."""
    world.store.put(_kind(server), str(share["id"]), share)


def shares_on(world: World, server: Doc) -> list[Doc]:
    """Return the shares of one server, pending ones included, oldest first."""
    return world.store.list(_kind(server))


def share_on(world: World, server: Doc, share_id: int) -> Doc:
    """Return one share of a server; raises Refused 404."""
    share = world.store.get(_kind(server), str(share_id))
    if share is None:
        raise Refused(404, "The shared server could not be found", 1002)
    return share


def find_share(world: World, share_id: int) -> tuple[Doc, Doc]:
    """Return a share by its id alone, with its server; raises Refused 404."""
    held = world.store.get(_SHARE_AT, str(share_id))
    server = world.store.get(SERVER, held["server"]) if held else None
    if server is None:
        raise Refused(404, "The shared server could not be found", 1002)
    return server, share_on(world, server, share_id)


def owned_shares(world: World, owner: Doc) -> list[tuple[Doc, Doc]]:
    """Return all shares an owner has given, as (server, share)."""
    mine = [server for server in servers(world) if server["owner_id"] == owner["id"]]
    return [(server, share) for server in mine for share in shares_on(world, server)]


def received_shares(world: World, person: Doc) -> list[tuple[Doc, Doc]]:
    """Return all shares a person was given, as (server, share)."""
    every = [(server, share) for server in servers(world) for share in shares_on(world, server)]
    return [(server, share) for server, share in every if is_for(share, person)]


def is_for(share: Doc, person: Doc) -> bool:
    """Tell whether the share is meant for this person, by id or by e-mail address."""
    if share["invited_id"] is not None:
        return bool(share["invited_id"] == person["id"])
    return bool(share["invited_email"].casefold() == person["email"].casefold())


def invitee(world: World, share: Doc) -> Doc | None:
    """Return the account the share is for; None while the address has no account."""
    if share["invited_id"] is not None:
        return person_by_id(world, share["invited_id"])
    return person_named(world, share["invited_email"])


def share_for(world: World, server: Doc, person: Doc) -> Doc | None:
    """Return the share of one person on one server, pending or accepted."""
    found = [share for share in shares_on(world, server) if is_for(share, person)]
    return found[0] if found else None


def accepted_share(world: World, server: Doc, person: Doc) -> Doc | None:
    """Return the accepted share of one person on one server."""
    share = share_for(world, server, person)
    return share if share and share["accepted"] else None


def shared_libraries(server: Doc, share: Doc) -> list[Doc]:
    """Return the libraries a share opens; none while it is pending."""
    return libraries_with_ids(server, share["sections"]) if share["accepted"] else []


# ------------------------------------------------------------------ friends


def friend(world: World, owner: Doc, person_id: int) -> Doc | None:
    """Return the standing friendship between an owner and a person."""
    return world.store.get(_FRIEND, f"{owner['id']}:{person_id}")


def friendships(world: World) -> list[Doc]:
    """Return every standing friendship, the oldest first."""
    return world.store.list(_FRIEND)


def friends(world: World, owner: Doc) -> list[tuple[Doc, Doc]]:
    """Return the owner's people as (account, settings): friends, pending ones, Home users."""
    rows: dict[int, Doc] = {}
    for _, share in owned_shares(world, owner):
        account = invitee(world, share)
        if account is not None:
            rows.setdefault(account["id"], dict(share["settings"]))
    for held in world.store.list(_FRIEND):
        if held["owner"] == owner["id"]:
            rows[held["person"]] = held["settings"]
    for account in people(world):
        if account["home_of"] == owner["id"]:
            rows.setdefault(account["id"], _settings({}))
    found = ((person_by_id(world, number), settings) for number, settings in rows.items())
    return [(account, settings) for account, settings in found if account is not None]


def count_people(world: World, owner: Doc) -> int:
    """Count whom the owner shares with: friends, Home users and open invites."""
    known = {account["id"] for account, _ in friends(world, owner)}
    strangers = {
        share["invited_email"].casefold()
        for _, share in owned_shares(world, owner)
        if invitee(world, share) is None
    }
    return len(known) + len(strangers)


def change_friend(world: World, owner: Doc, person_id: int, values: Doc) -> None:
    """Change download right and filters of one person on all servers; raises Refused 404."""
    account = person_by_id(world, person_id)
    rows = {each["id"] for each, _ in friends(world, owner)}
    if account is None or person_id not in rows:
        raise Refused(404, "The friend could not be found", 1002)
    with world.store.transaction():
        held = friend(world, owner, person_id)
        if held is not None:
            held["settings"] = _settings(values, held["settings"])
            world.store.put(_FRIEND, f"{owner['id']}:{person_id}", held)
        for server, share in owned_shares(world, owner):
            if is_for(share, account):
                share["settings"] = _settings(values, share["settings"])
                save_share(world, server, share)


def remove_friend(world: World, owner: Doc, person_id: int) -> None:
    """End the friendship and every share with one person; raises Refused 404."""
    account = person_by_id(world, person_id)
    rows = {each["id"] for each, _ in friends(world, owner)}
    if account is None or person_id not in rows:
        raise Refused(404, "The friend could not be found", 1002)
    with world.store.transaction():
        for server, share in owned_shares(world, owner):
            if is_for(share, account):
                remove_share(world, server, share)
        world.store.delete(_FRIEND, f"{owner['id']}:{person_id}")


def _settings(values: Doc, held: Doc | None = None) -> Doc:
    base = held or {**dict.fromkeys(_SETTINGS, False), **dict.fromkeys(_FILTERS, "")}
    flags = {
        name: str(values[name]).casefold() in ("1", "true") for name in _SETTINGS if name in values
    }
    filters = {name: str(values[name] or "") for name in _FILTERS if name in values}
    return {**base, **flags, **filters}


# ------------------------------------------------------------------ shares


def invite(
    world: World,
    server: Doc,
    *,
    email: str | None,
    person_id: int | None,
    sections: Sequence[int],
    settings: Doc,
) -> Doc:
    """Share libraries with a person and return the share; raises Refused 400 or 422.

    No sections means ALL libraries. The person must accept unless they already hold an
    accepted share of this owner (see the switch `each_share_needs_acceptance`) or accept
    everything by themselves.
    """
    owner = person_by_id(world, server["owner_id"]) or {}
    account = _checked_invitee(world, owner, email, person_id)
    wanted = _checked_sections(server, sections)
    name = account["username"] if account else str(email)
    address = str(email or "").strip().casefold()
    for share in shares_on(world, server):
        same_address = share["invited_email"].casefold() == address
        if (account and is_for(share, account)) or (not account and same_address):
            raise Refused(
                400,
                f"You're already sharing this server with {name}, please edit your existing share",
            )
    _check_ceiling(world, owner, account)
    instantly = account is not None and _accepts_at_once(world, owner, account)
    with world.store.transaction():
        share = _new_share(world, server, account, str(email).strip(), wanted)
        change_settings(world, server, share, settings)
        return accept(world, server, share, account) if account and instantly else share


def _check_ceiling(world: World, owner: Doc, account: Doc | None) -> None:
    if account and any(each["id"] == account["id"] for each, _ in friends(world, owner)):
        return
    ceiling = switches(world)["people_ceiling"]
    if count_people(world, owner) >= ceiling:
        raise Refused(422, f"You have reached the limit of {ceiling} people you can share with")


def _accepts_at_once(world: World, owner: Doc, account: Doc) -> bool:
    if account["auto_accept"] or switches(world)["each_share_needs_acceptance"]:
        return bool(account["auto_accept"])
    return any(
        share["accepted"] and is_for(share, account) for _, share in owned_shares(world, owner)
    )


def _checked_invitee(
    world: World, owner: Doc, email: str | None, person_id: int | None
) -> Doc | None:
    name = str(email or "").strip()
    account = person_by_id(world, person_id) if person_id else person_named(world, name)
    if account is None and not _EMAIL.fullmatch(name):
        raise Refused(422, f"The user {person_id or name!r} could not be found")
    if account is None:
        return None
    if account["id"] == owner["id"]:
        raise Refused(422, "You cannot invite yourself")
    if account["banned"]:
        raise Refused(422, f"The account {account['username']} may not be invited")
    if account["home_of"] == owner["id"]:
        raise Refused(422, f"{account['username']} is already in your Plex Home")
    return account


def _checked_sections(server: Doc, sections: Sequence[int]) -> list[int] | None:
    known = {library["id"] for library in server["libraries"]}
    missing = [str(number) for number in sections if number not in known]
    if missing:
        raise Refused(422, f"Library section not found on this server: {', '.join(missing)}")
    return list(dict.fromkeys(sections)) or None


def _new_share(
    world: World, server: Doc, account: Doc | None, email: str, sections: list[int] | None
) -> Doc:
    share: Doc = {
        "id": next_number(world, "share", 30_000_001),
        "server": server["name"],
        "owner_id": server["owner_id"],
        "invited_id": account["id"] if account else None,
        "invited_email": account["email"] if account else email,
        "sections": sections,
        "settings": _settings({}),
        "access_token": f"share-{secrets.token_urlsafe(12)}",
        "accepted": False,
        "invited_at": now_text(world),
        "accepted_at": None,
    }
    save_share(world, server, share)
    world.store.put(_SHARE_AT, str(share["id"]), {"server": server["name"]})
    return share


def change_share(world: World, server: Doc, share: Doc, sections: Sequence[int]) -> Doc:
    """Replace the libraries of a share; none means ALL, as on an invite. Raises Refused 422."""
    share["sections"] = _checked_sections(server, sections)
    save_share(world, server, share)
    return share


def change_settings(world: World, server: Doc, share: Doc, values: Doc) -> Doc:
    """Change download right and filters of one share."""
    share["settings"] = _settings(values, share["settings"])
    save_share(world, server, share)
    return share


def accept(world: World, server: Doc, share: Doc, person: Doc) -> Doc:
    """Accept a pending share for the person; they become a friend and get a token."""
    if share["accepted"]:
        return share
    share.update(accepted=True, accepted_at=now_text(world), invited_id=person["id"])
    with world.store.transaction():
        save_share(world, server, share)
        world.store.put(
            TOKEN,
            share["access_token"],
            {"token": share["access_token"], "server": server["name"], "share": share["id"]},
        )
        key = f"{share['owner_id']}:{person['id']}"
        if world.store.get(_FRIEND, key) is None:
            world.store.put(
                _FRIEND,
                key,
                {
                    "owner": share["owner_id"],
                    "person": person["id"],
                    "settings": share["settings"],
                    "since": now_text(world),
                },
            )
    return share


def remove_share(world: World, server: Doc, share: Doc) -> None:
    """Take a share back, or withdraw it while it is pending. The friendship stays."""
    with world.store.transaction():
        world.store.delete(_kind(server), str(share["id"]))
        world.store.delete(_SHARE_AT, str(share["id"]))
        world.store.delete(TOKEN, share["access_token"])


def grant(
    world: World, server: Doc, person: Doc, *, libraries: Sequence[int] | None = None
) -> Doc:
    """Give a person an accepted share without asking anyone: for tests and benches."""
    held = share_for(world, server, person)
    with world.store.transaction():
        if held is None:
            wanted = list(libraries) if libraries else None
            held = _new_share(world, server, person, person["email"], wanted)
        return accept(world, server, held, person)
