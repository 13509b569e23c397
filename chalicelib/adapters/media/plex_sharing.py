"""Plex as a place where libraries are shared.

plex.tv shares ALL libraries when a list of libraries is empty, so an empty one never leaves here.
"""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element

from chalicelib.access.ports import RemotePeople, RemoteShare, RemoteSnapshot, StaleCatalogError
from chalicelib.adapters.media.plex_lists import (
    accepted_refs,
    merged,
    missing,
    pending_invites,
    person_of,
    share_of,
    shares_of_friends,
    short,
    strangers_in,
)
from chalicelib.adapters.media.plex_once import Once
from chalicelib.adapters.media.plex_refusals import check
from chalicelib.adapters.media.plex_session import (
    PLEX_TV,
    Answer,
    PlexSession,
    parse_xml,
    refusal,
    refused_token,
    refuses_token,
)
from chalicelib.catalog.call_budget import CallBudget, Unspaced
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library, PlexAccount
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import ActionRequiredError, InvalidError
from chalicelib.users.model import MediaIdentity

log = logging.getLogger(__name__)

# The new address first; the old one answered 410 for a while and may again.
_PENDING_V2 = "/api/v2/shared_servers/invites/owned/pending"
_PENDING_V1 = "/api/invites/requested"
_GONE = frozenset({404, 410})
_NUMBERS = re.compile(r"[0-9a-f]{20,}|[0-9]{2,}")
_Invites = Mapping[str, list[RemoteShare]]


def _tell_nobody(_account: PlexAccount) -> None:
    """Leave it at the error that is raised."""


