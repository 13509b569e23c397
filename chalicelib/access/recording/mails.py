"""The mails about access, each with the cause that makes it go out once."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.access.deciding.restrained import Restrained
from chalicelib.access.looking.situation import NO_SERVER, Situation
from chalicelib.access.model import Share
from chalicelib.catalog.model import Server
from chalicelib.jobs.model import Job
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Measure

# Where people see and accept invites in the Plex web app.
ACCEPT_URL = "https://app.plex.tv/desktop/#!/settings/manage-library-access"


def invite_sent(situation: Situation, share: Share, *, site_url: str) -> Job:
    """Return the mail that tells how to accept; once for each invite."""
    facts = {
        **_facts(situation, share, site_url=site_url),
        "account": situation.user.media.handle,
        "accept_url": ACCEPT_URL,
    }
    message = Message(Event.INVITE_SENT, situation.user.email, facts)
    cause = f"{share.user_id}_{share.server_id}_{share.invites}"
    return mail_job(message, cause=cause, now=situation.now, user_id=share.user_id)


def access_ready(situation: Situation, share: Share, *, site_url: str) -> Job:
    """Return the mail that access is there; at most once for each payment (B154)."""
    facts = _facts(situation, share, site_url=site_url)
    message = Message(Event.ACCESS_READY, situation.user.email, facts)
    cause = situation.payment_ref
    return mail_job(message, cause=cause, now=situation.now, user_id=share.user_id)


def access_restrained(
    situation: Situation, held: Restrained, rows: Mapping[ServerId, Share]
) -> Job:
    """Return the mail that access is suspended or restricted; once for each such restraint."""
    kept = {each.title for server_id in rows for each in situation.kept.get(server_id, ())}
    is_at_plex = any(server_id not in situation.keeps_accounts for server_id in rows)
    facts = {
        "name": situation.user.name,
        "measure": Measure.RESTRICT if kept else Measure.SUSPEND,
        "until": to_iso(held.restraint.until),
        "libraries": ", ".join(sorted(kept)),
        "accepts": "yes" if is_at_plex and not kept else "no",
    }
    message = Message(Event.ACCESS_RESTRAINED, situation.user.email, facts)
    cause = f"{held.restraint.cause}_{facts['until']}"
    return mail_job(message, cause=cause, now=situation.now, user_id=situation.user.id)


def attention(
    error: AppError, *, situation: Situation, admin_email: str, site_url: str, now: datetime
) -> Job:
    """Return the mail to the administrator; once for each payment and kind of problem."""
    user = situation.user
    event = Event.ADMIN_NO_SERVER if error.code == NO_SERVER else Event.ADMIN_NEEDS_ATTENTION
    facts = {
        "subject": "access",
        "name": user.name,
        "email": user.email,
        "plan": situation.plan.name if situation.plan else "",
        "problem": error.message,
        "remedy": error.remedy,
        "url": f"{site_url}/admin/users/{user.id}",
    }
    cause = f"{situation.payment_ref}_{error.code}"
    message = Message(event, admin_email, facts)
    return mail_job(message, cause=cause, now=now, user_id=user.id)


def _facts(situation: Situation, share: Share, *, site_url: str) -> dict[str, str]:
    server = situation.servers.get(share.server_id)
    libraries = situation.libraries_on(share.server_id)
    period = situation.period
    return {
        "name": situation.user.name,
        "plan": situation.plan.name if situation.plan else "",
        "server": server.name if server else "",
        "libraries": ", ".join(sorted(library.title for library in libraries)),
        **sign_in(server, share),
        "ends_at": to_iso(period.ends_at) if period else "",
        "is_trial": "yes" if period and period.is_trial else "no",
        "account_url": f"{site_url}/account",
    }


def sign_in(server: Server | None, share: Share) -> dict[str, str]:
    """Return with what and as whom to sign in; Plex asks for its own account only."""
    if server is None or not share.account_name:
        return {"platform": "Plex", "server_url": "", "login": ""}
    return {
        "platform": server.platform.title(),
        "server_url": server.url,
        "login": share.account_name,
    }
