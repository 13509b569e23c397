"""Sessions of browsers: cookies in, who it is out."""

import hmac

from chalice.app import Request

from chalicelib import wiring
from chalicelib.entrypoints import http
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import ForbiddenError, UnauthenticatedError
from chalicelib.kernel.ids import UserId
from chalicelib.users import sessions
from chalicelib.users.model import Session, SessionKind, User

LOGIN_COOKIE = "sm_login"
CUSTOMER_COOKIE = "sm_customer"
CSRF_HEADER = "x-csrf-token"
_SAFE = {"GET", "HEAD", "OPTIONS"}


def check(request: Request, *, is_needed: bool) -> Session | None:
    """Return the administrator's session.

    Raises UnauthenticatedError when one is needed and there is none, ForbiddenError when a
    changing call lacks the session's CSRF token.
    """
    if not is_needed:
        return None
    session = administrator(request)
    if session is None:
        raise UnauthenticatedError("You are not signed in.", remedy="Sign in and try again.")
    if request.method not in _SAFE:
        check_csrf(session, given=request.headers.get(CSRF_HEADER, ""))
    return session


def check_csrf(session: Session, *, given: str) -> None:
    """Raise ForbiddenError unless the request carries the session's own token."""
    if not hmac.compare_digest(session.csrf_token.encode(), given.encode()):
        raise ForbiddenError(
            "The request does not come from our own page.",
            remedy="Reload the page and try again.",
            code="csrf",
        )


def customer(request: Request) -> Session | None:
    """Return the customer's session, None when nobody is signed in."""
    return _session(request, CUSTOMER_COOKIE, SessionKind.CUSTOMER)


def customer_id(request: Request) -> UserId | None:
    """Return who is signed in as a customer."""
    session = customer(request)
    return UserId(session.subject) if session else None


def customer_user(request: Request) -> User | None:
    """Return the customer who is signed in; None also once merged into another."""
    user_id = customer_id(request)
    return wiring.users_deps().store.get(user_id) if user_id else None


def administrator(request: Request) -> Session | None:
    """Return the administrator's session, None when nobody is signed in to the dashboard."""
    return _session(request, LOGIN_COOKIE, SessionKind.LOGIN)


def actor(session: Session | None) -> Actor:
    """Return who acts, for the audit log."""
    return Actor(f"login:{session.subject}") if session else Actor("anonymous")


def _session(request: Request, name: str, kind: SessionKind) -> Session | None:
    token = http.cookies(request).get(name, "")
    if not token:
        return None
    session = sessions.authenticate(wiring.users_deps(), token=token)
    return session if session is not None and session.kind is kind else None
