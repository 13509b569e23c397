"""Devices, sign-ins and playback on Emby and Jellyfin servers.

Every signed-in device is a session; a session that plays something is a stream.
"""

from datetime import datetime, timedelta

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.mediabrowser_world import (
    Refused,
    account_named,
    find_account,
    find_library,
    may_see,
    new_token,
    save_account,
)
from infra.sandbox.plex_titles import DURATIONS_MS, LIBRARY_TYPE, QUALITIES
from infra.sandbox.plex_world import digest, next_number

ITEM_TYPES = {"movie": "Movie", "episode": "Episode", "track": "Audio", "trailer": "Trailer"}
TRANSCODES = ("none", "remux", "audio", "video")
# Nobody there is held to a rate.
_AT_HOME = ("10.", "127.", "192.168.")


def _kind(server: Doc, what: str) -> str:
    return f"{server['platform']}_{what}:{server['name']}"


# ------------------------------------------------------------------ signing in


def sign_in(
    world: World, server: Doc, name: str, password: str, *, device: Doc, address: str = ""
) -> tuple[Doc, Doc]:
    """Sign an account in on a device (`id`, `name`, `client`, `version`).

    Returns account and session. Raises Refused 401 for a wrong name or password, 403 for a
    disabled account, one with as many sign-ins as it may have, or a device that is not allowed.
    """
    account = account_named(world, server, name)
    if account is None or account["password"] != password:
        raise Refused(401, "Invalid username or password entered.")
    if account["policy"]["IsDisabled"]:
        raise Refused(403, f"The {account['name']} account is currently disabled.")
    if not admits(account, device["id"]):
        raise Refused(403, "User is not allowed access from this device.")
    most = account["policy"].get("MaxActiveSessions", 0)
    if most and len(_others(world, server, account, device)) >= most:
        raise Refused(403, "User is at their maximum number of sessions.")
    now = world.clock.now().isoformat()
    account.update(signed_in_at=now, active_at=now)
    save_account(world, server, account)
    return account, _open_session(world, server, account, device, address)


def admits(account: Doc, device_id: str) -> bool:
    """Tell whether an account may sign in on a device, which is asked by the id it reports."""
    policy = account["policy"]
    if policy["IsAdministrator"] or policy["EnableAllDevices"]:
        return True
    return device_id.casefold() in {str(each).casefold() for each in policy["EnabledDevices"]}


def player_id(account: Doc, device: str) -> str:
    """Return the id under which an account's device of that name reports itself."""
    return digest(f"{account['id']}:{device}", 20)


def _others(world: World, server: Doc, account: Doc, device: Doc) -> list[Doc]:
    mine = [each for each in sessions(world, server) if each["account_id"] == account["id"]]
    return [each for each in mine if each["device_id"] != device["id"]]


def _open_session(world: World, server: Doc, account: Doc, device: Doc, address: str) -> Doc:
    name = f"{account['id']}:{device['id']}"
    held = world.store.get(_kind(server, "session"), digest(name, 32))
    session: Doc = held or {
        "id": digest(name, 32),
        "number": next_number(world, _kind(server, "device"), 1),
        "token": new_token(),
        "item": None,
        "remote_control": True,
        "ignores_stop": False,
    }
    session.update(
        account_id=account["id"],
        account_name=account["name"],
        device_id=device["id"],
        device_name=device["name"],
        client=device.get("client", "Web"),
        version=device.get("version", "1.0.0"),
        address=address or session.get("address") or "203.0.113.7",
        active_at=world.clock.now().isoformat(),
    )
    _save(world, server, session)
    return session


def _save(world: World, server: Doc, session: Doc) -> None:
    world.store.put(_kind(server, "session"), session["id"], session)


def sessions(world: World, server: Doc) -> list[Doc]:
    """Return the signed-in devices, oldest first; what was played to its end has stopped."""
    now = world.clock.now()
    found = world.store.list(_kind(server, "session"))
    for session in found:
        if session["item"] and position_ms(session, now) >= session["item"]["duration_ms"]:
            session["item"] = None
            _save(world, server, session)
    return found


