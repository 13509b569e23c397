"""What a person must look at, each with what helps."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.catalog.model import PlexAccount
from chalicelib.enforcement.model import Decision, DecisionKind
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.insights.ports import InsightsDeps
from chalicelib.jobs.model import Job, JobState
from chalicelib.kernel.ids import UserId
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
    """Return payments, parked jobs, Plex accounts, streams and appeals that wait for a person.

    Of each kind at most a hundred, in five reads.
    """
    now = deps.clock.now()
    payments = deps.payments.needing_attention(cursor=None, limit=MOST_OF_A_KIND)
    jobs = deps.jobs.in_state(JobState.PARKED, cursor=None, limit=MOST_OF_A_KIND)
    decisions = deps.activity.decisions(now=now, cursor=None, limit=MOST_OF_A_KIND)
    appeals = deps.activity.open_appeals(now=now, cursor=None, limit=MOST_OF_A_KIND)
    told = {job.payload.get("payment_id") for job in jobs.items}
    items = [
        *(_of_payment(each) for each in payments.items if not _is_told(each, told)),
        *map(_of_job, jobs.items),
        *_of_accounts(deps.catalog.plex_accounts()),
        *_of_decisions(decisions.items, since=now - _DECISIONS),
        *map(_of_appeal, appeals.items),
    ]
    # What has no time has no end in sight: it comes first.
    items.sort(key=lambda item: item.at or now, reverse=True)
    return AttentionList(
        items=tuple(items), is_cut=any(each.next_cursor for each in (payments, jobs, appeals))
    )


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
    return AttentionItem(
        AttentionKind.PAYMENT,
        payment.id,
        payment.attention,
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
