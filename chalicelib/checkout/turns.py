"""End turns in the waitlist: left, removed, lapsed, or served."""

import logging

from chalicelib.catalog.freed_seats import call_up
from chalicelib.checkout import wait_mails
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.checkout.waiting import WaitEntry, WaitState
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import NotFoundError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import WaitId
from chalicelib.kernel.records import Insert, Update, Write

log = logging.getLogger(__name__)

MOST_TRIES = 8
_WHY = {
    WaitState.SERVED: "The person bought a seat.",
    WaitState.LAPSED: "The offer ran out.",
    WaitState.LEFT: "The person left the waitlist.",
    WaitState.REMOVED: "An administrator removed the person.",
}


def leave(deps: CheckoutDeps, *, entry: WaitEntry, actor: Actor) -> None:
    """Take somebody out of the line who no longer wants a seat; an open order goes on.

    Idempotent, also when the turn is over.
    """
    _end(deps, entry, WaitState.LEFT, actor=actor)


def remove(deps: CheckoutDeps, *, wait_id: WaitId, actor: Actor) -> WaitEntry:
    """Take somebody out of the line; an open order goes on. Raises NotFoundError."""
    entry = deps.waitlist.entry(wait_id)
    if entry is None:
        raise NotFoundError("Nobody waits under this id.", remedy="Reload the list.")
    return _end(deps, entry, WaitState.REMOVED, actor=actor)


def over(
    deps: CheckoutDeps, entry: WaitEntry, state: WaitState, *, actor: Actor
) -> tuple[Write, ...]:
    """Return the writes that end a turn and give back the seat that its offer kept."""
    now = deps.clock.now()
    ended = entry.move(state, now=now)
    audit = note(
        actor,
        f"waitlist.{state}",
        entry.id,
        now=now,
        user_id=entry.user_id,
        why=_WHY[state],
        before={"state": entry.state},
        after={"state": state, "plan": entry.plan_id, "email": entry.email},
    )
    writes: list[Write] = [Update(ended), Insert(audit)]
    seats = deps.catalog.seats(entry.server_id) if entry.server_id else None
    if seats is not None and entry.id in seats.holds:
        writes.append(Update(seats.release(entry.id, now=now)))
    if state is WaitState.LAPSED:
        writes.append(Insert(wait_mails.lapsed(deps, entry, now=now)))
    return tuple(writes)


def mails_in(writes: tuple[Write, ...]) -> tuple[Job, ...]:
    """Return the mails among writes, whose worker can be woken once they are stored."""
    jobs = (write.record for write in writes if isinstance(write.record, Job))
    return tuple(job for job in jobs if job.kind is JobKind.SEND_MAIL)


def store_end(
    deps: CheckoutDeps, entry: WaitEntry, state: WaitState, writes: tuple[Write, ...]
) -> None:
    """Commit the end of a turn and have its mails sent; raises StaleRecordError."""
    deps.database.commit(*writes)
    deps.nudge.send(*(job.id for job in mails_in(writes)))
    log.info("waitlist.ended", extra={"wait_id": entry.id, "state": state})


def _end(deps: CheckoutDeps, entry: WaitEntry, state: WaitState, *, actor: Actor) -> WaitEntry:
    found: WaitEntry | None = entry
    for _ in range(MOST_TRIES):
        if found is None or not found.is_open or found.turn != entry.turn:
            return found or entry
        now = deps.clock.now()
        cause = f"{found.id}_{found.turn}_{state}"
        writes = (
            *over(deps, found, state, actor=actor),
            *map(Insert, call_up(deps.catalog, cause=cause, now=now)),
        )
        try:
            store_end(deps, entry, state, writes)
        except StaleRecordError:
            found = deps.waitlist.entry(entry.id)
            continue
        return found.move(state, now=now)
    raise RetryLaterError("The waitlist changes too fast just now.", after_seconds=2)
