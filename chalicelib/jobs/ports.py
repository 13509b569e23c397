"""What durable work needs from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.jobs.model import Job, JobKind, JobState, ScheduleState
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import JobId, UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database


class JobStore(Protocol):
    """Reads jobs and schedules."""

    def get(self, job_id: JobId) -> Job | None:
        """Return the job as last committed."""
        ...

    def due(self, *, now: datetime, limit: int) -> tuple[Job, ...]:
        """Return ready jobs due at `now` or before and running ones whose lease ran out,

        the longest waiting first.
        """
        ...

    def in_state(self, state: JobState, *, cursor: str | None, limit: int) -> Page[Job]:
        """Return jobs of that state, newest first."""
        ...

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Job]:
        """Return jobs about that user, newest first."""
        ...

    def schedule(self, name: str) -> ScheduleState:
        """Return the schedule's state, a blank one (version 0) if it never ran."""
        ...

    def schedules(self) -> tuple[ScheduleState, ...]:
        """Return every schedule that ever ran."""
        ...


class Nudge(Protocol):
    """Wakes a worker; may be lost, because the minute sweep finds what it missed."""

    def send(self, *job_ids: JobId) -> None:
        """Tell a worker that these jobs wait; failures are swallowed and logged."""
        ...


# What runs a job of each kind; raises AppError when it could not.
Handlers = Mapping[JobKind, Callable[[Job], None]]


@dataclass(frozen=True, slots=True)
class JobsDeps:
    """What the use cases of this topic need."""

    database: Database
    store: JobStore
    nudge: Nudge
    clock: Clock
    chance: Callable[[], float]
