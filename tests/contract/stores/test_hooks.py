"""A server's webhook address is found as its port promises, and written by one at a time."""

import pytest

from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Delete, Update
from tests.builders import NOON
from tests.contract.stores.worlds import World
from tests.hook_builders import a_media_hook


def test_a_hook_is_found_by_its_server(world: World):
    world.database.commit(Update(a_media_hook(secret_hash="hash", wanted_at=NOON)))

    found = world.hooks.hook(ServerId("srv_alpha"))

    assert found == a_media_hook(secret_hash="hash", wanted_at=NOON, version=1)
    assert world.hooks.hook(ServerId("srv_beta")) is None
    assert world.hooks.hook(ServerId("x" * 3000)) is None
    assert world.hooks.hook(ServerId("")) is None


def test_of_two_who_write_one_wins(world: World):
    world.database.commit(Update(a_media_hook()))
    found = world.hooks.hook(ServerId("srv_alpha"))
    assert found is not None

    world.database.commit(Update(found.wanted(now=NOON)))
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(found.begun(now=NOON)))


def test_what_is_deleted_is_gone_and_whoever_still_holds_it_writes_nothing(world: World):
    world.database.commit(Update(a_media_hook()))
    found = world.hooks.hook(ServerId("srv_alpha"))
    assert found is not None

    world.database.commit(Delete(a_media_hook()))

    assert world.hooks.hook(ServerId("srv_alpha")) is None
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(found.wanted(now=NOON)))
