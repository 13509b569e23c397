"""Enqueue mails as jobs and send them."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.rehearsal import Part, PlannedMail, Step
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import UserId, new_id
from chalicelib.kernel.secret import Sealed, Secret, Vault
from chalicelib.notifications.model import Event, Message, Rendered
from chalicelib.notifications.ports import NotificationsDeps
from chalicelib.settings.model import MailSettings

log = logging.getLogger(__name__)

# What a Message-ID may not hold (RFC 5322, 3.6.4): readers cut it off there, and two mails of
# one kind would count as one.
_NO_ATOM = re.compile(r"[^A-Za-z0-9_.-]")

# Whoever has these facts acts as the customer, so that a dry run keeps them to itself.
_SIGNS_IN = {
    Event.ACCOUNT_LINK: ("url",),
    Event.WAITLIST_JOINED: ("url",),
    Event.WAITLIST_OFFER: ("url",),
}
_HIDDEN = "(a link that signs in: hidden here)"
_SECRET = "(a secret: hidden here)"  # noqa: S105 - what is shown instead of one
_SEALED = "sealed"


def mail_job(message: Message, *, cause: str, now: datetime, user_id: UserId | None = None) -> Job:
    """Return the job that sends the message once for that cause."""
    return new_job(
        JobKind.SEND_MAIL,
        message.to,
        now=now,
        cause=f"{message.event}_{cause}",
        payload={"event": message.event, "to": message.to, "facts": dict(message.facts)},
        user_id=user_id,
    )


def secret_mail_job(
    vault: Vault,
    message: Message,
    *,
    secrets: Mapping[str, Secret],
    cause: str,
    now: datetime,
    user_id: UserId | None = None,
) -> Job:
    """Return the job of a mail with further facts that only its reader may see.

    They lie sealed in the job, each at the place ``<job>.<name>``, until the mail is sent.
    """
    job = mail_job(message, cause=cause, now=now, user_id=user_id)
    sealed = {
        name: vault.seal(secret, place=f"{job.id}.{name}") for name, secret in secrets.items()
    }
    return replace(job, payload={**job.payload, _SEALED: sealed})


def send(deps: NotificationsDeps, *, job: Job) -> None:
    """Render and send the mail of a job; without a mail server nothing is sent, which is logged.

    Raises RetryLaterError or ActionRequiredError from the mail server.
    """
    settings = deps.settings.mail()
    message = _message(job)
    if not settings.enabled or not message.to:
        log.info("mail.skipped", extra={"event": message.event, "job_id": job.id})
        return
    opened = {
        name: deps.vault.open(Sealed(sealed), place=f"{job.id}.{name}").reveal()
        for name, sealed in job.payload.get(_SEALED, {}).items()
    }
    told = replace(message, facts={**message.facts, **opened})
    _hand_over(deps, told, name=job.id, settings=settings)
    log.info("mail.sent", extra={"event": message.event, "job_id": job.id})


def preview(deps: NotificationsDeps, *, job: Job) -> Part:
    """Return the mail that `send` would hand over; links that sign in are not shown (X042).

    Raises InvalidError when a fact that the template needs is missing.
    """
    message = _message(job)
    if not deps.settings.mail().enabled:
        return Part("mail", note="Mail is switched off: nothing is sent.")
    if not message.to:
        return Part("mail", note="There is no address: nothing is sent.")
    hidden = dict.fromkeys(_SIGNS_IN.get(message.event, ()), _HIDDEN)
    hidden |= dict.fromkeys(job.payload.get(_SEALED, ()), _SECRET)
    rendered = _rendered(deps, replace(message, facts={**message.facts, **hidden}))
    mail = PlannedMail(message.to, rendered.subject, rendered.text)
    return Part("mail", (Step("mail", message.to, user_id=job.user_id, mail=mail),))


def send_test(deps: NotificationsDeps, *, to: str) -> None:
    """Send a test mail at once, also while mail is switched off.

    Raises InvalidError without a mail server, RetryLaterError or ActionRequiredError from it.
    """
    settings = deps.settings.mail()
    if not settings.host:
        raise InvalidError.of("host", "No mail server is set.", "Save its address first.")
    name = new_id("test", now=deps.clock.now())
    _hand_over(deps, Message(event=Event.TEST, to=to), name=name, settings=settings)


def _hand_over(
    deps: NotificationsDeps, message: Message, *, name: str, settings: MailSettings
) -> None:
    host = urlsplit(deps.site_url).hostname or "localhost"
    deps.mailer.send(
        _rendered(deps, message),
        to=message.to,
        message_id=f"{_NO_ATOM.sub('.', name)}@{host}",
        settings=settings,
        vault=deps.vault,
    )


def _message(job: Job) -> Message:
    payload = job.payload
    return Message(event=Event(payload["event"]), to=payload["to"], facts=payload["facts"])


def _rendered(deps: NotificationsDeps, message: Message) -> Rendered:
    return deps.renderer.render(message, site=deps.settings.site(), site_url=deps.site_url)
