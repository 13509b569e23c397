"""Make the first administrator."""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.kernel.audit import SYSTEM, Actor, note
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    StaleRecordError,
)
from chalicelib.kernel.ids import LoginId, new_id
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.settings import checks
from chalicelib.users import passwords, sessions
from chalicelib.users.model import Login, Role, SetupLink
from chalicelib.users.ports import UsersDeps

LINK_LASTS = timedelta(hours=24)


def issue_link(deps: UsersDeps) -> str | None:
    """Return the token of a link that makes the first login; None once there is one.

    Each call makes a new token, which ends the one before. Only its hash is stored.
    """
    if deps.logins.any_login():
        return None
    token = sessions.new_token()
    before = deps.logins.setup_link()
    link = SetupLink(
        token_hash=sessions.hash_of(token),
        created_at=deps.clock.now(),
        version=before.version if before else 0,
    )
    deps.database.commit(Update(link))
    return token


def redeem(deps: UsersDeps, *, token: str, email: str, password: str) -> Login:
    """Make the first login with a set-up link; the link works once and for 24 hours.

    Raises InvalidError for a wrong link, address or password, ConflictError if a login exists.
    """
    now = deps.clock.now()
    link = deps.logins.setup_link()
    if link is None or not _opens(link, token, now=now):
        raise InvalidError.of(
            "token",
            "This set-up link is used up, out of date or incomplete.",
            "Start the site again: it prints a new link.",
        )
    if deps.logins.any_login():
        raise _exists()
    login = _new_login(deps, email=email, password=password, now=now)
    try:
        _store(deps, login, Update(replace(link, used_at=now)), actor=Actor("setup"), now=now)
    except (AlreadyRecordedError, StaleRecordError) as error:
        raise _exists() from error
    return replace(login, version=1)


def create_admin(deps: UsersDeps, *, email: str, password: str) -> Login:
    """Make a login without a link, for whoever runs the machine.

    Raises InvalidError, or ConflictError when the address has a login.
    """
    now = deps.clock.now()
    login = _new_login(deps, email=email, password=password, now=now)
    try:
        _store(deps, login, actor=SYSTEM, now=now)
    except AlreadyRecordedError as error:
        raise ConflictError(
            "This address has a login already.", remedy="Sign in with it."
        ) from error
    return replace(login, version=1)


def _opens(link: SetupLink, token: str, *, now: datetime) -> bool:
    is_same = hmac.compare_digest(link.token_hash, sessions.hash_of(token))
    return is_same and link.used_at is None and now - link.created_at < LINK_LASTS


def _new_login(deps: UsersDeps, *, email: str, password: str, now: datetime) -> Login:
    address = email.strip().casefold()
    checks.refuse([checks.email("email", address, required=True)])
    passwords.check(password, email=address)
    return Login(
        email=address,
        id=LoginId(new_id("lgn", now=now)),
        role=Role.ADMINISTRATOR,
        password_hash=deps.passwords.hash(password),
        created_at=now,
    )


def _store(deps: UsersDeps, login: Login, *writes: Write, actor: Actor, now: datetime) -> None:
    entry = note(actor, "login.add", login.id, now=now, after={"email": login.email})
    deps.database.commit(Insert(login), *writes, Insert(entry))


def _exists() -> ConflictError:
    return ConflictError(
        "There is an administrator already.", remedy="Sign in, or ask that person."
    )
