"""Sign in to the dashboard with address and password."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import StaleRecordError, UnauthenticatedError
from chalicelib.kernel.records import Delete, Insert, Update
from chalicelib.users import sessions
from chalicelib.users.model import Login, Session, SessionKind
from chalicelib.users.passwords import LONGEST
from chalicelib.users.ports import UsersDeps
from chalicelib.users.sessions import SignedIn

log = logging.getLogger(__name__)

FREE_TRIES = 5
_FIRST_LOCK = timedelta(seconds=30)
_LONGEST_LOCK = timedelta(minutes=15)
_TRIES_TO_COMMIT = 5


def lock_after(failed_attempts: int) -> timedelta:
    """Return how long a login waits: nothing at first, then doubling from 30 s to 15 min."""
    if failed_attempts < FREE_TRIES:
        return timedelta()
    doublings = min(failed_attempts - FREE_TRIES, 10)
    wait: timedelta = _FIRST_LOCK * 2**doublings
    return min(_LONGEST_LOCK, wait)


def sign_in(deps: UsersDeps, *, email: str, password: str) -> SignedIn:
    """Return a new session; raises UnauthenticatedError, always with the same words.

    A try is counted before the password is checked, so that many at once gain nothing. An unknown
    address and a locked login take as long as a wrong password.
    """
    now = deps.clock.now()
    address = email.strip().casefold()
    # Hashing an endless text would be a way to keep us busy.
    typed = password[:LONGEST]
    login = _with_try_counted(deps, address, now=now)
    is_right = deps.passwords.matches(login.password_hash if login else "", typed)
    if login is None or not is_right or len(password) > LONGEST:
        log.info("sign_in.refused", extra={"known": login is not None})
        raise _refusal()
    actor = Actor(f"login:{login.email}")
    signed_in = sessions.begin(SessionKind.LOGIN, login.email, now=now)
    deps.database.commit(
        Update(replace(login, failed_attempts=0, locked_until=None)),
        Insert(signed_in.session),
        Insert(note(actor, "login.sign_in", login.id, now=now)),
    )
    return signed_in


def sign_out(deps: UsersDeps, *, session: Session) -> None:
    """End a session; idempotent."""
    deps.database.commit(Delete(session))


def _with_try_counted(deps: UsersDeps, address: str, *, now: datetime) -> Login | None:
    """Return the login with one more try stored; None when it is unknown or locked."""
    for _ in range(_TRIES_TO_COMMIT):
        login = deps.logins.login(address)
        if login is None or (login.locked_until and now < login.locked_until):
            _write_nothing(deps, now=now)
            return None
        tries = login.failed_attempts + 1
        wait = lock_after(tries)
        counted = replace(login, failed_attempts=tries, locked_until=now + wait if wait else None)
        try:
            deps.database.commit(Update(counted))
        except StaleRecordError:
            continue
        return replace(counted, version=counted.version + 1)
    # So many tries at once are no person.
    return None


def _write_nothing(deps: UsersDeps, *, now: datetime) -> None:
    """Take the time of a write, so that the answer's delay tells nothing about the address."""
    nobody = sessions.begin(SessionKind.LOGIN, "", now=now).session
    deps.database.commit(Delete(nobody))


def _refusal() -> UnauthenticatedError:
    return UnauthenticatedError(
        "The address or the password is not right.",
        remedy="After five wrong tries a login rests for a while; then it can be tried again.",
        code="sign_in_refused",
    )
