"""Held runs: who is on their list, and what an administrator decides about them (X040)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from chalicelib.access.brake import HeldPerson, HeldRun, HeldState
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import AlreadyRecordedError, NotFoundError, StaleRecordError
from chalicelib.kernel.ids import HeldRunId
from chalicelib.kernel.records import Insert, Update, Write

_PAGE = 100
# Of 100 writes that a commit takes.
_AT_ONCE = 50


def go_on(deps: AccessDeps, *, run_id: HeldRunId, version: int, actor: Actor) -> HeldRun:
    """Let a held run go on with the list as it was at `version`.

    Raises NotFoundError, StaleRecordError when the list has changed since, IllegalMoveError when
    it was confirmed before.
    """
    return _decided(deps, run_id, version, HeldState.GOING_ON, actor)


def leave(deps: AccessDeps, *, run_id: HeldRunId, version: int, actor: Actor) -> HeldRun:
    """Leave everybody on the list as they are for now; raises as `go_on` does."""
    return _decided(deps, run_id, version, HeldState.LEFT, actor)


def carry_on(deps: AccessDeps, *, run_id: HeldRunId) -> Mapping[str, int]:
    """Enqueue the look at everybody on a confirmed list; who paid meanwhile keeps access.

    Idempotent. Raises NotFoundError.
    """
    now = deps.clock.now()
    if held_run(deps, run_id=run_id).is_undecided:
        return {"left": 1}
    enqueued, people = 0, people_of(deps, run_id)
    while some := tuple(islice(people, _AT_ONCE)):
        jobs = [
            new_job(
                JobKind.RECONCILE_ACCESS,
                each.user_id,
                now=now,
                cause=f"{run_id}_{each.user_id}",
                user_id=each.user_id,
            )
            for each in some
        ]
        enqueued += _insert(deps, jobs)
    return {"enqueued": enqueued}


def held_run(deps: AccessDeps, *, run_id: HeldRunId) -> HeldRun:
    """Return a held run; raises NotFoundError."""
    run = deps.store.held_run(run_id)
    if run is None:
        raise NotFoundError("There is no such held run.", remedy="Reload the list.")
    return run


def people_of(deps: AccessDeps, run_id: HeldRunId) -> Iterator[HeldPerson]:
    """Yield everybody on the list of a held run."""
    cursor = None
    while True:
        page = deps.store.held_people(run_id, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def newest(deps: AccessDeps) -> HeldRun | None:
    """Return the held run that was opened last; only it can be undecided."""
    return next(iter(deps.store.held_runs(cursor=None, limit=1).items), None)


def _decided(
    deps: AccessDeps, run_id: HeldRunId, version: int, state: HeldState, actor: Actor
) -> HeldRun:
    now = deps.clock.now()
    run = held_run(deps, run_id=run_id)
    decided = run.decided(state, by=actor.name, now=now)
    if run.version != version:
        raise StaleRecordError(run)
    writes: list[Write] = [Update(decided)]
    jobs = []
    if state is HeldState.GOING_ON:
        jobs.append(new_job(JobKind.CARRY_ON_RUN, run_id, now=now, cause=run_id))
    told = {"state": run.state}, {"state": state, "people": run.people}
    entry = note(actor, f"run.{state}", run_id, now=now, before=told[0], after=told[1])
    deps.database.commit(*writes, *map(Insert, jobs), Insert(entry))
    deps.nudge.send(*(job.id for job in jobs))
    return replace(decided, version=decided.version + 1)


def _insert(deps: AccessDeps, jobs: list[Job]) -> int:
    left = jobs
    while left:
        try:
            deps.database.commit(*map(Insert, left))
        except AlreadyRecordedError as error:
            left = [job for job in left if job != error.record]
        else:
            deps.nudge.send(*(job.id for job in left))
            return len(left)
    return 0
