"""Signed-in browsers: begin, recognise, end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.users.model import Session, SessionKind
from chalicelib.users.ports import UsersDeps

LOGIN_SECONDS = 12 * 60 * 60
CUSTOMER_SECONDS = 30 * 24 * 60 * 60
_SECONDS = {SessionKind.LOGIN: LOGIN_SECONDS, SessionKind.CUSTOMER: CUSTOMER_SECONDS}
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """A new session and the token for its cookie, which is kept nowhere else."""

    session: Session
    token: str


def hash_of(token: str) -> str:
    """Return what is stored of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits as URL-safe text."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def begin(kind: SessionKind, subject: str, *, now: datetime) -> SignedIn:
    """Return a new session of a login's address or a user's id, not stored yet."""
    token = new_token()
    session = Session(
        token_hash=hash_of(token),
        kind=kind,
        subject=subject,
        csrf_token=new_token(),
        created_at=now,
        expires_at=now + timedelta(seconds=_SECONDS[kind]),
    )
    return SignedIn(session, token)


def authenticate(deps: UsersDeps, *, token: str) -> Session | None:
    """Return the running session of a cookie, None when there is none."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    return deps.logins.session(hash_of(token), now=deps.clock.now())
