"""What Emby and Jellyfin servers have in common: libraries and accounts.

Both grew out of one program, Media Browser: the same things under nearly the same names. A server
belongs to one platform and keeps its own accounts; nothing is shared between servers.
"""

import re
import secrets
from collections.abc import Iterable

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.mediabrowser_policy import POLICIES
from infra.sandbox.plex_world import digest, guess_type, next_number

PLATFORMS = ("emby", "jellyfin")
VERSIONS = {"emby": "4.8.11.0", "jellyfin": "10.11.11"}
ADMINISTRATOR = "admin"
COLLECTION_TYPES = {"movie": "movies", "show": "tvshows", "artist": "music"}
_LEGACY_OFF_FROM = 12
_NAME = re.compile(r"(?!\s)[\w '\-.@+]+(?<!\s)")


class Refused(Exception):  # noqa: N818 - a refusal is an answer here, not a failure
    """The server says no: a status and a line of text."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status, self.message = status, message


def key_for(platform: str, name: str) -> str:
    """Return the API key that a new server starts with."""
    return digest(f"{platform}-key:{name}", 32)


# ------------------------------------------------------------------ servers


def add_server(
    world: World,
    platform: str,
    name: str,
    *,
    libraries: Iterable[str] = ("Movies", "TV Shows"),
    version: str = "",
) -> Doc:
    """Create a server at `{base_url}/{platform}/{name}` with one administrator.

    Raises BadAction when the name is taken.
    """
    if world.store.get(_servers(platform), name) is not None:
        raise BadAction(f"there is already a server called {name}")
    if not name or "/" in name:
        raise BadAction("a server's name must not be empty or hold a slash")
    server: Doc = {
        "platform": platform,
        "name": name,
        "server_id": digest(f"{platform}:{name}", 32),
        "title": name.title(),
        "key": key_for(platform, name),
        "legacy_auth": platform == "emby",
        "libraries": [],
        "delay_ms": 0,
    }
    with world.store.transaction():
        change_version(server, version or VERSIONS[platform])
        for title in libraries:
            server["libraries"].append(_new_library(world, server, title))
        save_server(world, server)
        add_account(world, server, ADMINISTRATOR, password=f"{ADMINISTRATOR}-password", admin=True)
    return server


def _servers(platform: str) -> str:
    return f"{platform}_server"


def servers(world: World, platform: str) -> list[Doc]:
    """Return the servers of a platform, oldest first."""
    return world.store.list(_servers(platform))


def server_named(world: World, platform: str, name: str) -> Doc | None:
    """Return a server, None when there is none of that name."""
    return world.store.get(_servers(platform), name)


def find_server(world: World, platform: str, name: object) -> Doc:
    """Return a server by name; raises BadAction."""
    server = server_named(world, platform, str(name))
    if server is None:
        raise BadAction(f"no such server: {name!r}")
    return server


def save_server(world: World, server: Doc) -> None:
    """Write a server back."""
    world.store.put(_servers(server["platform"]), server["name"], server)


def change_version(server: Doc, version: str) -> None:
    """Install a version; Jellyfin 12 switches the old ways to sign in off, as its upgrade does."""
    if not re.fullmatch(r"\d+(\.\d+){1,3}", version):
        raise BadAction("a version is numbers with dots, such as 10.11.11")
    server["version"] = version
    if server["platform"] == "jellyfin":
        server["legacy_auth"] = int(version.partition(".")[0]) < _LEGACY_OFF_FROM


def _new_library(world: World, server: Doc, title: str) -> Doc:
    number = next_number(world, f"{server['platform']}_library", 3)
    kind = guess_type(title)
    return {
        "number": str(number),
        "guid": digest(f"{server['platform']}:{server['name']}:{number}:{title}", 32),
        "title": title,
        "kind": kind,
        "collection_type": COLLECTION_TYPES[kind],
        "count": 120 + 37 * number,
    }


def find_library(server: Doc, title: object) -> Doc:
    """Return a server's library by title (any case); raises BadAction."""
    for library in server["libraries"]:
        if library["title"].casefold() == str(title).casefold():
            found: Doc = library
            return found
    raise BadAction(f"{server['name']} has no library {title!r}")


