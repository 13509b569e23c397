"""Writes of many servers in few commits."""

import pytest

from chalicelib.enforcement.model import ServerWatch
from chalicelib.enforcement.recording.commits import commit_all, commit_by_server
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Put, Update, Write
from tests.builders import NOON, a_job
from tests.fakes.database import InMemoryDatabase


def watch(number: int, version: int = 0) -> ServerWatch:
    return ServerWatch(ServerId(f"srv_{number:03}"), (), NOON, version)


def groups(count: int) -> dict[ServerId, list[Write]]:
    return {watch(number).server_id: [Update(watch(number))] for number in range(count)}


@pytest.mark.parametrize(("servers", "commits"), [(0, 0), (1, 1), (25, 1), (26, 2), (100, 4)])
def test_servers_share_commits(servers, commits):
    db = InMemoryDatabase()
    assert commit_by_server(db, groups(servers)) == frozenset()
    assert len(db.commits) == commits


def test_one_refused_server_does_not_hold_up_the_others():
    db = InMemoryDatabase()
    db.seed(watch(3, version=7))
    assert commit_by_server(db, groups(10)) == {"srv_003"}
    assert len(db.all(ServerWatch)) == 10


def test_a_servers_writes_stand_or_fall_together():
    db = InMemoryDatabase()
    db.seed(watch(0, version=7))
    group: list[Write] = [Update(watch(0)), Insert(a_job())]
    assert commit_by_server(db, {ServerId("srv_000"): group}) == {"srv_000"}
    assert db.find(type(a_job()), "job_1") is None


def test_a_server_without_writes_costs_nothing():
    db = InMemoryDatabase()
    assert commit_by_server(db, {ServerId("srv_000"): []}) == frozenset()
    assert db.round_trips == 0


def test_no_commit_has_more_than_a_hundred_writes():
    db = InMemoryDatabase()
    commit_all(db, [Put(watch(number)) for number in range(250)])
    assert [len(writes) for writes in db.commits] == [100, 100, 50]
