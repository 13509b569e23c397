"""What a person must look at, each with what helps."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.access.brake import HeldRun, HeldState
from chalicelib.access.importing.run import SUBJECT as IMPORT
from chalicelib.access.migration import Migration, MigrationState
from chalicelib.catalog.model import PlexAccount, Server
from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.insights import left_out
from chalicelib.insights.left_out import LeftOutGroup
from chalicelib.insights.ports import InsightsDeps
from chalicelib.jobs.model import Job, JobState
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.membership.outage import Outage, OutageState
from chalicelib.payments.model import Payment, PaymentStatus, Undelivered

MOST_OF_A_KIND = 100
_DECISIONS = timedelta(hours=24)
_SHOWN_DECISIONS = frozenset({DecisionKind.IGNORED_STOP, DecisionKind.UNSTOPPABLE})


class AttentionKind(StrEnum):
    """What needs attention."""

    PAYMENT = "payment"
    JOB = "job"
    PLEX_ACCOUNT = "plex_account"
    STREAM = "stream"
    APPEAL = "appeal"
    MIGRATION = "migration"
    IMPORT = "import"
    HELD_RUN = "held_run"
    OUTAGE = "outage"
    LINKED_USERS = "linked_users"


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One thing: what is wrong with which record, since when, and what helps."""

    kind: AttentionKind
    id: str
    title: str
    remedy: str
    at: datetime | None
    user_id: UserId | None = None


@dataclass(frozen=True, slots=True)
class AttentionList:
    """Things that wait for a person, the newest first; `is_cut` when there are more."""

    items: tuple[AttentionItem, ...]
    is_cut: bool


def list_items(deps: InsightsDeps) -> AttentionList:
    """Return whatever waits for a person: payments, jobs, accounts, streams, runs of many people.

    Of each kind at most a hundred, in a dozen reads; of migrations and outages the latest hundred.
    Linked users who wait for an invite are looked at one by one: there are few.
    """
    now = deps.clock.now()
    payments = deps.payments.needing_attention(cursor=None, limit=MOST_OF_A_KIND)
    jobs = deps.jobs.in_state(JobState.PARKED, cursor=None, limit=MOST_OF_A_KIND)
    decisions = deps.activity.decisions(now=now, cursor=None, limit=MOST_OF_A_KIND)
    appeals = deps.activity.open_appeals(now=now, cursor=None, limit=MOST_OF_A_KIND)
    servers = {server.id: server for server in deps.catalog.servers()}
    uninvited = deps.access.left_out(cursor=None, limit=MOST_OF_A_KIND)
    told = {job.payload.get("payment_id") for job in jobs.items}
    items = [
        *(_of_payment(each) for each in payments.items if not _is_told(each, told)),
        *map(_of_job, jobs.items),
        *_of_accounts(deps.catalog.plex_accounts()),
        *_of_decisions(decisions.items, since=now - _DECISIONS),
        *map(_of_appeal, appeals.items),
        *_of_migrations(deps.access.migrations(cursor=None, limit=MOST_OF_A_KIND).items, servers),
        *_of_import(deps),
        *_of_held_runs(deps.access.held_runs(cursor=None, limit=1).items),
        *_of_outages(deps.outages.outages(cursor=None, limit=MOST_OF_A_KIND).items),
        *map(_of_left_out, left_out.groups(deps, uninvited.items)),
    ]
    # What has no time has no end in sight: it comes first.
    items.sort(key=lambda item: item.at or now, reverse=True)
    lists = (payments, jobs, appeals, uninvited)
    return AttentionList(items=tuple(items), is_cut=any(each.next_cursor for each in lists))


def _is_told(payment: Payment, told: Collection[object]) -> bool:
    """Tell whether the parked job that has to give the payment's access says it already."""
    return payment.undelivered is Undelivered.WAITING and payment.id in told


def _of_payment(payment: Payment) -> AttentionItem:
    remedies = {
        PaymentStatus.UNMATCHED: "Assign it to a user and a plan, or refund it at the gateway.",
        PaymentStatus.HELD: "Compare it with the order, then assign it or refund it.",
        PaymentStatus.SETTLED: "Look at it and say that it is fine.",
        PaymentStatus.REFUNDED: "Look at the person's access and say that it is fine.",
    }
    remedy = remedies[payment.status]
    if payment.undelivered is Undelivered.WAITING:
        remedy = "Mend the cause, then retry the parked job of this person."
    payer = payment.payer_name or payment.payer_email
    return AttentionItem(
        AttentionKind.PAYMENT,
        payment.id,
        f"{payment.amount}{f' from {payer}' if payer else ''}: {payment.attention}",
        remedy,
        payment.recorded_at,
        payment.user_id,
    )


