"""Jobs and schedules in DynamoDB."""

from datetime import datetime

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.jobs.model import Job, JobState, ScheduleState
from chalicelib.kernel.ids import JobId, UserId
from chalicelib.kernel.page import Page


class DynamoJobStore:
    """See jobs.ports.JobStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, job_id: JobId) -> Job | None:
        """Return the job as last committed."""
        return self._rows.get(Job, keys.job(job_id))

    def due(self, *, now: datetime, limit: int) -> tuple[Job, ...]:
        """Return due jobs, the longest waiting first."""
        return self._rows.page(Job, keys.jobs_due(now), cursor=None, limit=limit).items

    def in_state(self, state: JobState, *, cursor: str | None, limit: int) -> Page[Job]:
        """Return jobs of that state, newest first."""
        return self._rows.page(Job, keys.jobs_in(state), cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Job]:
        """Return jobs about that user, newest first."""
        return self._rows.page(Job, keys.jobs_of(user_id), cursor=cursor, limit=limit)

    def schedule(self, name: str) -> ScheduleState:
        """Return the schedule's state, a blank one if it never ran."""
        return self._rows.get(ScheduleState, keys.schedule(name)) or ScheduleState(name)

    def schedules(self) -> tuple[ScheduleState, ...]:
        """Return every schedule that ever ran, by name."""
        return self._rows.whole(ScheduleState, keys.schedules())
