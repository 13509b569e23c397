"""Add people by hand and change them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.ids import LocationId, UserId, new_id
from chalicelib.kernel.limits import MOST_DEVICES, MOST_DOWNLOADS, MOST_STREAMS
from chalicelib.kernel.records import Delete, Insert, Put, Update, Write
from chalicelib.settings import checks
from chalicelib.users.claims import DISCORD, claims_of, discord_claims, normal
from chalicelib.users.model import DeviceLimitsChanged, MediaClaim, MediaIdentity, User
from chalicelib.users.ports import UsersDeps

LONGEST_NAME = 120
LONGEST_NOTES = 4000

# What a claim is to, by its first word: in words, and the field that holds it.
_CLAIMED = {
    "name": ("Plex name", "media_username"),
    "email": ("Plex address", "media_email"),
    DISCORD: ("Discord account", "discord_id"),
}

# What other topics keep of a person, given the person before (None for a new one) and after.
Also = Callable[[User | None, User], tuple[Write, ...]]


def no_more_writes(_before: User | None, _after: User) -> tuple[Write, ...]:
    """Return nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class UserDraft:
    """What can be set of a user.

    The three limits take the place of the plan's, None leaves it. Of `media` only user name and
    address count; another user name is another Plex identity, unproven until it signs in or
    accepts an invite.
    """

    email: str
    media: MediaIdentity
    name: str = ""
    is_permanent: bool = False
    stream_limit: int | None = None
    device_limit: int | None = None
    weekly_downloads: int | None = None
    paypal_email: str = ""
    notes: str = ""
    preferred_location_id: LocationId | None = None
    must_change_media: bool = False
    discord_id: str = ""


def add(deps: UsersDeps, *, draft: UserDraft, actor: Actor, also: Also = no_more_writes) -> User:
    """Add a person by hand, and what `also` returns in the same commit.

    Raises InvalidError with every wrong field, ConflictError naming who has that Plex identity.
    """
    now = deps.clock.now()
    blank = User(UserId(new_id("usr", now=now)), "", "", MediaIdentity(), joined_at=now)
    user = _drafted(blank, draft)
    _check(user)
    claims = _claims(user)
    jobs = [_reconcile(user, now=now)] if user.is_permanent else []
    entry = note(actor, "user.add", user.id, now=now, user_id=user.id, after=_shown(user))
    writes: list[Write] = [Insert(user), *map(Insert, claims), *map(Insert, jobs), Insert(entry)]
    writes += also(None, user)
    _commit(deps, writes)
    deps.nudge.send(*(job.id for job in jobs))
    return replace(user, version=1)


