"""Many stand-in media servers in one process, each with running streams.

python -m bench.media_servers SERVERS STREAMS DELAY_MS

Prints one JSON line once it answers: the address and who streams. Ends when its input closes.
"""

import json
import os
import socket
import sys
import threading

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from infra.sandbox import plex
from infra.sandbox.kit import Store, World
from infra.sandbox.plex_world import person_named

# Every fifth person streams on two devices, the others on one.
PEOPLE_IN_GROUP = 5
STREAMS_OF_GROUP = 6


def populate(world: World, *, servers: int, streams: int, delay_ms: int) -> list[str]:
    """Start `streams` streams on each server and return the plex.tv ids of who watches."""
    store = world.store
    with store.transaction():
        plex.add_person(
            world, plex.OWNER_USERNAME, token=plex.OWNER_TOKEN, plex_pass=True, owner=True
        )
        for number in range(servers):
            plex.add_server(world, f"s{number}", libraries=["Movies"], delay_ms=delay_ms)
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


def main(servers: int, streams: int, delay_ms: int) -> None:
    """Serve until the input closes."""
    world = World(Store(":memory:"))
    people = populate(world, servers=servers, streams=streams, delay_ms=delay_ms)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    world.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = Starlette(routes=[Mount("/pms", plex.build_pms(world))])
    config = uvicorn.Config(app, log_level="warning", backlog=1024, lifespan="off")
    threading.Thread(target=_end_with_input, daemon=True).start()
    print(json.dumps({"url": world.base_url, "people": people}), flush=True)
    uvicorn.Server(config).run(sockets=[listener])


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
