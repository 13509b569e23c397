"""Durable work: taken once, tried again, parked, retried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from chalicelib.jobs import run
from chalicelib.jobs.model import LEASE, MAX_ATTEMPTS, Job, JobKind, JobState, new_job
from chalicelib.jobs.ports import Handlers, JobsDeps
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.errors import (
    ActionRequiredError,
    IllegalMoveError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.ids import JobId
from chalicelib.kernel.records import Insert
from tests.builders import at
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.nudge import FakeNudge
from tests.fakes.stores import InMemoryJobStore

OPERATOR = Actor("login:op@example.com")


@dataclass
class Workshop:
    """Jobs in memory, and a handler that does what the test says."""

    database: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    clock: FakeClock = field(default_factory=lambda: FakeClock(at("2026-03-01")))
    nudge: FakeNudge = field(default_factory=FakeNudge)
    done: list[str] = field(default_factory=list)
    behave: Callable[[Job], None] = lambda job: None

    @property
    def deps(self) -> JobsDeps:
        return JobsDeps(
            database=self.database,
            store=InMemoryJobStore(self.database),
            nudge=self.nudge,
            clock=self.clock,
            chance=lambda: 0.5,
        )

    @property
    def handlers(self) -> Handlers:
        def handle(job: Job) -> None:
            self.behave(job)
            self.done.append(job.id)

        return dict.fromkeys(JobKind, handle)

    def add(self, cause: str = "one") -> JobId:
        job = new_job(JobKind.SEND_MAIL, "ann@example.com", now=self.clock.now(), cause=cause)
        self.database.commit(Insert(job))
        return job.id

    def run_one(self, job_id: JobId) -> JobState | None:
        return run.run_one(self.deps, handlers=self.handlers, job_id=job_id)

    def run_due(self) -> dict[str, int]:
        return run.run_due(self.deps, handlers=self.handlers)

    def job(self, job_id: JobId) -> Job:
        found = InMemoryJobStore(self.database).get(job_id)
        assert found is not None
        return found


def fail(error: Exception) -> Callable[[Job], None]:
    def handler(job: Job) -> None:
        raise error

    return handler


@pytest.fixture
def shop() -> Workshop:
    return Workshop()


def test_a_due_job_is_run_once_and_then_left_alone(shop: Workshop):
    job_id = shop.add()
    assert shop.run_one(job_id) is JobState.DONE
    assert shop.run_one(job_id) is None
    assert shop.done == [job_id]


def test_the_sweep_finds_what_a_lost_nudge_left(shop: Workshop):
    job_ids = [shop.add("one"), shop.add("two")]
    assert shop.run_due() == {"done": 2}
    assert sorted(shop.done) == sorted(job_ids)
    assert shop.run_due() == {}


def test_a_job_that_nobody_knows_is_nothing_to_do(shop: Workshop):
    assert shop.run_one(JobId("job_unknown")) is None


@pytest.mark.behaviour("X044")
def test_two_workers_at_once_run_a_job_once(shop: Workshop):
    job_id = shop.add()
    together = Barrier(8)

    def work() -> None:
        together.wait()
        shop.run_one(job_id)

    workers = [Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert shop.done == [job_id]


def test_a_job_whose_worker_died_is_taken_again_when_the_lease_is_over(shop: Workshop):
    def die(job: Job) -> None:
        raise KeyboardInterrupt

    job_id = shop.add()
    shop.behave = die
    with pytest.raises(KeyboardInterrupt):
        shop.run_one(job_id)
    assert shop.job(job_id).state is JobState.RUNNING
    shop.behave = lambda job: None
    assert shop.run_one(job_id) is None
    shop.clock.move(LEASE)
    assert shop.run_one(job_id) is JobState.DONE
    assert shop.job(job_id).attempts == 2


def test_a_worker_that_outlived_its_lease_does_not_overwrite_the_one_that_took_over(
    shop: Workshop,
):
    job_id = shop.add()

    def dawdle(job: Job) -> None:
        shop.behave = lambda job: None
        shop.clock.move(LEASE)
        assert shop.run_one(job_id) is JobState.DONE

    shop.behave = dawdle
    shop.run_one(job_id)
    assert shop.job(job_id).state is JobState.DONE
    assert shop.job(job_id).attempts == 2


def test_a_passing_fault_is_tried_again_after_a_pause(shop: Workshop):
    job_id = shop.add()
    shop.behave = fail(RetryLaterError("plex.tv is busy", after_seconds=90))
    assert shop.run_one(job_id) is JobState.READY
    assert shop.job(job_id).last_error == "plex.tv is busy"
    shop.clock.move(timedelta(seconds=89))
    assert shop.run_one(job_id) is None
    shop.behave = lambda job: None
    shop.clock.move(timedelta(seconds=1))
    assert shop.run_one(job_id) is JobState.DONE
    assert shop.job(job_id).last_error == ""


def test_what_waiting_cannot_mend_is_parked_at_once_with_its_remedy(shop: Workshop):
    job_id = shop.add()
    shop.behave = fail(ActionRequiredError("The token is refused.", remedy="Link again."))
    assert shop.run_one(job_id) is JobState.PARKED
    assert (shop.job(job_id).last_error, shop.job(job_id).remedy) == (
        "The token is refused.",
        "Link again.",
    )


@pytest.mark.parametrize("error", [RetryLaterError("down"), ZeroDivisionError("secret")])
def test_after_the_last_try_a_job_is_parked(shop: Workshop, error: Exception):
    job_id = shop.add()
    shop.behave = fail(error)
    for _ in range(MAX_ATTEMPTS):
        shop.run_one(job_id)
        shop.clock.move(timedelta(hours=2))
    assert shop.job(job_id).state is JobState.PARKED
    assert shop.job(job_id).attempts == MAX_ATTEMPTS
    assert "secret" not in shop.job(job_id).last_error


def test_one_broken_job_does_not_stop_the_others(shop: Workshop):
    broken, fine = shop.add("broken"), shop.add("fine")

    def behave(job: Job) -> None:
        if job.id == broken:
            raise ZeroDivisionError

    shop.behave = behave
    assert shop.run_due() == {"ready": 1, "done": 1}
    assert shop.done == [fine]


@pytest.mark.behaviour("X045")
def test_retry_puts_a_parked_job_back_in_line_and_says_who_did_it(shop: Workshop):
    job_id = shop.add()
    shop.behave = fail(ActionRequiredError("no"))
    shop.run_one(job_id)
    run.retry(shop.deps, job_id=job_id, actor=OPERATOR)
    assert shop.nudge.sent[-1] == job_id
    entry = shop.database.one(AuditEntry)
    assert (entry.actor, entry.action, dict(entry.after)) == (
        OPERATOR.name,
        "job.retry",
        {"state": "ready"},
    )
    shop.behave = lambda job: None
    assert shop.run_one(job_id) is JobState.DONE


def test_only_a_parked_job_can_be_retried(shop: Workshop):
    job_id = shop.add()
    with pytest.raises(IllegalMoveError):
        run.retry(shop.deps, job_id=job_id, actor=OPERATOR)
    with pytest.raises(NotFoundError):
        run.retry(shop.deps, job_id=JobId("job_unknown"), actor=OPERATOR)


def test_the_same_cause_never_enqueues_twice(shop: Workshop):
    first = new_job(JobKind.SEND_MAIL, "a", now=shop.clock.now(), cause="pay_1")
    shop.clock.move(timedelta(days=1))
    second = new_job(JobKind.SEND_MAIL, "a", now=shop.clock.now(), cause="pay_1")
    assert first.id == second.id
