"""Find whose access must be looked at: by the hour, or because the catalogue changed.

What an hourly run reads grows with what became due or changed since the last one, not with the
number of people; `nightly.py` looks at everybody.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.access.brake import Loss
from chalicelib.access.deciding.expiry import aftermath
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Followed, Share
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import drift, hold
from chalicelib.access.runs.drift import Catalogue, Person
from chalicelib.access.runs.hold import Case
from chalicelib.jobs.model import JobKind, if_parked, new_job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.ids import LibraryId
from chalicelib.kernel.records import Put, Update
from chalicelib.settings.expiry import LONGEST_WAIT_DAYS
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.lifecycle import current_period, next_change
from chalicelib.subscriptions.model import Subscription

RUN = "hourly"
DUE = "due"
_PAGE = 100


def enqueue_due(deps: AccessDeps) -> Mapping[str, int]:
    """Enqueue the reconciling of everybody whose period began or ended, or whose share differs.

    Idempotent: the same cause enqueues once. Nothing is sent to any platform here, and whoever
    would lose access in a run that takes too much of it is only put on a list (see hold.py).
    """
    now = deps.clock.now()
    catalogue = drift.read_catalogue(deps)
    changed = drift.changed(deps, catalogue)
    found = _cases(deps, catalogue, changed, now=now)
    counts = hold.carry_out(deps, found, run=RUN, now=now)
    for each in changed:
        deps.database.commit(Put(each))
    return {DUE: 0, drift.DIFFERING: 0, **counts}


def cases(deps: AccessDeps, *, now: datetime) -> Iterator[Case]:
    """Yield what `enqueue_due` would deal with; nothing is written."""
    catalogue = drift.read_catalogue(deps)
    return _cases(deps, catalogue, drift.changed(deps, catalogue), now=now)


def await_deletion(deps: AccessDeps, facts: Situation, rows: Iterable[Share]) -> None:
    """See to it that the hourly run finds whom it has to delete, on the day; idempotent.

    Raises StaleRecordError when somebody paid meanwhile.
    """
    follows, paid = facts.aftermath, facts.subscription
    if follows is None or follows.deletes_at is None or follows.deletes_at == paid.due_at:
        return
    if any(row.is_placed for row in rows):
        deps.database.commit(Update(replace(paid, due_at=follows.deletes_at)))


def await_end(deps: AccessDeps, facts: Situation) -> None:
    """See to it that the hourly run finds whose restraint is over, whatever becomes of its job.

    Idempotent; raises StaleRecordError when somebody paid meanwhile.
    """
    paid, held = facts.subscription, facts.restrained
    if held is None or not facts.is_paid:
        return
    if paid.due_at is not None and paid.due_at <= held.restraint.until:
        return
    deps.database.commit(Update(replace(paid, due_at=held.restraint.until)))


def awaiting_deletion(deps: AccessDeps, *, now: datetime) -> Iterator[Subscription]:
    """Yield whom a later hourly run would look at only because of the deletion."""
    horizon, cursor = now + timedelta(days=LONGEST_WAIT_DAYS), None
    while True:
        page = deps.subscriptions.due(now=horizon, cursor=cursor, limit=_PAGE)
        for each in page.items:
            is_later = each.due_at is not None and each.due_at > now
            if is_later and next_change(each, after=now) is None:
                yield each
        cursor = page.next_cursor
        if cursor is None:
            return


def replan(deps: AccessDeps) -> Mapping[str, int]:
    """Let the hourly run look at everybody who waits for deletion: it comes earlier by now."""
    now = deps.clock.now()
    # All of them first: what is written moves within the list that is read.
    waits = tuple(awaiting_deletion(deps, now=now))
    for subscription in waits:
        with contextlib.suppress(StaleRecordError):
            deps.database.commit(Update(replace(subscription, due_at=now)))
    return {"replanned": len(waits)}


def _cases(
    deps: AccessDeps,
    catalogue: Catalogue,
    changed: Iterable[Followed],
    *,
    now: datetime,
) -> Iterator[Case]:
    yield from _by_time(deps, catalogue, now=now)
    for each in changed:
        yield from drift.cases(deps, catalogue, server_id=each.server_id, now=now)


def _by_time(deps: AccessDeps, catalogue: Catalogue, *, now: datetime) -> Iterator[Case]:
    """Yield one case for each subscription that is due, with its next date."""
    cursor = None
    while True:
        page = deps.subscriptions.due(now=now, cursor=cursor, limit=_PAGE)
        users = deps.users.many(tuple(each.user_id for each in page.items)) if page.items else {}
        for paid in page.items:
            user = users.get(paid.user_id)
            loss = None
            if user is not None:
                follows = aftermath(paid, user, catalogue.expiry, now=now)
                loss = _loss(deps, catalogue, Person(user, paid, follows), now=now)
            if paid.due_at is not None:
                yield _case(paid, paid.due_at, loss, now=now)
        cursor = page.next_cursor
        if cursor is None:
            return


def _case(paid: Subscription, due_at: datetime, loss: Loss | None, *, now: datetime) -> Case:
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        paid.user_id,
        now=now,
        cause=f"due_{paid.user_id}_{to_iso(due_at)}",
        payload=_begun(paid, due_at, now=now),
        user_id=paid.user_id,
    )
    turned = replace(paid, due_at=next_change(paid, after=now))
    return Case(DUE, job, turned=turned, loss=loss)


def _loss(deps: AccessDeps, catalogue: Catalogue, person: Person, *, now: datetime) -> Loss | None:
    """Return what somebody loses whose time is over, None for nothing."""
    held = drift.restraint_of(catalogue, person, now=now)
    if drift.standing_of(person, now=now) in drift.RIGHTS and held is None:
        return None
    rows = deps.store.of_user(person.user.id)
    lost = tuple(
        catalogue.named(row.server_id, gone)
        for row in rows
        if row.takes_seat and (gone := _gone(deps, catalogue, row, person, now=now)) is not None
    )
    is_paid = held is not None and person.follows is None
    why = held.why if held and is_paid else drift.why_ended(person.follows)
    if lost:
        return Loss(person.user.id, why, lost, is_over=not is_paid)
    is_over = person.follows is not None and person.follows.deletes(now=now)
    if is_over and any(row.is_placed for row in rows):
        return Loss(person.user.id, f"{why}; the day of deletion has come", is_over=True)
    return None


def _gone(
    deps: AccessDeps, catalogue: Catalogue, row: Share, person: Person, *, now: datetime
) -> frozenset[LibraryId] | None:
    """Return what would be taken of a share, None when all of it stays."""
    held = frozenset(row.library_ids)
    kept = drift.kept_of(deps, catalogue, row, person, now=now)
    gone = held - {each.id for each in kept}
    return gone if gone or not kept else None


def _begun(subscription: Subscription, due_at: datetime, *, now: datetime) -> dict[str, Any]:
    """Name the payment whose time begins: now it asks for its server, as a sale does at once."""
    period = current_period(subscription, now=now)
    if period is None or period.starts_at < due_at:
        return {}
    if is_grace(period):
        return {"payment_id": period.payment_id}
    check = if_parked(JobKind.CHECK_DELIVERY, period.payment_id)
    return {"payment_id": period.payment_id, **check}
