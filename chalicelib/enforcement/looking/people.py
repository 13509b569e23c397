"""Whose streams these are, and how many each person may run."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.catalog.plan_limits import NO_LIMITS, PlanLimits
from chalicelib.enforcement.judging.counting import Limits
from chalicelib.enforcement.looking import pools
from chalicelib.enforcement.model import (
    Allowance,
    ServerLook,
    ServerWatch,
    Sighting,
    Stream,
)
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.usage.watch import Memory
from chalicelib.kernel.ids import PlanId, ServerId, UserId
from chalicelib.kernel.records import with_facts
from chalicelib.kernel.side_by_side import side_by_side
from chalicelib.subscriptions import lifecycle
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.claims import is_on_server
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class People:
    """The people behind the accounts `asked` for: allowances by account, users and plans by id.

    `unproven` pairs users with an account that has the Plex name they typed: a hint, no proof.
    """

    asked: frozenset[str] = frozenset()
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    users: Mapping[UserId, User] = field(default_factory=dict)
    unproven: tuple[tuple[UserId, str], ...] = ()
    plans: Mapping[PlanId, Plan] = field(default_factory=dict)

    def user_id(self, account_ref: str) -> UserId | None:
        """Return whose account it is, None if nobody's we know."""
        allowance = self.allowances.get(account_ref)
        return allowance.user_id if allowance else None

    def named(self, sighting: Sighting) -> Sighting:
        """Return a session with whose it is, and what it tells of what they may do."""
        allowance = self.allowances.get(sighting.account_ref)
        if allowance is None:
            return with_facts(sighting, user_id=None, pool=None, plan_id=None, own_limit=None)
        user = self.users.get(allowance.user_id)
        return with_facts(
            sighting,
            user_id=allowance.user_id,
            pool=allowance.pool,
            plan_id=allowance.plan_id,
            own_limit=user.stream_limit if user else None,
            is_exempt=allowance.is_permanent,
        )

    def joined(self, other: "People") -> "People":
        """Return both together."""
        return People(
            self.asked | other.asked,
            {**self.allowances, **other.allowances},
            {**self.users, **other.users},
            (*self.unproven, *other.unproven),
            {**self.plans, **other.plans},
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
            if sighting.user_id and sighting.gone_at is None:
                seen[sighting.pool or sighting.user_id].append(sighting)
    found = {
        each.account_ref: Account(each.account_ref, user_id=each.user_id)
        for theirs in seen.values()
        if len(theirs) > 1
        for each in theirs
    }
    return tuple(found.values())


def presumed(
    memories: Iterable[Memory],
    plans: Mapping[PlanId, Plan],
    limits: Limits,
    *,
    known: frozenset[str],
) -> dict[str, Allowance]:
    """Return what people may do by account, as far as we remember from when they were read last.

    It tells whom to read again, nothing more: what somebody used is not in it. Those are left out
    who are `known`, and who can break nothing with the one stream that they run.
    """
    sightings = [each for memory in memories for each in memory.watch.sightings if each.user_id]
    running = Counter(each.pool or each.user_id for each in sightings)
    # Everybody with a plan has that plan's limits: what they come to is found out once.
    free = {plan_id: _allows_any_stream(plan.limits) for plan_id, plan in plans.items()}
    found = {}
    for each in sightings:
        if each.user_id is None or each.account_ref in known:
            continue
        plan = plans.get(each.plan_id) if each.plan_id else None
        limit = each.own_limit if each.own_limit is not None or not plan else plan.max_streams
        is_alone = running[each.pool or each.user_id] == 1 and limit != 0
        if is_alone and (not plan or free[plan.id]) and not _is_watched(each, limits):
            continue
        found[each.account_ref] = Allowance(
            each.user_id,
            limit,
            pool=each.pool,
            limits=plan.limits if plan else NO_LIMITS,
            is_permanent=each.is_exempt,
        )
    return found


def _allows_any_stream(plan: PlanLimits) -> bool:
    """Tell whether one stream can break none of a plan's limits."""
    return plan.allows_transcoding and plan.max_bitrate_kbps is None and plan.from_hour is None


def _is_watched(sighting: Sighting, limits: Limits) -> bool:
    """Tell whether a session may break something whatever its person's plan."""
    rests = sighting.paused_since is not None and limits.settings.stops_paused_after_minutes > 0
    is_told = sighting.told_to_stop is not None
    return rests or is_told or not limits.at(sighting.server_id).allows_4k_transcoding


def accounts_to_read(
    looks: Iterable[ServerLook],
    memories: Mapping[ServerId, Memory],
    suspects: frozenset[str],
) -> tuple[Account, ...]:
    """Return the accounts that a sweep must know more about.

    These are the suspects, all that run on two devices or more, alone or with those who share
    their limit, those with a session that is new, changed or due for a refresh, and those of whom
    a stream was stopped, who may be suspended by now. One device that seems to break nothing costs
    no read.
    """
    streams: dict[str, list[Stream]] = defaultdict(list)
    wanted = set(suspects)
    for look in looks:
        touched = memories[look.server_id].touched
        for stream in look.streams:
            if not stream.account_ref or stream.is_owner:
                continue
            streams[stream.account_ref].append(stream)
            if stream.key in touched:
                wanted.add(stream.account_ref)
    known = {
        each.account_ref: each
        for memory in memories.values()
        for each in memory.watch.sightings
        if each.user_id
    }
    stopped = {each.user_id for memory in memories.values() for each in memory.ended}
    wanted.update(ref for ref, each in known.items() if each.user_id in stopped)
    together: dict[str, list[str]] = defaultdict(list)
    for ref in streams:
        holder = known[ref].pool or known[ref].user_id if ref in known else None
        together[holder or ref].append(ref)
    for refs in together.values():
        if devices(stream for ref in refs for stream in streams[ref]) > 1:
            wanted.update(refs)
    return tuple(
        Account(ref, streams[ref][0].username, known[ref].user_id if ref in known else None)
        for ref in sorted(wanted & streams.keys())
    )


def devices(streams: Iterable[Stream]) -> int:
    """Return how many devices these streams run on, whatever they play."""
    return len({stream.device_id or stream.key for stream in streams})


def read(
    deps: EnforcementDeps,
    accounts: Iterable[Account],
    known_plans: Mapping[PlanId, Plan],
    *,
    now: datetime,
) -> People:
    """Return who is behind the accounts; unknown ones are absent."""
    by_ref = {account.ref: account for account in accounts}
    if not by_ref:
        return People()
    holders, paid = _holders(deps, by_ref)
    users = {user.id: user for user in holders.values()}
    limited = {user.id for user in users.values() if not user.is_permanent}
    paid |= _subscriptions(deps, limited - paid.keys())
    subscriptions = {each: paid[each] for each in sorted(limited)}
    plans = _plans(deps, subscriptions, known_plans, now=now)
    by_user = {
        user.id: _allowance(user, subscriptions.get(user.id), plans, now=now)
        for user in users.values()
    }
    shared = pools.shared(deps, users, subscriptions, plans, now=now)
    return People(
        asked=frozenset(by_ref) | frozenset(shared.allowances),
        allowances={
            **shared.allowances,
            **{
                ref: shared.by_user.get(user.id) or by_user[user.id]
                for ref, user in holders.items()
            },
        },
        users={**users, **shared.users},
        unproven=_unproven(deps, [each for ref, each in by_ref.items() if ref not in holders]),
        plans=plans,
    )


def _holders(
    deps: EnforcementDeps, accounts: Mapping[str, Account]
) -> tuple[dict[str, User], dict[UserId, Subscription]]:
    """Return who holds each account, and the subscriptions of those who held one before.

    Whoever held it last and still does costs one read less.
    """
    before = {ref: each.user_id for ref, each in accounts.items() if each.user_id}
    # An account of a server's own is found by its claim alone.
    proven = {ref for ref in before if not is_on_server(ref)}
    users, claimed, paid = side_by_side(
        lambda: _users(deps, {before[ref] for ref in proven}),
        lambda: _by_claims(deps, accounts.keys() - proven),
        lambda: _subscriptions(deps, before.values()),
    )
    kept = {user.media.plex_id: user for user in users.values() if user.media.plex_id in accounts}
    return {**kept, **claimed, **_by_claims(deps, proven - kept.keys())}, paid


def _users(deps: EnforcementDeps, user_ids: Iterable[UserId]) -> dict[UserId, User]:
    wanted = tuple(sorted(set(user_ids)))
    return deps.users.many(wanted) if wanted else {}


def _by_claims(deps: EnforcementDeps, refs: Iterable[str]) -> dict[str, User]:
    wanted = tuple(f"id:{ref}" for ref in sorted(refs))
    held = deps.users.by_claims(wanted) if wanted else {}
    return {claim.removeprefix("id:"): user for claim, user in held.items()}


def _subscriptions(
    deps: EnforcementDeps, user_ids: Iterable[UserId]
) -> dict[UserId, Subscription]:
    wanted = tuple(sorted(set(user_ids)))
    return deps.subscriptions.many(wanted) if wanted else {}


def _unproven(deps: EnforcementDeps, unknown: Iterable[Account]) -> tuple[tuple[UserId, str], ...]:
    """Return users who typed the Plex name of an unknown account and were not proven yet."""
    refs = {
        f"name:{account.username}": account.ref
        for account in unknown
        if account.username and not is_on_server(account.ref)
    }
    held = deps.users.by_claims(tuple(sorted(refs))) if refs else {}
    return tuple((user.id, refs[claim]) for claim, user in held.items() if not user.media.plex_id)


def plans_of(
    deps: EnforcementDeps, memories: Iterable[Memory], offered: Mapping[PlanId, Plan]
) -> dict[PlanId, Plan]:
    """Return the plans on offer, and those that people who stream have kept, as we remember."""
    wanted = {each.plan_id for memory in memories for each in memory.watch.sightings}
    return _with_plans(deps, offered, {plan_id for plan_id in wanted if plan_id})


def _plans(
    deps: EnforcementDeps,
    subscriptions: Mapping[UserId, Subscription],
    known: Mapping[PlanId, Plan],
    *,
    now: datetime,
) -> dict[PlanId, Plan]:
    """Return every plan in use; one that is archived still counts."""
    periods = (lifecycle.current_period(each, now=now) for each in subscriptions.values())
    return _with_plans(deps, known, {period.plan_id for period in periods if period})


def _with_plans(
    deps: EnforcementDeps, known: Mapping[PlanId, Plan], wanted: set[PlanId]
) -> dict[PlanId, Plan]:
    found = dict(known)
    if wanted and not found:
        found = {plan.id: plan for plan in deps.catalog.plans()}
    for plan_id in sorted(wanted - set(found)):
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
    if user.is_permanent:
        return Allowance(user.id, None, is_permanent=True)
    if subscription is None:
        return Allowance(user.id, None, restraint=user.restraint)
    period = lifecycle.current_period(subscription, now=now)
    if period is None:
        return Allowance(user.id, 0, has_plan=False)
    # A plan that cannot be read sets no limit: no evidence, no violation.
    plan = plans.get(period.plan_id)
    limit = plan.max_streams if plan else None
    return Allowance(
        user.id,
        limit if user.stream_limit is None else user.stream_limit,
        limits=plan.limits if plan else NO_LIMITS,
        restraint=user.restraint,
        plan_id=period.plan_id,
    )
