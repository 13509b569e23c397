"""Payments and orders in DynamoDB."""

from typing import TypeVar

from chalicelib.adapters.dynamo import codec, keys
from chalicelib.adapters.dynamo.keys import Key
from chalicelib.adapters.dynamo.rows import Row, Rows
from chalicelib.kernel.ids import OrderId, PaymentId, UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayName, Order, Payment, PaymentKey, SyncCursor
from chalicelib.payments.ports import SettleView
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaClaim, User

T = TypeVar("T")


class DynamoPaymentStore:
    """See payments.ports.PaymentStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def payment(self, key: PaymentKey) -> Payment | None:
        """Return the payment of that key."""
        return self._rows.get(Payment, keys.payment(key))

    def payment_by_id(self, payment_id: PaymentId) -> Payment | None:
        """Return a payment by our own id."""
        page = self._rows.page(Payment, keys.payment_with_id(payment_id), cursor=None, limit=1)
        return page.items[0] if page.items else None

    def order(self, order_id: OrderId) -> Order | None:
        """Return an order."""
        return self._rows.get(Order, keys.order(order_id))

    def settle_view(self, key: PaymentKey, *, order_id: OrderId | None) -> SettleView:
        """Return what settling reads, strongly consistent.

        Two round trips; a third only for a user who came to hold the identity after the order
        was made.
        """
        payment_at = keys.payment(key)
        order_at = keys.order(order_id) if order_id else None
        first = self._rows.get_many([payment_at, *([order_at] if order_at else [])])
        payment = _record(Payment, first, payment_at)
        order = _record(Order, first, order_at) if order_at else None
        if payment or not order:
            return SettleView(payment, order, (), None)
        rows = self._rows_around(order)
        ids = {each.user_id for each in _claims(order, rows)} | _named_by(order)
        found = (_record(User, rows, keys.user(user_id)) for user_id in sorted(ids))
        users = tuple(user for user in found if user)
        if len(users) != 1:
            return SettleView(payment, order, users, None)
        only = users[0].id
        subscription = _record(Subscription, rows, keys.subscription(only)) or Subscription(only)
        return SettleView(payment, order, users, subscription)

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments, the latest paid first."""
        return self._rows.page(Payment, keys.payments(), cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return the user's payments, the latest paid first."""
        return self._rows.page(Payment, keys.payments_of(user_id), cursor=cursor, limit=limit)

    def needing_attention(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments whose `attention` is not empty, the latest recorded first."""
        span = keys.payments_needing_attention()
        return self._rows.page(Payment, span, cursor=cursor, limit=limit)

    def open_orders(self, *, cursor: str | None, limit: int) -> Page[Order]:
        """Return open orders, the oldest first."""
        return self._rows.page(Order, keys.orders_open(), cursor=cursor, limit=limit)

    def sync_cursor(self, gateway: GatewayName) -> SyncCursor | None:
        """Return how far the gateway was read."""
        return self._rows.get(SyncCursor, keys.sync_cursor(gateway))

    def _rows_around(self, order: Order) -> dict[Key, Row]:
        """Return the claims of the order's identity, and users and subscriptions behind them."""
        expected = _named_by(order) | ({order.likely_user_id} if order.likely_user_id else set())
        rows = self._rows.get_many([*keys.claims(order.media), *_people(expected)])
        unread = {claim.user_id for claim in _claims(order, rows)} - expected
        return rows | self._rows.get_many(_people(unread))


def _named_by(order: Order) -> set[UserId]:
    return {order.user_id} if order.user_id else set()


def _people(user_ids: set[UserId]) -> list[Key]:
    return [key(user_id) for user_id in sorted(user_ids) for key in (keys.user, keys.subscription)]


def _claims(order: Order, rows: dict[Key, Row]) -> list[MediaClaim]:
    found = (_record(MediaClaim, rows, key) for key in keys.claims(order.media))
    return [claim for claim in found if claim]


def _record(kind: type[T], rows: dict[Key, Row], key: Key) -> T | None:
    row = rows.get(key)
    return codec.from_attributes(kind, row) if row else None
