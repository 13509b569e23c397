"""Keep recurring agreements as their gateways tell them: failing, cancelled, ended (X005)."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.credit import came_back
from chalicelib.payments.rules.agreements import (
    Agreement,
    AgreementStatus,
    GatewayAgreement,
    without_credit,
)
from chalicelib.payments.rules.change import running
from chalicelib.subscriptions.grace import (
    grace_of,
    last_paid,
    ref_of,
    with_grace,
    with_grace_of,
    without_grace,
)
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.switch import switched

log = logging.getLogger(__name__)

MOST_TRIES = 8


def follow(deps: PaymentsDeps, *, found: GatewayAgreement, actor: Actor) -> Agreement | None:
    """Bring our record of an agreement in line with its gateway; None if nobody ever paid it.

    A renewal that fails gives the customer the site's days of grace, counted from the first
    failure, and one mail with a link to where the payment method is changed. Idempotent. Raises
    RetryLaterError when others keep changing it.
    """
    for _ in range(MOST_TRIES):
        known = deps.store.agreement(found.gateway, found.ref)
        if known is None:
            return None
        after = _brought_up(known, found, grace_days=_grace_days(deps, known, found))
        after = replace(after, plan_id=_plan_id(deps, known, found))
        writes = _writes(deps, known, after, actor=actor)
        if not writes:
            return known
        try:
            deps.database.commit(*writes)
        except (AlreadyRecordedError, StaleRecordError):
            continue
        deps.nudge.send(*(each.record.id for each in writes if isinstance(each.record, Job)))
        log.info("agreement.followed", extra={"ref": found.ref, "status": after.status})
        return replace(after, version=known.version + 1)
    raise RetryLaterError("The agreement is being changed by others.", after_seconds=5)


def _plan_id(deps: PaymentsDeps, known: Agreement, found: GatewayAgreement) -> PlanId:
    """Return the plan of what the gateway charges; read only when that became something else.

    A price that belongs to no plan changes nothing: it may be a plan's at a reduced price.
    """
    if found.offer_ref in {"", known.offer_ref}:
        return known.plan_id
    plans = deps.catalog.plans()
    if any(
        each.id == known.plan_id and each.offers.get(found.gateway) == found.offer_ref
        for each in plans
    ):
        return known.plan_id
    fits = [each.id for each in plans if each.offers.get(found.gateway) == found.offer_ref]
    return fits[0] if len(fits) == 1 else known.plan_id


def _grace_days(deps: PaymentsDeps, known: Agreement, found: GatewayAgreement) -> int:
    """Return the days of grace; read only when a renewal failed just now."""
    has_just_failed = found.status is AgreementStatus.FAILING and known.failed_at is None
    return deps.settings.payments().grace_days if has_just_failed else 0


def _brought_up(known: Agreement, found: GatewayAgreement, *, grace_days: int) -> Agreement:
    after = replace(
        known,
        status=found.status,
        renews_at=found.renews_at,
        cancels_at=found.cancels_at,
        price=found.price or known.price,
        offer_ref=found.offer_ref or known.offer_ref,
    )
    if found.status is AgreementStatus.ENDED:
        after = without_credit(after)
    if found.status is not AgreementStatus.FAILING:
        return replace(after, failed_at=None, grace_until=None)
    if known.failed_at is not None:
        return after
    failed_at = found.failed_at or known.renews_at or known.started_at
    return replace(after, failed_at=failed_at, grace_until=failed_at + timedelta(days=grace_days))


def _writes(
    deps: PaymentsDeps, known: Agreement, after: Agreement, *, actor: Actor
) -> tuple[Write, ...]:
    if after == known:
        return ()
    now = deps.clock.now()
    before = deps.subscriptions.get(known.user_id)
    has_other_plan = after.plan_id != known.plan_id
    ids = _paid_by(deps, before, after, now=now) if has_other_plan else ()
    moved = switched(before, payment_ids=ids, plan_id=after.plan_id, now=now) if ids else before
    subscription = _expected(moved, after, now=now)
    writes: list[Write] = [
        Update(after),
        Insert(
            note(
                actor,
                f"agreement.{after.status}",
                after.ref,
                now=now,
                user_id=after.user_id,
                before=_facts(known),
                after=_facts(after),
            )
        ),
    ]
    if subscription != before:
        cause = f"agreement_{after.ref}_{known.version}"
        # A plan that changed asks for its server, as a sale does.
        payload = {"payment_id": ids[0]} if ids else {}
        job = new_job(
            JobKind.RECONCILE_ACCESS,
            after.user_id,
            now=now,
            cause=cause,
            payload=payload,
            user_id=after.user_id,
        )
        writes += [Update(subscription), Insert(job)]
        writes += _for_subs(deps, subscription, cause=cause, now=now)
    if known.credit_ahead is not None and after.credit_ahead is None:
        balance = deps.store.credit(known.credit_owner or known.user_id)
        writes += came_back(balance, known, known.credit_ahead, actor=actor, now=now)
    if after.failed_at is not None and known.failed_at is None:
        writes += _told(deps, after, now=now)
    return tuple(writes)


def _paid_by(
    deps: PaymentsDeps, subscription: Subscription, agreement: Agreement, *, now: datetime
) -> tuple[PaymentId, ...]:
    """Return the payments of the agreement whose time goes on after now, and its grace."""
    paid = [deps.store.payment_by_id(each) for each in running(subscription, now=now)]
    ids = (each.id for each in paid if each and each.subscription_ref == agreement.ref)
    grace = grace_of(subscription)
    is_ours = grace is not None and ref_of(grace) == agreement.ref
    return (*ids, *((grace.payment_id,) if grace is not None and is_ours else ()))


def _expected(before: Subscription, after: Agreement, *, now: datetime) -> Subscription:
    """Return the subscription with the grace that the agreement's state allows.

    Grace that another agreement waits with is not this one's to take.
    """
    grace = grace_of(before)
    is_others = grace is not None and ref_of(grace) != after.ref
    if after.grace_until is not None:
        is_enough = grace is not None and is_others and grace.ends_at >= after.grace_until
        until = after.grace_until
        return before if is_enough else with_grace(before, ref=after.ref, until=until, now=now)
    return before if after.will_charge or is_others else without_grace(before, now=now)


def _for_subs(
    deps: PaymentsDeps, master: Subscription, *, cause: str, now: datetime
) -> list[Write]:
    """Return what gives, or takes from, linked users the master's grace; reads if it is theirs."""
    last = last_paid(master)
    paid = deps.store.payment_by_id(last.payment_id) if last else None
    if paid is None or paid.master_id is None:
        return []
    subs = [each.user_id for each in deps.store.parts(paid) if each.comes_along]
    found = deps.subscriptions.many(tuple(each for each in subs if each))
    writes: list[Write] = []
    for user_id, before in found.items():
        held = without_grace(before, now=now)
        theirs = last_paid(held)
        is_shared = theirs is not None and theirs.by_master
        shared = with_grace_of(held, master, now=now) if is_shared else before
        if shared != before:
            job = new_job(
                JobKind.RECONCILE_ACCESS,
                user_id,
                now=now,
                cause=f"{cause}_{user_id}",
                user_id=user_id,
            )
            writes += [Update(shared), Insert(job)]
    return writes


def _told(deps: PaymentsDeps, after: Agreement, *, now: datetime) -> list[Write]:
    user = deps.users.get(after.user_id)
    plan = deps.catalog.plan(after.plan_id)
    if user is None or not user.email or after.failed_at is None:
        return []
    facts = {
        "name": user.name,
        "plan": plan.name if plan else "your plan",
        "amount": str(after.price) if after.price else "",
        "grace_until": to_iso(after.grace_until) if after.grace_until else "",
        "url": f"{deps.site_url}/account",
    }
    message = Message(Event.RENEWAL_FAILED, user.email, facts)
    cause = f"failed_{after.ref}_{to_iso(after.failed_at)}"
    return [Insert(mail_job(message, cause=cause, now=now, user_id=UserId(user.id)))]


def _facts(agreement: Agreement) -> dict[str, object]:
    return {
        "status": agreement.status,
        "plan": agreement.plan_id,
        "renews_at": agreement.renews_at or "",
        "cancels_at": agreement.cancels_at or "",
        "grace_until": agreement.grace_until or "",
    }
