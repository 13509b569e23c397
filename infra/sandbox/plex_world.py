"""The Plex world's people and servers: who exists, with which tokens and libraries.

Documents live in the shared store, so a restart keeps them. Sharing is in `plex_shares`,
playback in `plex_streams`.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from infra.sandbox.kit import BadAction, Doc, World

ACCOUNT = "plex_account"
SERVER = "plex_server"
TOKEN = "plex_token"  # noqa: S105  (a kind of document)
_NAME = "plex_name"
_MACHINE = "plex_machine"
_META = "plex_meta"

OWNER_USERNAME = "owner"
OWNER_TOKEN = "plex-owner-token"  # noqa: S105  (the demo's, public on purpose)

SWITCH_DEFAULTS: Doc = {
    "v1_invites_status": 200,
    "hide_friends": 0,
    "hide_shares": 0,
    "hide_invites": 0,
    "hide_libraries": 0,
    "short_lists_admit": False,
    "each_share_needs_acceptance": False,
    "people_ceiling": 100,
    "calls_per_minute": 0,
    "calls_at_once": 10,
}
"""World-wide switches: see `set_switch`."""

_LIBRARY_TYPES = {"artist": ("music", "audio"), "show": ("tv", "show", "series", "documentar")}
_AGENTS = {
    "movie": ("tv.plex.agents.movie", "Plex Movie"),
    "show": ("tv.plex.agents.series", "Plex TV Series"),
    "artist": ("tv.plex.agents.music", "Plex Music"),
}


def next_number(world: World, name: str, first: int) -> int:
    """Return the next running number of a series that starts at `first`."""
    held = world.store.get(_META, f"number:{name}")
    number = held["value"] + 1 if held else first
    world.store.put(_META, f"number:{name}", {"value": number})
    return number


def switches(world: World) -> Doc:
    """Return the world-wide switches with their present values."""
    return {**SWITCH_DEFAULTS, **(world.store.get(_META, "switches") or {})}


def set_switch(world: World, **values: object) -> Doc:
    """Set world-wide switches; raises BadAction for an unknown one.

    `v1_invites_status`: 200 or 410 on the old invite routes. `hide_…`: leave that many off the
    end of a list; with `short_lists_admit` its `totalSize` still counts them.
    `each_share_needs_acceptance`: no share is accepted by itself. `people_ceiling`: how many
    people one owner may share with. `calls_per_minute`: how many calls one account may send, in
    bursts of `calls_at_once`; 0 is any number.
    """
    unknown = set(values) - set(SWITCH_DEFAULTS)
    if unknown:
        raise BadAction(f"unknown switch: {', '.join(sorted(unknown))}")
    held = {**switches(world), **values}
    world.store.put(_META, "switches", held)
    return held


def epoch(at: str) -> int:
    """Return a stored instant as whole epoch seconds."""
    return int(datetime.fromisoformat(at).timestamp())


def now_text(world: World) -> str:
    """Return the shifted time as it is stored."""
    return world.clock.now().isoformat()


def digest(text: str, length: int = 40) -> str:
    """Return a stable hexadecimal name made from a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


# ------------------------------------------------------------------ people


def add_person(
    world: World,
    username: str,
    *,
    email: str | None = None,
    token: str | None = None,
    plex_pass: bool = False,
    auto_accept: bool = False,
    owner: bool = False,
    home_of: str | None = None,
    managed: bool = False,
) -> Doc:
    """Create a plex.tv account and return it; raises BadAction when a name is taken.

    `auto_accept` makes the person accept every invite at once. `home_of` names the owner
    whose Plex Home the person belongs to; a `managed` one there has no name and no address.
    """
    address = (email or f"{username}@people.example").strip()
    for name in (username, address):
        if world.store.get(_NAME, name.casefold()) is not None:
            raise BadAction(f"there is already an account called {name}")
    number = next_number(world, "account", 9_000_001)
    person: Doc = {
        "id": number,
        "uuid": digest(f"uuid:{username}", 16),
        "username": username,
        "email": address,
        "title": username,
        "password": f"{username}-password",
        "two_factor_code": None,
        "plex_pass": plex_pass,
        "auto_accept": auto_accept,
        "banned": False,
        "owner": owner,
        "home_of": find_person(world, home_of)["id"] if home_of else None,
        "managed": managed,
        "joined_at": now_text(world),
        "webhooks": [],
    }
    with world.store.transaction():
        save_person(world, person)
        for name in (username, address, str(number)):
            world.store.put(_NAME, name.casefold(), {"account": number})
        issue_token(world, person, token or f"plex-token-{username}")
    return person


