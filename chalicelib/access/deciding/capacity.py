"""How full a server is, what keeps newcomers away, and who makes room next."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.deciding.expiry import aftermath, kept_groups
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.access.selection import choose
from chalicelib.catalog.model import PlexAccount, Seats, Server
from chalicelib.kernel.ids import PlanId, ServerId, UserId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

_PAGE = 100
# Reading people is what takes time; the figures of a fuller server say that they are cut.
_MOST_PEOPLE = 1000
_MOST_LEAVING = 10


@dataclass(frozen=True, slots=True)
class Hold:
    """A seat that an open order or a turn in the waitlist holds until `until` (exclusive)."""

    holder: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the server's account allows on all its servers together.

    People, holds and `others`, whom somebody else placed there, are counted as taken.
    """

    account: PlexAccount
    taken: int
    others: int
    server_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForPlan:
    """Whether a newcomer with this plan could be placed here; `reasons` as they were weighed."""

    plan_id: PlanId
    plan_name: str
    fits: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody whose seat becomes free at `at` if nothing more is paid."""

    user_id: UserId
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Capacity:
    """A server's seats; `is_cut` when only the first people were looked at."""

    server: Server
    people: int
    states: Mapping[ShareState, int]
    holds: tuple[Hold, ...]
    ceiling: Ceiling | None
    plans: tuple[ForPlan, ...]
    leaving: tuple[Leaving, ...]
    is_cut: bool

    @property
    def taken(self) -> int:
        """Return people and holds."""
        return self.people + len(self.holds)


def of_server(deps: AccessDeps, *, server: Server) -> Capacity:
    """Return how full the server is; newcomers are weighed by the rule that places them."""
    now = deps.clock.now()
    all_seats = {seats.server_id: seats for seats in deps.catalog.all_seats()}
    seats = all_seats.get(server.id, Seats(server.id))
    rows = tuple(_live(deps, server.id))
    return Capacity(
        server=server,
        people=seats.people,
        states=Counter(row.state for row in rows),
        holds=tuple(
            Hold(holder, until)
            for holder, until in sorted(seats.holds.items(), key=lambda each: each[1])
            if now < until
        ),
        ceiling=_ceiling(deps, server, all_seats, now=now),
        plans=_plans(deps, server, all_seats, now=now),
        leaving=_leaving(deps, server, rows, now=now),
        is_cut=len(rows) >= _MOST_PEOPLE,
    )


def _live(deps: AccessDeps, server_id: ServerId) -> Iterator[Share]:
    cursor, count = None, 0
    while True:
        page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
        for share in page.items:
            if share.takes_seat:
                count += 1
                yield share
        cursor = page.next_cursor
        if cursor is None or count >= _MOST_PEOPLE:
            return


def _ceiling(
    deps: AccessDeps, server: Server, seats: Mapping[ServerId, Seats], *, now: datetime
) -> Ceiling | None:
    account = deps.catalog.plex_account(server.account_id) if server.account_id else None
    if account is None:
        return None
    own = [each for each in deps.catalog.servers() if each.account_id == account.id]
    ours = sum(seats[each.id].taken(now=now) for each in own if each.id in seats)
    names = tuple(each.name for each in own)
    return Ceiling(account, account.people(seats=ours), account.others, names)


def _plans(
    deps: AccessDeps, server: Server, seats: Mapping[ServerId, Seats], *, now: datetime
) -> tuple[ForPlan, ...]:
    servers, libraries = deps.catalog.servers(), deps.catalog.all_libraries()
    accounts = {account.id: account for account in deps.catalog.plex_accounts()}
    found = []
    for plan in deps.catalog.plans():
        if not plan.is_active:
            continue
        choice = choose(
            plan=plan,
            servers=servers,
            libraries=libraries,
            seats=seats,
            accounts=accounts,
            shares=(),
            preferred_location_id=None,
            held_server_id=None,
            now=now,
        )
        here = next(each for each in choice.candidates if each.server_id == server.id)
        found.append(ForPlan(plan.id, plan.name, here.fits, here.reasons))
    return tuple(found)


def _leaving(
    deps: AccessDeps, server: Server, rows: tuple[Share, ...], *, now: datetime
) -> tuple[Leaving, ...]:
    settings = deps.settings.expiry()
    kept = kept_groups(settings)
    libraries = deps.catalog.libraries(server.id)
    keeps = any(each.group_id in kept and not each.is_missing for each in libraries)
    found: list[Leaving] = []
    for start in range(0, len(rows), _PAGE):
        ids = tuple(row.user_id for row in rows[start : start + _PAGE])
        users, paid = deps.users.many(ids), deps.subscriptions.many(ids)
        for user_id in ids:
            if user_id in users:
                user, subscription = users[user_id], paid[user_id]
                found += _leaves(user, subscription, settings, keeps=keeps, now=now)
    return tuple(sorted(found, key=lambda each: (each.at, each.user_id))[:_MOST_LEAVING])


def _leaves(
    user: User, paid: Subscription, settings: ExpirySettings, *, keeps: bool, now: datetime
) -> Iterator[Leaving]:
    """Yield when the person's seat becomes free: at the end, or at the deletion if some stays."""
    waits = timedelta(days=settings.delete_after_days) if keeps else timedelta(0)
    follows = aftermath(paid, user, settings, now=now)
    if follows is not None:
        at = follows.keeps_until if keeps else now
        yield Leaving(user.id, max(at, now), f"The paid time ended on {follows.ended_at:%Y-%m-%d}")
        return
    last = last_period(paid)
    if user.is_permanent or last is None:
        return
    yield Leaving(user.id, last.ends_at + waits, f"Paid until {last.ends_at:%Y-%m-%d}")
