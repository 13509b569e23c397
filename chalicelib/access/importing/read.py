"""Read who is on the media servers, and whom of them we know."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.access.importing.choices import AS_NEW, IGNORE, Known, Terms, is_open
from chalicelib.access.importing.crowd import Person, Reading, people
from chalicelib.access.looking import situation, snapshots
from chalicelib.access.model import Share
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog import libraries, reach
from chalicelib.catalog.model import Plan, Server
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.users.model import User

log = logging.getLogger(__name__)

_PAGE = 200
DISABLED = "It is disabled: enable it to take over its people"
IGNORED = "It is on the list of servers that are left alone"


def refreshed(deps: AccessDeps, servers: Iterable[Server], *, actor: Actor) -> dict[str, str]:
    """Let names and libraries follow the platform; return what went wrong, by server.

    New libraries are Private (B135); a machine that is another one is reported, and nothing of it
    is taken over (B139).
    """

    def refresh(server: Server) -> tuple[ServerId, str]:
        try:
            libraries.refresh(deps.cataloguing, server_id=server.id, actor=actor)
        except AppError as error:
            log.warning("import.server_failed", extra={"server_id": server.id})
            return server.id, f"{error.message} {error.remedy}".strip()
        return server.id, ""

    told = snapshots.side_by_side(deps, servers, refresh)
    return {server_id: problem for server_id, problem in told if problem}


def wanted_servers(deps: AccessDeps) -> tuple[Server, ...]:
    """Return the servers that are not left alone (B138)."""
    ignored = set(deps.settings.media().ignored_servers)
    return tuple(each for each in deps.catalog.servers() if each.machine_id not in ignored)


def readings(
    deps: AccessDeps,
    servers: Iterable[Server],
    *,
    problems: Mapping[str, str],
    until: datetime | None = None,
) -> tuple[Reading, ...]:
    """Read the people of each enabled server; one that cannot be read stops no other.

    Servers with `problems` are not asked; `until` is the instant after which none is any more.
    """

    def read(server: Server) -> Reading:
        return _reading(deps, server, problems.get(server.id, ""), until)

    return tuple(snapshots.side_by_side(deps, servers, read))


def crowd(deps: AccessDeps, told: Iterable[Reading]) -> tuple[Person, ...]:
    """Return everybody whom the readings show."""
    owners = frozenset(each.plex_id for each in deps.catalog.plex_accounts())
    return people(told, owner_ids=owners)


def terms(deps: AccessDeps, *, choices: Mapping[str, str]) -> Terms:
    """Return on which terms people come in."""
    settings = deps.settings.media()
    default_id, _version = deps.catalog.default_plan_id()
    return Terms(
        plan=deps.catalog.plan(default_id) if default_id else None,
        is_permanent=settings.import_as_permanent,
        shares_follow=settings.sync_shared_libraries,
        libraries=deps.catalog.all_libraries(),
        plans=deps.catalog.plans(),
        choices=choices,
    )


def known(deps: AccessDeps, found: Iterable[Person], on: Terms) -> Known:
    """Return whom we know of those whom there is something to find out about."""
    asked = tuple(each for each in found if is_open(each, on))
    server_ids = sorted({server_id for each in asked for server_id in each.server_ids})
    claims = tuple(dict.fromkeys(claim for each in asked for claim in _claims(each)))
    holders = deps.users.by_claims(claims) if claims else {}
    chosen = {UserId(each) for each in on.choices.values() if each not in {IGNORE, AS_NEW}}
    at_address = {
        address: deps.users.by_email(address)
        for address in sorted({it for each in asked for it in _addresses(each, holders)})
    }
    users = deps.users.many(tuple(sorted(chosen))) if chosen else {}
    us = Known(holders, at_address, users)
    ids = tuple(sorted(us.everybody()))
    shares = _shares(deps, server_ids)
    return replace(us, shares=shares, paid=deps.subscriptions.many(ids) if ids else {})


def plan_of(on: Terms) -> Plan | None:
    """Return what newcomers get, None for permanent access."""
    return None if on.is_permanent else on.plan


def _reading(deps: AccessDeps, server: Server, problem: str, until: datetime | None) -> Reading:
    keeps = situation.keeps_accounts(deps, server)
    if not server.is_enabled:
        problem = problem or DISABLED
    elif until is not None and deps.clock.now() >= until:
        problem = "There was no time left to read it"
    if problem:
        return Reading(server, keeps_accounts=keeps, problem=problem)
    try:
        return _asked(deps, server, keeps_accounts=keeps)
    except AppError as error:
        log.warning("import.server_unread", extra={"server_id": server.id})
        why = f"{error.message} {error.remedy}".strip()
        return Reading(server, keeps_accounts=keeps, problem=why)


def _asked(deps: AccessDeps, server: Server, *, keeps_accounts: bool) -> Reading:
    accounts = {each.id: each for each in deps.catalog.plex_accounts()}
    access = reach.access_to(server, accounts, deps.vault)
    host = deps.hosts[server.platform]
    snapshot = host.snapshot(access)
    known_people = host.people(access)
    gap = f"It did not tell all: {snapshot.gap or 'a list was short'}"
    return Reading(
        server,
        shares=snapshot.shares,
        at_home={each.plex_id: each.is_at_home for each in known_people.people if each.plex_id},
        knows_all=known_people.is_complete,
        keeps_accounts=keeps_accounts,
        problem="" if snapshot.is_complete else gap,
    )


def _claims(person: Person) -> Iterable[str]:
    names = (("name", person.username), ("email", person.email))
    yield person.key
    yield from (f"{word}:{text}" for word, text in names if text)


def _addresses(person: Person, holders: Mapping[str, User]) -> tuple[str, ...]:
    """Return the addresses by which somebody who is not known yet may be known here."""
    if any(claim in holders for claim in _claims(person)):
        return ()
    named = person.username if person.account_ref and "@" in person.username else ""
    return tuple(filter(None, (person.email or named,)))


def _shares(
    deps: AccessDeps, server_ids: Iterable[ServerId]
) -> Mapping[UserId, Mapping[ServerId, Share]]:
    """Return all shares of these servers; one written this moment may be missing yet."""
    held: dict[UserId, dict[ServerId, Share]] = {}
    for server_id in server_ids:
        cursor = None
        while True:
            page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
            for share in page.items:
                held.setdefault(share.user_id, {})[server_id] = share
            cursor = page.next_cursor
            if cursor is None:
                break
    return held
