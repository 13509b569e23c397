"""Give and take one person's Discord roles, each written down before Discord is asked."""

from dataclasses import replace

from chalicelib.community import reach
from chalicelib.community.facts import Facts
from chalicelib.community.model import RoleHolding
from chalicelib.community.plan import GiveRole, TakeRole
from chalicelib.community.ports import CommunityDeps, GuildAccess, NotAMemberError, Role
from chalicelib.kernel.audit import AuditEntry, note
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.records import Insert, Update, Write


def give(deps: CommunityDeps, facts: Facts, action: GiveRole) -> RoleHolding:
    """Give a role; idempotent. Whoever is not on the server gets none and is looked for nightly.

    Raises ActionRequiredError when there is no such role (B204), and what Discord raises.
    """
    row = facts.held.roles
    if row.roles and row.discord_id != action.discord_id:
        raise RetryLaterError("The roles of the former Discord account are not taken yet.")
    access = reach.guild_access(deps, facts.rules.discord)
    role = named(deps.guild.roles(access), action.role)
    begun = row.begun(role.name, role.id, discord_id=action.discord_id, now=facts.now)
    begun = _saved(deps, row, begun)
    try:
        deps.guild.give(access, discord_id=action.discord_id, role_id=role.id)
    except NotAMemberError:
        return _saved(deps, begun, begun.absent(action.discord_id, now=facts.now))
    entry = _entry(facts, "community.role_given", action)
    return _saved(deps, begun, begun.given(role.name), Insert(entry))


def take(deps: CommunityDeps, facts: Facts, action: TakeRole) -> RoleHolding:
    """Take a role; one that is gone already, and a member who left, are success."""
    row = facts.held.roles
    access = reach.guild_access(deps, facts.rules.discord)
    deps.guild.take(access, discord_id=action.discord_id, role_id=action.role_id)
    entry = _entry(facts, "community.role_taken", action)
    return _saved(deps, row, row.taken(action.role), Insert(entry))


def looked(deps: CommunityDeps, facts: Facts) -> RoleHolding:
    """Return what somebody holds of what we gave, as Discord shows it now, written down."""
    row = facts.held.roles
    if facts.due.roles is None or not row.discord_id:
        return row
    access: GuildAccess = reach.guild_access(deps, facts.rules.discord)
    shown = deps.guild.member(access, discord_id=row.discord_id)
    if shown is None:
        return _saved(deps, row, row.absent(row.discord_id, now=facts.now))
    roles = {name: role_id for name, role_id in row.roles.items() if role_id in shown}
    return _saved(deps, row, replace(row, roles=roles, unsure=frozenset(), is_absent=False))


def named(roles: tuple[Role, ...], name: str) -> Role:
    """Return the role of that name, the case not counting; raises ActionRequiredError."""
    found = next((each for each in roles if each.name.casefold() == name.casefold()), None)
    if found is None:
        raise ActionRequiredError(
            f"There is no role called {name} on the Discord server.",
            remedy="Make it there, or name another one under Settings, Discord.",
            code="discord.no_such_role",
        )
    if found.is_managed:
        raise ActionRequiredError(
            f"The Discord role {name} belongs to an integration; nobody can be given it.",
            remedy="Make a role of its own, and name it under Settings, Discord.",
            code="discord.managed_role",
        )
    return replace(found, name=name)


def _saved(
    deps: CommunityDeps, before: RoleHolding, after: RoleHolding, *also: Write
) -> RoleHolding:
    if after == before and not also:
        return before
    deps.database.commit(Update(after), *also)
    return replace(after, version=after.version + 1)


def _entry(facts: Facts, event: str, action: GiveRole | TakeRole) -> AuditEntry:
    return note(
        facts.actor,
        event,
        facts.user.id,
        now=facts.now,
        user_id=facts.user.id,
        after={"role": action.role, "discord_id": action.discord_id},
    )
