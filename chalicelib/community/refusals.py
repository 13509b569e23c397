"""What was refused for good is asked for again only once something that decides it changed (pure).

The job that met the refusal is parked, so an administrator was told. Until then that job alone
asks again: when it is run by hand.
"""

import hashlib

from chalicelib.community.due import Rules
from chalicelib.community.model import Refusals, Refused
from chalicelib.community.plan import Action, GiveRole, TakeRole
from chalicelib.jobs.model import Job
from chalicelib.kernel.ids import JobId
from chalicelib.users.model import User


def subject(action: Action) -> str:
    """Return what an action is about: a role to be given or taken, else a request system."""
    if isinstance(action, GiveRole):
        return f"give {action.role}"
    if isinstance(action, TakeRole):
        return f"take {action.role}"
    return str(action.system)


def question(action: Action, user: User, rules: Rules) -> str:
    """Return a short text that is another one once anything changed that may decide the answer.

    That is what is asked for, by what the person is found or called there, and the settings.
    """
    if isinstance(action, GiveRole | TakeRole):
        told: tuple[object, ...] = (action, rules.discord.version)
    else:
        settings = rules.systems[action.system]
        told = (action, user.email, user.name, user.media, settings.version)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def still_open(
    actions: tuple[Action, ...],
    refusals: Refusals | None,
    *,
    user: User,
    rules: Rules,
    job_id: JobId | None = None,
) -> tuple[Action, ...]:
    """Return the actions that no other job than this one was refused, nor what they follow on."""
    if refusals is None:
        return actions
    refused = [
        each
        for each in actions
        if (known := refusals.about.get(subject(each))) is not None
        and known.job_id != job_id
        and known.question == question(each, user, rules)
    ]
    return tuple(
        each for each in actions if each not in refused and not _follows_on(each, refused)
    )


def noted(
    before: Refusals | None,
    *,
    user: User,
    rules: Rules,
    job: Job | None,
    done: tuple[Action, ...],
    refused: tuple[Action, ...],
) -> Refusals | None:
    """Return what is known of refusals after a job's run, None for nothing."""
    about = dict(before.about) if before else {}
    for action in done:
        about.pop(subject(action), None)
    if job is not None:
        about |= {subject(each): Refused(question(each, user, rules), job.id) for each in refused}
    version = before.version if before else 0
    return Refusals(user.id, about, version) if about or before else None


def _follows_on(action: Action, refused: list[Action]) -> bool:
    """Tell whether an action has to wait for one that was refused.

    Whatever is left to do in the same system does, and a role as long as the person's former
    Discord account has one.
    """
    if isinstance(action, TakeRole):
        return False
    if isinstance(action, GiveRole):
        former = {each.discord_id for each in refused if isinstance(each, TakeRole)}
        return bool(former - {action.discord_id})
    stopped = {each.system for each in refused if not isinstance(each, GiveRole | TakeRole)}
    return action.system in stopped
