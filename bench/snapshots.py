"""How long it takes to read who is on a hundred Plex servers, and how many calls that costs.

plex.tv stands in a process of its own and answers after 300 ms; the reading goes through the real
adapter. It is measured without the account's budget of calls, which is far slower than our work:
what that alone would take is told beside it.
"""

import secrets
import statistics
import time
from dataclasses import replace
from typing import Any

from bench.figures import Figure
from bench.processes import stand_in
from chalicelib.access.looking import snapshots
from chalicelib.access.ports import AccessDeps
from chalicelib.adapters.media.plex_session import Answer, PlexSession
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.adapters.vault import AesGcmVault
from chalicelib.catalog.call_budget import BURST
from chalicelib.catalog.model import Platform, PlexAccount, Server
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.kernel.secret import Secret
from infra.sandbox.plex import OWNER_TOKEN
from tests.usecases.access.world import World

SERVERS = 100
PEOPLE = 50
DELAY_MS = 300
RUNS = 3
AIM = 1.5

_ACCOUNT = PlexAccountId("acc_bench")
# Of each server its shares; of the account, once, its friends and its open invites.
_LEAST_CALLS = SERVERS + 2


class _Key:
    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def read(self) -> bytes:
        return self._key


class _CountingSession(PlexSession):
    """Counts what is sent to plex.tv."""

    calls = 0

    def plex_tv(self, *given: Any, **named: Any) -> Answer:
        self.calls += 1
        return super().plex_tv(*given, **named)


def run() -> dict[str, Figure]:
    """Measure the reading of 100 servers with 50 people each."""
    with stand_in("bench.plex_lists", SERVERS, PEOPLE, DELAY_MS) as told:
        session = _CountingSession(
            client_id="bench", plex_tv_base=f"{told['url']}/plextv", pool_size=128
        )
        deps, servers = _deps(session, told["machines"])
        _read(deps, servers)
        session.calls = 0
        runs = [_read(deps, servers) for _ in range(RUNS)]
        calls = session.calls / RUNS
    wall = statistics.median(seconds for seconds, _ in runs)
    slowest = statistics.median(slow for _, slow in runs)
    what = f"Reading who is on {SERVERS} Plex servers with {PEOPLE} people each"
    spaced = max(0, _LEAST_CALLS - BURST)
    return {
        "against_slowest": Figure(
            name=f"{what}, {snapshots.MOST_WORKERS} at a time, median of {RUNS}",
            value=wall,
            unit="s",
            versus=f"the slowest single server ({slowest:.2f} s)",
            ratio=wall / slowest,
            aim=AIM,
        ),
        "calls": Figure(
            name="Calls to plex.tv for that",
            value=calls,
            unit="calls",
            versus=f"the fewest there can be ({_LEAST_CALLS}): {spaced} s at a call a second",
            ratio=calls / _LEAST_CALLS,
            aim=1.0,
        ),
    }


def _read(deps: AccessDeps, servers: list[Server]) -> tuple[float, float]:
    """Return how long all servers took, and the slowest of them."""
    begun = time.perf_counter()
    found = list(snapshots.read_all(deps, servers))
    wall = time.perf_counter() - begun
    whole = [each for each in found if each.snapshot and each.snapshot.is_complete]
    people = sum(len(each.snapshot.shares) for each in whole if each.snapshot)
    if (len(whole), people) != (SERVERS, SERVERS * PEOPLE):
        raise RuntimeError(f"{len(whole)} servers with {people} people were read")
    return wall, max(each.seconds for each in found)


def _deps(session: PlexSession, machines: list[str]) -> tuple[AccessDeps, list[Server]]:
    world = World()
    vault = AesGcmVault(_Key())
    token = vault.seal(Secret(OWNER_TOKEN), place=f"plex_account.{_ACCOUNT}")
    world.db.seed(PlexAccount(_ACCOUNT, "1", "owner", "owner@example.com", token))
    servers = [
        Server(
            id=ServerId(f"srv_{number:03}"),
            platform=Platform.PLEX,
            name=f"s{number}",
            url="http://127.0.0.1",
            machine_id=machine_id,
            account_id=_ACCOUNT,
        )
        for number, machine_id in enumerate(machines)
    ]
    world.db.seed(*servers)
    host: Any = PlexLibraryHost(session)
    world.host = host
    return replace(world.deps, vault=vault), servers
