"""Link Plex accounts that own servers, and test their tokens."""

import contextlib
from dataclasses import replace
from datetime import datetime

from chalicelib.catalog.call_budget import MOST_CALLS_PER_SECOND
from chalicelib.catalog.checks import refuse
from chalicelib.catalog.freed_seats import call_up
from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import CatalogDeps, FoundAccount, SignIn
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AlreadyRecordedError,
    InvalidError,
    NotFoundError,
    Problem,
    StaleRecordError,
)
from chalicelib.kernel.ids import PlexAccountId
from chalicelib.kernel.records import Database, Insert, Update
from chalicelib.kernel.secret import Sealed, Secret

LONGEST_TOKEN = 500
MOST_PEOPLE = 10_000


def begin_link(deps: CatalogDeps, *, forward_url: str) -> SignIn:
    """Start a sign-in with Plex that leads back to `forward_url`."""
    return deps.plex.begin_sign_in(forward_url=forward_url)


def finish_link(deps: CatalogDeps, *, pin_id: str, actor: Actor) -> PlexAccount | None:
    """Link the account that approved the sign-in, None while nobody did.

    Raises NotFoundError when the sign-in has expired.
    """
    token = deps.plex.finish_sign_in(pin_id)
    return link_by_token(deps, token=token, actor=actor) if token else None


def link_by_token(deps: CatalogDeps, *, token: Secret, actor: Actor) -> PlexAccount:
    """Link the account that the token belongs to, or give a linked one its new token.

    Raises InvalidError for a token that plex.tv refuses; nothing is stored then.
    """
    trimmed = Secret(token.reveal().strip())
    if not 1 <= len(trimmed.reveal()) <= LONGEST_TOKEN or not trimmed.reveal().isprintable():
        raise InvalidError.of("token", "This is no Plex token.", "Copy it from Plex again.")
    try:
        found = deps.plex.account(trimmed)
    except ActionRequiredError as error:
        raise InvalidError.of("token", error.message, "Copy a fresh token from Plex.") from error
    now = deps.clock.now()
    # One id for one Plex account, so that linking twice at once cannot make two of it.
    account_id = PlexAccountId(f"acc_plex{found.plex_id}")
    sealed = deps.vault.seal(trimmed, place=f"plex_account.{account_id}")
    known = deps.store.plex_account(account_id)
    fresh = known or _new(account_id, found, sealed)
    linked = replace(_described(fresh, found), token=sealed, token_error="", checked_at=now)
    action = "plex_account.relinked" if known else "plex_account.linked"
    entry = note(actor, action, account_id, now=now, after={"username": found.username})
    follow = _followed(fresh, linked, now=now) if known else ()
    deps.database.commit(Update(linked), Insert(entry), *map(Insert, follow))
    return replace(linked, version=linked.version + 1)


def test(deps: CatalogDeps, *, account_id: PlexAccountId) -> PlexAccount:
    """Ask plex.tv whose token it is, and keep the answer with the account.

    Raises NotFoundError, or RetryLaterError when plex.tv does not answer.
    """
    account = found_account(deps, account_id)
    tested = replace(account, checked_at=deps.clock.now(), token_error="")
    try:
        found = deps.plex.account(token_of(deps, account))
    except ActionRequiredError as error:
        tested = replace(tested, token_error=f"{error.message} {error.remedy}".strip())
    else:
        tested = _described(tested, found)
        if found.plex_id != account.plex_id:
            problem = "The token belongs to another account."
            tested = replace(tested, token_error=problem)
    follow = _followed(account, tested, now=deps.clock.now())
    deps.database.commit(Update(tested), *map(Insert, follow))
    return replace(tested, version=tested.version + 1)


