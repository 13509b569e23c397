"""Whose payment it is (pure). Two hits are no hit: we never guess."""

from dataclasses import dataclass

from chalicelib.kernel.ids import UserId
from chalicelib.payments.model import GatewayName, GatewayPayment, Order
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Known:
    """Who is known by what a payment tells; each at most once, in any order.

    `by_agreement` have payments of the same recurring agreement (or it was noted with them);
    `by_email` have the payer's address as their own; `by_paypal` as that of their PayPal account.
    """

    by_agreement: tuple[User, ...] = ()
    by_email: tuple[User, ...] = ()
    by_paypal: tuple[User, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The one who paid, or nobody: then `candidates` may have. `reason` says why."""

    user: User | None
    reason: str
    candidates: tuple[UserId, ...] = ()


def match_payer(found: GatewayPayment, known: Known) -> Match:
    """Return who paid, in a fixed order (B039 to B044).

    First the one user with this recurring agreement; then the one with the payer's address, for
    PayPal also with that PayPal address. Each step counts only if it names exactly one.
    """
    tried = _unique(known.by_agreement) if found.subscription_ref else ()
    if len(tried) == 1:
        return Match(tried[0], f"{_name(tried[0])} has payments of {found.subscription_ref}.")
    addressed = known.by_email
    if found.key.gateway is GatewayName.PAYPAL:
        addressed = (*known.by_paypal, *known.by_email)
    hits = _unique(addressed) if found.payer_email else ()
    if len(hits) == 1:
        return Match(hits[0], f"{_name(hits[0])} has the payer's address {found.payer_email}.")
    candidates = tuple(user.id for user in _unique((*tried, *hits)))
    return Match(None, _why_nobody(found, tried, hits), candidates)


def difference(found: GatewayPayment, order: Order) -> str:
    """Return in one sentence how the payment differs from the quote, empty if it does not."""
    if order.is_paid_by_another(found.key):
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


def _why_nobody(found: GatewayPayment, tried: tuple[User, ...], hits: tuple[User, ...]) -> str:
    if len(hits) > 1:
        return f"{len(hits)} users have the payer's e-mail address: {_names(hits)}."
    if len(tried) > 1:
        return f"{len(tried)} users have payments of {found.subscription_ref}: {_names(tried)}."
    if not found.payer_email:
        return "The payment does not tell who paid."
    return "Nobody with the payer's e-mail address is known."


def _unique(users: tuple[User, ...]) -> tuple[User, ...]:
    return tuple({user.id: user for user in users}.values())


def _name(user: User) -> str:
    return user.name or user.email or user.id


def _names(users: tuple[User, ...]) -> str:
    return " and ".join(sorted(_name(user) for user in users))
