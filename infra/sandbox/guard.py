"""The guard around a stand-in's app: plays the faults and keeps the call log."""

import asyncio
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.sandbox.state import Fault, World
from infra.sandbox.store import Doc

CLOSE_EXTENSION = "sandbox.close"
"""Name in `scope["extensions"]` of the function that closes the client's connection."""

_HANG_SECONDS = 60.0
_LOGGED_BODY_LIMIT = 20_000
_SECRET_HEADERS = {
    *("authorization", "cookie", "x-plex-token"),
    *("x-emby-token", "x-emby-authorization", "x-mediabrowser-token", "x-api-key", "apikey"),
}
_SECRET_QUERY = re.compile(r"((?:X-Plex-Token|api_?key)=[^&]{0,6})[^&]*", re.IGNORECASE)

Answer = Callable[[Request, Fault], Response | None]
"""A vendor's own answer to a fault; None means: handle the call as usual."""


def fault_of(request: Request) -> Fault | None:
    """Return the `empty` or `status` fault that a stand-in is to play itself, if any."""
    fault: Fault | None = request.scope.get("sandbox.fault")
    return fault


def guarded(
    world: World,
    target: str | Callable[[Request], str],
    app: ASGIApp,
    *,
    error: Answer | None = None,
    empty: Answer | None = None,
    slow_inside: bool = False,
) -> ASGIApp:
    """Wrap a vendor's app with faults and the call log.

    `error` builds the vendor's answer for a `status` fault (default: a plain JSON error).
    `empty` builds the answer for an `empty` fault; without it the call goes to the app,
    which asks `fault_of(request)`. With `slow_inside` the app itself waits out a `slow`
    fault, for a stand-in to which it matters that the call is already under way.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        call = _Call(world, target, app, error or _plain_error, empty, slow_inside=slow_inside)
        await call.run(scope, receive, send)

    return wrapped


def _plain_error(_request: Request, fault: Fault) -> Response:
    if fault.body:
        return Response(fault.body, status_code=fault.status)
    return JSONResponse({"error": f"sandbox fault {fault.status}"}, status_code=fault.status)


class _Call:
    """One guarded call, from its first byte to the log entry."""

    def __init__(
        self,
        world: World,
        target: str | Callable[[Request], str],
        app: ASGIApp,
        error: Answer,
        empty: Answer | None,
        *,
        slow_inside: bool,
    ) -> None:
        self._world, self._target, self._app = world, target, app
        self._error, self._empty = error, empty
        self._slow_inside = slow_inside
        self._entry: Doc = {}

    async def run(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        body = await request.body()
        replay = _replaying(body, receive)
        target = self._target if isinstance(self._target, str) else self._target(request)
        path, query = _route_path(scope), request.url.query
        fault = self._world.faults.take(target, request.method, f"{path}?{query}".rstrip("?"))
        self._entry = {
            "target": target,
            "method": request.method,
            "path": path,
            "query": _SECRET_QUERY.sub(r"\1…", query),
            "headers": _shown_headers(request),
            "body": body[:_LOGGED_BODY_LIMIT].decode("utf-8", "replace"),
            "at": self._world.clock.now().isoformat(),
            "fault": fault.mode if fault else None,
        }
        if fault is None:
            await self._app(scope, replay, self._logging(send))
        else:
            await self._misbehave(fault, Request(scope, replay), scope, replay, send)

    async def _misbehave(
        self, fault: Fault, request: Request, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if fault.mode in ("down", "timeout"):
            self._log(0)
            if fault.mode == "timeout":
                await _wait_for_disconnect(receive, fault.seconds or _HANG_SECONDS)
            await _close(scope, receive)
            return
        if fault.mode in ("cut", "lost"):
            await self._cut(scope, receive, send, whole=fault.mode == "cut")
            return
        if fault.mode == "slow" and not self._slow_inside:
            await asyncio.sleep(fault.seconds)
        answer = self._answer_for(fault, request)
        if answer is None:
            scope["sandbox.fault"] = fault
            await self._app(scope, receive, self._logging(send))
        else:
            await answer(scope, receive, self._logging(send))

    def _answer_for(self, fault: Fault, request: Request) -> Response | None:
        if fault.mode == "garbage":
            return Response(fault.body or "\x00<<not what you asked for", media_type="text/html")
        if fault.mode == "status":
            return self._error(request, fault)
        if fault.mode == "empty" and self._empty:
            return self._empty(request, fault)
        return None

    async def _cut(self, scope: Scope, receive: Receive, send: Send, *, whole: bool) -> None:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        body = b"".join(m.get("body", b"") for m in messages[1:])
        self._log(messages[0]["status"])
        if whole:
            headers = [h for h in messages[0]["headers"] if h[0].lower() != b"content-length"]
            headers.append((b"content-length", str(max(len(body), 2)).encode()))
            await send({**messages[0], "headers": headers})
            await send(
                {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
            )
        await _close(scope, receive)

    def _logging(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._log(message["status"])
            await send(message)

        return sending

    def _log(self, status: int) -> None:
        self._world.calls.add({**self._entry, "status": status})


def _replaying(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _shown_headers(request: Request) -> dict[str, str]:
    return {
        name: f"{value[:12]}…" if name in _SECRET_HEADERS else value
        for name, value in request.headers.items()
    }


def _route_path(scope: Scope) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] or "/" if root and path.startswith(root) else path


async def _wait_for_disconnect(receive: Receive, seconds: float) -> None:
    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return


async def _close(scope: Scope, receive: Receive) -> None:
    close = scope.get("extensions", {}).get(CLOSE_EXTENSION)
    if close is None:
        raise ConnectionResetError("closed by a fault")
    close()
    await _wait_for_disconnect(receive, 1.0)
