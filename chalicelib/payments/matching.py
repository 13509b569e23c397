"""Whose payment it is (pure). Two hits are no hit: we never guess."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.catalog.model import Plan
from chalicelib.payments.model import GatewayPayment, Order
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Payer:
    """Somebody who may have paid: with the plan that was paid last, if there is one."""

    user: User
    last_plan: Plan | None


@dataclass(frozen=True, slots=True)
class Match:
    """The one who paid, or why nobody can be named."""

    payer: Payer | None
    reason: str


def match_payer(found: GatewayPayment, payers: Iterable[Payer]) -> Match:
    """Return the only payer whose last plan costs exactly what was paid.

    `payers` are all users with the payment's e-mail address; their order does not matter.
    """
    known = tuple(payers)
    if not known:
        return Match(None, "Nobody with the payer's e-mail address is known.")
    if len(known) > 1:
        return Match(None, f"{len(known)} users have the payer's e-mail address.")
    payer = known[0]
    if payer.last_plan is None:
        return Match(None, f"{payer.user.name} never had a plan before.")
    if payer.last_plan.price != found.amount:
        return Match(
            None,
            f"{payer.user.name} last had {payer.last_plan.name}, which costs "
            f"{payer.last_plan.price}, not {found.amount}.",
        )
    return Match(payer, "The e-mail address and the last plan's price match.")


def difference(found: GatewayPayment, order: Order) -> str:
    """Return in one sentence how the payment differs from the quote, empty if it does not."""
    if order.payment_key is not None and order.payment_key != found.key:
        return "The order was paid before by another payment."
    if found.amount.currency != order.price.currency:
        return f"{found.amount} was paid, but the quote of {order.price} is in another currency."
    if found.amount != order.price:
        return f"{found.amount} was paid, but {order.price} was quoted."
    return ""


def buyers(order: Order, users: tuple[User, ...]) -> tuple[User, ...]:
    """Return who may have placed the order: whoever was signed in, else all with its identity."""
    signed_in = tuple(user for user in users if user.id == order.user_id)
    return signed_in or users
