"""Payments of a master for the whole group of linked users (B116 to B122).

All the money stands with the master's own payment, the first part of the transaction. Every sub
has a part without money, with the plan and the dates of the first. What becomes of the first
becomes of all: they are refunded, disputed and taken back together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import PaymentId, UserId, new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Payment
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules.people import Person
from chalicelib.payments.settling import trial_end
from chalicelib.payments.writing import booking
from chalicelib.payments.writing.booking import Purchase
from chalicelib.payments.writing.outcome import Booking, cause_of
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a payment of `buyer` covers besides the buyer: the linked users at this moment.

    `covers` is for how many of them was paid; `master_id` is who pays for the buyer, if anybody.
    """

    buyer: User
    covers: int = 0
    subs: tuple[User, ...] = ()
    subscriptions: Mapping[UserId, Subscription] | None = None
    master_id: UserId | None = None

    @property
    def too_many(self) -> str:
        """Return in one sentence why it is not clear who is covered, empty if it is."""
        if len(self.subs) <= self.covers:
            return ""
        name = self.buyer.name or self.buyer.email
        return (
            f"The payment covers {_users(self.covers)}, "
            f"but {name} has {len(self.subs)}: unlink those whom it is not for."
        )

    @property
    def doubt(self) -> str:
        """Return why a person must decide; of a buyer who is paid for, too."""
        if self.master_id is None:
            return self.too_many
        name = self.buyer.name or self.buyer.email
        return f"The plan is for a group, but {name} is a linked user, for whom a master pays."

    def first(self, payment: Payment) -> Payment:
        """Return the buyer's payment as the first part of its transaction."""
        if not self.subs:
            return payment
        return replace(payment, parts=1 + len(self.subs), master_id=self.buyer.id)


def group_of(deps: PaymentsDeps, buyer: User, *, covers: int) -> Group:
    """Return whom a payment for `covers` linked users covers; nothing is read for none."""
    if not covers:
        return Group(buyer)
    links = deps.users.links((buyer.id,))[buyer.id]
    if not links.sub_ids:
        return Group(buyer, covers, master_id=links.master_id)
    found = deps.users.many(links.sub_ids)
    subs = tuple(found[each] for each in links.sub_ids if each in found)
    return Group(buyer, covers, subs, deps.subscriptions.many(links.sub_ids))


def checked(group: Group) -> Group:
    """Return the group; raises ConflictError when it has more subs than were paid for."""
    if group.too_many:
        raise ConflictError(group.too_many, remedy="Unlink them, or choose another plan.")
    return group


def settled(
    deps: PaymentsDeps,
    payment: Payment,
    purchase: Purchase,
    group: Group,
    *,
    actor: Actor,
    now: datetime,
) -> Booking:
    """Book what a payment bought, for the buyer and for every sub of the group alike.

    All of it is one commit; of the subs nobody gets a receipt.
    """
    told = _told(purchase, group)
    whole = trial_end.settled(deps, group.first(payment), told, actor=actor, now=now)
    return _with_subs(whole, purchase, group, actor=actor, now=now)


def _with_subs(
    whole: Booking, purchase: Purchase, group: Group, *, actor: Actor, now: datetime
) -> Booking:
    first = whole.payment
    if not group.subs or first is None:
        return whole
    longer = next(each.record for each in whole.writes if isinstance(each.record, Subscription))
    parts = [
        booking.settled(
            _part(first, number, now=now),
            _along(purchase, first, sub, group, longer),
            actor=actor,
            now=now,
        )
        for number, sub in enumerate(group.subs, start=2)
    ]
    writes = (write for each in parts for write in each.writes)
    return replace(whole, writes=(*whole.writes, *writes))


def _told(purchase: Purchase, group: Group) -> Purchase:
    if not group.covers:
        return purchase
    told = f"Covers {_users(len(group.subs))} of {group.covers}."
    return replace(purchase, why=f"{purchase.why} {told}".strip())


def _part(first: Payment, number: int, *, now: datetime) -> Payment:
    """Return a sub's part: the same transaction, without money and what hangs on it."""
    return replace(
        first,
        id=PaymentId(new_id("pay", now=now)),
        key=replace(first.key, sequence=number),
        amount=Money.zero(first.amount.currency),
        refunded=None,
        credit=None,
        kept_as_credit=None,
        subscription_ref="",
        notes="",
        attention="",
        version=0,
    )


def _along(
    purchase: Purchase,
    first: Payment,
    sub: User,
    group: Group,
    longer: Subscription,
) -> Purchase:
    """Return what the first part buys a sub; grace for its renewal is shared, too."""
    name = group.buyer.name or group.buyer.email
    held = (group.subscriptions or {}).get(sub.id) or Subscription(sub.id)
    dates = (first.starts_at, first.ends_at) if first.starts_at and first.ends_at else None
    return Purchase(
        Person(sub),
        held,
        purchase.plan_id,
        purchase.plan_name,
        purchase.end_from,
        period=dates or (first.recorded_at, first.recorded_at),
        sends_receipt=False,
        why=f"Paid by {name}, to whom the user is linked",
        cause=f"{cause_of(first)}_{sub.id}",
        grace_like=longer,
    )


def _users(count: int) -> str:
    return f"{count} linked user" if count == 1 else f"{count} linked users"
