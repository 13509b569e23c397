"""Read a gateway's payments of the last hours, in case that webhooks were lost."""

import logging
from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError, NotFoundError, StaleRecordError
from chalicelib.kernel.records import Update
from chalicelib.payments.model import GatewayName, GatewayPayment, SyncCursor
from chalicelib.payments.ports import Gateway, PaymentsDeps
from chalicelib.payments.settle import book

log = logging.getLogger(__name__)

# Gateways list by creation: what was under way at the last read is read once more.
OVERLAP = timedelta(hours=2)
# A new site must not take the account's history for payments that nobody claims.
FIRST_LOOK = timedelta(hours=24)


def sync(deps: PaymentsDeps, *, gateway: GatewayName) -> Mapping[str, int]:
    """Settle what the gateway has since the last read; return how many had which outcome.

    Idempotent. One payment that cannot be settled stops no other; it is read again next time.
    Raises NotFoundError for a gateway we do not have, RetryLaterError or ActionRequiredError when
    the gateway cannot be read.
    """
    now = deps.clock.now()
    source = deps.gateways.get(gateway)
    if source is None:
        raise NotFoundError("There is no such payment service here.")
    if not deps.settings.stripe().enabled:
        return {"switched_off": 1}
    kept = deps.store.sync_cursor(gateway)
    since = (kept.read_until if kept else now - FIRST_LOOK) - OVERLAP
    counts = _settle_all(deps, source, since=since)
    if not counts["failed"]:
        _remember(deps, kept or SyncCursor(gateway, now), until=now)
    log.info("payments.synced", extra={"gateway": gateway, "counts": dict(counts)})
    return counts


def _settle_all(deps: PaymentsDeps, source: Gateway, *, since: datetime) -> Tally[str]:
    counts: Tally[str] = Tally(read=0)
    cursor: str | None = None
    while True:
        page = source.payments_since(since, cursor=cursor)
        for found in page.items:
            counts["read"] += 1
            counts[_settle_one(deps, found)] += 1
        cursor = page.next_cursor
        if cursor is None:
            return counts


def _settle_one(deps: PaymentsDeps, found: GatewayPayment) -> str:
    try:
        return book(deps, found=found, actor=Actor("schedule:payments_sync")).outcome
    except AppError as error:
        log.warning("payment.not_booked", extra={"payment": str(found.key), "why": error.message})
        return "failed"


def _remember(deps: PaymentsDeps, cursor: SyncCursor, *, until: datetime) -> None:
    try:
        deps.database.commit(Update(replace(cursor, read_until=until)))
    except StaleRecordError:
        log.info("payments.synced_by_another_run", extra={"gateway": cursor.gateway})
