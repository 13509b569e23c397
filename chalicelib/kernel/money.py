"""Money in whole minor units of one ISO 4217 currency."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from chalicelib.kernel.errors import InvalidError

# ISO 4217 list one: currencies whose minor unit is not 1/100.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_CODE = re.compile(r"[A-Z]{3}\Z")


def decimals_of(currency: str) -> int:
    """Return how many decimals the currency's major unit has (0, 2 or 3)."""
    return _DECIMALS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `minor` is in the currency's smallest unit and may be negative.

    Raises InvalidError for a currency that is no three-letter code.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not _CODE.match(self.currency):
            raise InvalidError.of(
                "currency",
                f"{self.currency!r} is not a currency code",
                "Use three capital letters such as USD.",
            )

    @classmethod
    def from_decimal(cls, amount: str | Decimal, currency: str) -> "Money":
        """Read a decimal amount such as ``"9.99"``.

        Raises InvalidError when it is no number or has digits below the minor unit.
        """
        try:
            scaled = Decimal(amount).scaleb(decimals_of(currency))
        except InvalidOperation:
            raise InvalidError.of(
                "amount", f"{amount!r} is not an amount", "Write it like 9.99."
            ) from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise InvalidError.of(
                "amount",
                f"{amount} has digits below the smallest unit of {currency}",
                f"Use at most {decimals_of(currency)} decimals.",
            )
        return cls(int(scaled), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Return nothing, in that currency."""
        return cls(0, currency)

    def to_decimal(self) -> Decimal:
        """Return the amount in major units, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-decimals_of(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._minor_of(other)

    def times(self, count: int) -> "Money":
        """Return the amount `count` times."""
        return Money(self.minor * count, self.currency)

    def less_percent(self, percent: Decimal) -> "Money":
        """Return the amount reduced by `percent` (0 to 100), rounded half up once."""
        kept = Decimal(self.minor) * (Decimal(100) - percent) / Decimal(100)
        return Money(int(kept.to_integral_value(rounding=ROUND_HALF_UP)), self.currency)

    def split(self, shares: int) -> tuple["Money", ...]:
        """Divide into `shares` parts that sum exactly; the first takes the remainder."""
        if shares < 1:
            raise InvalidError.of("shares", "cannot split into no parts", "Name at least one.")
        part, rest = divmod(self.minor, shares)
        return (Money(part + rest, self.currency),) + (Money(part, self.currency),) * (shares - 1)

    def _minor_of(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise InvalidError.of(
                "currency",
                f"{other.currency} does not mix with {self.currency}",
                f"Use {self.currency}.",
            )
        return other.minor

    def __str__(self) -> str:
        return f"{self.to_decimal()} {self.currency}"
