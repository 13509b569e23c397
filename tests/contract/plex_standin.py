"""A running Plex stand-in for contract tests, and plexapi pointed at it unmodified."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import uvicorn
from plexapi.myplex import MyPlexAccount
from plexapi.server import PlexServer
from requests.adapters import HTTPAdapter
from starlette.applications import Starlette
from starlette.routing import Mount

from infra.sandbox import plex
from infra.sandbox.kit import Store, World
from infra.sandbox.server import ClosableProtocol
from tests.contract.schema import Spec


class _Elsewhere(HTTPAdapter):
    """Send calls for plex.tv to another base address."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = urlsplit(base)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url)
        request.url = urlunsplit(
            (
                self._base.scheme,
                self._base.netloc,
                self._base.path + parts.path,
                parts.query,
                "",
            )
        )
        return super().send(request, *args, **kwargs)


SPEC = Spec.load("plex/openapi.json")


@dataclass
class Standin:
    """The stand-in's world, and ways to talk to it."""

    world: World
    http: requests.Session

    @property
    def plextv(self) -> str:
        return f"{self.world.base_url}/plextv"

    def act(self, name: str, **body: object) -> dict[str, Any]:
        """Do what a button of the console does."""
        action = next(each for each in plex.ACTIONS if each.name == name)
        return action.run(self.world, body)

    def account(self, token: str = plex.OWNER_TOKEN) -> MyPlexAccount:
        """Sign in with a token; the owner's unless another is given."""
        return MyPlexAccount(token=token, session=self.http)  # type: ignore[no-untyped-call]

    def person(self, username: str) -> MyPlexAccount:
        return self.account(f"plex-token-{username}")

    def server(self, name: str = "alpha", token: str = plex.OWNER_TOKEN) -> PlexServer:
        url = f"{self.world.base_url}/pms/{name}"
        return PlexServer(url, token, session=self.http)  # type: ignore[no-untyped-call]

    def machine(self, name: str = "alpha") -> str:
        return str(plex.find_server(self.world, name)["machine_id"])

    def section_ids(self, name: str = "alpha") -> dict[str, int]:
        """The plex.tv ids of a server's libraries by title."""
        libraries = plex.find_server(self.world, name)["libraries"]
        return {library["title"]: library["id"] for library in libraries}

    def get(self, path: str, token: str = plex.OWNER_TOKEN, **kwargs: Any) -> requests.Response:
        return self.call("GET", path, token, **kwargs)

    def call(
        self, method: str, path: str, token: str = plex.OWNER_TOKEN, **kwargs: Any
    ) -> requests.Response:
        """Call a path of the sandbox with a token; `as_json=True` asks for JSON."""
        headers = {"X-Plex-Token": token, "X-Plex-Client-Identifier": "contract-tests"}
        if kwargs.pop("as_json", False):
            headers["Accept"] = "application/json"
        headers.update(kwargs.pop("headers", {}))
        url = f"{self.world.base_url}{path}"
        return self.http.request(method, url, headers=headers, timeout=10, **kwargs)

    def share(self, person: str, server: str = "alpha", *titles: str) -> None:
        """Invite a person to libraries (all when none is named) and let them accept."""
        sections = list(titles) or None
        owner: Any = self.account()
        owner.inviteFriend(f"{person}@demo.example", self.machine(server), sections)
        self.act("accept_invite", person=person, server=server)


def _app(world: World) -> Starlette:
    return Starlette(
        routes=[
            Mount("/plextv", plex.build_plextv(world)),
            Mount("/pms", plex.build_pms(world)),
        ]
    )


class _Switchboard:
    """An ASGI app whose world can be swapped, so that one server serves all tests."""

    app: Starlette

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@contextmanager
def running() -> Iterator[tuple[_Switchboard, str]]:
    """Run one HTTP server on a free port; yields its switchboard and address."""
    # Named TCP, or asyncio leaves Nagle on and every answer comes 40 ms late.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    # Who comes before the server does has to wait, and is not refused.
    listener.listen()
    board = _Switchboard()
    config = uvicorn.Config(
        board, http=ClosableProtocol, lifespan="off", log_level="error", access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield board, f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def new_world(board: _Switchboard, address: str) -> World:
    """Put a freshly seeded world behind the server."""
    world = World(store=Store(":memory:"), base_url=address)
    plex.seed(world)
    board.app = _app(world)
    return world


def session_for(base: str) -> requests.Session:
    """Return a session that finds the stand-in where plexapi calls plex.tv."""
    session = requests.Session()
    session.trust_env = False
    for host in ("https://plex.tv", "https://clients.plex.tv"):
        session.mount(host, _Elsewhere(f"{base}/plextv"))
    return session
