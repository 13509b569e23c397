"""The JSON of Emby and Jellyfin: accounts, sessions, devices, libraries, counts."""

from datetime import datetime

from infra.sandbox import mediabrowser_play as playing
from infra.sandbox.kit import Doc, World
from infra.sandbox.plex_titles import QUALITIES

_TICKS_PER_MS = 10_000
_METHODS = {
    "none": "DirectPlay",
    "remux": "DirectStream",
    "audio": "Transcode",
    "video": "Transcode",
}
_COUNTS = {"movie": "MovieCount", "show": "SeriesCount", "artist": "ArtistCount"}
_ALL_COUNTS = (
    *("MovieCount", "SeriesCount", "EpisodeCount", "ArtistCount", "ProgramCount"),
    *("TrailerCount", "SongCount", "AlbumCount", "MusicVideoCount", "BoxSetCount"),
    *("BookCount", "ItemCount"),
)


def instant(text: str) -> str:
    """Return a stored time as the servers write it."""
    return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"


def public_info(world: World, server: Doc) -> Doc:
    """Return what a server tells everybody."""
    platform, name = server["platform"], server["name"]
    address = f"{world.base_url}/{platform}/{name}"
    known = {
        "ServerName": server["title"],
        "Version": server["version"],
        "Id": server["server_id"],
    }
    if platform == "emby":
        return {**known, "LocalAddress": address, "LocalAddresses": [], "RemoteAddresses": []}
    return {
        **known,
        "LocalAddress": address,
        "ProductName": "Jellyfin Server",
        "OperatingSystem": "",
        "StartupWizardCompleted": True,
    }


def info(world: World, server: Doc) -> Doc:
    """Return what a server tells its administrators."""
    return {
        **public_info(world, server),
        "OperatingSystem": "Linux",
        "HasPendingRestart": False,
        "IsShuttingDown": False,
        "SupportsLibraryMonitor": True,
        "WebSocketPortNumber": 8096,
        "CanSelfRestart": True,
        "CompletedInstallations": [],
    }


def account(server: Doc, held: Doc) -> Doc:
    """Return an account with its policy."""
    shown: Doc = {
        "Name": held["name"],
        "ServerId": server["server_id"],
        "Id": held["id"],
        "HasPassword": bool(held["password"]),
        "HasConfiguredPassword": bool(held["password"]),
        "HasConfiguredEasyPassword": False,
        "EnableAutoLogin": False,
        "Configuration": {
            "PlayDefaultAudioTrack": True,
            "SubtitleMode": "Default",
            "OrderedViews": [],
            "LatestItemsExcludes": [],
            "EnableNextEpisodeAutoPlay": True,
        },
        "Policy": held["policy"],
    }
    for field, at in (("LastLoginDate", "signed_in_at"), ("LastActivityDate", "active_at")):
        if held[at]:
            shown[field] = instant(held[at])
    if server["platform"] == "emby":
        shown["DateCreated"] = instant(held["created_at"])
        if held["connect_name"]:
            shown["ConnectUserName"] = held["connect_name"]
    return shown


def session(world: World, server: Doc, held: Doc) -> Doc:
    """Return a signed-in device, with what it plays."""
    now = world.clock.now()
    shown: Doc = {
        "Id": held["id"],
        "UserId": held["account_id"],
        "UserName": held["account_name"],
        "Client": held["client"],
        "ApplicationVersion": held["version"],
        "DeviceId": held["device_id"],
        "DeviceName": held["device_name"],
        "RemoteEndPoint": held["address"],
        "LastActivityDate": instant(playing.reported_at(held, now).isoformat()),
        "ServerId": server["server_id"],
        "SupportsRemoteControl": held["remote_control"],
        "PlayableMediaTypes": ["Audio", "Video"],
        "SupportedCommands": ["DisplayMessage"] if held["remote_control"] else [],
        "AdditionalUsers": [],
        "PlayState": {"CanSeek": False, "IsPaused": False, "IsMuted": False}
        | {"RepeatMode": "RepeatNone"},
    }
    if server["platform"] == "emby":
        shown["InternalDeviceId"] = held["number"]
    else:
        shown |= {
            "IsActive": playing.is_active(held, now, 600),
            "LastPlaybackCheckIn": shown["LastActivityDate"],
            "SupportsMediaControl": held["remote_control"],
            "HasCustomDeviceName": False,
        }
    if held["item"]:
        _add_playback(shown, server, held, now)
    return shown


