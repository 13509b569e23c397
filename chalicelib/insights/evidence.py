"""Collect what answers a dispute: the payment, the access it bought, and how that was used (X006).

Everything is read newest first and up to a limit, so that a file can be made in one answer; what
was left out is said in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import TypeVar

from chalicelib.enforcement.model import ActivityEntry, Decision
from chalicelib.insights.ports import InsightsDeps
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PaymentId, ServerId, UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.ledger import LedgerEntry
from chalicelib.payments.model import Order, Payment
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.users.model import User

T = TypeVar("T")

MOST_USAGE, MOST_EVENTS, MOST_MAILS = 4000, 800, 300
_PAGE = 200
# Of each server, whoever else streams there: some hundred sessions a day for three months.
_MOST_LOOKED_THROUGH = 20_000
# What happened before the payment belongs to it: the order, the sign-in, the invite.
_BEFORE = timedelta(days=2)
_SECRETIVE = frozenset({"account_link", "test"})


@dataclass(frozen=True, slots=True)
class Usage:
    """A stream: what, when, on which device, from which address, on which server."""

    entry: ActivityEntry
    server_name: str


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail that went out: when, to whom, and its occasion."""

    at: datetime
    to: str
    event: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything about a payment that shows that it was meant and used; lists are newest first.

    Use is that of ``[since, until)``; `gaps` says in sentences what is not in it.
    """

    made_at: datetime
    payment: Payment
    plan_name: str
    since: datetime
    until: datetime
    customer: User | None
    order: Order | None
    agreement: Agreement | None
    ledger: tuple[LedgerEntry, ...]
    mails: tuple[SentMail, ...]
    events: tuple[AuditEntry, ...]
    usage: tuple[Usage, ...]
    stops: tuple[Decision, ...]
    gaps: tuple[str, ...]

    def shortened(self) -> "Evidence":
        """Return half as much, the newest of it, and say so."""
        gap = "The file would have been too long: only the newest entries are in it."
        return replace(
            self,
            usage=self.usage[: len(self.usage) // 2],
            events=self.events[: max(50, len(self.events) // 2)],
            mails=self.mails[: max(50, len(self.mails) // 2)],
            gaps=tuple(dict.fromkeys((*self.gaps, gap))),
        )


def collect(deps: InsightsDeps, *, payment_id: PaymentId) -> Evidence:
    """Return the evidence about a payment; raises NotFoundError."""
    payment = deps.payments.payment_by_id(payment_id)
    if payment is None:
        raise NotFoundError("There is no such payment.", remedy="Reload the list.")
    now, user_id = deps.clock.now(), payment.user_id
    since = payment.starts_at or payment.paid_at
    until = min(payment.ends_at or now, now)
    order = deps.payments.order(payment.order_id) if payment.order_id else None
    plan = deps.catalog.plan(payment.plan_id) if payment.plan_id else None
    earliest = min(payment.paid_at, since) - _BEFORE
    usage = list(islice(_usage(deps, user_id, since=since, until=until), MOST_USAGE + 1))
    events = list(islice(_events(deps, user_id, order, since=earliest), MOST_EVENTS + 1))
    mails = list(islice(_mails(deps, user_id, since=earliest), MOST_MAILS + 1))
    gaps = [
        f"Only the newest {most} {what} are in this file."
        for found, most, what in (
            (usage, MOST_USAGE, "streams"),
            (events, MOST_EVENTS, "events"),
            (mails, MOST_MAILS, "mails"),
        )
        if len(found) > most
    ]
    return Evidence(
        made_at=now,
        payment=payment,
        plan_name=order.plan_name if order else plan.name if plan else "",
        since=since,
        until=until,
        customer=deps.users.get(user_id) if user_id else None,
        order=order,
        agreement=_agreement(deps, payment),
        ledger=deps.payments.ledger_of_payment(payment.key)[::-1],
        mails=tuple(mails[:MOST_MAILS]),
        events=tuple(events[:MOST_EVENTS]),
        usage=tuple(usage[:MOST_USAGE]),
        stops=_stops(deps, user_id, since=since, until=until),
        gaps=(*gaps, *_unlogged(deps, user_id)),
    )


def _agreement(deps: InsightsDeps, payment: Payment) -> Agreement | None:
    if not payment.subscription_ref:
        return None
    return deps.payments.agreement(payment.key.gateway, payment.subscription_ref)


def _usage(
    deps: InsightsDeps, user_id: UserId | None, *, since: datetime, until: datetime
) -> Iterator[Usage]:
    """Yield the person's streams, day by day, server by server."""
    now = deps.clock.now()
    found: list[Usage] = []
    for server_id, name in _servers(deps, user_id):
        read = partial(_activity, deps, server_id, now)
        for entry in islice(_all(read), _MOST_LOOKED_THROUGH):
            if entry.last_seen < since - timedelta(days=1):
                break
            if entry.user_id == user_id and entry.first_seen < until and entry.last_seen >= since:
                found.append(Usage(entry, name))
    yield from sorted(found, key=lambda each: each.entry.first_seen, reverse=True)


