"""Compare payments in the books with their gateway (pure): refunds and disputes (B056, X006)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, VersionedRecord, Write
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, LedgerKind, entry, time_change
from chalicelib.payments.model import Dispute, GatewayPayment, Payment, PaymentStatus
from chalicelib.payments.renewing.credit import credit_line
from chalicelib.payments.rules import reversal
from chalicelib.payments.rules.reversal import Reversal, dated
from chalicelib.payments.writing.outcome import Booking, Outcome, cause_of, facts_of
from chalicelib.settings.model import PaymentSettings
from chalicelib.subscriptions.lifecycle import paid_until
from chalicelib.subscriptions.model import Subscription

_STEPS = (Dispute.NONE, Dispute.OPEN, Dispute.WON, Dispute.LOST)


@dataclass(frozen=True, slots=True)
class Change:
    """What the gateway says of one payment of a transaction: given back in all, and disputed.

    `payer` is the payment with whose money a linked user's part came along.
    """

    payment: Payment
    refunded: Money
    dispute: Dispute
    payer: Payment | None = None

    @property
    def counted(self) -> Payment:
        """Return the payment with the money by which its time goes: its own, or the payer's."""
        if self.payer is None:
            return self.payment
        return replace(self.payment, amount=self.payer.amount, refunded=self.payer.refunded)

    @property
    def cause(self) -> str:
        """Return what names the job that the change causes."""
        if self.payer is None:
            return cause_of(self.payment)
        return f"{cause_of(self.payer)}_{self.payment.user_id}"

    @property
    def newly_refunded(self) -> Money:
        """Return what was given back since the books were last brought up to date."""
        return self.refunded - _known(self.counted)

    @property
    def has_refund(self) -> bool:
        """Tell whether more or less was given back than the books say."""
        return self.newly_refunded.minor != 0

    @property
    def has_dispute(self) -> bool:
        """Tell whether a dispute began or ended."""
        return self.dispute is not self.payment.dispute


@dataclass(frozen=True, slots=True)
class Standing:
    """What the users of a transaction's payments have, before it is reviewed."""

    subscriptions: Mapping[UserId, Subscription]
    balances: Mapping[UserId, CreditBalance]


def changes(parts: tuple[Payment, ...], found: GatewayPayment) -> tuple[Change, ...]:
    """Return what differs from the books; what was given back is shared out among the parts.

    The shares are whole minor units, sum exactly, and are never more than what is left of a part.
    Parts that came along with a master's payment share its fate (B116).
    """
    news = found.refunded.minor - sum(_known(part).minor for part in parts)
    if found.may_lag:
        news = max(news, 0)
    # What is given back comes from what is left; a refund that failed, from what was given back.
    weights = [part.left.minor if news > 0 else _known(part).minor for part in parts]
    whole, seen, passed = sum(weights), [], 0
    for part, weight in zip(parts, weights, strict=True):
        share = _upto(news, passed + weight, whole) - _upto(news, passed, whole)
        passed += weight
        total = _known(part) + Money(share, found.refunded.currency)
        seen.append(Change(part, total, _dispute(part, found)))
    shared = [_along(each, seen[0]) for each in seen]
    return tuple(each for each in shared if each.has_refund or each.has_dispute)


def reviewed(
    found: tuple[Change, ...],
    standing: Standing,
    *,
    settings: PaymentSettings,
    actor: Actor,
    now: datetime,
) -> Booking:
    """Book what changed: the payments, their periods by the operator's policy, ledger and audit.

    There is at least one change. Nothing else about a recorded payment changes from outside.
    """
    writes: list[Write] = []
    payments: list[Payment] = []
    latest, balances = dict(standing.subscriptions), dict(standing.balances)
    for change in found:
        user_id = change.payment.user_id
        before = latest.get(user_id) if user_id else None
        outcome = _reversed(change, before, settings=settings, now=now)
        payment = _moved(change, outcome)
        payments.append(payment)
        writes += _writes(change, payment, before, outcome, actor=actor, now=now)
        if user_id and before is not None:
            latest[user_id] = outcome.subscription
        if user_id and outcome.credit:
            balances[user_id] = balances[user_id].plus(outcome.credit)
            told = credit_line(
                payment, user_id, outcome.credit, why=outcome.text, actor=actor, now=now
            )
            writes.append(Insert(told))
    # Parts of one person may have moved one another.
    payments = [
        dated(each, latest[each.user_id]) if each.user_id in latest else each for each in payments
    ]
    writes += map(Update, payments)
    writes += _changed(latest, standing.subscriptions)
    writes += _changed(balances, standing.balances)
    alarming = next((each for each in payments if each.attention), None)
    alarm = f"{cause_of(alarming)}_reviewed" if alarming else ""
    return Booking(Outcome.REFUNDED, alarming or payments[0], tuple(writes), alarm=alarm)


def _changed(
    after: Mapping[UserId, VersionedRecord], before: Mapping[UserId, VersionedRecord]
) -> list[Write]:
    return [Update(after[key]) for key in sorted(after) if after[key] != before[key]]


def _along(change: Change, first: Change) -> Change:
    if not change.payment.comes_along:
        return change
    return replace(change, refunded=first.refunded, payer=first.payment)