class PlexLibraryHost:
    """Shares libraries of Plex servers through plex.tv.

    Every call takes its turn in the `budget` of the account. `on_refused` is told when plex.tv
    refuses an account's token; an account that is known to be refused is not called for at all.
    While many servers are read (see access/looking/snapshots.py) each list of an account is read
    once.
    """

    capabilities: Final = frozenset({Capability.INVITES, Capability.DOWNLOAD_RIGHT})

    def __init__(
        self,
        session: PlexSession,
        *,
        budget: CallBudget | None = None,
        on_refused: Callable[[PlexAccount], None] = _tell_nobody,
    ) -> None:
        self._session = session
        self._budget = budget or Unspaced()
        self._on_refused = on_refused
        self._once = Once()

    def snapshot(self, access: ServerAccess) -> RemoteSnapshot:
        """Return the shares and open invites of the server.

        It is complete when the list of shares, the list of friends and the list of open invites
        name the same shares.
        """
        machine_id = access.server.machine_id
        listed = self._xml(access, f"/api/servers/{machine_id}/shared_servers")
        shares = {share.share_ref: share for share in map(share_of, listed.iter("SharedServer"))}
        gaps = [short(listed, len(shares))]
        friends = self._friends(access)
        known = shares_of_friends(friends, machine_id, pending=False)
        gaps += [
            short(friends, sum(1 for _ in friends.iter("User"))),
            missing("the list of shares", known - set(shares)),
            missing("the list of friends", accepted_refs(shares.values()) - known),
        ]
        invites = self._pending(access)
        if invites is None:
            gaps.append("open invites cannot be read")
        for invite in (invites or {}).get(machine_id, []):
            shares[invite.share_ref] = merged(shares.get(invite.share_ref), invite)
        promised = shares_of_friends(friends, machine_id, pending=True)
        gaps.append(missing("the list of invites", promised - set(shares)))
        gap = "; ".join(gap for gap in gaps if gap)
        return RemoteSnapshot(tuple(shares.values()), is_complete=not gap, gap=gap)

    def is_gone(self, access: ServerAccess, *, share_ref: str) -> bool:
        """Tell whether plex.tv says of this very share that there is none."""
        path = f"/api/servers/{access.server.machine_id}/shared_servers/{share_ref}"
        answer = self._ask("GET", path, access)
        if answer.status == 404:
            # The same words come for a server that is not known: ask for that, too.
            self._xml(access, f"/api/servers/{access.server.machine_id}")
            return True
        if answer.status >= 400:
            raise refusal(answer, where=PLEX_TV)
        return False

    def invite(
        self,
        access: ServerAccess,
        *,
        person: MediaIdentity,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Invite a person to exactly these libraries; refuses none (InvalidError)."""
        whom: dict[str, object] = {"invited_email": person.handle}
        if person.is_proven and person.plex_id.isdigit():
            whom = {"invited_id": int(person.plex_id)}
        elif not person.handle:
            raise InvalidError.of("media", "Nobody to invite.", "Enter a Plex name or address.")
        body = {
            "server_id": access.server.machine_id,
            "shared_server": {"library_section_ids": _section_ids(libraries), **whom},
            "sharing_settings": {
                "allowSync": "1" if allows_downloads else "0",
                "allowCameraUpload": "0",
                "allowChannels": "0",
                "filterMovies": "",
                "filterTelevision": "",
                "filterMusic": "",
            },
        }
        path = f"/api/servers/{access.server.machine_id}/shared_servers"
        self._send("POST", path, access, body)

    def change(
        self,
        access: ServerAccess,
        *,
        remote: RemoteShare,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Set the libraries and the download right of a share; refuses none (InvalidError).

        The download right of an open invite is set once its account is known.
        """
        section_ids = _section_ids(libraries)
        if remote.library_share_ids != {library.share_id for library in libraries}:
            body = {
                "server_id": access.server.machine_id,
                "shared_server": {"library_section_ids": section_ids},
            }
            path = f"/api/servers/{access.server.machine_id}/shared_servers/{remote.share_ref}"
            self._send("PUT", path, access, body)
        if remote.plex_id and remote.is_accepted and remote.allows_downloads != allows_downloads:
            query = {"allowSync": "1" if allows_downloads else "0"}
            path = f"/api/v2/sharings/{remote.plex_id}"
            check(self._ask("PUT", path, access, params=query))

    def withdraw(self, access: ServerAccess, *, remote: RemoteShare) -> None:
        """Remove a share or an open invite from this server; gone already is success."""
        machine_id = access.server.machine_id
        paths = []
        if remote.share_ref:
            paths.append(f"/api/servers/{machine_id}/shared_servers/{remote.share_ref}")
        if remote.invite_ref and not remote.is_accepted:
            paths.append(f"/api/v2/shared_servers/{remote.invite_ref}")
        for path in paths:
            answer = self._ask("DELETE", path, access)
            if answer.status != 404:
                check(answer)
                return

    def people(self, access: ServerAccess) -> RemotePeople:
        """Return whom the server's account knows: friends, members of its home, invited ones.

        It is complete when the list of friends is; open invites to mere addresses are added as far
        as plex.tv tells them.
        """
        listed = self._friends(access)
        people = tuple(map(person_of, listed.iter("User")))
        strangers = strangers_in(self._pending(access) or {})
        is_complete = not short(listed, len(people))
        return RemotePeople((*people, *strangers), is_complete=is_complete)

    def delete_person(self, access: ServerAccess, *, plex_id: str) -> None:
        """End the friendship, and with it every share of the account; gone already is success."""
        if not (plex_id.isascii() and plex_id.isdigit()):
            raise InvalidError.of("plex_id", "This names nobody.", "Give the id at plex.tv.")
        path = f"/api/v2/sharings/{plex_id}"
        answer = self._ask("DELETE", path, access)
        if answer.status != 404:
            check(answer)

    def _send(
        self, method: str, path: str, access: ServerAccess, body: Mapping[str, object]
    ) -> None:
        check(self._ask(method, path, access, json=body))

    def _xml(self, access: ServerAccess, path: str) -> Element:
        answer = self._ask("GET", path, access)
        check(answer)
        return parse_xml(answer.text, where="plex.tv")

    def _ask(self, method: str, path: str, access: ServerAccess, **given: Any) -> Answer:
        """Send one call when it is the account's turn."""
        account = _account(access)
        if account.token_error:
            raise refused_token("plex.tv")
        self._budget.wait_turn(account)
        answer = self._session.plex_tv(method, path, token=access.token, **given)
        if answer.status == 429:
            self._budget.hold(account, seconds=answer.retry_after_seconds)
        if answer.status == 410 and path != _PENDING_V2:
            # Never "nobody is there": our version is too old for what plex.tv is by now.
            why = f"{method} {_NUMBERS.sub('…', path)} was withdrawn"
            log.error("vendor.failed", extra={"vendor": "plex", "why": why})
        if refuses_token(answer):
            self._on_refused(account)
        return answer

    def _friends(self, access: ServerAccess) -> Element:
        def read() -> Element:
            return self._xml(access, "/api/users/")

        return self._once.read(f"friends of {_account(access).id}", read)

    def _pending(self, access: ServerAccess) -> _Invites | None:
        """Return the account's open invites by machine, None when neither API tells them."""

        def read() -> _Invites | None:
            return self._read_pending(access)

        return self._once.read(f"invites of {_account(access).id}", read)

    def _read_pending(self, access: ServerAccess) -> _Invites | None:
        answer = self._ask("GET", _PENDING_V2, access, as_json=True)
        if answer.status not in _GONE:
            check(answer)
            return pending_invites(answer.text)
        answer = self._ask("GET", _PENDING_V1, access)
        if answer.status in _GONE:
            return None
        check(answer)
        # The old list names no share: it only confirms what the list of shares shows as pending.
        parse_xml(answer.text, where="plex.tv")
        return {}


def _account(access: ServerAccess) -> PlexAccount:
    if access.account is None:
        raise ActionRequiredError(
            "The server's Plex account is not linked.", remedy="Link the account again."
        )
    return access.account


def _section_ids(libraries: tuple[Library, ...]) -> list[int]:
    ids = [library.share_id for library in libraries]
    if not ids:
        raise InvalidError.of(
            "libraries", "A share needs a library.", "No library would share them all."
        )
    if not all(each.isascii() and each.isdigit() for each in ids):
        raise StaleCatalogError(
            "A library has no id at plex.tv.", remedy="Refresh the server's libraries."
        )
    return [int(each) for each in ids]
