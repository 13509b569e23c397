"""Score each night how likely people share their accounts (X030)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.enforcement.activity.by_hour import logging_servers
from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.sharing.score import LOOKS_BACK, score
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Put, Write

# Everybody who streamed since the run of the night before, with an hour to spare.
SINCE_LAST_RUN = timedelta(hours=25)
# Pairs of streams are compared: of somebody with more, the latest tell enough.
MOST_ENTRIES = 500
_PAGE = 500
_MOST_WRITES = 50


def score_all(deps: EnforcementDeps) -> Mapping[str, int]:
    """Score everybody who streamed on a server that logs; return how many scores are above 0.

    Nothing follows from a score here. Idempotent; who did not stream keeps the last score until
    the activity it rests on is too old.
    """
    now = deps.clock.now()
    whose = sorted(streamed_lately(deps, now=now))
    known = deps.usage.scores_of(whose, now=now)
    writes: list[Write] = []
    suspected = 0
    for user_id in whose:
        made = _score(deps, user_id, now=now)
        suspected += made.score > 0
        # Who has no score and had none needs no row.
        if made.score or user_id in known:
            writes.append(Put(made))
    for start in range(0, len(writes), _MOST_WRITES):
        deps.database.commit(*writes[start : start + _MOST_WRITES])
    return {"scored": len(whose), "suspected": suspected}


def streamed_lately(deps: EnforcementDeps, *, now: datetime) -> frozenset[UserId]:
    """Return who streamed since the night before on servers that log."""
    found: set[UserId] = set()
    servers, cursor = logging_servers(deps), None
    while servers:
        page = deps.usage.activity_on(
            servers, since=now - SINCE_LAST_RUN, until=now, now=now, cursor=cursor, limit=_PAGE
        )
        found |= {each.user_id for each in page.items if each.user_id}
        cursor = page.next_cursor
        if cursor is None:
            break
    return frozenset(found)


def _score(deps: EnforcementDeps, user_id: UserId, *, now: datetime) -> SharingScore:
    found = score(_activity(deps, user_id, now=now))
    return SharingScore(
        user_id=user_id,
        score=found.score,
        at=now,
        reasons=found.reasons,
        networks=found.networks,
        devices=found.devices,
        expires_at=now + LOOKS_BACK,
    )


def _activity(
    deps: EnforcementDeps, user_id: UserId, *, now: datetime
) -> tuple[ActivityEntry, ...]:
    page = deps.usage.activity_of(
        user_id, since=now - LOOKS_BACK, until=now, now=now, cursor=None, limit=MOST_ENTRIES
    )
    return page.items
