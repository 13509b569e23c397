"""What handling a payment came to (pure), and what every outcome writes alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.jobs.model import Job
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import JobId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.ledger import LedgerEntry, LedgerKind, entry
from chalicelib.payments.model import Order, OrderStatus, Payment


class Outcome(StrEnum):
    """What handling a payment came to."""

    SETTLED = "settled"
    HELD = "held"
    UNMATCHED = "unmatched"
    REFUNDED = "refunded"
    KNOWN = "known"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Booking:
    """The payment as it will stand, and the writes that make it so; none when nothing changes.

    With an `alarm` (the cause of which administrators hear once) a person must look at it. `dates`
    only tell other payments when their time is now, so that they may follow in another commit.
    """

    outcome: Outcome
    payment: Payment | None = None
    writes: tuple[Write, ...] = ()
    alarm: str = ""
    dates: tuple[Write, ...] = ()

    @property
    def job_ids(self) -> tuple[JobId, ...]:
        """Return the jobs that wait once the writes are committed."""
        return tuple(each.record.id for each in self.writes if isinstance(each.record, Job))


def facts_of(payment: Payment) -> Mapping[str, object]:
    """Return what the audit log says of a payment."""
    facts = {
        "status": payment.status,
        "amount": payment.amount,
        "plan": payment.plan_id,
        "starts_at": payment.starts_at,
        "ends_at": payment.ends_at,
        "attention": payment.attention,
    }
    return {name: value for name, value in facts.items() if value}


def stored(payment: Payment) -> Write:
    """Return the write that puts the payment in the books, or moves it there."""
    return Insert(payment) if payment.version == 0 else Update(payment)


def ended(order: Order, payment: Payment, status: OrderStatus) -> Order:
    """Return the order that the payment brought to its end."""
    return replace(order, status=status, payment_key=payment.key)


def cause_of(payment: Payment) -> str:
    """Return what names the jobs that a change of the payment causes, each change's own."""
    return f"{payment.key}_{payment.version}" if in_books(payment) else str(payment.key)


def in_books(payment: Payment) -> bool:
    """Tell whether the payment was stored before."""
    return payment.version > 0


def in_ledger(
    payment: Payment, *, actor: Actor, why: str, seconds: int, now: datetime
) -> LedgerEntry:
    """Return the payment's line: money when it is new, time whenever it bought some.

    The money of a transaction stands in the ledger once, whole, under its first part.
    """
    is_known = in_books(payment) or payment.key.sequence > 1
    kind = LedgerKind.TIME if is_known else LedgerKind.PAYMENT
    money = None if is_known else payment.left
    return entry(
        kind, at=now, actor=actor.name, why=why, payment=payment, money=money, seconds=seconds
    )
