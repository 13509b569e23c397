"""One call to a media server: the token check, the delay, the answer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_shares import Refused, share_on, shared_libraries
from infra.sandbox.plex_world import SERVER, TOKEN
from infra.sandbox.plex_xml import (
    El,
    Scalar,
    container,
    media_container,
    plays_empty,
    plex_value,
    pms_error,
)

_PAGE = 100


@dataclass(frozen=True)
class Call:
    """One authenticated call to one server."""

    request: Request
    world: World
    server: Doc
    libraries: Sequence[Doc]
    is_owner: bool

    @property
    def empty(self) -> bool:
        """Whether lists are to be answered empty."""
        return plays_empty(self.request)

    def reply(self, element: El) -> Response:
        """Answer as XML, or as JSON when asked for."""
        return container(self.request, element, media="text/xml")

    def listing(self, children: Sequence[El], **attrs: Scalar) -> Response:
        """Answer a list, or an empty one when an `empty` fault says so."""
        return self.reply(media_container([] if self.empty else children, **attrs))


Handler = Callable[[Call], Response]


def _serve(handler: Handler, *, access: str = "owner") -> Callable[[Request], Awaitable[Response]]:
    """Wrap a handler with the token check and the server's delay.

    `access`: "anyone" needs no token, "guest" a valid one, "owner" the owner's (else 403).
    """

    async def endpoint(request: Request) -> Response:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        world: World = request.app.state.world
        server = world.store.get(SERVER, request.path_params["server"])
        if server is None:
            return pms_error(404, "no such server")
        answer = _answer(handler, access, request, world, server)
        left = server["delay_ms"] / 1000 - (loop.time() - begun)
        if left > 0:
            await asyncio.sleep(left)
        return answer

    return endpoint


def _answer(
    handler: Handler, access: str, request: Request, world: World, server: Doc
) -> Response:
    try:
        call = _authenticated(request, world, server, needs_token=access != "anyone")
        if access == "owner" and not call.is_owner:
            return pms_error(403)
        return handler(call)
    except Refused as refused:
        return pms_error(refused.status, refused.message)


def _authenticated(request: Request, world: World, server: Doc, *, needs_token: bool) -> Call:
    token = plex_value(request, "X-Plex-Token")
    held = world.store.get(TOKEN, token) if token else None
    if held and held.get("account") == server["owner_id"]:
        return Call(request, world, server, server["libraries"], is_owner=True)
    if held and held.get("server") == server["name"]:
        share = share_on(world, server, held["share"])
        return Call(request, world, server, shared_libraries(server, share), is_owner=False)
    if needs_token:
        raise Refused(401, "")
    return Call(request, world, server, (), is_owner=False)


def window(request: Request) -> tuple[int, int]:
    """Return where a page starts and how long it is; raises Refused 400."""
    values = [plex_value(request, f"X-Plex-Container-{name}") for name in ("Start", "Size")]
    try:
        return int(values[0] or 0), int(values[1] if values[1] is not None else _PAGE)
    except ValueError as error:
        raise Refused(400, "bad paging") from error


def route(path: str, handler: Handler, access: str = "owner", *methods: str) -> Route:
    """Return the route of a handler on every server; see `access` of `_serve`."""
    endpoint = _serve(handler, access=access)
    return Route("/{server}" + path, endpoint, methods=list(methods) or ["GET"])
