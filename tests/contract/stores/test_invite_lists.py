"""Lists of people to invite are read as their port promises."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.kernel.records import Insert
from tests.builders import NOON
from tests.contract.stores.paging import all_of
from tests.contract.stores.worlds import World
from tests.invite_builders import an_invite_list, an_invite_row


def test_rows_come_by_number_and_only_those_of_their_list(world: World):
    mine = [an_invite_row(number=number) for number in (10, 2, 1)]
    world.database.commit(
        Insert(an_invite_list()), *map(Insert, mine), Insert(an_invite_row(list_id="inv_2"))
    )
    rows = all_of(
        lambda *, cursor, limit: world.invite_lists.rows("inv_1", cursor=cursor, limit=limit),
        limit=2,
    )
    assert [row.number for row in rows] == [1, 2, 10]
    assert world.invite_lists.invite_list("inv_1") == replace(an_invite_list(), version=1)
    assert world.invite_lists.invite_list("inv_none") is None


def test_the_newest_list_comes_first(world: World):
    for number in range(3):
        made_at = NOON + timedelta(hours=number)
        world.database.commit(Insert(an_invite_list(id=f"inv_{number}", made_at=made_at)))
    lists = all_of(world.invite_lists.invite_lists, limit=2)
    assert [each.id for each in lists] == ["inv_2", "inv_1", "inv_0"]
