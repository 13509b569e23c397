"""Referrals: who brought whom, and what that earned."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import ListQuery, MoneyShape, PersonShape, money_shape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import UserId
from chalicelib.payments.reporting import referral_report
from chalicelib.payments.reporting.referral_report import Totals
from chalicelib.payments.rules.referrals import Referral
from chalicelib.users.model import User

registry = Registry()


class ReferralQuery(ListQuery):
    """Which page, and the beginning of a name or address."""

    search: Annotated[str, StringConstraints(max_length=200)] = ""


class ReferralShape(Model):
    """Who came with whose code; `bonus` was due, `held` is what the referrer has of it now."""

    user: PersonShape
    referrer: PersonShape
    code: str
    came_at: datetime
    status: str
    bonus: MoneyShape | None
    held: MoneyShape | None
    why: str


class ReferralList(Model):
    """Referrals, the latest first."""

    items: list[ReferralShape]
    next_cursor: str | None


class ReferralTotals(Model):
    """How many came, how that stands, and what referrers have of it, by currency.

    Not `is_complete` when only the latest were counted.
    """

    people: int
    waiting: int
    granted: int
    taken_back: int
    refused: int
    bonuses: list[MoneyShape]
    is_complete: bool


class UserReferrals(Model):
    """A user's part in referrals: the own code (empty until shown), who brought them, whom they

    brought.
    """

    code: str
    came_by: ReferralShape | None
    brought: list[ReferralShape]
    totals: ReferralTotals


@registry.add(
    "GET", "/referrals", summary="List referrals", query=ReferralQuery, returns=ReferralList
)
def list_referrals(call: Call[NoInput, ReferralQuery]) -> ReferralList:
    """Return who came with whose code; with a search those of the people that it finds."""
    query = call.query
    page = referral_report.search(
        wiring.payments_deps(), text=query.search, cursor=query.cursor, limit=query.limit
    )
    return ReferralList(items=_shapes(page.items), next_cursor=page.next_cursor)


@registry.add(
    "GET", "/referrals/totals", summary="Totals of all referrals", returns=ReferralTotals
)
def read_referral_totals(_call: Call[NoInput, NoInput]) -> ReferralTotals:
    """Return how many came and what that earned."""
    return _totals(referral_report.totals(wiring.payments_deps()))


@registry.add(
    "GET",
    "/users/{user_id}/referrals",
    summary="A user's part in referrals",
    returns=UserReferrals,
)
def read_user_referrals(call: Call[NoInput, NoInput]) -> UserReferrals:
    """Return who brought the user, and the latest whom the user brought."""
    users = wiring.users_deps().store
    user_id = UserId(call.path["user_id"])
    if users.get(user_id) is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    deps = wiring.payments_deps()
    card = users.referral_card(user_id)
    own = deps.store.referral(user_id)
    brought = deps.store.referrals_by(user_id, cursor=None, limit=50).items
    return UserReferrals(
        code=card.code if card else "",
        came_by=_shapes([own])[0] if own else None,
        brought=_shapes(brought),
        totals=_totals(referral_report.totals(deps, referrer_id=user_id)),
    )


def _shapes(referrals: Iterable[Referral]) -> list[ReferralShape]:
    rows = tuple(referrals)
    ids = {person for each in rows for person in (each.user_id, each.referrer_id)}
    users = wiring.users_deps().store.many(tuple(sorted(ids))) if ids else {}
    return [
        ReferralShape(
            user=_person(each.user_id, users.get(each.user_id)),
            referrer=_person(each.referrer_id, users.get(each.referrer_id)),
            code=each.code,
            came_at=each.came_at,
            status=each.status,
            bonus=money_shape(each.bonus),
            held=money_shape(each.held),
            why=each.why,
        )
        for each in rows
    ]


def _person(user_id: UserId, user: User | None) -> PersonShape:
    return PersonShape(id=user_id, label=present.label(user) if user else "Unknown")


def _totals(found: Totals) -> ReferralTotals:
    return ReferralTotals(
        people=found.people,
        **{str(status): count for status, count in found.counts.items()},
        bonuses=[MoneyShape.model_validate(each) for each in found.bonuses],
        is_complete=found.is_complete,
    )
