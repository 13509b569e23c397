"""Payments whose time moved because other time went: their own dates follow."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.records import Update, Write
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.shift import span_of

Dates = tuple[datetime, datetime]


def moved_along(
    deps: PaymentsDeps, writes: Iterable[Write], *, before: Mapping[UserId, Subscription]
) -> tuple[Write, ...]:
    """Return the writes that give payments the dates their periods get by `writes`.

    Payments that `writes` change themselves are left alone. Reads only when periods moved.
    """
    records = [each.record for each in writes]
    written = {each.id for each in records if isinstance(each, Payment)}
    moved: dict[PaymentId, Dates] = {}
    for record in records:
        if isinstance(record, Subscription) and record.user_id in before:
            old = _dates(before[record.user_id])
            new = _dates(record)
            moved |= {key: new[key] for key in new if key in old and new[key] != old[key]}
    found = (deps.store.payment_by_id(each) for each in sorted(set(moved) - written))
    keys = tuple(each.key for each in found if each)
    # Found by an index, which may be behind: what is changed is read again.
    known = deps.store.many(keys) if keys else {}
    return tuple(Update(_dated(known[key], moved[known[key].id])) for key in keys if key in known)


def _dates(subscription: Subscription) -> dict[PaymentId, Dates]:
    paid = {each.payment_id for each in subscription.periods if not is_grace(each)}
    spans = {payment_id: span_of(subscription, payment_id) for payment_id in paid}
    return {payment_id: span for payment_id, span in spans.items() if span}


def _dated(payment: Payment, dates: Dates) -> Payment:
    return replace(payment, starts_at=dates[0], ends_at=dates[1])
