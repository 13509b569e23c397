"""plex.tv's sharing side: the servers' libraries, shares and friends.

Chosen where the vendor has no description: a change to no libraries at all shares ALL of
them, as an invite does.
"""

from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from infra.sandbox import plex_shares
from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_shares import Refused
from infra.sandbox.plex_tv import signed_in, world_of
from infra.sandbox.plex_world import epoch, server_of_machine, switches
from infra.sandbox.plex_xml import (
    El,
    container,
    json_body,
    media_container,
    plays_empty,
    to_xml,
    xml_response,
)

_NO_SERVER = "The server could not be found"

T = TypeVar("T")


def own_server(request: Request, machine_id: str | None = None) -> Doc:
    """Return the addressed server if the token is its owner's; raises Refused 401 or 404."""
    person = signed_in(request)
    wanted = machine_id or request.path_params["machine_id"]
    server = server_of_machine(world_of(request), wanted)
    if server is None or server["owner_id"] != person["id"]:
        raise Refused(404, _NO_SERVER, 1002)
    return server


def _section(library: Doc, *, shared: bool | None = None) -> El:
    return El(
        "Section",
        {
            "id": library["id"],
            "key": library["key"],
            "title": library["title"],
            "type": library["type"],
            "shared": shared,
        },
    )


def plextv_container(
    children: list[El], machine_id: str | None = None, *, total: int | None = None
) -> El:
    """Return the container of plex.tv's first API; `total` is how many entries it says it has."""
    return media_container(
        children,
        friendlyName="myPlex",
        identifier="com.plexapp.plugins.myplex",
        machineIdentifier=machine_id or "plextv-stand-in",
        totalSize=len(children) if total is None else total,
    )


def shortened(world: World, rows: list[T], switch: str) -> tuple[list[T], int]:
    """Return a list without what a switch hides of it, and how many entries it says it has."""
    known = switches(world)
    kept = rows[: max(0, len(rows) - known[switch])]
    return kept, len(rows) if known["short_lists_admit"] else len(kept)


# ------------------------------------------------------------------ servers and their shares


async def server_sections(request: Request) -> Response:
    """`GET /api/servers/{machineId}`: the libraries with the ids that sharing needs."""
    server = own_server(request)
    every = [] if plays_empty(request) else server["libraries"]
    libraries, _ = shortened(world_of(request), every, "hide_libraries")
    attrs = {
        "name": server["name"],
        "version": server["version"],
        "machineIdentifier": server["machine_id"],
        "owned": True,
        "createdAt": epoch(server["created_at"]),
    }
    element = El("Server", attrs, [_section(each) for each in libraries])
    return container(request, plextv_container([element], server["machine_id"]))


def _share_element(world: World, server: Doc, share: Doc) -> El:
    account = plex_shares.invitee(world, share)
    opened = {each["id"] for each in plex_shares.shared_libraries(server, share)}
    accepted = share["accepted"]
    sections = [_section(each, shared=each["id"] in opened) for each in server["libraries"]]
    settings = share["settings"]
    return El(
        "SharedServer",
        {
            "id": share["id"],
            "username": account["username"] if account else "",
            "email": share["invited_email"],
            "userID": account["id"] if account else None,
            "accessToken": share["access_token"] if accepted else "",
            "name": server["name"],
            "invitedAt": epoch(share["invited_at"]),
            "acceptedAt": epoch(share["accepted_at"]) if accepted else None,
            "accepted": accepted,
            "owned": True,
            "allLibraries": share["sections"] is None,
            "allowSync": settings["allowSync"],
            "allowCameraUpload": settings["allowCameraUpload"],
            "allowChannels": settings["allowChannels"],
            "filterMovies": settings["filterMovies"],
            "filterTelevision": settings["filterTelevision"],
            "filterMusic": settings["filterMusic"],
        },
        sections if accepted else [],
    )


async def list_shares(request: Request) -> Response:
    """`GET /api/servers/{machineId}/shared_servers`, pending ones included."""
    world, server = world_of(request), own_server(request)
    every = [] if plays_empty(request) else plex_shares.shares_on(world, server)
    shares, total = shortened(world, every, "hide_shares")
    rows = [_share_element(world, server, share) for share in shares]
    return container(request, plextv_container(rows, server["machine_id"], total=total))


def section_ids(shared: Doc, name: str = "library_section_ids") -> list[int]:
    """Return the library ids a body names; raises Refused 422."""
    held = shared.get(name) or []
    try:
        return [int(each) for each in held]
    except (TypeError, ValueError) as error:
        raise Refused(422, f"{name} must be a list of section ids") from error


