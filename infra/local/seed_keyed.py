"""The part of the demo that is not Plex: one Jellyfin and one Emby server, each with a plan."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib import wiring
from chalicelib.catalog import keyed_servers, libraries, plans, servers
from chalicelib.catalog.model import Platform, Server
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import GroupId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Update
from chalicelib.kernel.secret import Secret
from chalicelib.kernel.term import days
from infra.sandbox.mediabrowser_world import key_for

_ACTOR = Actor("seed:demo")


@dataclass(frozen=True, slots=True)
class _Offer:
    """A server of the stand-in, and the plan that is sold on it."""

    platform: Platform
    server: str
    group: str
    description: str
    sort_order: int


_OFFERS = (
    _Offer(Platform.JELLYFIN, "gamma", "Jellyfin", "For the Jellyfin apps: two screens.", 5),
    _Offer(Platform.EMBY, "epsilon", "Emby", "For the Emby apps: two screens.", 6),
)
GROUPS = frozenset(offer.group for offer in _OFFERS)


def add(group_ids: Mapping[str, GroupId]) -> None:
    """Add the servers and their plans; what exists is left alone."""
    for offer in _OFFERS:
        server = _server(offer)
        group_id = group_ids[offer.group]
        _classify(server, group_id)
        _plan(offer, group_id)


def _server(offer: _Offer) -> Server:
    deps = wiring.catalog_deps()
    url = f"{os.environ['SANDBOX_URL']}/{offer.platform}/{offer.server}"
    known = next((each for each in deps.store.servers() if each.platform is offer.platform), None)
    if known is not None:
        if known.url != url:
            # The stand-ins listen elsewhere than in the run before.
            deps.database.commit(Update(replace(known, url=url)))
        return known
    key = Secret(key_for(offer.platform, offer.server))
    added = keyed_servers.add(deps, platform=offer.platform, url=url, key=key, actor=_ACTOR)
    changes = servers.ServerChanges(
        is_enabled=True, allows_new=True, max_users=25, location_id=None, logs_activity=True
    )
    return servers.change(
        deps, server_id=added.id, version=added.version, changes=changes, actor=_ACTOR
    )


def _classify(server: Server, group_id: GroupId) -> None:
    deps = wiring.catalog_deps()
    stored = deps.store.libraries(server.id)
    if any(library.version > 1 for library in stored):
        return
    for library in stored:
        libraries.classify(
            deps, library_id=library.id, server_id=server.id, group_id=group_id, actor=_ACTOR
        )


def _plan(offer: _Offer, group_id: GroupId) -> None:
    deps = wiring.catalog_deps()
    if any(plan.name == offer.group for plan in deps.store.plans()):
        return
    draft = plans.PlanDraft(
        name=offer.group,
        description=offer.description,
        price=Money(800, "USD"),
        term=days(30),
        max_streams=2,
        group_ids=(group_id,),
        sort_order=offer.sort_order,
    )
    plans.add(deps, draft=draft, actor=_ACTOR)
