"""Keep recurring agreements as their gateways tell them: failing, cancelled, ended (X005)."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.payments.agreements import Agreement, AgreementStatus, GatewayAgreement
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.subscriptions.grace import with_grace, without_grace
from chalicelib.subscriptions.model import Subscription

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
    )
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
    subscription = _expected(before, after, now=now)
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
        job = new_job(
            JobKind.RECONCILE_ACCESS, after.user_id, now=now, cause=cause, user_id=after.user_id
        )
        writes += [Update(subscription), Insert(job)]
    if after.failed_at is not None and known.failed_at is None:
        writes += _told(deps, after, now=now)
    return tuple(writes)


def _expected(before: Subscription, after: Agreement, *, now: datetime) -> Subscription:
    """Return the subscription with the grace that the agreement's state allows."""
    if after.grace_until is not None:
        return with_grace(before, ref=after.ref, until=after.grace_until, now=now)
    return before if after.will_charge else without_grace(before, now=now)


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
        "renews_at": agreement.renews_at or "",
        "cancels_at": agreement.cancels_at or "",
        "grace_until": agreement.grace_until or "",
    }
