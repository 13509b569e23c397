"""Migrations are read as the port of access promises."""

from dataclasses import replace

from chalicelib.kernel.records import Insert
from tests.builders import a_migration, a_move
from tests.contract.stores.worlds import World


def test_migrations_come_the_newest_first_in_pages(world: World):
    ids = [f"mig_{number}" for number in range(3)]
    world.database.commit(*(Insert(a_migration(id=each)) for each in ids))

    first = world.access.migrations(cursor=None, limit=2)
    rest = world.access.migrations(cursor=first.next_cursor, limit=2)

    assert [each.id for each in (*first.items, *rest.items)] == ids[::-1]
    assert rest.next_cursor is None
    assert world.access.migration("mig_1") == a_migration(id="mig_1", version=1)
    assert world.access.migration("mig_9") is None


def test_the_moves_of_a_migration_come_whole_and_are_its_own(world: World):
    mine = [a_move(user_id=f"usr_{number:03}", place=number) for number in range(1, 131)]
    other = a_move(migration_id="mig_2")
    world.database.commit(*map(Insert, mine[:90]))
    world.database.commit(*map(Insert, [*mine[90:], other]))

    assert world.access.moves("mig_1") == tuple(replace(each, version=1) for each in mine)
    assert world.access.moves("mig_9") == ()
    assert world.access.move("mig_2", "usr_ann") == replace(other, version=1)
    assert world.access.move("mig_1", "usr_ann") is None
