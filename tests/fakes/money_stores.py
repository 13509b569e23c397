"""Payments and orders in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.model import Plan
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import (
    OrderId,
    PaymentId,
    UserId,
)
from chalicelib.kernel.page import Page
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayName,
    Order,
    OrderStatus,
    Payment,
    PaymentKey,
    PaymentStatus,
    SyncCursor,
)
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.payments.rules.settle_view import Payer, SettleView, Sought
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

    def settle_view(
        self, key: PaymentKey, *, order_id: OrderId | None, subscription_ref: str = ""
    ) -> SettleView:
        self.db.trip()
        payment = self.db.find(Payment, key)
        known = {key: payment} if payment else {}
        view, has_more = self._view(Sought(key, order_id, subscription_ref), known)
        if has_more:
            self.db.trip()
        return view

    def settle_views(
        self, sought: tuple[Sought, ...], *, known: Mapping[PaymentKey, Payment]
    ) -> dict[PaymentKey, SettleView]:
        found = {each.key: self._view(each, known) for each in sought}
        if any(each.order_id or each.subscription_ref for each in sought):
            self.db.trip()
        if any(has_more for _, has_more in found.values()):
            self.db.trip()
        return {key: view for key, (view, _) in found.items()}

    def _view(
        self, sought: Sought, known: Mapping[PaymentKey, Payment]
    ) -> tuple[SettleView, bool]:
        """Return the view, and whether it takes a second read."""
        payment, ref = known.get(sought.key), sought.subscription_ref
        order = self.db.find(Order, sought.order_id) if sought.order_id else None
        agreement = self.db.find(Agreement, (sought.key.gateway, ref)) if ref else None
        bare = SettleView(payment, order, (), None, agreement)
        if payment:
            return bare, False
        if order and order.awaits(sought.key, subscription_ref=ref):
            users = self._buyers(order)
            only = users[0].id if len(users) == 1 else None
            subscription = self.db.find(Subscription, only) or Subscription(only) if only else None
            return replace(bare, users=users, subscription=subscription), True
        payer = self._payer(agreement) if agreement else None
        return replace(bare, payer=payer), agreement is not None

    def _buyers(self, order: Order) -> tuple[User, ...]:
        users = {user.id: user for user in holders_of(self.db, order.media)}
        named = self.db.find(User, order.user_id) if order.user_id else None
        if named:
            users[named.id] = named
        return tuple(users[user_id] for user_id in sorted(users))

    def _payer(self, agreement: Agreement) -> Payer | None:
        user = self.db.find(User, agreement.user_id)
        subscription = self.db.find(Subscription, agreement.user_id)
        plan = self.db.find(Plan, agreement.plan_id)
        if user is None:
            return None
        return Payer(user, subscription or Subscription(user.id), plan)

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        return _latest_paid(list(self.db.all(Payment)), "payments", cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        theirs = [each for each in self.db.all(Payment) if each.user_id == user_id]
        return _latest_paid(theirs, f"payments.of.{user_id}", cursor=cursor, limit=limit)

    def paid_before(self, until: datetime, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        before = [each for each in self.db.all(Payment) if each.paid_at < until]
        scope = f"payments.before.{to_iso(until)}"
        return _latest_paid(before, scope, cursor=cursor, limit=limit)

    def paid_between(
        self, since: datetime, until: datetime, *, cursor: str | None, limit: int
    ) -> Page[Payment]:
        self.db.trip()
        between = [each for each in self.db.all(Payment) if since <= each.paid_at < until]
        scope = f"payments.between.{to_iso(since)}.{to_iso(until)}"
        return _latest_paid(between, scope, cursor=cursor, limit=limit)

    def in_status(self, status: PaymentStatus, *, cursor: str | None, limit: int) -> Page[Payment]:
        self.db.trip()
        found = [each for each in self.db.all(Payment) if each.status is status]
        if status is not PaymentStatus.REFUNDED:
            return _latest_paid(found, f"payments.in.{status}", cursor=cursor, limit=limit)
        return page_of(
            found,
            scope="payments.in.refunded",
            key=lambda each: (str(bool(each.attention)), to_iso(each.recorded_at), str(each.key)),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def marked(self, mark: str) -> tuple[PayerMark, ...]:
        self.db.trip()
        held = [each for each in self.db.all(PayerMark) if each.mark == mark]
        return tuple(sorted(held, key=lambda each: (each.user_id, each.source)))

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

    def sync_cursor(self, account: GatewayAccount) -> SyncCursor | None:
        self.db.trip()
        return self.db.find(SyncCursor, account)

    def many(self, wanted: tuple[PaymentKey, ...]) -> dict[PaymentKey, Payment]:
        self.db.trip()
        found = {key: self.db.find(Payment, key) for key in wanted}
        return {key: payment for key, payment in found.items() if payment}

    def parts(self, payment: Payment) -> tuple[Payment, ...]:
        numbers = range(1, payment.parts + 1)
        named = tuple(replace(payment.key, sequence=number) for number in numbers)
        found = self.many(named)
        return tuple(found[key] for key in named if key in found)

    def payers(self, marks: tuple[str, ...]) -> dict[str, frozenset[UserId]]:
        self.db.trip(len(marks))
        held = self.db.all(PayerMark)
        return {
            mark: frozenset(each.user_id for each in held if each.mark == mark) for mark in marks
        }

    def agreement(self, gateway: GatewayName, ref: str) -> Agreement | None:
        self.db.trip()
        return self.db.find(Agreement, (gateway, ref))

    def agreements_of(self, user_id: UserId) -> tuple[Agreement, ...]:
        self.db.trip()
        theirs = [each for each in self.db.all(Agreement) if each.user_id == user_id]
        return tuple(sorted(theirs, key=lambda each: (each.started_at, each.gateway, each.ref)))

    def agreements_changing(
        self, *, since: datetime, until: datetime, limit: int
    ) -> tuple[Agreement, ...]:
        self.db.trip()
        timed = ((each.changes_at, each) for each in self.db.all(Agreement))
        due = [(at, each) for at, each in timed if at is not None and since <= at < until]
        due.sort(key=lambda it: (it[0], it[1].gateway, it[1].ref))
        return tuple(each for _, each in due[:limit])

    def credit(self, user_id: UserId) -> CreditBalance:
        self.db.trip()
        return self.db.find(CreditBalance, user_id) or CreditBalance(user_id)

    def referral(self, user_id: UserId) -> Referral | None:
        self.db.trip()
        return self.db.find(Referral, user_id)

    def referrals(self, *, cursor: str | None, limit: int) -> Page[Referral]:
        self.db.trip()
        return _latest_come(list(self.db.all(Referral)), "referrals", cursor=cursor, limit=limit)

    def referrals_by(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Referral]:
        self.db.trip()
        brought = [each for each in self.db.all(Referral) if each.referrer_id == user_id]
        return _latest_come(brought, f"referrals.by.{user_id}", cursor=cursor, limit=limit)

    def discount_for(
        self, code: str, who: tuple[str, ...]
    ) -> tuple[Discount | None, tuple[DiscountUse, ...]]:
        self.db.trip()
        found = (self.db.find(DiscountUse, (code, each)) for each in who)
        return self.db.find(Discount, code), tuple(use for use in found if use)

    def ledger_of(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(LedgerEntry) if each.user_id == user_id],
            scope=f"ledger.of.{user_id}",
            key=lambda each: (each.id,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def ledger_on(self, day: date, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(LedgerEntry) if each.at.date() == day],
            scope=f"ledger.on.{day}",
            key=lambda each: (each.id,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def ledger_of_payment(self, key: PaymentKey) -> tuple[LedgerEntry, ...]:
        self.db.trip()
        about = [each for each in self.db.all(LedgerEntry) if each.payment == key]
        return tuple(sorted(about, key=lambda each: each.id))


def _latest_come(
    referrals: list[Referral], scope: str, *, cursor: str | None, limit: int
) -> Page[Referral]:
    return page_of(
        referrals,
        scope=scope,
        key=lambda each: (to_iso(each.came_at), each.user_id),
        newest_first=True,
        cursor=cursor,
        limit=limit,
    )


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
