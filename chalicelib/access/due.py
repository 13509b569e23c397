"""Find whose access must be looked at: by the hour, or because the catalogue changed."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.access.expiry import Aftermath, aftermath
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.access.situation import Situation
from chalicelib.catalog.model import Library, Plan, shared_libraries
from chalicelib.jobs.model import Job, JobKind, if_parked, new_job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, StaleRecordError
from chalicelib.kernel.ids import PlanId, ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.expiry import LONGEST_WAIT_DAYS
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.lifecycle import Standing, current_period, next_change, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

_PAGE = 100


def enqueue_due(deps: AccessDeps) -> Mapping[str, int]:
    """Enqueue the reconciling of everybody whose period began or ended, or whose share differs.

    Idempotent: the same cause enqueues once. Nothing is sent to any platform here.
    """
    now = deps.clock.now()
    counts: Counter[str] = Counter()
    counts["due"] = _by_time(deps, now=now)
    counts["differing"] = _by_catalogue(deps, now=now)
    return counts


def waiting(deps: AccessDeps, *, now: datetime) -> Iterator[UserId]:
    """Yield whom `enqueue_due` would enqueue, each once; nothing is written."""
    told: set[UserId] = set()
    cursor = None
    while True:
        page = deps.subscriptions.due(now=now, cursor=cursor, limit=_PAGE)
        for user_id in (each.user_id for each in page.items if each.due_at is not None):
            if user_id not in told:
                told.add(user_id)
                yield user_id
        cursor = page.next_cursor
        if cursor is None:
            break
    for job in _drifts(deps, now=now):
        if job.user_id is not None and job.user_id not in told:
            told.add(job.user_id)
            yield job.user_id


def await_deletion(deps: AccessDeps, facts: Situation, rows: Iterable[Share]) -> None:
    """See to it that the hourly run finds whom it has to delete, on the day; idempotent.

    Raises StaleRecordError when somebody paid meanwhile.
    """
    follows, paid = facts.aftermath, facts.subscription
    if follows is None or follows.deletes_at is None or follows.deletes_at == paid.due_at:
        return
    if any(row.is_placed for row in rows):
        deps.database.commit(Update(replace(paid, due_at=follows.deletes_at)))


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


def _by_time(deps: AccessDeps, *, now: datetime) -> int:
    """Enqueue one job for each subscription that is due, and set its next date with it."""
    enqueued, cursor = 0, None
    while True:
        page = deps.subscriptions.due(now=now, cursor=cursor, limit=_PAGE)
        for subscription in page.items:
            enqueued += _turn(deps, subscription, now=now)
        cursor = page.next_cursor
        if cursor is None:
            return enqueued


def _turn(deps: AccessDeps, subscription: Subscription, *, now: datetime) -> int:
    if subscription.due_at is None:
        return 0
    turned = replace(subscription, due_at=next_change(subscription, after=now))
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        subscription.user_id,
        now=now,
        cause=f"due_{subscription.user_id}_{to_iso(subscription.due_at)}",
        payload=_begun(subscription, subscription.due_at, now=now),
        user_id=subscription.user_id,
    )
    try:
        deps.database.commit(Update(turned), Insert(job))
    except StaleRecordError:
        # Somebody paid in this very moment; the next hour sees what is due then.
        return 0
    except AlreadyRecordedError:
        return _only_turn(deps, turned)
    deps.nudge.send(job.id)
    return 1


def _begun(subscription: Subscription, due_at: datetime, *, now: datetime) -> dict[str, Any]:
    """Name the payment whose time begins: now it asks for its server, as a sale does at once."""
    period = current_period(subscription, now=now)
    if period is None or period.starts_at < due_at:
        return {}
    if is_grace(period):
        return {"payment_id": period.payment_id}
    check = if_parked(JobKind.CHECK_DELIVERY, period.payment_id)
    return {"payment_id": period.payment_id, **check}


def _only_turn(deps: AccessDeps, turned: Subscription) -> int:
    with contextlib.suppress(StaleRecordError):
        deps.database.commit(Update(turned))
    return 0


@dataclass(frozen=True, slots=True)
class _Catalogue:
    plans: Mapping[PlanId, Plan | None]
    libraries: tuple[Library, ...]

    def due(self, plan_id: PlanId, server_id: ServerId) -> tuple[frozenset[str], bool]:
        plan = self.plans.get(plan_id)
        own = tuple(each for each in self.libraries if each.server_id == server_id)
        if plan is None:
            return frozenset(), False
        return frozenset(each.id for each in shared_libraries(plan, own)), plan.allows_downloads


def _by_catalogue(deps: AccessDeps, *, now: datetime) -> int:
    """Enqueue whoever has other libraries than their plan has there now (B134, B135, B167).

    This compares records only: a library that moved to another group, a plan that changed, a
    right that ended without anybody noticing.
    """
    return sum(_insert(deps, job) for job in _drifts(deps, now=now))


def _drifts(deps: AccessDeps, *, now: datetime) -> Iterator[Job]:
    libraries, expiry = deps.catalog.all_libraries(), deps.settings.expiry()
    plans: dict[PlanId, Plan | None] = {plan.id: plan for plan in deps.catalog.plans()}
    for server in deps.catalog.servers():
        for shares in _pages(deps, server.id):
            ids = tuple(share.user_id for share in shares)
            users, subscriptions = deps.users.many(ids), deps.subscriptions.many(ids)
            for share in shares:
                user = users.get(share.user_id)
                if user is None:
                    continue
                subscription = subscriptions[share.user_id]
                follows = aftermath(subscription, user, expiry, now=now)
                job = _drift(deps, share, user, subscription, follows, plans, libraries, now=now)
                if job is not None:
                    yield job


def _pages(deps: AccessDeps, server_id: ServerId) -> Iterator[tuple[Share, ...]]:
    cursor = None
    while True:
        page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
        live = tuple(
            share
            for share in page.items
            if share.state in {ShareState.INVITED, ShareState.ACCEPTED}
        )
        if live:
            yield live
        cursor = page.next_cursor
        if cursor is None:
            return


def _drift(
    deps: AccessDeps,
    share: Share,
    user: User,
    subscription: Subscription,
    follows: Aftermath | None,
    plans: dict[PlanId, Plan | None],
    libraries: tuple[Library, ...],
    *,
    now: datetime,
) -> Job | None:
    stands = standing(subscription, is_permanent=user.is_permanent, now=now)
    period = current_period(subscription, now=now)
    due: tuple[frozenset[str], bool] = (frozenset(), False)
    if period is not None:
        if period.plan_id not in plans:
            plans[period.plan_id] = deps.catalog.plan(period.plan_id)
        due = _Catalogue(plans, libraries).due(period.plan_id, share.server_id)
    elif stands is Standing.PERMANENT:
        return None
    elif follows is not None and share.state is ShareState.ACCEPTED:
        own = tuple(each for each in libraries if each.server_id == share.server_id)
        due = frozenset(each.id for each in follows.keeps(own, now=now)), False
    if due == (frozenset(share.library_ids), share.allows_downloads):
        return None
    wanted = hashlib.sha256(repr((sorted(due[0]), due[1])).encode()).hexdigest()[:16]
    return new_job(
        JobKind.RECONCILE_ACCESS,
        share.user_id,
        now=now,
        cause=f"drift_{share.user_id}_{share.server_id}_{share.version}_{wanted}",
        user_id=share.user_id,
    )


def _insert(deps: AccessDeps, job: Job) -> int:
    try:
        deps.database.commit(Insert(job))
    except AlreadyRecordedError:
        return 0
    deps.nudge.send(job.id)
    return 1
