"""A player that goes on after a stop loses its sign-in, where the platform lists devices."""

import pytest

from chalicelib.enforcement.model import DecisionKind
from chalicelib.insights import dry_runs
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.settings.model import EnforcementMode
from tests.usecases.enforcement.device_world import EPSILON, FIVE, DeviceWorld


@pytest.fixture
def world() -> DeviceWorld:
    """Ann is signed in on three devices."""
    made = DeviceWorld()
    made.limit(max_devices=None)
    made.sign_in("tv", "phone", "car")
    return made


def stubborn(world: DeviceWorld) -> None:
    """Play on all three, on the car's player whatever it is told."""
    world.players.stubborn = {"stop-car"}
    for name in ("tv", "phone", "car"):
        world.play(name)
        world.sweep(after=FIVE)
    for _ in range(3):
        world.sweep(after=FIVE)


def ignored(world: DeviceWorld) -> list[str]:
    kind = DecisionKind.IGNORED_STOP
    return [each.outcome for each in world.decisions if each.kind is kind]


def test_the_device_is_signed_out_once_and_that_is_written_down(world):
    stubborn(world)
    assert world.host.writes == [f"sign_out {'a' * 32}-car"]
    assert ignored(world) == ["the device was signed out"]
    (entry,) = [each for each in world.db.all(AuditEntry) if each.action == "device.sign_out"]
    assert (entry.user_id, entry.after["server"]) == ("usr_ann", "Epsilon")
    world.sweep(after=FIVE)
    assert len(world.host.writes) == 1
    assert world.devices == ["phone", "tv"]


def test_what_cannot_be_signed_out_is_told_in_the_decision(world):
    world.host.failing[EPSILON] = RetryLaterError("busy")
    stubborn(world)
    assert ignored(world) == ["the device could not be signed out: busy"]
    assert len(world.devices) == 3


def test_a_device_that_is_not_listed_is_told_as_well(world):
    world.host.held.clear()
    stubborn(world)
    assert ignored(world) == [
        "the device could not be signed out: The server lists no such device."
    ]


def test_observe_and_the_dry_run_sign_nobody_out(world):
    world.settings(enforcement_mode=EnforcementMode.OBSERVE)
    stubborn(world)
    assert world.host.writes == []
    dry_runs.streams(world.deps, mails=lambda _job: ())
    assert len(world.devices) == 3
