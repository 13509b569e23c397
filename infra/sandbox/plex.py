"""The stand-in for plex.tv and Plex Media Server: its apps, its console, its demo world."""

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from infra.sandbox import (
    media_webhooks,
    plex_by_hand,
    plex_console,
    plex_invites,
    plex_library,
    plex_pages,
    plex_playback,
    plex_sharing,
    plex_troubles,
    plex_tv,
)
from infra.sandbox.kit import Doc, World, guarded
from infra.sandbox.plex_shares import Refused, grant
from infra.sandbox.plex_streams import start_stream, stopped
from infra.sandbox.plex_world import (
    OWNER_TOKEN,
    OWNER_USERNAME,
    add_person,
    add_server,
    find_person,
    find_server,
    person_named,
    set_switch,
)
from infra.sandbox.plex_xml import plextv_error, plextv_fault, pms_error, pms_fault

__all__ = [
    "ACTIONS",
    "OWNER_TOKEN",
    "OWNER_USERNAME",
    "add_person",
    "add_server",
    "build_plextv",
    "build_pms",
    "find_person",
    "find_server",
    "grant",
    "panel",
    "seed",
    "set_switch",
    "start_stream",
    "stopped",
]

ACTIONS = [
    *plex_console.ACTIONS,
    *plex_by_hand.ACTIONS,
    *plex_troubles.ACTIONS,
    *media_webhooks.actions("plex"),
]
_PEOPLE = ("ann", "ben", "carla", "dev", "emma", "finn", "grace", "hugo")
_SERVERS = {
    "alpha": ("Movies", "TV Shows", "Music", "4K Movies", "Kids"),
    "beta": ("Movies", "TV Shows", "Documentaries"),
}


def panel(world: World) -> Doc:
    """Return the whole Plex world as the console shows it."""
    return {**plex_console.panel(world), "webhooks": media_webhooks.entered(world, "plex")}


def build_plextv(world: World) -> ASGIApp:
    """Build plex.tv with its sign-in page, faults and call log (target `plextv`)."""
    routes = [*plex_tv.ROUTES, *plex_sharing.ROUTES, *plex_invites.ROUTES, *plex_pages.ROUTES]

    def refuse(request: Request, error: Exception) -> Response:
        return plextv_error(request, error if isinstance(error, Refused) else _no_route(error))

    return guarded(world, "plextv", _app(world, routes, refuse), error=plextv_fault)


def build_pms(world: World) -> ASGIApp:
    """Build all media servers, one per first path segment (targets `pms:<name>`)."""

    def refuse(_request: Request, error: Exception) -> Response:
        known = error if isinstance(error, Refused) else _no_route(error)
        return pms_error(known.status, known.message)

    app = _app(world, [*plex_playback.ROUTES, *plex_library.ROUTES], refuse)
    return guarded(world, _pms_target, app, error=pms_fault)


def _no_route(error: Exception) -> Refused:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return Refused(status, "The requested resource or endpoint could not be found", 1002)


def _app(
    world: World,
    routes: Sequence[BaseRoute],
    refuse: Callable[[Request, Exception], Response],
) -> Starlette:
    app = Starlette(
        routes=list(routes),
        exception_handlers={Refused: refuse, HTTPException: refuse},
    )
    app.state.world = world
    return app


def _pms_target(request: Request) -> str:
    path, root = str(request.scope["path"]), str(request.scope.get("root_path", ""))
    return f"pms:{path.removeprefix(root).strip('/').split('/')[0]}"


def seed(world: World) -> None:
    """Fill the demo world: an owner, two servers, eight people. Does nothing the second time."""
    if person_named(world, OWNER_USERNAME) is not None:
        return
    with world.store.transaction():
        add_person(
            world,
            OWNER_USERNAME,
            email="owner@demo.example",
            token=OWNER_TOKEN,
            plex_pass=True,
            owner=True,
        )
        for name, libraries in _SERVERS.items():
            add_server(world, name, libraries=libraries)
        for username in _PEOPLE:
            add_person(world, username, email=f"{username}@demo.example")
