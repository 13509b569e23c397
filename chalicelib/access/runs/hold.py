"""Let a run take what it found, or hold it before the first removal (X040).

What takes nothing from anybody goes on at once. What does is reckoned together: past the limit it
is written down as a list, and nothing of it happens until an administrator says so.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from chalicelib.access.brake import (
    ASK_AGAIN,
    HeldPerson,
    HeldRun,
    HeldState,
    Loss,
    Reckoning,
    new_held_run,
    reckon,
)
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import held
from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import (
    AlreadyRecordedError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Update, Write
from chalicelib.notifications.mail import mail_job
from chalicelib.notifications.model import Event, Message
from chalicelib.subscriptions.model import Subscription

log = logging.getLogger(__name__)

HELD = "held"
_PAGE = 100
# Of each person up to two writes, of 100 that a commit takes.
_AT_ONCE = 30
_TRIES = 10

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody whose access a run found to be looked at, counted under `name`.

    `turned` is the subscription with its next date, where a date is what led here; `loss` is what
    the person would lose, None for nothing.
    """

    name: str
    job: Job
    turned: Subscription | None = None
    loss: Loss | None = None

    @property
    def user_id(self) -> UserId:
        """Return whose access it is."""
        return UserId(self.job.subject)


def carry_out(
    deps: AccessDeps, cases: Iterable[Case], *, run: str, now: datetime
) -> Mapping[str, int]:
    """Enqueue what the run found, or hold what would take access from too many.

    Returns how many jobs were enqueued by the cases' names, and how many people are held. A run
    that dies is repaired by the next one: nothing is turned that is neither enqueued nor listed.
    """
    counts: Counter[str] = Counter()
    losing: list[Case] = []
    for case in cases:
        if case.loss is None:
            counts[case.name] += _enqueue(deps, case)
        else:
            losing.append(case)
    newest = _ask_again(deps, now=now)
    if losing:
        counts += Counter(_decide(deps, losing, newest, run=run, now=now))
    return counts


def foresee(deps: AccessDeps, cases: Iterable[Case], *, now: datetime) -> Reckoning:
    """Return what a run that found these would take, against what it may; nothing is written."""
    standing = _Standing.read(deps, held.newest(deps), now=now)
    fresh = {each.user_id for each in cases if each.loss} - standing.listed - standing.confirmed
    if not fresh:
        return Reckoning(0, 0, 0, 0)
    return _reckon(deps, standing, fresh, now=now)


# ------------------------------------------------------------------ the decision


@dataclass(frozen=True, slots=True)
class _Standing:
    """The newest held run: who is on its undecided list, or on one confirmed lately."""

    run: HeldRun | None
    listed: frozenset[UserId] = frozenset()
    confirmed: frozenset[UserId] = frozenset()

    @classmethod
    def read(cls, deps: AccessDeps, run: HeldRun | None, *, now: datetime) -> "_Standing":
        if run is None or (not run.is_undecided and _is_past(run, now)):
            return cls(run)
        people = frozenset(each.user_id for each in held.people_of(deps, run.id))
        return cls(run, listed=people) if run.is_undecided else cls(run, confirmed=people)

    @property
    def waiting(self) -> frozenset[UserId]:
        """Return who waits for a decision just now."""
        is_open = self.run is not None and self.run.state is HeldState.OPEN
        return self.listed if is_open else frozenset()


def _is_past(run: HeldRun, now: datetime) -> bool:
    return run.decided_at is None or now - run.decided_at >= ASK_AGAIN


def _decide(
    deps: AccessDeps, losing: Sequence[Case], newest: HeldRun | None, *, run: str, now: datetime
) -> Mapping[str, int]:
    standing = _Standing.read(deps, newest, now=now)
    counts: Counter[str] = Counter()
    fresh: dict[UserId, list[Case]] = {}
    for case in losing:
        if case.user_id in standing.confirmed:
            counts[case.name] += _enqueue(deps, case)
        elif case.user_id in standing.listed:
            _turn(deps, case)
        else:
            fresh.setdefault(case.user_id, []).append(case)
    reckoning = _reckon(deps, standing, fresh.keys(), now=now)
    if not fresh:
        return counts
    if not reckoning.halts:
        for some in _by(_AT_ONCE, fresh.values()):
            counts += Counter(_take(deps, some, now=now))
        return counts
    log.warning("access.held", extra={"run": run, "people": len(fresh)})
    for some in _by(_AT_ONCE, fresh.values()):
        counts[HELD] += _hold(deps, list(map(_merged, some)), reckoning, run=run, now=now)
    return counts


def _reckon(
    deps: AccessDeps, standing: _Standing, fresh: Iterable[UserId], *, now: datetime
) -> Reckoning:
    people = len(standing.waiting.union(fresh))
    if not people:
        return Reckoning(0, 0, 0, 0)
    return reckon(
        people=people,
        lately=deps.store.brake().lately(now=now),
        have_access=sum(seats.people for seats in deps.catalog.all_seats()),
        settings=deps.settings.safety(),
    )


# ------------------------------------------------------------------ taking


def _enqueue(deps: AccessDeps, case: Case) -> int:
    turned: list[Write] = [Update(case.turned)] if case.turned else []
    try:
        deps.database.commit(*turned, Insert(case.job))
    except StaleRecordError:
        # Somebody paid in this very moment; the next hour sees what is due then.
        return 0
    except AlreadyRecordedError:
        _turn(deps, case)
        return 0
    deps.nudge.send(case.job.id)
    return 1


