"""Tell administrators of a schedule that stopped, or fails again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.jobs.model import ScheduleState
from chalicelib.jobs.ports import JobsDeps
from chalicelib.kernel.errors import AlreadyRecordedError
from chalicelib.kernel.records import Insert
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.ports import SettingsStore

# A schedule that missed one turn may just have been busy.
_TURNS_MISSED = 2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something runs, and for how long at most."""

    every: timedelta
    longest: timedelta

    @property
    def due_within(self) -> timedelta:
        """Return after how long without a run it is overdue."""
        return self.every * _TURNS_MISSED + self.longest


def tell(
    deps: JobsDeps, settings: SettingsStore, *, rhythms: Mapping[str, Rhythm], site_url: str
) -> Mapping[str, int]:
    """Mail about each schedule that is late, once for each time that it is; return how many are.

    Late is what did not begin within `due_within`, or what failed or died and did so again in its
    next turn. What never ran is not late: a new site begins with its first runs.
    """
    now = deps.clock.now()
    late = [
        (state, since)
        for state in deps.store.schedules()
        if state.name in rhythms and (since := late_since(state, rhythms[state.name], now=now))
    ]
    admin_email = settings.site().admin_email if late else ""
    if not admin_email:
        return {"late": len(late)} if late else {}
    for state, since in late:
        message = _message(state, since, to=admin_email, site_url=site_url)
        cause = f"late_{state.name}_{since:%Y%m%dT%H%M%S}"
        job = mail_job(message, cause=cause, now=now)
        try:
            deps.database.commit(Insert(job))
        except AlreadyRecordedError:
            continue
        deps.nudge.send(job.id)
    return {"late": len(late)}


def late_since(state: ScheduleState, rhythm: Rhythm, *, now: datetime) -> datetime | None:
    """Return since when nothing good came of a schedule, None while it is well or at work."""
    if state.is_held(now=now):
        return None
    if state.started_at is not None and now - state.started_at > rhythm.due_within:
        return state.started_at
    failing = state.failing_since
    has_run_again = failing is not None and now - failing >= rhythm.every + rhythm.longest
    return failing if has_run_again else None


def _message(state: ScheduleState, since: datetime, *, to: str, site_url: str) -> Message:
    name = state.name.replace("_", " ")
    is_failing = state.failing_since == since
    what = f"failed again and again ({state.outcome})" if is_failing else "did not run"
    return Message(
        Event.ADMIN_NEEDS_ATTENTION,
        to,
        {
            "subject": f"The {name} schedule stands still",
            "problem": f"Since {since:%d %B %Y %H:%M} UTC the {name} schedule {what}.",
            "remedy": "Health tells what to look at. Nothing is lost: what waits is done by the "
            "next run that goes well.",
            "url": f"{site_url}/admin/health",
        },
    )
