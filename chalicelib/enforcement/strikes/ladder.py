"""Whoever offends repeatedly has to bear more, for a time (X026, docs/adr/0032).

A strike leaves a job in the same commit, and the job writes down what all strikes that stand lead
to: it may run late, twice, or in any order.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import Decision
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.recording.record import ACTOR
from chalicelib.enforcement.strikes import consequence
from chalicelib.enforcement.strikes.consequence import Ladder
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import AuditEntry, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import DecisionId, UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.settings.limit_model import Measure
from chalicelib.settings.model import EnforcementMode, SiteSettings
from chalicelib.users.model import Restraint, User

log = logging.getLogger(__name__)

_PAGE = 100
_TRIES = 4
_WORDS = {
    Measure.WARN: "warned",
    Measure.RESTRICT: "restricted",
    Measure.SUSPEND: "suspended",
}


def climb(
    deps: EnforcementDeps, user_id: UserId, *, cause: Decision, now: datetime
) -> tuple[Write, ...]:
    """Return what belongs into the commit that makes a decision a strike.

    None for a decision that is no strike, and where there is no ladder.
    """
    if not consequence.is_strike(cause) or not deps.settings.limits().ladder:
        return ()
    job = new_job(JobKind.CLIMB_LADDER, cause.id, now=now, cause=cause.id, user_id=user_id)
    return (Insert(job),)


def apply(deps: EnforcementDeps, *, decision_id: DecisionId) -> Mapping[str, int]:
    """Let what follows from a strike take effect; return what it was.

    Idempotent. Permanent people are exempt, and nothing happens unless the site enforces its
    limits. Raises RetryLaterError while somebody else changes the person.
    """
    for _ in range(_TRIES):
        cause = deps.store.decision(decision_id)
        user = deps.users.get(cause.user_id) if cause else None
        if cause is None or user is None or not _binds(deps, cause, user):
            return {"nothing": 1}
        try:
            return _apply(deps, cause, user)
        except StaleRecordError:
            continue
    raise RetryLaterError("The records change too fast just now.", after_seconds=1)


def _binds(deps: EnforcementDeps, cause: Decision, user: User) -> bool:
    is_enforced = deps.settings.site().enforcement_mode is EnforcementMode.ENFORCE
    return is_enforced and consequence.is_strike(cause) and not user.is_permanent


def _apply(deps: EnforcementDeps, cause: Decision, user: User) -> Mapping[str, int]:
    now, site = deps.clock.now(), deps.settings.site()
    ladder = consequence.ladder_of(deps.settings.limits())
    counted = consequence.standing(recent(deps, user.id, ladder, now=now, known=cause))
    strike = next((each for each in counted if each.at == cause.at), cause)
    step, count = consequence.step_at(counted, strike, ladder)
    if step is not None and step.measure is Measure.WARN:
        is_new = consequence.is_first_on_step(counted, strike, ladder)
        return _warn(deps, user, cause, count, ladder, site, now=now) if is_new else {"known": 1}
    before = user.restraint
    settled_at = before.settled_at if before else None
    due = consequence.restraint_after(counted, ladder, settled_at=settled_at)
    running = user.restrained(now=now)
    if due is None or not due.holds(now=now) or not consequence.is_lighter(running, due):
        return {"known": 1}
    text = f"Strike {count} within {_told(ladder.window)}: {cause.reason}"
    jobs = [*following(user, due, now=now), *_told_operator(user, due, text, site, now=now)]
    entry = restraint_note(user, due, why=text, now=now)
    deps.database.commit(Update(replace(user, restraint=due)), Insert(entry), *map(Insert, jobs))
    deps.nudge.send(*(job.id for job in jobs if job.is_due(now=now)))
    log.info("ladder.climbed", extra={"user_id": user.id, "measure": due.measure})
    return {str(due.measure): 1}


def recent(
    deps: EnforcementDeps,
    user_id: UserId,
    ladder: Ladder,
    *,
    now: datetime,
    known: Decision | None = None,
) -> tuple[Decision, ...]:
    """Return a person's decisions that can still matter for the ladder: mostly one read.

    `known` is one that the list may not show yet, or not as it is.
    """
    since = now - ladder.reach
    found: dict[DecisionId, Decision] = {}
    cursor = None
    while True:
        page = deps.store.decisions_of(user_id, now=now, cursor=cursor, limit=_PAGE)
        found |= {each.id: each for each in page.items if each.at > since}
        cursor = page.next_cursor
        if cursor is None or any(each.at <= since for each in page.items):
            break
    if known is not None:
        found[known.id] = known
    return tuple(found.values())


def following(user: User, restraint: Restraint, *, now: datetime) -> tuple[Job, ...]:
    """Return the jobs that let a restraint begin and end, for the commit that gives it.

    Without the second the hourly run finds the end (see access/runs/due.py).
    """
    mark = f"{user.id}_{user.version}"
    begin = new_job(JobKind.BEGIN_RESTRAINT, user.id, now=now, cause=mark, user_id=user.id)
    end = new_job(
        JobKind.RECONCILE_ACCESS,
        user.id,
        now=now,
        cause=f"unrestrained_{mark}",
        user_id=user.id,
        due_at=restraint.until,
    )
    return begin, end


def restraint_note(user: User, after: Restraint, *, why: str, now: datetime) -> AuditEntry:
    """Return the audit entry of a restraint that begins or becomes another one."""
    before = user.restrained(now=now)
    return note(
        ACTOR,
        "user.restrained",
        user.id,
        now=now,
        user_id=user.id,
        why=why,
        before=_shown(before),
        after=_shown(after),
    )


def _shown(restraint: Restraint | None) -> dict[str, object]:
    if restraint is None:
        return {}
    return {"measure": restraint.measure, "until": to_iso(restraint.until)}


def _warn(
    deps: EnforcementDeps,
    user: User,
    cause: Decision,
    count: int,
    ladder: Ladder,
    site: SiteSettings,
    *,
    now: datetime,
) -> Mapping[str, int]:
    """Warn by mail, once a step and window."""
    why = f"Strike {count} within {_told(ladder.window)}: {cause.reason}"
    entry = note(ACTOR, "user.warned", user.id, now=now, user_id=user.id, why=why)
    higher = [step for step in ladder.steps if step.strikes > count]
    next_step = min(higher, key=lambda step: step.strikes, default=None)
    facts = {
        "name": user.name,
        "site_name": site.site_name,
        "count": str(count),
        "window": _told(ladder.window),
        "reason": cause.reason,
        "next_count": str(next_step.strikes) if next_step else "",
        "next_measure": next_step.measure if next_step else "",
        "next_hours": str(next_step.hours) if next_step else "",
    }
    message = Message(Event.STRIKE_WARNING, user.email, facts)
    mail = mail_job(message, cause=f"{user.id}_{to_iso(cause.at)}", now=now, user_id=user.id)
    jobs = [mail] if user.email else []
    try:
        deps.database.commit(Insert(entry), *map(Insert, jobs))
    except AlreadyRecordedError:
        return {"known": 1}
    deps.nudge.send(*(job.id for job in jobs))
    return {"warn": 1}


def _told_operator(
    user: User, restraint: Restraint, why: str, site: SiteSettings, *, now: datetime
) -> tuple[Job, ...]:
    """Return the mail to the operator; the customer's goes out once it is carried out."""
    if not site.admin_email:
        return ()
    who = user.name or user.media.username or user.email
    until = f"{restraint.until:%Y-%m-%d %H:%M} UTC"
    facts = {
        "subject": f"{who} is {_WORDS[restraint.measure]} until {until}",
        "detail": why,
        "remedy": "It ends by itself. Under Violations you can take a strike back; on the "
        "person's page you can end it now.",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, site.admin_email, facts)
    cause = f"{restraint.cause}_{user.version}"
    return (mail_job(message, cause=cause, now=now, user_id=user.id),)


def _told(window: timedelta) -> str:
    """Return a span for people to read, such as ``7 days`` or ``36 hours``."""
    hours = int(window.total_seconds() // 3600)
    if hours % 24:
        return f"{hours} hours" if hours != 1 else "1 hour"
    return f"{hours // 24} days" if hours != 24 else "24 hours"
