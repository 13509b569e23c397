"""Payments and orders in DynamoDB."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from chalicelib.adapters.dynamo import codec, keys, money_keys, settle_views
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.settle_views import record_at
from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.kernel.ids import OrderId, PaymentId, UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayName,
    Order,
    Payment,
    PaymentKey,
    PaymentStatus,
    SyncCursor,
)
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.payments.rules.settle_view import SettleView, Sought


class DynamoPaymentStore:
    """See payments.ports.PaymentStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def payment(self, key: PaymentKey) -> Payment | None:
        """Return the payment of that key."""
        return self._rows.get(Payment, money_keys.payment(key))

    def payment_by_id(self, payment_id: PaymentId) -> Payment | None:
        """Return a payment by our own id."""
        page = self._rows.page(
            Payment, money_keys.payment_with_id(payment_id), cursor=None, limit=1
        )
        return page.items[0] if page.items else None

    def order(self, order_id: OrderId) -> Order | None:
        """Return an order."""
        return self._rows.get(Order, money_keys.order(order_id))

    def settle_view(
        self, key: PaymentKey, *, order_id: OrderId | None, subscription_ref: str = ""
    ) -> SettleView:
        """Return what settling reads, strongly consistent, in two round trips."""
        return settle_views.one(self._rows, Sought(key, order_id, subscription_ref))

    def settle_views(
        self, sought: tuple[Sought, ...], *, known: Mapping[PaymentKey, Payment]
    ) -> dict[PaymentKey, SettleView]:
        """Return what settling each of them reads, in as many round trips as for one."""
        return settle_views.many(self._rows, sought, known=known)

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments, the latest paid first."""
        return self._rows.page(Payment, money_keys.payments(), cursor=cursor, limit=limit)

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return the user's payments, the latest paid first."""
        return self._rows.page(
            Payment, money_keys.payments_of(user_id), cursor=cursor, limit=limit
        )

    def paid_before(self, until: datetime, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments that were paid before `until`, the latest paid first."""
        span = money_keys.payments_paid_before(until)
        return self._rows.page(Payment, span, cursor=cursor, limit=limit)

    def paid_between(
        self, since: datetime, until: datetime, *, cursor: str | None, limit: int
    ) -> Page[Payment]:
        """Return payments paid from `since` on and before `until`, the latest paid first."""
        span = money_keys.payments_paid_between(since, until)
        return self._rows.page(Payment, span, cursor=cursor, limit=limit)

    def in_status(self, status: PaymentStatus, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments of a status, the latest paid first.

        Of refunded ones those that a person must look at come before all others.
        """
        spans = money_keys.payments_in(status)
        return self._rows.page(
            Payment,
            *spans,
            cursor=cursor,
            limit=limit,
            accept=lambda _, payment: payment.status is status,
        )

    def marked(self, mark: str) -> tuple[PayerMark, ...]:
        """Return whom a mark points at, and why; strongly consistent."""
        return self._rows.whole(PayerMark, money_keys.payer_marks(mark))

    def needing_attention(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments whose `attention` is not empty, the latest recorded first."""
        span = money_keys.payments_needing_attention()
        return self._rows.page(Payment, span, cursor=cursor, limit=limit)

    def open_orders(self, *, cursor: str | None, limit: int) -> Page[Order]:
        """Return open orders, the oldest first."""
        return self._rows.page(Order, money_keys.orders_open(), cursor=cursor, limit=limit)

    def sync_cursor(self, account: GatewayAccount) -> SyncCursor | None:
        """Return how far the account was read."""
        return self._rows.get(SyncCursor, money_keys.sync_cursor(account))

    def many(self, wanted: tuple[PaymentKey, ...]) -> dict[PaymentKey, Payment]:
        """Return those of the payments that are in the books; one round trip a hundred."""
        places = {each: money_keys.payment(each) for each in wanted}
        rows = self._rows.get_many(places.values())
        found = {key: record_at(Payment, rows, place) for key, place in places.items()}
        return {key: payment for key, payment in found.items() if payment}

    def parts(self, payment: Payment) -> tuple[Payment, ...]:
        """Return all payments of the same transaction by sequence, this one included."""
        numbers = range(1, payment.parts + 1)
        named = tuple(replace(payment.key, sequence=number) for number in numbers)
        found = self.many(named)
        return tuple(found[key] for key in named if key in found)

    def payers(self, marks: tuple[str, ...]) -> dict[str, frozenset[UserId]]:
        """Return whom each mark points at; strongly consistent."""
        pointed = {
            mark: self._rows.whole(PayerMark, money_keys.payer_marks(mark)) for mark in marks
        }
        return {mark: frozenset(each.user_id for each in found) for mark, found in pointed.items()}

    def agreement(self, gateway: GatewayName, ref: str) -> Agreement | None:
        """Return a recurring agreement."""
        return self._rows.get(Agreement, money_keys.agreement(gateway, ref))

    def agreements_of(self, user_id: UserId) -> tuple[Agreement, ...]:
        """Return the user's recurring agreements."""
        return tuple(self._rows.whole(Agreement, money_keys.agreements_of(user_id)))

    def agreements_changing(
        self, *, since: datetime, until: datetime, limit: int
    ) -> tuple[Agreement, ...]:
        """Return up to `limit` agreements whose `changes_at` lies in ``[since, until)``."""
        span = money_keys.agreements_changing(since, until)
        return self._rows.page(Agreement, span, cursor=None, limit=limit).items

    def credit(self, user_id: UserId) -> CreditBalance:
        """Return the user's store credit, a blank one if there never was any."""
        return self._rows.get(CreditBalance, money_keys.credit(user_id)) or CreditBalance(user_id)

    def referral(self, user_id: UserId) -> Referral | None:
        """Return how the user came, None for whoever came without a referral code."""
        return self._rows.get(Referral, money_keys.referral(user_id))

    def referrals(self, *, cursor: str | None, limit: int) -> Page[Referral]:
        """Return who came with a referral code, the latest first."""
        return self._rows.page(Referral, money_keys.referrals(), cursor=cursor, limit=limit)

    def referrals_by(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Referral]:
        """Return who came with the user's referral code, the latest first."""
        span = money_keys.referrals_by(user_id)
        return self._rows.page(Referral, span, cursor=cursor, limit=limit)

    def discount_for(
        self, code: str, who: tuple[str, ...]
    ) -> tuple[Discount | None, tuple[DiscountUse, ...]]:
        """Return a code and which of these used it, in one round trip; strongly consistent."""
        code_at = keys.discount(code)
        uses_at = [keys.discount_use(code, each) for each in who]
        rows = self._rows.get_many([code_at, *uses_at])
        found = rows.get(code_at)
        uses = [codec.from_attributes(DiscountUse, rows[at]) for at in uses_at if at in rows]
        return (codec.from_attributes(Discount, found) if found else None), tuple(uses)

    def ledger_of(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        """Return the user's ledger entries, the newest first."""
        return self._rows.page(
            LedgerEntry, money_keys.ledger_of(user_id), cursor=cursor, limit=limit
        )

    def ledger_on(self, day: date, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        """Return the ledger entries of a day (UTC), the oldest first."""
        return self._rows.page(LedgerEntry, money_keys.ledger_on(day), cursor=cursor, limit=limit)

    def ledger_of_payment(self, key: PaymentKey) -> tuple[LedgerEntry, ...]:
        """Return the entries about a payment, the oldest first."""
        return tuple(self._rows.whole(LedgerEntry, money_keys.ledger_of_payment(key)))
