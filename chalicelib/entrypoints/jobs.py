"""The table from a kind of job to its use case, for what the queue's worker may do."""

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

from chalicelib import wiring
from chalicelib.access import media_change, reconcile
from chalicelib.access.applying import restraint, token_watch
from chalicelib.access.migrating import step as migration_step
from chalicelib.access.migrating import turn as migration_turn
from chalicelib.access.runs import due, held
from chalicelib.community import ask, mirror
from chalicelib.enforcement.strikes import ladder
from chalicelib.enforcement.sweeping import sweep
from chalicelib.enforcement.webhooks import looks
from chalicelib.enforcement.webhooks.ports import HookDeps
from chalicelib.entrypoints import telemetry, worker
from chalicelib.jobs import run
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.ports import Handlers
from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import DecisionId, HeldRunId, JobId, PlexAccountId, ServerId, UserId
from chalicelib.notifications import mail

telemetry.configure()
log = logging.getLogger(__name__)


def _reconcile_access(job: Job) -> None:
    reconcile.reconcile(wiring.access_deps(), user_id=UserId(job.subject), job=job)
    # Of its own, so that no system beside the media servers ever holds up access (B153).
    ask.ask(wiring.community_deps(), user_id=UserId(job.subject))


def _mirror_community(job: Job) -> None:
    mirror.mirror(wiring.community_deps(), user_id=UserId(job.subject), job=job)


def _replan_expiry(_job: Job) -> None:
    due.replan(wiring.access_deps())


def _carry_on_run(job: Job) -> None:
    held.carry_on(wiring.access_deps(), run_id=HeldRunId(job.subject))


def _migrate(job: Job) -> None:
    migration_turn.take_turn(wiring.access_deps(), job=job)


def _move_person(job: Job) -> None:
    migration_step.move_person(wiring.access_deps(), job=job)


def _check_account(job: Job) -> None:
    token_watch.check(wiring.access_deps(), account_id=PlexAccountId(job.subject))


def _follow_account(job: Job) -> None:
    token_watch.follow(
        wiring.access_deps(), wiring.jobs_deps(), account_id=PlexAccountId(job.subject)
    )


def _ask_media_change(job: Job) -> None:
    media_change.work(wiring.access_deps(), job=job)


def _climb_ladder(job: Job) -> None:
    ladder.apply(wiring.enforcement_deps(), decision_id=DecisionId(job.subject))


def _begin_restraint(job: Job) -> None:
    restraint.begin(wiring.access_deps(), user_id=UserId(job.subject))


def _send_mail(job: Job) -> None:
    mail.send(wiring.notifications_deps(), job=job)


# What deals with money or places is in money_jobs.py: this worker is kept away from both.
HANDLERS: Handlers = {
    JobKind.RECONCILE_ACCESS: _reconcile_access,
    JobKind.REPLAN_EXPIRY: _replan_expiry,
    JobKind.MIGRATE: _migrate,
    JobKind.MOVE_PERSON: _move_person,
    JobKind.CARRY_ON_RUN: _carry_on_run,
    JobKind.CHECK_ACCOUNT: _check_account,
    JobKind.FOLLOW_ACCOUNT: _follow_account,
    JobKind.ASK_MEDIA_CHANGE: _ask_media_change,
    JobKind.CLIMB_LADDER: _climb_ladder,
    JobKind.BEGIN_RESTRAINT: _begin_restraint,
    JobKind.MIRROR_COMMUNITY: _mirror_community,
    JobKind.SEND_MAIL: _send_mail,
}


def look_at(server_ids: Mapping[str, ServerId]) -> list[str]:
    """Look at servers by the messages that ask for it, all at the same time (docs/adr/0030).

    Returns the messages whose look failed, so that they come again.
    """
    if not server_ids:
        return []
    look = partial(
        _look_at, wiring.hook_deps(), partial(sweep.look_at_one, wiring.enforcement_deps())
    )
    servers = set(server_ids.values())
    with ThreadPoolExecutor(len(servers), thread_name_prefix="look") as pool:
        looks = {each: pool.submit(copy_context().run, look, each) for each in servers}
    return [message for message, each in server_ids.items() if not looks[each].result()]


def _look_at(deps: HookDeps, look_at_one: looks.LookAt, server_id: ServerId) -> bool:
    with context.working_on(subject=server_id):
        try:
            looks.look(deps, server_id=server_id, look_at=look_at_one)
        except AppError as error:
            log.warning("hook.look_failed", extra={"reason": error.message})
            return False
    return True


def run_nudged(job_ids: Iterable[str]) -> None:
    """Run those of the jobs that are due; raises RetryLaterError when the database is busy."""
    for job_id in job_ids:
        run.run_one(wiring.jobs_deps(), handlers=HANDLERS, job_id=JobId(job_id))


# Where Lambda finds the worker.
jobs = worker.jobs
