"""Every run that changes something, with what tells its plan: schedules by part, jobs by kind.

It is a table of its own beside schedules.py and jobs.py, so that their functions need no right and
load no code for it. A test holds the tables against each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib import wiring
from chalicelib.access import media_change
from chalicelib.access.migrating import step as migration_step
from chalicelib.community import mirror, survey
from chalicelib.entrypoints import schedules
from chalicelib.insights import dry_runs
from chalicelib.insights.dry_runs import told
from chalicelib.insights.steps import MailSteps
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import HeldRunId, InviteListId, JobId, OutageId, UserId
from chalicelib.membership import bulk, merge, outages
from chalicelib.notifications import mail
from chalicelib.payments import sync
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing import credit_ahead, overdue


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do at `at`, part by part."""

    name: str
    at: datetime
    parts: tuple[Part, ...]


def _mails() -> MailSteps:
    return dry_runs.mail_steps(wiring.notifications_deps())


def _streams() -> Part:
    return dry_runs.streams(wiring.enforcement_deps(), mails=_mails())


def _downloads() -> Part:
    return dry_runs.downloads(wiring.download_deps(), mails=_mails())


def _devices() -> Part:
    return dry_runs.devices(wiring.enforcement_deps(), mails=_mails())


def _payments() -> Part:
    return _read_from_gateways("payments", sync.sync_all)


def _agreements() -> Part:
    return _read_from_gateways("agreements", overdue.look_after)


def _read_from_gateways(part: str, read: Callable[[PaymentsDeps], Mapping[str, int]]) -> Part:
    return dry_runs.payments(wiring.payments_deps(), part=part, read=read, mails=_mails())


def _import() -> Part:
    return dry_runs.imports(
        wiring.access_deps(), take_over=schedules.import_people, mails=_mails()
    )


def _access() -> Part:
    return dry_runs.access(wiring.access_deps())


def _everybody() -> Part:
    return dry_runs.everybody(wiring.access_deps())


def _people() -> Part:
    return dry_runs.census_of(wiring.access_deps(), mails=_mails())


def _statistics() -> Part:
    return dry_runs.statistics(wiring.access_deps())


def _upkeep() -> Part:
    return dry_runs.upkeep_of(wiring.catalog_deps(), mails=_mails())


def _hours() -> Part:
    return dry_runs.hours(wiring.enforcement_deps())


def _sharing() -> Part:
    return dry_runs.sharing(wiring.enforcement_deps())


def _community() -> Part:
    return survey.planned(wiring.community_deps())


def _orders() -> Part:
    return dry_runs.orders(wiring.checkout_deps(), mails=_mails())


def _waitlist() -> Part:
    return dry_runs.waitlist(wiring.checkout_deps(), mails=_mails())


def _jobs() -> Part:
    return dry_runs.due_jobs(wiring.jobs_deps(), plans=JOBS)


def _watch() -> Part:
    return dry_runs.watch(wiring.jobs_deps(), tell=schedules.watch, mails=_mails())


def _reconcile_access(job: Job) -> Part:
    return dry_runs.access_of(wiring.access_deps(), user_id=UserId(job.subject))


def _replan_expiry(_job: Job) -> Part:
    return dry_runs.replanning(wiring.access_deps())


def _carry_on_run(job: Job) -> Part:
    return dry_runs.held(wiring.access_deps(), run_id=HeldRunId(job.subject))


def _migrate(job: Job) -> Part:
    return dry_runs.turn_of(wiring.access_deps(), job=job, mails=_mails())


def _move_person(job: Job) -> Part:
    return migration_step.planned(wiring.access_deps(), job=job)


def _account(job: Job) -> Part:
    return dry_runs.account_of(wiring.access_deps(), wiring.jobs_deps(), job=job, mails=_mails())


def _ask_media_change(job: Job) -> Part:
    steps = (
        Step("user.change", user.name or user.email, "Has to change the media account", user.id)
        for user in media_change.asked(wiring.access_deps(), job)
    )
    return Part("people", tuple(steps))


