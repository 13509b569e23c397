"""Delete a server here; nothing is changed on it."""

from dataclasses import replace

from chalicelib.catalog.media_hook import MediaHook
from chalicelib.catalog.model import Server
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.catalog.servers import found_server
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Delete, Insert, Update, Write

_TRIES = 5
# Of the 100 writes that one commit may have, some are for the server, its seats and the audit.
_MOST_WRITES = 90


def remove(deps: CatalogDeps, *, server_id: ServerId, actor: Actor) -> Server:
    """Take a server with its libraries and seats out of the catalogue; return what is left of it.

    Plans that target it target it no more. Raises NotFoundError, or RetryLaterError while
    somebody else changes the same.
    """
    for _ in range(_TRIES):
        server = found_server(deps, server_id)
        now = deps.clock.now()
        # What it is reached by is forgotten with it.
        gone = replace(server, is_enabled=False, key=None, removed_at=now)
        libraries = deps.store.libraries(server_id)
        shown = {"name": server.name, "url": server.url, "libraries": len(libraries)}
        entry = note(actor, "server.removed", server_id, now=now, before=shown)
        first: list[Write] = [Update(gone), *_also(deps, server_id), Insert(entry)]
        rest: list[Write] = [Delete(library) for library in libraries]
        room = max(0, _MOST_WRITES - len(first))
        try:
            # More libraries than one commit takes go first: without the server nothing names them.
            for start in range(room, len(rest), _MOST_WRITES):
                deps.database.commit(*rest[start : start + _MOST_WRITES])
            deps.database.commit(*first, *rest[:room])
        except StaleRecordError:
            continue
        return replace(gone, version=gone.version + 1)
    raise RetryLaterError("The server changes too fast just now.", after_seconds=5)


def _also(deps: CatalogDeps, server_id: ServerId) -> list[Write]:
    """Return the writes for what hangs on the server: its webhook, seats, plans that target it."""
    seats = deps.store.seats(server_id)
    writes: list[Write] = [Delete(MediaHook(server_id))]
    if seats.version:
        writes.append(Delete(seats))
    for plan in deps.store.plans():
        if server_id in plan.target_server_ids:
            targets = tuple(each for each in plan.target_server_ids if each != server_id)
            writes.append(Update(replace(plan, target_server_ids=targets)))
    return writes