def _turn(deps: AccessDeps, case: Case) -> None:
    """Set the next date of what was dealt with."""
    if case.turned is None:
        return
    try:
        deps.database.commit(Update(case.turned))
    except StaleRecordError:
        return


def _take(
    deps: AccessDeps, people: Sequence[Sequence[Case]], *, now: datetime
) -> Mapping[str, int]:
    """Enqueue looks that take something, counted in the same commit."""
    left = [_merged(cases) for cases in people]
    # Each try that finds a job enqueued before has one case less.
    for _ in range(_TRIES + len(left)):
        if not left:
            return {}
        brake = deps.store.brake().counting(len(left), now=now)
        turned = [Update(case.turned) for case in left if case.turned]
        try:
            deps.database.commit(Update(brake), *turned, *(Insert(case.job) for case in left))
        except AlreadyRecordedError as error:
            done = next(case for case in left if case.job.identity == _identity(error))
            _turn(deps, done)
            left.remove(done)
        except StaleRecordError:
            left = _without_payers(deps, left)
        else:
            deps.nudge.send(*(case.job.id for case in left))
            return Counter(case.name for case in left)
    raise RetryLaterError("The records change too fast just now.", after_seconds=1)


def _merged(cases: Sequence[Case]) -> Case:
    """Return all that was found about one person as one case: a single look mends it all."""
    first = next((each for each in cases if each.turned), cases[0])
    loss = first.loss or Loss(first.user_id, "")
    libraries = tuple(name for each in cases if each.loss for name in each.loss.libraries)
    return replace(first, loss=replace(loss, libraries=tuple(dict.fromkeys(libraries))))


def _without_payers(deps: AccessDeps, cases: list[Case]) -> list[Case]:
    """Return the cases without those of people who paid in this very moment."""
    stored = deps.subscriptions.many(tuple(case.user_id for case in cases))
    return [
        case
        for case in cases
        if case.turned is None or case.turned.version == stored[case.user_id].version
    ]


# ------------------------------------------------------------------ holding


def _hold(
    deps: AccessDeps, cases: list[Case], reckoning: Reckoning, *, run: str, now: datetime
) -> int:
    """Put people on the list of the undecided run, or of a new one; return how many."""
    left, known = cases, frozenset[UserId]()
    for _ in range(_TRIES):
        if not left:
            return 0
        held_run, asks = _undecided(deps, reckoning, run=run, now=now)
        new = [case for case in left if case.user_id not in known]
        longer = replace(held_run, people=held_run.people + len(new))
        writes: list[Write] = [
            Update(longer),
            *(Insert(_listed(held_run, case, now)) for case in new),
        ]
        writes += [Update(case.turned) for case in left if case.turned]
        writes += [Insert(each) for each in asks]
        try:
            deps.database.commit(*writes)
        except AlreadyRecordedError:
            known = frozenset(each.user_id for each in held.people_of(deps, held_run.id))
        except StaleRecordError:
            left = _without_payers(deps, left)
        else:
            deps.nudge.send(*(each.id for each in asks))
            return len(new)
    raise RetryLaterError("The records change too fast just now.", after_seconds=1)


def _undecided(
    deps: AccessDeps, reckoning: Reckoning, *, run: str, now: datetime
) -> tuple[HeldRun, list[Job]]:
    """Return the run that asks, with the mail if it begins to ask only now."""
    newest = held.newest(deps)
    if newest is not None and newest.state is HeldState.OPEN:
        return newest, []
    if newest is not None and newest.state is HeldState.LEFT:
        again = newest.opened_again()
        return again, _mail(deps, again, reckoning.sentence, now=now)
    fresh = new_held_run(run, reckoning, now=now)
    return fresh, _mail(deps, fresh, reckoning.sentence, now=now)


def _ask_again(deps: AccessDeps, *, now: datetime) -> HeldRun | None:
    """Open a run again that was left long enough; return the newest run."""
    newest = held.newest(deps)
    if newest is None or not newest.asks_again(now=now):
        return newest
    again = newest.opened_again()
    told = f"{again.people} people on the list would lose access. They were left for a day."
    mails = _mail(deps, again, told, now=now)
    try:
        deps.database.commit(Update(again), *map(Insert, mails))
    except (StaleRecordError, AlreadyRecordedError):
        return held.newest(deps)
    deps.nudge.send(*(each.id for each in mails))
    return replace(again, version=again.version + 1)


def _listed(run: HeldRun, case: Case, now: datetime) -> HeldPerson:
    loss = case.loss or Loss(case.user_id, "")
    return HeldPerson(run.id, case.user_id, loss.why, now, loss.libraries, loss.is_over)


def _mail(deps: AccessDeps, run: HeldRun, problem: str, *, now: datetime) -> list[Job]:
    admin_email = deps.settings.site().admin_email
    if not admin_email:
        return []
    facts = {
        "subject": f"The {run.run} run is held",
        "problem": problem,
        "remedy": "Nothing was taken yet, and all else goes on. Many may end together, at the "
        "start of a month for example: look at the list, then let it go on with one click. "
        "Whoever has paid meanwhile keeps access.",
        "url": f"{deps.site_url}/admin/held-runs",
    }
    message = Message(Event.ADMIN_NEEDS_ATTENTION, admin_email, facts)
    return [mail_job(message, cause=f"{run.id}_{run.asked}", now=now)]


def _identity(error: AlreadyRecordedError) -> object:
    return getattr(error.record, "identity", None)


def _by(size: int, items: Iterable[T]) -> Iterator[list[T]]:
    each = iter(items)
    while some := list(islice(each, size)):
        yield some
