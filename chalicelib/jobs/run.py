"""Take due jobs and run them, each at most by one worker at a time."""

import logging
from dataclasses import replace

from chalicelib.jobs.backoff import pause
from chalicelib.jobs.model import MAX_ATTEMPTS, Job, JobState, after_parking
from chalicelib.jobs.ports import Handlers, JobsDeps
from chalicelib.kernel import context
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import AppError, ErrorKind, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import JobId
from chalicelib.kernel.records import Insert, Update

log = logging.getLogger(__name__)

# Kinds that waiting cannot mend: straight to a person.
_PARK_AT_ONCE = {
    ErrorKind.INVALID,
    ErrorKind.UNAUTHENTICATED,
    ErrorKind.FORBIDDEN,
    ErrorKind.NOT_FOUND,
    ErrorKind.ACTION_REQUIRED,
}


def run_one(deps: JobsDeps, *, handlers: Handlers, job_id: JobId) -> JobState | None:
    """Run the job if it is due and nobody else has it; return its state, None if not taken.

    Idempotent: a job that is done, parked, leased or unknown is left alone, and so is one of a
    kind that `handlers` does not have.
    """
    job = deps.store.get(job_id)
    now = deps.clock.now()
    if job is None or job.kind not in handlers or not job.is_due(now=now):
        return None
    leased = job.taken(now=now)
    try:
        deps.database.commit(Update(leased))
    except StaleRecordError:
        return None
    with context.working_on(job_id=job.id, job_kind=job.kind, subject=_subject(job)):
        return _work(deps, handlers, replace(leased, version=leased.version + 1))


def run_due(deps: JobsDeps, *, handlers: Handlers, limit: int = 100) -> dict[str, int]:
    """Run every due job, the longest waiting first; return how many ended in which state."""
    counts: dict[str, int] = {}
    for job in deps.store.due(now=deps.clock.now(), limit=limit):
        state = run_one(deps, handlers=handlers, job_id=job.id)
        name = state or "left"
        counts[name] = counts.get(name, 0) + 1
    return counts


def retry(deps: JobsDeps, *, job_id: JobId, actor: Actor) -> Job:
    """Put a parked job back in line; raises NotFoundError, or IllegalMoveError if not parked."""
    job = deps.store.get(job_id)
    if job is None:
        raise NotFoundError("There is no such job.", remedy="Reload the list.")
    now = deps.clock.now()
    ready = replace(job.move(JobState.READY), attempts=0, due_at=now)
    deps.database.commit(
        Update(ready),
        Insert(
            note(
                actor,
                "job.retry",
                job.id,
                now=now,
                user_id=job.user_id,
                before={"state": job.state},
                after={"state": ready.state},
            )
        ),
    )
    deps.nudge.send(job.id)
    return replace(ready, version=ready.version + 1)


def _work(deps: JobsDeps, handlers: Handlers, job: Job) -> JobState:
    try:
        handlers[job.kind](job)
    except AppError as error:
        ended = _after_failure(deps, job, error)
    except Exception as error:
        log.exception("job.crashed")
        bug = CrashError(f"{type(error).__name__} (see the log)")
        ended = _after_failure(deps, job, bug)
    else:
        ended = replace(job.move(JobState.DONE), finished_at=deps.clock.now(), last_error="")
    follow_up = after_parking(ended, now=deps.clock.now())
    try:
        deps.database.commit(Update(ended), *([Insert(follow_up)] if follow_up else []))
        if follow_up is not None:
            deps.nudge.send(follow_up.id)
    except StaleRecordError:
        # The lease ran out and another worker took over; what it records counts.
        log.warning("job.lease_lost")
    told = {"state": ended.state, "attempts": ended.attempts, "why": ended.last_error}
    log.info("job.ended", extra=told)
    return ended.state


def _subject(job: Job) -> str:
    """Return what the log may call the job's subject: an id, never somebody's address."""
    return job.user_id or ("" if "@" in job.subject else job.subject)


class CrashError(AppError):
    """A crash in our own code: tried again like any passing fault, then parked."""

    kind = ErrorKind.RETRY
    default_code = "crashed"


def _after_failure(deps: JobsDeps, job: Job, error: AppError) -> Job:
    now = deps.clock.now()
    failed = replace(job, last_error=error.message, error_code=error.code, remedy=error.remedy)
    if error.kind in _PARK_AT_ONCE or job.attempts >= MAX_ATTEMPTS:
        return replace(failed.move(JobState.PARKED), finished_at=now)
    asked = getattr(error, "after_seconds", 0.0)
    wait = pause(attempts=job.attempts, asked_seconds=asked, chance=deps.chance())
    return replace(failed.move(JobState.READY), due_at=now + wait)
