"""What settling payments reads: rows by key, for one payment or for a page of them alike.

First what the payments name, then what is around that. A third read is made only for a user who
came to hold the identity after the order was made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from chalicelib.adapters.dynamo import codec, keys, money_keys
from chalicelib.adapters.dynamo.keys import Key
from chalicelib.adapters.dynamo.rows import Row, Rows
from chalicelib.catalog.model import Plan
from chalicelib.kernel.ids import UserId
from chalicelib.payments.model import Order, Payment, PaymentKey
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.settle_view import Payer, SettleView, Sought
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaClaim, User

T = TypeVar("T")
Found = Mapping[Key, Row]


def one(rows: Rows, sought: Sought) -> SettleView:
    """Return what settling a payment reads."""
    payment_at = money_keys.payment(sought.key)
    named = rows.get_many([payment_at, *_named_by(sought)])
    payment = record_at(Payment, named, payment_at)
    known = {sought.key: payment} if payment else {}
    return _views(rows, (sought,), named, known)[sought.key]


def many(
    rows: Rows, sought: Iterable[Sought], *, known: Mapping[PaymentKey, Payment]
) -> dict[PaymentKey, SettleView]:
    """Return what settling each payment reads; those in `known` exist."""
    wanted = tuple(sought)
    named = rows.get_many(key for each in wanted for key in _named_by(each))
    return _views(rows, wanted, named, known)


def record_at(kind: type[T], rows: Found, key: Key) -> T | None:
    """Return the record at a key, None if it was not found."""
    row = rows.get(key)
    return codec.from_attributes(kind, row) if row else None


@dataclass(frozen=True, slots=True)
class _First:
    """What the first read tells of a payment."""

    payment: Payment | None
    order: Order | None
    agreement: Agreement | None
    awaiting: Order | None

    def expected(self) -> set[UserId]:
        """Return who is known to be concerned, apart from the holders of an identity."""
        if self.payment:
            return set()
        if self.awaiting:
            return {each for each in (self.awaiting.user_id, self.awaiting.likely_user_id) if each}
        return {self.agreement.user_id} if self.agreement else set()

    def around(self) -> list[Key]:
        """Return where the rows lie that are read next."""
        if self.payment:
            return []
        if self.awaiting:
            return [*keys.claims(self.awaiting.media), *_people(self.expected())]
        plan = [keys.plan(self.agreement.plan_id)] if self.agreement else []
        return [*plan, *_people(self.expected())]

    def holders(self, rows: Found) -> set[UserId]:
        """Return who holds the identity of the order."""
        if self.payment or not self.awaiting:
            return set()
        claims = (record_at(MediaClaim, rows, key) for key in keys.claims(self.awaiting.media))
        return {claim.user_id for claim in claims if claim}

    def view(self, rows: Found) -> SettleView:
        """Return all that was found."""
        users = self._buyers(rows)
        only = users[0].id if len(users) == 1 else None
        return SettleView(
            self.payment,
            self.order,
            users,
            _subscription(only, rows) if only else None,
            self.agreement,
            self._payer(rows),
        )

    def _buyers(self, rows: Found) -> tuple[User, ...]:
        if self.payment or not self.awaiting:
            return ()
        named = {self.awaiting.user_id} if self.awaiting.user_id else set()
        ids = sorted(self.holders(rows) | named)
        found = (record_at(User, rows, keys.user(user_id)) for user_id in ids)
        return tuple(user for user in found if user)

    def _payer(self, rows: Found) -> Payer | None:
        if self.payment or self.awaiting or not self.agreement:
            return None
        user = record_at(User, rows, keys.user(self.agreement.user_id))
        plan = record_at(Plan, rows, keys.plan(self.agreement.plan_id))
        return Payer(user, _subscription(user.id, rows), plan) if user else None


def _views(
    rows: Rows, sought: tuple[Sought, ...], named: Found, known: Mapping[PaymentKey, Payment]
) -> dict[PaymentKey, SettleView]:
    firsts = {each.key: _first(each, named, known.get(each.key)) for each in sought}
    found = rows.get_many(key for each in firsts.values() for key in each.around())
    expected = {user_id for each in firsts.values() for user_id in each.expected()}
    unread = {user_id for each in firsts.values() for user_id in each.holders(found)} - expected
    found |= rows.get_many(_people(unread))
    return {key: each.view(found) for key, each in firsts.items()}


def _first(sought: Sought, named: Found, payment: Payment | None) -> _First:
    ref = sought.subscription_ref
    order = record_at(Order, named, money_keys.order(sought.order_id)) if sought.order_id else None
    at = money_keys.agreement(sought.key.gateway, ref)
    agreement = record_at(Agreement, named, at) if ref else None
    is_awaited = order is not None and order.awaits(sought.key, subscription_ref=ref)
    return _First(payment, order, agreement, order if is_awaited else None)


def _named_by(sought: Sought) -> list[Key]:
    named = [money_keys.order(sought.order_id)] if sought.order_id else []
    if sought.subscription_ref:
        named.append(money_keys.agreement(sought.key.gateway, sought.subscription_ref))
    return named


def _people(user_ids: set[UserId]) -> list[Key]:
    return [key(user_id) for user_id in sorted(user_ids) for key in (keys.user, keys.subscription)]


def _subscription(user_id: UserId, rows: Found) -> Subscription:
    return record_at(Subscription, rows, keys.subscription(user_id)) or Subscription(user_id)
