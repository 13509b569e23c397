"""Add, rename and remove locations."""

from chalicelib.catalog import named
from chalicelib.catalog.model import Location
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import LocationId, new_id

_WORD = "location"


def add(deps: CatalogDeps, *, name: str, actor: Actor) -> Location:
    """Add a location; raises InvalidError, or ConflictError for a name that is taken."""
    location = Location(LocationId(new_id("loc", now=deps.clock.now())), name)
    return named.add(deps, location, word=_WORD, others=deps.store.locations(), actor=actor)


def rename(
    deps: CatalogDeps, *, location_id: LocationId, version: int, name: str, actor: Actor
) -> Location:
    """Give a location another name; raises as `add`, NotFoundError or StaleRecordError."""
    return named.rename(
        deps,
        _found(deps, location_id),
        word=_WORD,
        version=version,
        name=name,
        others=deps.store.locations(),
        actor=actor,
    )


def remove(deps: CatalogDeps, *, location_id: LocationId, actor: Actor) -> None:
    """Remove a location; raises NotFoundError, or ConflictError naming the servers there."""
    location = _found(deps, location_id)
    there = [each.name for each in deps.store.servers() if each.location_id == location_id]
    named.remove(
        deps,
        location,
        word=_WORD,
        used_by=there,
        remedy="Give these servers another location first.",
        actor=actor,
    )


def _found(deps: CatalogDeps, location_id: LocationId) -> Location:
    location = deps.store.location(location_id)
    if location is None:
        raise NotFoundError("There is no such location.", remedy="Reload the list.")
    return location
