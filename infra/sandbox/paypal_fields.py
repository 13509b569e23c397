"""A request's body, read field by field, with the vendor's refusals."""

import re
from decimal import Decimal
from typing import Any

from infra.sandbox.kit import Doc
from infra.sandbox.paypal_wire import (
    CURRENCIES,
    PayPalError,
    decimal_of,
    places,
    unprocessable,
)

_TEXTS = {
    "INVALID_PARAMETER_SYNTAX": "The value of a field does not conform to the expected format.",
    "INVALID_PARAMETER_VALUE": "The value of a field is invalid.",
    "MISSING_REQUIRED_PARAMETER": "A required field is missing.",
    "INVALID_STRING_MIN_LENGTH": "The value of a field is too short.",
    "INVALID_STRING_MAX_LENGTH": "The value of a field is too long.",
    "INVALID_INTEGER_MIN_VALUE": "The integer value of a field is too small.",
    "INVALID_INTEGER_MAX_VALUE": "The integer value of a field is too large.",
}
# Orders and payments words some refusals differently from billing.
_ORDER_TEXTS = {
    "INVALID_PARAMETER_VALUE": "A parameter value is not valid.",
    "MISSING_REQUIRED_PARAMETER": "A required parameter is missing.",
    "INVALID_STRING_LENGTH": "The value of a field is either too short or too long",
    "INVALID_ARRAY_MIN_ITEMS": "The number of items in an array parameter is too small.",
    "INVALID_ARRAY_MAX_ITEMS": "The number of items in an array parameter is too large.",
    "MALFORMED_REQUEST_JSON": "The request JSON is not well formed.",
    "PAYPAL_REQUEST_ID_REQUIRED": "A PayPal-Request-Id is required if you are trying to process"
    " payment for an Order. Please specify a PayPal-Request-Id or Create the Order without a"
    " 'payment_source' specified.",
}
_PRECISION = "If the currency supports decimals, only two decimal place precision is supported."
_AMOUNT_TEXTS = {
    "DECIMAL_PRECISION": _PRECISION,
    "CANNOT_BE_ZERO_OR_NEGATIVE": f"Must be greater than zero. {_PRECISION}",
}


