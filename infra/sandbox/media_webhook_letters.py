"""The webhooks of media servers as each of them writes them."""

import json

import httpx

from infra.sandbox.deliveries import Letter
from infra.sandbox.kit import Doc

# A tiny JPEG's head; nobody looks at the picture.
_POSTER = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01" + bytes(range(256)) + b"\xff\xd9"
_TICKS_A_MILLISECOND = 10_000

NAMES = {
    "Plex": {
        "play": "media.play",
        "pause": "media.pause",
        "resume": "media.resume",
        "stop": "media.stop",
    },
    "Emby": {
        "play": "playback.start",
        "pause": "playback.pause",
        "resume": "playback.unpause",
        "stop": "playback.stop",
    },
    # That somebody paused or went on shows only in the progress that is told.
    "Jellyfin": {
        "play": "PlaybackStart",
        "pause": "PlaybackProgress",
        "resume": "PlaybackProgress",
        "stop": "PlaybackStop",
    },
    "Tautulli": {"play": "play", "pause": "pause", "resume": "resume", "stop": "stop"},
}


def written(hook: Doc, what: str, stream: Doc, *, at: str) -> Letter:
    """Return the webhook of a hook: `what` is play, pause, resume or stop of a stream."""
    name = NAMES[hook["sender"]][what]
    match hook["sender"]:
        case "Plex":
            return _form(hook["url"], "payload", _plex(name, stream), poster=what == "play")
        case "Emby" if hook["as_form"]:
            return _form(hook["url"], "data", _emby(name, stream, at), poster=False)
        case "Emby":
            return _json(hook["url"], _emby(name, stream, at))
        case "Jellyfin":
            kind = "application/json" if hook["as_json"] else "text/plain"
            return _json(hook["url"], _jellyfin(name, what, stream, at), kind=kind)
        case _:
            told = {"action": name, "user": stream["person"], "title": stream["title"]}
            return _json(hook["url"], told)


def _json(url: str, told: Doc, *, kind: str = "application/json") -> Letter:
    text = json.dumps(told, ensure_ascii=False)
    return Letter(url, text.encode(), {"Content-Type": f"{kind}; charset=utf-8"})


def _form(url: str, name: str, told: Doc, *, poster: bool) -> Letter:
    parts: list[tuple[str, tuple[str | None, bytes, str]]] = [
        (name, (None, json.dumps(told, ensure_ascii=False).encode(), "application/json"))
    ]
    if poster:
        parts.append(("thumb", ("thumb.jpg", _POSTER, "image/jpeg")))
    request = httpx.Request("POST", "http://127.0.0.1/", files=parts)
    return Letter(url, request.read(), {"Content-Type": request.headers["content-type"]})


def _plex(event: str, stream: Doc) -> Doc:
    return {
        "event": event,
        "user": True,
        "owner": True,
        "Account": {"id": stream["account"], "title": stream["person"]},
        "Server": {"title": stream["server_title"], "uuid": stream["server_id"]},
        "Player": {
            "local": stream["is_local"],
            "publicAddress": stream["address"],
            "title": stream["device"],
            "uuid": stream["device_id"],
        },
        "Metadata": {
            "librarySectionType": "show" if stream["kind"] == "episode" else stream["kind"],
            "ratingKey": stream["item_id"],
            "key": f"/library/metadata/{stream['item_id']}",
            "type": stream["kind"],
            "title": stream["title"],
            "grandparentTitle": stream["series"],
        },
    }


def _emby(event: str, stream: Doc, at: str) -> Doc:
    return {
        "Title": f"{stream['person']}: {stream['title']} on {stream['device']}",
        "Date": at,
        "Event": event,
        "Severity": "Info",
        "User": {"Name": stream["person"], "Id": stream["account"]},
        "Item": {"Name": stream["title"], "SeriesName": stream["series"], "Id": stream["item_id"]},
        "Server": {
            "Name": stream["server_title"],
            "Id": stream["server_id"],
            "Version": stream["server_version"],
        },
        "Session": {
            "RemoteEndPoint": stream["address"],
            "Client": stream["client"],
            "DeviceName": stream["device"],
            "DeviceId": stream["device_id"],
            "ApplicationVersion": "1.0.0",
            "Id": stream["session_id"],
        },
        "PlaybackInfo": {"PositionTicks": stream["position_ms"] * _TICKS_A_MILLISECOND},
    }


def _jellyfin(event: str, what: str, stream: Doc, at: str) -> Doc:
    return {
        "ServerId": stream["server_id"],
        "ServerName": stream["server_title"],
        "ServerVersion": stream["server_version"],
        "NotificationType": event,
        "Timestamp": at,
        "UtcTimestamp": at,
        "NotificationUsername": stream["person"],
        "UserId": stream["account"],
        "DeviceName": stream["device"],
        "DeviceId": stream["device_id"],
        "ClientName": stream["client"],
        "RemoteEndPoint": stream["address"],
        "Name": stream["title"],
        "SeriesName": stream["series"],
        "ItemId": stream["item_id"],
        "PlaybackPositionTicks": stream["position_ms"] * _TICKS_A_MILLISECOND,
        "IsPaused": what == "pause",
        "IsAutomated": False,
    }
