"""Read what gateways have of the last hours: webhooks get lost, and some money has none (B037)."""

import logging
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.records import Update
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayPayment,
    Payment,
    PaymentKey,
    SyncCursor,
)
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.reading.ahead import reading_ahead
from chalicelib.payments.reading.lately import Lately
from chalicelib.payments.reading.switches import is_synced
from chalicelib.payments.settle import book, known_unchanged
from chalicelib.payments.writing.outcome import Outcome

log = logging.getLogger(__name__)

# Two hours more than the gateway asks for: what was under way at the last read is read once more.
OVERLAP = timedelta(hours=2)
# A new site must not take the account's history for payments that nobody claims.
FIRST_LOOK = timedelta(hours=24)
# A run ends in time to say how far it came; the next one goes on from there.
LONGEST_RUN = timedelta(minutes=8)
# API Gateway answers a person within 29 seconds; a page may take a few of them.
LONGEST_CALL = timedelta(seconds=12)
# A cursor of a gateway stays good for an hour; a read that was left for longer begins again.
_CURSORS_LAST = timedelta(minutes=50)
_ACTOR = Actor("schedule:payments_sync")
_BOOKED = (Outcome.SETTLED, Outcome.HELD, Outcome.UNMATCHED, Outcome.REFUNDED)


class OvertakenError(Exception):
    """Another run of the same account has gone on meanwhile."""


def sync_all(deps: PaymentsDeps) -> Mapping[str, int]:
    """Read every account whose sync is on; return counts as ``<account>_<outcome>``.

    One account that cannot be read stops no other.
    """
    counts: Tally[str] = Tally()
    for account in deps.accounts:
        try:
            outcome = sync(deps, account=account)
        except AppError as error:
            log.warning("payments.not_synced", extra={"account": account, "why": error.message})
            outcome = {"failed": 1}
        counts.update({f"{account}_{word}": count for word, count in outcome.items()})
    return counts


def sync(
    deps: PaymentsDeps, *, account: GatewayAccount, longest: timedelta = LONGEST_RUN
) -> Mapping[str, int]:
    """Settle what the account has since the last read; return how many had which outcome.

    No page is begun after `longest`; then the counts have `unfinished`. Idempotent and resumable:
    how far it came is kept after every page. One payment that cannot be settled stops no other; it
    is read again next time. An account that cannot be read stays where it was, so that nothing is
    skipped. Raises NotFoundError for an account we do not have,
    RetryLaterError or ActionRequiredError when it cannot be read.
    """
    source = deps.accounts.get(account)
    if source is None:
        raise NotFoundError("There is no such payment account here.")
    if not is_synced(deps.settings, account):
        return {"switched_off": 1}
    now = deps.clock.now()
    cursor = _begun(deps, source, account, now=now)
    counts: Tally[str] = Tally(read=0)
    try:
        _read_on(deps, source, cursor, counts, until=now + longest)
    except OvertakenError:
        counts["overtaken"] += 1
    except (RetryLaterError, ActionRequiredError) as error:
        _note_error(deps, account, error)
        raise
    log.info("payments.synced", extra={"account": account, "counts": dict(counts)})
    return counts


def _begun(
    deps: PaymentsDeps, source: Gateway, account: GatewayAccount, *, now: datetime
) -> SyncCursor:
    """Return the read that is under way, or a new one from a little before the last one's end."""
    kept = deps.store.sync_cursor(account)
    if kept is not None and kept.page and kept.ran_at and now - kept.ran_at < _CURSORS_LAST:
        return kept
    since = (kept.read_until if kept else now - FIRST_LOOK) - OVERLAP - source.shows_within
    blank = kept or SyncCursor(account, now - FIRST_LOOK, begins_at=since)
    return replace(blank, since=since, began_at=now, page="", read=0, booked=0, failed=0)


def _read_on(
    deps: PaymentsDeps,
    source: Gateway,
    cursor: SyncCursor,
    counts: Tally[str],
    *,
    until: datetime,
) -> None:
    since, began_at = cursor.since or cursor.read_until, cursor.began_at or deps.clock.now()
    books = Lately(deps.store, since=since)
    while True:
        page = source.payments_since(since, cursor=cursor.page or None)
        outcomes = _settle_page(deps, page.items, books)
        counts.update(outcomes)
        now = deps.clock.now()
        is_done = page.next_cursor is None
        failed = cursor.failed + outcomes["failed"]
        cursor = replace(
            cursor,
            page=page.next_cursor or "",
            read=cursor.read + outcomes["read"],
            booked=cursor.booked + sum(outcomes[each] for each in _BOOKED),
            failed=failed,
            read_until=began_at if is_done and not failed else cursor.read_until,
            ran_at=now,
            error="",
        )
        cursor = _kept(deps, cursor)
        if is_done:
            return
        if now >= until:
            counts["unfinished"] += 1
            return


def _settle_page(
    deps: PaymentsDeps, items: tuple[GatewayPayment, ...], books: Lately
) -> Tally[str]:
    """Settle a page and count the outcomes; what is known and what is needed is read in one go."""
    known = books.known(items)
    moved = tuple(found for found in items if not _is_known(known, found))
    outcomes: Tally[str] = Tally(read=len(items))
    if len(items) > len(moved):
        outcomes[Outcome.KNOWN] += len(items) - len(moved)
    ahead = reading_ahead(deps, moved, known=known) if moved else deps
    for found in moved:
        outcomes[_settle_one(ahead, found)] += 1
    return outcomes


def _is_known(known: Mapping[PaymentKey, Payment], found: GatewayPayment) -> bool:
    payment = known.get(found.key)
    return payment is not None and known_unchanged(payment, found)


def _settle_one(deps: PaymentsDeps, found: GatewayPayment) -> str:
    try:
        return book(deps, found=found, actor=_ACTOR).outcome
    except AppError as error:
        log.warning("payment.not_booked", extra={"payment": str(found.key), "why": error.message})
        return "failed"
    except Exception:
        # The edge of one item: a bug with one payment must not keep the others from being read.
        log.exception("payment.crashed", extra={"payment": str(found.key)})
        return "failed"


def _kept(deps: PaymentsDeps, cursor: SyncCursor) -> SyncCursor:
    try:
        deps.database.commit(Update(cursor))
    except StaleRecordError as error:
        log.info("payments.synced_by_another_run", extra={"account": cursor.gateway})
        raise OvertakenError from error
    return replace(cursor, version=cursor.version + 1)


def _note_error(deps: PaymentsDeps, account: GatewayAccount, error: AppError) -> None:
    """Keep why the account could not be read, for whoever looks at its page."""
    now = deps.clock.now()
    kept = deps.store.sync_cursor(account) or SyncCursor(account, now - FIRST_LOOK)
    if kept.error == error.message:
        return
    try:
        deps.database.commit(Update(replace(kept, error=error.message)))
    except StaleRecordError:
        log.info("payments.synced_by_another_run", extra={"account": account})
