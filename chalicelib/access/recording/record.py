"""Write down what became of a share: row, seats, identity, mails and audit in one commit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from chalicelib.access.deciding.restrained import seat_holder
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import Seen
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording import mails
from chalicelib.catalog.freed_seats import call_up
from chalicelib.catalog.model import Seats, Turnstile
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import AuditEntry, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.subscriptions.wait import waiting_period
from chalicelib.users.model import MediaClaim, MediaIdentity, User

_TRIES = 5
_VERIFIED_FOR = timedelta(hours=1)
_PRESENT = frozenset({ShareState.INVITED, ShareState.ACCEPTED})


def save(
    deps: AccessDeps,
    situation: Situation,
    *,
    before: Share | None,
    after: Share,
    why: str,
    seen: Seen | None = None,
) -> Share:
    """Store the share as it stands now, with all that follows from it; return it as stored.

    Nothing is written when nothing changed but a recent time of verification. Raises
    StaleRecordError when somebody else changed the share meanwhile.
    """
    if before is not None and not _differs(before, after):
        return before
    jobs = [*_mails(deps, situation, before, after), *_delivered(situation, before, after)]
    jobs += _freed(deps, situation, before, after)
    # Read with all the rest a moment ago; whoever was faster makes us read them again.
    seats = situation.seats.get(after.server_id)
    for _ in range(_TRIES):
        writes: list[Write] = [Update(after), *_seat_writes(deps, situation, seats, before, after)]
        seats = None
        writes += _user_writes(deps, situation, after, seen)
        writes += [Insert(job) for job in jobs]
        entry = _entry(situation, before, after, why)
        writes += [Insert(entry)] if entry else []
        try:
            deps.database.commit(*writes)
        except AlreadyRecordedError as error:
            jobs = _without(jobs, error)
        except StaleRecordError as error:
            if isinstance(error.record, Share):
                raise
        else:
            deps.nudge.send(*(job.id for job in jobs))
            return replace(after, version=after.version + 1)
    raise RetryLaterError("The server's seats change too fast just now.", after_seconds=1)


def enqueue_once(deps: AccessDeps, *jobs: Job, entry: AuditEntry | None = None) -> None:
    """Enqueue jobs whose cause was not dealt with yet; the entry only comes with a first one."""
    for job in jobs:
        try:
            deps.database.commit(Insert(job), *([Insert(entry)] if entry else []))
        except AlreadyRecordedError:
            continue
        deps.nudge.send(job.id)


def release_hold(deps: AccessDeps, situation: Situation) -> None:
    """Give back the seats that the order held; they were taken or are not needed."""
    order_id = situation.order_id
    holding = [each for each, seats in situation.seats.items() if order_id in seats.holds]
    for server_id in holding:
        for _ in range(_TRIES):
            seats = deps.catalog.seats(server_id)
            if order_id is None or order_id not in seats.holds:
                break
            jobs = call_up(deps.catalog, cause=f"{order_id}_{server_id}", now=situation.now)
            released = seats.release(order_id, now=situation.now)
            try:
                deps.database.commit(Update(released), *map(Insert, jobs))
            except StaleRecordError:
                continue
            break


def _differs(before: Share, after: Share) -> bool:
    if replace(before, verified_at=None) != replace(after, verified_at=None):
        return True
    if after.verified_at is None or before.verified_at is None:
        return after.verified_at is not before.verified_at
    return after.verified_at - before.verified_at >= _VERIFIED_FOR


def _mails(
    deps: AccessDeps, situation: Situation, before: Share | None, after: Share
) -> Iterator[Job]:
    if (before and before.state == after.state) or not situation.has_right:
        return
    if after.state is ShareState.INVITED:
        yield mails.invite_sent(situation, after, site_url=deps.site_url)
    if after.state is ShareState.ACCEPTED and situation.plan is not None:
        yield mails.access_ready(situation, after, site_url=deps.site_url)


def _delivered(situation: Situation, before: Share | None, after: Share) -> Iterator[Job]:
    """Yield the job that lets paid time begin which waited for this access (X001)."""
    is_new = after.state in _PRESENT and (before is None or before.state not in _PRESENT)
    period = waiting_period(situation.subscription)
    if is_new and period is not None:
        yield new_job(
            JobKind.CHECK_DELIVERY,
            period.payment_id,
            now=situation.now,
            cause=f"given_{after.user_id}_{after.server_id}_{after.invites}",
            payload={"given_at": to_iso(situation.now)},
            user_id=after.user_id,
        )


def _freed(
    deps: AccessDeps, situation: Situation, before: Share | None, after: Share
) -> tuple[Job, ...]:
    """Return the job that offers the seat which became free to those who wait (X004)."""
    if before is None or not before.takes_seat or after.takes_seat:
        return ()
    cause = f"{after.user_id}_{after.server_id}_{after.version}"
    return call_up(deps.catalog, cause=cause, now=situation.now)


def _seat_writes(
    deps: AccessDeps,
    situation: Situation,
    known: Seats | None,
    before: Share | None,
    after: Share,
) -> list[Write]:
    """Count the person in or out; whoever takes the seat gives back the hold on it."""
    change = int(after.takes_seat) - int(before is not None and before.takes_seat)
    if not change:
        return []
    before_seats = known or deps.catalog.seats(after.server_id)
    seats = _counted(before_seats, change)
    if situation.order_id is not None:
        seats = seats.release(situation.order_id, now=situation.now)
    seats = _kept_for(seats, situation, change)
    if seats.taken(now=situation.now) <= before_seats.taken(now=situation.now):
        return [Update(seats)]
    return [Update(seats), *_passing(deps, situation, after.server_id)]


def _kept_for(seats: Seats, situation: Situation, change: int) -> Seats:
    """Let the seat of somebody wait who only has to bear a restraint; they take it again."""
    holder, held = seat_holder(situation.user.id), situation.restrained
    if change < 0 and situation.is_paid and held is not None:
        return seats.hold(holder, until=held.seat_until, now=situation.now)
    return seats.release(holder, now=situation.now) if holder in seats.holds else seats


def _passing(deps: AccessDeps, situation: Situation, server_id: ServerId) -> list[Write]:
    """Return the write that makes a sale look again which takes a place just now."""
    server = situation.servers.get(server_id)
    if server is None or server.account_id is None:
        return []
    known = {each.account_id: each for each in deps.catalog.turnstiles()}
    return [Update(known.get(server.account_id, Turnstile(server.account_id)))]


def _counted(seats: Seats, change: int) -> Seats:
    return replace(seats, people=max(0, seats.people + change))


def _user_writes(
    deps: AccessDeps, situation: Situation, after: Share, seen: Seen | None
) -> list[Write]:
    """Remember the last server (B066), and who accepted; a claim of somebody else is not ours."""
    if after.state not in _PRESENT:
        return []
    known = situation.user
    user = deps.users.get(known.id) or known
    is_at_plex = after.server_id not in situation.keeps_accounts
    learned, claims = _learned(deps, user, seen if is_at_plex else None)
    changed = replace(learned, last_server_id=after.server_id)
    return [*claims, Update(changed)] if changed != user else claims


def _learned(deps: AccessDeps, user: User, seen: Seen | None) -> tuple[User, list[Write]]:
    plex_id = accepted_id(seen)
    if not plex_id or (user.media.is_proven and user.media.plex_id):
        return user, []
    holders = deps.users.by_media(MediaIdentity(plex_id=plex_id))
    if any(holder.id != user.id for holder in holders):
        return user, []
    media = replace(user.media, plex_id=plex_id, is_proven=True)
    claims: list[Write] = [] if holders else [Insert(MediaClaim(f"id:{plex_id}", user.id))]
    return replace(user, media=media), claims


def accepted_id(seen: Seen | None) -> str:
    """Return the Plex id of whoever accepted, empty when nobody did or it is not told."""
    best = seen.best if seen else None
    return best.plex_id if best is not None and best.is_accepted else ""


def _entry(
    situation: Situation, before: Share | None, after: Share, why: str
) -> AuditEntry | None:
    old, new = _shown(before), _shown(after)
    if old == new:
        return None
    moved = before is None or before.state != after.state
    return note(
        situation.actor,
        f"share.{after.state}" if moved else "share.changed",
        _subject(situation, after.server_id),
        now=situation.now,
        user_id=after.user_id,
        why=why,
        before=old,
        after=new,
    )


def _shown(share: Share | None) -> dict[str, object]:
    if share is None:
        return {}
    return {
        "state": share.state,
        "libraries": ", ".join(share.library_ids),
        "downloads": share.allows_downloads,
        **_limits(share),
        "invites": share.invites,
    }


def _limits(share: Share) -> dict[str, object]:
    """Return the limits that the server keeps to by us, named as long as there are any."""
    limits = share.limits
    told = {
        "server_streams": limits.max_streams,
        "server_kbps": limits.max_kbps,
        "server_forbids_transcoding": limits.forbids_transcoding,
    }
    return {name: value for name, value in told.items() if value}


def _subject(situation: Situation, server_id: ServerId) -> str:
    return f"{situation.user.id}@{server_id}"


def _without(jobs: list[Job], error: AlreadyRecordedError) -> list[Job]:
    """Return the jobs without the one whose cause was dealt with; raises what is another thing."""
    if not isinstance(error.record, Job):
        # Somebody claimed the identity in this very moment: look again.
        raise StaleRecordError(error.record) from error
    refused = error.record.id
    return [job for job in jobs if job.id != refused]
