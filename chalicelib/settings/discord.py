"""The Discord server and its roles: what may be shown of them, and changing them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.secret import Secret
from chalicelib.settings import checks, section
from chalicelib.settings.community_model import DiscordSettings
from chalicelib.settings.ports import SettingsDeps
from chalicelib.settings.views import SecretView, secret_view

TOKEN_PLACE = "discord.bot_token"  # noqa: S105 - where it is sealed, not what it is
# What Discord lets a role be called, and how many a server may have.
LONGEST_ROLE = 100
MOST_ROLES = 250
_TOKEN = re.compile(r"[A-Za-z0-9._-]{20,200}\Z")


@dataclass(frozen=True, slots=True)
class DiscordChanges:
    """What to change; None keeps what is set, an empty token removes it."""

    enabled: bool | None = None
    bot_token: str | None = None
    guild_id: str | None = None
    subscriber_role: str | None = None
    trial_role: str | None = None
    plan_roles: Mapping[PlanId, str] | None = None


@dataclass(frozen=True, slots=True)
class DiscordView:
    """The settings without the bot's token, of which not even the ending is shown."""

    enabled: bool
    bot_token: SecretView
    guild_id: str
    subscriber_role: str
    trial_role: str
    plan_roles: Mapping[PlanId, str]
    version: int


def show(deps: SettingsDeps) -> DiscordView:
    """Return what may be shown."""
    held = deps.store.discord()
    token = secret_view(deps, held.bot_token, place=TOKEN_PLACE)
    return DiscordView(
        enabled=held.enabled,
        bot_token=SecretView(token.is_set, problem=token.problem),
        guild_id=held.guild_id,
        subscriber_role=held.subscriber_role,
        trial_role=held.trial_role,
        plan_roles=held.plan_roles,
        version=held.version,
    )


def change(
    deps: SettingsDeps, *, version: int, changes: DiscordChanges, actor: Actor
) -> DiscordSettings:
    """Change the settings as they were at `version`; who differs then is found each night.

    Raises InvalidError with every wrong field, StaleRecordError when somebody was faster.
    """
    before = section.at_version(deps.store.discord(), version)
    named = section.given(changes)
    token = named.pop("bot_token", None)
    after = replace(before, **named)
    roles = {plan_id: role.strip() for plan_id, role in after.plan_roles.items()}
    after = replace(after, plan_roles={each: role for each, role in roles.items() if role})
    has_token = before.bot_token is not None if token is None else bool(token)
    checks.refuse(
        [
            _wrong_token(token),
            checks.discord_id("guild_id", after.guild_id),
            checks.text("subscriber_role", after.subscriber_role, longest=LONGEST_ROLE),
            checks.text("trial_role", after.trial_role, longest=LONGEST_ROLE),
            *(
                checks.text("plan_roles", role, longest=LONGEST_ROLE)
                for role in after.plan_roles.values()
            ),
            None if has_token or not after.enabled else checks.needed("bot_token"),
            None if after.guild_id or not after.enabled else checks.needed("guild_id"),
        ]
    )
    if token is not None:
        sealed = deps.vault.seal(Secret(token), place=TOKEN_PLACE) if token else None
        after = replace(after, bot_token=sealed)
    entered = () if token is None else ("bot_token",)
    return section.saved(deps, before, after, actor=actor, entered=entered)


def _wrong_token(token: str | None) -> Problem | None:
    if not token or _TOKEN.match(token):
        return None
    return Problem(
        "bot_token",
        "This does not look like the token of a bot.",
        "Copy it again from the Bot page of your application at Discord.",
    )
