"""Linked users who were not invited are found as one list."""

from datetime import timedelta

from chalicelib.access.model import LeftOut
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Put
from tests.builders import NOON
from tests.contract.stores.worlds import World

ANN, BOB = UserId("usr_ann"), UserId("usr_bob")


def test_everybody_is_listed_once_by_user(world: World):
    first = LeftOut(ANN, since=NOON, until=NOON + timedelta(days=30))
    renewed = LeftOut(ANN, since=NOON, until=NOON + timedelta(days=60))
    other = LeftOut(BOB, since=NOON, until=NOON + timedelta(days=30))
    world.database.commit(Put(other), Put(first))
    world.database.commit(Put(renewed))

    page = world.access.left_out(cursor=None, limit=1)
    rest = world.access.left_out(cursor=page.next_cursor, limit=9)

    assert (*page.items, *rest.items) == (renewed, other)
    assert rest.next_cursor is None
