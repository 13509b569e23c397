"""Link Plex accounts that own servers, and test their tokens."""

from dataclasses import replace

from chalicelib.catalog.model import PlexAccount
from chalicelib.catalog.ports import CatalogDeps, FoundAccount, SignIn
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import ActionRequiredError, InvalidError, NotFoundError
from chalicelib.kernel.ids import PlexAccountId
from chalicelib.kernel.records import Insert, Update
from chalicelib.kernel.secret import Sealed, Secret

LONGEST_TOKEN = 500


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
    deps.database.commit(Update(linked), Insert(entry))
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
    deps.database.commit(Update(tested))
    return replace(tested, version=tested.version + 1)


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
