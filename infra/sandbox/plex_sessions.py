"""The elements a media server shows for playback: sessions, transcodes, items, history."""

from collections import OrderedDict
from datetime import datetime

from infra.sandbox.kit import Doc
from infra.sandbox.plex_streams import offset_ms
from infra.sandbox.plex_titles import QUALITIES
from infra.sandbox.plex_world import epoch
from infra.sandbox.plex_xml import El, Scalar, to_xml

_OFFSET = 987_654_321_987
_CACHE_LIMIT = 20_000
_AUDIO_KBPS = 320
_rendered: OrderedDict[str, str] = OrderedDict()


def session_xml(stream: Doc, now: datetime) -> str:
    """Return one session as XML; all but the offset is written once per state of a stream."""
    written = _rendered.get(stream["rev"])
    if written is None:
        written = to_xml(session_element(stream, _OFFSET))
        _rendered[stream["rev"]] = written
        if len(_rendered) > _CACHE_LIMIT:
            _rendered.popitem(last=False)
    return written.replace(str(_OFFSET), str(offset_ms(stream, now)), 1)


def session_element(stream: Doc, offset: int) -> El:
    """Return one session with its user, player, session, transcode and media."""
    item = stream["item"]
    attrs = {
        **_item_attrs(item),
        "sessionKey": str(stream["key"]),
        "viewOffset": offset,
        "live": "1" if stream["live"] else None,
    }
    children = [media_element(item, stream), _user(stream), _player(stream)]
    if stream["session_id"] is not None:
        attrs_of_session: dict[str, Scalar] = {
            "id": stream["session_id"],
            "bandwidth": _kbps(stream),
            "location": "lan" if stream["local"] else "wan",
        }
        children.append(El("Session", attrs_of_session))
    if stream["transcode"] != "none":
        children.append(transcode_element(stream))
    return El(_tag(item), attrs, children)


def _tag(item: Doc) -> str:
    return "Track" if item["type"] == "track" else "Video"


def _item_attrs(item: Doc) -> dict[str, Scalar]:
    key = item["rating_key"]
    trailer = item["type"] == "trailer"
    return {
        "ratingKey": key,
        "key": f"/library/metadata/{key}",
        "guid": f"plex://{'clip' if trailer else item['type']}/{int(key):024x}",
        "type": "clip" if trailer else item["type"],
        "subtype": "trailer" if trailer else None,
        "extraType": 1 if trailer else None,
        "title": item["title"],
        "grandparentTitle": item["grandparent_title"],
        "parentTitle": "Season 1" if item["type"] == "episode" else None,
        "parentIndex": 1 if item["type"] == "episode" else None,
        "index": 1 if item["type"] in ("episode", "track") else None,
        "librarySectionID": str(item["section_key"]),
        "librarySectionKey": f"/library/sections/{item['section_key']}",
        "librarySectionTitle": item["section_title"],
        "addedAt": epoch(item["added_at"]),
        "duration": item["duration_ms"],
    }


def _user(stream: Doc) -> El:
    return El("User", {"id": str(stream["user_id"]), "title": stream["username"], "thumb": ""})


def _player(stream: Doc) -> El:
    device = stream["device"]
    return El(
        "Player",
        {
            "address": stream["address"],
            "device": device["device"],
            "machineIdentifier": device["machine_id"],
            "model": "",
            "platform": device["platform"],
            "platformVersion": "1.0",
            "product": device["product"],
            "profile": device["platform"],
            "remotePublicAddress": stream["public_address"],
            "state": stream["state"],
            "title": device["title"],
            "vendor": device["vendor"],
            "version": "1.0",
            "local": stream["local"],
            "relayed": stream["relayed"],
            "secure": True,
            "userID": stream["user_id"],
        },
    )


def _kbps(stream: Doc) -> int:
    if stream["item"]["type"] == "track":
        return _AUDIO_KBPS
    converted = stream["transcode"] == "video"
    name = stream["target_resolution"] if converted else stream["item"]["resolution"]
    return QUALITIES[name][2]