def change(
    deps: UsersDeps,
    *,
    user_id: UserId,
    version: int,
    draft: UserDraft,
    actor: Actor,
    also: Also = no_more_writes,
) -> User:
    """Change a person as it was at `version`; another Plex identity moves its claims with it.

    What `also` returns goes into the same commit.

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
    if before.is_permanent and not after.is_permanent:
        after = replace(after, permanent_until=now)
    held, wanted = set(_claims(before)), set(_claims(after))
    concerns_access = _of_access(before) != _of_access(after)
    former = before.media if after.media != before.media else None
    jobs = [_reconcile(after, now=now, former=former)] if concerns_access else []
    jobs += [_mirror(after, now=now)] if before.discord_id != after.discord_id else []
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
        *also(before, after),
    ]
    if _of_devices(before) != _of_devices(after):
        writes.append(Put(DeviceLimitsChanged(now)))
    _commit(deps, writes)
    deps.nudge.send(*(job.id for job in jobs))
    return replace(after, version=after.version + 1)


def change_media(deps: UsersDeps, *, user_id: UserId, media: MediaIdentity, actor: Actor) -> User:
    """Give a person another media account, in which they have just signed in (B029).

    Access moves to it and leaves the former one; what asked for the change is done then. Raises
    NotFoundError, InvalidError for an unproven account or the one that the person has already,
    ConflictError when it is somebody else's, StaleRecordError when somebody was faster.
    """
    before = deps.store.get(user_id)
    if before is None:
        raise NotFoundError("There is no such user.", remedy="Sign in again.")
    wanted = normal(media)
    if not wanted.is_proven or not wanted.plex_id:
        raise InvalidError.of("media", "The sign-in with Plex is incomplete.", "Sign in again.")
    if _is_same(before.media, wanted):
        raise InvalidError.of(
            "media",
            f"{wanted.handle} is the Plex account that you have already.",
            "Sign out of it at Plex, then sign in with another one.",
        )
    now = deps.clock.now()
    after = replace(before, media=wanted, must_change_media=False)
    held, new = set(claims_of(before.media, user_id)), set(claims_of(wanted, user_id))
    job = _reconcile(after, now=now, former=before.media)
    entry = note(
        actor,
        "user.media_changed",
        user_id,
        now=now,
        user_id=user_id,
        before=_shown(before),
        after=_shown(after),
    )
    try:
        deps.database.commit(
            Update(after),
            *(Delete(claim) for claim in _sorted(held - new)),
            *(Insert(claim) for claim in _sorted(new - held)),
            Insert(job),
            Insert(entry),
        )
    except AlreadyRecordedError as error:
        # Whose it is concerns nobody but the operator.
        raise ConflictError(
            f"The Plex account {wanted.handle} belongs to another customer.",
            remedy="Sign in with another one, or ask us for help.",
            code="media_identity_taken",
        ) from error
    deps.nudge.send(job.id)
    return replace(after, version=after.version + 1)


def _is_same(known: MediaIdentity, wanted: MediaIdentity) -> bool:
    if known.plex_id:
        return known.plex_id == wanted.plex_id
    return bool({known.username, known.email} & {wanted.username, wanted.email} - {""})


def _drafted(user: User, draft: UserDraft) -> User:
    return replace(
        user,
        email=draft.email.strip().casefold(),
        name=draft.name.strip(),
        media=_identity(user.media, draft.media),
        is_permanent=draft.is_permanent,
        stream_limit=draft.stream_limit,
        device_limit=draft.device_limit,
        weekly_downloads=draft.weekly_downloads,
        paypal_email=draft.paypal_email.strip().casefold(),
        notes=draft.notes.strip(),
        preferred_location_id=draft.preferred_location_id,
        must_change_media=draft.must_change_media,
        discord_id=draft.discord_id.strip(),
    )


def _identity(known: MediaIdentity, wanted: MediaIdentity) -> MediaIdentity:
    """Return what was typed; a proven account stays proven while its user name stays."""
    typed = normal(MediaIdentity(username=wanted.username, email=wanted.email))
    if (typed.username, typed.email) == (known.username, known.email):
        return known
    if typed.username and typed.username == known.username:
        return replace(known, email=typed.email)
    return typed


def _of_access(user: User) -> tuple[object, ...]:
    """Return what decides about shares; some servers count streams or sign-ins themselves."""
    return user.media, user.is_permanent, user.stream_limit, user.device_limit


def _of_devices(user: User) -> tuple[object, ...]:
    """Return what decides, beside the plan, about how many devices may be signed in."""
    return user.device_limit, user.is_permanent


def _check(user: User) -> None:
    problems = [
        checks.text("name", user.name, longest=LONGEST_NAME),
        checks.email("email", user.email, required=True),
        checks.text("media_username", user.media.username, longest=LONGEST_NAME),
        checks.email("media_email", user.media.email),
        checks.email("paypal_email", user.paypal_email),
        checks.discord_id("discord_id", user.discord_id),
        _long_notes(user.notes),
    ]
    for name, least, most in (
        ("stream_limit", 1, MOST_STREAMS),
        ("device_limit", 1, MOST_DEVICES),
        ("weekly_downloads", 1, MOST_DOWNLOADS),
    ):
        value = getattr(user, name)
        if value is not None:
            problems.append(checks.between(name, value, least, most))
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
    what, field = _CLAIMED.get(word, _CLAIMED["email"])
    message = f"The {what} {text} belongs to {who}."
    remedy = "Change that user first, or use another account."
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


def _mirror(user: User, *, now: datetime) -> Job:
    """Return the job that brings the person's roles at Discord in line."""
    return new_job(JobKind.MIRROR_COMMUNITY, user.id, now=now, user_id=user.id)


def _claims(user: User) -> tuple[MediaClaim, ...]:
    return (*claims_of(user.media, user.id), *discord_claims(user.discord_id, user.id))


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
        "device_limit": user.device_limit,
        "weekly_downloads": user.weekly_downloads,
        "paypal_email": user.paypal_email,
        "discord_id": user.discord_id,
        "preferred_location_id": user.preferred_location_id,
        "must_change_media": user.must_change_media,
        "notes": user.notes,
    }
