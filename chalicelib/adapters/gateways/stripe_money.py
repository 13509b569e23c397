"""Stripe's smallest units, which are not ISO 4217's for every currency.

https://docs.stripe.com/currencies#zero-decimal and #special-cases.
"""

from chalicelib.kernel.errors import InvalidError, RetryLaterError
from chalicelib.kernel.money import Money, decimals_of

# fmt: off
_ZERO_DECIMAL = frozenset({
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
})
# fmt: on
_THREE_DECIMAL = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
# ISK and UGX have no cents, yet Stripe counts them in hundredths, which are always 00.


def stripe_decimals(currency: str) -> int:
    """Return how many decimals Stripe's whole numbers of that currency stand for."""
    if currency in _ZERO_DECIMAL:
        return 0
    return 3 if currency in _THREE_DECIMAL else 2


def from_stripe(amount: int, currency: str) -> Money:
    """Return Stripe's `amount` in our units; raises RetryLaterError for a part of a unit."""
    code = currency.upper()
    ours, theirs = decimals_of(code), stripe_decimals(code)
    if ours >= theirs:
        return Money(amount * 10 ** (ours - theirs), code)
    minor, rest = divmod(amount, 10 ** (theirs - ours))
    if rest:
        raise RetryLaterError(f"Stripe told a part of the smallest unit: {amount} {code}.")
    return Money(minor, code)


def to_stripe(money: Money) -> int:
    """Return the whole number that Stripe takes for it; raises InvalidError if there is none."""
    shift = stripe_decimals(money.currency) - decimals_of(money.currency)
    amount, rest = divmod(money.minor * 10 ** max(shift, 0), 10 ** max(-shift, 0))
    if rest or (money.currency in _THREE_DECIMAL and amount % 10):
        raise InvalidError.of(
            "price", f"Stripe cannot collect {money}.", "Choose a price with fewer decimals."
        )
    return int(amount)
