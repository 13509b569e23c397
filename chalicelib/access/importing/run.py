"""Take over whoever is on the media servers: each hour, when asked, and first as a preview.

The first people of a server come in when an administrator has seen and confirmed who they are and
when their time will end; so do more newcomers at once than usual. Each person is one commit, and a
run that died is begun again: what is done is not found again.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.importing import read as import_read
from chalicelib.access.importing.choices import Outcome, Step, Terms, decide
from chalicelib.access.importing.crowd import Reading
from chalicelib.access.importing.take_in import Opening, take_in
from chalicelib.access.looking import census
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.schedule import tell_trouble
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AlreadyRecordedError,
    AppError,
    ConflictError,
    InvalidError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.settings.media import require_sync

log = logging.getLogger(__name__)

# As many newcomers as come in unasked in one run; more look like a mistake at the platform.
MOST_UNASKED = 10
# A job's lease is two minutes; what is left is done by the next run.
LONGEST = timedelta(seconds=90)
# An answer over API Gateway takes 29 seconds at most.
_PREVIEW_LONGEST = timedelta(seconds=20)
MOST_CHOICES = 2000
_BEAT_EVERY = 20
_ACTS = frozenset({Outcome.NEW, Outcome.JOINED, Outcome.CHANGED})
SUBJECT = "import"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an import would do; `blocked` says why it cannot.

    `fingerprint` names who would come in and on which terms, so that what is confirmed is what was
    seen. `waiting` are the servers whose people were never let in.
    """

    at: datetime
    readings: tuple[Reading, ...]
    steps: tuple[Step, ...]
    terms: Terms
    fingerprint: str
    waiting: tuple[ServerId, ...]
    blocked: str = ""

    def of(self, outcome: Outcome) -> tuple[Step, ...]:
        """Return the steps with that outcome."""
        return tuple(each for each in self.steps if each.outcome is outcome)


def preview(deps: AccessDeps) -> Outlook:
    """Return what an import would do now; nothing is written. Raises SyncOffError."""
    require_sync(deps.settings)
    until = deps.clock.now() + _PREVIEW_LONGEST
    return _look(deps, deps.store.import_choices(), problems={}, until=until)


def confirm(
    deps: AccessDeps, *, fingerprint: str, server_ids: tuple[ServerId, ...], actor: Actor
) -> Job:
    """Let the people of these servers in, as the preview with this fingerprint showed them.

    Returns the job that does it. Raises ConflictError when another preview would be shown now,
    InvalidError for a server that is not among those read, SyncOffError, and ActionRequiredError
    when there is no default plan (B163).
    """
    seen = preview(deps)
    if seen.fingerprint != fingerprint:
        raise ConflictError(
            "Who is on the servers changed since you looked.",
            remedy="Look at the preview again, then confirm.",
            code="import.changed",
        )
    _refuse_blocked(seen.blocked)
    read = {each.server.id for each in seen.readings if each.was_read}
    if not server_ids or set(server_ids) - read:
        raise InvalidError.of("server_ids", "These are not the servers read.", "Look again.")
    choices, now = deps.store.import_choices(), deps.clock.now()
    confirmed = {**choices.confirmed, **{str(each): now for each in server_ids}}
    newcomers = len(seen.of(Outcome.NEW))
    job = new_job(
        JobKind.IMPORT_PEOPLE, SUBJECT, now=now, payload={"approved": newcomers, "by": actor.name}
    )
    shown = {"servers": ", ".join(sorted(server_ids)), "newcomers": newcomers}
    entry = note(actor, "import.confirmed", SUBJECT, now=now, after=shown)
    deps.database.commit(Update(replace(choices, confirmed=confirmed)), Insert(job), Insert(entry))
    deps.nudge.send(job.id)
    return job


def sync_now(deps: AccessDeps, *, actor: Actor) -> Job:
    """Order an import, once a minute at most; raises SyncOffError (B160)."""
    require_sync(deps.settings)
    now = deps.clock.now()
    minute = to_iso(now.replace(second=0, microsecond=0))
    payload = {"approved": 0, "by": actor.name}
    job = new_job(JobKind.IMPORT_PEOPLE, SUBJECT, now=now, cause=minute, payload=payload)
    entry = note(actor, "import.ordered", SUBJECT, now=now)
    try:
        deps.database.commit(Insert(job), Insert(entry))
    except AlreadyRecordedError:
        log.info("import.ordered_already")
    deps.nudge.send(job.id)
    return job


