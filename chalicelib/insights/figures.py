"""Count once a day how much there is to see, and for how many (B247)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.ports import AccessDeps
from chalicelib.catalog import reach
from chalicelib.catalog.figures import DayFigures, ServerFigures
from chalicelib.catalog.model import Platform, PlexAccount, Server
from chalicelib.catalog.ports import ItemCounter
from chalicelib.jobs.schedule import tell_trouble
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import PlexAccountId, ServerId
from chalicelib.kernel.records import Put
from chalicelib.subscriptions import lifecycle, trials

log = logging.getLogger(__name__)

SHOWN_DAYS = 30
_PAGE = 200
# Every period that has not ended ends within this.
_FAR = timedelta(days=40 * 366)


@dataclass(slots=True)
class _People:
    active: int = 0
    trying: int = 0


def refresh(deps: AccessDeps, counters: Mapping[Platform, ItemCounter]) -> Mapping[str, int]:
    """Count and store the figures of today; people always, libraries if the setting says so.

    Returns how many servers were counted and how many did not answer. Idempotent.
    """
    now = deps.clock.now()
    people = _count_people(deps, now=now)
    held = latest(deps, now=now)
    known = {each.server_id: each for each in held.servers} if held else {}
    servers, counts = tuple(known.values()), {"people": people.active}
    if deps.settings.media().refresh_statistics:
        servers, counts = _count_servers(deps, counters, known, counts, now=now)
    day = now.date().isoformat()
    deps.database.commit(Put(DayFigures(day, now, people.active, people.trying, servers)))
    return counts


def latest(deps: AccessDeps, *, now: datetime) -> DayFigures | None:
    """Return what was counted last, within a month."""
    return next(iter(deps.catalog.figures(now=now, days=SHOWN_DAYS)), None)


def _count_people(deps: AccessDeps, *, now: datetime) -> _People:
    people, cursor = _People(), None
    while True:
        page = deps.subscriptions.due(now=now + _FAR, cursor=cursor, limit=_PAGE)
        for each in page.items:
            if trials.running_trial(each, now=now) is not None:
                people.trying += 1
            elif lifecycle.paid_until(each, now=now) is not None:
                people.active += 1
        cursor = page.next_cursor
        if cursor is None:
            return people


def _count_servers(
    deps: AccessDeps,
    counters: Mapping[Platform, ItemCounter],
    known: Mapping[ServerId, ServerFigures],
    counts: dict[str, int],
    *,
    now: datetime,
) -> tuple[tuple[ServerFigures, ...], dict[str, int]]:
    accounts = {each.id: each for each in deps.catalog.plex_accounts()}
    found: list[ServerFigures] = []
    for server in deps.catalog.servers():
        if not server.is_enabled:
            continue
        items = _items(deps, counters[server.platform], server, accounts)
        name = "servers" if items is not None else "unread"
        counts[name] = counts.get(name, 0) + 1
        if items is not None:
            found.append(ServerFigures(server.id, items, now))
        elif server.id in known:
            found.append(known[server.id])
    return tuple(found), counts


def _items(
    deps: AccessDeps,
    counter: ItemCounter,
    server: Server,
    accounts: Mapping[PlexAccountId, PlexAccount],
) -> Mapping[str, int] | None:
    libraries = tuple(each for each in deps.catalog.libraries(server.id) if not each.is_missing)
    try:
        access = reach.access_to(server, accounts, deps.vault)
        return counter.items(access, libraries)
    except AppError as error:
        log.warning("statistics.unread", extra={"server_id": server.id, "why": error.message})
        tell_trouble(f"statistics:{server.id}", error.message)
        return None
