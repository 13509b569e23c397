"""The exact plan of every run: its own code, rehearsed on ports that cannot act (X042)."""

import contextlib
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.access.applying import token_watch
from chalicelib.access.explaining import preview
from chalicelib.access.explaining.preview import Preview
from chalicelib.access.looking import census
from chalicelib.access.migrating import turn as migration_turn
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import due
from chalicelib.catalog import upkeep
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.checkout import call_up, close, delivery
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.enforcement.activity import by_hour
from chalicelib.enforcement.devices import keeping
from chalicelib.enforcement.downloads import counting
from chalicelib.enforcement.downloads.ports import DownloadDeps
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.sharing import nightly
from chalicelib.enforcement.strikes import ladder
from chalicelib.enforcement.sweeping import sweep
from chalicelib.insights.steps import MailSteps, steps_of
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.jobs.ports import JobsDeps
from chalicelib.jobs.rehearsal import (
    Manners,
    Part,
    Rehearsal,
    Step,
    UntoldError,
    rehearsed,
)
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import DecisionId, HeldRunId, PlexAccountId, UserId
from chalicelib.notifications import mail
from chalicelib.notifications.ports import NotificationsDeps
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import PaymentsDeps

# An answer over API Gateway takes 29 seconds at most, so that slow parts are cut.
LONGEST_SECONDS = 20.0
MOST_JOBS = 100

JobPlans = Mapping[Any, Callable[[Job], Part]]

_READS = frozenset(
    ("name", "shows_within", "read_payment", "payments_since", "read_agreement", "read")
) | frozenset(("streams", "snapshot", "is_gone", "account", "servers", "contents"))
# Of media servers.
_READS |= frozenset(("accounts", "capabilities", "devices", "downloads", "people", "reach"))
# What follows does not depend on how these calls end.
_LEFT_OUT = frozenset(("admit", "close_checkout", "remove", "sign_out", "stop"))
# Elsewhere, to read what a payment page came to collects what the customer approved there.
_COLLECTS_BY_ITSELF = frozenset({GatewayName.STRIPE})


def _only_reads(port: Any, method: str) -> bool:
    return method in _READS or (method == "read_checkout" and port in _COLLECTS_BY_ITSELF)


MANNERS = Manners(_only_reads, quiet=_LEFT_OUT)


def streams(deps: EnforcementDeps, *, mails: MailSteps) -> Part:
    """Return what a sweep would stop, and whom it would tell."""
    rehearsal = Rehearsal()
    patient = replace(deps, total_seconds=min(deps.total_seconds, LONGEST_SECONDS))
    report = sweep.sweep(rehearsed(patient, rehearsal, manners=MANNERS))
    return Part("streams", steps_of(rehearsal, mails=mails), counts=report.counts)


def strike_of(deps: EnforcementDeps, *, job: Job, mails: MailSteps) -> Part:
    """Return what a strike would lead to."""
    rehearsal = Rehearsal()
    decision_id = DecisionId(job.subject)
    counts = ladder.apply(rehearsed(deps, rehearsal, manners=MANNERS), decision_id=decision_id)
    return Part("ladder", steps_of(rehearsal, mails=mails), counts=counts)


