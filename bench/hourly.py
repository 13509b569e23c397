"""What an hourly run reads, writes and asks when the same 200 people changed, by size of the site.

The run finds its work through the real stores on the embedded AWS, and its jobs are done; the
platform is in memory and counts what it is asked. `python -m bench.hourly 1000 100000` compares
other sizes.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bench.books_filling import site
from bench.figures import Figure
from chalicelib import wiring
from chalicelib.access import reconcile
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps, RemoteShare
from chalicelib.access.runs import due
from chalicelib.adapters.dynamo import rows
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.adapters.dynamo.rows import Row
from chalicelib.adapters.dynamo.transactions import row_of
from chalicelib.catalog.model import STANDARD, Library, Platform, Seats, Server
from chalicelib.jobs.model import JobKind
from chalicelib.kernel.ids import JobId, LibraryId, PaymentId, PlanId, ServerId, UserId
from chalicelib.kernel.records import Put, Record
from chalicelib.settings.model import SafetySettings
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import MediaIdentity, User
from tests.fakes.media_host import FakeMediaLibraryHost

SIZES = (1_000, 10_000)
CHANGES = 200
SERVERS = 20
AIM = 1.5

_DAY = timedelta(days=1)
_AT_ONCE = 8  # people of three records each; a batch of writes takes 25
_WRITERS = 4


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run with its jobs took."""

    round_trips: int
    capacity_units: float
    platform_calls: int
    seconds: float


class _NobodyToWake:
    """A nudge without a queue behind it."""

    def send(self, *job_ids: JobId) -> None:
        """Wake nobody."""


def run(sizes: tuple[int, ...] = SIZES) -> dict[str, Figure]:
    """Measure the run at each size, and compare every size with the first."""
    costs = {size: _measured(size) for size in sizes}
    first = costs[sizes[0]]
    figures: dict[str, Figure] = {}
    for size in sizes[1:]:
        for what, unit in (
            ("round_trips", "requests to the database"),
            ("capacity_units", "capacity units"),
            ("platform_calls", "calls of platforms"),
            ("seconds", "s"),
        ):
            small, large = getattr(first, what), getattr(costs[size], what)
            figures[f"{what}_{size}"] = Figure(
                name=f"Hourly run, {CHANGES} changes among {size:,} users",
                value=large,
                unit=unit,
                versus=f"the same among {sizes[0]:,} ({small:.4g})",
                ratio=large / small,
                aim=AIM,
            )
    return figures


def _measured(size: int) -> Cost:
    # The embedded database goes through a whole table for a place in an index.
    rows._READ_SECONDS = 120
    with site() as world:
        host = FakeMediaLibraryHost()
        deps = replace(wiring.access_deps(), hosts={Platform.PLEX: host}, nudge=_NobodyToWake())
        _settle_in(deps, host, size)
        due.enqueue_due(deps)
        world.advance(days=1)
        host.calls.clear()
        before, begun = METER.read(), time.perf_counter()
        counts = due.enqueue_due(deps)
        _do_jobs(deps)
        seconds = time.perf_counter() - begun
        used = METER.read() - before
        if counts != {"due": CHANGES, "differing": 0}:
            raise RuntimeError(f"the run found {counts}")
        return Cost(used.round_trips, used.capacity_units, len(host.calls), seconds)


def _do_jobs(deps: AccessDeps) -> None:
    for job in wiring.jobs_deps().store.due(now=deps.clock.now(), limit=2 * CHANGES):
        if job.kind is JobKind.RECONCILE_ACCESS:
            reconcile.reconcile(deps, user_id=UserId(job.subject), job=job)


def _settle_in(deps: AccessDeps, host: FakeMediaLibraryHost, size: int) -> None:
    """Fill a site; the first 200 people change within a day: half end, half go on."""
    now = deps.clock.now()
    account = deps.catalog.plex_accounts()[0]
    plan = next(each for each in deps.catalog.plans() if STANDARD in each.group_ids)
    for number in range(SERVERS):
        server_id = ServerId(f"srv_bench_{number}")
        server = Server(
            id=server_id,
            platform=Platform.PLEX,
            name=f"Bench {number}",
            url=f"http://bench{number}",
            machine_id=f"bench{number}",
            account_id=account.id,
            is_enabled=True,
            max_users=size,
        )
        library = Library(_library(number), server_id, "1", f"films{number}", "Films", "movie")
        deps.database.commit(
            Put(server),
            Put(replace(library, group_id=STANDARD)),
            Put(Seats(server_id, people=size // SERVERS)),
        )
    deps.database.commit(Put(SafetySettings(most_percent=100)))
    remotes = [_remote(number) for number in range(size)]
    for number, remote in enumerate(remotes):
        host.shares.setdefault(f"bench{number % SERVERS}", []).append(remote)

    def write(start: int) -> None:
        numbers = range(start, min(start + _AT_ONCE, size))
        _write([each for number in numbers for each in _person(number, plan.id, now)])

    with ThreadPoolExecutor(_WRITERS) as writers:
        for _ in writers.map(write, range(0, size, _AT_ONCE)):
            pass


def _person(number: int, plan_id: PlanId, now: datetime) -> tuple[Record, ...]:
    user_id, plex_id = UserId(f"usr_bench_{number}"), str(10_000 + number)
    media = MediaIdentity(f"bench{number}", plex_id=plex_id, is_proven=True)
    changes = number < CHANGES
    ends_at = now + (_DAY / 2 if changes else 20 * _DAY)
    periods = [Period(PaymentId(f"pay_{number}"), plan_id, now - 20 * _DAY, ends_at)]
    if changes and number % 2:
        periods.append(Period(PaymentId(f"pay_{number}_2"), plan_id, ends_at, ends_at + 30 * _DAY))
    return (
        User(user_id, f"bench{number}@people.test", f"Person {number}", media, joined_at=now),
        Subscription(user_id, tuple(periods), due_at=ends_at),
        Share(
            user_id,
            ServerId(f"srv_bench_{number % SERVERS}"),
            ShareState.ACCEPTED,
            (_library(number % SERVERS),),
            changed_at=now,
            allows_downloads=False,
            share_ref=f"ref{number}",
            verified_at=now,
            accepted_at=now,
        ),
    )


def _remote(number: int) -> RemoteShare:
    return RemoteShare(
        share_ref=f"ref{number}",
        invite_ref="",
        is_accepted=True,
        plex_id=str(10_000 + number),
        username=f"bench{number}",
        email="",
        library_share_ids=frozenset({f"films{number % SERVERS}"}),
        allows_downloads=False,
    )


def _library(server: int) -> LibraryId:
    return LibraryId(f"lib_bench_{server}")


def _write(records: list[Record]) -> None:
    """Write rows as our commits would, without asking what is there."""
    rows = wiring._rows()
    requests: dict[str, list[Row]] = {}
    for record in records:
        place = place_of(record)
        put = {"PutRequest": {"Item": row_of(record, place, "bench")}}
        requests.setdefault(rows.names.of(place.key.table), []).append(put)
    if rows.call("BatchWriteItem", RequestItems=requests)["UnprocessedItems"]:
        raise RuntimeError("the embedded database left writes undone")


if __name__ == "__main__":
    for figure in run(tuple(int(each) for each in sys.argv[1:]) or (1_000, 100_000)).values():
        print(figure.to_line())
