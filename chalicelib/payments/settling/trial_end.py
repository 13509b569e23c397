"""Paid time that meets a running trial takes its place at once (B076).

Nobody loses anything by it: what is left of the trial is added to the time that was paid for.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.records import Insert, Write
from chalicelib.payments.ledger import LedgerKind, entry, time_change
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.settling.dates import moved_along
from chalicelib.payments.writing import booking
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking
from chalicelib.subscriptions.grace import next_start
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.trials import cut_short, running_trial


def settled(
    deps: PaymentsDeps, payment: Payment, purchase: Purchase, *, actor: Actor, now: datetime
) -> Booking:
    """Book as `booking.settled` does; a trial that runs makes way. Reads only if one does."""
    taken_over = taking_over(purchase, now=now)
    booked = booking.settled(payment, taken_over, actor=actor, now=now)
    if taken_over is purchase:
        return booked
    user_id, before = purchase.person.user.id, purchase.subscription
    moved = moved_along(deps, booked.writes, before={user_id: before})
    trial = next((each.record for each in moved if isinstance(each.record, Payment)), None)
    line = entry(
        LedgerKind.MOVED,
        at=now,
        actor=actor.name,
        why=f"The trial ended for {purchase.plan_name}; what was left of it was added",
        payment=trial,
        user_id=user_id,
        seconds=time_change(before, taken_over.subscription),
    )
    writes: tuple[Write, ...] = (*booked.writes, *moved, Insert(line))
    return replace(booked, writes=writes)


def taking_over(purchase: Purchase, *, now: datetime) -> Purchase:
    """Return the purchase as it ends a running trial (pure); the same one if there is none.

    A purchase with dates of its own, and one that follows other paid time, leave the trial alone.
    """
    held = purchase.subscription
    trial = trial_in_the_way(held, now=now)
    if purchase.is_trial or purchase.period is not None or trial is None:
        return purchase
    end = purchase.end_from(next_start(held, now=now))
    return replace(
        purchase,
        subscription=cut_short(held, trial, now=now),
        period=(now, end),
        why=f"{purchase.why} The trial ended with it.".strip(),
    )


def trial_in_the_way(subscription: Subscription, *, now: datetime) -> Period | None:
    """Return the running trial that makes way for what is bought now, None without one (pure)."""
    is_last = all(each.starts_at <= now for each in subscription.periods)
    return running_trial(subscription, now=now) if is_last else None