def downloads(deps: DownloadDeps, *, mails: MailSteps) -> Part:
    """Return who would be told of the week's downloads, and lose or get back the right."""
    rehearsal = Rehearsal()
    counts = counting.count_downloads(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("downloads", steps_of(rehearsal, mails=mails), counts=counts)


def devices(deps: EnforcementDeps, *, mails: MailSteps) -> Part:
    """Return whose devices would be signed out, and for whom new ones would be let in or not."""
    rehearsal = Rehearsal()
    harmless = rehearsed(deps, rehearsal, manners=MANNERS)
    report = keeping.run(harmless, seconds=LONGEST_SECONDS)
    return Part("devices", steps_of(rehearsal, mails=mails), counts=report.counts)


def payments(
    deps: PaymentsDeps,
    *,
    part: str,
    read: Callable[[PaymentsDeps], Mapping[str, int]],
    mails: MailSteps,
) -> Part:
    """Return what `read`, which asks the gateways, would book of what it finds."""
    rehearsal = Rehearsal()
    counts = read(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part(part, steps_of(rehearsal, mails=mails), counts=counts)


def watch(
    deps: JobsDeps,
    *,
    tell: Callable[[JobsDeps], Mapping[str, int]],
    mails: MailSteps,
) -> Part:
    """Return whom `tell`, which watches the schedules, would mail."""
    rehearsal = Rehearsal()
    counts = tell(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("watch", steps_of(rehearsal, mails=mails), counts=counts)


def orders(deps: CheckoutDeps, *, mails: MailSteps) -> Part:
    """Return what would become of orders whose time is up."""
    rehearsal = Rehearsal()
    counts = close.close_lapsed(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("orders", steps_of(rehearsal, mails=mails), counts=counts)


def waitlist(deps: CheckoutDeps, *, mails: MailSteps) -> Part:
    """Return who would be offered a seat, and whose offer would end."""
    rehearsal = Rehearsal()
    counts = call_up.call_up(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("waitlist", steps_of(rehearsal, mails=mails), counts=counts)


def imports(
    deps: AccessDeps,
    *,
    take_over: Callable[[AccessDeps], Mapping[str, int]],
    mails: MailSteps,
) -> Part:
    """Return what `take_over`, which looks who is on the servers, would write down."""
    rehearsal = Rehearsal()
    counts = take_over(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("import", steps_of(rehearsal, mails=mails), counts=counts)


def access(deps: AccessDeps) -> Part:
    """Return what would follow for everybody whose access is due or differs."""
    return _of_access(preview.hourly(deps), deps)


def everybody(deps: AccessDeps) -> Part:
    """Return what would follow from the nightly look at everybody."""
    return _of_access(preview.nightly(deps), deps)


def held(deps: AccessDeps, *, run_id: HeldRunId) -> Part:
    """Return what a held run would do if it went on now."""
    return _of_access(preview.held_run(deps, run_id=run_id), deps)


def statistics(deps: AccessDeps) -> Part:
    """Return what would be counted; counting changes nothing else."""
    counts_libraries = deps.settings.media().refresh_statistics
    servers = deps.catalog.servers() if counts_libraries else ()
    steps = [Step("count", each.name, "Its libraries") for each in servers if each.is_enabled]
    return Part("statistics", (Step("count", "People", "Whose paid time runs"), *steps))


def hours(deps: EnforcementDeps) -> Part:
    """Return which hours of streams would be counted; counting changes nothing else."""
    rehearsal = Rehearsal()
    counts = by_hour.count(rehearsed(deps, rehearsal, manners=MANNERS))
    made = [each.record for each in rehearsal.writes if isinstance(each.record, HourFigures)]
    steps = [
        Step("count", to_iso(each.at), f"Streams of the hour: {each.streams}") for each in made
    ]
    return Part("hours", tuple(steps), counts=counts)


def sharing(deps: EnforcementDeps) -> Part:
    """Return whose sharing score would be above 0; nothing follows from it by itself."""
    rehearsal = Rehearsal()
    counts = nightly.score_all(rehearsed(deps, rehearsal, manners=MANNERS))
    made = [each.record for each in rehearsal.writes if isinstance(each.record, SharingScore)]
    steps = [
        Step("score", f"{each.score} of 100", " ".join(each.reasons), each.user_id)
        for each in made
        if each.score
    ]
    return Part("sharing", tuple(steps), counts=counts)


def access_of(deps: AccessDeps, *, user_id: UserId) -> Part:
    """Return what a check of one person's access would do; raises NotFoundError."""
    return _of_access(preview.one(deps, user_id=user_id), deps)


def turn_of(deps: AccessDeps, *, job: Job, mails: MailSteps) -> Part:
    """Return what a look at a migration would do: what it writes down, whom it calls up."""
    rehearsal = Rehearsal()
    migration_turn.take_turn(rehearsed(deps, rehearsal, manners=MANNERS), job=job)
    return Part("migration", steps_of(rehearsal, mails=mails))


def delivery_of(deps: CheckoutDeps, *, job: Job, mails: MailSteps) -> Part:
    """Return what would become of a payment whose access could not be given, or came late."""
    rehearsal = Rehearsal()
    with contextlib.suppress(UntoldError):
        delivery.check(rehearsed(deps, rehearsal, manners=MANNERS), job=job)
    return Part("delivery", steps_of(rehearsal, mails=mails))


def cancellation_of(job: Job) -> Part:
    """Return which recurring agreement would be ended at its gateway."""
    why = "It was replaced, or what it paid for could not be given"
    return Part("agreement", (Step("agreement.canceled", job.subject, why, job.user_id),))


def replanning(deps: AccessDeps) -> Part:
    """Return whose deletion the next hourly run would decide anew."""
    waits = due.awaiting_deletion(deps, now=deps.clock.now())
    why = "The wait for the deletion is shorter now"
    steps = tuple(Step("access.replanned", each.user_id, why, each.user_id) for each in waits)
    return Part("expiry", steps)


def upkeep_of(deps: CatalogDeps, *, mails: MailSteps) -> Part:
    """Return what the tests of tokens, names and libraries would change."""
    rehearsal = Rehearsal()
    ends_at = time.monotonic() + LONGEST_SECONDS
    failed: list[Step] = []
    counts: dict[str, int] = {}
    is_cut = False
    for check in upkeep.checks(rehearsed(deps, rehearsal, manners=MANNERS)):
        counts[check.outcome] = counts.get(check.outcome, 0) + 1
        if check.is_unread:
            failed.append(Step("leave_as_is", check.name, check.problem))
        if time.monotonic() > ends_at:
            is_cut = True
            break
    steps = (*steps_of(rehearsal, mails=mails), *failed)
    return Part("upkeep", steps, counts=counts, is_cut=is_cut)


def census_of(deps: AccessDeps, *, mails: MailSteps) -> Part:
    """Return which accounts would be found to share with more or fewer people besides us."""
    rehearsal = Rehearsal()
    counts = census.count_others(rehearsed(deps, rehearsal, manners=MANNERS))
    return Part("people", steps_of(rehearsal, mails=mails), counts=counts)


def account_of(deps: AccessDeps, jobs: JobsDeps, *, job: Job, mails: MailSteps) -> Part:
    """Return what a test of an account's token would change, or what goes on after one."""
    rehearsal, account_id = Rehearsal(), PlexAccountId(job.subject)
    harmless = rehearsed(deps, rehearsal, manners=MANNERS)
    if job.kind is JobKind.CHECK_ACCOUNT:
        token_watch.check(harmless, account_id=account_id)
    else:
        told = rehearsed(jobs, rehearsal, manners=MANNERS)
        token_watch.follow(harmless, told, account_id=account_id)
    return Part("account", steps_of(rehearsal, mails=mails))


def due_jobs(deps: JobsDeps, *, plans: JobPlans) -> Part:
    """Return what the jobs that are due would do, the longest waiting first."""
    waiting = deps.store.due(now=deps.clock.now(), limit=MOST_JOBS)
    ends_at = time.monotonic() + LONGEST_SECONDS
    steps: list[Step] = []
    looked_at = 0
    for job in waiting:
        if time.monotonic() > ends_at:
            break
        steps += _of_due(job, plans)
        looked_at += 1
    is_cut = looked_at < len(waiting) or len(waiting) == MOST_JOBS
    return Part("jobs", tuple(steps), counts={"due": looked_at}, is_cut=is_cut)


def one_job(job: Job, *, plans: JobPlans) -> Part:
    """Return what the job would do if it ran now."""
    if job.state is JobState.DONE:
        return Part(job.kind, note="This job is done: it does nothing any more.")
    part = told(job.kind, lambda: plans[job.kind](job))
    if job.state is JobState.PARKED:
        return replace(part, note=f"It is parked: a retry would do this. {part.note}".strip())
    return part


def mail_steps(deps: NotificationsDeps) -> MailSteps:
    """Return what tells the mail of a job; none while mail is switched off."""

    def tell(job: Job) -> tuple[Step, ...]:
        part = told("mail", lambda: mail.preview(deps, job=job))
        is_odd = not part.steps and deps.settings.mail().enabled
        return (Step("mail", job.subject, part.note, job.user_id),) if is_odd else part.steps

    return tell


def told(name: str, work: Callable[[], Part]) -> Part:
    """Return the part, or one that says why it cannot be told; one part stops no other."""
    try:
        return replace(work(), name=name)
    except AppError as error:
        return Part(name, note=f"{error.message} {error.remedy}".strip())


def _of_due(job: Job, plans: JobPlans) -> Iterable[Step]:
    part = told(job.kind, lambda: plans[job.kind](job))
    nothing = Step(job.kind, job.subject, part.note or "Nothing to do", job.user_id)
    return part.steps or [nothing]


def _of_access(found: Preview, deps: AccessDeps) -> Part:
    names = {server.id: server.name for server in deps.catalog.servers()} if found.actions else {}
    steps = tuple(
        Step(
            f"access.{each.action}",
            names.get(each.server_id, "") if each.server_id else "",
            each.why,
            each.user_id,
            each.libraries,
        )
        for each in found.actions
    )
    return Part(
        "access", steps, note=found.halt, counts={"people": found.people}, is_cut=found.is_cut
    )
