"""plex.tv's lists of shares for many servers, as a process of their own.

python -m bench.plex_lists SERVERS PEOPLE DELAY_MS

Prints one JSON line once it answers: the address and the servers' machine ids. Ends when its input
closes. As in media_servers.py each answer is rendered once, by the stand-in that the tests use.
"""

import asyncio
import json
import sys
import threading

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from bench.media_servers import Connection, end_with_input
from infra.sandbox import plex
from infra.sandbox.kit import Store, World
from infra.sandbox.plex_world import OWNER_TOKEN, OWNER_USERNAME

# A Plex account shares with a hundred people at most: each server has every other one of them.
PEOPLE_OF_ACCOUNT = 100
_LIBRARIES = ("Movies", "TV Shows", "Music", "4K Movies", "Kids")
_PENDING = "/api/v2/shared_servers/invites/owned/pending"


def populate(world: World, *, servers: int, people: int) -> list[str]:
    """Share each server with so many people; return the machine ids."""
    machines = []
    with world.store.transaction():
        plex.add_person(world, OWNER_USERNAME, token=OWNER_TOKEN, plex_pass=True, owner=True)
        everybody = [plex.add_person(world, f"p{number}") for number in range(PEOPLE_OF_ACCOUNT)]
        for number in range(servers):
            server = plex.add_server(world, f"s{number}", libraries=_LIBRARIES)
            machines.append(str(server["machine_id"]))
            for place in range(people):
                person = everybody[(number + 2 * place) % PEOPLE_OF_ACCOUNT]
                plex.grant(world, server, person)
    return machines


async def rendered(world: World, machines: list[str]) -> dict[bytes, bytes]:
    """Return the whole answer to each list, by its path."""
    app = Starlette(routes=[Mount("/plextv", plex.build_plextv(world))])
    xml, json_text = {"Accept": "application/xml"}, {"Accept": "application/json"}
    wanted = {f"/api/servers/{each}/shared_servers": xml for each in machines}
    wanted |= {"/api/users/": xml, _PENDING: json_text}
    answers = {}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        for path, accept in wanted.items():
            headers = {"X-Plex-Token": OWNER_TOKEN, **accept}
            answer = await client.get(f"/plextv{path}", headers=headers)
            answer.raise_for_status()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {answer.headers['content-type']}\r\n"
            length = f"Content-Length: {len(answer.content)}\r\n\r\n"
            answers[f"/plextv{path}".encode()] = (head + length).encode() + answer.content
    return answers


async def serve(servers: int, people: int, delay_ms: int) -> None:
    """Serve until the input closes."""
    world = World(Store(":memory:"))
    machines = populate(world, servers=servers, people=people)
    answers = await rendered(world, machines)
    listening = await asyncio.get_running_loop().create_server(
        lambda: Connection(answers, dict.fromkeys(answers, delay_ms / 1000)),
        "127.0.0.1",
        0,
        backlog=1024,
    )
    port = listening.sockets[0].getsockname()[1]
    threading.Thread(target=end_with_input, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{port}", "machines": machines}), flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(*(int(argument) for argument in sys.argv[1:4])))
