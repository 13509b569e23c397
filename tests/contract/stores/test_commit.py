"""A commit is all or nothing, and nobody overwrites what he has not seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.kernel.errors import AlreadyRecordedError, StaleRecordError
from chalicelib.kernel.records import Delete, Insert, Put, Update
from tests.builders import (
    a_job,
    a_payment,
    a_payment_key,
    a_plan,
    a_schedule,
    a_user,
    an_audit_entry,
    an_order,
)
from tests.contract.stores.worlds import World
from tests.stream_builders import a_decision

_THREADS = 8
_RISES = 200


def test_an_inserted_record_is_there_with_version_one(world: World):
    world.database.commit(Insert(a_plan()))

    assert world.catalog.plan(a_plan().id) == a_plan(version=1)


def test_a_record_without_a_version_is_stored_as_it_is(world: World):
    world.database.commit(Insert(an_audit_entry()))

    assert world.read(an_audit_entry()) == an_audit_entry()


@pytest.mark.parametrize("alone", [True, False])
def test_a_second_insert_of_one_key_names_the_record(world: World, alone: bool):
    world.database.commit(Insert(a_payment()))
    again = a_payment(notes="again")
    others = () if alone else (Insert(an_audit_entry()),)

    with pytest.raises(AlreadyRecordedError) as refused:
        world.database.commit(Insert(again), *others)

    assert refused.value.record is again
    assert world.read(again) == a_payment(version=1)


@pytest.mark.parametrize("alone", [True, False])
def test_an_update_raises_the_version(world: World, alone: bool):
    world.database.commit(Insert(a_plan()))
    others = () if alone else (Insert(an_audit_entry()),)

    world.database.commit(Update(a_plan(name="Better", version=1)), *others)

    assert world.catalog.plan(a_plan().id) == a_plan(name="Better", version=2)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("version", [0, 1, 3])
def test_an_update_of_what_changed_meanwhile_names_the_record(
    world: World, version: int, alone: bool
):
    world.database.commit(Insert(a_plan()))
    world.database.commit(Update(a_plan(version=1)))
    stale = a_plan(name="Mine", version=version)
    others = () if alone else (Insert(an_audit_entry()),)

    with pytest.raises(StaleRecordError) as refused:
        world.database.commit(Update(stale), *others)

    assert refused.value.record is stale
    assert world.read(stale) == a_plan(version=2)
    assert world.read(an_audit_entry()) is None


def test_an_update_of_version_zero_makes_the_record(world: World):
    world.database.commit(Update(a_schedule()))

    assert world.jobs.schedule("hourly") == a_schedule(version=1)


def test_an_update_of_a_removed_record_is_stale(world: World):
    with pytest.raises(StaleRecordError):
        world.database.commit(Update(a_plan(version=1)))


@pytest.mark.parametrize("alone", [True, False])
def test_a_put_replaces_whatever_was_there(world: World, alone: bool):
    world.database.commit(Insert(a_plan()))
    others = () if alone else (Insert(an_audit_entry()),)

    world.database.commit(Put(a_plan(name="New")), *others)

    assert world.read(a_plan()) == a_plan(name="New", version=1)


@pytest.mark.parametrize("alone", [True, False])
def test_a_delete_removes_and_may_come_twice(world: World, alone: bool):
    world.database.commit(Insert(a_plan()))

    for number in range(2):
        others = () if alone else (Insert(an_audit_entry(id=f"aud_{number}")),)
        world.database.commit(Delete(a_plan()), *others)

    assert world.read(a_plan()) is None


def test_a_commit_reaches_over_all_tables(world: World):
    written = (a_user(), a_job(), a_decision(), an_audit_entry())

    world.database.commit(*(Insert(record) for record in written))

    stored = (a_user(version=1), a_job(version=1), a_decision(version=1), an_audit_entry())
    assert tuple(map(world.read, written)) == stored


def test_a_refused_write_leaves_nothing_of_the_others(world: World):
    world.database.commit(Insert(a_plan()))

    with pytest.raises(StaleRecordError):
        world.database.commit(
            Insert(an_order()), Delete(a_plan()), Put(an_audit_entry()), Update(a_job(version=7))
        )

    assert world.read(an_order()) is None
    assert world.read(an_audit_entry()) is None
    assert world.read(a_plan()) == a_plan(version=1)


def test_of_several_refused_writes_the_first_is_named(world: World):
    world.database.commit(Insert(a_payment()), Insert(a_plan()))
    stale, again = a_plan(version=9), a_payment()

    with pytest.raises(StaleRecordError) as refused:
        world.database.commit(Insert(an_order()), Update(stale), Insert(again))

    assert refused.value.record is stale


def test_a_hundred_writes_fit_and_one_more_does_not(world: World):
    entries = [an_audit_entry(id=f"aud_{number:03}") for number in range(101)]

    with pytest.raises(ValueError, match="100 is the most"):
        world.database.commit(*map(Insert, entries))
    world.database.commit(*map(Insert, entries[:100]))

    assert len(world.audit.recent(cursor=None, limit=200).items) == 100


def test_one_record_cannot_be_written_twice_in_one_commit(world: World):
    with pytest.raises(ValueError, match="two writes"):
        world.database.commit(Insert(a_plan()), Put(a_plan(name="Other")))

    assert world.read(a_plan()) is None


def test_a_commit_of_nothing_asks_nobody(world: World):
    before = world.round_trips()

    world.database.commit()

    assert world.round_trips() == before


def test_records_of_different_keys_do_not_meet(world: World):
    keys = [
        a_payment_key("1", sequence=11),
        a_payment_key("11", sequence=1),
        a_payment_key("1#1", sequence=1),
        a_payment_key("1", sequence=1),
    ]
    payments = [a_payment(key=key, id=f"pay_{number}") for number, key in enumerate(keys)]

    world.database.commit(*map(Insert, payments))

    assert [world.payments.payment(key) for key in keys] == [
        replace(payment, version=1) for payment in payments
    ]


@pytest.mark.parametrize("alone", [True, False])
def test_threads_that_raise_a_version_together_lose_nothing(world: World, alone: bool):
    world.database.commit(Insert(a_job()))
    rises = _RISES if alone else _RISES // 4

    def raise_once(number: int) -> None:
        others = () if alone else (Insert(an_audit_entry(id=f"aud_{number}")),)
        while True:
            job = world.jobs.get(a_job().id)
            assert job is not None
            try:
                return world.database.commit(
                    Update(replace(job, attempts=job.attempts + 1)), *others
                )
            except StaleRecordError:
                continue

    with ThreadPoolExecutor(_THREADS) as threads:
        list(threads.map(raise_once, range(rises)))

    assert world.jobs.get(a_job().id) == a_job(attempts=rises, version=rises + 1)


def test_of_threads_that_insert_one_key_exactly_one_succeeds(world: World):
    def insert(number: int) -> bool:
        try:
            world.database.commit(
                Insert(a_payment(notes=str(number))), Insert(an_audit_entry(id=f"aud_{number}"))
            )
        except AlreadyRecordedError:
            return False
        return True

    with ThreadPoolExecutor(_THREADS) as threads:
        outcomes = list(threads.map(insert, range(_THREADS)))

    assert sum(outcomes) == 1
    assert len(world.audit.recent(cursor=None, limit=50).items) == 1
