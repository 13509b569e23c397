"""A running stand-in of Emby and Jellyfin; calls are held against the descriptions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from starlette.applications import Starlette
from starlette.routing import Mount

from infra.sandbox import emby, jellyfin
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import Store, World
from tests.contract import emby_facts
from tests.contract.plex_standin import running
from tests.contract.schema import Spec

# One server of each kind; the name tells which.
SERVERS = {
    "emby": ("emby", "epsilon"),
    "jellyfin 10.11": ("jellyfin", "gamma"),
    "jellyfin 12": ("jellyfin", "delta"),
}
_SPECS = {"gamma": "jellyfin/openapi-10.11.11.json", "delta": "jellyfin/openapi-12.0.0.json"}


@dataclass
class Standin:
    """One server of the stand-in, and ways to talk to it."""

    world: World
    platform: str
    name: str
    http: requests.Session

    @property
    def url(self) -> str:
        return f"{self.world.base_url}/{self.platform}/{self.name}"

    @property
    def server(self) -> dict[str, Any]:
        return things.find_server(self.world, self.platform, self.name)

    def act(self, deed: str, /, **body: object) -> dict[str, Any]:
        """Do what a button of the console does."""
        table = emby.ACTIONS if self.platform == "emby" else jellyfin.ACTIONS
        action = next(each for each in table if each.name == deed)
        return action.run(self.world, {"server": self.name, **body})

    def headers(self, token: str) -> dict[str, str]:
        if self.platform == "emby":
            return {"X-Emby-Token": token, "Accept": "application/json"}
        return {"Authorization": f'MediaBrowser Token="{token}"'}

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> requests.Response:
        """Call with the API key, or another token; checks the answer against the description."""
        given = self.headers(self.server["key"] if token is None else token)
        answer = self.http.request(
            method, f"{self.url}/{path}", json=body, headers=headers or given, timeout=10
        )
        if answer.ok:
            self.check_answer(method, "/" + path.partition("?")[0], answer)
        return answer

    def check_answer(self, method: str, path: str, answer: requests.Response) -> None:
        body = answer.json() if answer.content else None
        if self.platform == "emby":
            emby_facts.check_answer(method, path, body)
        else:
            _drop_reasons(body)
            Spec.load(_SPECS[self.name]).check_answer(method, path, answer.status_code, body)

    def check_sent(self) -> int:
        """Hold every logged call against the description; return how many there were."""
        calls = self.world.calls.list(f"{self.platform}:{self.name}")
        for call in calls:
            self.check_request(call)
        return len(calls)

    def check_request(self, call: dict[str, Any]) -> None:
        path = call["path"].removeprefix(f"/{self.name}").removeprefix("/emby")
        body = json.loads(call["body"]) if call["body"] else None
        if self.platform == "emby":
            emby_facts.check_request(call["method"], path, query=call["query"], body=body)
        else:
            spec, query = Spec.load(_SPECS[self.name]), call["query"]
            if self.name == "delta" and call["method"] == "DELETE":
                # From 12 on a list, which one id may stand for.
                query = query.replace("id=", "id[]=")
            spec.check_request(call["method"], path, query=query, body=body)

    def account(self, name: str) -> dict[str, Any]:
        return things.find_account(self.world, self.server, name)


def _drop_reasons(body: Any) -> None:
    """Leave out what 10.11's description gets wrong: see ORIGIN.md beside it."""
    for each in body if isinstance(body, list) else []:
        each.get("TranscodingInfo", {}).pop("TranscodeReasons", None)


def new_world(board: Any, address: str) -> World:
    """Put a freshly seeded world behind the server."""
    world = World(store=Store(":memory:"), base_url=address)
    emby.seed(world)
    jellyfin.seed(world)
    board.app = Starlette(
        routes=[
            Mount("/emby", emby.build_emby(world)),
            Mount("/jellyfin", jellyfin.build_jellyfin(world)),
        ]
    )
    return world


@contextmanager
def served() -> Iterator[Any]:
    """Run one HTTP server for many worlds."""
    with running() as board_and_address:
        yield board_and_address


def standin(world: World, kind: str) -> Standin:
    """Return one server of the world."""
    platform, name = SERVERS[kind]
    session = requests.Session()
    session.trust_env = False
    return Standin(world, platform, name, session)
