"""Find, add, change and test media servers."""

import hashlib
from dataclasses import dataclass, replace

from chalicelib.catalog import reach
from chalicelib.catalog.accounts import found_account, token_of
from chalicelib.catalog.checks import checked_url
from chalicelib.catalog.freed_seats import call_up
from chalicelib.catalog.libraries import imported
from chalicelib.catalog.model import Platform, Server
from chalicelib.catalog.ports import CatalogDeps, FoundServer, ServerContents
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    NotFoundError,
    StaleRecordError,
)
from chalicelib.kernel.ids import LocationId, PlexAccountId, ServerId
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.model import EnforcementMode

MOST_USERS = 10_000
# Of the 100 writes that one commit may have, some are for the server and the audit.
_FIRST_LIBRARIES = 90


@dataclass(frozen=True, slots=True)
class ServerChanges:
    """What an administrator sets of a server; its name follows the platform (B128).

    Without an `enforcement_mode` limits go as far as the site says.
    """

    is_enabled: bool
    allows_new: bool
    max_users: int | None
    location_id: LocationId | None
    logs_activity: bool
    allows_trials: bool = False
    allows_4k_transcoding: bool = True
    enforcement_mode: EnforcementMode | None = None


def found(deps: CatalogDeps, *, account_id: PlexAccountId) -> tuple[FoundServer, ...]:
    """Return the servers that the account owns, with their addresses (B123)."""
    account = found_account(deps, account_id)
    return deps.plex.servers(token_of(deps, account))


def add(
    deps: CatalogDeps, *, account_id: PlexAccountId, machine_id: str, url: str, actor: Actor
) -> Server:
    """Test the connection, then store the server, disabled, with its libraries, all Private.

    Nothing is stored when the test fails (B125). Raises InvalidError, NotFoundError, ConflictError
    for a server that was added already, and whatever the connection raises.
    """
    address = checked_url("url", url)
    account = deps.store.plex_account(account_id)
    if account is None:
        raise InvalidError.of("account_id", "There is no such Plex account.", "Link it first.")
    if any(server.machine_id == machine_id for server in deps.store.servers()):
        raise added_already()
    contents = deps.plex.contents(url=address, token=token_of(deps, account))
    if contents.machine_id != machine_id:
        raise InvalidError.of(
            "url",
            f"Another server answers at this address: {contents.name}.",
            "Choose one of the addresses that belong to the server.",
        )
    server = Server(
        id=server_id_of(machine_id),
        platform=Platform.PLEX,
        name=contents.name,
        url=address,
        machine_id=machine_id,
        account_id=account_id,
    )
    return stored(deps, server, contents, actor=actor)


def change(
    deps: CatalogDeps, *, server_id: ServerId, version: int, changes: ServerChanges, actor: Actor
) -> Server:
    """Enable, limit or place a server; raises InvalidError, NotFoundError, StaleRecordError."""
    server = found_server(deps, server_id)
    if server.version != version:
        raise StaleRecordError(server)
    if changes.max_users is not None and not 1 <= changes.max_users <= MOST_USERS:
        raise InvalidError.of(
            "max_users",
            f"A server cannot have a limit of {changes.max_users} people.",
            f"Use 1 to {MOST_USERS}, or none.",
        )
    if changes.location_id is not None and deps.store.location(changes.location_id) is None:
        raise InvalidError.of("location_id", "There is no such location.", "Choose from the list.")
    changed = replace(
        server,
        is_enabled=changes.is_enabled,
        allows_new=changes.allows_new,
        allows_trials=changes.allows_trials,
        max_users=changes.max_users,
        location_id=changes.location_id,
        logs_activity=changes.logs_activity,
        allows_4k_transcoding=changes.allows_4k_transcoding,
        enforcement_mode=changes.enforcement_mode,
    )
    if changed == server:
        return server
    entry = note(
        actor,
        "server.changed",
        server_id,
        now=deps.clock.now(),
        before=_shown(server),
        after=_shown(changed),
    )
    # Whatever changed may have made room.
    freed = call_up(deps.store, cause=f"{server_id}_{version}", now=deps.clock.now())
    deps.database.commit(Update(changed), Insert(entry), *map(Insert, freed))
    return replace(changed, version=changed.version + 1)


def test(deps: CatalogDeps, *, server_id: ServerId) -> ServerContents:
    """Connect to the server and return what it says of itself.

    Raises NotFoundError, ConflictError when another machine answers, and whatever the connection
    raises.
    """
    server = found_server(deps, server_id)
    contents = reach.reached(deps, server).contents
    if contents.machine_id != server.machine_id:
        raise ConflictError(
            f"Another server answers at {server.url}: {contents.name}.",
            remedy="Let the address lead to the right server again.",
            code="server.identity_changed",
        )
    return contents


def found_server(deps: CatalogDeps, server_id: ServerId) -> Server:
    """Return the server; raises NotFoundError."""
    server = deps.store.server(server_id)
    if server is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    return server


def server_id_of(machine_id: str) -> ServerId:
    """Return the one id for a machine, so that adding twice at once cannot make two of it."""
    return ServerId("srv_" + hashlib.sha256(machine_id.encode()).hexdigest()[:20])


def stored(deps: CatalogDeps, found: Server, contents: ServerContents, *, actor: Actor) -> Server:
    """Store a server with its libraries; raises ConflictError for one that is known.

    One that was deleted here comes back as if it were new.
    """
    now, server_id = deps.clock.now(), found.id
    former = next((each for each in deps.store.former_servers() if each.id == server_id), None)
    server = replace(found, added_at=now, version=former.version if former else 0)
    writes = [Insert(each) for each in imported(server_id, contents.libraries)]
    shown = {"name": server.name, "url": server.url, "libraries": len(writes)}
    entry = note(actor, "server.added", server_id, now=now, after=shown)
    try:
        deps.database.commit(Update(server), *writes[:_FIRST_LIBRARIES], Insert(entry))
    except (AlreadyRecordedError, StaleRecordError) as error:
        raise added_already() from error
    for start in range(_FIRST_LIBRARIES, len(writes), _FIRST_LIBRARIES):
        deps.database.commit(*writes[start : start + _FIRST_LIBRARIES])
    return replace(server, version=server.version + 1)


def added_already() -> ConflictError:
    """Return the error for a server that is in the list already."""
    return ConflictError(
        "This server was added already.", remedy="Look in the list.", code="server.added_already"
    )


def _shown(server: Server) -> dict[str, object]:
    return {
        "enabled": server.is_enabled,
        "allows_new": server.allows_new,
        "allows_trials": server.allows_trials,
        "max_users": server.max_users,
        "location": server.location_id,
        "logs_activity": server.logs_activity,
        "4k_transcoding": server.allows_4k_transcoding,
        "enforcement_mode": server.enforcement_mode or "as the site",
    }