def session_with_token(world: World, server: Doc, token: str) -> Doc | None:
    """Return the session that a person's token belongs to."""
    return next((each for each in sessions(world, server) if each["token"] == token), None)


def session(world: World, server: Doc, session_id: str) -> Doc:
    """Return a session by id; raises Refused 404."""
    held = world.store.get(_kind(server, "session"), session_id)
    if held is None:
        raise Refused(404, f"Session {session_id} not found.")
    return held


def sign_out(world: World, server: Doc, session: Doc) -> None:
    """Forget a device: its token dies and what it plays ends."""
    world.store.delete(_kind(server, "session"), session["id"])


def sign_out_account(world: World, server: Doc, account: Doc) -> None:
    """Sign an account out everywhere."""
    for each in sessions(world, server):
        if each["account_id"] == account["id"]:
            sign_out(world, server, each)


# ------------------------------------------------------------------ playing


def play(
    world: World,
    server: Doc,
    person: str,
    *,
    device: str = "Living room",
    client: str = "Web",
    title: str = "A Film",
    type: str = "movie",
    resolution: str = "1080",
    transcode: str = "none",
    address: str = "203.0.113.7",
    library: str = "",
    remote_control: bool = True,
    ignores_stop: bool = False,
    live: bool = False,
) -> Doc:
    """Let a person play something, on a device that is signed in for it; raises BadAction.

    `transcode` is none, remux, audio or video. Without `remote_control` the player says that it
    takes no commands, with `ignores_stop` it only does not obey. A title "Series – Episode" names
    both.
    """
    for name, value, choices in (
        ("type", type, ITEM_TYPES),
        ("resolution", resolution, QUALITIES),
        ("transcode", transcode, TRANSCODES),
    ):
        if value not in choices:
            raise BadAction(f"{name} must be one of {', '.join(choices)}")
    account = find_account(world, server, person)
    found = _playable(server, account, type, library)
    transcode = _held_to_rate(account, address, resolution, transcode)
    _check_rights(world, server, account, transcode)
    player = {"id": player_id(account, device), "name": device, "client": client}
    if not admits(account, player["id"]):
        raise BadAction(f"{account['name']} may not sign in on {device}")
    session = _open_session(world, server, account, player, address)
    now = world.clock.now().isoformat()
    series, _, own = title.rpartition(" – ")
    session.update(
        remote_control=remote_control,
        ignores_stop=ignores_stop,
        is_paused=False,
        position_ms=0,
        position_at=now,
        transcode=transcode,
        item={
            "id": digest(f"{server['platform']}:{title}:{resolution}", 32),
            "type": type,
            "title": own,
            "series": series,
            "library": found["title"],
            "resolution": resolution,
            "duration_ms": DURATIONS_MS[type],
            "live": live,
            "tmdb": str(int(digest(title, 6), 16)),
        },
    )
    _save(world, server, session)
    account["active_at"] = now
    save_account(world, server, account)
    return session


def _playable(server: Doc, account: Doc, kind: str, library: str) -> Doc:
    if account["policy"]["IsDisabled"] or not account["policy"]["EnableMediaPlayback"]:
        raise BadAction(f"{account['name']} may not play on {server['name']}")
    wanted = [find_library(server, library)] if library else server["libraries"]
    fitting = [each for each in wanted if each["kind"] == LIBRARY_TYPE[kind]]
    seen: list[Doc] = [each for each in fitting if may_see(account, each)]
    if not seen:
        raise BadAction(f"{account['name']} has no library with a {kind} on {server['name']}")
    return seen[0]


def _held_to_rate(account: Doc, address: str, resolution: str, transcode: str) -> str:
    """Return how the server sends it so that it stays below the account's rate, outside its LAN.

    What is too much is converted; an account that may have nothing converted cannot play it.
    """
    most = account["policy"]["RemoteClientBitrateLimit"]
    _width, _height, kbps, _codec = QUALITIES[resolution]
    if not most or kbps * 1000 <= most or address.startswith(_AT_HOME):
        return transcode
    if not account["policy"]["EnableVideoPlaybackTranscoding"]:
        raise BadAction(f"the server sends {account['name']} at most {most} bits a second")
    return "video"


