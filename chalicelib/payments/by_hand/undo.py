"""Undo what was decided about a payment: take it back, move it, dismiss it (X008, B057)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ConflictError, IllegalMoveError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.payments.browsing import find
from chalicelib.payments.ledger import LedgerKind, entry, time_change
from chalicelib.payments.model import GatewayName, Payment, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.credit import credited
from chalicelib.payments.rules import marks
from chalicelib.payments.settle import commit_anew
from chalicelib.payments.settling import bonuses, promises
from chalicelib.payments.settling.dates import moved_along
from chalicelib.payments.writing.outcome import Booking, Outcome, cause_of, facts_of
from chalicelib.subscriptions.lifecycle import paid_until
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.shift import without


def unassign(deps: PaymentsDeps, *, payment_id: PaymentId, actor: Actor, why: str) -> Payment:
    """Take a settled payment back from its user: the time it bought goes, later time moves up.

    It is unmatched again and can be given to somebody else. What was paid for a master's group is
    taken back from all of it, whichever part is named (B116). Raises NotFoundError, InvalidError
    without a reason, ConflictError for a payment that was entered by hand or changed plans.
    """
    named = find.payment(deps, payment_id)
    known = find.payer(deps, named) if named.comes_along else named
    reason = find.reason(why)

    def decide() -> Booking:
        payment = find.fresh(deps, known.key)
        if payment.status is PaymentStatus.UNMATCHED:
            return Booking(Outcome.KNOWN, payment)
        return _taken_back(deps, payment, actor=actor, why=reason)

    return commit_anew(deps, decide, subject=str(known.key)).payment or known


def dismiss(deps: PaymentsDeps, *, payment_id: PaymentId, actor: Actor, why: str) -> Payment:
    """Put aside for good an unmatched payment that has nothing to do with the business (B057).

    Doing it twice is success. Raises NotFoundError, InvalidError without a reason,
    IllegalMoveError for a payment that belongs to somebody.
    """
    return _restated(
        deps, payment_id, PaymentStatus.DISMISSED, action="payment.dismissed", actor=actor, why=why
    )


def bring_back(deps: PaymentsDeps, *, payment_id: PaymentId, actor: Actor, why: str) -> Payment:
    """Undo a dismissal; the payment is unmatched again (refunded, if its money went back since).

    Raises as `dismiss` does.
    """
    return _restated(
        deps,
        payment_id,
        PaymentStatus.UNMATCHED,
        action="payment.brought_back",
        actor=actor,
        why=why,
    )


def _restated(
    deps: PaymentsDeps,
    payment_id: PaymentId,
    status: PaymentStatus,
    *,
    action: str,
    actor: Actor,
    why: str,
) -> Payment:
    known = find.payment(deps, payment_id)
    reason = find.reason(why)

    def decide() -> Booking:
        payment = find.fresh(deps, known.key)
        if payment.status is status:
            return Booking(Outcome.KNOWN, payment)
        moved = _moved(payment, status, reason)
        audit = note(
            actor,
            action,
            payment.id,
            now=deps.clock.now(),
            why=reason,
            before=facts_of(payment),
            after=facts_of(moved),
        )
        freed = promises.freed(
            payment,
            moved,
            catalog=deps.catalog,
            store=deps.store,
            actor=actor,
            now=deps.clock.now(),
        )
        return Booking(Outcome.KNOWN, moved, (Update(moved), Insert(audit), *freed))

    return commit_anew(deps, decide, subject=str(known.key)).payment or known


def _moved(payment: Payment, status: PaymentStatus, reason: str) -> Payment:
    """Return the payment dismissed or brought back; what was given back stays given back."""
    if status is PaymentStatus.DISMISSED:
        return replace(payment.move(status), attention="")
    if payment.status is not PaymentStatus.DISMISSED:
        raise IllegalMoveError(f"A {payment.status} payment was not dismissed.")
    is_gone = payment.amount.minor > 0 and payment.left.minor <= 0
    back = PaymentStatus.REFUNDED if is_gone else status
    return replace(payment.move(back), attention=reason)


def _taken_back(deps: PaymentsDeps, payment: Payment, *, actor: Actor, why: str) -> Booking:
    if payment.user_id is None:
        raise ConflictError("This payment belongs to nobody.", remedy="Reload the page.")
    if payment.key.gateway is GatewayName.MANUAL:
        raise ConflictError(
            "What was entered by hand has no other owner.",
            remedy="Enter a payment for the other person instead.",
        )
    if payment.credit is not None:
        raise ConflictError(
            "A change of plans moved money between this payment and another.",
            remedy="Correct the person's time with a payment by hand instead.",
        )
    now, user_id = deps.clock.now(), payment.user_id
    before = deps.subscriptions.get(user_id)
    after = without(before, payment_id=payment.id, now=now)
    moved = replace(
        payment.move(PaymentStatus.UNMATCHED),
        user_id=None,
        plan_id=None,
        starts_at=None,
        ends_at=None,
        bought_seconds=0,
        held_seconds=0,
        kept_as_credit=None,
        parts=1 if payment.master_id else payment.parts,
        master_id=None,
        undelivered=None,
        referrer_id=None,
        attention=why,
        candidates=(user_id,),
    )
    lost = time_change(before, after)
    line = entry(
        LedgerKind.MOVED,
        at=now,
        actor=actor.name,
        why=why,
        payment=payment,
        seconds=lost,
    )
    audit = note(
        actor,
        "payment.unassigned",
        payment.id,
        now=now,
        user_id=user_id,
        why=why,
        before={"paid_until": paid_until(before, now=now) or "", **facts_of(payment)},
        after={"paid_until": paid_until(after, now=now) or "", **facts_of(moved)},
    )
    job = new_job(
        JobKind.RECONCILE_ACCESS, user_id, now=now, cause=cause_of(payment), user_id=user_id
    )
    writes: list[Write] = [
        Update(moved),
        *([Update(after)] if after != before else []),
        *(Delete(mark) for mark in marks.of_payment(payment)),
        *(Delete(mark) for mark in marks.learned_from(payment, user_id)),
        *_without_credit(deps, payment, user_id, actor=actor, why=why),
        *bonuses.released_from(deps, payment, actor=actor, why=why),
        Insert(line),
        Insert(audit),
        Insert(job),
    ]
    befores = {user_id: before}
    for part in deps.store.parts(payment) if payment.master_id else ():
        if part.comes_along and part.user_id is not None:
            befores[part.user_id] = deps.subscriptions.get(part.user_id)
            cause = f"{cause_of(payment)}_{part.user_id}"
            paid = befores[part.user_id]
            writes += _gone_along(part, paid, cause=cause, actor=actor, why=why, now=now)
    dates = moved_along(deps, writes, before=befores)
    return Booking(Outcome.KNOWN, moved, tuple(writes), dates=dates)


def _gone_along(
    part: Payment,
    before: Subscription,
    *,
    cause: str,
    actor: Actor,
    why: str,
    now: datetime,
) -> list[Write]:
    """Return the writes that take a linked user's part away with the master's payment."""
    user_id = before.user_id
    after = without(before, payment_id=part.id, now=now)
    line = entry(
        LedgerKind.MOVED,
        at=now,
        actor=actor.name,
        why=why,
        payment=part,
        seconds=time_change(before, after),
    )
    audit = note(
        actor,
        "payment.unassigned",
        part.id,
        now=now,
        user_id=user_id,
        why=f"It came along with a master's payment. {why}",
        before={"paid_until": paid_until(before, now=now) or "", **facts_of(part)},
        after={"paid_until": paid_until(after, now=now) or ""},
    )
    job = new_job(JobKind.RECONCILE_ACCESS, user_id, now=now, cause=cause, user_id=user_id)
    kept = [Update(after)] if after != before else []
    return [Delete(part), *kept, Insert(line), Insert(audit), Insert(job)]


def _without_credit(
    deps: PaymentsDeps, payment: Payment, user_id: UserId, *, actor: Actor, why: str
) -> tuple[Write, ...]:
    """Return the writes that take back what the payment left as its user's store credit."""
    kept, whole = payment.kept_as_credit, payment.amount.minor
    if kept is None or not whole:
        return ()
    # A part of it went already with a part of the money.
    gone = kept.minor * (payment.refunded.minor if payment.refunded else 0) // whole
    rest = Money(gone - kept.minor, kept.currency)
    if not rest.minor:
        return ()
    balance = deps.store.credit(user_id)
    return credited(balance, payment, rest, why=why, actor=actor, now=deps.clock.now())
