"""Where a seat becomes free, whoever waits for one is called up (the work is checkout's)."""

from datetime import datetime

from chalicelib.catalog.ports import CatalogStore
from chalicelib.jobs.model import Job, JobKind, new_job


def call_up(catalog: CatalogStore, *, cause: str, now: datetime) -> tuple[Job, ...]:
    """Return the job that offers free seats to those who wait; none when nobody does.

    `cause` names what freed the seat; the job goes into the same commit. The minute sweep does it.
    """
    if not catalog.is_anybody_waiting():
        return ()
    return (new_job(JobKind.CALL_UP, "waitlist", now=now, cause=cause),)
