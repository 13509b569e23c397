"""A plan as PayPal's product and plan (pure): what to make, and how one differs."""

from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.gateways.paypal_money import from_paypal, to_paypal
from chalicelib.adapters.gateways.paypal_objects import regular_cycle, regular_price
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term, TermUnit
from chalicelib.payments.model import Order

Json = Mapping[str, Any]

# The longest periods that PayPal charges for: a year.
_LONGEST = {TermUnit.DAY: 365, TermUnit.MONTH: 12}
# How many of our units each of PayPal's intervals has.
_INTERVALS = {
    "DAY": (1, TermUnit.DAY),
    "WEEK": (7, TermUnit.DAY),
    "MONTH": (1, TermUnit.MONTH),
    "YEAR": (12, TermUnit.MONTH),
}
LONGEST_NAME = 127


def product_id(plan: Plan) -> str:
    """Return the id of the plan's product: always the same one."""
    return f"streams-{plan.id}"[:50]


def product_body(plan: Plan) -> dict[str, str]:
    """Return the product of a plan."""
    return {"id": product_id(plan), "name": plan.name[:LONGEST_NAME], "type": "SERVICE"}


def plan_body(plan: Plan) -> dict[str, Any]:
    """Return the plan to make; raises InvalidError for what PayPal cannot charge."""
    return {
        "product_id": product_id(plan),
        "name": plan.name[:LONGEST_NAME],
        "status": "ACTIVE",
        "billing_cycles": [_regular(plan.price, frequency(plan.term), sequence=1)],
        "payment_preferences": _PREFERENCES,
    }


def reduced_body(offer: Json, order: Order, first: Money, regular: Money) -> dict[str, Any]:
    """Return a plan for one order alone, whose first period costs less than those after it."""
    cycle = regular_cycle(offer)
    if cycle is None:
        raise KeyError("billing_cycles")
    rhythm = cycle["frequency"]
    once = {
        "frequency": rhythm,
        "tenure_type": "TRIAL",
        "sequence": 1,
        "total_cycles": 1,
        "pricing_scheme": {"fixed_price": to_paypal(first)},
    }
    return {
        "product_id": offer["product_id"],
        "name": f"{order.plan_name} ({order.id})"[:LONGEST_NAME],
        "status": "ACTIVE",
        "billing_cycles": [once, _regular(regular, rhythm, sequence=2)],
        "payment_preferences": _PREFERENCES,
    }


def own_price(offer: Json, price: Money) -> dict[str, Any]:
    """Return what lets one subscription to a plan cost another price."""
    cycle = regular_cycle(offer)
    if cycle is None:
        raise KeyError("billing_cycles")
    changed = {
        "sequence": cycle["sequence"],
        "total_cycles": cycle["total_cycles"],
        "pricing_scheme": {"fixed_price": to_paypal(price)},
    }
    return {"billing_cycles": [changed]}


def frequency(term: Term) -> dict[str, Any]:
    """Return a term as PayPal's rhythm; raises InvalidError when it is too long."""
    longest = _LONGEST[term.unit]
    if term.count > longest:
        raise InvalidError.of(
            "term",
            f"PayPal cannot charge every {term}.",
            f"Use at most {longest} {term.unit}s.",
        )
    if term.unit is TermUnit.MONTH and term.count == _LONGEST[TermUnit.MONTH]:
        return {"interval_unit": "YEAR", "interval_count": 1}
    return {"interval_unit": str(term.unit).upper(), "interval_count": term.count}


def difference(offer: Json, plan: Plan) -> str:
    """Return in one sentence how PayPal's plan differs from ours, else nothing.

    Raises KeyError or TypeError when it is no plan.
    """
    offer_id = offer["id"]
    if offer["status"] != "ACTIVE":
        return f"The plan {offer_id} is not active at PayPal: nobody can subscribe to it."
    costs, cycle = regular_price(offer), regular_cycle(offer)
    if costs is None or cycle is None:
        return f"The plan {offer_id} at PayPal has no fixed price."
    if cycle["total_cycles"]:
        return f"The plan {offer_id} at PayPal ends after {cycle['total_cycles']} periods."
    if is_rhythm(cycle, plan.term) and costs == plan.price:
        return ""
    return (
        f"At PayPal {costs} is charged every {_told(cycle)}; "
        f"the plan costs {plan.price} for {plan.term}."
    )


def is_rhythm(cycle: Json, term: Term) -> bool:
    """Tell whether a cycle comes as often as the term says."""
    rhythm = cycle["frequency"]
    count = int(rhythm.get("interval_count") or 1)
    times, unit = _INTERVALS.get(str(rhythm["interval_unit"]), (0, None))
    return (count * times, unit) == (term.count, term.unit)


def price_of(offer: Json) -> Money:
    """Return what a period of PayPal's plan costs; raises KeyError without a fixed price."""
    cycle = regular_cycle(offer)
    if cycle is None:
        raise KeyError("billing_cycles")
    return from_paypal(cycle["pricing_scheme"]["fixed_price"])


def _told(cycle: Json) -> str:
    count = int(cycle["frequency"].get("interval_count") or 1)
    unit = str(cycle["frequency"]["interval_unit"]).lower()
    return unit if count == 1 else f"{count} {unit}s"


def _regular(price: Money, rhythm: Json, *, sequence: int) -> dict[str, Any]:
    return {
        "frequency": rhythm,
        "tenure_type": "REGULAR",
        "sequence": sequence,
        "total_cycles": 0,
        "pricing_scheme": {"fixed_price": to_paypal(price)},
    }


# A charge that fails is tried again by PayPal; what stays unpaid goes on top of the next one.
_PREFERENCES = {
    "auto_bill_outstanding": True,
    "setup_fee_failure_action": "CANCEL",
    "payment_failure_threshold": 3,
}
