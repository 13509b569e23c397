"""Libraries of all servers, and putting several of them into a group at once."""

from typing import Annotated

from pydantic import Field

from chalicelib import wiring
from chalicelib.catalog import libraries
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.servers import LibraryShape, library_shape
from chalicelib.entrypoints.admin.shapes import Key
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import GroupId, LibraryId, ServerId

registry = Registry()

MOST_LIBRARIES = 500


class LibraryOfServer(LibraryShape):
    """A library with its server."""

    server_id: str
    server_name: str


class LibraryList(Model):
    """The libraries of all servers, by server."""

    items: list[LibraryOfServer]


class Sorting(Model):
    """Which libraries of a server shall be in which group."""

    library_ids: Annotated[list[Key], Field(min_length=1, max_length=MOST_LIBRARIES)]
    group_id: Key


class SortedLibraries(Model):
    """The libraries as they are now."""

    items: list[LibraryShape]


@registry.add(
    "GET", "/libraries", summary="List the libraries of all servers", returns=LibraryList
)
def list_libraries(_call: Call[NoInput, NoInput]) -> LibraryList:
    """Return every library with its server and group."""
    names = present.server_names()
    found = [
        LibraryOfServer(
            **library_shape(each).model_dump(),
            server_id=each.server_id,
            server_name=names.get(each.server_id, ""),
        )
        for each in wiring.catalog_deps().store.all_libraries()
    ]
    found.sort(key=lambda each: (each.server_name.casefold(), each.server_id, each.title))
    return LibraryList(items=found)


@registry.add(
    "PUT",
    "/servers/{server_id}/libraries",
    summary="Put several libraries into a group",
    body=Sorting,
    returns=SortedLibraries,
)
def sort_libraries(call: Call[Sorting, NoInput]) -> SortedLibraries:
    """Move the libraries; shares follow with the hourly run."""
    moved = libraries.sort_into(
        wiring.catalog_deps(),
        server_id=ServerId(call.path["server_id"]),
        library_ids=tuple(LibraryId(each) for each in call.body.library_ids),
        group_id=GroupId(call.body.group_id),
        actor=call.actor,
    )
    return SortedLibraries(items=[library_shape(each) for each in moved])
