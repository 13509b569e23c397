"""Servers and their libraries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from chalicelib import wiring
from chalicelib.catalog import libraries, servers
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.checks import LONGEST_URL
from chalicelib.catalog.model import Library, Server
from chalicelib.entrypoints.admin.activity import ActivityList, activity_list
from chalicelib.entrypoints.admin.shapes import Key, ListQuery, Version
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import GroupId, LibraryId, LocationId, PlexAccountId, ServerId
from chalicelib.settings import media
from chalicelib.settings.model import EnforcementMode

registry = Registry()

_OWN_LIMITS = frozenset(
    {
        Capability.DOWNLOAD_RIGHT,
        Capability.TRANSCODING_RIGHT,
        Capability.BITRATE_LIMIT,
        Capability.STREAM_LIMIT,
        Capability.SIGN_IN_LIMIT,
    }
)


class LibraryShape(Model):
    """A library; only those of a group that is not Private are ever shared."""

    id: str
    key: str
    title: str
    kind: str
    group_id: str
    is_missing: bool
    version: int


class ServerShape(Model):
    """A media server with how full it is; without an `enforcement_mode` it is as the site."""

    id: str
    platform: str
    name: str
    url: str
    machine_id: str
    account_id: str | None
    location_id: str | None
    is_enabled: bool
    allows_new: bool
    allows_trials: bool
    max_users: int | None
    logs_activity: bool
    allows_4k_transcoding: bool
    enforcement_mode: EnforcementMode | None
    added_at: datetime | None
    people: int
    seats_taken: int
    version: int


class ServerDetail(ServerShape):
    """A server with its libraries; `platform_version` is empty where it does not tell it.

    `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
    *bitrate_limit*, *stream_limit*, *sign_in_limit*.
    """

    platform_version: str
    own_limits: list[str]
    libraries: list[LibraryShape]


class ServerList(Model):
    """All servers by name."""

    items: list[ServerShape]


class NewServer(Model):
    """Which of an account's servers to add, at which address."""

    account_id: Key
    machine_id: Key
    url: Annotated[str, StringConstraints(min_length=8, max_length=LONGEST_URL)]


class ServerChange(Model):
    """What can be set of a server; name and libraries follow the platform."""

    is_enabled: bool
    allows_new: bool
    allows_trials: bool = False
    max_users: Annotated[int, Field(ge=1, le=servers.MOST_USERS, strict=True)] | None = None
    location_id: Key | None = None
    logs_activity: bool = True
    allows_4k_transcoding: bool = True
    enforcement_mode: EnforcementMode | None = None
    version: Version


class Classification(Model):
    """The group that a library shall be in."""

    group_id: Key


class ServerTest(Model):
    """What a look at the server found."""

    works: bool
    name: str
    libraries: list[str]


@registry.add("GET", "/servers", summary="List servers", returns=ServerList)
def list_servers(_call: Call[NoInput, NoInput]) -> ServerList:
    """Return all servers with how full they are."""
    found = wiring.catalog_deps().store.servers()
    return ServerList(items=[ServerShape(**_fields(each)) for each in found])


@registry.add("GET", "/servers/{server_id}", summary="Show a server", returns=ServerDetail)
def read_server(call: Call[NoInput, NoInput]) -> ServerDetail:
    """Return a server with its libraries."""
    return server_detail(_server(_id(call.path)))


@registry.add(
    "POST",
    "/servers",
    summary="Add a server of a Plex account",
    body=NewServer,
    returns=ServerDetail,
    status=201,
)
def add_server(call: Call[NewServer, NoInput]) -> ServerDetail:
    """Test the connection, then store server and libraries; it starts disabled."""
    media.require_sync(wiring.settings_deps().store, machine_id=call.body.machine_id)
    server = servers.add(
        wiring.catalog_deps(),
        account_id=PlexAccountId(call.body.account_id),
        machine_id=call.body.machine_id,
        url=call.body.url,
        actor=call.actor,
    )
    return server_detail(server)


@registry.add(
    "PUT",
    "/servers/{server_id}",
    summary="Change a server",
    body=ServerChange,
    returns=ServerDetail,
)
def change_server(call: Call[ServerChange, NoInput]) -> ServerDetail:
    """Enable, limit or place a server."""
    body = call.body
    server = servers.change(
        wiring.catalog_deps(),
        server_id=_id(call.path),
        version=body.version,
        changes=servers.ServerChanges(
            is_enabled=body.is_enabled,
            allows_new=body.allows_new,
            allows_trials=body.allows_trials,
            max_users=body.max_users,
            location_id=LocationId(body.location_id) if body.location_id else None,
            logs_activity=body.logs_activity,
            allows_4k_transcoding=body.allows_4k_transcoding,
            enforcement_mode=body.enforcement_mode,
        ),
        actor=call.actor,
    )
    return server_detail(server)


@registry.add(
    "POST", "/servers/{server_id}/test", summary="Test the connection", returns=ServerTest
)
def test_server(call: Call[NoInput, NoInput]) -> ServerTest:
    """Connect to the server and name what it offers."""
    contents = servers.test(wiring.catalog_deps(), server_id=_id(call.path))
    titles = [each.title for each in contents.libraries]
    return ServerTest(works=True, name=contents.name, libraries=titles)


@registry.add(
    "POST",
    "/servers/{server_id}/libraries/refresh",
    summary="Read name and libraries from the platform",
    returns=ServerDetail,
)
def refresh_libraries(call: Call[NoInput, NoInput]) -> ServerDetail:
    """Import new libraries as Private and mark missing ones."""
    server_id = _id(call.path)
    libraries.refresh(wiring.catalog_deps(), server_id=server_id, actor=call.actor)
    return server_detail(_server(server_id))


@registry.add(
    "PUT",
    "/servers/{server_id}/libraries/{library_id}",
    summary="Put a library into a group",
    body=Classification,
    returns=LibraryShape,
)
def classify_library(call: Call[Classification, NoInput]) -> LibraryShape:
    """Move the library; shares follow with the hourly run."""
    library = libraries.classify(
        wiring.catalog_deps(),
        server_id=_id(call.path),
        library_id=LibraryId(call.path["library_id"]),
        group_id=GroupId(call.body.group_id),
        actor=call.actor,
    )
    return library_shape(library)


@registry.add(
    "GET",
    "/servers/{server_id}/activity",
    summary="Who streamed what on a server",
    query=ListQuery,
    returns=ActivityList,
)
def list_server_activity(call: Call[NoInput, ListQuery]) -> ActivityList:
    """Return the server's activity, newest first."""
    deps = wiring.enforcement_deps()
    page = deps.store.activity(
        _server(_id(call.path)).id,
        now=deps.clock.now(),
        cursor=call.query.cursor,
        limit=call.query.limit,
    )
    return activity_list(page)


def _id(path: Mapping[str, str]) -> ServerId:
    return ServerId(path["server_id"])


def _server(server_id: ServerId) -> Server:
    server = wiring.catalog_deps().store.server(server_id)
    if server is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    return server


def _fields(server: Server) -> dict[str, Any]:
    seats = wiring.catalog_deps().store.seats(server.id)
    return {
        "id": server.id,
        "platform": server.platform,
        "name": server.name,
        "url": server.url,
        "machine_id": server.machine_id,
        "account_id": server.account_id,
        "location_id": server.location_id,
        "is_enabled": server.is_enabled,
        "allows_new": server.allows_new,
        "allows_trials": server.allows_trials,
        "max_users": server.max_users,
        "logs_activity": server.logs_activity,
        "allows_4k_transcoding": server.allows_4k_transcoding,
        "enforcement_mode": server.enforcement_mode,
        "added_at": server.added_at,
        "people": seats.people,
        "seats_taken": seats.taken(now=wiring.clock().now()),
        "version": server.version,
    }


def server_detail(server: Server) -> ServerDetail:
    """Return the shape of a server with its libraries."""
    found = wiring.catalog_deps().store.libraries(server.id)
    return ServerDetail(
        **_fields(server),
        platform_version=server.platform_version,
        own_limits=sorted(_OWN_LIMITS & wiring.access_deps().hosts[server.platform].capabilities),
        libraries=[library_shape(each) for each in found],
    )


def library_shape(library: Library) -> LibraryShape:
    """Return the shape of a library."""
    return LibraryShape(
        id=library.id,
        key=library.key,
        title=library.title,
        kind=library.kind,
        group_id=library.group_id,
        is_missing=library.is_missing,
        version=library.version,
    )
