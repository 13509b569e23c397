"""Plex as a place where libraries are shared.

plex.tv shares ALL libraries when a list of libraries is empty, so an empty one never leaves here.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn
from xml.etree.ElementTree import Element

from chalicelib.access.ports import (
    AlreadySharingError,
    PersonRefusedError,
    RemotePeople,
    RemotePerson,
    RemoteShare,
    RemoteSnapshot,
    StaleCatalogError,
)
from chalicelib.adapters.media.plex_session import (
    Answer,
    PlexSession,
    fold,
    improper_answer,
    parse_xml,
    refusal,
)
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import ActionRequiredError, InvalidError
from chalicelib.users.model import MediaIdentity

_WHERE = "https://plex.tv"
# The new address first; the old one answered 410 for a while and may again.
_PENDING_V2 = "/api/v2/shared_servers/invites/owned/pending"
_PENDING_V1 = "/api/invites/requested"
_GONE = frozenset({404, 410})


class PlexLibraryHost:
    """Shares libraries of Plex servers through plex.tv."""

    capabilities: Final = frozenset({Capability.INVITES, Capability.DOWNLOAD_RIGHT})

    def __init__(self, session: PlexSession) -> None:
        self._session = session

    def snapshot(self, access: ServerAccess) -> RemoteSnapshot:
        """Return the shares and open invites of the server.

        It is complete when the list of shares, the list of friends and the list of open invites
        name the same shares.
        """
        machine_id = access.server.machine_id
        listed = self._xml(access, f"/api/servers/{machine_id}/shared_servers")
        shares = {share.share_ref: share for share in map(_share, listed.iter("SharedServer"))}
        gaps = [_short(listed, len(shares))]
        friends = self._xml(access, "/api/users/")
        known = _friends_shares(friends, machine_id)
        gaps += [
            _short(friends, sum(1 for _ in friends.iter("User"))),
            _missing("the list of shares", known - set(shares)),
            _missing("the list of friends", _accepted(shares) - known),
        ]
        invites = self._pending(access)
        if invites is None:
            gaps.append("open invites cannot be read")
        for invite in invites or ():
            shares[invite.share_ref] = _merged(shares.get(invite.share_ref), invite)
        gap = "; ".join(gap for gap in gaps if gap)
        return RemoteSnapshot(tuple(shares.values()), is_complete=not gap, gap=gap)

    def is_gone(self, access: ServerAccess, *, share_ref: str) -> bool:
        """Tell whether plex.tv says of this very share that there is none."""
        path = f"/api/servers/{access.server.machine_id}/shared_servers/{share_ref}"
        answer = self._session.plex_tv("GET", path, token=access.token)
        if answer.status == 404:
            # The same words come for a server that is not known: ask for that, too.
            self._xml(access, f"/api/servers/{access.server.machine_id}")
            return True
        if answer.status >= 400:
            raise refusal(answer, where=_WHERE)
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
            answer = self._session.plex_tv("PUT", path, token=access.token, params=query)
            _check(answer)

    def withdraw(self, access: ServerAccess, *, remote: RemoteShare) -> None:
        """Remove a share or an open invite from this server; gone already is success."""
        machine_id = access.server.machine_id
        paths = []
        if remote.share_ref:
            paths.append(f"/api/servers/{machine_id}/shared_servers/{remote.share_ref}")
        if remote.invite_ref and not remote.is_accepted:
            paths.append(f"/api/v2/shared_servers/{remote.invite_ref}")
        for path in paths:
            answer = self._session.plex_tv("DELETE", path, token=access.token)
            if answer.status != 404:
                _check(answer)
                return

    def people(self, access: ServerAccess) -> RemotePeople:
        """Return whom the server's account knows: friends, members of its home, invited ones."""
        listed = self._xml(access, "/api/users/")
        people = tuple(map(_person, listed.iter("User")))
        return RemotePeople(people, is_complete=not _short(listed, len(people)))

    def delete_person(self, access: ServerAccess, *, plex_id: str) -> None:
        """End the friendship, and with it every share of the account; gone already is success."""
        if not (plex_id.isascii() and plex_id.isdigit()):
            raise InvalidError.of("plex_id", "This names nobody.", "Give the id at plex.tv.")
        path = f"/api/v2/sharings/{plex_id}"
        answer = self._session.plex_tv("DELETE", path, token=access.token)
        if answer.status != 404:
            _check(answer)

    def _send(
        self, method: str, path: str, access: ServerAccess, body: Mapping[str, object]
    ) -> None:
        _check(self._session.plex_tv(method, path, token=access.token, json=body))

    def _xml(self, access: ServerAccess, path: str) -> Element:
        answer = self._session.plex_tv("GET", path, token=access.token)
        _check(answer)
        return parse_xml(answer.text, where="plex.tv")

    def _pending(self, access: ServerAccess) -> list[RemoteShare] | None:
        """Return the open invites for this server, None when neither API tells them."""
        answer = self._session.plex_tv("GET", _PENDING_V2, token=access.token, as_json=True)
        if answer.status not in _GONE:
            _check(answer)
            return _pending_v2(answer.text, access.server.machine_id)
        answer = self._session.plex_tv("GET", _PENDING_V1, token=access.token)
        if answer.status in _GONE:
            return None
        _check(answer)
        # The old list names no share: it only confirms what the list of shares shows as pending.
        parse_xml(answer.text, where="plex.tv")
        return []


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


