"""Look at referrals: who brought whom, and what that earned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.rules.referrals import Referral, ReferralStatus

# One call must answer within API Gateway's 29 seconds.
MOST_COUNTED = 2_000
_PAGE = 200
_MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Totals:
    """How many came, how their referrals stand, and what the referrers have of it.

    Not `is_complete` when only the latest were counted.
    """

    people: int = 0
    counts: Mapping[ReferralStatus, int] = field(default_factory=dict)
    bonuses: tuple[Money, ...] = ()
    is_complete: bool = True


def search(deps: PaymentsDeps, *, text: str, cursor: str | None, limit: int) -> Page[Referral]:
    """Return referrals, the latest first; with a text those of people whom it finds.

    A person is found by address, name or Plex name, and then both how they came and whom they
    brought: of the first people found only, and not in pages.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return deps.store.referrals(cursor=cursor, limit=limit)
    found: dict[UserId, Referral] = {}
    for user in deps.users.search(text=wanted, cursor=None, limit=_MOST_PEOPLE).items:
        own = deps.store.referral(user.id)
        brought = deps.store.referrals_by(user.id, cursor=None, limit=limit).items
        found |= {each.user_id: each for each in (*([own] if own else []), *brought)}
    latest = sorted(found.values(), key=lambda each: (each.came_at, each.user_id), reverse=True)
    return Page(tuple(latest[:limit]), None)


def totals(deps: PaymentsDeps, *, referrer_id: UserId | None = None) -> Totals:
    """Return the totals of one referrer, or of all."""
    counted: list[Referral] = []
    cursor: str | None = None
    while len(counted) < MOST_COUNTED:
        page = (
            deps.store.referrals_by(referrer_id, cursor=cursor, limit=_PAGE)
            if referrer_id
            else deps.store.referrals(cursor=cursor, limit=_PAGE)
        )
        counted += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    return _summed(counted, is_complete=cursor is None)


def _summed(referrals: Iterable[Referral], *, is_complete: bool) -> Totals:
    counts = dict.fromkeys(ReferralStatus, 0)
    sums: dict[str, int] = {}
    for each in referrals:
        counts[each.status] += 1
        if each.held is not None and each.held.minor:
            sums[each.held.currency] = sums.get(each.held.currency, 0) + each.held.minor
    bonuses = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
    return Totals(sum(counts.values()), counts, bonuses, is_complete)