class Fields:
    """One object of a body; `at` is its JSON pointer, `orders` picks the family of texts."""

    def __init__(self, given: Any, at: str = "", *, orders: bool = False) -> None:
        self.at, self._orders = at, orders
        if not isinstance(given, dict):
            raise self.refuse("INVALID_PARAMETER_SYNTAX", "")
        self.given: Doc = given

    def refuse(self, issue: str, name: str) -> PayPalError:
        """Return the 400 that names the field."""
        texts = {**_TEXTS, **_ORDER_TEXTS} if self._orders else _TEXTS
        if self._orders and issue.startswith("INVALID_STRING_M"):
            issue = "INVALID_STRING_LENGTH"
        detail = {
            "field": f"{self.at}/{name}".rstrip("/") or "/",
            "location": "body",
            "issue": issue,
            "description": texts[issue],
        }
        return PayPalError(400, [detail])

    def text(
        self,
        name: str,
        *,
        required: bool = False,
        longest: int = 127,
        shortest: int = 1,
        pattern: str = "",
    ) -> str | None:
        """Return a string within its lengths, or None if it may be missing and is."""
        value = self._value(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or (pattern and not re.fullmatch(pattern, value)):
            raise self.refuse("INVALID_PARAMETER_SYNTAX", name)
        if len(value) < shortest:
            raise self.refuse("INVALID_STRING_MIN_LENGTH", name)
        if len(value) > longest:
            raise self.refuse("INVALID_STRING_MAX_LENGTH", name)
        return value

    def choice(self, name: str, values: tuple[str, ...], *, default: str | None = None) -> str:
        """Return one of `values`; without a default the field is required."""
        value = self.given.get(name, default)
        if value is None:
            raise self.refuse("MISSING_REQUIRED_PARAMETER", name)
        if value not in values:
            raise self.refuse("INVALID_PARAMETER_VALUE", name)
        return str(value)

    def number(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number, both ends allowed; without a default it is required."""
        value = self.given.get(name, default)
        if value is None:
            raise self.refuse("MISSING_REQUIRED_PARAMETER", name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refuse("INVALID_PARAMETER_SYNTAX", name)
        if value < low:
            raise self.refuse("INVALID_INTEGER_MIN_VALUE", name)
        if value > high:
            raise self.refuse("INVALID_INTEGER_MAX_VALUE", name)
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a truth value."""
        value = self.given.get(name, default)
        if not isinstance(value, bool):
            raise self.refuse("INVALID_PARAMETER_SYNTAX", name)
        return value

    def address(self, name: str, *, required: bool = False) -> str | None:
        """Return a web address."""
        return self.text(name, required=required, longest=4000, pattern=r"https?://[^\s/]+.*")

    def child(self, name: str, *, required: bool = False) -> "Fields | None":
        """Return a nested object, or None if it may be missing and is."""
        value = self._value(name, required=required)
        if value is None:
            return None
        return Fields(value, f"{self.at}/{name}", orders=self._orders)

    def children(self, name: str, *, most: int) -> "list[Fields]":
        """Return a required list of one to `most` objects."""
        value = self._value(name, required=True)
        if not isinstance(value, list):
            raise self.refuse("INVALID_PARAMETER_SYNTAX", name)
        if not 1 <= len(value) <= most:
            small = "INVALID_ARRAY_MIN_ITEMS" if not value else "INVALID_ARRAY_MAX_ITEMS"
            raise self.refuse(small if self._orders else "INVALID_PARAMETER_VALUE", name)
        return [
            Fields(item, f"{self.at}/{name}/{place}", orders=self._orders)
            for place, item in enumerate(value)
        ]

    def money(
        self, name: str, *, required: bool = False, zero: bool = False
    ) -> tuple[Decimal, str] | None:
        """Return an amount and its currency, or None if it may be missing and is.

        Refuses unknown currencies, decimals the currency lacks and, unless `zero`, nothing.
        """
        inner = self.child(name, required=required)
        if inner is None:
            return None
        currency = inner.text("currency_code", required=True, shortest=3, longest=3) or ""
        value = inner.text("value", required=True, longest=32)
        amount = decimal_of(value)
        if amount is None:
            raise inner.refuse("INVALID_PARAMETER_SYNTAX", "value")
        if currency not in CURRENCIES:
            raise _unknown_currency(inner, orders=self._orders)
        if amount != round(amount, places(currency)):
            raise inner._wrong_amount("DECIMAL_PRECISION")
        if amount < 0 or (amount == 0 and not zero):
            raise inner._wrong_amount("CANNOT_BE_ZERO_OR_NEGATIVE")
        return amount, currency

    def _wrong_amount(self, issue: str) -> PayPalError:
        if self._orders:
            return unprocessable(issue, _AMOUNT_TEXTS[issue], f"{self.at}/value")
        return self.refuse("INVALID_PARAMETER_VALUE", "value")

    def _value(self, name: str, *, required: bool) -> Any:
        value = self.given.get(name)
        if value is None and required:
            raise self.refuse("MISSING_REQUIRED_PARAMETER", name)
        return value


def _unknown_currency(inner: Fields, *, orders: bool) -> PayPalError:
    if orders:
        return unprocessable(
            "INVALID_CURRENCY_CODE",
            "Currency code is invalid or is not currently supported. Please refer"
            " https://developer.paypal.com/api/rest/reference/currency-codes/ for list of"
            " supported currency codes.",
            f"{inner.at}/currency_code",
        )
    return unprocessable(
        "CURRENCY_NOT_SUPPORTED_FOR_RECEIVER",
        "This currency cannot be accepted for this recipient’s account.",
        f"{inner.at}/currency_code",
    )
