"""Invite one person by hand: refused before anything is written, or all of it at once (B150)."""

from dataclasses import dataclass

from chalicelib.access.looking.door import Door
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import InvalidError, Problem
from chalicelib.kernel.ids import JobId
from chalicelib.kernel.records import Write
from chalicelib.membership.ports import MembershipDeps
from chalicelib.payments.by_hand import enter
from chalicelib.payments.by_hand import invite as invites
from chalicelib.payments.by_hand.invite import Invitation, Invited
from chalicelib.payments.model import Payment
from chalicelib.users.model import MediaIdentity, User


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an invitation would come to; with `problems` nobody is invited.

    With `is_refused` the problem is none of the input: the media server would not take the person.
    """

    known: User | None
    server_name: str
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    is_refused: bool = False


def person_of(text: str) -> MediaIdentity:
    """Return who was typed: a mail address, or a user name (pure)."""
    typed = text.strip()
    return MediaIdentity(email=typed) if "@" in typed else MediaIdentity(username=typed)


def look(deps: MembershipDeps, *, invitation: Invitation, door: Door | None = None) -> Outlook:
    """Return where the person would come, or all that speaks against it; nothing is done."""
    asked = invites.tidied(invitation)
    users = deps.paying.users.by_media(asked.media)
    plan = deps.paying.catalog.plan(asked.plan_id)
    known = users[0] if len(users) == 1 else None
    problems = invites.problems_of(asked, plan=plan, known=users)
    server_name, is_refused = "", False
    if plan is not None and not problems:
        verdict = (door or Door(deps.giving)).asks(
            known.media if known else asked.media, plan=plan, user=known
        )
        server_name = verdict.server_name
        problems = (verdict.problem,) if verdict.problem else ()
        is_refused = bool(problems)
    return Outlook(known, server_name, problems, _warnings(deps, asked, known), is_refused)


def invite(
    deps: MembershipDeps,
    *,
    invitation: Invitation,
    actor: Actor,
    door: Door | None = None,
    also: tuple[Write, ...] = (),
) -> Invited:
    """Write payment and invite together, with `also`; what can be known before is refused before.

    Raises InvalidError with every problem, ConflictError when the payment's id was used before.
    """
    asked = invites.tidied(invitation)
    if deps.paying.store.payment(enter.key_of(asked.noted)) is None:
        found = look(deps, invitation=asked, door=door)
        if found.problems:
            raise refusal(found)
    return invites.invite(deps.paying, invitation=asked, actor=actor, also=also)


def refusal(found: Outlook) -> InvalidError:
    """Return the error for an invitation with problems (pure)."""
    first = found.problems[0]
    return InvalidError(first.message, remedy=first.remedy, problems=found.problems)


def access_job_id(payment: Payment) -> JobId:
    """Return the job that gives the access of a payment: its answer is the platform's (pure)."""
    cause = str(payment.key)
    return new_job(JobKind.RECONCILE_ACCESS, "", now=payment.recorded_at, cause=cause).id


def _warnings(deps: MembershipDeps, asked: Invitation, known: User | None) -> tuple[str, ...]:
    """Return what a person should know before confirming."""
    if known is not None or not asked.email:
        return ()
    return tuple(
        f"{user.name or user.id} has the address {asked.email}, but the media account "
        f"{user.media.handle}: this makes a second user."
        for user in deps.paying.users.by_email(asked.email)
    )