def _dispute(part: Payment, found: GatewayPayment) -> Dispute:
    """Return how a dispute stands; a list that is late takes it no step back."""
    is_step_back = _STEPS.index(found.dispute) <= _STEPS.index(part.dispute)
    return part.dispute if found.may_lag and is_step_back else found.dispute


def _known(payment: Payment) -> Money:
    return payment.refunded or Money.zero(payment.amount.currency)


def _upto(news: int, weight: int, whole: int) -> int:
    """Return how much of the news falls on the parts up to that sum of weights."""
    sign = 1 if news > 0 else -1
    return sign * (abs(news) * weight // whole) if whole else 0


def _reversed(
    change: Change, before: Subscription | None, *, settings: PaymentSettings, now: datetime
) -> Reversal:
    payment = change.counted
    held = before or Subscription(payment.user_id or UserId(""))
    texts, credit = [], None
    if change.has_refund:
        step = reversal.refunded(payment, held, total=change.refunded, settings=settings, now=now)
        payment, held, credit = step.payment, step.subscription, step.credit
        texts.append(step.text)
    if change.has_dispute:
        step = reversal.disputed(payment, held, dispute=change.dispute, settings=settings, now=now)
        payment, held = step.payment, step.subscription
        texts.append(step.text)
    return Reversal(payment, held, " ".join(texts), credit)


def _moved(change: Change, outcome: Reversal) -> Payment:
    """Return the payment in its new status; a dismissed one stays out of everybody's sight."""
    payment = outcome.payment
    if payment.status is PaymentStatus.DISMISSED:
        return payment
    is_whole = change.refunded.minor >= payment.amount.minor > 0
    if is_whole and payment.status is not PaymentStatus.REFUNDED:
        payment = payment.move(PaymentStatus.REFUNDED)
    if not is_whole and payment.status is PaymentStatus.REFUNDED:
        back = PaymentStatus.SETTLED if payment.user_id else PaymentStatus.UNMATCHED
        payment = payment.move(back)
    if change.payer is not None:
        own = change.payment
        return replace(payment, amount=own.amount, refunded=own.refunded, attention="")
    if payment.status in {PaymentStatus.UNMATCHED, PaymentStatus.HELD}:
        # Why it waits stays the first thing to know.
        return replace(payment, attention=f"{payment.attention} {outcome.text}".strip())
    return replace(payment, attention=outcome.text)


def _writes(
    change: Change,
    payment: Payment,
    before: Subscription | None,
    outcome: Reversal,
    *,
    actor: Actor,
    now: datetime,
) -> list[Write]:
    lines = _lines(change, payment, before, outcome, actor=actor, now=now)
    writes: list[Write] = [Insert(line) for line in lines]
    action = f"payment.dispute_{change.dispute}" if change.has_dispute else "payment.refunded"
    audit = note(
        actor,
        action,
        payment.id,
        now=now,
        user_id=payment.user_id,
        why=outcome.text,
        before={"paid_until": _until(before, now)},
        after={"paid_until": _until(outcome.subscription, now), **facts_of(payment)},
    )
    writes.append(Insert(audit))
    if payment.user_id and before is not None and outcome.subscription != before:
        job = new_job(
            JobKind.RECONCILE_ACCESS,
            payment.user_id,
            now=now,
            cause=change.cause,
            user_id=payment.user_id,
        )
        writes.append(Insert(job))
    return writes


def _lines(
    change: Change,
    payment: Payment,
    before: Subscription | None,
    outcome: Reversal,
    *,
    actor: Actor,
    now: datetime,
) -> list[LedgerEntry]:
    """Return the ledger's lines; the time that changed stands in the first of them."""
    seconds = time_change(before, outcome.subscription) if before else 0
    was, known = change.payment.dispute, _known(change.payment)
    if change.payer is not None:
        # The money stands with the payer's part.
        kind = LedgerKind.DISPUTE if change.has_dispute else LedgerKind.REFUND
        line = entry(
            kind, at=now, actor=actor.name, why=outcome.text, payment=payment, seconds=seconds
        )
        return [line]
    moved: list[tuple[LedgerKind, Money]] = []
    if change.has_refund:
        money = _kept(payment, change.refunded, was) - _kept(payment, known, was)
        moved.append((LedgerKind.REFUND, money))
    if change.has_dispute:
        is_back = change.dispute not in {Dispute.OPEN, Dispute.LOST}
        kind = LedgerKind.DISPUTE_WON if is_back else LedgerKind.DISPUTE
        after, until = change.dispute, change.refunded
        moved.append((kind, _kept(payment, until, after) - _kept(payment, until, was)))
    return [
        entry(
            kind,
            at=now,
            actor=actor.name,
            why=outcome.text,
            payment=payment,
            money=money,
            seconds=0 if number else seconds,
        )
        for number, (kind, money) in enumerate(moved)
    ]


def _kept(payment: Payment, refunded: Money, dispute: Dispute) -> Money:
    """Return what the operator has of the payment: nothing while a dispute keeps it away."""
    if dispute in {Dispute.OPEN, Dispute.LOST}:
        return Money.zero(payment.amount.currency)
    return payment.amount - refunded


def _until(subscription: Subscription | None, now: datetime) -> object:
    return (paid_until(subscription, now=now) or "") if subscription else ""
