"""A plan as Stripe's product and price (pure): what to make, and how one differs."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways.stripe_money import from_stripe, to_stripe
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.term import Term, TermUnit

Json = Mapping[str, Any]

# The longest periods that Stripe charges for: three years.
_LONGEST = {TermUnit.DAY: 1095, TermUnit.MONTH: 36}
# How many of our units each of Stripe's intervals has.
_INTERVALS = {
    "day": (1, TermUnit.DAY),
    "week": (7, TermUnit.DAY),
    "month": (1, TermUnit.MONTH),
    "year": (12, TermUnit.MONTH),
}


def product_id(plan: Plan) -> str:
    """Return the id of the plan's product: always the same one."""
    return f"streams-{plan.id}"


def lookup_key(plan: Plan) -> str:
    """Return the name under which a plan's price is found; a changed price has another."""
    price, term = plan.price, plan.term
    return f"{plan.id}-{price.minor}-{price.currency}-{term.count}-{term.unit}".lower()


def product_params(plan: Plan) -> dict[str, Any]:
    """Return what customers read of the plan at Stripe."""
    params: dict[str, Any] = {"name": plan.name, "active": True}
    if plan.description:
        params["description"] = plan.description
    return params


def price_params(plan: Plan) -> dict[str, Any]:
    """Return the price to make; raises InvalidError for what Stripe cannot charge."""
    if plan.price.minor <= 0:
        raise InvalidError.of("price", "A plan without a price is not charged.", "Set a price.")
    longest = _LONGEST[plan.term.unit]
    if plan.term.count > longest:
        raise InvalidError.of(
            "term",
            f"Stripe cannot charge every {plan.term}.",
            f"Use at most {longest} {plan.term.unit}s.",
        )
    return {
        "product": product_id(plan),
        "currency": plan.price.currency.lower(),
        "unit_amount": to_stripe(plan.price),
        "recurring": {"interval": str(plan.term.unit), "interval_count": plan.term.count},
        "lookup_key": lookup_key(plan),
        # A price of that key which somebody archived gives the key up.
        "transfer_lookup_key": True,
        "metadata": {"plan_id": plan.id},
    }


def difference(price: Json, plan: Plan) -> str:
    """Return in one sentence how a price differs from its plan, else nothing.

    Raises KeyError or TypeError when it is no price.
    """
    price_id = price["id"]
    recurring: Json | None = price["recurring"]
    if recurring is None:
        return f"The price {price_id} at Stripe is charged once, not again and again."
    if not price["active"]:
        return f"The price {price_id} is archived at Stripe: nobody can buy it."
    if price["unit_amount"] is None:
        return f"The price {price_id} at Stripe depends on how much is used."
    costs = from_stripe(int(price["unit_amount"]), price["currency"])
    told = _every(recurring)
    if costs == plan.price and told == _of_term(plan.term):
        return ""
    count, unit = told
    return (
        f"At Stripe {costs} is charged every {_words(count, unit)}; "
        f"the plan costs {plan.price} for {plan.term}."
    )


def _every(recurring: Json) -> tuple[int, str]:
    interval = str(recurring["interval"])
    count = int(recurring["interval_count"])
    if interval not in _INTERVALS:
        return count, interval
    times, unit = _INTERVALS[interval]
    return count * times, str(unit)


def _of_term(term: Term) -> tuple[int, str]:
    return term.count, str(term.unit)


def _words(count: int, unit: str) -> str:
    return unit if count == 1 else f"{count} {unit}s"
