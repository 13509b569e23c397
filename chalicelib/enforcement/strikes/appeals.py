"""Customers hold something against a decision; administrators answer, and take strikes back.

Whatever takes a strike back lets the restraint be the one that the remaining strikes lead to.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import Decision
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.recording.record import amended
from chalicelib.enforcement.records.appeal import Appeal, AppealState, OpenAppeal
from chalicelib.enforcement.strikes import consequence, ladder
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import DecisionId, UserId
from chalicelib.kernel.records import Delete, Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.users.model import Restraint, User

LONGEST_TEXT = 1000
APPEAL_WITHIN = timedelta(days=30)
MOST_IN_A_DAY = 5

_DAY = timedelta(days=1)
_PAGE = 100
_TRIES = 4


def can_appeal(decision: Decision, *, now: datetime) -> bool:
    """Tell whether the person may still hold something against a decision (pure)."""
    is_fresh = now - decision.at < APPEAL_WITHIN
    return is_fresh and consequence.was_acted_on(decision) and _is_untouched(decision)


def _is_untouched(decision: Decision) -> bool:
    return decision.appeal is None and decision.forgiven_at is None


def appeal(
    deps: EnforcementDeps, *, user_id: UserId, decision_id: DecisionId, text: str
) -> Decision:
    """Note what somebody holds against a decision about them, once, within 30 days.

    Raises InvalidError for the text, NotFoundError for a decision about somebody else,
    ConflictError when it is too late, and for the sixth appeal within a day, RetryLaterError while
    others change the decision.
    """
    words = " ".join(text.split())
    if not 1 <= len(words) <= LONGEST_TEXT:
        raise InvalidError.of(
            "text", f"The text has {len(words)} characters.", f"Use 1 to {LONGEST_TEXT}."
        )
    for _ in range(_TRIES):
        try:
            return _appeal(deps, user_id, decision_id, words)
        except StaleRecordError:
            # The sweep noted what came of it at this moment: read it again.
            continue
    raise RetryLaterError("The records change too fast just now.", after_seconds=1)


def _appeal(
    deps: EnforcementDeps, user_id: UserId, decision_id: DecisionId, words: str
) -> Decision:
    now = deps.clock.now()
    decision = deps.store.decision(decision_id)
    if decision is None or decision.user_id != user_id:
        raise NotFoundError("There is no such decision.", remedy="Reload the page.")
    if not can_appeal(decision, now=now):
        raise ConflictError(
            "There is nothing to appeal against.",
            remedy="Each decision can be appealed once, within 30 days.",
            code="no_appeal",
        )
    page = deps.store.decisions_of(user_id, now=now, cursor=None, limit=_PAGE)
    made = [each.appeal.at for each in page.items if each.appeal]
    if sum(now - at < _DAY for at in made) >= MOST_IN_A_DAY:
        raise ConflictError(
            f"There were {MOST_IN_A_DAY} appeals within a day.",
            remedy="Wait for the answers, or try tomorrow.",
            code="too_many_appeals",
        )
    after = replace(decision, appeal=Appeal(words, now))
    waits = OpenAppeal(decision.id, user_id, now, decision.expires_at)
    actor = Actor(f"user:{user_id}")
    entry = note(actor, "appeal.made", decision.id, now=now, user_id=user_id, why=words)
    try:
        deps.database.commit(Insert(waits), amended(after), Insert(entry))
    except AlreadyRecordedError:
        # Sent twice: the first one counts.
        return deps.store.decision(decision_id) or after
    return replace(after, version=after.version + 1)


def forgive(deps: EnforcementDeps, *, decision_id: DecisionId, why: str, actor: Actor) -> Decision:
    """Take a strike back, and lift the restraint as far as it no longer stands.

    Idempotent. Raises NotFoundError, ConflictError for a decision that is no strike.
    """

    def change(decision: Decision, _now: datetime) -> _Change:
        if not decision.strikes:
            raise ConflictError("This decision does not count.", remedy="Reload the page.")
        return _Change(decision, takes_back=decision.forgiven_at is None)

    return _decide(deps, decision_id, change, why=why, actor=actor)


def accept(
    deps: EnforcementDeps, *, decision_id: DecisionId, answer: str, actor: Actor
) -> Decision:
    """Accept an appeal: the strike is taken back, the customer gets the answer.

    Raises NotFoundError, ConflictError when no appeal waits, InvalidError for the answer.
    """
    return _answer(deps, decision_id, AppealState.ACCEPTED, answer, actor)


def reject(
    deps: EnforcementDeps, *, decision_id: DecisionId, answer: str, actor: Actor
) -> Decision:
    """Reject an appeal: the strike stands, the customer gets the answer; raises as `accept`."""
    return _answer(deps, decision_id, AppealState.REJECTED, answer, actor)


def end_restraint(deps: EnforcementDeps, *, user_id: UserId, actor: Actor) -> User:
    """End what a person has to bear, now; the strikes stay and count for the next one.

    Raises NotFoundError, ConflictError when nothing holds, StaleRecordError.
    """
    now = deps.clock.now()
    user = deps.users.get(user_id)
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    held = user.restrained(now=now)
    if held is None:
        raise ConflictError("Nothing holds this person.", remedy="Reload the page.")
    after = replace(user, restraint=replace(held.ended(now=now), settled_at=now))
    job = _look(user, now=now)
    entry = note(
        actor, "user.restraint_ended", user.id, now=now, user_id=user.id, why="Ended by hand"
    )
    deps.database.commit(Update(after), Insert(entry), Insert(job))
    deps.nudge.send(job.id)
    return replace(after, version=after.version + 1)


@dataclass(frozen=True, slots=True)
class _Change:
    """A decision as it becomes, and whether its strike is taken back with it."""

    decision: Decision
    takes_back: bool = False
    state: AppealState | None = None


def _answer(
    deps: EnforcementDeps, decision_id: DecisionId, state: AppealState, answer: str, actor: Actor
) -> Decision:
    words = answer.strip()
    if len(words) > LONGEST_TEXT:
        raise InvalidError.of(
            "answer", f"The answer has {len(words)} characters.", f"Use at most {LONGEST_TEXT}."
        )

    def change(decision: Decision, now: datetime) -> _Change:
        held = decision.appeal
        if held is None or held.state is not AppealState.OPEN:
            raise ConflictError("No appeal waits for an answer here.", remedy="Reload the page.")
        answered = replace(held, state=state, answered_at=now, answer=words)
        takes_back = state is AppealState.ACCEPTED and decision.forgiven_at is None
        return _Change(replace(decision, appeal=answered), takes_back, state)

    return _decide(deps, decision_id, change, why=words, actor=actor)


def _decide(
    deps: EnforcementDeps,
    decision_id: DecisionId,
    change: Callable[[Decision, datetime], _Change],
    *,
    why: str,
    actor: Actor,
) -> Decision:
    """Commit a change of a decision with all that follows; it begins anew when it was outrun."""
    for _ in range(_TRIES):
        now = deps.clock.now()
        decision = deps.store.decision(decision_id)
        if decision is None:
            raise NotFoundError("There is no such decision.", remedy="Reload the list.")
        changed = change(decision, now)
        if changed == _Change(decision):
            return decision
        user = deps.users.get(decision.user_id)
        after, writes, jobs = _written(deps, changed, user, why=why, actor=actor, now=now)
        try:
            deps.database.commit(*writes, *map(Insert, jobs))
        except StaleRecordError:
            continue
        except AlreadyRecordedError as error:
            raise ConflictError("It was answered already.", remedy="Reload the page.") from error
        deps.nudge.send(*(job.id for job in jobs if job.is_due(now=now)))
        return replace(after, version=after.version + 1)
    raise RetryLaterError("The records change too fast just now.", after_seconds=1)


def _written(
    deps: EnforcementDeps,
    changed: _Change,
    user: User | None,
    *,
    why: str,
    actor: Actor,
    now: datetime,
) -> tuple[Decision, list[Write], list[Job]]:
    """Return the decision as it becomes, the writes, and the jobs that belong into the commit."""
    after = changed.decision
    writes: list[Write] = []
    jobs: list[Job] = []
    lifted: Restraint | None = None
    if changed.takes_back:
        steps = consequence.ladder_of(deps.settings.limits())
        known = ladder.recent(deps, after.user_id, steps, now=now, known=after)
        forgiven = {
            each.id: replace(each, forgiven_at=now)
            for each in consequence.same_strike(after, known)
        }
        after = forgiven[after.id]
        beside = [each for each in forgiven.values() if each.id != after.id]
        writes += [amended(_as_stored(deps, each)) for each in beside]
        writes.append(_note(actor, "decision.forgiven", after, why=why, now=now))
        if user is not None:
            left = consequence.standing([each for each in known if each.id not in forgiven])
            lifted = _lifted(user, left, steps, now=now)
    if user is not None and lifted is not None:
        writes.append(Update(replace(user, restraint=lifted)))
        goes_on = ladder.following(user, lifted, now=now) if lifted.holds(now=now) else ()
        jobs += [_look(user, now=now), *goes_on]
    if changed.state is not None:
        writes.append(_note(actor, f"appeal.{changed.state}", after, why=why, now=now))
        writes.append(
            Delete(OpenAppeal(after.id, after.user_id, now, expires_at=after.expires_at))
        )
        jobs += _mail(
            after, user, has_back=lifted is not None and not lifted.holds(now=now), now=now
        )
    return after, [amended(after), *writes], jobs


def _as_stored(deps: EnforcementDeps, forgiven: Decision) -> Decision:
    """Return a decision that is taken back as it stands by its key: lists lag behind."""
    stored = deps.store.decision(forgiven.id) or forgiven
    return replace(stored, forgiven_at=forgiven.forgiven_at)


def _lifted(
    user: User, left: tuple[Decision, ...], steps: consequence.Ladder, *, now: datetime
) -> Restraint | None:
    """Return what the person still has to bear if that changes, else None."""
    held = user.restrained(now=now)
    if held is None:
        return None
    due = consequence.restraint_after(left, steps, settled_at=held.settled_at)
    after = consequence.lifted(held, due, now=now)
    return after if after != held else None


def _look(user: User, *, now: datetime) -> Job:
    cause = f"lifted_{user.id}_{user.version}"
    return new_job(JobKind.RECONCILE_ACCESS, user.id, now=now, cause=cause, user_id=user.id)


def _note(actor: Actor, action: str, decision: Decision, *, why: str, now: datetime) -> Write:
    return Insert(note(actor, action, decision.id, now=now, user_id=decision.user_id, why=why))


def _mail(
    decision: Decision, user: User | None, *, has_back: bool, now: datetime
) -> tuple[Job, ...]:
    if user is None or not user.email or decision.appeal is None:
        return ()
    is_accepted = decision.appeal.state is AppealState.ACCEPTED
    facts = {
        "name": user.name,
        "accepted": "yes" if is_accepted else "no",
        "at": to_iso(decision.at),
        "reason": decision.reason,
        "answer": decision.appeal.answer,
        "access_back": "yes" if has_back else "no",
    }
    message = Message(Event.APPEAL_ANSWERED, user.email, facts)
    return (mail_job(message, cause=decision.id, now=now, user_id=user.id),)
