"""Many stand-in media servers in one process, each with running streams.

python -m bench.media_servers SERVERS STREAMS DELAY_MS

Prints one JSON line once it answers: the address and who streams. Ends when its input closes.

A real server's work is done on its own machine, a stand-in's on ours. So that the measurement is
of our work, every answer is rendered once, by the stand-in that the tests use, and then served as
the same bytes, after the delay, by a bare loop that reads no more of a request than its path.
"""

import asyncio
import json
import os
import sys
import threading

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from infra.sandbox import plex
from infra.sandbox.kit import Store, World
from infra.sandbox.plex_world import person_named

# Every fifth person streams on two devices, the others on one.
PEOPLE_IN_GROUP = 5
STREAMS_OF_GROUP = 6

_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def populate(world: World, *, servers: int, streams: int) -> list[str]:
    """Start `streams` streams on each server and return the plex.tv ids of who watches."""
    store = world.store
    with store.transaction():
        plex.add_person(
            world, plex.OWNER_USERNAME, token=plex.OWNER_TOKEN, plex_pass=True, owner=True
        )
        for number in range(servers):
            plex.add_server(world, f"s{number}", libraries=["Movies"])
        people: list[str] = []
        for number in range(servers * streams):
            group, place = divmod(number, STREAMS_OF_GROUP)
            username = f"person{group * PEOPLE_IN_GROUP + min(place, PEOPLE_IN_GROUP - 1)}"
            if person_named(world, username) is None:
                people.append(str(plex.add_person(world, username)["id"]))
            plex.start_stream(
                world,
                f"s{number % servers}",
                username,
                device=f"device{place}",
                machine_id=f"machine{number}",
                title=f"Film {number}",
                share=True,
                duration_seconds=86_400,
            )
    return people


async def rendered(world: World, *, servers: int) -> dict[bytes, bytes]:
    """Return the whole answer of each server to a look, by its path."""
    app = Starlette(routes=[Mount("/pms", plex.build_pms(world))])
    headers = {"X-Plex-Token": plex.OWNER_TOKEN, "Accept": "application/xml"}
    answers = {}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        for number in range(servers):
            path = f"/pms/s{number}/status/sessions"
            answer = await client.get(path, headers=headers)
            answer.raise_for_status()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.headers['content-type']}\r\n"
            length = f"Content-Length: {len(answer.content)}\r\n\r\n"
            answers[path.encode()] = (head + length).encode() + answer.content
    return answers


class Connection(asyncio.Protocol):
    """One kept-open connection; a request is as long as its head."""

    def __init__(self, answers: dict[bytes, bytes], delays: dict[bytes, float]) -> None:
        self._answers = answers
        self._delays = delays
        self._read = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each whole request after the delay."""
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            answer = self._answers.get(path, _NOT_FOUND)
            delay_seconds = self._delays.get(path, 0)
            asyncio.get_running_loop().call_later(delay_seconds, self._send, answer)

    def _send(self, answer: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer)


async def serve(servers: int, streams: int, delay_ms: int) -> None:
    """Serve until the input closes."""
    world = World(Store(":memory:"))
    people = populate(world, servers=servers, streams=streams)
    answers = await rendered(world, servers=servers)
    waits = dict.fromkeys(answers, delay_ms / 1000)
    listening = await asyncio.get_running_loop().create_server(
        lambda: Connection(answers, waits), "127.0.0.1", 0, backlog=1024
    )
    port = listening.sockets[0].getsockname()[1]
    threading.Thread(target=end_with_input, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{port}", "people": people}), flush=True)
    await listening.serve_forever()


def end_with_input() -> None:
    """End this process when nobody listens to it any more."""
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve(*(int(argument) for argument in sys.argv[1:5])))
