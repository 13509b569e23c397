"""The ledger (pure): append-only entries that explain every cent and every day.

An entry has up to three amounts: `money` is what moved at a gateway or by hand (plus: to the
operator), `credit` what the user's store credit changed by, `seconds` how much paid time a
subscription gained or lost. Whatever stands in the books can be summed from entries alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.ids import LedgerId, OrderId, UserId, new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Payment, PaymentKey
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Period, Subscription


class LedgerKind(StrEnum):
    """Why an entry was made."""

    PAYMENT = "payment"
    ADDED = "added"
    REFUND = "refund"
    DISPUTE = "dispute"
    DISPUTE_WON = "dispute_won"
    TIME = "time"
    MOVED = "moved"
    CREDIT = "credit"
    CREDIT_USED = "credit_used"
    DISCOUNT = "discount"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger; never changed. `day` orders it in lists: when it was written."""

    id: LedgerId
    kind: LedgerKind
    at: datetime
    actor: str
    why: str
    user_id: UserId | None = None
    payment: PaymentKey | None = None
    order_id: OrderId | None = None
    money: Money | None = None
    credit: Money | None = None
    seconds: int = 0

    @property
    def identity(self) -> LedgerId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class CreditBalance:
    """What a user may still spend, in minor units by currency: the sum of all `credit`s."""

    user_id: UserId
    amounts: Mapping[str, int] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id

    def of(self, currency: str) -> Money:
        """Return what there is in a currency."""
        return Money(self.amounts.get(currency, 0), currency)

    def plus(self, credit: Money) -> Self:
        """Return the balance after a change, which may be negative."""
        minor = self.amounts.get(credit.currency, 0) + credit.minor
        return replace(self, amounts={**self.amounts, credit.currency: minor})


def entry(
    kind: LedgerKind,
    *,
    at: datetime,
    actor: str,
    why: str,
    payment: Payment | None = None,
    user_id: UserId | None = None,
    order_id: OrderId | None = None,
    money: Money | None = None,
    credit: Money | None = None,
    seconds: int = 0,
) -> LedgerEntry:
    """Return a new entry; user and order are the payment's where none are given."""
    return LedgerEntry(
        id=LedgerId(new_id("led", now=at)),
        kind=kind,
        at=at,
        actor=actor,
        why=why,
        user_id=user_id or (payment.user_id if payment else None),
        payment=payment.key if payment else None,
        order_id=order_id or (payment.order_id if payment else None),
        money=money,
        credit=credit,
        seconds=seconds,
    )


def paid_seconds(subscription: Subscription) -> int:
    """Return the length of all paid periods together; overlaps count twice, grace never."""
    return sum(_seconds(period) for period in subscription.periods if not is_grace(period))


def time_change(before: Subscription, after: Subscription) -> int:
    """Return by how many seconds the paid time changed."""
    return paid_seconds(after) - paid_seconds(before)


def credit_of(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """Return the credit that the entries add up to, in minor units by currency."""
    return _sum(each.credit for each in entries)


def money_of(entries: Iterable[LedgerEntry]) -> dict[str, int]:
    """Return the money that the entries add up to, in minor units by currency."""
    return _sum(each.money for each in entries)


def _sum(amounts: Iterable[Money | None]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for amount in amounts:
        if amount is not None:
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return sums


def _seconds(period: Period) -> int:
    return int((period.ends_at - period.starts_at).total_seconds())
