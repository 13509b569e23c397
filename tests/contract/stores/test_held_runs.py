"""Held runs and their lists are found as their port promises."""

from datetime import timedelta

from chalicelib.access.brake import Brake
from chalicelib.access.model import Followed
from chalicelib.kernel.records import Insert, Put, Update
from tests.builders import NOON
from tests.contract.stores.worlds import World
from tests.held_builders import a_held_person, a_held_run


def test_runs_come_newest_first_and_lists_by_user_page_by_page(world: World):
    runs = [a_held_run(id=f"hld_{number}") for number in range(3)]
    people = [a_held_person(run_id="hld_1", user_id=f"usr_{name}") for name in "cab"]
    world.database.commit(*map(Insert, [*runs, *people]))
    world.database.commit(Insert(a_held_person(run_id="hld_2", user_id="usr_d")))

    newest = world.access.held_runs(cursor=None, limit=2)
    assert [run.id for run in newest.items] == ["hld_2", "hld_1"]
    older = world.access.held_runs(cursor=newest.next_cursor, limit=2)
    assert [run.id for run in older.items] == ["hld_0"]
    first = world.access.held_people("hld_1", cursor=None, limit=2)
    rest = world.access.held_people("hld_1", cursor=first.next_cursor, limit=2)
    assert [each.user_id for each in (*first.items, *rest.items)] == ["usr_a", "usr_b", "usr_c"]
    assert rest.next_cursor is None


def test_a_run_is_found_by_its_id(world: World):
    world.database.commit(Insert(a_held_run()))
    found = world.access.held_run("hld_1")
    assert found is not None
    assert found.people == 1
    assert world.access.held_run("hld_2") is None


def test_the_brake_is_blank_until_somebody_lost_access(world: World):
    assert world.access.brake() == Brake()
    world.database.commit(Update(Brake().counting(3, now=NOON)))
    assert world.access.brake().lately(now=NOON + timedelta(hours=1)) == 3


def test_what_was_followed_on_every_server_comes_whole(world: World):
    world.database.commit(Put(Followed("srv_beta", "1")), Put(Followed("srv_alpha", "2")))
    world.database.commit(Put(Followed("srv_beta", "3")))
    assert world.access.followed() == (Followed("srv_alpha", "2"), Followed("srv_beta", "3"))
