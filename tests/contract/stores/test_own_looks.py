"""What a customer was shown is found again, and one of many tabs may look."""

from dataclasses import replace

import pytest

from chalicelib.insights import own_look
from chalicelib.insights.own_look import LOOK_EVERY, MyStreams
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Update
from tests.builders import NOON
from tests.contract.stores.worlds import World

ANN = UserId("usr_ann")


def test_the_last_look_is_found_by_its_person(world: World):
    begun = own_look.blank(ANN, now=NOON).begun(now=NOON)
    world.database.commit(Update(begun))
    world.database.commit(Update(begun.ended(MyStreams(NOON, limit=2))))

    found = world.own_looks.own_look(ANN)

    assert found == replace(begun, told=MyStreams(NOON, limit=2), version=2)
    assert world.own_looks.own_look(UserId("usr_bob")) is None
    assert world.own_looks.own_look(UserId("x" * 3000)) is None


def test_of_two_tabs_that_begin_at_once_one_may(world: World):
    world.database.commit(Update(own_look.blank(ANN, now=NOON).begun(now=NOON)))
    found = world.own_looks.own_look(ANN)
    assert found is not None

    world.database.commit(Update(found.begun(now=NOON + LOOK_EVERY)))
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(found.begun(now=NOON + LOOK_EVERY)))