def choose(deps: AccessDeps, *, key: str, choice: str, actor: Actor) -> ImportChoices:
    """Remember what to do about somebody: ``ignore``, ``new``, a user's id; empty forgets it.

    The next run acts on it. Raises InvalidError for a user who does not exist or when too many
    were chosen, StaleRecordError when another administrator chose meanwhile.
    """
    special = {"", "ignore", "new"}
    if choice not in special and deps.users.get(UserId(choice)) is None:
        raise InvalidError.of("choice", "There is no such user.", "Choose from the list.")
    before = deps.store.import_choices()
    chosen = {each: it for each, it in before.choices.items() if each != key}
    if choice:
        chosen[key] = choice
    if len(chosen) > MOST_CHOICES:
        raise InvalidError.of("key", "Too many people were chosen for.", "Forget some first.")
    after = replace(before, choices=chosen)
    entry = note(
        actor,
        "import.chosen",
        key,
        now=deps.clock.now(),
        user_id=None if choice in special else UserId(choice),
        before={"choice": before.choices.get(key, "")},
        after={"choice": choice},
    )
    deps.database.commit(Update(after), Insert(entry))
    return replace(after, version=after.version + 1)


def run(
    deps: AccessDeps, *, opening: Opening, actor: Actor, approved: int = 0
) -> Mapping[str, int]:
    """Take over who is to be taken over; return how many people came to what.

    Idempotent. `approved` is how many newcomers an administrator confirmed. Nothing happens while
    the sync is off (B162) or another run is at work. Raises ActionRequiredError before anything of
    a person is written when there is no default plan for a newcomer (B163), RetryLaterError when
    time was too short for everybody.
    """
    if not deps.settings.media().sync_from_remote or not deps.catalog.servers():
        return {}
    begun = _begin(deps, actor)
    if begun is None:
        return {"busy": 1}
    log_of = _Log(deps, begun)
    try:
        problems = import_read.refreshed(deps, import_read.wanted_servers(deps), actor=actor)
        choices = deps.store.import_choices()
        outlook = _look(deps, choices, problems=problems)
        return _act(deps, outlook, choices, log_of, opening, actor=actor, approved=approved)
    except AppError as error:
        log_of.end(error=f"{error.message} {error.remedy}".strip())
        raise


def run_ordered(deps: AccessDeps, *, job: Job, opening: Opening) -> Mapping[str, int]:
    """Do what a job ordered; raises what `run` does, RetryLaterError while another one works."""
    actor = Actor(str(job.payload.get("by") or f"job:{job.id}"))
    approved = int(job.payload.get("approved") or 0)
    counts = run(deps, opening=opening, actor=actor, approved=approved)
    if "busy" in counts:
        raise RetryLaterError("Another import is at work.", after_seconds=60)
    return counts


def _act(
    deps: AccessDeps,
    outlook: Outlook,
    choices: ImportChoices,
    log_of: "_Log",
    opening: Opening,
    *,
    actor: Actor,
    approved: int,
) -> Mapping[str, int]:
    steps, waiting = _let_in(outlook, choices, approved=approved)
    if any(each.outcome is Outcome.NEW for each in steps):
        _refuse_blocked(outlook.blocked)
    counts = Counter(str(each.outcome) for each in outlook.steps)
    counts["waiting"] = sum(each.outcome in _ACTS for each in outlook.steps) - len(steps)
    problems = {each.server.id: each.problem for each in outlook.readings if each.problem}
    for reading in outlook.readings:
        if reading.is_trouble:
            tell_trouble(f"import {reading.server.name}", reading.problem)
    log_of.say(total=len(steps), problems=problems, waiting=waiting, counts=counts)
    ends_at = outlook.at + LONGEST
    for number, step in enumerate(steps, 1):
        now = deps.clock.now()
        if now >= ends_at:
            raise RetryLaterError("There are more people than one run takes in.", after_seconds=1)
        is_done = take_in(
            deps,
            step,
            plan=import_read.plan_of(outlook.terms),
            opening=opening,
            libraries=outlook.terms.libraries,
            actor=actor,
            now=now,
        )
        counts["changed_meanwhile"] += int(not is_done)
        if number % _BEAT_EVERY == 0:
            log_of.say(done=number)
    if any(each.gains for each in steps):
        # They were counted among the others of their account until now.
        census.count_others(deps)
    log_of.end(done=len(steps), counts=counts)
    return {name: count for name, count in counts.items() if count}


