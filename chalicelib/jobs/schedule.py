"""Run a schedule under its lease."""

import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import OK, ScheduleState
from chalicelib.jobs.ports import JobsDeps
from chalicelib.kernel.errors import AppError, StaleRecordError
from chalicelib.kernel.records import Update, Write

log = logging.getLogger(__name__)

BUSY: Mapping[str, int] = {"left_because_running": 1}
# However little there is to do, one sees by its record that a schedule still runs.
SHOWS_ITSELF_WITHIN = timedelta(minutes=5)

_LONGEST_TROUBLE = 300


@dataclass(frozen=True, slots=True)
class Trouble:
    """Since when a part of a schedule fails, and what its last try said."""

    since: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run under way learns and says: troubles before it and of its own, last writes."""

    before: Mapping[str, Trouble]
    troubles: dict[str, str] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)


_RUN: ContextVar[_Run | None] = ContextVar("run", default=None)


def tell_trouble(name: str, why: str) -> None:
    """Keep with the run under way that a part of it failed; outside of a run nothing is kept."""
    run = _RUN.get()
    if run is not None:
        run.troubles[name] = why[:_LONGEST_TROUBLE]


def troubles_before() -> Mapping[str, Trouble]:
    """Return what failed in the runs before the one under way without a good run since."""
    run = _RUN.get()
    return run.before if run is not None else {}


def write_at_end(*writes: Write) -> None:
    """Let the run under way write this together with its own end, if it goes well."""
    run = _RUN.get()
    if run is not None:
        run.writes.extend(writes)


def run_under_lease(
    deps: JobsDeps,
    *,
    name: str,
    longest: timedelta,
    work: Callable[[], Mapping[str, int]],
    is_idle: Callable[[], bool] | None = None,
) -> Mapping[str, int]:
    """Run `work` unless a run of this schedule is under way, and record how it went.

    Returns the work's counts, or BUSY when another run holds the lease (X044). The lease ends
    after `longest` even if its holder died. A schedule that comes often says by `is_idle`, without
    writing, that there is nothing to do: then nothing is recorded either, but for one run in
    `SHOWS_ITSELF_WITHIN`.
    """
    state = deps.store.schedule(name)
    now = deps.clock.now()
    if state.is_held(now=now):
        log.info("schedule.busy", extra={"schedule": name})
        return BUSY
    if is_idle is not None and _was_well_lately(state, now=now) and is_idle():
        return {}
    held = state.began(now=now, longest=longest)
    try:
        deps.database.commit(Update(held))
    except StaleRecordError:
        log.info("schedule.busy", extra={"schedule": name})
        return BUSY
    held = replace(held, version=held.version + 1)
    counts: Mapping[str, int] = {}
    run = _Run(_troubles_of(state))
    outcome = "crashed"
    token = _RUN.set(run)
    try:
        counts = work()
        outcome = OK
    except AppError as error:
        outcome = f"failed: {error.message}"
        raise
    finally:
        _RUN.reset(token)
        troubles = run.troubles if outcome == OK else {**state.troubles, **run.troubles}
        ended = replace(
            held,
            lease_until=None,
            finished_at=deps.clock.now(),
            outcome=outcome,
            counts=dict(counts),
            troubles=troubles,
            troubled_since={name: state.troubled_since.get(name, now) for name in troubles},
            failing_since=None if outcome == OK else held.failing_since or now,
        )
        deps.database.commit(Update(ended), *(run.writes if outcome == OK else ()))
    return counts


def _troubles_of(state: ScheduleState) -> Mapping[str, Trouble]:
    since = state.troubled_since
    return {name: Trouble(since[name], state.troubles.get(name, "")) for name in since}


def _was_well_lately(state: ScheduleState, *, now: datetime) -> bool:
    """Tell whether the last run on record went well, and began not long ago."""
    is_well = state.outcome == OK and not state.troubles
    # A minute less, because the next run comes a little late now and then.
    soon = SHOWS_ITSELF_WITHIN - timedelta(minutes=1)
    return is_well and state.started_at is not None and now - state.started_at < soon
