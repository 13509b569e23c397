"""Ask gateways for agreements of which nothing was heard when it was due: webhooks get lost."""

import logging
from collections import Counter as Tally
from collections.abc import Mapping
from datetime import timedelta

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ActionRequiredError, AppError, RetryLaterError
from chalicelib.payments.model import GatewayName
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.rules.agreements import Agreement

log = logging.getLogger(__name__)

# Stripe collects a renewal about an hour after it is due; webhooks and the sync come first.
WAIT = timedelta(hours=3)
# What the gateway has not told by then is not asked for any more.
LONGEST = timedelta(days=7)
MOST_AT_ONCE = 200
_LONGEST_RUN = timedelta(minutes=1)
_ACTOR = Actor("schedule:agreements")


def look_after(deps: PaymentsDeps) -> Mapping[str, int]:
    """Read every agreement that was to be charged or to end three hours ago or more.

    Whatever the gateway says of it is followed as if its webhook had come: a renewal, a failure,
    an end. Returns how many were asked for, and how many of them are `moved`, `failed` or `left`
    for the next run. A gateway that does not answer stops no other one's.
    """
    now = deps.clock.now()
    overdue = deps.store.agreements_changing(
        since=now - LONGEST, until=now - WAIT, limit=MOST_AT_ONCE
    )
    counts: Tally[str] = Tally(asked=0)
    silent: set[GatewayName] = set()
    for known in overdue:
        if known.gateway in silent or deps.clock.now() - now >= _LONGEST_RUN:
            counts["left"] += 1
            continue
        counts["asked"] += 1
        try:
            counts["moved"] += _look(deps, known)
        except AppError as error:
            why = {"agreement": known.ref, "why": error.message}
            log.warning("agreement.not_read", extra=why)
            counts["failed"] += 1
            if isinstance(error, RetryLaterError | ActionRequiredError):
                silent.add(known.gateway)
    return +counts


def _look(deps: PaymentsDeps, known: Agreement) -> bool:
    source = deps.recurring.get(known.gateway)
    found = source.read_agreement(known.ref) if source else None
    after = follow(deps, found=found, actor=_ACTOR) if found else None
    return after is not None and after.version != known.version
