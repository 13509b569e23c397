"""Let a customer prove who they are at plex.tv."""

import re

from chalicelib.catalog.ports import SignIn
from chalicelib.checkout.ports import CheckoutDeps
from chalicelib.kernel.errors import InvalidError
from chalicelib.users.model import MediaIdentity

_PIN_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


def begin(deps: CheckoutDeps, *, forward_url: str) -> SignIn:
    """Start a sign-in; send the customer to its `url`, they come back to `forward_url`.

    Raises RetryLaterError when plex.tv does not answer.
    """
    return deps.plex.begin_sign_in(forward_url=forward_url)


def finish(deps: CheckoutDeps, *, pin_id: str) -> MediaIdentity | None:
    """Return who signed in, proven and casefolded; None while the sign-in is not approved.

    The customer's token is used once and not kept. Raises InvalidError for an id that is none,
    RetryLaterError when plex.tv does not answer.
    """
    if not _PIN_ID.fullmatch(pin_id):
        raise InvalidError.of("pin_id", "This sign-in is unknown.", "Sign in with Plex again.")
    token = deps.plex.finish_sign_in(pin_id)
    if token is None:
        return None
    account = deps.plex.account(token)
    return MediaIdentity(
        username=account.username.casefold(),
        email=account.email.casefold(),
        plex_id=account.plex_id,
        is_proven=True,
    )
