"""Servers that are reached by address and API key: Emby and Jellyfin."""

from dataclasses import replace

from chalicelib.catalog.checks import checked_url
from chalicelib.catalog.model import Platform, Server
from chalicelib.catalog.ports import CatalogDeps, ReachedServer
from chalicelib.catalog.reach import access_to, key_place
from chalicelib.catalog.servers import added_already, found_server, server_id_of, stored
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update
from chalicelib.kernel.secret import Secret


def tried(deps: CatalogDeps, *, platform: Platform, url: str, key: Secret) -> ReachedServer:
    """Return what the server at an address says of itself, given its API key (B124).

    Raises InvalidError, ConflictError for a server that was added already, and whatever the
    connection raises.
    """
    directory = deps.directories.get(platform)
    if directory is None:
        raise InvalidError.of(
            "platform",
            "Servers of this platform are not added by address and key.",
            "Link the account that owns them.",
        )
    if not key.reveal().strip():
        raise InvalidError.of(
            "key", "The API key is missing.", "Make one in the server's settings."
        )
    reached = directory.reach(url=checked_url("url", url), token=key)
    if any(each.machine_id == reached.contents.machine_id for each in deps.store.servers()):
        raise added_already()
    return reached


def add(deps: CatalogDeps, *, platform: Platform, url: str, key: Secret, actor: Actor) -> Server:
    """Test the connection, then store as `servers.add` does, the key sealed (B124, B125)."""
    address = checked_url("url", url)
    reached = tried(deps, platform=platform, url=address, key=key)
    contents = reached.contents
    server_id = server_id_of(contents.machine_id)
    server = Server(
        id=server_id,
        platform=platform,
        name=contents.name,
        url=address,
        machine_id=contents.machine_id,
        key=deps.vault.seal(key, place=key_place(server_id)),
        platform_version=reached.version,
    )
    return stored(deps, server, contents, actor=actor)


def change(
    deps: CatalogDeps, *, server_id: ServerId, url: str, key: Secret | None, actor: Actor
) -> Server:
    """Reach the server at another address or by another key, once that is seen to work.

    Without a `key` the present one stays. Raises NotFoundError, InvalidError when the server is
    not reached by a key or another machine answers, and whatever the connection raises.
    """
    server = found_server(deps, server_id)
    if server.key is None:
        raise InvalidError.of(
            "key", "The server is reached through its Plex account.", "Link the account again."
        )
    address = checked_url("url", url)
    token = key or access_to(server, {}, deps.vault).token
    reached = deps.directories[server.platform].reach(url=address, token=token)
    contents = reached.contents
    if contents.machine_id != server.machine_id:
        raise InvalidError.of(
            "url",
            f"Another server answers at this address: {contents.name}.",
            f"Give the address of {server.name}.",
        )
    sealed = deps.vault.seal(key, place=key_place(server_id)) if key else server.key
    changed = replace(server, url=address, key=sealed, platform_version=reached.version)
    entry = note(
        actor,
        "server.reached_otherwise",
        server_id,
        now=deps.clock.now(),
        before={"url": server.url},
        after={"url": address, "key": "replaced" if key else "kept"},
    )
    deps.database.commit(Update(changed), Insert(entry))
    return replace(changed, version=changed.version + 1)
