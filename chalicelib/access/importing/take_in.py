"""Write down one person whom an import found: all of it in one commit, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.access.importing.choices import Outcome, Step
from chalicelib.access.importing.crowd import Found
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.model import Library, Plan
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import ServerId, UserId, new_id
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.users.claims import account_claim, claims_of
from chalicelib.users.model import MediaClaim, User

_TRIES = 5

# What the books get for a newcomer under a plan, at an instant, by somebody's doing.
Opening = Callable[[User, Plan, datetime, Actor], tuple[Write, ...]]


def take_in(
    deps: AccessDeps,
    step: Step,
    *,
    plan: Plan | None,
    opening: Opening,
    libraries: tuple[Library, ...],
    actor: Actor,
    now: datetime,
) -> bool:
    """Do what a step says; False when somebody was faster, so that the next run looks again.

    `plan` is what a newcomer gets, None for permanent access. Nothing is sent to anybody. Raises
    RetryLaterError when the server's seats change too fast.
    """
    for _ in range(_TRIES):
        writes = _writes(deps, step, plan, opening, libraries, actor=actor, now=now)
        try:
            deps.database.commit(*writes)
        except AlreadyRecordedError:
            return False
        except StaleRecordError as error:
            if isinstance(error.record, Share | User):
                return False
        else:
            return True
    raise RetryLaterError("The server's seats change too fast just now.", after_seconds=1)


def _writes(
    deps: AccessDeps,
    step: Step,
    plan: Plan | None,
    opening: Opening,
    libraries: tuple[Library, ...],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    if step.outcome is Outcome.NEW:
        user = _newcomer(step, is_permanent=plan is None, now=now)
        people: list[Write] = [Insert(user), *map(Insert, _claims(step, user))]
        people += opening(user, plan, now, actor) if plan else ()
    else:
        user = step.user or _missing(step)
        people = _followed(deps, step, user)
    before = _gone_shares(deps, user) if step.gains else {}
    shares = [
        _share(each, user.id, step, libraries, before=before.get(each.server_id), now=now)
        for each in step.gains
    ]
    seats = [
        Update(replace(counted, people=counted.people + 1))
        for counted in (deps.catalog.seats(share.server_id) for share in shares)
    ]
    entry = _entry(step, user, actor=actor, now=now)
    return (*people, *map(Update, shares), *seats, Insert(entry))


def _newcomer(step: Step, *, is_permanent: bool, now: datetime) -> User:
    person = step.person
    return User(
        id=UserId(new_id("usr", now=now)),
        email=person.email,
        name=person.username or person.email,
        media=step.media,
        joined_at=now,
        is_permanent=is_permanent,
        last_server_id=_last_server(step),
    )


def _claims(step: Step, user: User) -> tuple[MediaClaim, ...]:
    person = step.person
    if person.account_ref:
        return tuple(
            account_claim(each.server_id, person.account_ref, user.id) for each in person.shares
        )
    return claims_of(user.media, user.id)


def _followed(deps: AccessDeps, step: Step, user: User) -> list[Write]:
    """Return the writes that let a known user be as the platform says, claims with it."""
    before = step.before or user
    if step.person.account_ref:
        claims = _claims(step, user) if step.gains else ()
        holders = deps.users.by_claims(tuple(it.value for it in claims)) if claims else {}
        own = {value for value, holder in holders.items() if holder.id == user.id}
        return [Insert(each) for each in claims if each.value not in own]
    after = replace(user, last_server_id=user.last_server_id or _last_server(step))
    held, wanted = set(claims_of(before.media, user.id)), set(claims_of(user.media, user.id))
    moved: list[Write] = [*map(Delete, _sorted(held - wanted))]
    moved += map(Insert, _sorted(wanted - held))
    return [Update(after), *moved] if after != before else moved


def _sorted(claims: set[MediaClaim]) -> list[MediaClaim]:
    return sorted(claims, key=lambda claim: claim.value)


def _last_server(step: Step) -> ServerId | None:
    return step.gains[0].server_id if step.gains else None


def _gone_shares(deps: AccessDeps, user: User) -> dict[ServerId, Share]:
    """Return somebody's former shares; none for who has a place again, by whoever was faster."""
    rows = deps.store.of_user(user.id)
    return {} if any(row.takes_seat for row in rows) else {row.server_id: row for row in rows}


def _share(
    found: Found,
    user_id: UserId,
    step: Step,
    libraries: tuple[Library, ...],
    *,
    before: Share | None,
    now: datetime,
) -> Share:
    """Return the share as it was found; of one that was known `before` the history stays."""
    remote = found.remote
    held = {it.share_id: it.id for it in libraries if it.server_id == found.server_id}
    is_account = bool(step.person.account_ref)
    fresh = Share(
        user_id=user_id,
        server_id=found.server_id,
        state=ShareState.ACCEPTED if remote.is_accepted else ShareState.INVITED,
        library_ids=tuple(sorted(held[each] for each in remote.library_share_ids if each in held)),
        changed_at=now,
        allows_downloads=remote.allows_downloads,
        share_ref=remote.share_ref,
        invite_ref="" if remote.is_accepted else remote.invite_ref,
        verified_at=now,
        accepted_at=(remote.accepted_at or now) if remote.is_accepted else None,
        invited_at=remote.invited_at,
        invites=0 if remote.is_accepted else 1,
        account_ref=step.person.account_ref if is_account else "",
        account_name=step.person.username if is_account else "",
        is_imported=True,
        predates_us=True,
    )
    if before is None:
        return fresh
    return replace(
        fresh,
        invites=before.invites,
        is_imported=before.is_imported,
        predates_us=before.predates_us,
        limits=before.limits,
        version=before.version,
    )


def _entry(step: Step, user: User, *, actor: Actor, now: datetime) -> AuditEntry:
    before = step.before
    servers = ", ".join(each.server_id for each in step.gains)
    return note(
        actor,
        "user.imported" if step.outcome is Outcome.NEW else f"user.import_{step.outcome}",
        user.id,
        now=now,
        user_id=user.id,
        why=step.why,
        before=_shown(before) if before else {},
        after={**_shown(user), **({"servers": servers} if servers else {})},
    )


def _shown(user: User) -> dict[str, object]:
    media = user.media
    return {
        "name": user.name,
        "email": user.email,
        "media_username": media.username,
        "media_email": media.email,
        "plex_id": media.plex_id,
        "is_permanent": user.is_permanent,
    }


def _missing(step: Step) -> User:
    raise ValueError(f"{step.outcome} of {step.person.key} names no user")
