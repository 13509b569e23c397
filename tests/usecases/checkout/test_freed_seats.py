"""Whatever frees a seat calls up who waits, in the same commit (X004)."""

import pytest

from chalicelib.catalog import servers
from chalicelib.catalog.model import Seats, Server
from chalicelib.checkout import close
from chalicelib.checkout.waiting import WaitEntry
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.records import Record
from tests.builders import MONTH_LATER, a_server, a_turn
from tests.fakes.database import InMemoryDatabase
from tests.usecases.access.world import a_world
from tests.usecases.catalog.world import ADMIN
from tests.usecases.catalog.world import World as CatalogWorld
from tests.usecases.payments.shop import Shop

WAITING = pytest.mark.parametrize("turns", [(), (a_turn(email="bob@example.com"),)])


def calls_with(db: InMemoryDatabase, kind: type[Record]) -> list[bool]:
    """Tell of every call of those who wait whether that kind of record was written with it."""
    return [
        any(isinstance(each.record, kind) for each in writes)
        for writes in db.commits
        for write in writes
        if isinstance(write.record, Job) and write.record.kind is JobKind.CALL_UP
    ]


@WAITING
def test_an_order_that_is_given_up_calls_up_if_anybody_waits(
    shop: Shop, turns: tuple[WaitEntry, ...]
):
    shop.db.seed(*turns)
    order = shop.buys("ann")
    close.cancel(shop.checkout, order_id=order.id)

    assert calls_with(shop.db, Seats) == [True] * len(turns)


@WAITING
def test_a_person_who_leaves_the_server_calls_up_if_anybody_waits(turns: tuple[WaitEntry, ...]):
    world = a_world()
    world.db.seed(*turns)
    world.run(world.sale())
    world.clock.set(MONTH_LATER)
    world.hourly()

    assert world.db.one(Seats).people == 0
    assert calls_with(world.db, Seats) == [True] * len(turns)


@WAITING
def test_a_server_that_is_changed_calls_up_if_anybody_waits(turns: tuple[WaitEntry, ...]):
    world = CatalogWorld()
    world.db.seed(a_server(), *turns)
    changes = servers.ServerChanges(
        is_enabled=True, allows_new=True, max_users=5, location_id=None, logs_activity=True
    )
    servers.change(world.deps, server_id=a_server().id, version=1, changes=changes, actor=ADMIN)

    assert calls_with(world.db, Server) == [True] * len(turns)
