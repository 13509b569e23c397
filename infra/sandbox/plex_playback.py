"""A media server's playback: sessions, terminate, history, and who and what plays."""

from starlette.responses import HTMLResponse, Response

from infra.sandbox import plex_streams
from infra.sandbox.kit import Doc
from infra.sandbox.plex_call import Call, route, window
from infra.sandbox.plex_sessions import (
    history_element,
    session_element,
    session_xml,
    transcode_element,
)
from infra.sandbox.plex_shares import friends, invitee, shares_on
from infra.sandbox.plex_titles import devices
from infra.sandbox.plex_world import digest, epoch, person_by_id
from infra.sandbox.plex_xml import El, media_container, pms_error, wants_json, xml_response


def sessions(call: Call) -> Response:
    """`GET /status/sessions`."""
    playing = [] if call.empty else plex_streams.streams_on(call.world, call.server["name"])
    now = call.world.clock.now()
    if wants_json(call.request):
        offsets = [(stream, plex_streams.offset_ms(stream, now)) for stream in playing]
        return call.reply(media_container([session_element(*pair) for pair in offsets]))
    rows = "".join(session_xml(stream, now) for stream in playing)
    body = f'<MediaContainer size="{len(playing)}">{rows}</MediaContainer>'
    return xml_response(body, media="text/xml")


def terminate(call: Call) -> Response:
    """`GET` or `POST /status/sessions/terminate`; needs the owner's Plex Pass."""
    owner = person_by_id(call.world, call.server["owner_id"]) or {}
    if not owner.get("plex_pass"):
        return pms_error(403, "Terminating sessions needs Plex Pass")
    query = call.request.query_params
    if not query.get("sessionId"):
        return pms_error(400, "sessionId is missing")
    plex_streams.terminate(
        call.world,
        call.server,
        session_id=query["sessionId"],
        reason=query.get("reason", ""),
    )
    return HTMLResponse("")


def transcodes(call: Call) -> Response:
    """`GET /transcode/sessions`."""
    playing = plex_streams.streams_on(call.world, call.server["name"])
    busy = [stream for stream in playing if stream["transcode"] != "none"]
    return call.listing([transcode_element(stream) for stream in busy])


def background(call: Call) -> Response:
    """`GET /status/sessions/background`."""
    return call.listing([])


def history(call: Call) -> Response:
    """`GET /status/sessions/history/all` with its filters, order and paging."""
    query = call.request.query_params
    rows = [] if call.empty else plex_streams.history(call.world, call.server)
    since = query.get("viewedAt>") or query.get("viewedAt>=")
    wanted = {
        "account_id": query.get("accountID"),
        "section_key": query.get("librarySectionID"),
        "rating_key": query.get("metadataItemID"),
    }
    kept = [
        row
        for row in rows
        if (since is None or epoch(row["viewed_at"]) >= int(since))
        and all(
            value is None or str({**row["item"], **row}[name]) == value
            for name, value in wanted.items()
        )
    ]
    kept.sort(key=lambda row: str(row["viewed_at"]), reverse=":desc" in query.get("sort", ""))
    start, size = window(call.request)
    page = kept[start : start + size]
    return call.reply(
        media_container([history_element(row) for row in page], totalSize=len(kept), offset=start)
    )


# ------------------------------------------------------------------ people and devices


def accounts(call: Call) -> Response:
    """`GET /accounts`: 1 is the owner, the others have their plex.tv ids."""
    owner = person_by_id(call.world, call.server["owner_id"]) or {}
    known = [(0, ""), (1, str(owner.get("username", "")))]
    known += [(who["id"], who["username"]) for who in _guests(call, owner)]
    children = [
        El(
            "Account",
            {
                "id": number,
                "key": f"/accounts/{number}",
                "name": name,
                "defaultAudioLanguage": "en",
                "autoSelectAudio": True,
                "defaultSubtitleLanguage": "en",
                "subtitleMode": 0,
                "thumb": "",
            },
        )
        for number, name in known
    ]
    return call.listing(children, identifier="com.plexapp.system.accounts")


def _guests(call: Call, owner: Doc) -> list[Doc]:
    accepted = [each for each in shares_on(call.world, call.server) if each["accepted"]]
    guests = [invitee(call.world, share) for share in accepted]
    home = [who for who, _ in friends(call.world, owner) if who["home_of"] == owner["id"]]
    return [who for who in [*guests, *home] if who is not None]


def device_list(call: Call) -> Response:
    """`GET /devices`: every player the server has seen."""
    children = [
        El(
            "Device",
            {
                "id": device["id"],
                "name": device["title"],
                "platform": device["platform"],
                "clientIdentifier": device["machine_id"],
                "createdAt": epoch(device["created_at"]),
            },
        )
        for device in devices(call.world, call.server)
    ]
    return call.listing(children, identifier="com.plexapp.system.devices")


def activities(call: Call) -> Response:
    """`GET /activities`: downloads show up here and nowhere else."""
    children = [
        El(
            "Activity",
            {
                "uuid": each["uuid"],
                "type": "media.download",
                "cancellable": False,
                "userID": each["user_id"],
                "title": "Downloading Media",
                "subtitle": each["title"],
                "progress": 40,
            },
            [El("Context", {"userID": str(each["user_id"]), "key": digest(each["title"], 8)})],
        )
        for each in plex_streams.downloads(call.world, call.server)
    ]
    return call.listing(children)


ROUTES = [
    route("/status/sessions", sessions),
    route("/status/sessions/terminate", terminate, "owner", "GET", "POST"),
    route("/status/sessions/background", background),
    route("/status/sessions/history/all", history),
    route("/transcode/sessions", transcodes),
    route("/accounts", accounts),
    route("/devices", device_list),
    route("/activities", activities),
]
