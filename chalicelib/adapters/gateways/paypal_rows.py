"""Rows of PayPal's Transaction Search in our words (pure).

https://developer.paypal.com/docs/transaction-search/transaction-event-codes/
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.adapters.gateways.paypal_money import from_paypal
from chalicelib.adapters.gateways.paypal_objects import (
    Claim,
    Payer,
    name_of,
    our_order,
    payment,
    word,
)
from chalicelib.kernel.clock import from_iso
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, GatewayPayment, GatewayStatus

Json = Mapping[str, Any]

_CODE = re.compile(r"T\d{4}\Z")
# All kinds of received payments: which one a friend's transfer gets is not to be relied on, so
# that sign and status decide, not the code.
_PAYMENTS = "T00"
# Money that goes back because of a payment, which `paypal_reference_id` names.
REVERSAL, REFUND, HOLD, RELEASE, CHARGEBACK, CHARGEBACK_UNDONE = (
    "T1106",
    "T1107",
    "T1110",
    "T1111",
    "T1201",
    "T1202",
)
BACK_CODES = (REVERSAL, REFUND, HOLD, RELEASE, CHARGEBACK, CHARGEBACK_UNDONE)
_RECURRING_REFERENCES = frozenset({"SUB", "PAP"})


class RowStatus(StrEnum):
    """What a row's letter means."""

    DONE = "done"
    PENDING = "pending"
    DENIED = "denied"
    REVERSED = "reversed"


_STATUSES = {
    "S": RowStatus.DONE,
    "P": RowStatus.PENDING,
    "D": RowStatus.DENIED,
    "V": RowStatus.REVERSED,
}


class RowKind(StrEnum):
    """What a row is to us."""

    PAYMENT = "payment"
    BACK = "back"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an account's activity; `about` is the payment that money goes back of."""

    id: str
    code: str
    kind: RowKind
    status: RowStatus
    amount: Money
    at: datetime
    payer: Payer
    about: str = ""
    subscription_ref: str = ""
    order_id: OrderId | None = None
    note: str = ""


def read_row(detail: Json) -> Row:
    """Read one of `transaction_details`.

    Raises ActionRequiredError for an unknown word; KeyError, TypeError or ValueError when it is no
    row; InvalidError for an amount that is none.
    """
    info: Json = detail["transaction_info"]
    who: Json = detail.get("payer_info") or {}
    code = str(info["transaction_event_code"])
    amount = from_paypal(info["transaction_amount"])
    kind = kind_of(code, amount)
    status = word(_STATUSES, info["transaction_status"])
    reference = str(info.get("paypal_reference_id") or "")
    is_recurring = info.get("paypal_reference_id_type") in _RECURRING_REFERENCES
    return Row(
        id=str(info["transaction_id"]),
        code=code,
        kind=kind,
        status=status,
        amount=amount,
        at=from_iso(str(info["transaction_initiation_date"])),
        payer=Payer(str(who.get("email_address") or ""), name_of(who.get("payer_name"))),
        about=reference if kind is RowKind.BACK else "",
        subscription_ref=reference if is_recurring else "",
        order_id=our_order(info.get("custom_field")),
        note=str(info.get("transaction_note") or ""),
    )


def kind_of(code: str, amount: Money) -> RowKind:
    """Return what a row with that event code is to us; sent money is no payment.

    Fees, conversions, withdrawals, deposits and all else that is no trade are *other*. Raises
    ActionRequiredError for what is no event code.
    """
    if not _CODE.match(code):
        word({}, code)
    if code in BACK_CODES:
        return RowKind.BACK
    is_received = code.startswith(_PAYMENTS) and amount.minor > 0
    return RowKind.PAYMENT if is_received else RowKind.OTHER


def read_alone(row: Row) -> GatewayPayment:
    """Return a payment nothing of which went back, as far as the row tells."""
    return _told(row, refunded=Money.zero(row.amount.currency), claim=Claim(Dispute.NONE))


def read_with(row: Row, backs: Iterable[Row]) -> GatewayPayment:
    """Return a payment, given all rows of money that went back because of it.

    A reversal by PayPal of a payment that was held is a dispute that was lost.
    """
    mine = [back for back in backs if back.about == row.id and back.status is RowStatus.DONE]
    held = _sum(row, mine, HOLD, RELEASE)
    was_held = any(back.code == HOLD for back in mine)
    reversed_, returned = _sum(row, mine, REVERSAL), _sum(row, mine, REFUND)
    lost = _sum(row, mine, CHARGEBACK, CHARGEBACK_UNDONE)
    if was_held:
        lost, reversed_ = lost + reversed_, Money.zero(row.amount.currency)
    gone = returned + reversed_ + lost
    if row.status is RowStatus.REVERSED and gone < row.amount:
        gone = row.amount
    state = Dispute.NONE
    if held.minor > 0:
        state = Dispute.OPEN
    elif lost.minor and row.amount <= lost:
        state = Dispute.LOST
    elif was_held or any(back.code == CHARGEBACK for back in mine):
        state = Dispute.WON
    return _told(
        row,
        refunded=min(gone, row.amount),
        claim=Claim(state, row.amount if state is Dispute.LOST else None),
    )


def _told(row: Row, *, refunded: Money, claim: Claim) -> GatewayPayment:
    return payment(
        row.id,
        status=GatewayStatus.PAID,
        amount=row.amount,
        paid_at=row.at,
        refunded=refunded,
        payer=row.payer,
        claim=claim,
        note=row.note,
        order_id=row.order_id,
        subscription_ref=row.subscription_ref,
        may_lag=True,
    )


def _sum(row: Row, backs: Iterable[Row], *codes: str) -> Money:
    """Return how much left the account by rows of those codes, less what came back."""
    total = Money.zero(row.amount.currency)
    for back in backs:
        if back.code in codes and back.amount.currency == row.amount.currency:
            total -= back.amount
    return total
