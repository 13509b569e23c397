"""Import a server's libraries, keep them up to date, and put them into groups."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from chalicelib.catalog import reach
from chalicelib.catalog.model import Library, Server
from chalicelib.catalog.ports import CatalogDeps, FoundLibrary, ReachedServer, ServerContents
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    ActionRequiredError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.ids import GroupId, LibraryId, ServerId
from chalicelib.kernel.records import Insert, Update, Write

_MOST_WRITES = 90


def imported(server_id: ServerId, found: Iterable[FoundLibrary]) -> tuple[Library, ...]:
    """Return new libraries as they are first stored: Private until classified (B135)."""
    return tuple(
        Library(
            id=_library_id(server_id, each.share_id),
            server_id=server_id,
            key=each.key,
            share_id=each.share_id,
            title=each.title,
            kind=each.kind,
        )
        for each in found
    )


def refresh(deps: CatalogDeps, *, server_id: ServerId, actor: Actor) -> tuple[Library, ...]:
    """Read name, version and libraries from the platform; return the libraries, missing ones too.

    New ones are Private, those that are gone are marked missing, ids and titles follow. An answer
    without any library marks none (X041). Raises NotFoundError, RetryLaterError, or
    ActionRequiredError when another machine answers (B139).
    """
    server = deps.store.server(server_id)
    if server is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    reached = reach.reached(deps, server)
    contents = reached.contents
    if contents.machine_id != server.machine_id:
        raise ActionRequiredError(
            f"The server at {server.url} is not {server.name} any more: its identity changed.",
            remedy="Let the address lead to the right server, or add the new one.",
            code="server.identity_changed",
        )
    known = deps.store.libraries(server_id)
    if not contents.libraries and any(not library.is_missing for library in known):
        raise RetryLaterError(
            f"{server.name} lists no library at all, which is not believed.", after_seconds=300
        )
    after = _merged(server_id, known, contents)
    _store(deps, server, reached, before=known, after=after, actor=actor)
    return deps.store.libraries(server_id)


def classify(
    deps: CatalogDeps,
    *,
    library_id: LibraryId,
    server_id: ServerId,
    group_id: GroupId,
    actor: Actor,
) -> Library:
    """Put a library into a group; shares follow with the hourly run (B134).

    Raises NotFoundError, InvalidError or StaleRecordError.
    """
    moved = sort_into(
        deps, server_id=server_id, library_ids=(library_id,), group_id=group_id, actor=actor
    )
    return moved[0]


def sort_into(
    deps: CatalogDeps,
    *,
    server_id: ServerId,
    library_ids: tuple[LibraryId, ...],
    group_id: GroupId,
    actor: Actor,
) -> tuple[Library, ...]:
    """Put several libraries of a server into a group; return them. Raises as `classify`."""
    known = {library.id: library for library in deps.store.libraries(server_id)}
    if set(library_ids) - known.keys():
        raise NotFoundError("There is no such library.", remedy="Reload the list.")
    names = {group.id: group.name for group in deps.store.groups()}
    if group_id not in names:
        raise InvalidError.of(
            "group_id", "There is no such library group.", "Choose from the list."
        )
    asked = [known[each] for each in dict.fromkeys(library_ids)]
    moving = [library for library in asked if library.group_id != group_id]
    for start in range(0, len(moving), _MOST_WRITES):
        some = moving[start : start + _MOST_WRITES]
        entry = note(
            actor,
            "library.classified",
            server_id,
            now=deps.clock.now(),
            before={each.title: names.get(each.group_id, each.group_id) for each in some},
            after={each.title: names[group_id] for each in some},
        )
        moved = [Update(replace(each, group_id=group_id)) for each in some]
        deps.database.commit(*moved, Insert(entry))
    return tuple(
        replace(each, group_id=group_id, version=each.version + int(each in moving))
        for each in asked
    )


def _merged(
    server_id: ServerId, known: tuple[Library, ...], contents: ServerContents
) -> tuple[Library, ...]:
    found = {each.share_id: each for each in contents.libraries}
    kept = tuple(
        replace(
            library,
            key=found[library.share_id].key,
            title=found[library.share_id].title,
            kind=found[library.share_id].kind,
            is_missing=False,
        )
        if library.share_id in found
        else replace(library, is_missing=True)
        for library in known
    )
    ids = {library.share_id for library in known}
    return (*kept, *imported(server_id, (found[each] for each in found if each not in ids)))


def _store(
    deps: CatalogDeps,
    server: Server,
    reached: ReachedServer,
    *,
    before: tuple[Library, ...],
    after: tuple[Library, ...],
    actor: Actor,
) -> None:
    old = {library.id: library for library in before}
    writes: list[Write] = [Update(library) for library in after if old.get(library.id) != library]
    told = replace(server, name=reached.contents.name, platform_version=reached.version)
    if told != server:
        writes.append(Update(told))
    if not writes:
        return
    entry = note(
        actor,
        "server.refreshed",
        server.id,
        now=deps.clock.now(),
        before=_shown(server, before),
        after=_shown(told, after),
    )
    writes.append(Insert(entry))
    for start in range(0, len(writes), _MOST_WRITES):
        deps.database.commit(*writes[start : start + _MOST_WRITES])


def _shown(server: Server, libraries: tuple[Library, ...]) -> dict[str, object]:
    version = {"version": server.platform_version} if server.platform_version else {}
    return {"name": server.name, **version, "libraries": _titles(libraries)}


def _titles(libraries: tuple[Library, ...]) -> str:
    return ", ".join(sorted(each.title for each in libraries if not each.is_missing))


def _library_id(server_id: ServerId, share_id: str) -> LibraryId:
    digest = hashlib.sha256(f"{server_id}:{share_id}".encode()).hexdigest()
    return LibraryId(f"lib_{digest[:20]}")
