"""What a plan costs this customer now (pure)."""

from dataclasses import dataclass

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Quote:
    """A plan's price, what is taken off it, and what is left to pay.

    `credit` is the customer's store credit that this order uses up; `spare` what would be there to
    use, whether it is used or not.
    """

    price: Money
    discount_code: str = ""
    discount: Money | None = None
    credit: Money | None = None
    spare: Money | None = None

    @property
    def due(self) -> Money:
        """Return what the gateway collects, never less than nothing."""
        none = Money.zero(self.price.currency)
        return self.price - (self.discount or none) - (self.credit or none)

    @property
    def is_free(self) -> bool:
        """Tell whether nothing is left to pay, so that no gateway is needed."""
        return self.due.minor == 0


def quote(
    price: Money,
    *,
    code: str = "",
    discount: Money | None = None,
    balance: Money | None = None,
    uses_credit: bool = True,
    is_recurring: bool = False,
) -> Quote:
    """Return the quote for a price less a checked discount, then less the customer's credit.

    A subscription begins with a charge, however small, so credit never pays all of it, and a code
    that does raises InvalidError naming `discount_code`. Credit in another currency, or a balance
    below zero, reduces nothing.
    """
    none = Money.zero(price.currency)
    off = min(discount or none, price)
    left = price - off
    if is_recurring and off.minor and not left.minor:
        raise InvalidError.of(
            "discount_code",
            "This code pays for everything, but a subscription begins with a charge.",
            "Leave it empty, or pay once.",
        )
    spare = none
    if balance is not None and balance.currency == price.currency and balance.minor > 0:
        spare = min(balance, left)
    if is_recurring and spare == left:
        spare = none
    return Quote(
        price,
        discount_code=code,
        discount=off if code else None,
        credit=spare if spare.minor and uses_credit else None,
        spare=spare if spare.minor else None,
    )