def _activity(
    deps: InsightsDeps, server_id: ServerId, now: datetime, cursor: str | None
) -> Page[ActivityEntry]:
    return deps.activity.activity(server_id, now=now, cursor=cursor, limit=_PAGE)


def _servers(deps: InsightsDeps, user_id: UserId | None) -> list[tuple[ServerId, str]]:
    """Return the servers on which the person has, or had, a share."""
    shares = deps.access.of_user(user_id) if user_id else ()
    names = {server.id: server.name for server in deps.catalog.servers()} if shares else {}
    return [(share.server_id, names.get(share.server_id, "")) for share in shares]


def _unlogged(deps: InsightsDeps, user_id: UserId | None) -> list[str]:
    """Return which servers keep no log of who streams what."""
    ids = {server_id for server_id, _ in _servers(deps, user_id)}
    return [
        f"The server {server.name} keeps no log of streams."
        for server in deps.catalog.servers()
        if server.id in ids and not server.logs_activity
    ]


def _events(
    deps: InsightsDeps, user_id: UserId | None, order: Order | None, *, since: datetime
) -> Iterator[AuditEntry]:
    """Yield what was done for and by the person, the order first made included."""
    found: dict[str, AuditEntry] = {}
    if user_id is not None:
        own = _all(lambda cursor: deps.audit.of_user(user_id, cursor=cursor, limit=_PAGE))
        for entry in islice(own, MOST_EVENTS + 1):
            if entry.at < since:
                break
            found[entry.id] = entry
    if order is not None:
        about = deps.audit.about(order.id, cursor=None, limit=_PAGE)
        found |= {entry.id: entry for entry in about.items}
    yield from sorted(found.values(), key=lambda entry: entry.at, reverse=True)


def _mails(deps: InsightsDeps, user_id: UserId | None, *, since: datetime) -> Iterator[SentMail]:
    """Yield the mails that went out; what signs somebody in is nobody's business."""
    if user_id is None:
        return
    for job in _all(lambda cursor: deps.jobs.of_user(user_id, cursor=cursor, limit=_PAGE)):
        if job.created_at < since:
            return
        if _is_sent(job):
            sent_at = job.finished_at or job.created_at
            yield SentMail(sent_at, job.subject, str(job.payload.get("event") or ""))


def _is_sent(job: Job) -> bool:
    is_mail = job.kind is JobKind.SEND_MAIL and job.state is JobState.DONE
    event = str(job.payload.get("event") or "")
    return is_mail and event not in _SECRETIVE and not event.startswith("admin_")


def _stops(
    deps: InsightsDeps, user_id: UserId | None, *, since: datetime, until: datetime
) -> tuple[Decision, ...]:
    if user_id is None:
        return ()
    page = deps.activity.decisions_of(user_id, now=deps.clock.now(), cursor=None, limit=_PAGE)
    return tuple(each for each in page.items if since <= each.at < until)


def _all(read: Callable[[str | None], Page[T]]) -> Iterator[T]:
    cursor: str | None = None
    while True:
        page = read(cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
