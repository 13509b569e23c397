"""Whether access for many at once is held up by us, or only by the account's budget of calls.

Several workers reconcile people as they do on AWS: each in its own job, the slots in DynamoDB, the
real Plex adapter in front of the stand-in. The pace is set high, so that the run is short; what is
compared is the run with the least time that so many calls take at that pace.
"""

import os
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from queue import Empty, Queue

from bench.figures import Figure
from chalicelib.access import reconcile
from chalicelib.adapters.dynamo.call_slots import DynamoCallSlots
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.adapters.media.plex_session import PlexSession
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.catalog.call_budget import BURST, SpacedCalls
from chalicelib.catalog.model import STANDARD
from chalicelib.kernel import context
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.secret import Secret
from infra.local.tables import create_tables
from infra.sandbox import plex
from infra.sandbox.kit import World as Standin
from tests import embedded_aws
from tests.builders import (
    a_library,
    a_period,
    a_plan,
    a_plex_account,
    a_server,
    a_subscription,
    a_user,
    an_identity,
    claims_of,
)
from tests.contract.plex_ports import served
from tests.contract.plex_standin import new_world
from tests.fakes.vault import FakeVault
from tests.usecases.access.world import World

PEOPLE = 30
WORKERS = 5
CALLS_PER_SECOND = 10
AIM = 1.1
# An invite, and a look at what came of it: shares, friends, open invites.
_LEAST_CALLS_A_SHARE = 4


def run() -> dict[str, Figure]:
    """Measure invites for 60 people by 5 workers at 20 calls a second."""
    with served() as board_and_address, embedded_aws.running() as endpoint:
        os.environ.update(embedded_aws.environment(endpoint))
        create_tables()
        standin = new_world(*board_and_address)
        session = PlexSession(client_id="bench", plex_tv_base=f"{standin.base_url}/plextv")
        slots, clock = DynamoCallSlots(Rows(TableNames())), SystemClock()
        world = _filled(standin)
        budget = SpacedCalls(slots, clock, time.sleep)
        world.host = PlexLibraryHost(session, budget=budget)  # type: ignore[assignment]
        standin.calls.clear()
        wall = _timed(world)
        calls = len(standin.calls.list("plextv"))
        standin.store.close()
    floor = (calls - BURST) / CALLS_PER_SECOND
    return {
        "against_budget": Figure(
            name=f"Access for {PEOPLE} people by {WORKERS} workers, {CALLS_PER_SECOND} calls a s",
            value=wall,
            unit="s",
            versus=f"what {calls} calls take at that pace ({floor:.1f} s)",
            ratio=wall / floor,
            aim=AIM,
        ),
        "calls": Figure(
            name="Calls to plex.tv for each of them",
            value=calls / PEOPLE,
            unit="calls",
            versus="an invite and one whole look at what came of it",
            ratio=calls / PEOPLE / _LEAST_CALLS_A_SHARE,
            aim=1.0,
        ),
    }


def _timed(world: World) -> float:
    waiting: Queue[int] = Queue()
    for number in range(PEOPLE):
        waiting.put(number)
    threads = [threading.Thread(target=_work, args=(world, waiting)) for _ in range(WORKERS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _work(world: World, waiting: "Queue[int]") -> None:
    for number in _each(waiting):
        with context.working_on(job_id=f"job_{number}"):
            try:
                reconcile.reconcile(world.deps, user_id=UserId(f"usr_{number}"))
            except RetryLaterError:
                waiting.put(number)


def _each(waiting: "Queue[int]") -> Iterator[int]:
    while True:
        try:
            yield waiting.get_nowait()
        except Empty:
            return


def _filled(standin: Standin) -> World:
    """Return a site with one server, and people who paid and have nothing yet."""
    world = World()
    world.clock = SystemClock()  # type: ignore[assignment]
    alpha, now = plex.find_server(standin, "alpha"), world.clock.now()
    library = alpha["libraries"][0]
    account = a_plex_account(
        plex_id=str(alpha["owner_id"]),
        token=FakeVault().seal(Secret(plex.OWNER_TOKEN), place="plex_account.acc_owner"),
        calls_per_second=CALLS_PER_SECOND,
    )
    films = a_library(key=str(library["key"]), share_id=str(library["id"]), group_id=STANDARD)
    world.db.seed(account, a_server(machine_id=alpha["machine_id"]), films, a_plan())
    period = a_period(starts_at=now, ends_at=now + timedelta(days=30))
    for number in range(PEOPLE):
        plex.add_person(standin, f"bench{number}")
        user = a_user(id=f"usr_{number}", media=an_identity(f"bench{number}"))
        paid = a_subscription(user_id=user.id, periods=(period,))
        world.db.seed(user, *claims_of(user), paid)
    return world
