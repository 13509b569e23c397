"""Change to another plan at once: what is left of the running one lengthens the new one.

The figures that a customer is shown before and those that are booked come from one function, at
different instants: what runs out meanwhile is no longer there to be credited.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import LedgerKind, entry
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.cancel_later import cancelling
from chalicelib.payments.renewing.renewal_change import charging, is_reckoned_there
from chalicelib.payments.rules.change import (
    ChangePreview,
    PlanChange,
    bought_with,
    change_now,
    received,
    running,
)
from chalicelib.payments.writing.booking import Purchase
from chalicelib.subscriptions.grace import next_start, without_grace
from chalicelib.subscriptions.lifecycle import paid_until
from chalicelib.subscriptions.model import Subscription

GROUP_RUNS_ON = "Your plan is for your linked users, too, so it cannot end before its time."


@dataclass(frozen=True, slots=True)
class Replacement:
    """A payment and its purchase as they end what ran; or why they cannot, in one sentence."""

    payment: Payment
    purchase: Purchase
    refusal: str = ""


def preview(deps: PaymentsDeps, *, user_id: UserId, plan: Plan) -> ChangePreview:
    """Return what both ways to change come to; raises InvalidError naming `start`.

    Who is charged again and again by a gateway that reckons a change itself goes another way (see
    renewal_change); any other renewal ends when the new plan is paid. Who paid for linked users,
    too, cannot end that before its time.
    """
    refuse_recurring(deps, user_id=user_id)
    now = deps.clock.now()
    subscription = deps.subscriptions.get(user_id)
    change, _ = _read(deps, subscription, currency=plan.price.currency, now=now)
    if is_for_group(change):
        raise InvalidError.of("start", GROUP_RUNS_ON, "Let the new plan start after it.")
    # Grace is not paid, but whoever has nothing else can still change.
    paid = without_grace(subscription, now=now)
    later_from = next_start(subscription, now=now)
    return ChangePreview(
        runs_until=paid_until(paid, now=now) or paid_until(subscription, now=now),
        credit=change.credit,
        now_from=now,
        now_until=bought_with(change.credit, price=plan.price, term=plan.term, start=now),
        later_from=later_from,
        later_until=plan.term.end_from(later_from),
        ends_renewal=bool(charging(deps, user_id=user_id)),
    )


def refuse_recurring(deps: PaymentsDeps, *, user_id: UserId) -> None:
    """Raise InvalidError naming `start` while the user's gateway must reckon the change itself."""
    if is_reckoned_there(deps, user_id=user_id):
        raise InvalidError.of(
            "start",
            "Your plan renews by itself.",
            "Change it in your account: there is nothing to buy anew.",
        )


def replacing(
    deps: PaymentsDeps, payment: Payment, purchase: Purchase, *, actor: Actor, now: datetime
) -> Replacement:
    """Return payment and purchase of an order that ends the running time now (B080 to B086).

    What ran out, or was given back, since the customer was shown the figures is not credited.
    """
    order = purchase.order
    if order is None or not order.replaces_now:
        return Replacement(payment, purchase)
    before = purchase.subscription
    change, missing = _read(deps, before, currency=order.price.currency, now=now)
    if missing:
        why = "A payment of the time that is to end cannot be found."
        return Replacement(payment, purchase, refusal=why)
    if is_for_group(change):
        return Replacement(payment, purchase, refusal=GROUP_RUNS_ON)
    credit = change.credit
    old = [each.id for each in change.payments]
    end = bought_with(credit, price=order.full_price, term=order.term, start=now)
    changed = replace(
        purchase,
        subscription=change.subscription,
        period=(now, end),
        extras=(
            *purchase.extras,
            *_moved(payment, purchase, change, before, actor=actor, now=now),
            *_no_more_charges(deps, payment, purchase, now=now),
        ),
        renews_at=order.term.end_from(now),
        why=f"What ran ended now; {credit} of it buys time of {purchase.plan_name}.",
    )
    return Replacement(received(payment, credit, old=old), changed)


def _no_more_charges(
    deps: PaymentsDeps, payment: Payment, purchase: Purchase, *, now: datetime
) -> tuple[Insert, ...]:
    """Return the jobs that end what charged for the old plan, now that the new one is paid."""
    found = charging(deps, user_id=purchase.person.user.id)
    cause = f"replaced_{payment.key}"
    return tuple(
        Insert(cancelling(each, cause=cause, now=now))
        for each in found
        if each.ref != payment.subscription_ref
    )


def is_for_group(change: PlanChange) -> bool:
    """Tell whether linked users have time of the payments that would end.

    Their money cannot be credited while others go on using it.
    """
    return any(each.master_id and not each.comes_along for each in change.payments)


def _read(
    deps: PaymentsDeps, subscription: Subscription, *, currency: str, now: datetime
) -> tuple[PlanChange, bool]:
    """Return the change, and whether a payment of the running time is missing."""
    ids = running(subscription, now=now)
    found = [deps.store.payment_by_id(each) for each in ids]
    keys = tuple(each.key for each in found if each)
    # Found by an index, which may be behind: what is changed is read again.
    known = deps.store.many(keys) if keys else {}
    payments = [known[key] for key in keys if key in known]
    change = change_now(payments, subscription, currency=currency, now=now)
    return change, len(payments) < len(ids)


def _moved(
    payment: Payment,
    purchase: Purchase,
    change: PlanChange,
    before: Subscription,
    *,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the old payments as they stand now, and lines whose credit sums to nothing (B087)."""
    user_id = purchase.person.user.id
    lines = [
        entry(
            LedgerKind.MOVED,
            at=now,
            actor=actor.name,
            why=f"Ended for {purchase.plan_name}",
            payment=each,
            credit=left if left.minor else None,
            seconds=_seconds(change.subscription, each) - _seconds(before, each),
        )
        for each, left in zip(change.payments, change.lefts, strict=True)
    ]
    if change.credit.minor:
        spent = Money.zero(change.credit.currency) - change.credit
        lines.append(
            entry(
                LedgerKind.MOVED,
                at=now,
                actor=actor.name,
                why=f"{change.credit} left of another plan buys {purchase.plan_name}",
                payment=payment,
                user_id=user_id,
                credit=spent,
            )
        )
    changed = note(
        actor,
        "subscription.plan_changed",
        user_id,
        now=now,
        user_id=user_id,
        why=f"{purchase.plan_name} from now on, with a credit of {change.credit}",
        before={"paid_until": paid_until(before, now=now) or ""},
    )
    updates = (Update(each) for each in change.payments)
    return *updates, *(Insert(line) for line in lines), Insert(changed)


def _seconds(subscription: Subscription, payment: Payment) -> int:
    theirs = (each for each in subscription.periods if each.payment_id == payment.id)
    return sum(int((each.ends_at - each.starts_at).total_seconds()) for each in theirs)
