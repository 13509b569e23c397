"""How what somebody has differs from what is due, as a list of actions (pure).

It is told by the records alone, so that nobody is asked when nothing differs. Of what was begun
and never confirmed it is not known whether it came about: it is done again, which all systems
bear.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.community.due import Due
from chalicelib.community.model import AccountState, Held, RequestAccount, RoleHolding
from chalicelib.settings.community_model import AtEnd, RequestSystemName


class Ability(StrEnum):
    """What a request system can do for us; what it cannot is never asked of it."""

    OPENS = "opens"
    CLOSES = "closes"
    DISABLES = "disables"
    TAKES_DISCORD_ID = "takes_discord_id"


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give a member a role, by its name."""

    discord_id: str
    role: str


@dataclass(frozen=True, slots=True)
class TakeRole:
    """Take a role from a member, by the id that it had when it was given."""

    discord_id: str
    role: str
    role_id: str


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """Let the person have an account: the one that is there, else a new one."""

    system: RequestSystemName


@dataclass(frozen=True, slots=True)
class TellDiscord:
    """Tell the system whom to write to on Discord; an empty id is forgotten there."""

    system: RequestSystemName
    discord_id: str


@dataclass(frozen=True, slots=True)
class DisableAccount:
    """Keep the person from signing in, and keep the account."""

    system: RequestSystemName


@dataclass(frozen=True, slots=True)
class CloseAccount:
    """Remove the account."""

    system: RequestSystemName


Action = GiveRole | TakeRole | OpenAccount | TellDiscord | DisableAccount | CloseAccount

Abilities = Mapping[RequestSystemName, Collection[Ability]]


def plan(due: Due, held: Held, abilities: Abilities) -> tuple[Action, ...]:
    """Return what to do; nothing when all is as it is due. Roles are given before any is taken."""
    return (*_roles(due, held.roles), *_accounts(due, held, abilities))


def _roles(due: Due, row: RoleHolding) -> Iterator[Action]:
    if due.roles is None:
        return
    is_same = row.discord_id == due.discord_id
    wanted = due.roles if due.discord_id and not (is_same and row.is_absent) else frozenset()
    sure = row.roles.keys() - row.unsure if is_same else frozenset[str]()
    for role in sorted(wanted - sure):
        yield GiveRole(due.discord_id, role)
    for role, role_id in sorted(row.roles.items()):
        if not is_same or role not in wanted:
            yield TakeRole(row.discord_id, role, role_id)


def _accounts(due: Due, held: Held, abilities: Abilities) -> Iterator[Action]:
    for system, at_end in sorted(due.accounts.items()):
        row, able = held.accounts.get(system), abilities.get(system, ())
        if at_end is None:
            yield from _kept(system, row, due.discord_id, able)
        elif row is not None and row.is_there:
            yield from _ended(row, at_end, able)


def _kept(
    system: RequestSystemName,
    row: RequestAccount | None,
    discord_id: str,
    able: Collection[Ability],
) -> Iterator[Action]:
    is_open = row is not None and row.state is AccountState.OPEN
    if Ability.OPENS in able and not is_open:
        yield OpenAccount(system)
    if Ability.TAKES_DISCORD_ID not in able:
        return
    told = row.discord_id if row is not None and is_open else ""
    # An account that was not there is looked for again once a night, or for another id.
    is_missed = row is not None and row.state is AccountState.ABSENT
    if told != discord_id and not (is_missed and row is not None and row.discord_id == discord_id):
        yield TellDiscord(system, discord_id)


def _ended(row: RequestAccount, at_end: AtEnd, able: Collection[Ability]) -> Iterator[Action]:
    if not row.is_ours:
        return
    if at_end is AtEnd.REMOVE and Ability.CLOSES in able:
        yield CloseAccount(row.system)
    is_open = row.state is not AccountState.DISABLED
    if at_end is AtEnd.DISABLE and Ability.DISABLES in able and is_open:
        yield DisableAccount(row.system)
