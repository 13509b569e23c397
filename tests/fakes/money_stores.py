"""Payments and orders in memory."""

from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import (
    OrderId,
    PaymentId,
    UserId,
)
from chalicelib.kernel.page import Page
from chalicelib.payments.model import (
    GatewayName,
    Order,
    OrderStatus,
    Payment,
    PaymentKey,
    SyncCursor,
)
from chalicelib.payments.ports import SettleView
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.fakes.database import View, page_of
from tests.fakes.people_stores import holders_of


class InMemoryPaymentStore(View):
    def payment(self, key: PaymentKey) -> Payment | None:
        self.db.trip()
        return self.db.find(Payment, key)

    def payment_by_id(self, payment_id: PaymentId) -> Payment | None:
        self.db.trip()
        return next((each for each in self.db.all(Payment) if each.id == payment_id), None)

    def order(self, order_id: OrderId) -> Order | None:
        self.db.trip()
        return self.db.find(Order, order_id)

    def settle_view(self, key: PaymentKey, *, order_id: OrderId | None) -> SettleView:
        self.db.trip()
        payment = self.db.find(Payment, key)
        order = self.db.find(Order, order_id) if order_id else None
        if payment or not order:
            return SettleView(payment, order, (), None)
        self.db.trip()
        users = {user.id: user for user in holders_of(self.db, order.media)}
        named = self.db.find(User, order.user_id) if order.user_id else None
        if named:
            users[named.id] = named
        found = tuple(users[user_id] for user_id in sorted(users))
        only = found[0].id if len(found) == 1 else None
        subscription = self.db.find(Subscription, only) or Subscription(only) if only else None
        return SettleView(payment, order, found, subscription)

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        return _latest_paid(list(self.db.all(Payment)), "payments", cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        theirs = [each for each in self.db.all(Payment) if each.user_id == user_id]
        return _latest_paid(theirs, f"payments.of.{user_id}", cursor=cursor, limit=limit)

    def needing_attention(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        return page_of(
            [payment for payment in self.db.all(Payment) if payment.attention],
            scope="payments.attention",
            key=lambda payment: (to_iso(payment.recorded_at), str(payment.key)),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def open_orders(self, *, cursor: str | None, limit: int) -> Page[Order]:
        self.db.trip()
        return page_of(
            [order for order in self.db.all(Order) if order.status is OrderStatus.OPEN],
            scope="orders.open",
            key=lambda order: (to_iso(order.created_at), order.id),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def sync_cursor(self, gateway: GatewayName) -> SyncCursor | None:
        self.db.trip()
        return self.db.find(SyncCursor, gateway)


def _latest_paid(
    payments: list[Payment], scope: str, *, cursor: str | None, limit: int
) -> Page[Payment]:
    return page_of(
        payments,
        scope=scope,
        key=lambda payment: (to_iso(payment.paid_at), str(payment.key)),
        newest_first=True,
        cursor=cursor,
        limit=limit,
    )
