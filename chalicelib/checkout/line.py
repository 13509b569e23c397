"""Whose turn it is in the waitlist (pure).

Whoever joined first comes first. A free seat goes to the first of those whom it fits: the plan has
libraries there, and the location is the one they chose, if they chose one. So somebody who waits
for another server keeps nobody waiting.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.catalog.model import Plan
from chalicelib.checkout.shelf import Shelf
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.kernel.ids import LocationId, PlanId, ServerId
from chalicelib.payments.model import Order, OrderStatus

Plans = Mapping[PlanId, Plan]
Line = tuple[WaitEntry, ...]


def given_out(
    line: Line, shelf: Shelf, plans: Plans, *, now: datetime
) -> Iterator[tuple[WaitEntry, ServerId]]:
    """Yield who in line gets a seat and on which server, each seat once.

    `plans` are those for sale; whoever waits for another one is passed over.
    """
    in_vain: set[tuple[PlanId, LocationId | None]] = set()
    for entry in line:
        wish = entry.plan_id, entry.location_id
        plan = plans.get(entry.plan_id)
        if entry.state is not WaitState.WAITING or plan is None or wish in in_vain:
            continue
        server_id = free_server(shelf, plan, location_id=entry.location_id, now=now)
        if server_id is None:
            in_vain.add(wish)
            continue
        shelf = shelf.taking(server_id)
        yield entry, server_id


def free_server(
    shelf: Shelf, plan: Plan, *, location_id: LocationId | None, now: datetime
) -> ServerId | None:
    """Return the best server with a seat for a newcomer, at that location if one is given."""
    places = {server.id: server.location_id for server in shelf.servers}
    fitting = (
        each.server_id
        for each in shelf.choose(plan, now=now, location_id=location_id).candidates
        if each.fits and location_id in (None, places[each.server_id])
    )
    return next(fitting, None)


def left_over(line: Line, shelf: Shelf, plans: Plans, *, now: datetime) -> Shelf:
    """Return the shelf as it is once everybody in line has a seat whom one fits."""
    for _, server_id in given_out(line, shelf, plans, now=now):
        shelf = shelf.taking(server_id)
    return shelf


def place(line: Line, entry: WaitEntry) -> int:
    """Return the place among those who wait for the same plan, 1 being the first."""
    ahead = (
        each
        for each in line
        if each.plan_id == entry.plan_id
        and each.state is WaitState.WAITING
        and (each.joined_at, each.id) < (entry.joined_at, entry.id)
    )
    return 1 + sum(1 for _ in ahead)


def state_by_now(entry: WaitEntry, order: Order | None, *, now: datetime) -> WaitState:
    """Return where a turn stands by now, given the order that was opened from its offer."""
    if entry.state not in {WaitState.OFFERED, WaitState.BUYING}:
        return entry.state
    if order is not None and order.status is OrderStatus.PAID:
        return WaitState.SERVED
    is_open = order is not None and order.status is OrderStatus.OPEN
    if entry.state is WaitState.BUYING:
        # A closed order gives the seat back to the offer in one commit: this one was lost.
        return WaitState.BUYING if is_open else WaitState.LAPSED
    return WaitState.OFFERED if entry.has_offer(now=now) else WaitState.LAPSED
