"""plex.tv's invites, in the old API and in the new one.

Chosen where the vendor has no description: an owned invite is withdrawn by
`DELETE /api/v2/shared_servers/{id}`, and the invitee declines or leaves by the same call.
"""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.sandbox import plex_shares
from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_shares import Refused
from infra.sandbox.plex_sharing import own_server, plextv_container, section_ids, shortened
from infra.sandbox.plex_tv import signed_in, world_of, zulu
from infra.sandbox.plex_world import (
    epoch,
    libraries_with_ids,
    person_by_id,
    person_named,
    switches,
)
from infra.sandbox.plex_xml import (
    El,
    container,
    json_body,
    plays_empty,
    to_xml,
    v2,
    xml_response,
)

# ------------------------------------------------------------------ invites, old API


def _old_api(request: Request) -> Doc:
    person = signed_in(request)
    if switches(world_of(request))["v1_invites_status"] == 410:
        raise Refused(410, "This endpoint was deprecated and removed")
    return person


def _pending(pairs: list[tuple[Doc, Doc]]) -> dict[str, list[tuple[Doc, Doc]]]:
    """Group the pending shares by the address they went to."""
    grouped: dict[str, list[tuple[Doc, Doc]]] = {}
    for server, share in pairs:
        if not share["accepted"]:
            grouped.setdefault(share["invited_email"].casefold(), []).append((server, share))
    return grouped


def _invite_element(email: str, other: Doc | None, pairs: list[tuple[Doc, Doc]]) -> El:
    servers = [
        El("Server", {"name": server["name"], "numLibraries": _promised(server, share)})
        for server, share in pairs
    ]
    return El(
        "Invite",
        {
            "id": other["id"] if other else None,
            "createdAt": epoch(pairs[0][1]["invited_at"]),
            "friend": True,
            "home": False,
            "server": True,
            "username": other["username"] if other else None,
            "email": other["email"] if other else email,
            "friendlyName": other["title"] if other else "",
        },
        servers,
    )


def _promised(server: Doc, share: Doc) -> int:
    return len(libraries_with_ids(server, share["sections"]))


async def old_sent(request: Request) -> Response:
    """`GET /api/invites/requested`: the invites the account has sent."""
    world, owner = world_of(request), _old_api(request)
    pairs = [] if plays_empty(request) else plex_shares.owned_shares(world, owner)
    rows = [
        _invite_element(email, person_named(world, email), group)
        for email, group in _pending(pairs).items()
    ]
    return container(request, plextv_container(rows))


async def old_withdraw(request: Request) -> Response:
    """`DELETE /api/invites/requested/{id}`; the id of a stranger's invite is the address."""
    world, owner = world_of(request), _old_api(request)
    wanted = request.path_params["invite_id"].casefold()
    for email, group in _pending(plex_shares.owned_shares(world, owner)).items():
        account = person_named(world, email)
        if wanted in (email, str(account["id"]) if account else email):
            for server, share in group:
                plex_shares.remove_share(world, server, share)
            return xml_response(to_xml(plextv_container([])))
    raise Refused(404, "The invite could not be found", 1002)


def _received(request: Request, person: Doc) -> dict[int, list[tuple[Doc, Doc]]]:
    grouped: dict[int, list[tuple[Doc, Doc]]] = {}
    for server, share in plex_shares.received_shares(world_of(request), person):
        if not share["accepted"]:
            grouped.setdefault(server["owner_id"], []).append((server, share))
    return grouped


async def old_received(request: Request) -> Response:
    """`GET /api/invites/requests`: the invites the account has received."""
    world, person = world_of(request), _old_api(request)
    rows = [
        _invite_element("", person_by_id(world, owner_id), group)
        for owner_id, group in _received(request, person).items()
    ]
    return container(request, plextv_container([] if plays_empty(request) else rows))


async def old_answer(request: Request) -> Response:
    """`PUT` (accept) and `DELETE` (decline) `/api/invites/requests/{ownerId}`."""
    world, person = world_of(request), _old_api(request)
    group = _received(request, person).get(request.path_params["owner_id"])
    if group is None:
        raise Refused(404, "The invite could not be found", 1002)
    for server, share in group:
        if request.method == "PUT":
            plex_shares.accept(world, server, share, person)
        else:
            plex_shares.remove_share(world, server, share)
    return xml_response(to_xml(plextv_container([])))


# ------------------------------------------------------------------ invites, new API


def _person_doc(account: Doc | None) -> Doc | None:
    if account is None:
        return None
    keys = ("id", "uuid", "username", "title", "email")
    return {**{key: account[key] for key in keys}, "friendlyName": account["title"]}


def _share_doc(world: World, server: Doc, share: Doc) -> Doc:
    promised = libraries_with_ids(server, share["sections"])
    keys = ("id", "key", "title", "type")
    return {
        "id": share["id"],
        "name": server["name"],
        "machineIdentifier": server["machine_id"],
        "serverId": server["server_id"],
        "ownerId": share["owner_id"],
        "invitedId": share["invited_id"],
        "invitedEmail": share["invited_email"],
        "invited": _person_doc(plex_shares.invitee(world, share)),
        "accepted": share["accepted"],
        "invitedAt": _zulu_of(share["invited_at"]),
        "acceptedAt": _zulu_of(share["accepted_at"]) if share["accepted_at"] else None,
        "allLibraries": share["sections"] is None,
        "numLibraries": len(promised),
        "libraries": [{key: each[key] for key in keys} for each in promised],
        "sharingSettings": dict(share["settings"]),
    }