def _share(row: Element) -> RemoteShare:
    is_accepted = row.get("accepted") == "1" or bool(row.get("acceptedAt"))
    return RemoteShare(
        share_ref=row.get("id", ""),
        invite_ref="",
        is_accepted=is_accepted,
        plex_id=row.get("userID") or "",
        username=fold(row.get("username")),
        email=fold(row.get("email")),
        library_share_ids=frozenset(
            section.get("id", "")
            for section in row.iter("Section")
            if section.get("shared", "1") == "1"
        ),
        allows_downloads=row.get("allowSync") == "1",
    )


def _person(row: Element) -> RemotePerson:
    return RemotePerson(
        plex_id=row.get("id", ""),
        username=fold(row.get("username")),
        email=fold(row.get("email")),
        is_at_home=row.get("home") == "1",
        machine_ids=frozenset(each.get("machineIdentifier", "") for each in row.iter("Server")),
    )


def _friends_shares(friends: Element, machine_id: str) -> set[str]:
    return {
        server.get("id", "")
        for server in friends.iter("Server")
        if server.get("machineIdentifier") == machine_id and server.get("pending") != "1"
    }


def _accepted(shares: Mapping[str, RemoteShare]) -> set[str]:
    return {share.share_ref for share in shares.values() if share.is_accepted}


def _short(container: Element, count: int) -> str:
    """Return what is wrong when a list holds fewer entries than it says."""
    told = container.get("totalSize") or container.get("size")
    if told is None or not told.isdigit() or int(told) <= count:
        return ""
    return f"a list of {told} came with {count}"


def _missing(what: str, share_refs: set[str]) -> str:
    return f"{what} leaves out {len(share_refs)}" if share_refs else ""


def _merged(listed: RemoteShare | None, invite: RemoteShare) -> RemoteShare:
    """Return the share as both lists tell it; what was accepted meanwhile stays accepted."""
    if listed is None:
        return invite
    if listed.is_accepted:
        return listed
    return RemoteShare(
        share_ref=listed.share_ref,
        invite_ref=invite.invite_ref,
        is_accepted=False,
        plex_id=listed.plex_id or invite.plex_id,
        username=listed.username or invite.username,
        email=listed.email or invite.email,
        library_share_ids=invite.library_share_ids,
        allows_downloads=listed.allows_downloads,
    )


def _pending_v2(text: str, machine_id: str) -> list[RemoteShare]:
    try:
        invites = json.loads(text)
        return [
            _invite(invite, shared)
            for invite in invites
            for shared in invite.get("sharedServers") or ()
            if shared.get("machineIdentifier") == machine_id
        ]
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise improper_answer("plex.tv") from error


def _invite(invite: Mapping[str, Any], shared: Mapping[str, Any]) -> RemoteShare:
    invited = shared.get("invited") or invite.get("invited") or {}
    settings = shared.get("sharingSettings") or {}
    email = invited.get("email") or shared.get("invitedEmail") or invite.get("invitedEmail")
    return RemoteShare(
        share_ref=str(shared["id"]),
        invite_ref=str(shared["id"]),
        is_accepted=False,
        plex_id=str(invited.get("id") or ""),
        username=fold(invited.get("username")),
        email=fold(email),
        library_share_ids=frozenset(str(each["id"]) for each in shared.get("libraries") or ()),
        allows_downloads=bool(settings.get("allowSync")),
    )


def _check(answer: Answer) -> None:
    if answer.status >= 400:
        _refuse(answer)


def _refuse(answer: Answer) -> NoReturn:
    text = answer.text.casefold()
    general = refusal(answer, where=_WHERE)
    if answer.status == 400 and "already sharing" in text:
        raise AlreadySharingError("The server is shared with this person already.")
    if answer.status == 404:
        raise StaleCatalogError(
            "plex.tv does not know the server or the share.",
            remedy="Refresh the server's libraries; check that its account is still its owner.",
        )
    if answer.status == 422 and general.code != "plex.token_refused":
        if "section" in text or "library" in text:
            raise StaleCatalogError(
                "plex.tv does not know one of the libraries.",
                remedy="Refresh the server's libraries and group the new ones.",
            )
        raise PersonRefusedError(general.message, remedy=_remedy(text))
    if answer.status == 403:
        raise ActionRequiredError(general.message, remedy="Check the Plex account's rights.")
    raise general


def _remedy(text: str) -> str:
    if "home" in text:
        return "The person is in your Plex Home: share with them there, or remove them from it."
    if "limit" in text:
        return "The Plex account shares with as many people as it may: remove some, then retry."
    return "Ask the person for the right Plex name or address, correct it, then retry."
