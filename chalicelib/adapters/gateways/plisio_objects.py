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
TOO_LITTLE = (
    "Ask Plisio to switch white label on for the shop; without it nobody can tell what was paid."
)

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
# Midnight of the year 5138; in milliseconds it would be 1973.
_LAST_SECOND = 10**11


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

    One over coins alone, made elsewhere, has no amount in our words. Raises ActionRequiredError
    when Plisio tells no more of an invoice than its status.
    """
    if operation.get("type", "invoice") != "invoice":
        return False
    _demand_enough(operation)
    # Coins may be told with their worth in some currency, but without a price.
    return bool(_param(operation, "source_currency") and _param(operation, "source_amount"))


def tells_enough(operation: Json) -> bool:
    """Tell whether an invoice is told with its price: shops without white label lack it.

    See "White-label additional data" at https://plisio.net/documentation/endpoints/transactions.
    """
    return operation.get("created_at_utc") is not None


def _demand_enough(operation: Json) -> None:
    if not tells_enough(operation):
        raise ActionRequiredError(
            "Plisio tells this shop too little about its invoices.",
            remedy=TOO_LITTLE,
            code="plisio.too_little",
        )


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
    if word == "mismatch":
        # Too much, however much of it is told.
        amount = _money(price * max(_share(operation), Decimal(1)), currency)
    if word == EXPIRED:
        amount = _money(price * _share(operation), currency)
        if amount.minor > 0:
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
    """Return when the invoice was made; Plisio does not tell when it was paid.

    The instant comes in seconds or, from some of its servers, in milliseconds. Raises
    ActionRequiredError as `has_price` does.
    """
    _demand_enough(operation)
    stamp = int(operation["created_at_utc"])
    return datetime.fromtimestamp(stamp / 1000 if stamp > _LAST_SECOND else stamp, UTC)


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
    """Return which share of the coins asked for has come; more than 1 is too much.

    An invoice for which nothing came may lack the sum of what came.
    """
    received = Decimal(str(operation.get("actual_sum") or 0))
    share = received / _asked(operation) if received else received
    if not share.is_finite() or share < 0:
        raise InvalidOperation
    return share


def _asked(operation: Json) -> Decimal:
    """Return the coins that were asked for; `amount` beside the state would be what came."""
    params = operation.get("params") or {}
    told = operation.get("invoice_total_sum") or operation.get("sum") or params["amount"]
    return Decimal(str(told))


def _money(amount: Decimal, currency: str) -> Money:
    minor = amount.scaleb(decimals_of(currency)).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), currency)


def _param(operation: Json, name: str) -> Any:
    """Return what the invoice was made with, which stands beside its state or below `params`."""
    if operation.get(name) is not None:
        return operation[name]
    params = operation.get("params")
    return params.get(name) if isinstance(params, Mapping) else None
