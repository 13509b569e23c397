"""A server from close by: its people, how full it is and why, and what was changed about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import wiring
from chalicelib.access.applying import left_behind
from chalicelib.access.deciding import capacity
from chalicelib.access.model import ShareState
from chalicelib.catalog import servers
from chalicelib.catalog.model import Server
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import AuditList, ListQuery, ShareShape
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId
from chalicelib.subscriptions.lifecycle import current_period, last_period, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

registry = Registry()


class PersonOnServer(ShareShape):
    """Somebody's share of a server, with what was paid for; `paid_until` may be past."""

    standing: str
    plan_name: str
    is_trial: bool
    paid_until: datetime | None


class PeopleOfServer(Model):
    """The people of a server."""

    items: list[PersonOnServer]
    next_cursor: str | None


class HoldShape(Model):
    """A seat held for an open order or a turn in the waitlist, until then (exclusive)."""

    holder: str
    until: datetime


class CeilingShape(Model):
    """What the server's Plex account allows on all its servers together.

    `others`, whom somebody else placed there, are among the `taken`.
    """

    account_id: str
    username: str
    taken: int
    others: int
    max_people: int
    servers: list[str]


class ForPlanShape(Model):
    """Whether a newcomer with this plan could be placed on the server, and why."""

    plan_id: str
    plan_name: str
    fits: bool
    reasons: list[str]


class LeavingShape(Model):
    """Somebody whose seat becomes free then, if nothing more is paid."""

    user_id: str
    user_label: str
    at: datetime
    why: str


class CapacityShape(Model):
    """How full a server is; `is_cut` when only the first thousand people were looked at."""

    people: int
    accepted: int
    invited: int
    planned: int
    holds: list[HoldShape]
    taken: int
    max_users: int | None
    ceiling: CeilingShape | None
    plans: list[ForPlanShape]
    leaving: list[LeavingShape]
    is_cut: bool


class RemovedServer(Model):
    """A server that was deleted here, and how many people keep what they had on it."""

    people: int


@registry.add(
    "GET",
    "/servers/{server_id}/shares",
    summary="Who is on a server",
    query=ListQuery,
    returns=PeopleOfServer,
)
def list_server_shares(call: Call[NoInput, ListQuery]) -> PeopleOfServer:
    """Return the server's shares, former ones too, with what was paid for."""
    page = wiring.access_deps().store.of_server(
        _server(call).id, cursor=call.query.cursor, limit=call.query.limit
    )
    ids = tuple(each.user_id for each in page.items)
    users = wiring.users_deps().store.many(ids) if ids else {}
    paid = wiring.subscriptions_deps().store.many(ids) if ids else {}
    plans = present.plan_names()
    items = [
        PersonOnServer(
            **shape.model_dump(),
            **_paid(paid[user_id], users.get(user_id), plans),
        )
        for user_id, shape in zip(ids, present.shares(page.items), strict=True)
    ]
    return PeopleOfServer(items=items, next_cursor=page.next_cursor)


@registry.add(
    "GET",
    "/servers/{server_id}/capacity",
    summary="How full a server is, and why",
    returns=CapacityShape,
)
def read_server_capacity(call: Call[NoInput, NoInput]) -> CapacityShape:
    """Count seats, weigh a newcomer for each plan, and tell who makes room next."""
    found = capacity.of_server(wiring.access_deps(), server=_server(call))
    names = present.labels(each.user_id for each in found.leaving)
    return CapacityShape(
        people=found.people,
        accepted=found.states.get(ShareState.ACCEPTED, 0),
        invited=found.states.get(ShareState.INVITED, 0),
        planned=found.states.get(ShareState.PLANNED, 0),
        holds=[HoldShape.model_validate(each) for each in found.holds],
        taken=found.taken,
        max_users=found.server.max_users,
        ceiling=_ceiling(found.ceiling),
        plans=[ForPlanShape.model_validate(each) for each in found.plans],
        leaving=[
            LeavingShape(
                user_id=each.user_id,
                user_label=names.get(each.user_id, ""),
                at=each.at,
                why=each.why,
            )
            for each in found.leaving
        ],
        is_cut=found.is_cut,
    )


@registry.add(
    "GET",
    "/servers/{server_id}/audit",
    summary="What was changed about a server",
    query=ListQuery,
    returns=AuditList,
)
def list_server_audit(call: Call[NoInput, ListQuery]) -> AuditList:
    """Return every change of the server and its libraries, newest first."""
    page = wiring.insights_deps().audit.about(
        _server(call).id, cursor=call.query.cursor, limit=call.query.limit
    )
    return present.audit_list(page)


@registry.add(
    "DELETE", "/servers/{server_id}", summary="Delete a server here", returns=RemovedServer
)
def remove_server(call: Call[NoInput, NoInput]) -> RemovedServer:
    """Forget the server; users and payments stay, and nobody is removed on the platform."""
    left = left_behind.remove_server(
        wiring.access_deps(), server_id=ServerId(call.path["server_id"]), actor=call.actor
    )
    return RemovedServer(people=left)


def _server(call: Call[Any, Any]) -> Server:
    return servers.found_server(wiring.catalog_deps(), ServerId(call.path["server_id"]))


def _paid(paid: Subscription, user: User | None, plans: Mapping[str, str]) -> dict[str, Any]:
    now = wiring.clock().now()
    last = current_period(paid, now=now) or last_period(paid)
    is_permanent = user is not None and user.is_permanent
    return {
        "standing": standing(paid, is_permanent=is_permanent, now=now),
        "plan_name": plans.get(last.plan_id, "") if last else "",
        "is_trial": last is not None and last.is_trial,
        "paid_until": last.ends_at if last else None,
    }


def _ceiling(found: capacity.Ceiling | None) -> CeilingShape | None:
    if found is None:
        return None
    return CeilingShape(
        account_id=found.account.id,
        username=found.account.username,
        taken=found.taken,
        others=found.others,
        max_people=found.account.max_people,
        servers=list(found.server_names),
    )
