"""Durable work: one row a job, written together with the fact that causes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import JobId, UserId, new_id

LEASE = timedelta(seconds=120)
# With the back-off of jobs/backoff.py some eight hours, so that a vendor may be away for a night.
MAX_ATTEMPTS = 16


class JobKind(StrEnum):
    """What a job does; the use case behind each is named in entrypoints/jobs.py."""

    RECONCILE_ACCESS = "reconcile_access"
    REPLAN_EXPIRY = "replan_expiry"
    CARRY_ON_RUN = "carry_on_run"
    IMPORT_PEOPLE = "import_people"
    CHECK_ACCOUNT = "check_account"
    FOLLOW_ACCOUNT = "follow_account"
    SEND_MAIL = "send_mail"
    CHECK_DELIVERY = "check_delivery"
    CANCEL_AGREEMENT = "cancel_agreement"
    CALL_UP = "call_up"
    USE_CREDIT = "use_credit"
    INVITE_LIST = "invite_list"
    MERGE_USERS = "merge_users"
    ASK_MEDIA_CHANGE = "ask_media_change"
    MIGRATE = "migrate"
    MOVE_PERSON = "move_person"
    FOLLOW_OUTAGE = "follow_outage"
    CLIMB_LADDER = "climb_ladder"
    BEGIN_RESTRAINT = "begin_restraint"
    MIRROR_COMMUNITY = "mirror_community"


class JobState(StrEnum):
    """Where a job stands."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


_MOVES = {
    JobState.READY: {JobState.RUNNING},
    JobState.RUNNING: {JobState.RUNNING, JobState.READY, JobState.DONE, JobState.PARKED},
    JobState.PARKED: {JobState.READY},
    JobState.DONE: set[JobState](),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    `due_at` is when it may (again) be taken: the start of a ready job, the end of the lease of a
    running one. `subject` is the id of what it is about; `payload` holds plain JSON values.
    """

    id: JobId
    kind: JobKind
    subject: str
    created_at: datetime
    due_at: datetime
    state: JobState = JobState.READY
    payload: Mapping[str, Any] = field(default_factory=dict)
    user_id: UserId | None = None
    attempts: int = 0
    last_error: str = ""
    error_code: str = ""
    remedy: str = ""
    finished_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> JobId:
        """Return the natural key."""
        return self.id

    def is_due(self, *, now: datetime) -> bool:
        """Tell whether the job may be taken: ready and due, or its lease ran out."""
        return self.state in {JobState.READY, JobState.RUNNING} and self.due_at <= now

    def move(self, state: JobState) -> Self:
        """Return the job in another state; raises IllegalMoveError for a move that is not."""
        if state not in _MOVES[self.state]:
            raise IllegalMoveError(f"A {self.state} job cannot become {state}.")
        return replace(self, state=state)

    def taken(self, *, now: datetime) -> Self:
        """Return the job leased to whoever commits this version first."""
        return replace(self.move(JobState.RUNNING), attempts=self.attempts + 1, due_at=now + LEASE)


def new_job(
    kind: JobKind,
    subject: str,
    *,
    now: datetime,
    cause: str = "",
    payload: Mapping[str, Any] | None = None,
    user_id: UserId | None = None,
    due_at: datetime | None = None,
) -> Job:
    """Return a job that is due at once, or at `due_at`.

    With a `cause` (the natural key of what makes it necessary) the id is made of it, so that the
    same cause can never enqueue the work twice.
    """
    name = f"job_{kind}_{cause}" if cause else new_id("job", now=now)
    return Job(
        id=JobId(name),
        kind=kind,
        subject=subject,
        created_at=now,
        due_at=due_at or now,
        payload=payload or {},
        user_id=user_id,
    )


# Outcomes of a schedule's run besides "crashed" and "failed: …".
RUNNING, OK = "running", "ok"


_IF_PARKED = "if_parked"


def if_parked(kind: JobKind, subject: str) -> Mapping[str, Any]:
    """Return what a job's payload says of the work that follows when the job is parked."""
    return {_IF_PARKED: {"kind": str(kind), "subject": subject}}


def after_parking(job: Job, *, now: datetime) -> Job | None:
    """Return the job that follows one that was parked just now, None if none does.

    It is another one each time that the job is parked, and is told why it was.
    """
    told = job.payload.get(_IF_PARKED)
    if job.state is not JobState.PARKED or not isinstance(told, Mapping):
        return None
    return new_job(
        JobKind(told["kind"]),
        str(told["subject"]),
        now=now,
        cause=f"{job.id}_{job.version}",
        payload={"why": job.last_error},
        user_id=job.user_id,
    )


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """The lease and the last run of one schedule.

    `troubles` names the parts of the last run that failed, with why; `troubled_since` when each
    failed first without a good run since. `failing_since` is when the first run began that failed
    or died without a good one since.
    """

    name: str
    lease_until: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)
    troubled_since: Mapping[str, datetime] = field(default_factory=dict)
    failing_since: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.name

    def is_held(self, *, now: datetime) -> bool:
        """Tell whether a run holds the lease (its end is exclusive)."""
        return self.lease_until is not None and now < self.lease_until

    def began(self, *, now: datetime, longest: timedelta) -> Self:
        """Return the state of a run that begins now, its lease ending after `longest`.

        A run before it that never ended has failed.
        """
        died = self.started_at if self.outcome == RUNNING else None
        return replace(
            self,
            lease_until=now + longest,
            started_at=now,
            outcome=RUNNING,
            failing_since=self.failing_since or died,
        )
