"""The least that reading many servers can take: the calls alone, without anything of ours."""

import http.client
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from infra.sandbox.plex import OWNER_TOKEN

_HEADERS = {"X-Plex-Token": OWNER_TOKEN, "Accept": "application/xml"}
_RUNS = 5


@dataclass(frozen=True, slots=True)
class Floor:
    """Medians in seconds: one server asked alone, all asked at the same time.

    `each_after_the_other` is the sum of what the servers took, `cpu_seconds` what asking all cost.
    """

    one_alone: float
    all_at_once: float
    each_after_the_other: float
    cpu_seconds: float


class _Call:
    """One server, on a connection of its own that stays open."""

    def __init__(self, url: str) -> None:
        where = urlsplit(url)
        self._path = where.path
        self._connection = http.client.HTTPConnection(where.hostname or "", where.port)
        self.seconds = 0.0

    def __call__(self) -> int:
        begun = time.perf_counter()
        self._connection.request("GET", self._path, headers=_HEADERS)
        size = len(self._connection.getresponse().read())
        self.seconds = time.perf_counter() - begun
        return size


def measure(urls: list[str]) -> Floor:
    """Ask one server alone, and all at the same time."""
    calls = [_Call(f"{url}/status/sessions") for url in urls]
    walls, cpu = [], []
    for _ in range(_RUNS):
        begun, cpu_begun = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(len(calls)) as pool:
            sizes = list(pool.map(_Call.__call__, calls))
        walls.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - cpu_begun)
        if not all(sizes):
            raise RuntimeError("a server told nothing")
    each = sum(call.seconds for call in calls)
    alone = []
    for _ in range(_RUNS):
        calls[-1]()
        alone.append(calls[-1].seconds)
    median = statistics.median
    return Floor(median(alone), median(walls), each, median(cpu))
