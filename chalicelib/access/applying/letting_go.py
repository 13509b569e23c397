"""Let a Plex account go of whoever has moved away from its servers, so that its place is free.

The reconciling that finds somebody so orders it as a job of its own: the move is done without it,
and whatever breaks off is taken up again. The job looks at everything anew.
"""

import logging
from collections.abc import Iterator, Mapping

from chalicelib.access.applying import departure
from chalicelib.access.applying.departure import Tie
from chalicelib.access.deciding.expiry import Farewell, Verdict
from chalicelib.access.deciding.moved_away import judge_left, taken_lately, why_tied
from chalicelib.access.looking import census, situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share
from chalicelib.access.plan import UNREAD, Seen
from chalicelib.access.ports import AccessDeps, RemotePeople
from chalicelib.access.recording import record
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import ServerId

log = logging.getLogger(__name__)

# What a job's payload calls the account that the person has left.
LEFT = "left"


def follow(
    deps: AccessDeps,
    facts: Situation,
    rows: Mapping[ServerId, Share],
    seen: Mapping[ServerId, Seen],
    place: ServerId,
) -> Mapping[str, int]:
    """Let the person go where the job says so, else order it; return how often that was done.

    `place` is the server that is due. Idempotent. Raises RetryLaterError while the platform does
    not show enough, StaleRecordError when somebody paid or changed a share meanwhile.
    """
    told, count = facts.told(LEFT), 0
    if told and seen.get(place, UNREAD).best is None:
        raise RetryLaterError("The place in use cannot be seen just now.", after_seconds=60)
    for tie in left(facts, rows, seen, place):
        if told == tie.key:
            count += _let_go(deps, facts, rows, tie, place)
        elif not told:
            record.enqueue_once(deps, _order(facts, tie))
    return {"let_go": count} if count else {}


def left(
    facts: Situation,
    rows: Mapping[ServerId, Share],
    seen: Mapping[ServerId, Seen],
    place: ServerId,
) -> Iterator[Tie]:
    """Yield the accounts with which only the friendship is left, once the place is in use."""
    for tie in departure.ties(facts, rows):
        why = why_tied(
            tuple(rows.values()),
            facts.servers,
            owner=tie.key,
            place=rows.get(place),
            seen=seen.get(place, UNREAD),
        )
        # A server that keeps its people to itself has no account whose places they take.
        if tie.owner_id and not why:
            yield tie


def judged(
    deps: AccessDeps,
    facts: Situation,
    rows: Mapping[ServerId, Share],
    tie: Tie,
    known: RemotePeople,
) -> Verdict:
    """Return what to do about the person, given whom the account knows."""
    if departure.administers(deps, facts):
        return Verdict(Farewell.KEEP, departure.ADMINISTERS)
    lately = taken_lately(tuple(rows.values()), facts.servers, owner=tie.key, now=facts.now)
    return judge_left(
        known, media=tie.media, owner_id=tie.owner_id, lately=lately, is_sent=tie.is_sent
    )


def because(facts: Situation, place: ServerId) -> str:
    """Return why the person is let go, for people to read."""
    return f"The person has moved to {facts.servers[place].name}"


def _let_go(
    deps: AccessDeps,
    facts: Situation,
    rows: Mapping[ServerId, Share],
    tie: Tie,
    place: ServerId,
) -> int:
    access = situation.access_to(deps, facts, tie.server_id)
    known = deps.hosts[access.server.platform].people(access)
    verdict = judged(deps, facts, rows, tie, known)
    gone, _ = departure.obey(
        deps, facts, access, tie, verdict, facts.subscription, because=because(facts, place)
    )
    if access.account is not None:
        # Counted among the others of the account, now or by mistake, until it is counted anew.
        census.count_for(deps, account_id=access.account.id)
    log.info("access.let_go", extra={"user_id": facts.user.id, "farewell": verdict.farewell})
    return gone


def _order(facts: Situation, tie: Tie) -> Job:
    """Return the job that lets the person go, one for each look that finds them so."""
    look = facts.job.id if facts.job else to_iso(facts.now)
    return new_job(
        JobKind.RECONCILE_ACCESS,
        facts.user.id,
        now=facts.now,
        cause=f"left_{tie.key}_{facts.user.id}_{look}",
        payload={LEFT: tie.key},
        user_id=facts.user.id,
    )
