"""Check what a customer filled in (pure)."""

import re
from dataclasses import replace

from chalicelib.checkout.model import StartRequest
from chalicelib.kernel.errors import InvalidError, Problem
from chalicelib.users.model import MediaIdentity

LONGEST_EMAIL = 254
LONGEST_NAME = 80
LONGEST_MEDIA_NAME = 100
# Enough to catch slips of the keyboard; whether the address exists only a mail can tell.
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
)
_MEDIA_NAME = re.compile(rf"[^\s@<>\x00-\x1f\x7f]{{1,{LONGEST_MEDIA_NAME}}}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


def checked(request: StartRequest) -> StartRequest:
    """Return the request trimmed and casefolded; raises InvalidError with every field at fault."""
    media = request.media
    clean = replace(
        request,
        email=request.email.strip().casefold(),
        name=" ".join(request.name.split()),
        media=replace(
            media, username=media.username.strip().casefold(), email=media.email.strip().casefold()
        ),
    )
    problems = tuple(
        problem
        for problem in (
            _email_problem("email", clean.email),
            _name_problem(clean.name),
            _media_problem(clean.media),
            _token_problem(clean.token),
        )
        if problem
    )
    if problems:
        raise InvalidError("Some fields need another value.", problems=problems)
    return clean


def is_email(text: str) -> bool:
    """Tell whether the text looks like an e-mail address."""
    return len(text) <= LONGEST_EMAIL and ".." not in text and bool(_EMAIL.fullmatch(text))


def _email_problem(field: str, text: str) -> Problem | None:
    if is_email(text):
        return None
    return Problem(field, "This is no e-mail address.", "Write it like ann@example.com.")


def _name_problem(name: str) -> Problem | None:
    """The name may be left out; then the Plex name stands for it."""
    if len(name) <= LONGEST_NAME and name.isprintable():
        return None
    return Problem("name", "This name is too long.", f"Use at most {LONGEST_NAME} characters.")


def _media_problem(media: MediaIdentity) -> Problem | None:
    if media.is_proven:
        if media.plex_id and media.handle:
            return None
        return Problem("media", "The sign-in with Plex is incomplete.", "Sign in again.")
    if media.username and not _MEDIA_NAME.fullmatch(media.username):
        remedy = f"Use at most {LONGEST_MEDIA_NAME} characters, no spaces."
        return Problem("media", "This is no Plex user name.", remedy)
    if media.email:
        return _email_problem("media", media.email)
    if not media.username:
        remedy = "Sign in with Plex or write its user name."
        return Problem("media", "Your Plex account is needed.", remedy)
    return None


def _token_problem(token: str) -> Problem | None:
    if not token or _TOKEN.fullmatch(token):
        return None
    return Problem("token", "The form is damaged.", "Load the page again.")
