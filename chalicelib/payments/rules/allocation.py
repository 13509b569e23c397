"""What an amount buys (pure): whole terms of a plan, days at its rate, or store credit (B055)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from chalicelib.catalog.model import Plan
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term, TermUnit
from chalicelib.settings.model import OtherAmounts

# A decimal point in the wrong place must not sell years.
MOST_TERMS = 24


@dataclass(frozen=True, slots=True)
class Allocation:
    """What a payment buys: `terms` whole terms, then `part` of one (0 ≤ part < 1), and credit.

    With a `review` nothing is bought: it says in one sentence why a person must decide.
    """

    terms: int = 0
    part: Decimal = Decimal(0)
    credit: Money | None = None
    reason: str = ""
    review: str = ""

    def end_from(self, start: datetime, plan: Plan) -> datetime:
        """Return the exclusive end of what was bought, if it begins at `start`.

        Months are counted from `start`, so that several at once clamp to a shorter month once. A
        part of a term is taken of the term that would come next, rounded half up to a second.
        """
        end = _after(start, plan.term, self.terms)
        if not self.part:
            return end
        next_end = _after(start, plan.term, self.terms + 1)
        whole = Decimal(int((next_end - end).total_seconds()))
        seconds = (whole * self.part).to_integral_value(rounding=ROUND_HALF_UP)
        return end + timedelta(seconds=int(seconds))


def allocate(amount: Money, plan: Plan, *, rule: OtherAmounts) -> Allocation:
    """Return what `amount` buys of a plan.

    Whole multiples of the price buy as many terms. Any other amount goes by the operator's rule:
    *review* leaves it, *days* buys a part of a term, *credit* keeps the rest for the next order.
    """
    refusal = _refusal(amount, plan)
    if refusal:
        return Allocation(review=refusal)
    terms, rest = divmod(amount.minor, plan.price.minor)
    if terms > MOST_TERMS:
        return Allocation(review=f"{amount} would buy {terms} terms of {plan.name}.")
    if not rest:
        times = "once" if terms == 1 else f"{terms} times"
        return Allocation(terms, reason=f"{amount} is {times} the price of {plan.name}.")
    if rule is OtherAmounts.DAYS:
        part = Decimal(rest) / Decimal(plan.price.minor)
        reason = f"{amount} buys time at the rate of {plan.name} ({plan.price} for {plan.term})."
        return Allocation(terms, part, reason=reason)
    left = Money(rest, amount.currency)
    if rule is OtherAmounts.CREDIT:
        reason = f"{amount} buys {terms} terms of {plan.name}; {left} is kept as credit."
        return Allocation(terms, credit=left, reason=reason)
    return Allocation(review=f"{plan.name} costs {plan.price}, not {amount}.")


def _after(start: datetime, term: Term, times: int) -> datetime:
    """Return the end of so many terms in a row."""
    count = term.count * times
    is_days = term.unit is TermUnit.DAY
    return start + (relativedelta(days=count) if is_days else relativedelta(months=count))


def _refusal(amount: Money, plan: Plan) -> str:
    if amount.currency != plan.price.currency:
        return f"{plan.name} is sold in {plan.price.currency}, but {amount} was paid."
    if plan.price.minor <= 0:
        return f"{plan.name} has no price."
    if amount.minor <= 0:
        return f"{amount} buys nothing."
    return ""
