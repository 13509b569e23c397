"""Find payments: by person, transaction, recurring agreement, status or amount."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.payments.model import GatewayName, Payment, PaymentKey, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules import marks

# How many rows one call looks through for those that are wanted; the next page goes on from there.
MOST_LOOKED_AT = 1000
_AT_ONCE = 100
_MOST_PEOPLE = 20
_OF_EACH_PERSON = 50

Read = Callable[[str | None, int], Page[Payment]]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty fields leave it open, and all that are given must hold.

    `person` begins a user's address, name or Plex name, or stands in what an unmatched payment
    tells of its payer. `transaction` and `subscription` are the gateway's ids, whole.
    """

    status: PaymentStatus | None = None
    person: str = ""
    transaction: str = ""
    subscription: str = ""
    minor: int | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether everything is wanted."""
        return self == Search()


def search(deps: PaymentsDeps, *, wanted: Search, cursor: str | None, limit: int) -> Page[Payment]:
    """Return payments, the latest paid first; a page may be short and still have a next one.

    A transaction, an agreement or a person is found by index, and all that is found comes on one
    page. A status is an index, too; an amount is looked for among what the others leave.
    """
    if wanted.is_open:
        return deps.store.recent(cursor=cursor, limit=limit)
    named = _named(deps, wanted)
    if named is not None:
        kept = {each.key: each for each in named if _fits(each, wanted)}
        newest = sorted(kept.values(), key=lambda each: (each.paid_at, str(each.key)))
        return Page(tuple(newest[::-1]))
    return _sifted(_listed(deps, wanted), wanted, cursor=cursor, limit=limit)


def paid_between(
    deps: PaymentsDeps, *, since: datetime, until: datetime, most: int
) -> tuple[Payment, ...] | None:
    """Return payments paid in ``[since, until)``, the latest first; None for more than `most`."""
    found: list[Payment] = []
    cursor = None
    while True:
        page = deps.store.paid_before(until, cursor=cursor, limit=_AT_ONCE * 5)
        inside = [each for each in page.items if each.paid_at >= since]
        found += inside
        if len(found) > most:
            return None
        if page.next_cursor is None or len(inside) < len(page.items):
            return tuple(found)
        cursor = page.next_cursor


def _named(deps: PaymentsDeps, wanted: Search) -> tuple[Payment, ...] | None:
    """Return all payments that the search names, None when it names none of its own."""
    if wanted.transaction:
        return _of_transaction(deps, wanted.transaction)
    if wanted.subscription:
        return _of_agreement(deps, wanted.subscription)
    if wanted.person:
        return (*_of_people(deps, wanted.person), *_of_payer(deps, wanted.person))
    return None


def _listed(deps: PaymentsDeps, wanted: Search) -> Read:
    def read(cursor: str | None, limit: int) -> Page[Payment]:
        if wanted.status is None:
            return deps.store.recent(cursor=cursor, limit=limit)
        return deps.store.in_status(wanted.status, cursor=cursor, limit=limit)

    return read


def _sifted(read: Read, wanted: Search, *, cursor: str | None, limit: int) -> Page[Payment]:
    found: list[Payment] = []
    looked_at = 0
    while True:
        page = read(cursor, limit)
        found += [each for each in page.items if _fits(each, wanted)]
        looked_at += len(page.items)
        cursor = page.next_cursor
        if found or cursor is None or looked_at >= MOST_LOOKED_AT:
            return Page(tuple(found), cursor)


def _fits(payment: Payment, wanted: Search) -> bool:
    return (
        wanted.status in {None, payment.status}
        and wanted.minor in {None, payment.amount.minor}
        and wanted.subscription in {"", payment.subscription_ref}
        and wanted.transaction in {"", payment.key.external_id}
    )


def _of_transaction(deps: PaymentsDeps, external_id: str) -> tuple[Payment, ...]:
    keys = tuple(PaymentKey(gateway, external_id) for gateway in GatewayName)
    found = deps.store.many(keys).values()
    return tuple(part for first in found for part in deps.store.parts(first))


def _of_agreement(deps: PaymentsDeps, ref: str) -> tuple[Payment, ...]:
    """Return the settled payments of an agreement, by their marks, and those that wait."""
    sources = [
        (mark.user_id, mark.source)
        for gateway in GatewayName
        for mark in deps.store.marked(marks.of_agreement(gateway, ref))
    ]
    theirs: list[Payment] = []
    for user_id in sorted({user_id for user_id, _ in sources}):
        theirs += _of_user(deps, user_id)
    return (*theirs, *_waiting(deps))


def _of_people(deps: PaymentsDeps, text: str) -> tuple[Payment, ...]:
    people = deps.users.search(text=text.strip().casefold(), cursor=None, limit=_MOST_PEOPLE)
    return tuple(each for user in people.items for each in _of_user(deps, user.id))


def _of_payer(deps: PaymentsDeps, text: str) -> tuple[Payment, ...]:
    part = text.strip().casefold()
    return tuple(
        each
        for each in _waiting(deps)
        if part in each.payer_email.casefold() or part in each.payer_name.casefold()
    )


def _of_user(deps: PaymentsDeps, user_id: UserId) -> tuple[Payment, ...]:
    return deps.store.of_user(user_id, cursor=None, limit=_OF_EACH_PERSON).items


def _waiting(deps: PaymentsDeps) -> tuple[Payment, ...]:
    """Return the latest payments that belong to nobody."""
    waiting = (PaymentStatus.UNMATCHED, PaymentStatus.HELD, PaymentStatus.DISMISSED)
    reads = (partial(deps.store.in_status, status) for status in waiting)
    return tuple(each for read in reads for each in read(cursor=None, limit=_AT_ONCE * 2).items)
