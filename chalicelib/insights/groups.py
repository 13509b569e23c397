"""Masters and their linked users, as administrators and customers look at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.access.deciding.expiry import was_left_out
from chalicelib.catalog.model import Plan
from chalicelib.insights.ports import InsightsDeps
from chalicelib.kernel.ids import PlanId, UserId
from chalicelib.kernel.page import Page
from chalicelib.subscriptions.grace import last_paid
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links, User


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group: until when is paid, for which plan.

    `is_left_out` tells that a linked user has paid time, but waits for an administrator's invite.
    """

    user: User
    standing: Standing
    paid_until: datetime | None
    plan: Plan | None
    is_left_out: bool = False

    @property
    def name(self) -> str:
        """Return how people call this member: name, else Plex name, else address."""
        return self.user.name or self.user.media.username or self.user.email


@dataclass(frozen=True, slots=True)
class Group:
    """A master with the linked users, and what does not fit, in sentences."""

    master: Member
    subs: tuple[Member, ...]
    warnings: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether not all of them have paid until the same instant."""
        return any(each.paid_until != self.master.paid_until for each in self.subs)


def groups(deps: InsightsDeps, *, cursor: str | None, limit: int) -> Page[Group]:
    """Return groups, the last changed first."""
    page = deps.users.masters(cursor=cursor, limit=limit)
    return Page(_groups(deps, page.items), page.next_cursor)


def group_of(deps: InsightsDeps, *, user_id: UserId) -> Group | None:
    """Return the group that somebody is in, as master or linked user; None for no group."""
    links = deps.users.links((user_id,))[user_id]
    if links.master_id is not None:
        links = deps.users.links((links.master_id,))[links.master_id]
    found = _groups(deps, (links,)) if links.sub_ids else ()
    return found[0] if found else None


def warnings_before(deps: InsightsDeps, *, master_id: UserId, sub_id: UserId) -> tuple[str, ...]:
    """Return what would not fit if the two were linked (B120)."""
    links = deps.users.links((master_id,))[master_id]
    subs = tuple(dict.fromkeys((*links.sub_ids, sub_id)))
    found = _groups(deps, (Links(master_id, sub_ids=subs),))
    return found[0].warnings if found else ()


def warnings(master: Member, subs: Iterable[Member], *, zone: ZoneInfo) -> tuple[str, ...]:
    """Return in sentences what does not fit in a group (pure): dates that differ, and numbers."""
    linked = tuple(subs)
    told = [_about_dates(master, each, zone=zone) for each in linked]
    told.append(_about_number(master, len(linked)))
    return tuple(each for each in told if each)


def _about_dates(master: Member, sub: Member, *, zone: ZoneInfo) -> str:
    ends, theirs = _day(master.paid_until, zone), _day(sub.paid_until, zone)
    if ends == theirs:
        return ""
    if not ends:
        return f"{sub.name} has paid until {theirs}, but {master.name} has no paid time."
    if not theirs:
        return f"{master.name} has paid until {ends}, but {sub.name} has no paid time."
    follows = (
        f"{sub.name} loses what lies after {ends}"
        if theirs > ends
        else f"{sub.name} has nothing between {theirs} and {ends}"
    )
    return (
        f"{sub.name} has paid until {theirs}, {master.name} until {ends}. The next payment gives "
        f"both the same dates: {follows}."
    )


def _about_number(master: Member, count: int) -> str:
    plan = master.plan
    if plan is None or not plan.covers or plan.covers == count:
        return ""
    users = "linked user" if plan.covers == 1 else "linked users"
    linked = f"{count} is linked" if count == 1 else f"{count} are linked"
    return (
        f"{plan.name} is for exactly {plan.covers} {users}, but {linked}: "
        f"{master.name} cannot buy it like this."
    )


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}" if at else ""


def _groups(deps: InsightsDeps, masters: tuple[Links, ...]) -> tuple[Group, ...]:
    ids = tuple({each for links in masters for each in (links.user_id, *links.sub_ids)})
    if not ids:
        return ()
    users, paid = deps.users.many(ids), deps.subscriptions.many(ids)
    plans = {plan.id: plan for plan in deps.catalog.plans()}
    zone = ZoneInfo(deps.settings.site().time_zone)

    def member(user_id: UserId) -> Member | None:
        user = users.get(user_id)
        return _member(deps, user, paid[user_id], plans) if user else None

    found = []
    for links in masters:
        master = member(links.user_id)
        subs = tuple(each for sub_id in links.sub_ids if (each := member(sub_id)) is not None)
        if master is not None:
            found.append(Group(master, subs, warnings(master, subs, zone=zone)))
    return tuple(found)


def _member(
    deps: InsightsDeps, user: User, paid: Subscription, plans: Mapping[PlanId, Plan]
) -> Member:
    now, last = deps.clock.now(), last_paid(paid)
    is_along = last is not None and last.by_master
    rows = deps.access.of_user(user.id) if is_along else ()
    return Member(
        user=user,
        standing=standing(paid, is_permanent=user.is_permanent, now=now),
        paid_until=last.ends_at if last else None,
        plan=plans.get(last.plan_id) if last else None,
        is_left_out=not user.is_permanent and was_left_out(paid, rows, now=now),
    )
