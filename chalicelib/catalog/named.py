"""What library groups and locations share: a name of their own, and others that stand on them."""

from dataclasses import replace
from typing import TypeVar

from chalicelib.catalog.checks import checked_name, refuse_taken
from chalicelib.catalog.model import LibraryGroup, Location
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, StaleRecordError
from chalicelib.kernel.records import Delete, Insert, Update

N = TypeVar("N", LibraryGroup, Location)


def add(deps: CatalogDeps, thing: N, *, word: str, others: tuple[N, ...], actor: Actor) -> N:
    """Store a new thing; raises InvalidError, or ConflictError for a name that is taken."""
    added = replace(thing, name=_free_name(thing, thing.name, others))
    entry = note(
        actor, f"{word}.added", added.id, now=deps.clock.now(), after={"name": added.name}
    )
    deps.database.commit(Update(added), Insert(entry))
    return replace(added, version=1)


def rename(
    deps: CatalogDeps,
    thing: N,
    *,
    word: str,
    version: int,
    name: str,
    others: tuple[N, ...],
    actor: Actor,
) -> N:
    """Give a thing another name; raises as `add`, or StaleRecordError."""
    if thing.version != version:
        raise StaleRecordError(thing)
    renamed = replace(thing, name=_free_name(thing, name, others))
    if renamed == thing:
        return thing
    entry = note(
        actor,
        f"{word}.renamed",
        thing.id,
        now=deps.clock.now(),
        before={"name": thing.name},
        after={"name": renamed.name},
    )
    deps.database.commit(Update(renamed), Insert(entry))
    return replace(renamed, version=renamed.version + 1)


def remove(
    deps: CatalogDeps, thing: N, *, word: str, used_by: list[str], remedy: str, actor: Actor
) -> None:
    """Remove a thing; raises ConflictError naming what still uses it."""
    if used_by:
        raise ConflictError(
            f"The {word} {thing.name} is in use: {', '.join(used_by)}.",
            remedy=remedy,
            code="in_use",
        )
    entry = note(
        actor, f"{word}.removed", thing.id, now=deps.clock.now(), before={"name": thing.name}
    )
    deps.database.commit(Delete(thing), Insert(entry))


def _free_name(thing: N, name: str, others: tuple[N, ...]) -> str:
    checked = checked_name("name", name)
    refuse_taken({each.id: each.name for each in others}, checked, own_id=thing.id)
    return checked
