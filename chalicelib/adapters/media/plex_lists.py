"""plex.tv's lists of shares, friends and invites, as we read them: what they show, what they lack.

A list that comes short is told as a gap, in words for people; nobody is gone because of one.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

from chalicelib.access.ports import RemotePerson, RemoteShare
from chalicelib.adapters.media.plex_session import fold, improper_answer

_LONGEST_EPOCH = 10


def share_of(row: Element) -> RemoteShare:
    """Return one row of a server's list of shares."""
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
        invited_at=_instant(row.get("invitedAt")),
        accepted_at=_instant(row.get("acceptedAt")),
    )


def _instant(text: str | None) -> datetime | None:
    """Return the instant of Plex's seconds since 1970, None for anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > _LONGEST_EPOCH:
        return None
    return datetime.fromtimestamp(int(text), tz=UTC)


def person_of(row: Element) -> RemotePerson:
    """Return one row of the account's list of friends; members of its Home have no names."""
    return RemotePerson(
        plex_id=row.get("id", ""),
        username=fold(row.get("username")),
        email=fold(row.get("email")),
        is_at_home=row.get("home") == "1",
        machine_ids=frozenset(each.get("machineIdentifier", "") for each in row.iter("Server")),
    )


def shares_of_friends(friends: Element, machine_id: str, *, pending: bool) -> set[str]:
    """Return the shares on a server that the list of friends names, open ones or accepted ones."""
    return {
        server.get("id", "")
        for server in friends.iter("Server")
        if server.get("machineIdentifier") == machine_id
        and (server.get("pending") == "1") is pending
    }


def accepted_refs(shares: Iterable[RemoteShare]) -> set[str]:
    """Return the references of the shares that were accepted."""
    return {share.share_ref for share in shares if share.is_accepted}


def short(container: Element, count: int) -> str:
    """Return what is wrong when a list holds fewer entries than it says."""
    told = container.get("totalSize") or container.get("size")
    if told is None or not told.isdigit() or int(told) <= count:
        return ""
    return f"a list of {told} came with {count}"


def missing(what: str, share_refs: set[str]) -> str:
    """Return what is wrong when a list lacks what another one has."""
    return f"{what} leaves out {len(share_refs)}" if share_refs else ""


def merged(listed: RemoteShare | None, invite: RemoteShare) -> RemoteShare:
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
        invited_at=listed.invited_at or invite.invited_at,
    )


def pending_invites(text: str) -> dict[str, list[RemoteShare]]:
    """Return the account's open invites by machine; raises RetryLaterError for junk."""
    found: dict[str, list[RemoteShare]] = {}
    try:
        for invite in json.loads(text):
            for shared in invite.get("sharedServers") or ():
                share = _invite(invite, shared)
                found.setdefault(str(shared.get("machineIdentifier") or ""), []).append(share)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise improper_answer("plex.tv") from error
    return found


def strangers_in(invites: Mapping[str, list[RemoteShare]]) -> list[RemotePerson]:
    """Return whoever was invited by a mere address that plex.tv knows nobody by."""
    machines: dict[str, set[str]] = {}
    for machine_id, shares in invites.items():
        for share in shares:
            if not share.plex_id:
                machines.setdefault(share.email, set()).add(machine_id)
    return [
        RemotePerson("", "", email, is_at_home=False, machine_ids=frozenset(found))
        for email, found in machines.items()
    ]


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