def _zulu_of(stored: str) -> str:
    return zulu(datetime.fromisoformat(stored))


async def new_invites(request: Request) -> Response:
    """`GET /api/v2/shared_servers/invites/{owned|received}/{pending|accepted}`."""
    world, person = world_of(request), signed_in(request)
    side, state = request.path_params["side"], request.path_params["state"]
    if side not in ("owned", "received") or state not in ("pending", "accepted"):
        raise Refused(404, "The requested resource or endpoint could not be found", 1002)
    owned = side == "owned"
    listed = plex_shares.owned_shares if owned else plex_shares.received_shares
    grouped: dict[str, list[tuple[Doc, Doc]]] = {}
    for server, share in [] if plays_empty(request) else listed(world, person):
        if share["accepted"] == (state == "accepted"):
            other = share["invited_email"].casefold() if owned else str(share["owner_id"])
            grouped.setdefault(other, []).append((server, share))
    groups = list(grouped.values())
    shown = shortened(world, groups, "hide_invites")[0] if owned else groups
    return v2(request, "invites", [_invite_doc(world, group) for group in shown])


def _invite_doc(world: World, group: list[tuple[Doc, Doc]]) -> Doc:
    first = group[0][1]
    return {
        "id": first["id"],
        "createdAt": _zulu_of(first["invited_at"]),
        "owner": _person_doc(person_by_id(world, first["owner_id"])),
        "invited": _person_doc(plex_shares.invitee(world, first)),
        "invitedEmail": first["invited_email"],
        "sharedServers": [_share_doc(world, server, share) for server, share in group],
    }


async def new_shares(request: Request) -> Response:
    """`GET /api/v2/shared_servers/owned/accepted`, and `POST /api/v2/shared_servers`."""
    world, person = world_of(request), signed_in(request)
    if request.method == "GET":
        pairs = [] if plays_empty(request) else plex_shares.owned_shares(world, person)
        kept = [_share_doc(world, *pair) for pair in pairs if pair[1]["accepted"]]
        return v2(request, "sharedServers", kept)
    body = await json_body(request)
    server = own_server(request, str(body.get("machineIdentifier") or "-"))
    share = plex_shares.invite(
        world,
        server,
        email=body.get("invitedEmail"),
        person_id=body.get("invitedId"),
        sections=section_ids(body, "librarySectionIds"),
        settings=body.get("settings") or {},
    )
    return v2(request, "sharedServer", _share_doc(world, server, share), status=201)


async def new_share(request: Request) -> Response:
    """`POST` (change) and `DELETE` (end, withdraw, decline) `/api/v2/shared_servers/{id}`."""
    world, person = world_of(request), signed_in(request)
    server, share = plex_shares.find_share(world, request.path_params["share_id"])
    mine = share["owner_id"] == person["id"]
    if not mine and not (request.method == "DELETE" and plex_shares.is_for(share, person)):
        raise Refused(404, "The shared server could not be found", 1002)
    if request.method == "DELETE":
        plex_shares.remove_share(world, server, share)
        return Response(status_code=204)
    body = await json_body(request)
    share = plex_shares.change_share(world, server, share, section_ids(body, "librarySectionIds"))
    share = plex_shares.change_settings(world, server, share, body.get("settings") or {})
    return v2(request, "sharedServer", _share_doc(world, server, share))


async def new_accept(request: Request) -> Response:
    """`POST /api/v2/shared_servers/{id}/accept`, with the invited person's own token."""
    world, person = world_of(request), signed_in(request)
    server, share = plex_shares.find_share(world, request.path_params["share_id"])
    if not plex_shares.is_for(share, person) or share["accepted"]:
        raise Refused(404, "The invite could not be found", 1002)
    share = plex_shares.accept(world, server, share, person)
    return v2(request, "sharedServer", _share_doc(world, server, share))


_NEW = "/api/v2/shared_servers"
ROUTES = [
    Route("/api/invites/requested", old_sent, methods=["GET"]),
    Route("/api/invites/requested/{invite_id}", old_withdraw, methods=["DELETE"]),
    Route("/api/invites/requests", old_received, methods=["GET"]),
    Route("/api/invites/requests/{owner_id:int}", old_answer, methods=["PUT", "DELETE"]),
    Route(_NEW + "/invites/{side}/{state}", new_invites, methods=["GET"]),
    Route(_NEW + "/owned/accepted", new_shares, methods=["GET"]),
    Route(_NEW, new_shares, methods=["POST"]),
    Route(_NEW + "/{share_id:int}", new_share, methods=["POST", "DELETE"]),
    Route(_NEW + "/{share_id:int}/accept", new_accept, methods=["POST"]),
]
