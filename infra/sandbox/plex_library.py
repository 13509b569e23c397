"""A media server's identity and its libraries."""

from starlette.responses import Response

from infra.sandbox import plex_streams
from infra.sandbox.kit import Doc
from infra.sandbox.plex_call import Call, route, window
from infra.sandbox.plex_sessions import item_element
from infra.sandbox.plex_shares import Refused
from infra.sandbox.plex_titles import item_by_key
from infra.sandbox.plex_world import epoch, person_by_id
from infra.sandbox.plex_xml import El, Scalar, media_container

_PLUGIN = "com.plexapp.plugins.library"
_ITEM_TYPE = {"movie": "movie", "show": "show", "artist": "artist"}


def identity(call: Call) -> Response:
    """`GET /identity`, which needs no token."""
    server = call.server
    return call.reply(
        El(
            "MediaContainer",
            {
                "size": 0,
                "claimed": True,
                "machineIdentifier": server["machine_id"],
                "version": server["version"],
            },
        )
    )


def root(call: Call) -> Response:
    """`GET /`: what the server is and can do."""
    server = call.server
    owner = person_by_id(call.world, server["owner_id"]) or {}
    playing = plex_streams.streams_on(call.world, server["name"])
    directory = [
        El("Directory", {"count": 1, "key": name, "title": name})
        for name in ("activities", "identity", "library", "media", "status", "transcode")
    ]
    return call.reply(
        media_container(
            directory,
            allowCameraUpload=False,
            allowChannelAccess=True,
            allowMediaDeletion=False,
            allowSharing=True,
            allowSync=True,
            friendlyName=server["name"],
            machineIdentifier=server["machine_id"],
            multiuser=True,
            myPlex=True,
            myPlexMappingState="mapped",
            myPlexSigninState="ok",
            myPlexSubscription=owner.get("plex_pass", False),
            myPlexUsername=owner.get("email"),
            ownerFeatures="session_kick,webhooks" if owner.get("plex_pass") else "",
            platform="Linux",
            platformVersion="6.1",
            transcoderActiveVideoSessions=sum(s["transcode"] == "video" for s in playing),
            transcoderVideo=True,
            updatedAt=int(call.world.clock.now().timestamp()),
            version=server["version"],
        )
    )


def library_root(call: Call) -> Response:
    """`GET /library`."""
    names = ("sections", "recentlyAdded", "onDeck")
    children = [El("Directory", {"key": name, "title": name}) for name in names]
    return call.listing(children, identifier=_PLUGIN, title1="Plex Library", allowSync=False)


def sections(call: Call) -> Response:
    """`GET /library/sections`: all of them for the owner, the shared ones for a guest."""
    children = [_section_element(call, each) for each in call.libraries]
    return call.listing(children, allowSync=False, title1="Plex Library")


def _section_element(call: Call, library: Doc) -> El:
    made = epoch(library["created_at"])
    return El(
        "Directory",
        {
            "allowSync": True,
            "art": "/:/resources/movie-fanart.jpg",
            "composite": f"/library/sections/{library['key']}/composite/{made}",
            "filters": True,
            "refreshing": False,
            "thumb": f"/:/resources/{library['type']}.png",
            "key": str(library["key"]),
            "type": library["type"],
            "title": library["title"],
            "agent": library["agent"],
            "scanner": library["scanner"],
            "language": "en-US",
            "uuid": library["uuid"],
            "updatedAt": made,
            "createdAt": made,
            "scannedAt": int(call.world.clock.now().timestamp()),
            "content": True,
            "directory": True,
            "contentChangedAt": made,
            "hidden": False,
        },
        [El("Location", {"id": library["key"], "path": f"/media/{library['title']}"})],
    )


def _library(call: Call) -> Doc:
    key = call.request.path_params["key"]
    for library in call.libraries:
        if library["key"] == key:
            return library
    raise Refused(404, "")


def section_items(call: Call) -> Response:
    """`GET /library/sections/{key}/all`, paged by headers or query."""
    library = _library(call)
    start, size = window(call.request)
    total = 0 if call.empty else library["count"]
    shown = range(start, min(start + size, total))
    children = [_numbered_item(library, number) for number in shown]
    return call.reply(
        media_container(
            children,
            totalSize=total,
            offset=start,
            librarySectionID=library["key"],
            librarySectionTitle=library["title"],
            title1=library["title"],
        )
    )


def _numbered_item(library: Doc, number: int) -> El:
    key = str(library["key"] * 100_000 + number)
    tag = "Video" if library["type"] == "movie" else "Directory"
    kind = _ITEM_TYPE.get(library["type"], "movie")
    return El(
        tag,
        {
            "ratingKey": key,
            "key": f"/library/metadata/{key}",
            "type": kind,
            "title": f"{library['title']} {number + 1}",
            "addedAt": epoch(library["created_at"]),
        },
    )


def providers(call: Call) -> Response:
    """`GET /media/providers?includeStorage=1`: duration and bytes per library."""
    directories = [
        El(
            "Directory",
            {
                "id": str(library["key"]),
                "hubKey": f"/hubs/sections/{library['key']}",
                "key": f"/library/sections/{library['key']}",
                "title": library["title"],
                "type": library["type"],
                "uuid": library["uuid"],
                "durationTotal": library["duration_ms"],
                "storageTotal": library["bytes"],
            },
            [El("Pivot", {"id": "library", "type": "list", "title": "Library"})],
        )
        for library in call.libraries
    ]
    feature = El(
        "Feature",
        {"key": "/library/sections", "type": "content"},
        [] if call.empty else directories,
    )
    provider = El("MediaProvider", {"identifier": _PLUGIN, "title": "Library"}, [feature])
    attrs: dict[str, Scalar] = {
        "friendlyName": call.server["name"],
        "machineIdentifier": call.server["machine_id"],
    }
    return call.reply(media_container([provider], **attrs))


def metadata(call: Call) -> Response:
    """`GET /library/metadata/{ratingKey}`: the source, whatever is being transcoded."""
    rating_key = str(call.request.path_params["key"])
    item = item_by_key(call.world, call.server, rating_key)
    if item is None or item["section_key"] not in [each["key"] for each in call.libraries]:
        raise Refused(404, "")
    return call.reply(media_container([item_element(item)], identifier=_PLUGIN))


ROUTES = [
    route("", root, "guest"),
    route("/", root, "guest"),
    route("/identity", identity, "anyone"),
    route("/library", library_root),
    route("/library/sections", sections, "guest"),
    route("/library/sections/", sections, "guest"),
    route("/library/sections/all", sections, "guest"),
    route("/library/sections/{key:int}/all", section_items, "guest"),
    route("/library/metadata/{key:int}", metadata, "guest"),
    route("/media/providers", providers, "guest"),
]
