"""The part of the demo beside the media servers: Discord roles, accounts in request systems."""

import os
from dataclasses import replace

from chalicelib import wiring
from chalicelib.catalog.model import Plan
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.records import Update
from chalicelib.settings import discord, request_systems
from chalicelib.settings.community_model import AtEnd, RequestSystemName
from infra.sandbox import discord as discord_standin
from infra.sandbox import ombi, overseerr, petio

_ACTOR = Actor("seed:demo")
_PREMIUM = "Premium"
# Login, secret and profile; all of them the stand-ins', public on purpose.
_SYSTEMS = {
    RequestSystemName.OVERSEERR: ("", overseerr.KEY, ""),
    RequestSystemName.OMBI: (ombi.ADMIN, ombi.KEY, ""),
    RequestSystemName.PETIO: (petio.ADMIN, petio.PASSWORD, "Generous"),
}


def add(plans: tuple[Plan, ...]) -> None:
    """Switch everything on; what is set already stays, but for addresses that moved."""
    _discord(plans)
    for name in RequestSystemName:
        _system(name)


def discord_id_of(username: str) -> str:
    """Return the Discord id of somebody whom the stand-in knows, empty for all others."""
    known = username in discord_standin.MEMBERS
    return discord_standin.id_of(username) if known else ""


def _discord(plans: tuple[Plan, ...]) -> None:
    deps = wiring.settings_deps()
    if deps.store.discord().version:
        return
    changes = discord.DiscordChanges(
        enabled=True,
        bot_token=discord_standin.TOKEN,
        guild_id=discord_standin.GUILD_ID,
        subscriber_role="Subscriber",
        trial_role="Trial",
        plan_roles={plan.id: _PREMIUM for plan in plans if plan.name == _PREMIUM},
    )
    discord.change(deps, version=0, changes=changes, actor=_ACTOR)


def _system(name: RequestSystemName) -> None:
    deps = wiring.settings_deps()
    url = f"{os.environ['SANDBOX_URL']}/{name}"
    held = deps.store.request_system(name)
    if held.version:
        if held.url.startswith("http://127.0.0.1:") and held.url != url:
            # The stand-ins listen elsewhere than in the run before.
            deps.database.commit(Update(replace(held, url=url)))
        return
    login, secret, profile = _SYSTEMS[name]
    changes = request_systems.RequestSystemChanges(
        enabled=True, url=url, login=login, secret=secret, profile=profile, at_end=AtEnd.REMOVE
    )
    request_systems.change(deps, name=name, version=0, changes=changes, actor=_ACTOR)
