"""The administrators' API: every call of it, in one list."""

from collections.abc import Mapping

from chalice.app import Request, Response

from chalicelib.entrypoints import operations
from chalicelib.entrypoints.admin import (
    groups,
    payments,
    plans,
    plex_accounts,
    servers,
    session,
    settings,
    users,
    work,
)
from chalicelib.entrypoints.operations import Operation

OPERATIONS: list[Operation] = [
    operation
    for resource in (
        session,
        work,
        users,
        payments,
        plans,
        groups,
        plex_accounts,
        servers,
        settings,
    )
    for operation in resource.registry.operations
]

# Calls that work without being signed in, and what describes the API.
PUBLIC_OPERATIONS = {
    ("POST", "/session"),
    ("GET", "/setup"),
    ("POST", "/setup"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
}

_BY_ROUTE = {(operation.method, operation.path): operation for operation in OPERATIONS}


def run(route: tuple[str, str], request: Request, path: Mapping[str, str]) -> Response:
    """Run the call of a route, given as method and path below the prefix; never raises."""
    return operations.run(_BY_ROUTE[route], request, path)
