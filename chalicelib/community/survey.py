"""Look once a night for everybody who has something else than is due to them.

Each system is read once, whoever is there. Found is what no change of access tells: a role or an
account that somebody took away by hand, a member who joined, a lost job, other settings. What was
refused to somebody for good was told when it was, and is left until something changes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from chalicelib.community import mirror, reach, refusals
from chalicelib.community.due import Due, Rules, due
from chalicelib.community.facts import abilities
from chalicelib.community.model import AccountState, Held
from chalicelib.community.plan import Action, GiveRole, TakeRole, plan
from chalicelib.community.ports import CommunityDeps
from chalicelib.jobs.model import Job, JobKind, new_job
from chalicelib.jobs.rehearsal import Part, Step
from chalicelib.jobs.schedule import tell_trouble
from chalicelib.kernel.errors import AlreadyRecordedError, AppError, ErrorKind
from chalicelib.kernel.records import Insert
from chalicelib.settings.community_model import RequestSystemName
from chalicelib.users.model import User

T = TypeVar("T")

DIFFERING = "differing"
_AT_ONCE = 100
_DISCORD = "discord"


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody who has something else than is due, by the records or as the systems show it."""

    user: User
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the systems show; None for what could not be read.

    Those that `refused` to be read for good are told of as a whole, and nobody is sent there.
    """

    members: Mapping[str, frozenset[str]] | None = None
    role_names: frozenset[str] | None = None
    refs: Mapping[RequestSystemName, frozenset[str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


def look_at_all(deps: CommunityDeps) -> Mapping[str, int]:
    """Enqueue the mirroring of everybody who differs; nothing is changed in any system here.

    A system that does not answer is told of, and compared by the records alone (B209); one that
    refuses us is told of and left.
    """
    rules = reach.read(deps.settings)
    if rules.is_asleep:
        return {}
    counts = Counter({DIFFERING: 0})
    for case in cases(deps, rules):
        counts[DIFFERING] += 1
        job = _job(deps, case)
        try:
            deps.database.commit(Insert(job))
        except AlreadyRecordedError:
            continue
        deps.nudge.send(job.id)
    return counts


def planned(deps: CommunityDeps) -> Part:
    """Return whom `look_at_all` would look after, and as far as the records tell how (X042)."""
    rules = reach.read(deps.settings)
    if rules.is_asleep:
        return Part("community", note="Discord and request systems are switched off.")
    steps: list[Step] = []
    for case in cases(deps, rules):
        told = [mirror.step(action, case.user) for action in case.actions]
        who = case.user.name or case.user.email
        steps += told or [Step("community.look", who, "Has something else", case.user.id)]
    return Part("community", tuple(steps))


def cases(deps: CommunityDeps, rules: Rules) -> Iterator[Case]:
    """Yield everybody who differs; nothing is written."""
    view, now = _view(deps, rules), deps.clock.now()
    cursor: str | None = None
    while True:
        page = deps.users.search(text="", cursor=cursor, limit=_AT_ONCE)
        ids = tuple(user.id for user in page.items)
        paid, held = deps.subscriptions.many(ids), deps.store.held(ids)
        for user in page.items:
            wanted = due(user, paid[user.id], rules, now=now)
            known = held[user.id]
            actions = refusals.still_open(
                _possible(plan(wanted, known, abilities(deps)), view),
                known.refusals,
                user=user,
                rules=rules,
            )
            if actions or _differs(wanted, known, view):
                yield Case(user, actions)
        cursor = page.next_cursor
        if cursor is None:
            return


def _view(deps: CommunityDeps, rules: Rules) -> View:
    view, refused = View(), set[str]()
    if rules.discord.enabled:
        names = _read(_DISCORD, partial(_role_names, deps, rules), refused)
        members = _read(f"{_DISCORD}:members", partial(_members, deps, rules), refused)
        view = replace(view, members=members, role_names=names)
    read = {
        name: _read(name, partial(_refs, deps, rules, name), refused)
        for name in rules.enabled_systems
    }
    refs = {name: refs for name, refs in read.items() if refs is not None}
    return replace(view, refs=refs, refused=frozenset(refused))


def _members(deps: CommunityDeps, rules: Rules) -> Mapping[str, frozenset[str]]:
    return deps.guild.members(reach.guild_access(deps, rules.discord))


def _refs(deps: CommunityDeps, rules: Rules, name: RequestSystemName) -> frozenset[str]:
    return deps.systems[name].refs(reach.system_access(deps, rules.systems[name]))


def _role_names(deps: CommunityDeps, rules: Rules) -> frozenset[str]:
    """Return the names of the server's roles; tell of those that are set and missing (B204)."""
    roles = deps.guild.roles(reach.guild_access(deps, rules.discord))
    names = frozenset(each.name.casefold() for each in roles)
    wanted = {rules.discord.subscriber_role, rules.discord.trial_role}
    wanted |= set(rules.discord.plan_roles.values())
    missing = sorted(each for each in wanted - {""} if each.casefold() not in names)
    if missing:
        tell_trouble(_DISCORD, f"The Discord server has no role called {', '.join(missing)}.")
    return names


def _read(name: str, work: Callable[[], T], refused: set[str]) -> T | None:
    try:
        return work()
    except AppError as error:
        tell_trouble(name, error.message)
        if error.kind is not ErrorKind.RETRY:
            refused.add(name)
        return None


def _possible(actions: tuple[Action, ...], view: View) -> tuple[Action, ...]:
    """Return the actions without what fails for everybody alike, which is told of once.

    That is a role that the server has not, and a system that refuses us.
    """
    names = view.role_names
    return tuple(
        each
        for each in actions
        if _system(each) not in view.refused
        and (names is None or not isinstance(each, GiveRole) or each.role.casefold() in names)
    )


def _system(action: Action) -> str:
    return _DISCORD if isinstance(action, GiveRole | TakeRole) else action.system


def _differs(wanted: Due, held: Held, view: View) -> bool:
    row = held.roles
    if wanted.roles is not None and row.discord_id and view.members is not None:
        holds = view.members.get(row.discord_id)
        if row.is_absent and holds is not None and wanted.roles:
            return True
        if row.roles and not frozenset(row.roles.values()) <= (holds or frozenset()):
            return True
    return any(
        _is_missing(account.state, account.ref, view.refs.get(name))
        or (account.state is AccountState.ABSENT and wanted.accounts.get(name, "") is None)
        for name, account in held.accounts.items()
        if name in wanted.accounts and name not in view.refused
    )


def _is_missing(state: AccountState, ref: str, refs: frozenset[str] | None) -> bool:
    is_known = state in {AccountState.OPEN, AccountState.DISABLED}
    return is_known and refs is not None and ref not in refs


def _job(deps: CommunityDeps, case: Case) -> Job:
    now = deps.clock.now()
    return new_job(
        JobKind.MIRROR_COMMUNITY,
        case.user.id,
        now=now,
        cause=f"night_{case.user.id}_{now:%Y%m%d}",
        payload={mirror.LOOK: True},
        user_id=case.user.id,
    )
