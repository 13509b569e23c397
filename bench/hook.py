"""How soon a webhook of a media server stops what is too many, against what no design avoids.

The whole system runs as in the stories of tests/scenarios: our app over HTTP, its queue, the
embedded AWS, the stand-ins. Streams count from their first second, so that nothing is waited for.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import requests

from bench.figures import Figure
from chalicelib import wiring
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.users import setup
from infra.sandbox.plex import OWNER_TOKEN
from tests.contract import media_webhook_bodies as bodies
from tests.contract.serving import eventually
from tests.embedded_aws import running as embedded_aws
from tests.scenarios import steps
from tests.scenarios import world as worlds
from tests.scenarios.queue_worker import a_worker
from tests.scenarios.shop import open_shop
from tests.scenarios.world import LiveWorld

_STREAMS = 40
_WARM_UP = 3
_BURST = 200
_MOST_SECONDS = 1.0
_TERMINATE = "/status/sessions/terminate"
# Without the server's id, so that it is taken for any server's.
_PLAY = bodies.plex(Server={"title": "alpha"})


def run() -> dict[str, Figure]:
    """Start one stream too many again and again, and tell it by a webhook each time."""
    with _site() as world:
        server, url = _watched(world)
        with a_worker():
            tries = range(_WARM_UP + _STREAMS)
            seconds = [_to_stop(world, server, url, number) for number in tries]
            trips, looks = _burst(world, server, url)
        floor = _floor(world, server)
    p95 = statistics.quantiles(seconds[_WARM_UP:], n=20)[-1]
    told = f"the calls it cannot avoid ({floor * 1000:.0f} ms)"
    return {
        "webhook_to_stop": Figure(
            name="Webhook of a media server to the stop call",
            value=p95,
            unit="s (p95)",
            aim=_MOST_SECONDS,
        ),
        "against_floor": Figure(
            name="The same",
            value=statistics.median(seconds[_WARM_UP:]),
            unit="s (median)",
            versus=told,
            ratio=statistics.median(seconds[_WARM_UP:]) / floor,
        ),
        "burst_trips": Figure(
            name=f"DynamoDB round trips a webhook of {_BURST} one after the other",
            value=trips,
            unit="requests",
            versus=f"{looks} looks at the server",
        ),
    }


@contextmanager
def _site() -> Iterator[LiveWorld]:
    patch = pytest.MonkeyPatch()
    with tempfile.TemporaryDirectory() as folder, embedded_aws() as aws_url:
        with worlds.running(patch, Path(folder), aws_url=aws_url, name="hooks") as world:
            setup.create_admin(wiring.users_deps(), email=worlds.ADMIN, password=worlds.PASSWORD)
            world.sign_in()
            open_shop(world)
            yield world
        patch.undo()


def _watched(world: LiveWorld) -> tuple[str, str]:
    """Let finn, who may have one stream, play; return the server and its address."""
    steps.count_from_the_first_second(world)
    steps.subscribe(world, "finn", "Basic")
    server = steps.servers_of(world, "finn")[0]
    steps.play(world, server, "finn", "Roku")
    return server, world.api("POST", f"/servers/{world.ids[server]}/media-hook")["url"]


def _to_stop(world: LiveWorld, server: str, url: str, number: int) -> float:
    """Return the seconds from a webhook to the stop of the stream that it tells of."""
    world.advance(seconds=5)
    before = len(world.calls(f"pms:{server}", path=_TERMINATE))
    fields = {"server": server, "person": "finn", "device": f"Phone {number}"}
    world.act("start_stream", **fields, title=f"Film {number}")
    begun = world.now()
    _post(url)
    eventually(
        lambda: len(world.calls(f"pms:{server}", path=_TERMINATE)) > before and _rests(),
        seconds=30,
    )
    call = world.calls(f"pms:{server}", path=_TERMINATE)[before]
    return (datetime.fromisoformat(call["at"]) - begun).total_seconds()


def _rests() -> bool:
    """Tell whether no look is under way or asked for."""
    deps = wiring.hook_deps()
    found = [deps.hooks.hook(server.id) for server in deps.catalog.servers()]
    return all(hook.looking_until is None for hook in found if hook is not None)


def _burst(world: LiveWorld, server: str, url: str) -> tuple[float, int]:
    """Return round trips a webhook, and looks, of a burst that nothing follows."""
    world.advance(seconds=5)
    looks = f"pms:{server}", "GET", "/status/sessions$"
    before, begun = METER.read(), len(world.calls(*looks))
    for _ in range(_BURST):
        _post(url)
    trips = (METER.read() - before).round_trips
    eventually(_rests, seconds=30)
    return trips / _BURST, len(world.calls(*looks)) - begun


def _post(url: str) -> None:
    answer = requests.post(
        url, data=_PLAY.body, headers={"Content-Type": _PLAY.content_type}, timeout=30
    )
    answer.raise_for_status()


def _floor(world: LiveWorld, server: str) -> float:
    """Return the seconds of a post to the app, two reads of sessions and one stop."""
    web = requests.Session()
    pms = f"{world.standins.base_url}/pms/{server}"
    token = {"X-Plex-Token": OWNER_TOKEN}

    def post() -> None:
        web.post(f"{world.base_url}/nothing", data=_PLAY.body, timeout=10)

    def read() -> None:
        web.get(f"{pms}/status/sessions", headers=token, timeout=10)

    def stop() -> None:
        web.get(f"{pms}{_TERMINATE}?sessionId=none&reason=none", headers=token, timeout=10)

    return sum(map(_median, (post, read, read, stop)))


def _median(call: Callable[[], None]) -> float:
    times = []
    for _ in range(15):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
