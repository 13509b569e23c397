"""Serve the built dashboard as a content network would: files, else its first page."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_FOREVER = "public, max-age=31536000, immutable"
_SECURITY = {
    # Inline styles, not scripts: the component library writes its theme into a style element.
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HINT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dashboard not built</title></head>
<body><h1>The dashboard is not built</h1>
<p>Run <code>make dashboard</code> in the project's folder, then reload this page.</p>
<p>The <a href="/">site</a> and the <a href="/api/v1/docs">API</a> are there without it.</p>
</body></html>
"""


class Dashboard:
    """An ASGI app below `/admin` over the folder that the dashboard's build fills."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def is_built(self) -> bool:
        """True when there is a first page to serve."""
        return (self._folder / "index.html").is_file()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        response = self._respond(Request(scope))
        headers = MutableHeaders(raw=response.raw_headers)
        for name, value in _SECURITY.items():
            headers[name] = value
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        if request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("Method not allowed\n", 405, {"Allow": "GET, HEAD"})
        if not self.is_built():
            return HTMLResponse(_HINT, headers={"Cache-Control": "no-store"})
        path = request.url.path.removeprefix("/admin").lstrip("/")
        file = (self._folder / path).resolve()
        is_asset = path.startswith("assets/")
        if file.is_relative_to(self._folder) and file.is_file():
            caching = _FOREVER if is_asset else "no-cache"
            return FileResponse(file, headers={"Cache-Control": caching})
        if is_asset:
            return PlainTextResponse("Not found\n", 404)
        return FileResponse(self._folder / "index.html", headers={"Cache-Control": "no-cache"})
