"""Whose streams these are, and how many each person may run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.enforcement import pools
from chalicelib.enforcement.model import (
    Allowance,
    ServerLook,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.rules import devices
from chalicelib.enforcement.watch import Memory
from chalicelib.kernel.ids import PlanId, ServerId, UserId
from chalicelib.subscriptions import lifecycle
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.claims import is_on_server
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class People:
    """The people behind the accounts `asked` for: allowances by account, users by id.

    `unproven` pairs users with an account that has the Plex name they typed: a hint, no proof.
    """

    asked: frozenset[str] = frozenset()
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    users: Mapping[UserId, User] = field(default_factory=dict)
    unproven: tuple[tuple[UserId, str], ...] = ()

    def user_id(self, account_ref: str) -> UserId | None:
        """Return whose account it is, None if nobody's we know."""
        allowance = self.allowances.get(account_ref)
        return allowance.user_id if allowance else None

    def pool(self, account_ref: str) -> str | None:
        """Return in what the account shares a limit."""
        allowance = self.allowances.get(account_ref)
        return allowance.pool if allowance else None

    def joined(self, other: "People") -> "People":
        """Return both together."""
        return People(
            self.asked | other.asked,
            {**self.allowances, **other.allowances},
            {**self.users, **other.users},
            (*self.unproven, *other.unproven),
        )


@dataclass(frozen=True, slots=True)
class Account:
    """An account to be read: its Plex name, and whose it was when it was last read."""

    ref: str
    username: str = ""
    user_id: UserId | None = None


def likely(watches: Iterable[ServerWatch]) -> tuple[Account, ...]:
    """Return known accounts that ran several streams at the last look, alone or with others.

    They will most likely have to be read, so that this can be done while servers answer.
    """
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for watch in watches:
        for sighting in watch.sightings:
            if sighting.user_id:
                seen[sighting.pool or sighting.account_ref].append(sighting)
    found = {
        each.account_ref: Account(each.account_ref, user_id=each.user_id)
        for theirs in seen.values()
        if len(theirs) > 1
        for each in theirs
    }
    return tuple(found.values())


def accounts_to_read(
    looks: Iterable[ServerLook], memories: Mapping[ServerId, Memory]
) -> tuple[Account, ...]:
    """Return the accounts that a sweep must know more about.

    These are all that run on two devices or more, alone or with those who share their limit, and
    those with a session that is new, changed or due for a refresh. One device alone cannot be too
    many, so it costs no read.
    """
    streams: dict[str, list[Stream]] = defaultdict(list)
    wanted: set[str] = set()
    for look in looks:
        touched = memories[look.server_id].touched
        for stream in look.streams:
            if not stream.account_ref or stream.is_owner:
                continue
            streams[stream.account_ref].append(stream)
            if stream.key in touched:
                wanted.add(stream.account_ref)
    known = [
        sighting
        for memory in memories.values()
        for sighting in memory.watch.sightings
        if sighting.user_id
    ]
    whose = {sighting.account_ref: sighting.user_id for sighting in known}
    shared = {sighting.account_ref: sighting.pool for sighting in known}
    together: dict[str, list[Stream]] = defaultdict(list)
    for ref, theirs in streams.items():
        together[shared.get(ref) or ref] += theirs
    wanted |= {ref for ref in streams if devices(together[shared.get(ref) or ref]) > 1}
    return tuple(Account(ref, streams[ref][0].username, whose.get(ref)) for ref in sorted(wanted))


def read(deps: EnforcementDeps, accounts: Iterable[Account], *, now: datetime) -> People:
    """Return who is behind the accounts; unknown ones are absent."""
    by_ref = {account.ref: account for account in accounts}
    if not by_ref:
        return People()
    holders = _holders(deps, by_ref)
    users = {user.id: user for user in holders.values()}
    limited = tuple(user.id for user in users.values() if not user.is_permanent)
    subscriptions = deps.subscriptions.many(limited) if limited else {}
    plans = _plans(deps, subscriptions, now=now)
    by_user = {
        user.id: _allowance(user, subscriptions.get(user.id), plans, now=now)
        for user in users.values()
    }
    shared = pools.shared(deps, users, subscriptions, plans, now=now)
    return People(
        asked=frozenset(by_ref) | frozenset(shared.allowances),
        allowances={
            **{ref: by_user[user.id] for ref, user in holders.items()},
            **shared.allowances,
        },
        users={**users, **shared.users},
        unproven=_unproven(deps, [each for ref, each in by_ref.items() if ref not in holders]),
    )


def _holders(deps: EnforcementDeps, accounts: Mapping[str, Account]) -> dict[str, User]:
    """Return who holds each account; whoever held it last and still does costs one read less."""
    before = {each.user_id for each in accounts.values() if each.user_id}
    users = deps.users.many(tuple(sorted(before))) if before else {}
    found = {user.media.plex_id: user for user in users.values() if user.media.plex_id in accounts}
    rest = tuple(f"id:{ref}" for ref in sorted(accounts) if ref not in found)
    held = deps.users.by_claims(rest) if rest else {}
    return found | {claim.removeprefix("id:"): user for claim, user in held.items()}


def _unproven(deps: EnforcementDeps, unknown: Iterable[Account]) -> tuple[tuple[UserId, str], ...]:
    """Return users who typed the Plex name of an unknown account and were not proven yet."""
    refs = {
        f"name:{account.username}": account.ref
        for account in unknown
        if account.username and not is_on_server(account.ref)
    }
    held = deps.users.by_claims(tuple(sorted(refs))) if refs else {}
    return tuple((user.id, refs[claim]) for claim, user in held.items() if not user.media.plex_id)


def _plans(
    deps: EnforcementDeps, subscriptions: Mapping[UserId, Subscription], *, now: datetime
) -> dict[PlanId, Plan]:
    """Return every plan in use; an archived plan still counts."""
    periods = (lifecycle.current_period(each, now=now) for each in subscriptions.values())
    wanted = {period.plan_id for period in periods if period}
    if not wanted:
        return {}
    found = {plan.id: plan for plan in deps.catalog.plans()}
    for plan_id in wanted - set(found):
        plan = deps.catalog.plan(plan_id)
        if plan:
            found[plan_id] = plan
    return found


def _allowance(
    user: User,
    subscription: Subscription | None,
    plans: Mapping[PlanId, Plan],
    *,
    now: datetime,
) -> Allowance:
    if user.is_permanent or subscription is None:
        return Allowance(user.id, None)
    period = lifecycle.current_period(subscription, now=now)
    if period is None:
        return Allowance(user.id, 0, has_plan=False)
    if user.stream_limit is not None:
        return Allowance(user.id, user.stream_limit)
    # A plan that cannot be read sets no limit: no evidence, no violation.
    plan = plans.get(period.plan_id)
    return Allowance(user.id, plan.max_streams if plan else None)