def _add_playback(shown: Doc, server: Doc, held: Doc, now: datetime) -> None:
    item, transcode = held["item"], held["transcode"]
    width, height, kbps, codec = QUALITIES[item["resolution"]]
    shown["PlayState"] |= {
        "CanSeek": not item["live"],
        "IsPaused": held["is_paused"],
        "PlayMethod": _METHODS[transcode],
        "PositionTicks": playing.position_ms(held, now) * _TICKS_PER_MS,
        "MediaSourceId": item["id"],
    }
    is_audio = item["type"] == "track"
    media_streams: list[Doc] = [_stream("Audio", 0 if is_audio else 1, "aac", 256)]
    if not is_audio:
        picture = _stream("Video", 0, codec, kbps)
        media_streams.insert(0, {**picture, "Width": width, "Height": height})
    shown["NowPlayingItem"] = {
        "Name": item["title"],
        "Id": item["id"],
        "ServerId": server["server_id"],
        "Type": "TvChannel" if item["live"] else playing.ITEM_TYPES[item["type"]],
        "MediaType": "Audio" if is_audio else "Video",
        "RunTimeTicks": item["duration_ms"] * _TICKS_PER_MS,
        "ProviderIds": {"Tmdb": item["tmdb"]},
        "MediaStreams": media_streams,
        **({"SeriesName": item["series"]} if item["series"] else {}),
    }
    if transcode != "none":
        is_direct = transcode != "video"
        shown["TranscodingInfo"] = {
            "AudioCodec": "aac",
            "VideoCodec": codec if is_direct else "h264",
            "Container": "ts",
            "IsVideoDirect": is_direct,
            "IsAudioDirect": transcode == "remux",
            "Bitrate": (kbps if is_direct else 4_000) * 1000,
            "Width": width if is_direct else 1280,
            "Height": height if is_direct else 720,
            "TranscodeReasons": [
                "ContainerNotSupported" if is_direct else "VideoCodecNotSupported"
            ],
        }


def _stream(kind: str, index: int, codec: str, kbps: int) -> Doc:
    return {
        "Type": kind,
        "Index": index,
        "Codec": codec,
        "BitRate": kbps * 1000,
        "IsDefault": True,
        "IsForced": False,
        "IsExternal": False,
        "IsInterlaced": False,
        "IsTextSubtitleStream": False,
        "SupportsExternalStream": False,
    }


def device(server: Doc, held: Doc) -> Doc:
    """Return a device; Emby's `Id` is its own number, Jellyfin's the one that sessions tell."""
    shown = {
        "Name": held["device_name"],
        "Id": held["device_id"],
        "LastUserName": held["account_name"],
        "LastUserId": held["account_id"],
        "AppName": held["client"],
        "AppVersion": held["version"],
        "DateLastActivity": instant(held["active_at"]),
    }
    if server["platform"] == "emby":
        number = held["number"]
        shown |= {"Id": str(number), "InternalId": number, "IpAddress": held["address"]}
        shown["ReportedDeviceId"] = held["device_id"]
    else:
        shown["Capabilities"] = {"PlayableMediaTypes": [], "SupportedCommands": []} | {
            "SupportsMediaControl": False,
            "SupportsPersistentIdentifier": True,
        }
    return shown


def virtual_folder(server: Doc, library: Doc) -> Doc:
    """Return a library as the administration of libraries shows it."""
    is_emby = server["platform"] == "emby"
    shown = {
        "Name": library["title"],
        "Locations": [f"/media/{library['number']}"],
        "CollectionType": library["collection_type"],
        "ItemId": library["number"] if is_emby else library["guid"],
    }
    if is_emby:
        shown |= {"Id": library["number"], "Guid": library["guid"]}
    return shown


def media_folder(server: Doc, library: Doc) -> Doc:
    """Return a library as an item."""
    is_emby = server["platform"] == "emby"
    return {
        "Name": library["title"],
        "ServerId": server["server_id"],
        "Id": library["number"] if is_emby else library["guid"],
        "Type": "CollectionFolder",
        "CollectionType": library["collection_type"],
        "IsFolder": True,
        **({"Guid": library["guid"]} if is_emby else {}),
    }


def counts(server: Doc) -> Doc:
    """Return how many of everything a server has."""
    told = dict.fromkeys(_ALL_COUNTS, 0)
    for library in server["libraries"]:
        told[_COUNTS[library["kind"]]] += library["count"]
        told["ItemCount"] += library["count"]
    return told


def activity(server: Doc, number: int, held: Doc) -> Doc:
    """Return a sent command as an entry of the activity log."""
    words = ("Info", "Warn") if server["platform"] == "emby" else ("Information", "Warning")
    return {
        "Id": number,
        "Name": f"{held['command']} was sent to {held['person']} on {held['device']}",
        "Type": "SessionCommand",
        "Date": instant(held["at"]),
        "Severity": words[0] if held["obeyed"] else words[1],
    }


def download(server: Doc, held: Doc) -> Doc:
    """Return a download as an entry of the activity log."""
    return {
        "Id": held["number"],
        "Name": f"{held['person']} is downloading {held['title']}",
        "ShortOverview": f"App: {held['client']}, device: {held['device']}",
        "Type": "UserDownloadingContent",
        "ItemId": held["item_id"],
        "Date": instant(held["at"]),
        "UserId": held["account_id"],
        "Severity": "Info" if server["platform"] == "emby" else "Information",
    }
