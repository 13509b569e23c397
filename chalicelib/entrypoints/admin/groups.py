"""Library groups and locations: small named things."""

from chalicelib import wiring
from chalicelib.catalog import groups, locations
from chalicelib.catalog.model import Library, LibraryGroup, Location, Plan, Server
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


class PlanOfGroup(Model):
    """A plan that includes a group."""

    id: str
    name: str


class GroupShape(Model):
    """A library group; built-in ones can be neither edited nor deleted.

    `libraries` counts those in it that are on their server, `plans` are those that include it.
    """

    id: str
    name: str
    is_built_in: bool
    libraries: int
    plans: list[PlanOfGroup]
    version: int


class GroupList(Model):
    """All library groups, the built-in ones first."""

    items: list[GroupShape]


class LocationShape(Model):
    """A place that customers can prefer, with how many servers stand there."""

    id: str
    name: str
    servers: int
    version: int


class LocationList(Model):
    """All locations by name."""

    items: list[LocationShape]


@registry.add("GET", "/library-groups", summary="List library groups", returns=GroupList)
def list_library_groups(_call: Call[NoInput, NoInput]) -> GroupList:
    """Return all library groups."""
    store = wiring.catalog_deps().store
    known, offered = store.all_libraries(), store.plans()
    return GroupList(items=[_group(each, known, offered) for each in store.groups()])


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
    return _counted(groups.add(deps, name=call.body.name, actor=call.actor))


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
    return _counted(group)


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
    store = wiring.catalog_deps().store
    standing = store.servers()
    return LocationList(items=[_location(each, standing) for each in store.locations()])


@registry.add(
    "POST", "/locations", summary="Add a location", body=Name, returns=LocationShape, status=201
)
def add_location(call: Call[Name, NoInput]) -> LocationShape:
    """Add a location; servers are assigned to it on their page."""
    deps = wiring.catalog_deps()
    location = locations.add(deps, name=call.body.name, actor=call.actor)
    return _location(location, deps.store.servers())


@registry.add(
    "PUT",
    "/locations/{location_id}",
    summary="Rename a location",
    body=Rename,
    returns=LocationShape,
)
def rename_location(call: Call[Rename, NoInput]) -> LocationShape:
    """Give the location another name."""
    deps = wiring.catalog_deps()
    location = locations.rename(
        deps,
        location_id=LocationId(call.path["location_id"]),
        version=call.body.version,
        name=call.body.name,
        actor=call.actor,
    )
    return _location(location, deps.store.servers())


@registry.add("DELETE", "/locations/{location_id}", summary="Delete a location", returns=Done)
def remove_location(call: Call[NoInput, NoInput]) -> Done:
    """Delete a location that no server has."""
    location_id = LocationId(call.path["location_id"])
    locations.remove(wiring.catalog_deps(), location_id=location_id, actor=call.actor)
    return Done()


def _counted(group: LibraryGroup) -> GroupShape:
    store = wiring.catalog_deps().store
    return _group(group, store.all_libraries(), store.plans())


def _group(
    group: LibraryGroup, known: tuple[Library, ...], offered: tuple[Plan, ...]
) -> GroupShape:
    here = [each for each in known if each.group_id == group.id and not each.is_missing]
    return GroupShape(
        id=group.id,
        name=group.name,
        is_built_in=group.is_built_in,
        libraries=len(here),
        plans=[
            PlanOfGroup(id=plan.id, name=plan.name)
            for plan in offered
            if group.id in plan.group_ids
        ],
        version=group.version,
    )


def _location(location: Location, servers: tuple[Server, ...]) -> LocationShape:
    return LocationShape(
        id=location.id,
        name=location.name,
        servers=sum(1 for each in servers if each.location_id == location.id),
        version=location.version,
    )
