"""Stand in line for a seat, and look how far the line has come."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.checkout import line, seat, wait_mails
from chalicelib.checkout.model import StartRequest
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.shelf import read_shelf
from chalicelib.checkout.start import check
from chalicelib.checkout.waiting import MOST_WAITING, WaitEntry, WaitState, wait_id_of
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import WaitId
from chalicelib.kernel.records import Insert, Update
from chalicelib.payments.model import Order, OrderStatus

log = logging.getLogger(__name__)

MOST_TRIES = 8
_SHOP = Actor("page:waitlist")
_LINK_LASTS_SECONDS = 400 * 24 * 3600


class WaitlistClosedError(ConflictError):
    """Nobody can join the waitlist just now."""

    default_code = "waitlist_closed"


class SeatFreeError(ConflictError):
    """There is nothing to wait for: a seat can be bought at once."""

    default_code = "seat_free"


@dataclass(frozen=True, slots=True)
class WaitView:
    """A turn as its holder sees it.

    `place` counts those who wait for the same plan, 1 being the first, and is 0 once the person
    waits no more; `order` is the latest that was opened from the offer.
    """

    entry: WaitEntry
    state: WaitState
    place: int = 0
    order: Order | None = None

    @property
    def has_open_order(self) -> bool:
        """Tell whether an order is open that was opened from the offer."""
        return self.order is not None and self.order.status is OrderStatus.OPEN


def is_open(deps: CheckoutDeps) -> bool:
    """Tell whether people can wait for a seat."""
    return deps.settings.waitlist().enabled


def join(deps: CheckoutDeps, *, request: StartRequest) -> WaitEntry:
    """Put somebody in line for a plan, at one location if they chose one; return the turn.

    What was filled in is checked as at the checkout; how to pay is asked later. Joining twice is a
    success that changes nothing: the mail with the place goes out again, once an hour at most, and
    nothing tells the caller which it was. Raises as `start.check` does, WaitlistClosedError (also
    when the line is full), SeatFreeError.
    """
    if not is_open(deps):
        raise WaitlistClosedError(
            "Nobody can join the waitlist at the moment.", remedy="Please come back later."
        )
    wanted = replace(request, discount_code="", replaces_now=False, uses_credit=False)
    summary = check(deps, request=wanted)
    asked, plan, now = summary.request, summary.plan, deps.clock.now()
    rest = seat.newcomers(deps, read_shelf(deps), now=now)
    # Whether somebody has a seat already is nobody else's business: all are told the same.
    if line.free_server(rest, plan, location_id=asked.location_id, now=now) is not None:
        raise SeatFreeError(
            f"A seat is free for {plan.name}: you need not wait.", remedy="Buy it at once."
        )
    fresh = WaitEntry(
        id=wait_id_of(plan.id, asked.email),
        plan_id=plan.id,
        plan_name=plan.name,
        email=asked.email,
        name=asked.name,
        media=asked.media,
        joined_at=now,
        changed_at=now,
        location_id=asked.location_id,
        user_id=asked.user_id,
        referral_code=asked.referral_code,
    )
    return _stand_in_line(deps, fresh, now=now)


def look(deps: CheckoutDeps, *, ticket: str) -> WaitView:
    """Return how far a turn has come; raises InvalidError for a link that is not of this turn."""
    entry = of_ticket(deps, ticket=ticket)
    order = deps.payments.order(entry.order_id) if entry.order_id else None
    state = line.state_by_now(entry, order, now=deps.clock.now())
    waits = state is WaitState.WAITING
    return WaitView(entry, state, line.place(deps.waitlist.line(), entry) if waits else 0, order)


def standing_offer(deps: CheckoutDeps, *, ticket: str) -> WaitEntry | None:
    """Return the turn if an offer keeps a seat for it, None if not; raises InvalidError."""
    entry = of_ticket(deps, ticket=ticket)
    has_offer = entry.state is WaitState.OFFERED and entry.has_offer(now=deps.clock.now())
    return entry if has_offer else None


def of_ticket(deps: CheckoutDeps, *, ticket: str) -> WaitEntry:
    """Return the turn that a mailed link speaks of; raises InvalidError."""
    text = deps.signer.read(
        wait_mails.PURPOSE,
        ticket,
        longest_seconds=_LINK_LASTS_SECONDS,
        now=deps.clock.now(),
    )
    wait_id, _, turn = text.partition(".")
    entry = deps.waitlist.entry(WaitId(wait_id))
    if entry is None or str(entry.turn) != turn:
        raise InvalidError.of(
            "ticket", "This link is of a turn that is over.", "Use the link of the latest mail."
        )
    return entry


def _stand_in_line(deps: CheckoutDeps, fresh: WaitEntry, *, now: datetime) -> WaitEntry:
    for _ in range(MOST_TRIES):
        known = deps.waitlist.entry(fresh.id)
        standing = deps.waitlist.line()
        if known is not None and known.is_open:
            _tell_again(deps, known, place=line.place(standing, known), now=now)
            return known
        if len(standing) >= MOST_WAITING:
            raise WaitlistClosedError(
                "The waitlist is full at the moment.", remedy="Please come back later."
            )
        entry = fresh
        if known is not None:
            entry = replace(fresh, turn=known.turn + 1, version=known.version)
        mail = wait_mails.joined(deps, entry, place=line.place(standing, entry), now=now)
        # A seat may have become free in this very moment.
        again = new_job(
            JobKind.CALL_UP, "waitlist", now=now, cause=f"{entry.id}_{entry.turn}_joined"
        )
        audit = note(
            _SHOP,
            "waitlist.joined",
            entry.id,
            now=now,
            user_id=entry.user_id,
            after={"plan": entry.plan_id, "location": entry.location_id, "email": entry.email},
        )
        try:
            deps.database.commit(Update(entry), Insert(mail), Insert(again), Insert(audit))
        except (StaleRecordError, AlreadyRecordedError):
            continue
        deps.nudge.send(mail.id)
        log.info("waitlist.joined", extra={"wait_id": entry.id, "plan_id": entry.plan_id})
        return replace(entry, version=entry.version + 1)
    raise RetryLaterError("Many people join at this moment.", after_seconds=2)


def _tell_again(deps: CheckoutDeps, entry: WaitEntry, *, place: int, now: datetime) -> None:
    """Send the person's own link again; whoever lost the mail has no other way."""
    if entry.state is not WaitState.WAITING:
        return
    mail: Job = wait_mails.joined(deps, entry, place=place, now=now)
    try:
        deps.database.commit(Insert(mail))
    except AlreadyRecordedError:
        log.info("waitlist.mail_limited", extra={"wait_id": entry.id})
        return
    deps.nudge.send(mail.id)
