"""Customers sign in by a link in a mail, without a password."""

import logging
from datetime import datetime

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import AlreadyRecordedError, InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert
from chalicelib.settings import checks
from chalicelib.users import sessions
from chalicelib.users.model import SessionKind, User
from chalicelib.users.ports import UsersDeps
from chalicelib.users.sessions import SignedIn

log = logging.getLogger(__name__)

LINK_LASTS_SECONDS = 30 * 60
PURPOSE = "account"
# The mail's occasion; notifications stand above users and know it by this word.
_EVENT = "account_link"
# A household may share an address; more than that is no household.
_MOST_USERS = 5


def request_link(deps: UsersDeps, *, email: str) -> None:
    """Mail a link to each customer with that address, at most once a minute.

    Nothing tells whether anybody has it. Raises InvalidError when it is no address at all.
    """
    address = email.strip().casefold()
    checks.refuse([checks.email("email", address, required=True)])
    now = deps.clock.now()
    for user in deps.store.by_email(address)[:_MOST_USERS]:
        job = _mail(deps, user, now=now)
        try:
            deps.database.commit(Insert(job))
        except AlreadyRecordedError:
            log.info("account_link.limited", extra={"user_id": user.id})
            continue
        deps.nudge.send(job.id)


def redeem(deps: UsersDeps, *, token: str) -> SignedIn:
    """Return a session of 30 days for the customer named by the link.

    The link works for 30 minutes, also twice: mail scanners open links before people do. Raises
    InvalidError for a link that is damaged, out of date, or of somebody who is gone.
    """
    now = deps.clock.now()
    text = deps.signer.read(PURPOSE, token, longest_seconds=LINK_LASTS_SECONDS, now=now)
    user_id = UserId(text)
    if deps.store.get(user_id) is None:
        raise InvalidError.of("token", "This account is gone.", "Ask us for help.")
    signed_in = sessions.begin(SessionKind.CUSTOMER, user_id, now=now)
    entry = note(Actor(f"user:{user_id}"), "user.sign_in", user_id, now=now, user_id=user_id)
    deps.database.commit(Insert(signed_in.session), Insert(entry))
    return signed_in


def _mail(deps: UsersDeps, user: User, *, now: datetime) -> Job:
    token = deps.signer.sign(PURPOSE, user.id, now=now)
    facts = {
        "name": user.name,
        "url": f"{deps.site_url}/account/enter?token={token}",
        "minutes": str(LINK_LASTS_SECONDS // 60),
    }
    minute = int(now.timestamp()) // 60
    return new_job(
        JobKind.SEND_MAIL,
        user.email,
        now=now,
        cause=f"{_EVENT}_{user.id}_{minute}",
        payload={"event": _EVENT, "to": user.email, "facts": facts},
        user_id=user.id,
    )
