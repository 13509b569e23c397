"""Whom the media servers would take, asked before anything is written (B155)."""

import logging
from dataclasses import dataclass, replace

from chalicelib.access.ports import AccessDeps, RemotePeople, RemotePerson
from chalicelib.access.selection import Choice, choose
from chalicelib.catalog import reach
from chalicelib.catalog.model import Plan, Seats, Server
from chalicelib.kernel.errors import AppError, Problem
from chalicelib.kernel.ids import ServerId
from chalicelib.users.model import MediaIdentity, User

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where somebody would come, or why nobody would take them."""

    server_name: str = ""
    problem: Problem | None = None


class Door:
    """The media servers as they stand now; each account there is asked once who is at home.

    Whoever is let in takes a seat in its own reckoning, so that many can be asked about in turn.
    """

    def __init__(self, deps: AccessDeps) -> None:
        self._deps = deps
        self._servers = {each.id: each for each in deps.catalog.servers()}
        self._libraries = deps.catalog.all_libraries()
        self._seats = {each.server_id: each for each in deps.catalog.all_seats()}
        self._accounts = {each.id: each for each in deps.catalog.plex_accounts()}
        self._known: dict[str, RemotePeople | None] = {}

    def asks(self, media: MediaIdentity, *, plan: Plan, user: User | None) -> Verdict:
        """Return where somebody who gets this plan would come, or what speaks against it.

        What the platform does not answer speaks against nobody.
        """
        if user is not None and user.must_change_media:
            message = f"{user.name or user.email} has to change the media account first."
            remedy = "Let the person do so on the account page, or take the mark off the profile."
            return Verdict(problem=Problem("person", message, remedy))
        choice, is_there = self._choice(plan, user)
        server = self._servers.get(choice.server_id) if choice.server_id else None
        if server is None:
            remedy = "Enable a server with libraries of the plan, or make room on one."
            return Verdict(problem=Problem("plan_id", choice.explanation, remedy))
        refusal = None if is_there else self._refusal(media, server)
        if refusal is None and not is_there:
            self._take_seat(server.id)
        return Verdict(server.name, refusal)

    def _choice(self, plan: Plan, user: User | None) -> tuple[Choice, bool]:
        """Return the choice, and whether the person is on that server already."""
        shares = self._deps.store.of_user(user.id) if user else ()
        choice = choose(
            plan=plan,
            servers=tuple(self._servers.values()),
            libraries=self._libraries,
            seats=self._seats,
            accounts=self._accounts,
            shares=shares,
            preferred_location_id=user.preferred_location_id if user else None,
            held_server_id=None,
            now=self._deps.clock.now(),
        )
        held = {share.server_id for share in shares if share.takes_seat}
        return choice, choice.server_id in held

    def _take_seat(self, server_id: ServerId) -> None:
        seats = self._seats.get(server_id) or Seats(server_id)
        self._seats[server_id] = replace(seats, people=seats.people + 1)

    def _refusal(self, media: MediaIdentity, server: Server) -> Problem | None:
        account = self._accounts.get(server.account_id) if server.account_id else None
        own = (account.plex_id, account.username, account.email) if account else ("", "", "")
        if _is(media, *own):
            message = f"{media.handle} is the account that owns {server.name}."
            return Problem("person", message, "The owner sees everything; invite somebody else.")
        known = self._people(server)
        for each in known.people if known else ():
            if each.is_at_home and _is_person(media, each):
                return _at_home(media, server, owner=own[1])
        return None

    def _people(self, server: Server) -> RemotePeople | None:
        name = server.account_id or server.id
        if name not in self._known:
            try:
                access = reach.access_to(server, self._accounts, self._deps.vault)
                self._known[name] = self._deps.hosts[server.platform].people(access)
            except AppError as error:
                log.info("door.not_told", extra={"server_id": server.id, "why": error.message})
                self._known[name] = None
        return self._known[name]


def _is_person(media: MediaIdentity, person: RemotePerson) -> bool:
    return _is(media, person.plex_id, person.username, person.email)


def _is(media: MediaIdentity, plex_id: str, username: str, email: str) -> bool:
    pairs = ((media.plex_id, plex_id), (media.username, username), (media.email, email))
    return any(one and one == other.casefold() for one, other in pairs)


def _at_home(media: MediaIdentity, server: Server, *, owner: str) -> Problem:
    if owner:
        message = f"{media.handle} is in the Plex Home of {owner}, so Plex refuses an invite."
        remedy = "Remove the person from the Home at Plex, or share the libraries there."
        return Problem("person", message, remedy)
    message = f"{media.handle} administers {server.name}, so already sees everything."
    return Problem("person", message, "Use another user name.")
