"""Playback in the Plex world: streams that start, pause, end or are stopped, and history."""

import ipaddress
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.plex_shares import Refused, accepted_share, grant, shared_libraries
from infra.sandbox.plex_titles import (
    DURATIONS_MS,
    LIBRARY_TYPE,
    QUALITIES,
    STREAM_TYPES,
    device_of,
    item_for,
    register_device,
)
from infra.sandbox.plex_world import find_library, find_person, find_server, next_number, now_text

STOPPED = "plex_stopped"
TRANSCODES = ("video", "audio", "none")
RANDOM_SESSION = "random"
_WATCHED_SECONDS = 60
_HOME_NETWORKS = [
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7")
]


def _kind(server_name: str) -> str:
    return f"plex_stream:{server_name}"


def _history(server_name: str) -> str:
    return f"plex_history:{server_name}"


def start_stream(
    world: World,
    server: str,
    person: str,
    *,
    device: str = "Chrome",
    title: str = "A Film",
    type: str = "movie",
    transcode: str = "none",
    resolution: str = "1080",
    target_resolution: str = "720",
    address: str | None = None,
    relayed: bool = False,
    session_id: str | None = RANDOM_SESSION,
    machine_id: str | None = None,
    library: str | None = None,
    started_seconds_ago: float = 0,
    duration_seconds: float | None = None,
    ignores_stop: bool = False,
    live: bool = False,
    share: bool = False,
) -> Doc:
    """Start a stream and return it; raises BadAction when the person may not play that.

    `session_id=None` is a player that reports no session (it cannot be stopped).
    `ignores_stop` makes the player go on after a stop. `share` first grants an accepted
    share of everything. A title "Series – Episode" names both.
    """
    where, who = find_server(world, server), find_person(world, person)
    _check_choice("type", type, STREAM_TYPES)
    _check_choice("transcode", transcode, TRANSCODES)
    _check_choice("resolution", resolution, tuple(QUALITIES))
    _check_choice("target_resolution", target_resolution, tuple(QUALITIES))
    if share and who["id"] != where["owner_id"]:
        grant(world, where, who)
    section = _playable(world, where, who, type, library)
    length = int((duration_seconds or 0) * 1000) or DURATIONS_MS[type]
    item = item_for(
        world, where, section, kind=type, title=title, resolution=resolution, duration_ms=length
    )
    player = device_of(who, device, machine_id)
    key = next_number(world, f"session:{where['name']}", 1)
    started = (world.clock.now() - timedelta(seconds=started_seconds_ago)).isoformat()
    ip = "127.0.0.1" if relayed else address or f"203.0.113.{who['id'] % 250 + 1}"
    stream: Doc = {
        "key": key,
        "server": where["name"],
        "person_id": who["id"],
        "username": who["username"],
        "user_id": 1 if who["id"] == where["owner_id"] else who["id"],
        "item": item,
        "duration_ms": length,
        "device": player,
        "device_id": register_device(world, where, player),
        "state": "playing",
        "transcode": transcode,
        "target_resolution": target_resolution,
        "address": ip,
        "public_address": address if relayed else ip,
        "local": not relayed and _is_local(ip),
        "relayed": relayed,
        "session_id": secrets.token_hex(12) if session_id == RANDOM_SESSION else session_id,
        "ignores_stop": ignores_stop,
        "live": live,
        "started_at": started,
        "offset_ms": 0,
        "offset_at": started,
    }
    _save(world, stream)
    return stream


def _check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    if value not in choices:
        raise BadAction(f"{name} must be one of {', '.join(choices)}")


