"""The waitlist: who waits for a seat in which plan, and whose turn it is."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.checkout import call_up, line, offer, turns, wait
from chalicelib.checkout.form import LONGEST_EMAIL, LONGEST_MEDIA_NAME, LONGEST_NAME
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.entrypoints.admin.shapes import Done, Key
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.errors import InvalidError, NotFoundError
from chalicelib.kernel.ids import LocationId, PlanId, WaitId
from chalicelib.users.model import MediaIdentity

registry = Registry()

Email = Annotated[str, StringConstraints(max_length=LONGEST_EMAIL)]


class WaitShape(Model):
    """Somebody who waits for a seat in a plan, at one location if they chose one.

    `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
    offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
    with it.
    """

    id: str
    state: WaitState
    place: int | None
    plan_id: str
    plan_name: str
    email: str
    name: str
    media_name: str
    user_id: str | None
    location_id: str | None
    location_name: str
    joined_at: datetime
    offers: int
    offer_until: datetime | None
    server_id: str | None
    server_name: str
    order_id: str | None


class WaitList(Model):
    """Everybody in line, whoever joined first standing first; it comes whole."""

    items: list[WaitShape]


class JoinInput(Model):
    """What somebody fills in to wait for a seat; either Plex user name or address is needed."""

    plan_id: Key
    email: Email
    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""
    media_username: Annotated[str, StringConstraints(max_length=LONGEST_MEDIA_NAME)] = ""
    media_email: Email = ""
    location_id: Key | None = None
    referral_code: Annotated[str, StringConstraints(max_length=120)] = ""


@registry.add("GET", "/waitlist", summary="List who waits for a seat", returns=WaitList)
def list_waitlist(_call: Call[NoInput, NoInput]) -> WaitList:
    """Return everybody whose turn is not over."""
    standing = wiring.checkout_deps().waitlist.line()
    names = _names() if standing else {}
    return WaitList(items=[_shape(each, standing, names) for each in standing])


@registry.add(
    "POST",
    "/waitlist",
    summary="Join the waitlist",
    body=JoinInput,
    returns=Done,
    status=202,
    is_public=True,
)
def join_waitlist(call: Call[JoinInput, NoInput]) -> Done:
    """Put somebody in line for a plan that is sold out; their place comes by mail.

    Customers call this without being signed in. The answer is the same for who is in line already.
    """
    body, deps = call.body, wiring.checkout_deps()
    plan_id = PlanId(body.plan_id)
    try:
        way = offer.way_to_pay(deps, plan_id=plan_id, named="")
    except NotFoundError as error:
        raise InvalidError.of("plan_id", error.message, error.remedy) from error
    asked = StartRequest(
        plan_id=plan_id,
        email=body.email,
        name=body.name,
        media=MediaIdentity(username=body.media_username, email=body.media_email),
        location_id=LocationId(body.location_id) if body.location_id else None,
        gateway=way.gateway,
        mode=way.mode,
        referral_code=body.referral_code,
    )
    try:
        wait.join(deps, request=asked)
    except InvalidError as error:
        named = tuple(
            replace(each, field="media_username") if each.field == "media" else each
            for each in error.problems
        )
        raise InvalidError(error.message, remedy=error.remedy, problems=named) from error
    return Done()


@registry.add("POST", "/waitlist/{wait_id}/offer", summary="Offer a seat now", returns=WaitShape)
def offer_seat_now(call: Call[NoInput, NoInput]) -> WaitShape:
    """Offer somebody a free seat before their turn; those ahead stay where they are."""
    wait_id = WaitId(call.path["wait_id"])
    entry = call_up.offer_now(wiring.checkout_deps(), wait_id=wait_id, actor=call.actor)
    return _shape(entry, (), _names())


@registry.add(
    "POST", "/waitlist/{wait_id}/remove", summary="Remove from the waitlist", returns=WaitShape
)
def remove_from_waitlist(call: Call[NoInput, NoInput]) -> WaitShape:
    """Take somebody out of the line; a seat that was kept for them goes to the next one."""
    wait_id = WaitId(call.path["wait_id"])
    entry = turns.remove(wiring.checkout_deps(), wait_id=wait_id, actor=call.actor)
    return _shape(entry, (), _names())


def _names() -> dict[str, str]:
    catalog = wiring.catalog_deps().store
    servers = {str(each.id): each.name for each in catalog.servers()}
    return servers | {str(each.id): each.name for each in catalog.locations()}


def _shape(entry: WaitEntry, standing: line.Line, names: dict[str, str]) -> WaitShape:
    waits = entry.state is WaitState.WAITING
    return WaitShape(
        id=entry.id,
        state=entry.state,
        place=line.place(standing, entry) if waits else None,
        plan_id=entry.plan_id,
        plan_name=entry.plan_name,
        email=entry.email,
        name=entry.name,
        media_name=entry.media.handle,
        user_id=entry.user_id,
        location_id=entry.location_id,
        location_name=names.get(entry.location_id or "", ""),
        joined_at=entry.joined_at,
        offers=entry.offers,
        offer_until=entry.offer_until,
        server_id=entry.server_id,
        server_name=names.get(entry.server_id or "", ""),
        order_id=entry.order_id,
    )