async def invite(request: Request) -> Response:
    """`POST /api/servers/{machineId}/shared_servers`. No section ids share ALL libraries."""
    world, server = world_of(request), own_server(request)
    body = await json_body(request)
    shared = body.get("shared_server") or {}
    share = plex_shares.invite(
        world,
        server,
        email=shared.get("invited_email"),
        person_id=shared.get("invited_id"),
        sections=section_ids(shared),
        settings=body.get("sharing_settings") or {},
    )
    row = _share_element(world, server, share)
    return container(request, plextv_container([row], server["machine_id"]))


async def one_share(request: Request) -> Response:
    """`GET`, `PUT` and `DELETE /api/servers/{machineId}/shared_servers/{shareId}`."""
    world, server = world_of(request), own_server(request)
    share = plex_shares.share_on(world, server, request.path_params["share_id"])
    if request.method == "DELETE":
        plex_shares.remove_share(world, server, share)
        return xml_response(to_xml(plextv_container([], server["machine_id"])))
    if request.method == "PUT":
        shared = (await json_body(request)).get("shared_server") or {}
        share = plex_shares.change_share(world, server, share, section_ids(shared))
    row = _share_element(world, server, share)
    return container(request, plextv_container([row], server["machine_id"]))


# ------------------------------------------------------------------ friends


async def list_friends(request: Request) -> Response:
    """`GET /api/users/`: everyone the account shares with, pending ones included."""
    world, owner = world_of(request), signed_in(request)
    rows = [] if plays_empty(request) else plex_shares.friends(world, owner)
    kept, total = shortened(world, rows, "hide_friends")
    shares = plex_shares.owned_shares(world, owner)
    elements = [_friend(world, owner, who, how, shares) for who, how in kept]
    return container(request, plextv_container(elements, total=total))


def _friend(
    world: World, owner: Doc, account: Doc, settings: Doc, shares: list[tuple[Doc, Doc]]
) -> El:
    at_home = account["home_of"] == owner["id"]
    servers = [
        El(
            "Server",
            {
                "id": share["id"],
                "serverId": server["server_id"],
                "machineIdentifier": server["machine_id"],
                "name": server["name"],
                "lastSeenAt": int(world.clock.now().timestamp()),
                "numLibraries": len(plex_shares.shared_libraries(server, share)),
                "allLibraries": int(share["sections"] is None),
                "owned": 1,
                "pending": int(not share["accepted"]),
            },
        )
        for server, share in shares
        if plex_shares.is_for(share, account)
    ]
    return El(
        "User",
        {
            "id": account["id"],
            "title": account["title"],
            "username": "" if at_home else account["username"],
            "email": "" if at_home else account["email"],
            "recommendationsPlaylistId": "",
            "thumb": f"{world.base_url}/plextv/users/{account['uuid']}/avatar",
            "protected": 0,
            "home": int(at_home),
            "allowTuners": 0,
            "allowSync": int(settings["allowSync"]),
            "allowCameraUpload": int(settings["allowCameraUpload"]),
            "allowChannels": int(settings["allowChannels"]),
            "allowSubtitleAdmin": 0,
            "filterAll": "",
            "filterMovies": settings["filterMovies"],
            "filterMusic": settings["filterMusic"],
            "filterPhotos": "",
            "filterTelevision": settings["filterTelevision"],
            "restricted": int(bool(account.get("managed"))),
        },
        servers,
    )


async def one_friend(request: Request) -> Response:
    """`PUT` and `DELETE /api/v2/sharings/{userId}`."""
    world, owner = world_of(request), signed_in(request)
    person_id = request.path_params["person_id"]
    if request.method == "PUT":
        plex_shares.change_friend(world, owner, person_id, dict(request.query_params))
        return Response(status_code=204)
    plex_shares.remove_friend(world, owner, person_id)
    return Response(status_code=204)


_SHARES = "/api/servers/{machine_id}/shared_servers"
ROUTES = [
    Route("/api/servers/{machine_id}", server_sections, methods=["GET"]),
    Route(_SHARES, list_shares, methods=["GET"]),
    Route(_SHARES, invite, methods=["POST"]),
    Route(_SHARES + "/{share_id:int}", one_share, methods=["GET", "PUT", "DELETE"]),
    Route("/api/users", list_friends, methods=["GET"]),
    Route("/api/users/", list_friends, methods=["GET"]),
    Route("/api/v2/sharings/{person_id:int}", one_friend, methods=["PUT", "DELETE"]),
]
