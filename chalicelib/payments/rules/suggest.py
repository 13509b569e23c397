"""Who may have paid (pure): people ranked by what speaks for them, in words (X008)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.catalog.model import Plan
from chalicelib.payments.model import Payment
from chalicelib.payments.rules.addresses import Address, is_typo
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

# Of this much time before or after the payment, the end of the paid time is a sign.
NEAR = timedelta(days=10)
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have paid, and what is known of them.

    `paid_from` are the addresses of their former payments, `is_marked` tells that the payment's
    own marks (its recurring agreement, its PayPal address) point at them among others.
    """

    user: User
    subscription: Subscription
    plan: Plan | None = None
    paid_from: frozenset[str] = frozenset()
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who may have paid, the reasons in words, and how much they weigh together."""

    candidate: Candidate
    reasons: tuple[str, ...]
    weight: int


Sign = tuple[int, str]


def ranked(payment: Payment, candidates: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """Return those for whom anything but chance speaks, the likeliest first.

    A fitting amount or date alone names nobody; it counts when both do, or something else does.
    """
    found = []
    for candidate in candidates:
        named = tuple(_signs_of_person(payment, candidate))
        fitting = tuple(_signs_of_fit(payment, candidate))
        if named or len(fitting) > 1:
            signs = sorted((*named, *fitting), key=lambda sign: -sign[0])
            reasons = tuple(text for _, text in signs)
            found.append(Suggestion(candidate, reasons, sum(weight for weight, _ in signs)))
    return tuple(sorted(found, key=lambda each: (-each.weight, each.candidate.user.id)))


def _signs_of_person(payment: Payment, candidate: Candidate) -> Iterator[Sign]:
    user = candidate.user
    if candidate.is_marked and payment.subscription_ref:
        yield 70, "Has payments of the same recurring agreement"
    elif candidate.is_marked:
        yield 70, "Is known by this PayPal address"
    payer = Address.of(payment.payer_email)
    if payer and payer.whole in candidate.paid_from:
        yield 65, "Paid from this address before"
    yield from _signs_of_address(payer, user)
    yield from _signs_of_name(payment.payer_name, user)
    yield from _signs_of_note(payment.notes, user)
    if user.id in payment.candidates:
        yield 10, "Was named when the payment was matched"


def _signs_of_address(payer: Address | None, user: User) -> Iterator[Sign]:
    if payer is None:
        return
    own = Address.of(user.email)
    sign = _alike(payer, own) if own else None
    if sign:
        yield sign
    if payer.whole in {user.media.email, user.paypal_email.casefold()}:
        yield 55, "Has the payer's address at Plex or PayPal"
    elif user.media.username and user.media.username == payer.local:
        yield 30, f"Is called {user.media.username} at Plex, like the payer's address"


def _alike(payer: Address, own: Address) -> Sign | None:
    """Return how two addresses resemble each other, None if they do not."""
    if payer == own:
        same = payer.whole == own.whole
        return 60, "Has the payer's address" + ("" if same else " but for what follows the +")
    if payer.local == own.local and is_typo(payer.domain, own.domain):
        return 50, f"Has the payer's address but for a slip in {payer.domain}"
    if payer.domain == own.domain and is_typo(payer.local, own.local):
        return 45, f"Has the payer's address but for a slip in {payer.local}"
    if payer.local == own.local:
        return 35, f"Has another address that begins with {own.local}"
    return None


def _signs_of_name(payer_name: str, user: User) -> Iterator[Sign]:
    theirs, payers = _words(user.name), _words(payer_name)
    if payers and theirs == payers:
        yield 40, f"Is called {user.name}, like the payer"
    elif shared := sorted(theirs & payers):
        yield 15, f"Shares the name {shared[0].title()} with the payer"


def _signs_of_note(note: str, user: User) -> Iterator[Sign]:
    said = note.casefold()
    for name in (user.email, user.media.email, user.media.username, user.name.casefold()):
        if len(name) >= _SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            yield 50, f"Is named in what the payer wrote: {name}"
            return


def _signs_of_fit(payment: Payment, candidate: Candidate) -> Iterator[Sign]:
    plan = candidate.plan
    if (
        plan is not None
        and plan.price.currency == payment.amount.currency
        and plan.price.minor > 0
    ):
        times, rest = divmod(payment.amount.minor, plan.price.minor)
        if times == 1 and not rest:
            yield 15, f"Has {plan.name}, which costs exactly that"
        elif times > 1 and not rest:
            yield 10, f"Has {plan.name}, of which this is {times} times the price"
    ends_at = max((each.ends_at for each in candidate.subscription.periods), default=None)
    if ends_at is not None and abs(ends_at - payment.paid_at) <= NEAR:
        yield 15, _when(ends_at, payment.paid_at)


def _when(ends_at: datetime, paid_at: datetime) -> str:
    days = abs(ends_at - paid_at).days
    span = "1 day" if days == 1 else f"{days} days"
    if not days:
        return "Paid time ended on the day of the payment"
    return f"Paid time ended {span} {'before' if ends_at < paid_at else 'after'} the payment"


def _words(name: str) -> frozenset[str]:
    words = re.findall(r"\w+", name.casefold())
    return frozenset(word for word in words if len(word) >= _SHORTEST_NAME)
