"""The dry run: what would be done about access, without doing it (X042)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from chalicelib.access.applying import departure, letting_go
from chalicelib.access.deciding.expiry import Farewell
from chalicelib.access.looking import situation
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import (
    UNREAD,
    Action,
    Change,
    Lock,
    Restrict,
    Seen,
    Wanted,
    Withdraw,
    believe,
    look,
    plan,
)
from chalicelib.access.ports import AccessDeps, RemotePeople, RemoteSnapshot
from chalicelib.access.recording import left_out
from chalicelib.access.runs import due, held, hold, survey
from chalicelib.access.runs.hold import Case
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import HeldRunId, ServerId, UserId

# The platform is asked once a server, so people are what costs time.
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One thing that a run would do, and why.

    `action` is *invite*, *change*, *withdraw*, *restrict*, *lock*, *delete* or *blocked*.
    """

    user_id: UserId
    action: str
    server_id: ServerId | None
    libraries: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do at `at`; `is_cut` when more people wait than were looked at.

    `halt` says why the run would wait for an administrator before it takes anything.
    """

    at: datetime
    people: int
    actions: tuple[PlannedAction, ...]
    is_cut: bool
    halt: str = ""


def hourly(deps: AccessDeps) -> Preview:
    """Return what the hourly run would do about everybody who is due or differs."""
    now = deps.clock.now()
    return _of(deps, due.cases(deps, now=now), now=now)


def nightly(deps: AccessDeps) -> Preview:
    """Return what the nightly look at everybody would lead to."""
    now = deps.clock.now()
    return _of(deps, survey.cases(deps, now=now), now=now)


def held_run(deps: AccessDeps, *, run_id: HeldRunId) -> Preview:
    """Return what a held run would do if it went on now."""
    now = deps.clock.now()
    people = (each.user_id for each in held.people_of(deps, run_id))
    return _of_people(deps, tuple(islice(people, MOST_PEOPLE + 1)), now=now)


def _of(deps: AccessDeps, cases: Iterable[Case], *, now: datetime) -> Preview:
    found = tuple(cases)
    reckoning = hold.foresee(deps, found, now=now)
    halt = reckoning.sentence if reckoning.halts else ""
    user_ids = tuple(dict.fromkeys(case.user_id for case in found))
    return replace(_of_people(deps, user_ids, now=now), halt=halt)


def _of_people(deps: AccessDeps, user_ids: tuple[UserId, ...], *, now: datetime) -> Preview:
    looks = _Looks(deps)
    actions = [
        action
        for user_id in user_ids[:MOST_PEOPLE]
        for action in _of_one(deps, looks, user_id, now=now)
    ]
    people = min(len(user_ids), MOST_PEOPLE)
    return Preview(now, people, tuple(actions), is_cut=len(user_ids) > MOST_PEOPLE)


def one(deps: AccessDeps, *, user_id: UserId) -> Preview:
    """Return what a check of this person would do; raises NotFoundError."""
    now = deps.clock.now()
    return Preview(now, 1, tuple(_of_one(deps, _Looks(deps), user_id, now=now)), is_cut=False)


class _Looks:
    """Reads every server, and the people of every account, at most once."""

    def __init__(self, deps: AccessDeps) -> None:
        self._deps = deps
        self._read: dict[ServerId, RemoteSnapshot] = {}
        self._people: dict[str, RemotePeople] = {}

    def at(self, facts: Situation, server_id: ServerId) -> RemoteSnapshot:
        if server_id not in self._read:
            access = situation.access_to(self._deps, facts, server_id)
            self._read[server_id] = self._deps.hosts[access.server.platform].snapshot(access)
        return self._read[server_id]

    def people(self, facts: Situation, tie: departure.Tie) -> RemotePeople:
        if tie.key not in self._people:
            access = situation.access_to(self._deps, facts, tie.server_id)
            host = self._deps.hosts[access.server.platform]
            self._people[tie.key] = host.people(access)
        return self._people[tie.key]


def _of_one(
    deps: AccessDeps, looks: _Looks, user_id: UserId, *, now: datetime
) -> Iterator[PlannedAction]:
    facts = situation.read(deps, user_id=user_id, job=None, now=now)
    if facts.keeps_all:
        return
    if facts.awaits_invite:
        yield PlannedAction(user_id, "blocked", None, (), left_out.WHY)
        return
    try:
        seen = _seen(looks, facts)
        yield from planned(facts, seen)
        if facts.is_over:
            yield from _departures(deps, looks, facts, seen)
        yield from _let_go(deps, looks, facts, seen)
    except AppError as error:
        yield PlannedAction(
            user_id, "blocked", None, (), f"{error.message} {error.remedy}".strip()
        )


def planned(facts: Situation, seen: Mapping[ServerId, Seen]) -> tuple[PlannedAction, ...]:
    """Return what would follow for one person, given what was seen (pure).

    Raises ActionRequiredError when no server can take them, NotFoundError for a plan that is gone.
    """
    return tuple(_told(facts, action) for action in _planned(facts, seen))


def _seen(looks: _Looks, facts: Situation) -> Mapping[ServerId, Seen]:
    return {
        server_id: look(looks.at(facts, server_id), media=facts.identity_on(row), row=row)
        for server_id, row in facts.rows.items()
        if server_id in facts.servers and facts.needs_look(row)
    }


def _planned(facts: Situation, seen: Mapping[ServerId, Seen]) -> tuple[Action, ...]:
    wanted, rows = _wanted(facts, seen)
    known = facts.by_share_id(wanted.server_id) if wanted else {}
    return plan(
        wanted=wanted,
        rows=rows,
        seen=seen,
        libraries=known,
        kept=facts.kept,
        locks=facts.locks,
    )


def _wanted(
    facts: Situation, seen: Mapping[ServerId, Seen]
) -> tuple[Wanted | None, Mapping[ServerId, Share]]:
    """Return what is due, and the rows as they would be once a new server was written down."""
    if not facts.has_right:
        return None, facts.rows
    choice = facts.choice(facts.rows)
    if choice.server_id is None:
        raise situation.unplaced(choice.explanation)
    rows = dict(facts.rows)
    row = rows.get(choice.server_id)
    if row is None or not (row.takes_seat or seen.get(choice.server_id, UNREAD).remotes):
        fresh = Share(facts.user.id, choice.server_id, ShareState.PLANNED, (), facts.now)
        rows[choice.server_id] = replace(row, state=ShareState.PLANNED) if row else fresh
    return facts.wanted(choice.server_id), rows


def _departures(
    deps: AccessDeps, looks: _Looks, facts: Situation, seen: Mapping[ServerId, Seen]
) -> Iterator[PlannedAction]:
    rows = {
        server_id: believe(
            row,
            seen.get(server_id, UNREAD),
            libraries=facts.by_share_id(server_id),
            is_due=False,
            now=facts.now,
        )
        for server_id, row in facts.rows.items()
    }
    for tie in departure.ties(facts, rows):
        verdict = departure.judged(deps, facts, tie, looks.people(facts, tie))
        if verdict.farewell is Farewell.DELETE:
            why = f"{facts.why_not}. {verdict.why}"
            yield PlannedAction(facts.user.id, "delete", tie.server_id, (), why)


def _let_go(
    deps: AccessDeps, looks: _Looks, facts: Situation, seen: Mapping[ServerId, Seen]
) -> Iterator[PlannedAction]:
    wanted, rows = _wanted(facts, seen)
    if wanted is None:
        return
    place = wanted.server_id
    for tie in letting_go.left(facts, rows, seen, place):
        verdict = letting_go.judged(deps, facts, rows, tie, looks.people(facts, tie))
        if verdict.farewell is Farewell.DELETE:
            why = f"{letting_go.because(facts, place)}. {verdict.why}"
            yield PlannedAction(facts.user.id, "delete", tie.server_id, (), why)


def _told(facts: Situation, action: Action) -> PlannedAction:
    if isinstance(action, Withdraw):
        titles: tuple[str, ...] = ()
        why = "Another server is due" if facts.has_right else facts.why_not
    elif isinstance(action, Lock):
        titles, why = (), f"{facts.why_not}; the account is locked"
    else:
        titles = tuple(sorted(library.title for library in action.libraries))
        given = f"The plan {facts.plan.name} gives these" if facts.plan else ""
        given += _limited(facts, action)
        why = f"{facts.why_not}; these stay" if isinstance(action, Restrict) else given
    name = type(action).__name__.casefold()
    return PlannedAction(facts.user.id, name, action.server_id, titles, why)


def _limited(facts: Situation, action: Action) -> str:
    """Return what the server shall keep the person from, where that is another thing than now."""
    if not isinstance(action, Change) or action.remote.limits is None:
        return ""
    limits = facts.limits_on(action.server_id)
    row = facts.rows.get(action.server_id)
    is_kept = action.remote.limits.holds(limits) and (row is None or row.limits == limits)
    told = limits.told(facts.able(action.server_id))
    return "" if is_kept else f"; the server itself keeps to {told}"
