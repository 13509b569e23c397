"""Plisio's operations in our words (pure): invoices, what they were paid, and how they ended."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.ids import OrderId
from chalicelib.kernel.money import Money, decimals_of
from chalicelib.payments.model import GatewayName, GatewayPayment, GatewayStatus, PaymentKey

Json = Mapping[str, Any]

NO_ANSWER = "Plisio did not answer properly."

NEW, EXPIRED = "new", "expired"
# Every word that Plisio uses. *Mismatch* is too much; *expired* may be too little, see below; a
# *cancelled duplicate* gave way to an invoice in another coin, which its `switch_id` names.
_STATUSES = {
    NEW: GatewayStatus.PENDING,
    "pending": GatewayStatus.PENDING,
    "pending internal": GatewayStatus.PENDING,
    "completed": GatewayStatus.PAID,
    "mismatch": GatewayStatus.PAID,
    EXPIRED: GatewayStatus.FAILED,
    "error": GatewayStatus.FAILED,
    "cancelled": GatewayStatus.FAILED,
    "cancelled duplicate": GatewayStatus.FAILED,
}
_ORDER_PREFIX = "ord_"


class MissingInvoiceError(Exception):
    """Plisio has no such object; whoever asked decides what that means."""


@contextmanager
def readable() -> Iterator[None]:
    """Turn an answer that lacks the fields of its object into RetryLaterError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise RetryLaterError(NO_ANSWER) from error


def has_price(operation: Json) -> bool:
    """Tell whether it is an invoice over an amount of money, as all of ours are.

    One over coins alone, made elsewhere, has no amount in our words.
    """
    is_invoice = operation.get("type", "invoice") == "invoice"
    return is_invoice and bool(_param(operation, "source_currency"))


def read_operation(operation: Json) -> GatewayPayment:
    """Read an invoice; its payment has the amount that was asked for, or what came instead.

    What came instead, too much or too little, is the share of the price that the coins are worth
    at the invoice's own rate. Raises ActionRequiredError for an unknown status; KeyError,
    TypeError, ValueError or ArithmeticError when it is no invoice.
    """
    word = str(operation["status"])
    status = status_of(word)
    currency = str(_param(operation, "source_currency")).upper()
    price = Decimal(str(_param(operation, "source_amount")))
    amount = _money(price, currency)
    if word in {"mismatch", EXPIRED}:
        amount = _money(price * _share(operation), currency)
        if word == EXPIRED and amount.minor > 0:
            # Too little came in time: it is here, and somebody must look at it (X002).
            status = GatewayStatus.PAID
    order_number = str(_param(operation, "order_number") or "")
    return GatewayPayment(
        key=PaymentKey(GatewayName.PLISIO, id_of(operation)),
        status=status,
        amount=amount,
        paid_at=made_at(operation),
        refunded=Money.zero(currency),
        payer_email=str(_param(operation, "email") or "").casefold(),
        order_id=OrderId(order_number) if order_number.startswith(_ORDER_PREFIX) else None,
    )


def id_of(operation: Json) -> str:
    """Return the invoice's id."""
    return str(operation.get("txn_id") or operation["id"])


def made_at(operation: Json) -> datetime:
    """Return when the invoice was made; Plisio does not tell when it was paid."""
    return datetime.fromtimestamp(int(operation["created_at_utc"]), UTC)


def status_of(word: str) -> GatewayStatus:
    """Return what a status of Plisio's means; raises ActionRequiredError for an unknown one."""
    try:
        return _STATUSES[word]
    except KeyError:
        raise ActionRequiredError(
            f"Plisio used a word that this version does not know: {word[:40]!r}.",
            remedy="Update Streams Manager.",
        ) from None


def _share(operation: Json) -> Decimal:
    """Return which share of the coins asked for has come; more than 1 is too much."""
    received = Decimal(str(operation["actual_sum"]))
    asked = Decimal(str(operation["invoice_total_sum"]))
    share = received / asked
    if not share.is_finite() or share < 0:
        raise InvalidOperation
    return share


def _money(amount: Decimal, currency: str) -> Money:
    minor = amount.scaleb(decimals_of(currency)).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), currency)


def _param(operation: Json, name: str) -> Any:
    """Return what the invoice was made with, which stands beside its state or below `params`."""
    if operation.get(name) is not None:
        return operation[name]
    params = operation.get("params")
    return params.get(name) if isinstance(params, Mapping) else None
