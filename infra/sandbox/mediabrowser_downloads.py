"""Downloads from Emby and Jellyfin servers: each leaves entries in the activity log, no more."""

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.mediabrowser_world import find_account, may_see
from infra.sandbox.plex_world import digest, next_number

# Apart from the numbers of what else is in the log.
_FIRST_ENTRY = 1_000_000
_MOST_ENTRIES = 1000


def _kind(server: Doc) -> str:
    return f"{server['platform']}_download:{server['name']}"


def download(
    world: World,
    server: Doc,
    person: str,
    *,
    title: str = "A Film",
    device: str = "Phone",
    client: str = "Android",
    entries: int = 1,
) -> Doc:
    """Let a person download something; raises BadAction for who may not.

    Some players make many `entries` of one download.
    """
    account = find_account(world, server, person)
    policy = account["policy"]
    may_load = policy["EnableContentDownloading"] and not policy["IsDisabled"]
    if not may_load or not any(may_see(account, each) for each in server["libraries"]):
        raise BadAction(f"{account['name']} may not download from {server['name']}")
    if isinstance(entries, bool) or not 1 <= entries <= _MOST_ENTRIES:
        raise BadAction(f"entries must be a whole number from 1 to {_MOST_ENTRIES}")
    made: Doc = {}
    for _ in range(entries):
        number = next_number(world, _kind(server), _FIRST_ENTRY)
        made = {
            "number": number,
            "account_id": account["id"],
            "person": account["name"],
            "title": title,
            "item_id": _item_id(server, title),
            "device": device,
            "client": client,
            "at": world.clock.now().isoformat(),
        }
        world.store.put(_kind(server), str(number), made)
    return made


def _item_id(server: Doc, title: str) -> str:
    """Return an item's id: a number on Emby, 32 digits on Jellyfin."""
    name = f"{server['platform']}:{server['name']}:{title}"
    return str(int(digest(name, 6), 16)) if server["platform"] == "emby" else digest(name, 32)


def downloads(world: World, server: Doc) -> list[Doc]:
    """Return every download from a server, oldest first."""
    return world.store.list(_kind(server))