def save_person(world: World, person: Doc) -> None:
    """Write an account back."""
    world.store.put(ACCOUNT, str(person["id"]), person)


def people(world: World) -> list[Doc]:
    """Return all accounts, owners included, oldest first."""
    return world.store.list(ACCOUNT)


def person_by_id(world: World, number: int | str | None) -> Doc | None:
    """Return an account by its plex.tv id."""
    return world.store.get(ACCOUNT, str(number))


def person_named(world: World, name: str | None) -> Doc | None:
    """Return an account by username, e-mail address (any case) or id."""
    held = world.store.get(_NAME, (name or "").strip().casefold())
    return person_by_id(world, held["account"]) if held else None


def find_person(world: World, name: object) -> Doc:
    """Return an account by username, e-mail address or id; raises BadAction."""
    person = person_named(world, str(name)) if name else None
    if person is None:
        raise BadAction(f"no such person: {name!r}")
    return person


def issue_token(world: World, person: Doc, token: str | None = None) -> str:
    """Give the account one more valid token and return it."""
    made = token or f"plex-{secrets.token_urlsafe(15)}"
    world.store.put(TOKEN, made, {"token": made, "account": person["id"]})
    return made


def kill_tokens(world: World, person: Doc) -> int:
    """Make every token of the account invalid, as a password change does; return how many."""
    dead = [held for held in world.store.list(TOKEN) if held.get("account") == person["id"]]
    for held in dead:
        world.store.delete(TOKEN, held["token"])
    return len(dead)


def tokens_of(world: World, person: Doc) -> list[str]:
    """Return the account's valid tokens, oldest first."""
    held = world.store.list(TOKEN)
    return [entry["token"] for entry in held if entry.get("account") == person["id"]]


def person_with_token(world: World, token: str | None) -> Doc | None:
    """Return the account that a plex.tv token belongs to."""
    held = world.store.get(TOKEN, token) if token else None
    return person_by_id(world, held["account"]) if held and "account" in held else None


# ------------------------------------------------------------------ servers


def add_server(
    world: World,
    name: str,
    *,
    libraries: Iterable[str | Mapping[str, object]] = ("Movies", "TV Shows"),
    owner: str = OWNER_USERNAME,
    machine_id: str | None = None,
    delay_ms: int = 0,
    version: str = "1.42.2.10156-f737b826c",
) -> Doc:
    """Create a media server at `{base_url}/pms/{name}` and return it; raises BadAction.

    A library is a title, or a mapping with `title` and optionally `type` (movie, show,
    artist) and `count`. `delay_ms` holds every answer of the server back that long.
    """
    if world.store.get(SERVER, name) is not None:
        raise BadAction(f"there is already a server called {name}")
    if not name or "/" in name:
        raise BadAction("a server's name must not be empty or hold a slash")
    server: Doc = {
        "name": name,
        "machine_id": machine_id or digest(f"machine:{name}"),
        "server_id": next_number(world, "server", 500_001),
        "owner_id": find_person(world, owner)["id"],
        "delay_ms": delay_ms,
        "version": version,
        "created_at": now_text(world),
        "next_key": 1,
        "libraries": [],
        "relayed": False,
        "at_home": False,
    }
    with world.store.transaction():
        for library in libraries:
            wanted = {"title": library} if isinstance(library, str) else dict(library)
            server["libraries"].append(_new_library(world, server, wanted))
        save_server(world, server)
    return server


