"""Outages and whom they concerned are found as their port promises."""

from datetime import timedelta

from chalicelib.kernel.records import Insert
from tests.builders import NOON
from tests.contract.stores.worlds import World
from tests.outage_builders import a_gift, an_outage


def test_outages_come_newest_first_page_by_page(world: World):
    days = [NOON - timedelta(days=number) for number in range(3)]
    outages = [an_outage(began_at=day - timedelta(hours=1), ended_at=day) for day in days]
    world.database.commit(*map(Insert, outages))

    newest = world.outages.outages(cursor=None, limit=2)
    older = world.outages.outages(cursor=newest.next_cursor, limit=2)

    assert [each.id for each in (*newest.items, *older.items)] == [each.id for each in outages]
    assert older.next_cursor is None


def test_an_outage_is_found_by_its_id(world: World):
    world.database.commit(Insert(an_outage()))

    found = world.outages.outage(an_outage().id)

    assert found is not None
    assert found.server_name == "Alpha"
    assert world.outages.outage("out_elsewhere") is None


def test_whom_an_outage_concerned_comes_by_user_page_by_page(world: World):
    outage, other = an_outage(), an_outage(server_id="srv_beta")
    gifts = [a_gift(user_id=f"usr_{name}") for name in "cab"]
    world.database.commit(*map(Insert, gifts), Insert(a_gift(outage_id=other.id)))

    first = world.outages.gifts(outage.id, cursor=None, limit=2)
    rest = world.outages.gifts(outage.id, cursor=first.next_cursor, limit=2)

    assert [each.user_id for each in (*first.items, *rest.items)] == ["usr_a", "usr_b", "usr_c"]
    assert rest.next_cursor is None
