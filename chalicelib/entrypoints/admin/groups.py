"""Library groups and locations: small named things."""

from chalicelib import wiring
from chalicelib.catalog import groups, locations
from chalicelib.catalog.model import LibraryGroup, Location
from chalicelib.entrypoints.admin.shapes import Done, NameText, Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import GroupId, LocationId

registry = Registry()


class Name(Model):
    """A name to give."""

    name: NameText


class Rename(Name):
    """A new name for something that exists."""

    version: Version


class GroupShape(Model):
    """A library group; built-in ones can be neither edited nor deleted."""

    id: str
    name: str
    is_built_in: bool
    version: int


class GroupList(Model):
    """All library groups, the built-in ones first."""

    items: list[GroupShape]


class LocationShape(Model):
    """A place that customers can prefer."""

    id: str
    name: str
    version: int


class LocationList(Model):
    """All locations by name."""

    items: list[LocationShape]


@registry.add("GET", "/library-groups", summary="List library groups", returns=GroupList)
def list_library_groups(_call: Call[NoInput, NoInput]) -> GroupList:
    """Return all library groups."""
    found = wiring.catalog_deps().store.groups()
    return GroupList(items=[_group(each) for each in found])


@registry.add(
    "POST",
    "/library-groups",
    summary="Add a library group",
    body=Name,
    returns=GroupShape,
    status=201,
)
def add_library_group(call: Call[Name, NoInput]) -> GroupShape:
    """Add a group; libraries join it on their server's page."""
    deps = wiring.catalog_deps()
    return _group(groups.add(deps, name=call.body.name, actor=call.actor))


@registry.add(
    "PUT",
    "/library-groups/{group_id}",
    summary="Rename a library group",
    body=Rename,
    returns=GroupShape,
)
def rename_library_group(call: Call[Rename, NoInput]) -> GroupShape:
    """Give the group another name."""
    group = groups.rename(
        wiring.catalog_deps(),
        group_id=GroupId(call.path["group_id"]),
        version=call.body.version,
        name=call.body.name,
        actor=call.actor,
    )
    return _group(group)


@registry.add(
    "DELETE", "/library-groups/{group_id}", summary="Delete a library group", returns=Done
)
def remove_library_group(call: Call[NoInput, NoInput]) -> Done:
    """Delete a group that no plan and no library uses."""
    group_id = GroupId(call.path["group_id"])
    groups.remove(wiring.catalog_deps(), group_id=group_id, actor=call.actor)
    return Done()


@registry.add("GET", "/locations", summary="List locations", returns=LocationList)
def list_locations(_call: Call[NoInput, NoInput]) -> LocationList:
    """Return all locations."""
    found = wiring.catalog_deps().store.locations()
    return LocationList(items=[_location(each) for each in found])


@registry.add(
    "POST", "/locations", summary="Add a location", body=Name, returns=LocationShape, status=201
)
def add_location(call: Call[Name, NoInput]) -> LocationShape:
    """Add a location; servers are assigned to it on their page."""
    deps = wiring.catalog_deps()
    return _location(locations.add(deps, name=call.body.name, actor=call.actor))


@registry.add(
    "PUT",
    "/locations/{location_id}",
    summary="Rename a location",
    body=Rename,
    returns=LocationShape,
)
def rename_location(call: Call[Rename, NoInput]) -> LocationShape:
    """Give the location another name."""
    location = locations.rename(
        wiring.catalog_deps(),
        location_id=LocationId(call.path["location_id"]),
        version=call.body.version,
        name=call.body.name,
        actor=call.actor,
    )
    return _location(location)


@registry.add("DELETE", "/locations/{location_id}", summary="Delete a location", returns=Done)
def remove_location(call: Call[NoInput, NoInput]) -> Done:
    """Delete a location that no server has."""
    location_id = LocationId(call.path["location_id"])
    locations.remove(wiring.catalog_deps(), location_id=location_id, actor=call.actor)
    return Done()


def _group(group: LibraryGroup) -> GroupShape:
    return GroupShape.model_validate(group)


def _location(location: Location) -> LocationShape:
    return LocationShape.model_validate(location)