def _climb_ladder(job: Job) -> Part:
    return dry_runs.strike_of(wiring.enforcement_deps(), job=job, mails=_mails())


def _mirror_community(job: Job) -> Part:
    return mirror.planned(wiring.community_deps(), user_id=UserId(job.subject))


def _send_mail(job: Job) -> Part:
    return mail.preview(wiring.notifications_deps(), job=job)


def _check_delivery(job: Job) -> Part:
    return dry_runs.delivery_of(wiring.checkout_deps(), job=job, mails=_mails())


def _cancel_agreement(job: Job) -> Part:
    return dry_runs.cancellation_of(job)


def _use_credit(job: Job) -> Part:
    return credit_ahead.preview(wiring.payments_deps(), user_id=UserId(job.subject))


def _merge_users(job: Job) -> Part:
    return merge.planned(wiring.membership_deps(), job=job)


def _invite_list(job: Job) -> Part:
    return bulk.planned(wiring.membership_deps(), list_id=InviteListId(job.subject))


def _follow_outage(job: Job) -> Part:
    return outages.planned(wiring.membership_deps(), outage_id=OutageId(job.subject))


SCHEDULES: Mapping[str, Mapping[str, Callable[[], Part]]] = {
    "enforcement": {"streams": _streams, "devices": _devices, "downloads": _downloads},
    "hourly": {
        "payments": _payments,
        "agreements": _agreements,
        "import": _import,
        "access": _access,
        "waitlist": _waitlist,
        "hours": _hours,
    },
    "daily": {
        "upkeep": _upkeep,
        "access": _everybody,
        "statistics": _statistics,
        "people": _people,
        "community": _community,
        "sharing": _sharing,
    },
    "job_sweep": {"orders": _orders, "jobs": _jobs, "watch": _watch},
}
JOBS: Mapping[JobKind, Callable[[Job], Part]] = {
    JobKind.RECONCILE_ACCESS: _reconcile_access,
    JobKind.CALL_UP: lambda _job: _waitlist(),
    JobKind.REPLAN_EXPIRY: _replan_expiry,
    JobKind.MIGRATE: _migrate,
    JobKind.MOVE_PERSON: _move_person,
    JobKind.IMPORT_PEOPLE: lambda _job: _import(),
    JobKind.CARRY_ON_RUN: _carry_on_run,
    JobKind.CHECK_ACCOUNT: _account,
    JobKind.FOLLOW_ACCOUNT: _account,
    JobKind.ASK_MEDIA_CHANGE: _ask_media_change,
    JobKind.CLIMB_LADDER: _climb_ladder,
    JobKind.BEGIN_RESTRAINT: _reconcile_access,
    JobKind.MIRROR_COMMUNITY: _mirror_community,
    JobKind.SEND_MAIL: _send_mail,
    JobKind.CHECK_DELIVERY: _check_delivery,
    JobKind.CANCEL_AGREEMENT: _cancel_agreement,
    JobKind.USE_CREDIT: _use_credit,
    JobKind.INVITE_LIST: _invite_list,
    JobKind.MERGE_USERS: _merge_users,
    JobKind.FOLLOW_OUTAGE: _follow_outage,
}


def of_schedule(name: str) -> Plan:
    """Return what a schedule would do now; raises NotFoundError."""
    if name not in SCHEDULES:
        raise NotFoundError("There is no such schedule.", remedy="Reload the list.")
    at = wiring.clock().now()
    return Plan(name, at, tuple(told(part, work) for part, work in SCHEDULES[name].items()))


def of_job(job_id: JobId) -> Plan:
    """Return what a job would do now; raises NotFoundError."""
    job = wiring.jobs_deps().store.get(job_id)
    if job is None:
        raise NotFoundError("There is no such job.", remedy="Reload the list.")
    return Plan(job.kind, wiring.clock().now(), (dry_runs.one_job(job, plans=JOBS),))
