"""The ids that gateways have for a plan (pure); recurring payments are charged by them."""

import re
from collections.abc import Mapping

from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import Problem

LONGEST_OFFER = 120
_OFFER = re.compile(r"[A-Za-z0-9_-]+\Z")
# What an id of each gateway must not begin with, and what somebody mistook for it.
_MISTAKEN = {
    "stripe": {"prod_": "This is a product; its price has an id that begins with price_."},
    "paypal": {"PROD-": "This is a product; its plan has an id that begins with P-."},
}
SELLERS = tuple(_MISTAKEN)


def named_offers(offers: Mapping[str, str]) -> dict[str, str]:
    """Return the ids without blanks around them, and without empty ones."""
    tidied = {gateway: offer.strip() for gateway, offer in offers.items()}
    return {gateway: offer for gateway, offer in sorted(tidied.items()) if offer}


def offer_problems(offers: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with the ids of a plan."""
    return [
        Problem(f"offers.{gateway}", message, "Copy the id from the payment service.")
        for gateway, offer in offers.items()
        if (message := _wrong(gateway, offer))
    ]


def shown_offers(plan: Plan) -> str:
    """Return the ids in one line."""
    return ", ".join(f"{gateway} {offer}" for gateway, offer in sorted(plan.offers.items()))


def _wrong(gateway: str, offer: str) -> str:
    mistaken = _MISTAKEN.get(gateway)
    if mistaken is None:
        return "No such payment service charges again and again."
    if len(offer) > LONGEST_OFFER or not _OFFER.match(offer):
        return f"This is no id: it has blanks, other signs or more than {LONGEST_OFFER} of them."
    return next((text for start, text in mistaken.items() if offer.startswith(start)), "")
