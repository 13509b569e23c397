"""Keys of what concerns money; see keys.py, which this belongs to."""

from datetime import date, datetime

from chalicelib.adapters.dynamo.keys import Key, Span
from chalicelib.adapters.dynamo.tables import Table
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import LedgerId, OrderId, PaymentId, UserId
from chalicelib.payments.model import GatewayAccount, GatewayName, PaymentKey, PaymentStatus


def payment(key: PaymentKey) -> Key:
    """Key of a payment."""
    text = f"payment#{key.gateway}#{key.sequence}#{key.external_id}"
    return Key(Table.CORE, text, "payment")


def payments() -> Span:
    """Payments, the latest paid first."""
    return Span(Table.CORE, "payments", index=1, newest_first=True)


def payments_paid_before(until: datetime) -> Span:
    """Payments that were paid before an instant, the latest first."""
    return Span(Table.CORE, "payments", index=1, up_to=to_iso(until), newest_first=True)


def payments_paid_between(since: datetime, until: datetime) -> Span:
    """Payments that were paid from an instant on and before another, the latest first."""
    bounds = {"since": to_iso(since), "up_to": to_iso(until)}
    return Span(Table.CORE, "payments", index=1, newest_first=True, **bounds)


def payments_of(user_id: UserId) -> Span:
    """Payments of a user, the latest paid first."""
    return Span(Table.CORE, f"payments_of#{user_id}", index=2, newest_first=True)


def payments_of_nobody(status: PaymentStatus) -> Span:
    """Payments of a status that belong to no user, the latest paid first."""
    return Span(Table.CORE, f"payments_of_nobody#{status}", index=2, newest_first=True)


def payments_needing_attention() -> Span:
    """Payments that a person must look at, the latest recorded first."""
    return Span(Table.CORE, "payments_attention", index=3, newest_first=True)


def payments_refunded() -> Span:
    """Refunded payments that nobody must look at any more, the latest recorded first."""
    return Span(Table.CORE, "payments_refunded", index=3, newest_first=True)


def payments_in(status: PaymentStatus) -> tuple[Span, ...]:
    """Where payments of a status lie, among others; those to look at come first."""
    match status:
        case PaymentStatus.SETTLED:
            return (payments(),)
        case PaymentStatus.REFUNDED:
            return payments_needing_attention(), payments_refunded()
        case _:
            return (payments_of_nobody(status),)


def payment_with_id(payment_id: PaymentId) -> Span:
    """The payment with our own id."""
    return Span(Table.CORE, f"payment_id#{payment_id}", index=4)


def order(order_id: OrderId) -> Key:
    """Key of an order."""
    return Key(Table.CORE, f"order#{order_id}", "order")


def orders_open() -> Span:
    """Open orders, the oldest first."""
    return Span(Table.CORE, "orders_open", index=1)


def sync_cursor(account: GatewayAccount) -> Key:
    """Key of how far an account was read."""
    return Key(Table.CORE, "sync_cursors", account)


def payer_mark(mark: str, user_id: UserId, source: str) -> Key:
    """Key of a mark that points at a user because of `source`."""
    return Key(Table.CORE, f"payer#{mark}", f"{user_id}#{source}")


def payer_marks(mark: str) -> Span:
    """Whom a mark points at."""
    return Span(Table.CORE, f"payer#{mark}")


def agreement(gateway: GatewayName, ref: str) -> Key:
    """Key of a recurring agreement."""
    return Key(Table.CORE, f"agreement#{gateway}#{ref}", "agreement")


def agreements_of(user_id: UserId) -> Span:
    """Recurring agreements of a user."""
    return Span(Table.CORE, f"agreements_of#{user_id}", index=1)


def agreements_changing(since: datetime, until: datetime) -> Span:
    """Recurring agreements of which the gateway has to tell within ``[since, until)``."""
    return Span(
        Table.CORE, "agreements_changing", index=2, since=to_iso(since), up_to=to_iso(until)
    )


def credit(user_id: UserId) -> Key:
    """Key of a user's store credit."""
    return Key(Table.CORE, f"user#{user_id}", "credit")


def ledger_entry(ledger_id: LedgerId, day: str) -> Key:
    """Key of a ledger entry of a day (ISO date); ids sort by time."""
    return Key(Table.CORE, f"ledger#{day}", ledger_id)


def ledger_on(day: date) -> Span:
    """Ledger entries of a day, the oldest first."""
    return Span(Table.CORE, f"ledger#{day.isoformat()}")


def ledger_of(user_id: UserId) -> Span:
    """Ledger entries about a user, the newest first."""
    return Span(Table.CORE, f"ledger_of#{user_id}", index=1, newest_first=True)


def ledger_of_payment(key: PaymentKey) -> Span:
    """Ledger entries about a payment, the oldest first."""
    return Span(Table.CORE, f"ledger_of_payment#{key}", index=2)


def referral(user_id: UserId) -> Key:
    """Key of how a user came."""
    return Key(Table.CORE, f"user#{user_id}", "referral")


def referrals() -> Span:
    """Who came with a code, the latest first."""
    return Span(Table.CORE, "referrals", index=1, newest_first=True)


def referrals_by(user_id: UserId) -> Span:
    """Who came with a user's code, the latest first."""
    return Span(Table.CORE, f"referrals_by#{user_id}", index=2, newest_first=True)