def _look(
    deps: AccessDeps,
    choices: ImportChoices,
    *,
    problems: Mapping[str, str],
    until: datetime | None = None,
) -> Outlook:
    now = deps.clock.now()
    servers = import_read.wanted_servers(deps)
    told = import_read.readings(deps, servers, problems=problems, until=until)
    on = import_read.terms(deps, choices=choices.choices)
    crowd = import_read.crowd(deps, told)
    steps = decide(crowd, import_read.known(deps, crowd, on), on, now=now)
    is_planless = on.plan is None and not on.is_permanent
    has_newcomers = any(each.outcome is Outcome.NEW for each in steps)
    waiting = (each.server.id for each in told if each.server.id not in choices.confirmed)
    return Outlook(
        at=now,
        readings=told,
        steps=steps,
        terms=on,
        fingerprint=_fingerprint(steps, on),
        waiting=tuple(waiting),
        blocked=_NO_PLAN if is_planless and has_newcomers else "",
    )


_NO_PLAN = "There is no default plan for the people who would come in."


def _refuse_blocked(blocked: str) -> None:
    if blocked:
        raise ActionRequiredError(
            blocked,
            remedy="Make a plan the default under Plans, or let people come in permanently.",
            code="import.no_default_plan",
        )


def _let_in(
    outlook: Outlook, choices: ImportChoices, *, approved: int
) -> tuple[tuple[Step, ...], str]:
    """Return what may be done now, and why the rest waits (pure)."""
    names = {each.server.id: each.server.name for each in outlook.readings}
    acting = [each for each in outlook.steps if each.outcome in _ACTS]
    ready = [each for each in acting if _is_confirmed(each, choices)]
    newcomers = sum(each.outcome is Outcome.NEW for each in ready)
    is_crowd = newcomers > approved + MOST_UNASKED
    if is_crowd:
        ready = [each for each in ready if each.outcome is not Outcome.NEW]
    let_in = {each.person.key for each in ready}
    held = {it.server_id for each in acting if each.person.key not in let_in for it in each.gains}
    first = sorted(names[each] for each in held if each not in choices.confirmed)
    texts = [f"Confirm the first import of {', '.join(first)}."] if first else []
    texts += [f"{newcomers} newcomers at once wait until you confirm them."] if is_crowd else []
    return tuple(ready), " ".join(texts)


def _is_confirmed(step: Step, choices: ImportChoices) -> bool:
    return all(each.server_id in choices.confirmed for each in step.gains)


def _fingerprint(steps: Iterable[Step], on: Terms) -> str:
    plan = import_read.plan_of(on)
    told = [(each.person.key, each.outcome) for each in steps if each.outcome in _ACTS]
    return hashlib.sha256(repr((plan and (plan.id, plan.term), told)).encode()).hexdigest()[:20]


def _begin(deps: AccessDeps, actor: Actor) -> ImportRun | None:
    """Write down that a run begins; None while another one is at work."""
    last, now = deps.store.import_run(), deps.clock.now()
    if last.is_at_work(now=now):
        return None
    begun = ImportRun(actor.name, began_at=now, beat_at=now, version=last.version)
    try:
        deps.database.commit(Update(begun))
    except StaleRecordError:
        return None
    return replace(begun, version=begun.version + 1)


class _Log:
    """What the run says of itself while it is at work."""

    def __init__(self, deps: AccessDeps, begun: ImportRun) -> None:
        self._deps = deps
        self._run = begun

    def say(self, **told: object) -> None:
        """Write down how far the run has come."""
        now = self._deps.clock.now()
        changed = replace(self._run, **{**told, "beat_at": now})  # type: ignore[arg-type]
        self._deps.database.commit(Update(changed))
        self._run = replace(changed, version=changed.version + 1)

    def end(self, **told: object) -> None:
        """Write down that the run is over."""
        self.say(**told, finished_at=self._deps.clock.now())
