"""Add people by hand and change them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.ids import LocationId, UserId, new_id
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.settings import checks
from chalicelib.users.claims import claims_of, normal
from chalicelib.users.model import MediaClaim, MediaIdentity, User
from chalicelib.users.ports import UsersDeps

MOST_STREAMS = 100
LONGEST_NOTES = 4000


@dataclass(frozen=True, slots=True)
class UserDraft:
    """What can be set of a user.

    A `stream_limit` of None means the plan's. Of `media` only user name and address count; another
    user name is another Plex identity, unproven until it signs in or accepts an invite.
    """

    email: str
    media: MediaIdentity
    name: str = ""
    is_permanent: bool = False
    stream_limit: int | None = None
    notes: str = ""
    preferred_location_id: LocationId | None = None


def add(deps: UsersDeps, *, draft: UserDraft, actor: Actor) -> User:
    """Add a person by hand.

    Raises InvalidError with every wrong field, ConflictError naming who has that Plex identity.
    """
    now = deps.clock.now()
    blank = User(UserId(new_id("usr", now=now)), "", "", MediaIdentity(), joined_at=now)
    user = _drafted(blank, draft)
    _check(user)
    claims = claims_of(user.media, user.id)
    jobs = [_reconcile(user, now=now)] if user.is_permanent else []
    entry = note(actor, "user.add", user.id, now=now, user_id=user.id, after=_shown(user))
    writes: list[Write] = [Insert(user), *map(Insert, claims), *map(Insert, jobs), Insert(entry)]
    _commit(deps, writes)
    deps.nudge.send(*(job.id for job in jobs))
    return replace(user, version=1)


def change(
    deps: UsersDeps, *, user_id: UserId, version: int, draft: UserDraft, actor: Actor
) -> User:
    """Change a person as it was at `version`; another Plex identity moves its claims with it.

    Raises NotFoundError, InvalidError with every wrong field, StaleRecordError when somebody was
    faster, ConflictError naming who has that Plex identity.
    """
    before = deps.store.get(user_id)
    if before is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    if before.version != version:
        raise StaleRecordError(before)
    after = _drafted(before, draft)
    if after == before:
        return before
    _check(after)
    now = deps.clock.now()
    held = set(claims_of(before.media, user_id))
    wanted = set(claims_of(after.media, user_id))
    concerns_access = (before.media, before.is_permanent) != (after.media, after.is_permanent)
    former = before.media if after.media != before.media else None
    jobs = [_reconcile(after, now=now, former=former)] if concerns_access else []
    entry = note(
        actor,
        "user.change",
        user_id,
        now=now,
        user_id=user_id,
        before=_shown(before),
        after=_shown(after),
    )
    writes: list[Write] = [
        Update(after),
        *(Delete(claim) for claim in _sorted(held - wanted)),
        *(Insert(claim) for claim in _sorted(wanted - held)),
        *(Insert(job) for job in jobs),
        Insert(entry),
    ]
    _commit(deps, writes)
    deps.nudge.send(*(job.id for job in jobs))
    return replace(after, version=after.version + 1)


def _drafted(user: User, draft: UserDraft) -> User:
    return replace(
        user,
        email=draft.email.strip().casefold(),
        name=draft.name.strip(),
        media=_identity(user.media, draft.media),
        is_permanent=draft.is_permanent,
        stream_limit=draft.stream_limit,
        notes=draft.notes.strip(),
        preferred_location_id=draft.preferred_location_id,
    )


def _identity(known: MediaIdentity, wanted: MediaIdentity) -> MediaIdentity:
    """Return what was typed; a proven account stays proven while its user name stays."""
    typed = normal(MediaIdentity(username=wanted.username, email=wanted.email))
    if (typed.username, typed.email) == (known.username, known.email):
        return known
    if typed.username and typed.username == known.username:
        return replace(known, email=typed.email)
    return typed


def _check(user: User) -> None:
    problems = [
        checks.text("name", user.name, longest=120),
        checks.email("email", user.email, required=True),
        checks.text("media_username", user.media.username, longest=120),
        checks.email("media_email", user.media.email),
        _long_notes(user.notes),
    ]
    if user.stream_limit is not None:
        problems.append(checks.between("stream_limit", user.stream_limit, 1, MOST_STREAMS))
    if not user.media.handle:
        problems.append(
            Problem(
                "media_username",
                "There is nobody to invite.",
                "Give the person's Plex name or the address of the Plex account.",
            )
        )
    checks.refuse(problems)


def _long_notes(notes: str) -> Problem | None:
    if len(notes) <= LONGEST_NOTES:
        return None
    return Problem(
        "notes", f"{len(notes)} characters are too many.", f"Use at most {LONGEST_NOTES}."
    )


def _commit(deps: UsersDeps, writes: list[Write]) -> None:
    try:
        deps.database.commit(*writes)
    except AlreadyRecordedError as error:
        if isinstance(error.record, MediaClaim):
            raise _taken(deps, error.record) from error
        raise


def _taken(deps: UsersDeps, claim: MediaClaim) -> ConflictError:
    holder = deps.store.by_claims((claim.value,)).get(claim.value)
    who = f"{holder.name or holder.email} ({holder.id})" if holder else "another user"
    word, _, text = claim.value.partition(":")
    what = "Plex name" if word == "name" else "Plex address"
    field = "media_username" if word == "name" else "media_email"
    message = f"The {what} {text} belongs to {who}."
    remedy = "Change that user first, or use another Plex account."
    return ConflictError(
        message,
        remedy=remedy,
        code="media_identity_taken",
        problems=(Problem(field, message, remedy),),
    )


def _reconcile(user: User, *, now: datetime, former: MediaIdentity | None = None) -> Job:
    """Return the job that brings the person's shares in line.

    `former` is the identity that must lose what it has.
    """
    payload = (
        {
            "former": {
                "username": former.username,
                "email": former.email,
                "plex_id": former.plex_id,
            }
        }
        if former
        else None
    )
    return new_job(JobKind.RECONCILE_ACCESS, user.id, now=now, payload=payload, user_id=user.id)


def _sorted(claims: set[MediaClaim]) -> list[MediaClaim]:
    return sorted(claims, key=lambda claim: claim.value)


def _shown(user: User) -> Mapping[str, object]:
    return {
        "name": user.name,
        "email": user.email,
        "media_username": user.media.username,
        "media_email": user.media.email,
        "is_permanent": user.is_permanent,
        "stream_limit": user.stream_limit,
        "preferred_location_id": user.preferred_location_id,
        "notes": user.notes,
    }