def _is_local(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError as error:
        raise BadAction(f"not an IP address: {address!r}") from error
    return any(found in network for network in _HOME_NETWORKS if network.version == found.version)


def _playable(world: World, server: Doc, person: Doc, kind: str, title: str | None) -> Doc:
    """Return a library that holds this kind and that the person may play from."""
    libraries = list(server["libraries"])
    if person["id"] != server["owner_id"]:
        share = accepted_share(world, server, person)
        if share is None:
            raise BadAction(f"{person['username']} has no share on {server['name']}")
        libraries = shared_libraries(server, share)
    if title is not None:
        wanted = find_library(server, title)
        libraries = [each for each in libraries if each["key"] == wanted["key"]]
    fitting = [each for each in libraries if each["type"] == LIBRARY_TYPE[kind]]
    if not fitting:
        what = title or f"any library with a {kind}"
        raise BadAction(f"{person['username']} has no access to {what} on {server['name']}")
    return dict(fitting[0])


def _save(world: World, stream: Doc) -> None:
    stream["rev"] = secrets.token_hex(8)
    world.store.put(_kind(stream["server"]), str(stream["key"]), stream)


def offset_ms(stream: Doc, now: datetime) -> int:
    """Return how far the stream is into the item, in milliseconds."""
    if stream["state"] != "playing":
        return int(stream["offset_ms"])
    since = now - datetime.fromisoformat(stream["offset_at"])
    reached = stream["offset_ms"] + int(since.total_seconds() * 1000)
    if stream["item"]["type"] == "track" or stream["live"]:
        return int(reached % stream["duration_ms"])
    return int(min(reached, stream["duration_ms"]))


def streams_on(world: World, server_name: str) -> list[Doc]:
    """Return what a server plays now, oldest first; what reached its end is gone.

    Music and live television go on by themselves.
    """
    now = world.clock.now()
    playing: list[Doc] = []
    for stream in world.store.list(_kind(server_name)):
        if offset_ms(stream, now) >= stream["duration_ms"] and not stream["live"]:
            _end(world, stream)
        else:
            playing.append(stream)
    return playing


def find_stream(world: World, wanted: Doc) -> Doc:
    """Return the stream named by server and session_key or session_id, or by person alone.

    Raises BadAction when none or several fit.
    """
    server = find_server(world, wanted.get("server"))
    found = streams_on(world, server["name"])
    if wanted.get("session_key") is not None:
        found = [each for each in found if str(each["key"]) == str(wanted["session_key"])]
    if wanted.get("session_id") is not None:
        found = [each for each in found if each["session_id"] == wanted["session_id"]]
    if wanted.get("person") is not None:
        who = find_person(world, wanted["person"])
        found = [each for each in found if each["person_id"] == who["id"]]
    if len(found) != 1:
        raise BadAction(f"{len(found)} streams fit; name server and session_key")
    return found[0]


def pause_stream(world: World, stream: Doc) -> Doc:
    """Pause a stream; a paused one stays paused."""
    stream["offset_ms"] = offset_ms(stream, world.clock.now())
    stream.update(state="paused", offset_at=now_text(world))
    _save(world, stream)
    return stream


def resume_stream(world: World, stream: Doc) -> Doc:
    """Let a paused stream go on."""
    stream["offset_ms"] = offset_ms(stream, world.clock.now())
    stream.update(state="playing", offset_at=now_text(world))
    _save(world, stream)
    return stream


def end_stream(world: World, stream: Doc) -> None:
    """End a stream as its viewer does."""
    _end(world, stream)


def terminate(world: World, server: Doc, *, session_id: str, reason: str) -> Doc:
    """Stop a stream for the owner; raises Refused 404. The reason is kept in `stopped`."""
    for stream in streams_on(world, server["name"]):
        if stream["session_id"] == session_id:
            obeyed = not stream["ignores_stop"]
            record = {
                "server": server["name"],
                "person": stream["username"],
                "title": stream["item"]["title"],
                "device": stream["device"]["title"],
                "session_key": stream["key"],
                "session_id": session_id,
                "reason": reason,
                "obeyed": obeyed,
                "at": now_text(world),
            }
            world.store.put(STOPPED, str(next_number(world, "stopped", 1)), record)
            if obeyed:
                _end(world, stream)
            return record
    raise Refused(404, "Session not found")


def stopped(world: World) -> list[Doc]:
    """Return every stop that was asked for, with its reason, oldest first."""
    return world.store.list(STOPPED)


def _end(world: World, stream: Doc) -> None:
    watched = offset_ms(stream, world.clock.now())
    with world.store.transaction():
        world.store.delete(_kind(stream["server"]), str(stream["key"]))
        if watched >= _WATCHED_SECONDS * 1000:
            add_history(world, stream, at=now_text(world))


def add_history(world: World, stream: Doc, *, at: str) -> Doc:
    """Add one row to the server's play history."""
    number = next_number(world, _history(stream["server"]), 1)
    row = {
        "id": number,
        "item": stream["item"],
        "account_id": stream["user_id"],
        "device_id": stream["device_id"],
        "viewed_at": at,
    }
    world.store.put(_history(stream["server"]), str(number), row)
    return row


def history(world: World, server: Doc) -> list[Doc]:
    """Return the server's play history, oldest first."""
    return world.store.list(_history(server["name"]))


# ------------------------------------------------------------------ downloads


def start_download(
    world: World, server: Doc, person: Doc, title: str, *, minutes: float | None = None
) -> Doc:
    """Let a person download an item: an activity the owner can see, for so long or until ended."""
    share = accepted_share(world, server, person)
    if person["id"] != server["owner_id"] and not (share and share["settings"]["allowSync"]):
        raise BadAction(f"{person['username']} may not download from {server['name']}")
    now = world.clock.now()
    made: Doc = {
        "uuid": secrets.token_hex(16),
        "user_id": 1 if person["id"] == server["owner_id"] else person["id"],
        "person": person["username"],
        "title": title,
        "started_at": now.isoformat(),
        "ends_at": (now + timedelta(minutes=minutes)).isoformat() if minutes else None,
    }
    world.store.put(f"plex_activity:{server['name']}", made["uuid"], made)
    return made


def downloads(world: World, server: Doc) -> list[Doc]:
    """Return the downloads that are running on a server."""
    now = world.clock.now()
    return [
        each
        for each in world.store.list(f"plex_activity:{server['name']}")
        if not each["ends_at"] or now < datetime.fromisoformat(each["ends_at"])
    ]


def end_download(world: World, server: Doc, uuid: str) -> None:
    """End a download."""
    world.store.delete(f"plex_activity:{server['name']}", uuid)
