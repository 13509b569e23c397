"""A schedule runs under its lease."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.jobs.model import Job
from chalicelib.jobs.schedule import (
    BUSY,
    Trouble,
    run_under_lease,
    tell_trouble,
    troubles_before,
    write_at_end,
)
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.records import Insert
from tests.builders import a_job
from tests.fakes.stores import InMemoryJobStore
from tests.usecases.jobs.test_run import Workshop

LONGEST = timedelta(minutes=4)


@pytest.mark.behaviour("X044")
def test_a_second_run_leaves_at_once_while_the_first_works():
    shop = Workshop()
    inner: list[Mapping[str, int]] = []

    def work() -> Mapping[str, int]:
        again = run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=dict)
        inner.append(again)
        return {"worked": 1}

    first = run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=work)
    assert first == {"worked": 1}
    assert inner == [BUSY]
    state = InMemoryJobStore(shop.database).schedule("hourly")
    assert (state.outcome, dict(state.counts), state.lease_until) == ("ok", {"worked": 1}, None)


@pytest.mark.behaviour("X043")
def test_a_run_that_died_holds_the_lease_only_until_it_ends():
    shop = Workshop()

    def die() -> Mapping[str, int]:
        shop.database.fail_next(KeyboardInterrupt())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=die)
    assert run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=dict) == BUSY
    shop.clock.move(LONGEST)
    again = run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=lambda: {"ok": 1})
    assert again == {"ok": 1}


def test_a_failed_run_gives_the_lease_back_and_keeps_the_reason():
    shop = Workshop()

    def fail() -> Mapping[str, int]:
        raise RetryLaterError("Stripe does not answer")

    with pytest.raises(RetryLaterError):
        run_under_lease(shop.deps, name="hourly", longest=LONGEST, work=fail)
    state = InMemoryJobStore(shop.database).schedule("hourly")
    assert state.outcome == "failed: Stripe does not answer"
    assert not state.is_held(now=shop.clock.now())


def test_an_idle_run_writes_nothing_but_shows_itself_within_five_minutes():
    shop = Workshop()

    def sweep() -> Mapping[str, int]:
        return run_under_lease(
            shop.deps, name="job_sweep", longest=LONGEST, work=lambda: {"worked": 1}, is_idle=idle
        )

    def idle() -> bool:
        return True

    assert sweep() == {"worked": 1}  # the first run shows itself
    runs = []
    for _ in range(10):
        shop.clock.move(timedelta(minutes=1))
        runs.append(bool(sweep()))
    assert runs == [False, False, False, True, False, False, False, True, False, False]
    assert InMemoryJobStore(shop.database).schedule("job_sweep").version == 6


def test_after_a_bad_run_even_an_idle_one_is_recorded():
    shop = Workshop()
    run = partial(
        run_under_lease, shop.deps, name="job_sweep", longest=LONGEST, is_idle=lambda: True
    )

    def fail() -> Mapping[str, int]:
        raise RetryLaterError("The database is busy.")

    with pytest.raises(RetryLaterError):
        run(work=fail)
    failed = InMemoryJobStore(shop.database).schedule("job_sweep")
    assert failed.failing_since == shop.clock.now()
    shop.clock.move(timedelta(minutes=1))
    run(work=dict)
    well = InMemoryJobStore(shop.database).schedule("job_sweep")
    assert (well.outcome, well.failing_since) == ("ok", None)


def test_what_a_run_writes_at_its_end_comes_with_it_or_not_at_all():
    shop = Workshop()
    record = a_job(id="job_told")

    def fail() -> Mapping[str, int]:
        write_at_end(Insert(record))
        raise RetryLaterError("Alpha does not answer")

    def work() -> Mapping[str, int]:
        write_at_end(Insert(record))
        return {}

    with pytest.raises(RetryLaterError):
        run_under_lease(shop.deps, name="enforcement", longest=LONGEST, work=fail)
    assert shop.database.all(Job) == ()
    run_under_lease(shop.deps, name="enforcement", longest=LONGEST, work=work)
    assert [each.id for each in shop.database.all(Job)] == ["job_told"]


def test_a_run_knows_what_failed_before_it_and_a_failed_run_forgets_nothing():
    shop = Workshop()
    began = shop.clock.now()

    def tell() -> Mapping[str, int]:
        tell_trouble("server:srv_alpha", "It did not answer.")
        return {}

    def fail() -> Mapping[str, int]:
        raise RetryLaterError("The database is busy")

    seen: list[Mapping[str, Trouble]] = []

    def look() -> Mapping[str, int]:
        seen.append(troubles_before())
        return {}

    enforce = partial(run_under_lease, shop.deps, name="enforcement", longest=LONGEST)
    enforce(work=tell)
    shop.clock.move(timedelta(minutes=5))
    with pytest.raises(RetryLaterError):
        enforce(work=fail)
    enforce(work=look)
    enforce(work=look)
    assert seen == [{"server:srv_alpha": Trouble(began, "It did not answer.")}, {}]


def test_outside_of_a_run_there_is_no_trouble_and_nothing_is_kept():
    write_at_end(Insert(a_job()))
    assert troubles_before() == {}
