"""Take in webhooks: verify, fetch the truth, settle."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AlreadyRecordedError, NotFoundError, RetryLaterError
from chalicelib.kernel.limits import LONGEST_BODY_BYTES
from chalicelib.kernel.records import Insert, Put
from chalicelib.payments.model import GatewayEvent, GatewayName, GatewayPayment
from chalicelib.payments.ports import Gateway, Hint, PaymentsDeps, RefusedWebhookError
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.settle import book
from chalicelib.payments.writing.outcome import Outcome

log = logging.getLogger(__name__)

IGNORED = "ignored"
FOLLOWED = "followed"
NOT_THERE_YET = "not_there_yet"


def receive(
    deps: PaymentsDeps, *, gateway: GatewayName, body: bytes, headers: Mapping[str, str]
) -> str:
    """Handle one webhook and return what came of it, in one word.

    `headers` has lower-case names. What the webhook says is a hint: the payment is read from the
    gateway. Idempotent, in any order. Raises NotFoundError for a gateway we do not have,
    RefusedWebhookError for one that proves nothing (counted, nothing else happens), and
    RetryLaterError when the gateway should deliver again.
    """
    now = deps.clock.now()
    source = deps.gateways.get(gateway)
    if source is None:
        raise NotFoundError("There is no such payment service here.")
    try:
        hint = _verified(source, body=body, headers=headers, deps=deps)
    except RefusedWebhookError as error:
        deps.counter.add(f"webhook.refused.{gateway}", now=now)
        log.warning("webhook.refused", extra={"gateway": gateway, "why": error.message})
        raise
    event = GatewayEvent(
        gateway=gateway,
        event_id=hint.event_id,
        kind=hint.kind,
        received_at=now,
        outcome=IGNORED,
        subject=hint.subject,
    )
    if not event.subject:
        return _log(deps, event, IGNORED)
    found = _fetch(source, hint)
    if found is None and hint.external_id:
        _log(deps, event, NOT_THERE_YET)
        raise RetryLaterError(
            "The payment service does not show this payment yet.", after_seconds=30
        )
    outcome = _book(deps, event, found) if found is not None else str(Outcome.NOTHING)
    followed = _follow(deps, event, hint)
    if found is not None:
        return outcome
    return _log(deps, event, FOLLOWED if followed else outcome)


def _verified(
    source: Gateway, *, body: bytes, headers: Mapping[str, str], deps: PaymentsDeps
) -> Hint:
    if len(body) > LONGEST_BODY_BYTES:
        raise RefusedWebhookError(f"The body is longer than {LONGEST_BODY_BYTES} bytes.")
    return source.verify_webhook(body=body, headers=headers, now=deps.clock.now())


def _fetch(source: Gateway, hint: Hint) -> GatewayPayment | None:
    if hint.external_id:
        return source.read_payment(hint.external_id)
    return source.read_checkout(hint.checkout_id).payment if hint.checkout_id else None


def _follow(deps: PaymentsDeps, event: GatewayEvent, hint: Hint) -> bool:
    """Bring the recurring agreement that the event names up to date; tell whether it is ours."""
    source = deps.recurring.get(event.gateway) if hint.agreement_ref else None
    found = source.read_agreement(hint.agreement_ref) if source else None
    if found is None:
        return False
    actor = Actor(f"gateway:{event.gateway}")
    return follow(deps, found=found, actor=actor) is not None


def _book(deps: PaymentsDeps, event: GatewayEvent, found: GatewayPayment) -> str:
    # The outcome is part of the event's row, which travels in the payment's own commit.
    decided = book(
        deps,
        found=found,
        actor=Actor(f"gateway:{event.gateway}"),
        also=lambda outcome: (Put(replace(event, outcome=outcome)),),
    )
    if decided.writes:
        return decided.outcome
    return _log(deps, event, decided.outcome)


def _log(deps: PaymentsDeps, event: GatewayEvent, outcome: str) -> str:
    """Keep the event unless an earlier delivery of it was kept; return the outcome."""
    try:
        deps.database.commit(Insert(replace(event, outcome=outcome)))
    except AlreadyRecordedError:
        log.info("webhook.repeated", extra={"gateway": event.gateway, "event": event.event_id})
    return outcome
