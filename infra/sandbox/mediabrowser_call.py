"""One call to an Emby or Jellyfin server: who calls, what with, and how refusals look."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from infra.sandbox import mediabrowser_play as playing
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import Doc, Fault, World, fault_of, guarded
from infra.sandbox.mediabrowser_world import Refused

_PAIR = re.compile(r'(\w+)="?([^",]*)"?')
_LEGACY_HEADERS = ("X-Emby-Token", "X-MediaBrowser-Token")


@dataclass(frozen=True)
class Call:
    """One call to one server; `account` is None for an API key and for strangers."""

    request: Request
    world: World
    server: Doc
    introduction: dict[str, str]
    account: Doc | None
    body: Any

    @property
    def is_empty(self) -> bool:
        """Whether lists are to be answered empty."""
        fault = fault_of(self.request)
        return fault is not None and fault.mode == "empty"

    def query(self, name: str) -> str | None:
        """Return a query parameter, whatever the case of its name."""
        for key, value in self.request.query_params.items():
            if key.casefold() == name.casefold():
                return value
        return None

    def field(self, name: str) -> Any:
        """Return a field of the body; None when there is none."""
        return self.body.get(name) if isinstance(self.body, dict) else None

    def target(self) -> Doc:
        """Return the account that the path or the query names; raises Refused 404."""
        wanted = self.request.path_params.get("id") or self.query("userId") or ""
        if not wanted and self.account is not None:
            return self.account
        found = things.account(self.world, self.server, wanted)
        if found is None:
            raise Refused(404, "User not found")
        return found

    def window(self, rows: Sequence[Doc]) -> list[Doc]:
        """Return the part of a list that `StartIndex` and `Limit` ask for."""
        if self.is_empty:
            return []
        try:
            start = int(self.query("StartIndex") or 0)
            limit = int(self.query("Limit") or len(rows))
        except ValueError as error:
            raise Refused(400, "bad paging") from error
        return list(rows[start : start + limit])

    def reply(self, value: Any) -> Response:
        """Answer as JSON; Emby does so only for whoever asks for it."""
        accepted = self.request.headers.get("accept", "")
        if self.server["platform"] == "emby" and "application/json" not in accepted:
            return Response("<Answer/>", media_type="application/xml")
        return JSONResponse([] if self.is_empty and isinstance(value, list) else value)


DONE = Response(status_code=204)
Handler = Callable[[Call], Response]


def route(path: str, handler: Handler, method: str = "GET", *, access: str = "admin") -> Route:
    """Return the route of a handler on every server.

    `access`: "anyone" needs no sign-in, "person" any, "admin" an administrator's or an API key.
    """
    return Route(f"/{{server}}/{path}", _serve(handler, access), methods=[method])


def _serve(handler: Handler, access: str) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        world: World = request.app.state.world
        server = things.server_named(
            world, request.app.state.platform, request.path_params["server"]
        )
        if server is None:
            return PlainTextResponse("404 page not found", status_code=404)
        try:
            body = _decoded(await request.body())
            with world.store.transaction():
                answer = handler(_call(request, world, server, body, access))
        except Refused as refused:
            answer = refusal(server["platform"], refused.status, refused.message)
        await asyncio.sleep(server["delay_ms"] / 1000)
        return answer

    return endpoint


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError as error:
        raise Refused(400, "The body is no JSON.") from error


def _call(request: Request, world: World, server: Doc, body: Any, access: str) -> Call:
    introduction = introduced(request, server)
    token = introduction.get("Token", "")
    account = None
    if token != server["key"]:
        held = playing.session_with_token(world, server, token) if token else None
        account = things.account(world, server, held["account_id"]) if held else None
        if account is None and access != "anyone":
            raise Refused(401)
        if access == "admin" and not (account and account["policy"]["IsAdministrator"]):
            raise Refused(403)
    return Call(request, world, server, introduction, account, body)


def introduced(request: Request, server: Doc) -> dict[str, str]:
    """Return what the caller says of itself: `Token`, `Client`, `Device`, `DeviceId`, `Version`.

    Jellyfin reads the scheme MediaBrowser and the query's ApiKey; the older ways, which are the
    only ones of Emby, as long as they are switched on.
    """
    told: dict[str, str] = {}
    headers, query = request.headers, request.query_params
    is_emby, is_legacy = server["platform"] == "emby", server["legacy_auth"]
    scheme, _, pairs = headers.get("Authorization", "").partition(" ")
    if scheme == "MediaBrowser" or (is_legacy and scheme == "Emby"):
        told |= dict(_PAIR.findall(pairs))
    if is_legacy:
        scheme, _, pairs = headers.get("X-Emby-Authorization", "").partition(" ")
        told |= dict(_PAIR.findall(pairs))
        older = [*(headers.get(name) for name in _LEGACY_HEADERS), query.get("api_key")]
        told["Token"] = next((each for each in older if each), told.get("Token", ""))
    if not is_emby and query.get("ApiKey"):
        told["Token"] = query["ApiKey"]
    return told


def refusal(platform: str, status: int, message: str = "") -> Response:
    """Return how the platform says no."""
    if status in {401, 403} and not message:
        return Response(status_code=status)
    if platform == "jellyfin" and status in {403, 404}:
        problem = {"type": "about:blank", "title": message or "Not Found", "status": status}
        return JSONResponse(problem, status_code=status, media_type="application/problem+json")
    return PlainTextResponse(message or "Error processing request.", status_code=status)


def build(world: World, platform: str, routes: Sequence[Route]) -> ASGIApp:
    """Build all servers of a platform, by first path segment (targets `<platform>:<name>`)."""

    def no_route(_request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return refusal(platform, status, "Not Found")

    def fault(_request: Request, found: Fault) -> Response:
        answer = refusal(platform, found.status, found.body)
        if found.status in {429, 503}:
            answer.headers["Retry-After"] = str(int(found.seconds) or 5)
        return answer

    def target(request: Request) -> str:
        path, root = str(request.scope["path"]), str(request.scope.get("root_path", ""))
        return f"{platform}:{path.removeprefix(root).strip('/').split('/')[0]}"

    app = Starlette(routes=list(routes), exception_handlers={HTTPException: no_route})
    app.state.world, app.state.platform = world, platform
    return guarded(world, target, app, error=fault)
