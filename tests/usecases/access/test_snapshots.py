"""All servers are read side by side; one that fails spoils no other."""

import threading
from typing import Any

import pytest

from chalicelib.access.looking import snapshots
from chalicelib.access.ports import RemoteSnapshot
from chalicelib.kernel import context
from chalicelib.kernel.errors import RetryLaterError
from tests.usecases.access.world import World, a_world


@pytest.fixture
def world() -> World:
    world = a_world(alone=True)
    for name in ("beta", "gamma"):
        world.add_server(name)
    return world


def read(world: World, **given: Any) -> dict[str, snapshots.Reading]:
    servers = world.deps.catalog.servers()
    return {each.server.name: each for each in snapshots.read_all(world.deps, servers, **given)}


@pytest.mark.behaviour("X041")
def test_each_server_is_read_once_and_a_failure_is_one_failed_reading(world):
    world.run(world.sale())
    world.host.calls.clear()
    world.host.fail_next("snapshot", RetryLaterError("No answer."))
    found = read(world, workers=1)
    assert sorted(found) == ["Alpha", "Beta", "Gamma"]
    failed = [each for each in found.values() if each.snapshot is None]
    assert [each.error for each in failed] == ["No answer."]
    assert len(world.host.calls) == 3


def test_a_bug_with_one_server_is_told_and_the_others_are_read(world, caplog):
    world.host.fail_next("snapshot", ZeroDivisionError("a bug"))
    found = read(world)
    assert sum(each.snapshot is None for each in found.values()) == 1
    assert "ZeroDivisionError (see the log)" in {each.error for each in found.values()}
    assert "access.read_crashed" in caplog.messages


def test_servers_are_read_at_the_same_time_within_one_reading(world, monkeypatch):
    together, told = threading.Barrier(3, timeout=5), set()

    def snapshot(_access: object) -> RemoteSnapshot:
        together.wait()
        told.add((context.current()["reading"], context.current()["schedule"]))
        return RemoteSnapshot((), is_complete=True)

    monkeypatch.setattr(world.host, "snapshot", snapshot)
    with context.working_on(schedule="daily"):
        found = read(world)
        assert "reading" not in context.current()
    assert all(each.snapshot is not None for each in found.values())
    assert len(told) == 1
    assert told.pop()[1] == "daily"