def doubt(database: Database, nudge: Nudge | None, *, account: PlexAccount, now: datetime) -> None:
    """Have an account's token tested because a call was refused; once, however many say so.

    A refusal is a hint: a media server may give one while plex.tv knows the token well. Without a
    `nudge` the minute sweep does it.
    """
    if account.token_error:
        return
    cause = f"doubt_{account.id}_{account.version}"
    job = new_job(JobKind.CHECK_ACCOUNT, account.id, now=now, cause=cause)
    with contextlib.suppress(AlreadyRecordedError):
        database.commit(Insert(job))
        if nudge is not None:
            nudge.send(job.id)


def change(
    deps: CatalogDeps,
    *,
    account_id: PlexAccountId,
    version: int,
    max_people: int,
    calls_per_second: int,
    actor: Actor,
) -> PlexAccount:
    """Set the account's ceiling and how fast plex.tv is called for it.

    Raises InvalidError, NotFoundError or StaleRecordError.
    """
    account = found_account(deps, account_id)
    if account.version != version:
        raise StaleRecordError(account)
    refuse(_problems(max_people, calls_per_second))
    changed = replace(account, max_people=max_people, calls_per_second=calls_per_second)
    if changed == account:
        return account
    now = deps.clock.now()
    entry = note(
        actor,
        "plex_account.changed",
        account_id,
        now=now,
        before=_shown(account),
        after=_shown(changed),
    )
    freed = call_up(deps.store, cause=f"{account_id}_{version}", now=now)
    deps.database.commit(Update(changed), Insert(entry), *map(Insert, freed))
    return replace(changed, version=changed.version + 1)


def warnings_of(account: PlexAccount) -> tuple[str, ...]:
    """Return what an owner has to know of the account, in sentences."""
    if account.has_plex_pass:
        return ()
    return (
        "Without Plex Pass streams cannot be stopped: limits are only watched.",
        "Without Plex Pass people watch from afar only with a Remote Watch Pass of their own.",
    )


def _problems(max_people: int, calls_per_second: int) -> list[Problem]:
    problems = []
    if not 1 <= max_people <= MOST_PEOPLE:
        text = f"An account cannot share with {max_people} people."
        problems.append(Problem("max_people", text, f"Use 1 to {MOST_PEOPLE}."))
    if not 1 <= calls_per_second <= MOST_CALLS_PER_SECOND:
        text = f"plex.tv is not called {calls_per_second} times a second."
        problems.append(Problem("calls_per_second", text, f"Use 1 to {MOST_CALLS_PER_SECOND}."))
    return problems


def _shown(account: PlexAccount) -> dict[str, object]:
    return {"max_people": account.max_people, "calls_per_second": account.calls_per_second}


def _followed(before: PlexAccount, after: PlexAccount, *, now: datetime) -> tuple[Job, ...]:
    """Return the job that deals with a token that died, or works again."""
    if bool(before.token_error) == bool(after.token_error):
        return ()
    cause = f"{after.id}_{after.version}"
    return (new_job(JobKind.FOLLOW_ACCOUNT, after.id, now=now, cause=cause),)


def found_account(deps: CatalogDeps, account_id: PlexAccountId) -> PlexAccount:
    """Return the account; raises NotFoundError."""
    account = deps.store.plex_account(account_id)
    if account is None:
        raise NotFoundError("There is no such Plex account.", remedy="Reload the list.")
    return account


def token_of(deps: CatalogDeps, account: PlexAccount) -> Secret:
    """Return the account's token; raises ActionRequiredError when it cannot be opened."""
    return deps.vault.open(account.token, place=f"plex_account.{account.id}")


def _new(account_id: PlexAccountId, found: FoundAccount, sealed: Sealed) -> PlexAccount:
    return PlexAccount(
        id=account_id,
        plex_id=found.plex_id,
        username=found.username,
        email=found.email,
        token=sealed,
    )


def _described(account: PlexAccount, found: FoundAccount) -> PlexAccount:
    if found.plex_id != account.plex_id:
        return account
    return replace(
        account,
        username=found.username,
        email=found.email,
        has_plex_pass=found.has_plex_pass,
    )
