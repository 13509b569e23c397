"""Pass requests on to a process behind the front, byte for byte, and its answers back."""

import asyncio
import time
from collections.abc import Iterable

import httpx
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

Header = tuple[bytes, bytes]

# API Gateway takes no more either.
_LARGEST_BODY_BYTES = 10 * 1024 * 1024
_PAUSE_SECONDS = 0.05
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOP_BY_HOP = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization"),
        *(b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"),
    }
)


class TooLargeError(ValueError):
    """The request's body is larger than what is passed on."""


class Proxy:
    """Passes requests to one upstream, and waits while that one is being started again."""

    def __init__(self, client: httpx.AsyncClient, upstream: str, *, wait_seconds: float) -> None:
        self._client = client
        self._upstream = upstream
        self._wait_seconds = wait_seconds

    async def answer(self, request: Request) -> Response:
        """Pass on one request; 413 for too large a body, 400 for half of one, else 502 or 503."""
        try:
            body = await _read_body(request)
        except TooLargeError:
            return _plain(413, "The body is too large.")
        except ClientDisconnect:
            return _plain(400, "The sender left before the end.")
        try:
            upstream = await self._send(request, body)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return _plain(503, "The app does not answer. Its terminal tells why.")
        except httpx.TransportError:
            return _plain(502, "The app ended in the middle of its answer.")
        answer = StreamingResponse(
            upstream.aiter_raw(),
            status_code=upstream.status_code,
            background=BackgroundTask(upstream.aclose),
        )
        answer.raw_headers = list(_without_hops(upstream.headers.raw))
        return answer

    async def _send(self, request: Request, body: bytes) -> httpx.Response:
        """Send until upstream takes it; what may have been received is repeated only if safe."""
        deadline = time.monotonic() + self._wait_seconds
        while True:
            try:
                return await self._client.send(self._copy(request, body), stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if time.monotonic() > deadline:
                    raise
            except httpx.TransportError:
                if request.method not in _SAFE_METHODS or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)

    def _copy(self, request: Request, body: bytes) -> httpx.Request:
        target: bytes = request.scope["raw_path"]
        if request.scope["query_string"]:
            target += b"?" + request.scope["query_string"]
        copied = httpx.Request(
            request.method,
            self._upstream,
            headers=[*_without_hops(request.headers.raw), *_forwarded(request)],
            content=body or None,
            extensions={"target": target, "timeout": self._client.timeout.as_dict()},
        )
        if request.method == "HEAD":
            copied.headers["connection"] = "close"
        return copied


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY_BYTES:
            raise TooLargeError
    return bytes(body)


def _without_hops(headers: Iterable[Header]) -> Iterable[Header]:
    """Drop what concerns one connection only, and what the connection header names."""
    listed = list(headers)
    named = {
        word.strip().lower()
        for name, value in listed
        if name.lower() == b"connection"
        for word in value.split(b",")
    }
    dropped = _HOP_BY_HOP | named
    return [
        (name, value)
        for name, value in listed
        if name.lower() not in dropped and not name.lower().startswith(b"x-forwarded-")
    ]


def _forwarded(request: Request) -> list[Header]:
    """Say where the request came in; what the client itself claims about that does not count."""
    host = request.headers.get("host", "").encode("latin-1")
    client = request.client.host if request.client else "127.0.0.1"
    return [
        (b"x-forwarded-host", host),
        (b"x-forwarded-proto", request.scope["scheme"].encode()),
        (b"x-forwarded-for", client.encode()),
    ]


def _plain(status: int, text: str) -> Response:
    headers = {"Retry-After": "1"} if status == 503 else {}
    return Response(text + "\n", status_code=status, media_type="text/plain", headers=headers)
