"""What follows when the token of a Plex account dies, and when it works again.

While it is dead nothing is sent for its servers: work parks, and nobody loses or gains a thing. A
new link, or a test that succeeds, puts every piece of work back in line that waits for it.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from chalicelib.access.looking.situation import NO_SERVER
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording.record import enqueue_once
from chalicelib.catalog import accounts
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import TokenRefusedError
from chalicelib.jobs import run
from chalicelib.jobs.model import Job, JobKind, JobState, new_job
from chalicelib.jobs.ports import JobsDeps
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import PlexAccountId
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message

log = logging.getLogger(__name__)

_ACTOR = Actor("system:plex_accounts")
_LOOK_AGAIN = timedelta(hours=1)
_PAGE = 100
# What a job says that cannot go on before an account is linked.
_WAITING = frozenset({TokenRefusedError.default_code, "access.no_account", NO_SERVER})


def check(deps: AccessDeps, *, account_id: PlexAccountId) -> None:
    """Test the account's token; while it is dead, look again each hour.

    Raises RetryLaterError while plex.tv does not answer.
    """
    tested = accounts.test(deps.cataloguing, account_id=account_id)
    if tested.token_error:
        enqueue_once(deps, _next_look(deps, tested))


def follow(deps: AccessDeps, jobs: JobsDeps, *, account_id: PlexAccountId) -> int:
    """Tell administrators of a dead token, or put back in line what waited for a living one.

    Returns how many jobs go on. Idempotent.
    """
    account = accounts.found_account(deps.cataloguing, account_id)
    if account.token_error:
        _tell(deps, account)
        enqueue_once(deps, _next_look(deps, account))
        return 0
    waiting = [job for job in _parked(jobs) if job.error_code in _WAITING]
    return sum(_goes_on(jobs, job) for job in waiting)


def _parked(jobs: JobsDeps) -> Iterator[Job]:
    cursor = None
    while True:
        page = jobs.store.in_state(JobState.PARKED, cursor=cursor, limit=_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _goes_on(jobs: JobsDeps, job: Job) -> int:
    try:
        run.retry(jobs, job_id=job.id, actor=_ACTOR)
    except ConflictError:
        # An administrator was faster.
        log.info("account.job_taken", extra={"job_id": job.id})
        return 0
    return 1


def _next_look(deps: AccessDeps, account: PlexAccount) -> Job:
    now = deps.clock.now()
    cause = f"again_{account.id}_{now:%Y%m%dT%H}"
    return new_job(
        JobKind.CHECK_ACCOUNT, account.id, now=now, cause=cause, due_at=now + _LOOK_AGAIN
    )


def _tell(deps: AccessDeps, account: PlexAccount) -> None:
    """Tell once for each time that the token dies."""
    now = deps.clock.now()
    entry = note(_ACTOR, "plex_account.token_died", account.id, now=now, why=account.token_error)
    facts = {
        "subject": f"The Plex account {account.username} must be linked again",
        "problem": account.token_error,
        "remedy": "Link it again. Until then nobody is invited to or removed from its servers; "
        "all that waits goes on by itself afterwards.",
        "url": f"{deps.site_url}/admin/plex-accounts",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, deps.settings.site().admin_email, facts)
    cause = f"{account.id}_{account.version}"
    enqueue_once(deps, mail_job(message, cause=cause, now=now), entry=entry)
