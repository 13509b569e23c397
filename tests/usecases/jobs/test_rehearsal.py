"""A rehearsal runs the code of a run on ports that cannot act."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from chalicelib.catalog.model import Server
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.ports import JobsDeps
from chalicelib.jobs.rehearsal import Manners, Rehearsal, UntoldError, rehearsed
from chalicelib.jobs.run import run_due
from chalicelib.kernel.errors import AlreadyRecordedError
from chalicelib.kernel.ids import JobId
from chalicelib.kernel.records import Delete, Insert, Update
from tests.builders import NOON, a_server
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.nudge import FakeNudge
from tests.fakes.stores import InMemoryCatalogStore, InMemoryJobStore

MANNERS = Manners(lambda _port, method: method.startswith("read"), quiet=frozenset({"close"}))


class Desk:
    """An outside system that notes every call it gets."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def read_price(self) -> int:
        self.calls.append("read_price")
        return 7

    def close(self, page: str) -> None:
        self.calls.append(f"close {page}")

    def collect(self, order: str) -> int:
        self.calls.append(f"collect {order}")
        return 7


@dataclass(frozen=True)
class Deps:
    """What a run holds."""

    catalog: Any
    gateways: Any
    database: Any


@dataclass(frozen=True)
class Unheard:
    """What a run holds, and a port that nobody thought of."""

    catapult: Any


def a_job() -> Job:
    return new_job(JobKind.RECONCILE_ACCESS, "usr_1", now=NOON, cause="once")


def test_only_what_reads_reaches_the_outside():
    desk, rehearsal = Desk(), Rehearsal()
    deps = rehearsed(Deps(None, {"stripe": desk}, None), rehearsal, manners=MANNERS)

    assert deps.gateways["stripe"].read_price() == 7
    assert deps.gateways["stripe"].close("page") is None
    with pytest.raises(UntoldError):
        deps.gateways["stripe"].collect("ord_1")

    assert desk.calls == ["read_price"]
    assert [(step.action, step.about) for step in rehearsal.untold] == [("ask", "ord_1")]


def test_a_port_of_which_nothing_is_known_is_refused():
    with pytest.raises(TypeError, match="catapult"):
        rehearsed(Unheard(Desk()), Rehearsal(), manners=MANNERS)


def test_what_was_kept_shows_in_the_next_answer_and_nowhere_else():
    db, rehearsal = InMemoryDatabase(), Rehearsal()
    db.seed(a_server())
    store = InMemoryCatalogStore(db)
    deps = rehearsed(Deps(store, {}, db), rehearsal, manners=MANNERS)
    server = deps.catalog.servers()[0]

    deps.database.commit(Update(replace(server, name="omega")))

    assert [each.name for each in deps.catalog.servers()] == ["omega"]
    assert deps.catalog.server(server.id).version == server.version + 1
    assert db.one(Server) == server
    deps.database.commit(Delete(server))
    assert deps.catalog.server(server.id) is None


def test_what_this_rehearsal_stored_cannot_be_stored_again():
    rehearsal = Rehearsal()
    rehearsal.commit(Insert(a_job()))
    with pytest.raises(AlreadyRecordedError):
        rehearsal.commit(Insert(a_job()))
    assert len(rehearsal.writes) == 1


def test_even_the_runner_of_jobs_can_be_rehearsed():
    db, nudge, rehearsal = InMemoryDatabase(), FakeNudge(), Rehearsal()
    db.seed(a_job())
    before = db.one(Job)
    done: list[JobId] = []
    deps = JobsDeps(db, InMemoryJobStore(db), nudge, FakeClock(NOON), lambda: 0.5)

    counts = run_due(
        rehearsed(deps, rehearsal, manners=MANNERS),
        handlers={JobKind.RECONCILE_ACCESS: lambda job: done.append(job.id)},
    )

    assert counts == {"done": 1}
    assert done == [before.id]
    assert (db.one(Job), nudge.sent) == (before, [])