def transcode_element(stream: Doc) -> El:
    """Return what the server's transcoder does for a stream."""
    music = stream["item"]["type"] == "track"
    video = stream["transcode"] == "video" and not music
    source = QUALITIES[stream["item"]["resolution"]]
    width, height, _, _ = QUALITIES[stream["target_resolution"]] if video else source
    key = f"/transcode/sessions/{stream['rev']}"
    return El(
        "TranscodeSession",
        {
            "key": key,
            "throttled": True,
            "complete": False,
            "progress": 12.5,
            "size": -22,
            "speed": 4.2,
            "error": False,
            "duration": stream["duration_ms"],
            "context": "streaming",
            "sourceVideoCodec": None if music else source[3],
            "sourceAudioCodec": "flac" if music else "eac3",
            "videoDecision": None if music else ("transcode" if video else "copy"),
            "audioDecision": "transcode",
            "subtitleDecision": None,
            "protocol": "dash",
            "container": "mp4",
            "videoCodec": None if music else ("h264" if video else source[3]),
            "audioCodec": "aac",
            "audioChannels": 2,
            "width": None if music else width,
            "height": None if music else height,
            "transcodeHwRequested": True,
            "transcodeHwFullPipeline": False,
        },
    )


def media_element(item: Doc, stream: Doc | None = None) -> El:
    """Return the media; while video is transcoded it describes the target, not the source."""
    number = int(item["rating_key"])
    if item["type"] == "track":
        audio: dict[str, Scalar] = {
            "id": number,
            "duration": item["duration_ms"],
            "bitrate": _AUDIO_KBPS * 3,
            "audioChannels": 2,
            "audioCodec": "flac",
            "container": "flac",
        }
        return El("Media", {**audio, "selected": stream is not None}, [_part(item, stream)])
    converted = stream is not None and stream["transcode"] == "video"
    name = stream["target_resolution"] if stream and converted else item["resolution"]
    width, height, kbps, codec = QUALITIES[name]
    attrs: dict[str, Scalar] = {
        "id": number,
        "duration": item["duration_ms"],
        "bitrate": kbps,
        "width": width,
        "height": height,
        "aspectRatio": 1.78,
        "audioChannels": 2 if stream and stream["transcode"] != "none" else 6,
        "audioCodec": "aac" if stream and stream["transcode"] != "none" else "eac3",
        "videoCodec": "h264" if converted else codec,
        "videoResolution": name,
        "container": "mp4" if converted else "mkv",
        "videoFrameRate": "24p",
        "selected": stream is not None,
    }
    return El("Media", attrs, [_part(item, stream)])


def _part(item: Doc, stream: Doc | None) -> El:
    number = int(item["rating_key"])
    plain = stream is None or stream["transcode"] == "none"
    return El(
        "Part",
        {
            "id": number,
            "key": f"/library/parts/{number}/file.mkv",
            "duration": item["duration_ms"],
            "file": f"/media/{item['section_title']}/{item['title']}.mkv",
            "decision": None if stream is None else ("directplay" if plain else "transcode"),
            "selected": stream is not None,
        },
    )


def item_element(item: Doc) -> El:
    """Return an item of a library as its source is."""
    return El(_tag(item), _item_attrs(item), [media_element(item)])


def history_element(row: Doc) -> El:
    """Return one row of the play history."""
    item = row["item"]
    return El(
        _tag(item),
        {
            "historyKey": f"/status/sessions/history/{row['id']}",
            "key": f"/library/metadata/{item['rating_key']}",
            "ratingKey": item["rating_key"],
            "librarySectionID": str(item["section_key"]),
            "title": item["title"],
            "grandparentTitle": item["grandparent_title"],
            "type": "clip" if item["type"] == "trailer" else item["type"],
            "viewedAt": epoch(row["viewed_at"]),
            "accountID": row["account_id"],
            "deviceID": row["device_id"],
        },
    )
