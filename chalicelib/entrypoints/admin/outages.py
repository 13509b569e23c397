"""Outages of servers, and the time that customers get back for them."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib import wiring
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import ListQuery, Versioned
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import OutageId
from chalicelib.membership import outages
from chalicelib.membership.outage import GiftState, Outage, OutageState

registry = Registry()


class OutageShape(Model):
    """A time in which a server did not answer, from the first failed check to the first good one.

    `people` had paid and missed it; `given` of them have their `days` back, which are its length
    rounded up, one at least. `why` is what the last failed check said.
    """

    id: str
    server_id: str
    server_name: str
    state: OutageState
    why: str
    began_at: datetime
    ended_at: datetime
    minutes: int
    days: int
    people: int
    given: int
    decided_at: datetime | None
    finished_at: datetime | None
    version: int


class OutageList(Model):
    """Outages, the newest first."""

    items: list[OutageShape]
    next_cursor: str | None


class GiftShape(Model):
    """Somebody whom an outage concerned: what is given, until when, by which payment."""

    user_id: str
    user_label: str
    state: GiftState
    days: int
    ends_at: datetime | None
    payment_id: str | None


class GiftList(Model):
    """Whom an outage concerned."""

    items: list[GiftShape]
    next_cursor: str | None


@registry.add("GET", "/outages", summary="List outages", query=ListQuery, returns=OutageList)
def list_outages(call: Call[NoInput, ListQuery]) -> OutageList:
    """Return outages of servers that were long enough to count, the newest first."""
    query = call.query
    page = wiring.membership_deps().outages.outages(cursor=query.cursor, limit=query.limit)
    return OutageList(items=[_shape(each) for each in page.items], next_cursor=page.next_cursor)


@registry.add("GET", "/outages/{outage_id}", summary="An outage", returns=OutageShape)
def read_outage(call: Call[NoInput, NoInput]) -> OutageShape:
    """Return an outage, how many it concerned, and what is given back for it."""
    return _shape(outages.outage_of(wiring.membership_deps(), outage_id=_id(call.path)))


@registry.add(
    "GET",
    "/outages/{outage_id}/people",
    summary="List whom an outage concerned",
    query=ListQuery,
    returns=GiftList,
)
def list_outage_people(call: Call[NoInput, ListQuery]) -> GiftList:
    """Return whom an outage concerned, and how much each of them gets or got back."""
    deps, query = wiring.membership_deps(), call.query
    outage = outages.outage_of(deps, outage_id=_id(call.path))
    page = deps.outages.gifts(outage.id, cursor=query.cursor, limit=query.limit)
    labels = present.labels(tuple(each.user_id for each in page.items))
    items = [
        GiftShape(
            user_id=each.user_id,
            user_label=labels.get(each.user_id, "(deleted)"),
            state=each.state,
            days=outage.days,
            ends_at=each.ends_at,
            payment_id=each.payment_id,
        )
        for each in page.items
    ]
    return GiftList(items=items, next_cursor=page.next_cursor)


@registry.add(
    "POST",
    "/outages/{outage_id}/give",
    summary="Give the time of an outage back",
    body=Versioned,
    returns=OutageShape,
)
def give_time_back(call: Call[Versioned, NoInput]) -> OutageShape:
    """Give everybody on the list the days, with a mail; within minutes, and once."""
    outage = outages.give(
        wiring.membership_deps(),
        outage_id=_id(call.path),
        version=call.body.version,
        actor=call.actor,
    )
    return _shape(outage)


@registry.add(
    "POST",
    "/outages/{outage_id}/leave",
    summary="Give nothing for an outage",
    body=Versioned,
    returns=OutageShape,
)
def leave_outage(call: Call[Versioned, NoInput]) -> OutageShape:
    """Leave an outage without giving anything; it can still be given later."""
    outage = outages.leave(
        wiring.membership_deps(),
        outage_id=_id(call.path),
        version=call.body.version,
        actor=call.actor,
    )
    return _shape(outage)


def _id(path: Mapping[str, str]) -> OutageId:
    return OutageId(path["outage_id"])


def _shape(outage: Outage) -> OutageShape:
    return OutageShape.model_validate(outage)
