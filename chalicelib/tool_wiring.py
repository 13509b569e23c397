"""The part of the composition root that makes small tools: hashing, signing, pages, mail.

As in `wiring`, imports stand inside the functions: a process loads only what it meets.
"""

import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.jobs.ports import Nudge
    from chalicelib.kernel.clock import Clock
    from chalicelib.kernel.pages import PageRenderer


@functools.cache
def passwords() -> Any:
    """Return what hashes passwords."""
    from chalicelib.adapters.passwords import ArgonPasswords

    return ArgonPasswords()


@functools.cache
def signer(master_key: Any) -> Any:
    """Return what signs links of mails."""
    from chalicelib.adapters.links import SignedLinks, sub_key

    return SignedLinks(sub_key(master_key.read()))


@functools.cache
def pages() -> "PageRenderer":
    """Return the renderer of the customers' site."""
    from chalicelib.adapters.pages import JinjaPages

    return JinjaPages()


def nudge(queue: str) -> "Nudge":
    """Return what wakes a worker."""
    from chalicelib.adapters.queue import SqsNudge

    return SqsNudge(queue)


@functools.cache
def mail_renderer() -> Any:
    """Return what writes mails."""
    from chalicelib.adapters.mail.render import JinjaMails

    return JinjaMails()


def mailer(clock: "Clock") -> Any:
    """Return what sends mails, made anew at each call."""
    from chalicelib.adapters.mail.smtp import SmtpMailer

    return SmtpMailer(clock)
