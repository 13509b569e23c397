"""How long a sweep of many servers takes against the slowest of them, and against one by one.

The stand-in media servers run in a process of their own and answer after 300 ms; the sweep goes
through the real Plex adapter and the real stores on the embedded AWS.
"""

import os
import secrets
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bench.figures import Figure
from bench.processes import stand_in
from chalicelib.adapters.dynamo.activity_store import DynamoActivityStore
from chalicelib.adapters.dynamo.catalog_store import DynamoCatalogStore
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.settings_store import DynamoSettingsStore
from chalicelib.adapters.dynamo.subscriptions_store import DynamoSubscriptionStore
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.adapters.dynamo.users_store import DynamoUserStore
from chalicelib.adapters.media.plex_session import PlexSession
from chalicelib.adapters.media.plex_streams import PlexStreamHost
from chalicelib.adapters.vault import AesGcmVault
from chalicelib.catalog.model import STANDARD, Plan, Platform, PlexAccount, Server
from chalicelib.enforcement import sweep as sweeps
from chalicelib.enforcement.model import SweepReport
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.ids import JobId, PaymentId, PlanId, PlexAccountId, ServerId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Put, Write
from chalicelib.kernel.secret import Secret
from chalicelib.kernel.term import Term, TermUnit
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from infra.local.tables import create_tables
from infra.sandbox.plex import OWNER_TOKEN
from tests import embedded_aws

SERVERS = 100
STREAMS_A_SERVER = 25
DELAY_MS = 300
RUNS = 5
AIM = 1.5

_ACCOUNT = PlexAccountId("acc_bench")
_PLAN = PlanId("pln_bench")
_COMMIT = 99


class _Key:
    """A master key for one run."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def read(self) -> bytes:
        return self._key


class _NobodyToWake:
    """A nudge without a queue behind it."""

    def send(self, *job_ids: JobId) -> None:
        """Wake nobody."""


def run() -> dict[str, Figure]:
    """Measure the sweep of 100 servers with 25 streams each."""
    with (
        stand_in("bench.media_servers", SERVERS, STREAMS_A_SERVER, DELAY_MS) as world,
        embedded_aws.running() as endpoint,
    ):
        os.environ.update(embedded_aws.environment(endpoint))
        create_tables()
        deps = _deps()
        _fill(deps, world)
        first_seconds, _ = _timed(deps)
        runs = [_timed(deps) for _ in range(RUNS)]
        serial_seconds, _ = _timed(replace(deps, workers=1))
    walls = [wall for wall, _ in runs]
    ratios = [wall / report.slowest_seconds for wall, report in runs]
    wall = statistics.median(walls)
    slowest = statistics.median(report.slowest_seconds for _, report in runs)
    what = f"Sweep of {SERVERS} servers with {STREAMS_A_SERVER} streams each"
    return {
        "against_slowest": Figure(
            name=f"{what}, median of {RUNS}",
            value=wall,
            unit="s",
            versus=f"the slowest single server ({slowest:.3f} s)",
            ratio=statistics.median(ratios),
            aim=AIM,
        ),
        "against_delay": Figure(
            name="The same sweep",
            value=wall,
            unit="s",
            versus=f"what every server waits before it answers ({DELAY_MS / 1000} s)",
            ratio=wall / (DELAY_MS / 1000),
        ),
        "against_one_by_one": Figure(
            name="The same sweep",
            value=wall,
            unit="s",
            versus=f"one server after the other ({serial_seconds:.1f} s)",
            ratio=wall / serial_seconds,
        ),
        "first_sweep": Figure(
            name="The first sweep, when every stream is new and is recorded",
            value=first_seconds,
            unit="s",
            versus="the sweep when nothing changed",
            ratio=first_seconds / wall,
        ),
    }


def _timed(deps: EnforcementDeps) -> tuple[float, SweepReport]:
    begun = time.perf_counter()
    report = sweeps.sweep(deps)
    wall = time.perf_counter() - begun
    expected = (SERVERS, (), SERVERS * STREAMS_A_SERVER, 0)
    seen = (report.servers, report.unreachable, report.streams, report.unknown_streams)
    if seen != expected:
        raise RuntimeError(f"the sweep saw {seen} instead of {expected}")
    return wall, report


def _deps() -> EnforcementDeps:
    rows = Rows(TableNames())
    clock = SystemClock()
    return EnforcementDeps(
        database=DynamoDatabase(rows),
        store=DynamoActivityStore(rows, clock=clock),
        users=DynamoUserStore(rows),
        subscriptions=DynamoSubscriptionStore(rows),
        catalog=DynamoCatalogStore(rows),
        settings=DynamoSettingsStore(rows),
        hosts={Platform.PLEX: PlexStreamHost(PlexSession(client_id="bench", pool_size=128))},
        vault=AesGcmVault(_Key()),
        nudge=_NobodyToWake(),
        clock=clock,
        site_url="http://127.0.0.1",
    )


def _fill(deps: EnforcementDeps, world: dict[str, Any]) -> None:
    """Store the servers and the people who stream, each with a plan of two streams."""
    now = deps.clock.now()
    month = timedelta(days=30)
    token = deps.vault.seal(Secret(OWNER_TOKEN), place=f"plex_account.{_ACCOUNT}")
    account = PlexAccount(_ACCOUNT, "1", "owner", "owner@example.com", token, has_plex_pass=True)
    price, term = Money(1000, "USD"), Term(1, TermUnit.MONTH)
    plan = Plan(_PLAN, "Bench", price, term, max_streams=2, group_ids=(STANDARD,))
    writes: list[Write] = [Put(account), Put(plan)]
    for number in range(SERVERS):
        server = Server(
            id=ServerId(f"srv_{number:03}"),
            platform=Platform.PLEX,
            name=f"s{number}",
            url=f"{world['url']}/pms/s{number}",
            machine_id=f"machine{number}",
            account_id=_ACCOUNT,
            is_enabled=True,
        )
        writes.append(Put(server))
    for plex_id in world["people"]:
        user_id = UserId(f"usr_{plex_id}")
        media = MediaIdentity(username=f"person{plex_id}", plex_id=plex_id, is_proven=True)
        user = User(user_id, f"{plex_id}@example.com", "", media, joined_at=now)
        period = Period(PaymentId(f"pay_{plex_id}"), _PLAN, now - month, now + month)
        paid = Subscription(user_id, (period,), due_at=period.ends_at)
        writes += [Put(user), Put(MediaClaim(f"id:{plex_id}", user_id)), Put(paid)]
    for start in range(0, len(writes), _COMMIT):
        deps.database.commit(*writes[start : start + _COMMIT])
