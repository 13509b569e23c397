"""Manage recurring agreements: cancel, resume, change how they are paid."""

import logging
from dataclasses import dataclass

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ActionRequiredError, ConflictError, NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import PaymentsDeps, RecurringGateway
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.rules.agreements import Agreement, AgreementStatus, GatewayAgreement

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, for the audit log; with an `owner` it must be their own agreement."""

    actor: Actor
    owner: UserId | None = None


def held_by(deps: PaymentsDeps, *, gateway: str, ref: str, asker: Asker) -> Agreement:
    """Return an agreement; raises NotFoundError for one that is unknown or somebody else's."""
    known = None
    if gateway in set(GatewayName):
        known = deps.store.agreement(GatewayName(gateway), ref)
    if known is None or (asker.owner is not None and known.user_id != asker.owner):
        raise NotFoundError("There is no such subscription.", remedy="Reload the page.")
    return known


def cancel(
    deps: PaymentsDeps, *, gateway: str, ref: str, at_period_end: bool, asker: Asker
) -> Agreement:
    """Let an agreement never charge again, and return it as it then stands.

    With `at_period_end` it can be resumed until then, where the gateway knows of that. What was
    paid stays paid. Idempotent. Raises NotFoundError, RetryLaterError when the gateway does not
    answer, ActionRequiredError when it refuses our key.
    """
    known = held_by(deps, gateway=gateway, ref=ref, asker=asker)
    if known.status is AgreementStatus.ENDED or (at_period_end and known.cancels_at):
        return known
    source = _source(deps, known.gateway)
    found = source.cancel_agreement(ref, at_period_end=at_period_end)
    return _kept(deps, known, found, action="agreement.canceled", asker=asker)


def resume(deps: PaymentsDeps, *, gateway: str, ref: str, asker: Asker) -> Agreement:
    """Take back a cancellation at the end of the period, and return the agreement.

    Idempotent. Raises NotFoundError, ConflictError when it has ended, RetryLaterError and
    ActionRequiredError as `cancel` does.
    """
    known = held_by(deps, gateway=gateway, ref=ref, asker=asker)
    if known.status is AgreementStatus.ENDED:
        raise ConflictError(
            "This subscription has ended.", remedy="Subscribe again with a new payment."
        )
    if known.cancels_at is None:
        return known
    found = _source(deps, known.gateway).resume_agreement(ref)
    return _kept(deps, known, found, action="agreement.resumed", asker=asker)


def manage_url(
    deps: PaymentsDeps, *, gateway: str, ref: str, return_url: str, asker: Asker
) -> str:
    """Return the gateway's page on which the customer changes how it is paid.

    Raises NotFoundError, ConflictError when there is no such page (any more), and
    RetryLaterError and ActionRequiredError as `cancel` does.
    """
    known = held_by(deps, gateway=gateway, ref=ref, asker=asker)
    url = ""
    if known.status is not AgreementStatus.ENDED:
        url = _source(deps, known.gateway).manage_url(ref, return_url=return_url)
    if not url:
        raise ConflictError(
            "The payment method of this subscription cannot be changed here.",
            remedy="Cancel it and subscribe again with another payment method.",
        )
    return url


def _source(deps: PaymentsDeps, gateway: GatewayName) -> RecurringGateway:
    source = deps.recurring.get(gateway)
    if source is None:
        raise ActionRequiredError(
            f"{gateway} is not connected as a payment service that charges again and again.",
            remedy="Look the subscription up at the payment service itself.",
        )
    return source


def _kept(
    deps: PaymentsDeps, known: Agreement, found: GatewayAgreement, *, action: str, asker: Asker
) -> Agreement:
    """Bring our record in line with what the gateway says now, and note who wanted it."""
    after = follow(deps, found=found, actor=asker.actor) or known
    entry = note(
        asker.actor,
        action,
        known.ref,
        now=deps.clock.now(),
        user_id=known.user_id,
        after={"gateway": known.gateway, "cancels_at": after.cancels_at or ""},
    )
    deps.database.commit(Insert(entry))
    log.info("agreement.managed", extra={"ref": known.ref, "action": action})
    return after
