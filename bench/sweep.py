"""How long a sweep of many servers takes against the slowest of them, and against one by one.

The stand-in media servers run in a process of their own and hold prepared answers, which each of
them gives after 300 ms. Connections stay open from sweep to sweep. The sweep goes through the real
Plex adapter and the real stores on the embedded AWS.

What nobody can avoid is measured in the same run: the slowest server asked alone, and all servers
asked at the same time by bare threads that do nothing with what they get.
"""

import os
import resource
import secrets
import statistics
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bench import bare_calls
from bench.figures import Figure
from bench.processes import stand_in
from chalicelib.adapters.dynamo.activity_store import DynamoActivityStore
from chalicelib.adapters.dynamo.catalog_store import DynamoCatalogStore
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.settings_store import DynamoSettingsStore
from chalicelib.adapters.dynamo.subscriptions_store import DynamoSubscriptionStore
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.adapters.dynamo.usage_store import DynamoUsageStore
from chalicelib.adapters.dynamo.users_store import DynamoUserStore
from chalicelib.adapters.media.plex_session import PlexSession
from chalicelib.adapters.media.plex_streams import PlexStreamHost
from chalicelib.adapters.vault import AesGcmVault
from chalicelib.catalog.model import STANDARD, Plan, Platform, PlexAccount, Server
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.sweeping import sweep as sweeps
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

SERVERS = 200
STREAMS_A_SERVER = 25
DELAY_MS = 300
RUNS = 5
AIM = 1.3
MOST_MIB = 256
MOST_READS_A_PERSON = 1.2

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
    """Measure the sweep of 200 servers with 25 streams each."""
    numbers = SERVERS, STREAMS_A_SERVER, DELAY_MS
    with (
        stand_in("bench.media_servers", *numbers) as world,
        embedded_aws.running() as endpoint,
    ):
        os.environ.update(embedded_aws.environment(endpoint))
        create_tables()
        rows = Rows(TableNames())
        deps = _deps(rows)
        _fill(deps, world)
        traffic = _Traffic(rows)
        first_seconds = _timed(deps)
        first = traffic.taken()
        begun = time.process_time()
        runs = [_timed(deps) for _ in range(RUNS)]
        cpu_seconds = (time.process_time() - begun) / RUNS
        unchanged = traffic.taken()
        memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        floor = bare_calls.measure([_url(world, number) for number in range(SERVERS)])
    wall = statistics.median(runs)
    people = len(world["people"])
    what = f"Sweep of {SERVERS} servers with {STREAMS_A_SERVER} streams each"
    return {
        "against_slowest": Figure(
            name=f"{what}, median of {RUNS}",
            value=wall,
            unit="s",
            versus=f"one server asked alone ({floor.one_alone:.3f} s)",
            ratio=wall / floor.one_alone,
            aim=AIM,
        ),
        "against_bare_calls": Figure(
            name="The same sweep",
            value=wall,
            unit="s",
            versus=f"all servers asked by bare threads ({floor.all_at_once:.3f} s)",
            ratio=wall / floor.all_at_once,
        ),
        "against_one_by_one": Figure(
            name="The same sweep",
            value=wall,
            unit="s",
            versus=f"one server after the other ({floor.each_after_the_other:.1f} s)",
            ratio=wall / floor.each_after_the_other,
        ),
        "first_sweep": Figure(
            name="The first sweep, when every stream is new and is recorded",
            value=first_seconds,
            unit="s",
            versus="the sweep when nothing changed",
            ratio=first_seconds / wall,
        ),
        "processor": Figure(
            name="The sweep when nothing changed, with the adapter and the reading of rows",
            value=cpu_seconds,
            unit="CPU s",
            versus=f"bare calls alone cost {floor.cpu_seconds:.3f} s",
        ),
        "memory": Figure(
            name="Peak memory of the process that sweeps",
            value=memory_mib,
            unit="MiB",
            aim=MOST_MIB,
        ),
        "reads": Figure(
            name="Rows read for each person with a stream, when nothing changed",
            value=unchanged.reads / RUNS / people,
            unit="reads",
            versus=f"{first.reads / people:.2f} in the first sweep",
            aim=MOST_READS_A_PERSON,
        ),
        "writes": Figure(
            name="Rows written when nothing changed",
            value=unchanged.writes / RUNS,
            unit="writes",
            versus=f"{first.writes} in the first sweep",
            aim=0,
        ),
    }


@dataclass(frozen=True, slots=True)
class _Taken:
    """Rows that were read and written."""

    reads: int = 0
    writes: int = 0


class _Traffic:
    """Counts the rows that leave for DynamoDB and come from there; a missing row is one, too."""

    def __init__(self, rows: Rows) -> None:
        self._now = _Taken()
        events = rows._connection.client.meta.events
        events.register("before-parameter-build.dynamodb", self._ask)
        events.register("after-call.dynamodb", self._note)

    def taken(self) -> _Taken:
        """Return what was counted since it was asked last."""
        found, self._now = self._now, _Taken()
        return found

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        asked = params.get("RequestItems", {}).values() if model.name == "BatchGetItem" else ()
        reads = sum(len(each["Keys"]) for each in asked) + (model.name == "GetItem")
        changes = len(params.get("TransactItems", ()))
        writes = changes + (model.name in {"PutItem", "UpdateItem", "DeleteItem"})
        self._now = _Taken(self._now.reads + reads, self._now.writes + writes)

    def _note(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "Query":
            read = max(1, len(parsed.get("Items", ())))
            self._now = replace(self._now, reads=self._now.reads + read)


def _url(world: dict[str, Any], number: int) -> str:
    return f"{world['url']}/pms/s{number}"


def _timed(deps: EnforcementDeps) -> float:
    begun = time.perf_counter()
    report = sweeps.sweep(deps)
    wall = time.perf_counter() - begun
    expected = (SERVERS, (), SERVERS * STREAMS_A_SERVER, 0)
    seen = (report.servers, report.unreachable, report.streams, report.unknown_streams)
    if seen != expected:
        raise RuntimeError(f"the sweep saw {seen} instead of {expected}")
    return wall


def _deps(rows: Rows) -> EnforcementDeps:
    clock = SystemClock()
    return EnforcementDeps(
        database=DynamoDatabase(rows),
        store=DynamoActivityStore(rows, clock=clock),
        usage=DynamoUsageStore(rows),
        users=DynamoUserStore(rows),
        subscriptions=DynamoSubscriptionStore(rows),
        catalog=DynamoCatalogStore(rows),
        settings=DynamoSettingsStore(rows),
        hosts={Platform.PLEX: PlexStreamHost(PlexSession(client_id="bench", pool_size=256))},
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
            url=_url(world, number),
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
