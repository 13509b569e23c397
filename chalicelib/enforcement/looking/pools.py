"""Linked users who share one limit, because their plan says so (B119)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.enforcement.model import Allowance
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.subscriptions import lifecycle
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links, User


@dataclass(frozen=True, slots=True)
class Shared:
    """Everybody who shares a limit with somebody: allowances by account and by user, users."""

    by_user: Mapping[UserId, Allowance] = field(default_factory=dict)
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    users: Mapping[UserId, User] = field(default_factory=dict)


def shared(
    deps: EnforcementDeps,
    users: Mapping[UserId, User],
    subscriptions: Mapping[UserId, Subscription],
    plans: Mapping[PlanId, Plan],
    *,
    now: datetime,
) -> Shared:
    """Return the pools of these people, with all others who are in them.

    A pool is the part of a group that has the same plan with a shared limit now; who has a limit
    of their own is in none. Reads only for people whose plan shares its limit.
    """
    sharing = tuple(
        user_id
        for user_id, held in subscriptions.items()
        if _shared_plan(users.get(user_id), held, plans, now=now) is not None
    )
    groups = _groups(deps, sharing) if sharing else {}
    if not groups:
        return Shared()
    ids = {each for links in groups.values() for each in (links.user_id, *links.sub_ids)}
    unread = tuple(sorted(ids - set(users)))
    people = {**users, **(deps.users.many(unread) if unread else {})}
    paid = {**subscriptions, **(deps.subscriptions.many(unread) if unread else {})}
    found: dict[UserId, Allowance] = {}
    members: dict[UserId, User] = {}
    for master_id, links in groups.items():
        for user_id in (master_id, *links.sub_ids):
            user, held = people.get(user_id), paid.get(user_id)
            plan = _shared_plan(user, held, plans, now=now)
            if user is None or plan is None:
                continue
            pool = f"{master_id}/{plan.id}"
            found[user_id] = Allowance(
                user_id,
                plan.max_streams,
                pool=pool,
                limits=plan.limits,
                restraint=user.restraint,
                plan_id=plan.id,
            )
            members[user_id] = user
    accounts = {members[user_id].media.plex_id: each for user_id, each in found.items()}
    return Shared(found, {ref: each for ref, each in accounts.items() if ref}, members)


def _groups(deps: EnforcementDeps, user_ids: tuple[UserId, ...]) -> dict[UserId, Links]:
    """Return the masters of these people with their links, by master."""
    known = deps.users.links(user_ids)
    wanted = {each.group_id for each in known.values() if each.group_id}
    unread = tuple(sorted(wanted - set(known)))
    every = {**known, **(deps.users.links(unread) if unread else {})}
    return {master_id: every[master_id] for master_id in sorted(wanted)}


def _shared_plan(
    user: User | None,
    held: Subscription | None,
    plans: Mapping[PlanId, Plan],
    *,
    now: datetime,
) -> Plan | None:
    """Return the person's plan if its limit is shared; who is permanent shares none."""
    if user is None or held is None or user.is_permanent or user.stream_limit is not None:
        return None
    period = lifecycle.current_period(held, now=now)
    plan = plans.get(period.plan_id) if period else None
    return plan if plan is not None and plan.shares_limit and plan.covers else None