def _of_job(job: Job) -> AttentionItem:
    what = str(job.kind).replace("_", " ").capitalize()
    return AttentionItem(
        AttentionKind.JOB,
        job.id,
        f"{what}: {job.last_error or 'it failed too often'}",
        job.remedy or "Look at what it says, mend the cause, then retry it.",
        job.finished_at or job.due_at,
        job.user_id,
    )


def _of_accounts(accounts: Iterable[PlexAccount]) -> Iterable[AttentionItem]:
    for account in accounts:
        if account.token_error:
            yield AttentionItem(
                AttentionKind.PLEX_ACCOUNT,
                account.id,
                f"The Plex account {account.username} does not work: {account.token_error}",
                "Link the account again.",
                account.checked_at,
            )


def _of_appeal(appeal: OpenAppeal) -> AttentionItem:
    return AttentionItem(
        AttentionKind.APPEAL,
        appeal.decision_id,
        "A customer appeals against a violation",
        "Look at the evidence, then accept the appeal or reject it.",
        appeal.at,
        appeal.user_id,
    )


def _of_decisions(decisions: Iterable[Decision], *, since: datetime) -> Iterable[AttentionItem]:
    remedies = {
        DecisionKind.IGNORED_STOP: "Look at the person's streams; remove the share if it goes on.",
        DecisionKind.UNSTOPPABLE: "Stopping streams needs Plex Pass on the owner's account.",
    }
    for decision in decisions:
        if decision.kind in _SHOWN_DECISIONS and decision.at > since:
            yield AttentionItem(
                AttentionKind.STREAM,
                decision.id,
                decision.reason,
                remedies[decision.kind],
                decision.at,
                decision.user_id,
            )


def _of_migrations(
    migrations: Iterable[Migration], servers: Mapping[ServerId, Server]
) -> Iterable[AttentionItem]:
    for migration in migrations:
        if migration.state is MigrationState.PAUSED:
            source, target = (
                servers[each].name if each in servers else str(each)
                for each in (migration.order.source_id, migration.order.target_id)
            )
            yield AttentionItem(
                AttentionKind.MIGRATION,
                migration.id,
                f"The migration from {source} to {target} is paused. {migration.why}".strip(),
                "Mend the cause, then let it go on, or cancel it.",
                migration.paused_at or migration.created_at,
            )


def _of_import(deps: InsightsDeps) -> Iterable[AttentionItem]:
    """Yield that people wait to be let in, as the last run found, unless nobody is taken over."""
    run = deps.access.import_run()
    if run.waiting and deps.settings.media().sync_from_remote:
        yield AttentionItem(
            AttentionKind.IMPORT,
            IMPORT,
            f"An import waits. {run.waiting}",
            "Look at who would come in and when their time would end, then let them in.",
            run.finished_at or run.beat_at,
        )


def _of_held_runs(runs: Iterable[HeldRun]) -> Iterable[AttentionItem]:
    """Yield the newest one if it is open: at most one is undecided at a time."""
    for run in runs:
        if run.state is HeldState.OPEN:
            people = "1 person" if run.people == 1 else f"{run.people} people"
            yield AttentionItem(
                AttentionKind.HELD_RUN,
                run.id,
                f"The {run.run} run waits before it takes access from {people}",
                "Look at the list, then let it go on, or leave everybody as they are for now.",
                run.opened_at,
            )


def _of_outages(outages: Iterable[Outage]) -> Iterable[AttentionItem]:
    for outage in outages:
        if outage.state is OutageState.OPEN:
            people = "1 customer" if outage.people == 1 else f"{outage.people} customers"
            yield AttentionItem(
                AttentionKind.OUTAGE,
                outage.id,
                f"{outage.server_name} was out for {outage.minutes} minutes, "
                f"which concerned {people}",
                "Give them the time back, or leave it.",
                outage.ended_at,
            )


def _of_left_out(group: LeftOutGroup) -> AttentionItem:
    users = "1 linked user" if group.count == 1 else f"{group.count} linked users"
    wait = "waits" if group.count == 1 else "wait"
    return AttentionItem(
        AttentionKind.LINKED_USERS,
        group.master_id,
        f"{users} of {group.name} {wait} for your invite, with time that is paid",
        "They were removed before the master paid again. Invite those who are to come back.",
        group.since,
        group.master_id,
    )
