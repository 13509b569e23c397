"""The settings that decide, and the way into the systems that they name."""

from chalicelib.community.due import Rules
from chalicelib.community.ports import CommunityDeps, GuildAccess, SystemAccess
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.settings.community_model import (
    DiscordSettings,
    RequestSystemName,
    RequestSystemSettings,
)
from chalicelib.settings.discord import TOKEN_PLACE
from chalicelib.settings.ports import SettingsStore


def read(store: SettingsStore) -> Rules:
    """Return the settings that decide, in one round trip."""
    settings = store.at_once()
    systems = {name: settings.request_system(name) for name in RequestSystemName}
    return Rules(settings.discord(), systems)


def guild_access(deps: CommunityDeps, settings: DiscordSettings) -> GuildAccess:
    """Return the way to the Discord server; raises ActionRequiredError when it lacks anything."""
    if settings.bot_token is None or not settings.guild_id:
        raise ActionRequiredError(
            "Discord has no bot token or no server.",
            remedy="Enter both under Settings, Discord.",
            code="discord.not_set_up",
        )
    token = deps.vault.open(settings.bot_token, place=TOKEN_PLACE)
    return GuildAccess(settings.guild_id, token)


def system_access(deps: CommunityDeps, settings: RequestSystemSettings) -> SystemAccess:
    """Return the way to a request system; raises ActionRequiredError when it lacks anything."""
    if settings.secret is None or not settings.url:
        raise ActionRequiredError(
            f"{settings.name.title()} has no address or no key.",
            remedy="Enter both under Settings, Request systems.",
            code=f"{settings.name}.not_set_up",
        )
    secret = deps.vault.open(settings.secret, place=settings.place)
    return SystemAccess(settings.url, settings.login, secret, settings.profile)
