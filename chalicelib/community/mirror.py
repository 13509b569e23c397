"""Give one person the roles and accounts that are due, and take what is not.

It runs as a job of its own, so that Discord or a request system that is away never holds up
access. Whatever is asked of them is written down before, so that a process that dies in between
leaves a row from which the next run goes on.
"""

import functools
import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from chalicelib.community import accounts, facts, refusals, roles
from chalicelib.community.facts import Facts
from chalicelib.community.model import Held
from chalicelib.community.plan import (
    Action,
    CloseAccount,
    DisableAccount,
    GiveRole,
    OpenAccount,
    TakeRole,
    TellDiscord,
)
from chalicelib.community.ports import CommunityDeps
from chalicelib.jobs.model import Job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    ErrorKind,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Update
from chalicelib.settings.community_model import RequestSystemName
from chalicelib.users.model import User

log = logging.getLogger(__name__)

T = TypeVar("T")

# What the job's payload says when the records may not be trusted: look first.
LOOK = "look"
_VERBS: Mapping[type, str] = {
    GiveRole: "role.give",
    TakeRole: "role.take",
    OpenAccount: "account.open",
    TellDiscord: "account.tell_discord",
    DisableAccount: "account.disable",
    CloseAccount: "account.close",
}


def mirror(deps: CommunityDeps, *, user_id: UserId, job: Job | None = None) -> Mapping[str, int]:
    """Make what a person has what is due; return how many actions came to what.

    Idempotent; nobody is asked when the records show no difference, unless the job says to look.
    One action that fails stops no other. What was refused for good is asked for again by the job
    that met it, by another one once something changed that decides the answer. Raises
    RetryLaterError when any has to be tried again, else ActionRequiredError when a person must
    act first.
    """
    known = facts.read(deps, user_id=user_id, job=job)
    if known is None:
        return {"off": 1}
    failures: list[AppError] = []
    if job is not None and job.payload.get(LOOK):
        known = replace(known, held=_looked(deps, known, failures))
    counts = _carry_out(deps, known, failures)
    _raise(failures)
    return counts or {"unchanged": 1}


def planned(deps: CommunityDeps, *, user_id: UserId) -> Part:
    """Return what `mirror` would do by the records; nobody is asked (X042)."""
    known = facts.read(deps, user_id=user_id)
    if known is None:
        return Part("community", note="Discord and request systems are switched off.")
    actions = facts.differences(deps, known)
    return Part("community", tuple(step(action, known.user) for action in actions))


def step(action: Action, user: User) -> Step:
    """Return an action as a dry run tells it."""
    about = action.role if isinstance(action, GiveRole | TakeRole) else action.system.title()
    return Step(_VERBS[type(action)], about, f"For {user.name or user.email}", user.id)


def _looked(deps: CommunityDeps, known: Facts, failures: list[AppError]) -> Held:
    """Return what the person has as the systems show it now, written down as such."""
    held = known.held
    shown = _tried(functools.partial(roles.looked, deps, known), failures)
    held = replace(held, roles=shown) if shown else held
    for name in known.due.accounts:
        row = _tried(functools.partial(accounts.looked, deps, known, name), failures)
        held = replace(held, accounts={**held.accounts, name: row}) if row else held
    return held


def _carry_out(deps: CommunityDeps, known: Facts, failures: list[AppError]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    stopped: set[RequestSystemName] = set()
    well: list[Action] = []
    refused: list[Action] = []
    for action in facts.differences(deps, known):
        name = type(action).__name__.casefold()
        system = None if isinstance(action, GiveRole | TakeRole) else action.system
        if system in stopped:
            # It follows on from what failed, as telling of an account does from its opening.
            continue
        done = _tried(functools.partial(_apply, deps, known, action), failures)
        if done:
            well.append(action)
        elif failures[-1].kind is not ErrorKind.RETRY:
            refused.append(action)
        # What was written down before a failure counts.
        held = done or deps.store.held((known.user.id,))[known.user.id]
        known = replace(known, held=held)
        counts[name if done else f"{name}_failed"] += 1
        stopped |= {system} if system and not done else set()
    _tried(functools.partial(_note, deps, known, tuple(well), tuple(refused)), failures)
    return counts


def _note(
    deps: CommunityDeps, known: Facts, done: tuple[Action, ...], refused: tuple[Action, ...]
) -> None:
    """Write down what was refused for good, and forget what was not any more."""
    before = known.held.refusals
    after = refusals.noted(
        before, user=known.user, rules=known.rules, job=known.job, done=done, refused=refused
    )
    if after is not None and after != before:
        deps.database.commit(Update(after))


def _apply(deps: CommunityDeps, known: Facts, action: Action) -> Held:
    if isinstance(action, GiveRole):
        return replace(known.held, roles=roles.give(deps, known, action))
    if isinstance(action, TakeRole):
        return replace(known.held, roles=roles.take(deps, known, action))
    row = accounts.apply(deps, known, action)
    return replace(known.held, accounts={**known.held.accounts, row.system: row})


def _tried(work: Callable[[], T], failures: list[AppError]) -> T | None:
    """Return what came of it, None when it failed: then the others still get their turn."""
    try:
        return work()
    except StaleRecordError as error:
        raise RetryLaterError("The records change too fast just now.") from error
    except AppError as error:
        log.info("community.refused", extra={"why": error.message})
        failures.append(error)
        return None


def _raise(failures: list[AppError]) -> None:
    """Raise one error for all: to be tried again if that may help any of them."""
    if not failures:
        return
    passing = [error for error in failures if error.kind is ErrorKind.RETRY]
    message = " ".join(dict.fromkeys(error.message for error in failures))
    if passing:
        wait = max(getattr(error, "after_seconds", 0.0) for error in passing)
        raise RetryLaterError(message, after_seconds=wait, code=passing[0].code)
    remedy = " ".join(dict.fromkeys(error.remedy for error in failures if error.remedy))
    raise ActionRequiredError(message, remedy=remedy, code=failures[0].code)
