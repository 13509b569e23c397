"""What media servers send, as recorded and shortened; who and where is made up.

Plex: https://support.plex.tv/articles/115002267687-webhooks/. Emby: 4.7.13 and later. Jellyfin:
its webhook plugin with "send all properties". Tautulli: its webhook agent, whose body is written
by the operator.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8 + b"\r\n--not-it\r\n\xff\xd9"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One body and its type."""

    body: bytes
    content_type: str


def plex(event: str = "media.play", *, thumb: bytes = JPEG, **changes: Any) -> Sent:
    """Return Plex's form: the JSON in `payload`, a poster behind it."""
    payload = {
        "event": event,
        "user": True,
        "owner": True,
        "Account": {
            "id": 1,
            "thumb": "https://plex.tv/users/1022b120ffbaa/avatar",
            "title": "ann",
        },
        "Server": {"title": "Alpha", "uuid": "54664a3d8acc39983675640ec9ce00b70af9cc36"},
        "Player": {
            "local": True,
            "publicAddress": "203.0.113.7",
            "title": "Plex Web (Safari)",
            "uuid": "r6yfkdnfggbh2bdnvkffwbms",
        },
        "Metadata": {
            "librarySectionType": "artist",
            "ratingKey": "1936545",
            "key": "/library/metadata/1936545",
            "guid": "com.plexapp.agents.plexmusic://gracenote/track/7572499",
            "librarySectionID": 1224,
            "type": "track",
            "title": "Love The One You’re With",
            "grandparentTitle": "Stephen Stills",
        },
        **changes,
    }
    boundary = "------------------------bcaaa9bad36e0a52"
    lines = [
        f"--{boundary}",
        'Content-Disposition: form-data; name="payload"',
        "Content-Type: application/json",
        "",
        json.dumps(payload, ensure_ascii=False),
    ]
    parts = "\r\n".join(lines).encode()
    if thumb:
        parts += (
            f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="thumb";'
            ' filename="thumb.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        ).encode() + thumb
    return Sent(
        parts + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
    )


def emby(event: str = "playback.start") -> Sent:
    """Return Emby's JSON."""
    return Sent(json.dumps(_emby(event)).encode(), "application/json")


def emby_form(event: str = "playback.start") -> Sent:
    """Return what Emby sends where multipart was chosen."""
    boundary = "0f5b8b6f-3f33-4c5f-8e0c-7f0b1a6f3a11"
    text = (
        f"--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Disposition: form-data; name=data\r\n\r\n"
        f"{json.dumps(_emby(event))}\r\n--{boundary}--\r\n"
    )
    return Sent(text.encode(), f'multipart/form-data; boundary="{boundary}"')


def _emby(event: str) -> Mapping[str, Any]:
    return {
        "Title": "ann has started playing A Film on Living room",
        "Date": "2026-11-22T12:00:00.0000000Z",
        "Event": event,
        "Severity": "Info",
        "User": {"Name": "ann", "Id": "5a3c1a6c5b3f4c27b1a85d5a2f11ab7c"},
        "Item": {"Name": "A Film", "Id": "4321", "Type": "Movie", "RunTimeTicks": 72_000_000_000},
        "Server": {"Name": "Epsilon", "Id": "b2f19f3d1c2b4f1f8e2a", "Version": "4.8.11.0"},
        "Session": {
            "RemoteEndPoint": "203.0.113.7",
            "Client": "Emby Web",
            "DeviceName": "Chrome",
            "DeviceId": "1f0a",
            "ApplicationVersion": "4.8.11.0",
            "Id": "9d0d2a6f1c0a4e5b",
        },
        "PlaybackInfo": {"PositionTicks": 0, "PlaylistIndex": 0, "PlaylistLength": 1},
    }


def jellyfin(event: str = "PlaybackStart", *, content_type: str = "text/plain") -> Sent:
    """Return the plugin's flat JSON; it calls it text unless a header was added there."""
    told = {
        "ServerId": "a3f1d0f1b5f94a1c",
        "ServerName": "Gamma",
        "ServerVersion": "10.11.2",
        "ServerUrl": "",
        "NotificationType": event,
        "Timestamp": "2026-11-22T13:00:00.0000000+01:00",
        "UtcTimestamp": "2026-11-22T12:00:00.0000000Z",
        "NotificationUsername": "ann",
        "UserId": "7c1f",
        "DeviceName": "Living room",
        "DeviceId": "4b8e",
        "ClientName": "Jellyfin Media Player",
        "RemoteEndPoint": "203.0.113.7",
        "Name": "A Film",
        "ItemId": "44d1",
        "ItemType": "Movie",
        "RunTimeTicks": 72_000_000_000,
        "PlaybackPositionTicks": 0,
        "PlayMethod": "DirectPlay",
        "IsPaused": False,
        "IsAutomated": False,
    }
    return Sent(json.dumps(told).encode(), f"{content_type}; charset=utf-8")


def tautulli(event: str = "play") -> Sent:
    """Return the body that the documentation proposes."""
    return Sent(json.dumps({"action": event, "user": "ann"}).encode(), "application/json")
