"""Add, rename and remove locations."""

from dataclasses import replace

from chalicelib.catalog.checks import checked_name, refuse_taken
from chalicelib.catalog.model import Location
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import LocationId, new_id
from chalicelib.kernel.records import Delete, Insert, Update


def add(deps: CatalogDeps, *, name: str, actor: Actor) -> Location:
    """Add a location; raises InvalidError, or ConflictError for a name that is taken."""
    now = deps.clock.now()
    checked = checked_name("name", name)
    refuse_taken(_names(deps), checked)
    location = Location(LocationId(new_id("loc", now=now)), checked)
    entry = note(actor, "location.added", location.id, now=now, after={"name": checked})
    deps.database.commit(Update(location), Insert(entry))
    return replace(location, version=1)


def rename(
    deps: CatalogDeps, *, location_id: LocationId, version: int, name: str, actor: Actor
) -> Location:
    """Give a location another name; raises as `add`, NotFoundError or StaleRecordError."""
    location = _found(deps, location_id)
    if location.version != version:
        raise StaleRecordError(location)
    checked = checked_name("name", name)
    refuse_taken(_names(deps), checked, own_id=location_id)
    if checked == location.name:
        return location
    renamed = replace(location, name=checked)
    entry = note(
        actor,
        "location.renamed",
        location_id,
        now=deps.clock.now(),
        before={"name": location.name},
        after={"name": checked},
    )
    deps.database.commit(Update(renamed), Insert(entry))
    return replace(renamed, version=renamed.version + 1)


def remove(deps: CatalogDeps, *, location_id: LocationId, actor: Actor) -> None:
    """Remove a location; raises NotFoundError, or ConflictError naming the servers there."""
    location = _found(deps, location_id)
    there = [each.name for each in deps.store.servers() if each.location_id == location_id]
    if there:
        raise ConflictError(
            f"The location {location.name} is in use: {', '.join(there)}.",
            remedy="Give these servers another location first.",
            code="in_use",
        )
    entry = note(
        actor,
        "location.removed",
        location_id,
        now=deps.clock.now(),
        before={"name": location.name},
    )
    deps.database.commit(Delete(location), Insert(entry))


def _found(deps: CatalogDeps, location_id: LocationId) -> Location:
    location = deps.store.location(location_id)
    if location is None:
        raise NotFoundError("There is no such location.", remedy="Reload the list.")
    return location


def _names(deps: CatalogDeps) -> dict[str, str]:
    return {location.id: location.name for location in deps.store.locations()}