def _new_library(world: World, server: Doc, wanted: Mapping[str, object]) -> Doc:
    title = str(wanted["title"])
    kind = str(wanted.get("type") or guess_type(title))
    key = server["next_key"]
    server["next_key"] = key + 1
    count = int(str(wanted.get("count", 120 + 37 * key)))
    agent, scanner = _AGENTS.get(kind, _AGENTS["movie"])
    return {
        "key": key,
        "id": next_number(world, "library", 70_000_001),
        "uuid": digest(f"{server['name']}:{key}:{title}", 32),
        "title": title,
        "type": kind,
        "count": count,
        "duration_ms": count * 5_400_000,
        "bytes": count * 4_000_000_000,
        "agent": agent,
        "scanner": scanner,
        "created_at": now_text(world),
    }


def guess_type(title: str) -> str:
    """Return the likely type of a library by its title: movie, show or artist."""
    low = title.casefold()
    for kind, words in _LIBRARY_TYPES.items():
        if any(word in low for word in words):
            return kind
    return "movie"


def save_server(world: World, server: Doc) -> None:
    """Write a server back, also under its machine id."""
    world.store.put(SERVER, server["name"], server)
    world.store.put(_MACHINE, server["machine_id"], {"name": server["name"]})


def servers(world: World) -> list[Doc]:
    """Return all servers, oldest first."""
    return world.store.list(SERVER)


def find_server(world: World, name: object) -> Doc:
    """Return a server by name or machine id; raises BadAction."""
    server = world.store.get(SERVER, str(name)) or server_of_machine(world, str(name))
    if server is None:
        raise BadAction(f"no such server: {name!r}")
    return server


def server_of_machine(world: World, machine_id: str) -> Doc | None:
    """Return the server with that machine id."""
    held = world.store.get(_MACHINE, machine_id)
    return world.store.get(SERVER, held["name"]) if held else None


def forget_server(world: World, server: Doc) -> None:
    """Remove a server from plex.tv and from the network."""
    world.store.delete(SERVER, server["name"])
    world.store.delete(_MACHINE, server["machine_id"])


def change_machine_id(world: World, server: Doc, machine_id: str) -> Doc:
    """Give the server another machine id, as a reinstallation does."""
    world.store.delete(_MACHINE, server["machine_id"])
    server["machine_id"] = machine_id
    save_server(world, server)
    return server


def find_library(server: Doc, title: object) -> Doc:
    """Return a server's library by title (any case); raises BadAction."""
    wanted = str(title).casefold()
    for library in server["libraries"]:
        if library["title"].casefold() == wanted:
            return dict(library)
    raise BadAction(f"{server['name']} has no library {title!r}")


def rename_library(world: World, server: Doc, title: str, new_title: str) -> Doc:
    """Rename a library; its ids stay."""
    key = find_library(server, title)["key"]
    for library in server["libraries"]:
        if library["key"] == key:
            library["title"] = new_title
    save_server(world, server)
    return find_library(server, new_title)


def recreate_library(world: World, server: Doc, title: str) -> Doc:
    """Delete a library and create it again: same title, new key, new ids."""
    old = find_library(server, title)
    fresh = _new_library(
        world, server, {"title": old["title"], "type": old["type"], "count": old["count"]}
    )
    fresh["uuid"] = digest(f"{server['name']}:{fresh['key']}:{fresh['id']}", 32)
    kept = [library for library in server["libraries"] if library["key"] != old["key"]]
    server["libraries"] = [*kept, fresh]
    save_server(world, server)
    return fresh


def libraries_with_ids(server: Doc, ids: Sequence[int] | None) -> list[Doc]:
    """Return the server's libraries with these plex.tv ids; None means all of them."""
    return [each for each in server["libraries"] if ids is None or each["id"] in ids]
