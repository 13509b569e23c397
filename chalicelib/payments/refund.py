"""Give money back through the gateway, and show before what that takes (B056)."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError, StaleRecordError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.browsing import find
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    Payment,
    PaymentKey,
)
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.rules.reversal import refunded
from chalicelib.payments.settle import book
from chalicelib.payments.settling import review
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.shift import span_of

_ALSO_READ = {GatewayName.PAYPAL: GatewayAccount.PAYPAL_SECONDARY}


@dataclass(frozen=True, slots=True)
class RefundPreview:
    """What a refund would take: `amount` of `left`, and the time of each part of the payment."""

    amount: Money
    left: Money
    parts: tuple["PartPreview", ...]


@dataclass(frozen=True, slots=True)
class PartPreview:
    """What a refund does to one payment of the transaction, in words and dates."""

    payment: Payment
    amount: Money
    text: str
    ends_at: datetime | None


def preview(deps: PaymentsDeps, *, payment_id: PaymentId, amount: Money | None) -> RefundPreview:
    """Return what giving back `amount` (all that is left, if None) would take by the rules now.

    Raises NotFoundError, InvalidError naming `amount`, ConflictError when nothing is left.
    """
    known = find.payment(deps, payment_id)
    parts = deps.store.parts(known)
    wanted = _checked(parts, amount)
    found = replace(_as_known(parts), refunded=_given_back(parts) + wanted)
    settings, now = deps.settings.payments(), deps.clock.now()
    shown = []
    for change in review.changes(parts, found):
        payment = change.counted
        user_id = payment.user_id
        held = deps.subscriptions.get(user_id) if user_id else Subscription(UserId(""))
        step = refunded(payment, held, total=change.refunded, settings=settings, now=now)
        span = span_of(step.subscription, payment.id)
        amount = change.newly_refunded if change.payer is None else change.payment.amount
        shown.append(PartPreview(change.payment, amount, step.text, span[1] if span else None))
    return RefundPreview(wanted, _left(parts), tuple(shown))


def refund(
    deps: PaymentsDeps,
    *,
    payment_id: PaymentId,
    amount: Money | None,
    version: int,
    actor: Actor,
) -> Payment:
    """Give back `amount` (all that is left, if None) at the gateway and book what it then says.

    A transaction in several parts is given back from all of them, as large a part of each. What
    was entered by hand is booked as given back by hand. `version` is the payment's as the
    administrator saw it, and names the refund at the gateway: the same one is never made twice.
    Raises NotFoundError, InvalidError naming `amount`, StaleRecordError when the payment changed
    meanwhile, ConflictError when nothing is left or it is disputed, RetryLaterError,
    ActionRequiredError.
    """
    known = find.fresh(deps, find.payment(deps, payment_id).key)
    if known.version != version:
        raise StaleRecordError(known)
    parts = deps.store.parts(known)
    if any(part.dispute is Dispute.OPEN for part in parts):
        raise ConflictError(
            "The payer disputes this payment.", remedy="Answer the dispute at the gateway instead."
        )
    wanted = _checked(parts, amount)
    if known.key.gateway is GatewayName.MANUAL:
        total = _given_back(parts) + wanted
        _book(deps, replace(_as_known(parts), refunded=total), actor)
    else:
        _at_gateway(deps, known, parts, wanted, actor)
    return find.fresh(deps, known.key)


def _at_gateway(
    deps: PaymentsDeps, known: Payment, parts: tuple[Payment, ...], wanted: Money, actor: Actor
) -> None:
    source, truth = _where_it_is(deps, known.key)
    # What the books missed may be this very refund, made by a try that died.
    if truth is not None and review.changes(parts, truth):
        _book(deps, truth, actor)
        raise StaleRecordError(known)
    reference = f"{known.id}_{known.version}"
    found = source.refund(known.key.external_id, amount=wanted, reference=reference)
    _book(deps, found, actor)


def _where_it_is(deps: PaymentsDeps, key: PaymentKey) -> tuple[Gateway, GatewayPayment | None]:
    """Return the account that has the transaction, and what it tells of it.

    Money may have come to the account that is only read. When none shows it, it is the one that
    sells which says why.
    """
    sells = deps.gateways.get(key.gateway)
    if sells is None:
        raise InvalidError.of(
            "payment_id",
            "There is no such gateway here any more.",
            "Give the money back at the gateway.",
        )
    truth = sells.read_payment(key.external_id)
    also = _ALSO_READ.get(key.gateway)
    if truth is None and also is not None and deps.settings.paypal(also).enabled:
        only_read = deps.accounts[also]
        truth = only_read.read_payment(key.external_id)
        if truth is not None:
            return only_read, truth
    return sells, truth


def _book(deps: PaymentsDeps, found: GatewayPayment, actor: Actor) -> None:
    book(deps, found=found, actor=actor)


def _checked(parts: tuple[Payment, ...], amount: Money | None) -> Money:
    left = _left(parts)
    if left.minor <= 0:
        raise ConflictError("All of this payment was given back.", remedy="Reload the page.")
    if amount is None:
        return left
    if amount.currency != left.currency:
        raise InvalidError.of("amount", f"It was paid in {left.currency}.", "Use that currency.")
    if not 0 < amount.minor <= left.minor:
        raise InvalidError.of(
            "amount", f"{left} is left of it.", f"Give back more than nothing, at most {left}."
        )
    return amount


def _left(parts: tuple[Payment, ...]) -> Money:
    return sum((part.left for part in parts[1:]), parts[0].left)


def _given_back(parts: tuple[Payment, ...]) -> Money:
    return sum((part.amount - part.left for part in parts[1:]), parts[0].amount - parts[0].left)


def _as_known(parts: tuple[Payment, ...]) -> GatewayPayment:
    """Return the transaction as the books have it."""
    first = parts[0]
    return GatewayPayment(
        key=replace(first.key, sequence=1),
        status=GatewayStatus.PAID,
        amount=sum((part.amount for part in parts[1:]), first.amount),
        paid_at=first.paid_at,
        refunded=_given_back(parts),
        dispute=first.dispute,
    )
