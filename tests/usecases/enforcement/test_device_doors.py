"""Doors that a limit closed open again once none holds; others stay as they are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.settings.model import EnforcementMode
from tests.usecases.enforcement.device_world import ANN, EPSILON, DeviceWorld


@pytest.fixture
def world() -> DeviceWorld:
    return DeviceWorld()


@pytest.mark.parametrize(
    "after",
    [
        lambda world: world.limit(max_devices=None),
        lambda world: world.user(is_permanent=True),
    ],
)
def test_a_door_that_the_limit_closed_opens_again_once_there_is_none(world, after):
    world.sign_in("tv", "phone", "tablet")
    world.run()
    world.run()
    assert not world.is_open
    after(world)
    world.run()
    assert world.is_open
    assert world.devices == ["phone", "tablet", "tv"]
    assert world.actions == ["devices.close", "devices.open"]
    world.run()
    assert world.actions == ["devices.close", "devices.open"]
    assert world.db.find(DeviceWatch, EPSILON).closed == frozenset()


def test_a_limit_of_ones_own_that_is_removed_opens_the_door_it_closed(world):
    world.limit(max_devices=None)
    world.user(device_limit=2)
    world.sign_in("tv", "phone")
    world.run()
    assert not world.is_open
    world.user(device_limit=None)
    world.run()
    assert world.is_open


def test_which_door_a_limit_closed_is_known_after_days_and_after_the_account_was_locked(world):
    world.sign_in("tv", "phone", "tablet")
    world.run()
    world.clock.move(timedelta(days=3))
    doors = world.host.doors[EPSILON]
    doors[ANN] = replace(doors[ANN], is_disabled=True)
    world.run()
    doors[ANN] = replace(doors[ANN], is_disabled=False)
    world.limit(max_devices=None)
    world.run()
    assert world.is_open


def test_in_observe_mode_a_closed_door_stays_although_no_limit_holds(world):
    world.sign_in("tv", "phone", "tablet")
    world.run()
    world.mode(EnforcementMode.OBSERVE)
    world.limit(max_devices=None)
    world.run()
    world.run()
    assert not world.is_open
    assert world.actions == ["devices.close", "devices.would_open"]
    world.mode(EnforcementMode.ENFORCE)
    world.run()
    assert world.is_open
