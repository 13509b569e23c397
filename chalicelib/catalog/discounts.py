"""Discount codes: what one takes off, for whom, how often, and why it is refused (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Self

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Discount:
    """A code that takes a share (`percent`, 0 < p ≤ 100) or an `amount` off the price.

    `code` is kept casefolded. With an `email` only that customer may use it, and once, whatever
    `max_uses` says (B096). `max_uses` None is without limit; `expires_at` is exclusive. `used`
    counts paid orders; `holds` maps open orders to the exclusive end of their hold, so that the
    last use is promised once (B102).
    """

    code: str
    percent: Decimal | None = None
    amount: Money | None = None
    email: str = ""
    max_uses: int | None = None
    expires_at: datetime | None = None
    allows_recurring: bool = False
    is_active: bool = True
    used: int = 0
    holds: Mapping[OrderId, datetime] = field(default_factory=dict)
    created_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.code

    def hold(self, order_id: OrderId, *, until: datetime, now: datetime) -> Self:
        """Return the code with one use promised to an order; lapsed promises are dropped."""
        return replace(self, holds={**self._running(now), order_id: until})

    def release(self, order_id: OrderId, *, now: datetime) -> Self:
        """Return the code without the promise to that order."""
        rest = {key: until for key, until in self._running(now).items() if key != order_id}
        return replace(self, holds=rest)

    def redeemed(self, order_id: OrderId, *, now: datetime) -> Self:
        """Return the code used once more, by that order (B101)."""
        return replace(self.release(order_id, now=now), used=self.used + 1)

    def promised(self, *, now: datetime, but: OrderId | None = None) -> int:
        """Return how many uses are taken or promised, that of order `but` left out."""
        return self.used + sum(1 for key in self._running(now) if key != but)

    def _running(self, now: datetime) -> dict[OrderId, datetime]:
        return {key: until for key, until in self.holds.items() if now < until}


@dataclass(frozen=True, slots=True)
class DiscountUse:
    """A code that somebody used: one row for each thing by which the person is known again.

    `who` is ``user:<id>``, ``email:<address>`` or ``media:<claim>``.
    """

    code: str
    who: str
    order_id: OrderId
    used_at: datetime

    @property
    def identity(self) -> tuple[str, str]:
        """Return the natural key."""
        return self.code, self.who


def normal(code: str) -> str:
    """Return a code as it is kept: without blanks around it, casefolded."""
    return code.strip().casefold()


def taken_off(discount: Discount, price: Money) -> Money:
    """Return what the code takes off a price; the rest is rounded half up once (B093)."""
    if discount.percent is not None:
        return price - price.less_percent(discount.percent)
    return discount.amount or Money.zero(price.currency)


def people(*, user_id: UserId | None, email: str, claims: tuple[str, ...]) -> tuple[str, ...]:
    """Return everything by which a customer is known again, for DiscountUse."""
    known = [f"user:{user_id}"] if user_id else []
    known += [f"email:{email.strip().casefold()}"] if email.strip() else []
    return (*known, *(f"media:{claim}" for claim in claims))


def check(
    discount: Discount | None,
    *,
    price: Money,
    email: str,
    has_used: bool,
    is_recurring: bool,
    now: datetime,
    order_id: OrderId | None = None,
) -> Money:
    """Return what the code takes off; raises InvalidError naming `discount_code` and why not.

    `email` is the customer's casefolded address, `has_used` whether they used the code before.
    """
    if discount is None or not discount.is_active:
        raise _refused("There is no such code.", "Check the spelling, or leave it empty.")
    reason = _reason(discount, price=price, email=email, has_used=has_used, now=now)
    if reason:
        raise _refused(reason, "Leave it empty, or use another code.")
    if is_recurring and not discount.allows_recurring:
        raise _refused("This code is for single payments only.", "Leave it empty, or pay once.")
    is_last_gone = (
        discount.max_uses is not None
        and discount.promised(now=now, but=order_id) >= discount.max_uses
    )
    if is_last_gone:
        raise _refused("This code was used up.", "Leave it empty, or use another code.")
    off = taken_off(discount, price)
    if off.minor >= price.minor and discount.percent is None:
        raise _refused(
            "This code takes off as much as the plan costs, or more.",
            "Choose another plan, or leave it empty.",
        )
    return off


def _reason(discount: Discount, *, price: Money, email: str, has_used: bool, now: datetime) -> str:
    if discount.expires_at is not None and now >= discount.expires_at:
        return "This code has expired."
    if discount.email and discount.email != email.strip().casefold():
        return "This code is for somebody else."
    if has_used:
        return "You used this code before."
    if discount.amount is not None and discount.amount.currency != price.currency:
        return f"This code is in {discount.amount.currency}, the plan in {price.currency}."
    return ""


def _refused(why: str, remedy: str) -> InvalidError:
    return InvalidError.of("discount_code", why, remedy)
