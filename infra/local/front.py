"""The one origin of the local run: dashboard, console and app behind a single port.

python -m infra.local.front DESCRIPTOR      an inherited listening socket

/healthz      which parts answer: 200 when all do, else 503
/admin/…      the built dashboard
/sandbox/…    the stand-ins' console
all else      the app, waiting out its reloads
"""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from infra.local.dashboard import Dashboard
from infra.local.health import Health
from infra.local.proxy import Proxy

_RELOAD_SECONDS = 10.0
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def build_app(environment: Mapping[str, str]) -> Starlette:
    """Build the front from the addresses in the environment of the children."""
    client = httpx.AsyncClient(
        trust_env=False,
        follow_redirects=False,
        # A new connection for each request: a reload must not break a kept one halfway.
        limits=httpx.Limits(max_keepalive_connections=0, max_connections=None),
        timeout=httpx.Timeout(None, connect=5.0),
    )
    worker = Proxy(client, environment["WORKER_URL"], wait_seconds=_RELOAD_SECONDS)
    dashboard = Dashboard(Path(environment["PROJECT_ROOT"]) / "static_site" / "dist")
    health = Health(client, environment, dashboard)
    routes = [
        Route("/healthz", health.answer),
        Route("/admin", _to_folder),
        Mount("/admin", app=dashboard),
        *_sandbox_routes(client, environment),
        Route("/{path:path}", worker.answer, methods=_METHODS),
    ]
    return Starlette(routes=routes)


def _sandbox_routes(client: httpx.AsyncClient, environment: Mapping[str, str]) -> list[Route]:
    url = environment.get("SANDBOX_URL")
    answer = Proxy(client, url, wait_seconds=_RELOAD_SECONDS).answer if url else _no_sandbox
    return [
        Route("/sandbox", _to_folder),
        Route("/sandbox/{path:path}", answer, methods=_METHODS),
    ]


async def _to_folder(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/", status_code=307)


async def _no_sandbox(_: Request) -> Response:
    return Response("The sandbox is off: SANDBOX=0.\n", status_code=404, media_type="text/plain")


def main(arguments: list[str]) -> None:
    """Serve on the inherited socket until told to stop."""
    listener = socket.socket(fileno=int(arguments[0]))
    config = uvicorn.Config(
        build_app(os.environ),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        lifespan="off",
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1:])
