"""Find the seat of a sale without overtaking who waits, hold it, and give it back."""

from dataclasses import replace
from datetime import datetime

from chalicelib.access.model import Share
from chalicelib.access.selection import Choice
from chalicelib.catalog.freed_seats import call_up
from chalicelib.catalog.model import Plan, Seats
from chalicelib.checkout import line, turns
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import Shelf, is_for_sale
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import LocationId, OrderId, PlanId, ServerId, WaitId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.payments.model import Order, OrderStatus

IN_LINE = "The seats that are free go to those who wait for one already."


class UnderWayError(ConflictError):
    """An order was opened from this offer already."""

    default_code = "order_under_way"


def newcomers(deps: CheckoutDeps, shelf: Shelf, *, now: datetime) -> Shelf:
    """Return what is left for newcomers: the seats that those in line will get are gone."""
    standing = deps.waitlist.line()
    if not standing or not deps.settings.waitlist().enabled:
        return shelf
    plans = {plan.id: plan for plan in deps.catalog.plans() if is_for_sale(plan)}
    return line.left_over(standing, shelf, plans, now=now)


def choose(
    deps: CheckoutDeps,
    shelf: Shelf,
    plan: Plan,
    *,
    shares: tuple[Share, ...],
    location_id: LocationId | None,
    turn: WaitEntry | None,
    now: datetime,
) -> Choice:
    """Choose the server for a sale.

    Whoever has a seat keeps it, and whoever was offered one (`turn`) gets it. Everybody else gets
    what those in line leave.
    """
    held = _held(shelf, turn, now=now)
    choice = shelf.choose(
        plan, now=now, shares=shares, location_id=location_id, held_server_id=held
    )
    if turn is not None or choice.server_id is None or is_there(shares, choice.server_id):
        return choice
    rest = newcomers(deps, shelf, now=now)
    if rest is shelf:
        return choice
    left = rest.choose(plan, now=now, shares=shares, location_id=location_id)
    return left if left.server_id else replace(left, explanation=IN_LINE)


def is_there(shares: tuple[Share, ...], server_id: ServerId) -> bool:
    """Tell whether the person has a seat already, so that none must be held."""
    return any(share.server_id == server_id and share.takes_seat for share in shares)


def own_turn(
    deps: CheckoutDeps, *, wait_id: WaitId, plan_id: PlanId, order_id: OrderId
) -> WaitEntry | None:
    """Return the turn if its offer stands, None if it ran out or is what this order came from.

    Raises InvalidError for a turn of another plan, UnderWayError while another order is open that
    was opened from it.
    """
    entry = deps.waitlist.entry(wait_id)
    if entry is None or entry.plan_id != plan_id:
        raise InvalidError.of("wait", "This offer is for another plan.", "Open the link again.")
    if entry.state is WaitState.BUYING and entry.order_id not in (None, order_id):
        order = deps.payments.order(entry.order_id) if entry.order_id else None
        if order is not None and order.status is OrderStatus.OPEN:
            raise UnderWayError(
                "You have begun to buy with this offer already.",
                remedy="Pay that order, or give it up and begin anew.",
            )
    stands = entry.state is WaitState.OFFERED and entry.has_offer(now=deps.clock.now())
    return entry if stands else None


def kept_until(order: Order, turn: WaitEntry | None) -> datetime:
    """Return how long the seat of an order is held; an offer's seat at least until its end."""
    until = turn.offer_until if turn is not None else None
    return order.expires_at if until is None else max(order.expires_at, until)


def taken(
    shelf: Shelf, order: Order, *, turn: WaitEntry | None, has_seat: bool, now: datetime
) -> tuple[Write, ...]:
    """Return the writes that hold a seat for an order, in place of the offer that led to it."""
    changed: dict[ServerId, Seats] = {}
    writes: list[Write] = []
    if turn is not None:
        writes.append(Update(replace(turn.move(WaitState.BUYING, now=now), order_id=order.id)))
        if turn.server_id is not None and turn.id in shelf.seats_on(turn.server_id).holds:
            seats = shelf.seats_on(turn.server_id)
            changed[turn.server_id] = seats.release(turn.id, now=now)
    if order.held_server_id is not None and not has_seat:
        seats = changed.get(order.held_server_id, shelf.seats_on(order.held_server_id))
        until = kept_until(order, turn)
        changed[order.held_server_id] = seats.hold(order.id, until=until, now=now)
        writes += shelf.passing(order.held_server_id)
    return (*writes, *map(Update, changed.values()))


def given_back(deps: CheckoutDeps, order: Order, *, actor: Actor) -> tuple[Write, ...]:
    """Return the writes that give an order's seat back: to the offer it came from, else to all.

    While the offer stands the person can begin anew; once it is over the turn lapses.
    """
    now = deps.clock.now()
    seats = deps.catalog.seats(order.held_server_id) if order.held_server_id else None
    holds = seats if seats is not None and order.id in seats.holds else None
    entry = deps.waitlist.entry(order.wait_id) if order.wait_id else None
    writes: list[Write] = []
    if entry is not None and entry.state is WaitState.BUYING and entry.order_id == order.id:
        if holds is not None and entry.offer_until is not None and entry.has_offer(now=now):
            back = replace(entry.move(WaitState.OFFERED, now=now), server_id=holds.server_id)
            kept = holds.release(order.id, now=now)
            kept = kept.hold(entry.id, until=entry.offer_until, now=now)
            return Update(back), Update(kept)
        writes += turns.over(deps, entry, WaitState.LAPSED, actor=actor)
    if holds is not None:
        writes.append(Update(holds.release(order.id, now=now)))
        writes += map(Insert, call_up(deps.catalog, cause=order.id, now=now))
    return tuple(writes)


def _held(shelf: Shelf, turn: WaitEntry | None, *, now: datetime) -> ServerId | None:
    if turn is None or turn.server_id is None:
        return None
    until = shelf.seats_on(turn.server_id).holds.get(turn.id, now)
    return turn.server_id if now < until else None