def rename_library(world: World, server: Doc, title: str, new_title: str) -> Doc:
    """Rename a library; its ids stay."""
    library = find_library(server, title)
    library["title"] = new_title
    save_server(world, server)
    return library


def recreate_library(world: World, server: Doc, title: str) -> Doc:
    """Delete a library and create it again: same title, new ids."""
    old = find_library(server, title)
    fresh = _new_library(world, server, old["title"])
    kept = [each for each in server["libraries"] if each["guid"] != old["guid"]]
    server["libraries"] = [*kept, fresh]
    save_server(world, server)
    return fresh


# ------------------------------------------------------------------ accounts


def _accounts(server: Doc) -> str:
    return f"{server['platform']}_account:{server['name']}"


def add_account(
    world: World, server: Doc, name: str, *, password: str = "", admin: bool = False
) -> Doc:
    """Open an account that may do what new accounts may; raises Refused 400.

    A name is unique whatever its case.
    """
    if not _NAME.fullmatch(name):
        raise Refused(400, "Usernames can contain letters, numbers, spaces and -_'.@+")
    if account_named(world, server, name) is not None:
        raise Refused(400, f"A user with the name '{name}' already exists.")
    number = next_number(world, f"account:{_accounts(server)}", 1)
    account: Doc = {
        "id": digest(f"{_accounts(server)}:{name.casefold()}:{number}", 32),
        "name": name,
        "password": password,
        "policy": {**POLICIES[server["platform"]], "IsAdministrator": admin},
        "created_at": world.clock.now().isoformat(),
        "signed_in_at": None,
        "active_at": None,
        "connect_name": "",
    }
    save_account(world, server, account)
    return account


def save_account(world: World, server: Doc, account: Doc) -> None:
    """Write an account back."""
    world.store.put(_accounts(server), account["id"], account)


def accounts(world: World, server: Doc) -> list[Doc]:
    """Return the accounts of a server, oldest first."""
    return world.store.list(_accounts(server))


def account(world: World, server: Doc, account_id: str) -> Doc | None:
    """Return an account by its id, with or without dashes, in any case."""
    return world.store.get(_accounts(server), plain_id(account_id))


def plain_id(text: str) -> str:
    """Return an id as the server writes it: 32 lower-case digits."""
    return text.replace("-", "").lower()


def account_named(world: World, server: Doc, name: str) -> Doc | None:
    """Return an account by its name in any case."""
    wanted = name.casefold()
    found = (each for each in accounts(world, server) if each["name"].casefold() == wanted)
    return next(found, None)


def find_account(world: World, server: Doc, name: object) -> Doc:
    """Return an account by name; raises BadAction."""
    found = account_named(world, server, str(name))
    if found is None:
        raise BadAction(f"{server['name']} has no account {name!r}")
    return found


def write_policy(world: World, server: Doc, account: Doc, given: Doc) -> None:
    """Replace an account's policy: what is left out goes back to what new accounts may.

    Raises Refused for what would leave the server without an administrator.
    """
    policy = {**POLICIES[server["platform"]], **given}
    was, now = account["policy"], policy
    if was["IsAdministrator"] and not now["IsAdministrator"] and _is_last(world, server, account):
        raise Refused(403, "There must be at least one administrator.")
    if was["IsAdministrator"] and now["IsDisabled"]:
        raise Refused(403, "Administrators cannot be disabled.")
    account["policy"] = policy
    save_account(world, server, account)


def delete_account(world: World, server: Doc, account: Doc) -> None:
    """Delete an account; raises Refused 400 for the last administrator."""
    if account["policy"]["IsAdministrator"] and _is_last(world, server, account):
        raise Refused(400, "The last administrator cannot be deleted.")
    world.store.delete(_accounts(server), account["id"])


def _is_last(world: World, server: Doc, account: Doc) -> bool:
    others = (each for each in accounts(world, server) if each["id"] != account["id"])
    return not any(each["policy"]["IsAdministrator"] for each in others)


def may_see(account: Doc, library: Doc) -> bool:
    """Tell whether an account has a library; folders count by their guid alone."""
    policy = account["policy"]
    if policy["EnableAllFolders"]:
        return True
    enabled = {plain_id(str(each)) for each in policy["EnabledFolders"] or ()}
    return library["guid"] in enabled


def new_token() -> str:
    """Return a fresh token or key."""
    return secrets.token_hex(16)
