"""The part of the composition root that speaks to Discord and request systems.

As in `wiring`, imports stand inside the functions: a process loads only what it meets.
"""

import functools
from typing import TYPE_CHECKING, Any

from chalicelib.config import config
from chalicelib.kernel.lazy import LazyMapping, LazyPort
from chalicelib.settings.community_model import RequestSystemName

if TYPE_CHECKING:
    from chalicelib.adapters.dynamo.rows import Rows
    from chalicelib.community.ports import CommunityDeps
    from chalicelib.settings.ports import SettingsDeps
    from chalicelib.subscriptions.ports import SubscriptionsDeps
    from chalicelib.users.ports import UsersDeps


def community_deps(
    rows: "Rows",
    settings: "SettingsDeps",
    users: "UsersDeps",
    subscriptions: "SubscriptionsDeps",
) -> "CommunityDeps":
    """Return what roles and accounts outside of the media servers need."""
    from chalicelib.adapters.dynamo.community_store import DynamoCommunityStore
    from chalicelib.community.ports import CommunityDeps

    return CommunityDeps(
        database=settings.database,
        store=DynamoCommunityStore(rows),
        users=users.store,
        subscriptions=subscriptions.store,
        settings=settings.store,
        guild=LazyPort(_guild),
        systems=LazyMapping(
            {
                RequestSystemName.OVERSEERR: _overseerr,
                RequestSystemName.OMBI: _ombi,
                RequestSystemName.PETIO: _petio,
            }
        ),
        vault=settings.vault,
        nudge=users.nudge,
        clock=settings.clock,
    )


@functools.cache
def _guild() -> Any:
    from chalicelib.adapters.companions.discord import DiscordGuild

    return DiscordGuild(base_url=config().discord_api_base)


@functools.cache
def _overseerr() -> Any:
    from chalicelib.adapters.companions.overseerr import Overseerr

    return Overseerr()


@functools.cache
def _ombi() -> Any:
    from chalicelib.adapters.companions.ombi import Ombi

    return Ombi()


@functools.cache
def _petio() -> Any:
    from chalicelib.adapters.companions.petio import Petio

    return Petio()
