"""PayPal's amounts: decimal texts with exactly the decimals that PayPal gives a currency.

https://developer.paypal.com/api/rest/reference/currency-codes/
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money, decimals_of

# fmt: off
_CURRENCIES = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY",
    "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
})
# fmt: on
# Without decimals at PayPal; two of them have some by ISO 4217.
_ZERO_DECIMAL = frozenset({"HUF", "JPY", "TWD"})


def to_paypal(money: Money) -> dict[str, str]:
    """Return the amount as PayPal takes it; raises InvalidError naming `price` if it takes none.

    Amounts of money only: nothing and less than nothing cannot be collected.
    """
    currency = money.currency
    if currency not in _CURRENCIES:
        raise InvalidError.of(
            "price", f"PayPal does not take {currency}.", "Choose another way to pay."
        )
    places = 0 if currency in _ZERO_DECIMAL else decimals_of(currency)
    value = money.to_decimal()
    if money.minor <= 0 or value != round(value, places):
        raise InvalidError.of(
            "price",
            f"PayPal cannot collect {money}.",
            f"Choose a price above zero with at most {places} decimals.",
        )
    return {"currency_code": currency, "value": f"{value:.{places}f}"}


def from_paypal(amount: Mapping[str, Any]) -> Money:
    """Return PayPal's amount in our units; raises InvalidError, KeyError when it is none."""
    return of_text(str(amount["value"]), str(amount["currency_code"]))


def of_text(value: str, currency: str) -> Money:
    """Return a decimal text as money; superfluous zeros do not count."""
    return Money.from_decimal(value.replace(",", "").strip(), currency)
