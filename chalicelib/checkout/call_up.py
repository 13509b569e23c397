"""Call up who waits: end offers that ran out, and offer every free seat to the first it fits.

Two runs at once make one offer of one seat: the turn and the server's seats are written together,
each as it was read. A run that dies leaves nothing half done, and the next one goes on.
"""

import logging
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.catalog.model import Plan
from chalicelib.checkout import line, turns, wait_mails
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import Shelf, closed_because, is_for_sale, read_shelf
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    ConflictError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import PlanId, ServerId, WaitId
from chalicelib.kernel.records import Insert, Update

log = logging.getLogger(__name__)

ACTOR = Actor("system:waitlist")
MOST_OFFERS = 50


def call_up(deps: CheckoutDeps) -> Mapping[str, int]:
    """Bring the waitlist up to date; return how many turns ended how and how many offers went out.

    Idempotent. While the waitlist or the shop is closed nothing new is offered. Raises
    RetryLaterError when the records change too fast.
    """
    standing = deps.waitlist.line()
    counts: Tally[str] = Tally()
    for entry in standing:
        state = _followed(deps, entry)
        if state != entry.state:
            counts[state] += 1
    waiting = {each.id: each for each in standing if each.state is WaitState.WAITING}
    if waiting and _may_offer(deps):
        counts["offered"] += _offer_seats(deps, waiting)
    return +counts


def offer_now(deps: CheckoutDeps, *, wait_id: WaitId, actor: Actor) -> WaitEntry:
    """Offer somebody a seat before their turn; return the turn as it stands then.

    Raises NotFoundError, ConflictError for whoever waits no more, while nothing is sold, and when
    no seat is free.
    """
    for _ in range(turns.MOST_TRIES):
        entry = deps.waitlist.entry(wait_id)
        if entry is None:
            raise NotFoundError("Nobody waits under this id.", remedy="Reload the list.")
        if entry.state is not WaitState.WAITING:
            raise ConflictError("This person waits no more.", remedy="Reload the list.")
        plan = _plans(deps).get(entry.plan_id)
        if plan is None or not _may_offer(deps):
            raise ConflictError(
                "This plan is not sold at the moment.",
                remedy="Put it on sale, and switch the waitlist and the sales on.",
            )
        now = deps.clock.now()
        shelf = read_shelf(deps)
        server_id = line.free_server(shelf, plan, location_id=entry.location_id, now=now)
        if server_id is None:
            raise ConflictError(
                f"No seat is free: {shelf.choose(plan, now=now).explanation}",
                remedy="Make room on a server first.",
                code="sold_out",
            )
        try:
            return _offer(deps, entry, shelf, server_id, actor=actor, now=now)
        except StaleRecordError:
            continue
    raise RetryLaterError("The waitlist changes too fast just now.", after_seconds=2)


def _followed(deps: CheckoutDeps, entry: WaitEntry) -> WaitState:
    """End the turn if it is over by now; return where it stands. Whoever was faster counts."""
    if entry.state is WaitState.WAITING:
        return entry.state
    for _ in range(turns.MOST_TRIES):
        fresh = deps.waitlist.entry(entry.id)
        if fresh is None or not fresh.is_open:
            return entry.state
        order = deps.payments.order(fresh.order_id) if fresh.order_id else None
        state = line.state_by_now(fresh, order, now=deps.clock.now())
        if state == fresh.state:
            return entry.state
        writes = turns.over(deps, fresh, state, actor=ACTOR)
        try:
            turns.store_end(deps, entry, state, writes)
        except StaleRecordError:
            continue
        return state
    raise RetryLaterError("The waitlist changes too fast just now.", after_seconds=2)


def _may_offer(deps: CheckoutDeps) -> bool:
    is_open = closed_because(deps, site=deps.settings.site()) is None
    return is_open and deps.settings.waitlist().enabled


def _plans(deps: CheckoutDeps) -> dict[PlanId, Plan]:
    return {plan.id: plan for plan in deps.catalog.plans() if is_for_sale(plan)}


def _offer_seats(deps: CheckoutDeps, waiting: dict[WaitId, WaitEntry]) -> int:
    plans = _plans(deps)
    made = tries = 0
    while waiting and made < MOST_OFFERS:
        now = deps.clock.now()
        shelf = read_shelf(deps)
        found = next(line.given_out(tuple(waiting.values()), shelf, plans, now=now), None)
        if found is None:
            break
        entry = deps.waitlist.entry(found[0].id)
        if entry is None or entry.state is not WaitState.WAITING:
            del waiting[found[0].id]
            continue
        try:
            _offer(deps, entry, shelf, found[1], actor=ACTOR, now=now)
        except StaleRecordError:
            tries += 1
            if tries == turns.MOST_TRIES:
                raise RetryLaterError(
                    "The waitlist changes too fast just now.", after_seconds=2
                ) from None
            continue
        del waiting[entry.id]
        made += 1
    return made


def _offer(
    deps: CheckoutDeps,
    entry: WaitEntry,
    shelf: Shelf,
    server_id: ServerId,
    *,
    actor: Actor,
    now: datetime,
) -> WaitEntry:
    """Keep a seat for somebody and tell them; raises StaleRecordError when it was taken."""
    until = now + timedelta(hours=deps.settings.waitlist().offer_hours)
    offered = replace(
        entry.move(WaitState.OFFERED, now=now),
        offers=entry.offers + 1,
        offered_at=now,
        offer_until=until,
        server_id=server_id,
        order_id=None,
    )
    mail = wait_mails.offer(deps, offered, now=now)
    # What follows the offer's end is not left to the next hour.
    after = new_job(
        JobKind.CALL_UP,
        "waitlist",
        now=now,
        cause=f"{offered.id}_{offered.turn}_{offered.offers}",
        due_at=until,
    )
    audit = note(
        actor,
        "waitlist.offered",
        entry.id,
        now=now,
        user_id=entry.user_id,
        why=f"A seat is free, and it is kept until {until:%Y-%m-%d %H:%M} UTC.",
        after={"plan": entry.plan_id, "server": server_id, "email": entry.email},
    )
    seats = shelf.seats_on(server_id).hold(entry.id, until=until, now=now)
    deps.database.commit(
        Update(offered),
        Update(seats),
        *shelf.passing(server_id),
        Insert(mail),
        Insert(after),
        Insert(audit),
    )
    deps.nudge.send(mail.id)
    log.info("waitlist.offered", extra={"wait_id": entry.id, "server_id": server_id})
    return replace(offered, version=offered.version + 1)