def _check_rights(world: World, server: Doc, account: Doc, transcode: str) -> None:
    policy = account["policy"]
    if transcode == "video" and not policy["EnableVideoPlaybackTranscoding"]:
        raise BadAction(f"the server transcodes no video for {account['name']}")
    most = policy.get("SimultaneousStreamLimit", 0)
    playing = [each for each in streams(world, server) if each["account_id"] == account["id"]]
    if most and len(playing) >= most:
        raise BadAction(f"{account['name']} plays {most} streams already")


def streams(world: World, server: Doc) -> list[Doc]:
    """Return the sessions that play something."""
    return [each for each in sessions(world, server) if each["item"]]


def position_ms(session: Doc, now: datetime) -> int:
    """Return how far the session is into its item; live television never ends."""
    if session["is_paused"]:
        return int(session["position_ms"])
    passed = now - datetime.fromisoformat(session["position_at"])
    reached = int(session["position_ms"] + passed / timedelta(milliseconds=1))
    return 0 if session["item"]["live"] else reached


def reported_at(session: Doc, now: datetime) -> datetime:
    """Return when the device was last heard of: just now while it plays."""
    return now if session["item"] else datetime.fromisoformat(session["active_at"])


def is_active(session: Doc, now: datetime, seconds: float) -> bool:
    """Tell whether the device was heard of in the last so many seconds."""
    return now - reported_at(session, now) <= timedelta(seconds=seconds)


def pause(world: World, server: Doc, session: Doc, *, paused: bool) -> Doc:
    """Pause what a session plays, or let it go on."""
    now = world.clock.now()
    session.update(position_ms=position_ms(session, now), position_at=now.isoformat())
    session["is_paused"] = paused
    _save(world, server, session)
    return session


def end(world: World, server: Doc, session: Doc) -> Doc:
    """End what a session plays, as its viewer does."""
    session.update(item=None, active_at=world.clock.now().isoformat())
    _save(world, server, session)
    return session


def command(world: World, server: Doc, session: Doc, what: str, *, text: str = "") -> None:
    """Send a command to a player; the server says yes whatever the player makes of it."""
    obeyed = session["remote_control"] and not session["ignores_stop"]
    record = {
        "server": server["name"],
        "session_id": session["id"],
        "person": session["account_name"],
        "device": session["device_name"],
        "command": what,
        "text": text,
        "obeyed": obeyed,
        "at": world.clock.now().isoformat(),
    }
    kind = _kind(server, "command")
    world.store.put(kind, str(next_number(world, kind, 1)), record)
    if what == "Stop" and obeyed and session["item"]:
        end(world, server, session)


def commands(world: World, server: Doc) -> list[Doc]:
    """Return the commands that were sent, oldest first."""
    return world.store.list(_kind(server, "command"))


def find_device(world: World, server: Doc, person: object, device: object) -> Doc:
    """Return a person's device by its name in any case; raises BadAction."""
    wanted = (str(person).casefold(), str(device).casefold())
    for each in sessions(world, server):
        if (each["account_name"].casefold(), each["device_name"].casefold()) == wanted:
            return each
    raise BadAction(f"{person} is not signed in on {device}")


def find_stream(world: World, server: Doc, person: object, device: object = None) -> Doc:
    """Return the one stream of a person, on a device if it is named; raises BadAction.

    None and several are both refused.
    """
    wanted = str(person).casefold()
    found = [each for each in streams(world, server) if each["account_name"].casefold() == wanted]
    if device:
        name = str(device).casefold()
        found = [each for each in found if each["device_name"].casefold() == name]
    if len(found) != 1:
        raise BadAction(f"{person} plays {len(found)} streams on {server['name']}")
    return found[0]
