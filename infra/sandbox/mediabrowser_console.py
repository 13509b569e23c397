"""What the console can do in the worlds of Emby and Jellyfin, and what it shows of them."""

import inspect
from collections.abc import Callable, Mapping

from infra.sandbox import mediabrowser_downloads as loading
from infra.sandbox import mediabrowser_play as playing
from infra.sandbox import mediabrowser_world as things
from infra.sandbox.kit import Action, BadAction, Doc, World, need
from infra.sandbox.mediabrowser_world import Refused

_PLAY_FIELDS = frozenset(inspect.signature(playing.play).parameters) - {"world", "server"}
_PEOPLE = ("ines", "jonas")

Deed = Callable[[World, Doc, Doc], Doc]
"""What an action does to a server, with the body that came."""


# ------------------------------------------------------------------ people


def add_person(world: World, server: Doc, body: Doc) -> Doc:
    """Open an account with the rights that new accounts have."""
    name = need(body, "name")
    password = str(body.get("password") or f"{name}-password")
    account = things.add_account(
        world, server, name, password=password, admin=body.get("admin") is True
    )
    return show_account(server, account)


def remove_person(world: World, server: Doc, body: Doc) -> Doc:
    """Delete an account behind everyone's back."""
    account = things.find_account(world, server, need(body, "person"))
    things.delete_account(world, server, account)
    playing.sign_out_account(world, server, account)
    return {"removed": account["name"]}


def change_rights(world: World, server: Doc, body: Doc) -> Doc:
    """Set fields of an account's policy behind everyone's back."""
    account = things.find_account(world, server, need(body, "person"))
    policy = body.get("policy")
    if not isinstance(policy, dict):
        raise BadAction("policy must be an object of fields")
    things.write_policy(world, server, account, {**account["policy"], **policy})
    return show_account(server, account)


def sign_in(world: World, server: Doc, body: Doc) -> Doc:
    """Sign a person in on a device, with the right password unless another is given.

    A device that several people use reports the same `device_id` for all of them.
    """
    account = things.find_account(world, server, need(body, "person"))
    name = str(body.get("device") or "Phone")
    device_id = str(body.get("device_id") or playing.player_id(account, name))
    device = {"id": device_id, "name": name, "client": str(body.get("client") or "Web")}
    password = str(body.get("password") or account["password"])
    _, session = playing.sign_in(world, server, account["name"], password, device=device)
    return {"token": session["token"], "session_id": session["id"]}


def sign_out(world: World, server: Doc, body: Doc) -> Doc:
    """Sign a person out on a device, as its user does."""
    found = playing.find_device(world, server, need(body, "person"), need(body, "device"))
    playing.sign_out(world, server, found)
    return {"signed_out": found["device_name"]}


# ------------------------------------------------------------------ playback


def play(world: World, server: Doc, body: Doc) -> Doc:
    """Let a person play something that the account may see."""
    unknown = set(body) - _PLAY_FIELDS
    if unknown:
        raise BadAction(f"unknown field: {', '.join(sorted(unknown))}")
    need(body, "person")
    try:
        return show_session(world, playing.play(world, server, **body))
    except (TypeError, AttributeError, ValueError) as error:
        raise BadAction(f"a field has the wrong type: {error}") from error


def _stream(world: World, server: Doc, body: Doc) -> Doc:
    return playing.find_stream(world, server, need(body, "person"), body.get("device"))


def pause(world: World, server: Doc, body: Doc) -> Doc:
    """Pause what a person plays, on one `device` of several."""
    session = _stream(world, server, body)
    return show_session(world, playing.pause(world, server, session, paused=True))


def resume(world: World, server: Doc, body: Doc) -> Doc:
    """Let a paused stream go on, on one `device` of several."""
    session = _stream(world, server, body)
    return show_session(world, playing.pause(world, server, session, paused=False))


def end(world: World, server: Doc, body: Doc) -> Doc:
    """End what a person plays, on one `device` of several, as the viewer does."""
    session = _stream(world, server, body)
    playing.end(world, server, session)
    return {"ended": session["id"]}


def download(world: World, server: Doc, body: Doc) -> Doc:
    """Let a person download something, if the account may."""
    unknown = set(body) - {"person", "title", "device", "client", "entries"}
    if unknown:
        raise BadAction(f"unknown field: {', '.join(sorted(unknown))}")
    need(body, "person")
    try:
        return loading.download(world, server, **body)
    except (TypeError, AttributeError) as error:
        raise BadAction(f"a field has the wrong type: {error}") from error


# ------------------------------------------------------------------ servers


def rename_server(world: World, server: Doc, body: Doc) -> Doc:
    """Give a server another name; its id stays."""
    server["title"] = need(body, "title")
    return _saved(world, server)


def change_key(world: World, server: Doc, body: Doc) -> Doc:
    """Revoke the API key and make another."""
    server["key"] = str(body.get("key") or things.new_token())
    return _saved(world, server)


def set_version(world: World, server: Doc, body: Doc) -> Doc:
    """Install another version."""
    things.change_version(server, need(body, "version"))
    return _saved(world, server)


def set_legacy_sign_in(world: World, server: Doc, body: Doc) -> Doc:
    """Switch the old ways to present a key on or off."""
    if not isinstance(body.get("allowed"), bool):
        raise BadAction("allowed must be true or false")
    server["legacy_auth"] = body["allowed"]
    return _saved(world, server)


def rename_library(world: World, server: Doc, body: Doc) -> Doc:
    """Rename a library; its ids stay."""
    return things.rename_library(world, server, need(body, "library"), need(body, "title"))


def recreate_library(world: World, server: Doc, body: Doc) -> Doc:
    """Delete and create a library: same title, new ids."""
    return things.recreate_library(world, server, need(body, "library"))


def set_delay(world: World, server: Doc, body: Doc) -> Doc:
    """Hold every answer of a server back by so many milliseconds."""
    delay = body.get("delay_ms")
    if not isinstance(delay, int) or isinstance(delay, bool) or not 0 <= delay <= 60_000:
        raise BadAction("delay_ms must be a whole number from 0 to 60000")
    server["delay_ms"] = delay
    return _saved(world, server)


def _saved(world: World, server: Doc) -> Doc:
    things.save_server(world, server)
    return show_server(world, server)


# ------------------------------------------------------------------ what is shown


def show_account(server: Doc, account: Doc) -> Doc:
    """Return what the console shows of an account."""
    seen = [each["title"] for each in server["libraries"] if things.may_see(account, each)]
    return {
        "id": account["id"],
        "name": account["name"],
        "is_administrator": account["policy"]["IsAdministrator"],
        "is_disabled": account["policy"]["IsDisabled"],
        "downloads": account["policy"]["EnableContentDownloading"],
        "all_devices": account["policy"]["EnableAllDevices"],
        "libraries": seen,
        "has_password": bool(account["password"]),
    }


def show_device(session: Doc) -> Doc:
    """Return what the console shows of a device that is signed in."""
    return {
        "device": session["device_name"],
        "app": session["client"],
        "person": session["account_name"],
        "device_id": session["device_id"],
        "last_active": session["active_at"],
        "plays": bool(session["item"]),
    }


def show_session(world: World, session: Doc) -> Doc:
    """Return what the console shows of a session that plays."""
    item = session["item"]
    return {
        "session_id": session["id"],
        "person": session["account_name"],
        "device": session["device_name"],
        "title": " – ".join(part for part in (item["series"], item["title"]) if part),
        "resolution": item["resolution"],
        "transcode": session["transcode"],
        "state": "paused" if session["is_paused"] else "playing",
        "offset_seconds": playing.position_ms(session, world.clock.now()) // 1000,
        "ignores_stop": session["ignores_stop"],
    }


def show_server(world: World, server: Doc) -> Doc:
    """Return what the console shows of a server."""
    keys = ("name", "title", "server_id", "version", "key", "legacy_auth", "delay_ms")
    return {
        **{key: server[key] for key in keys},
        "url": f"{world.base_url}/{server['platform']}/{server['name']}",
        "libraries": [
            {key: each[key] for key in ("title", "guid")} for each in server["libraries"]
        ],
        "people": [show_account(server, each) for each in things.accounts(world, server)],
        "devices": [show_device(each) for each in playing.sessions(world, server)],
        "streams": [show_session(world, each) for each in playing.streams(world, server)],
        "downloads": loading.downloads(world, server)[-20:],
        "commands": playing.commands(world, server)[-20:],
    }


def panel_of(world: World, platform: str) -> dict[str, object]:
    """Return the whole world of a platform as the console shows it."""
    return {"servers": [show_server(world, each) for each in things.servers(world, platform)]}


def seed_servers(world: World, platform: str, versions: Mapping[str, str]) -> None:
    """Fill the demo world with these servers and two people each; a second time does nothing."""
    if things.servers(world, platform):
        return
    with world.store.transaction():
        for name, version in versions.items():
            server = things.add_server(world, platform, name, version=version)
            for person in _PEOPLE:
                things.add_account(world, server, person, password=f"{person}-password")


# ------------------------------------------------------------------ actions


def actions(platform: str) -> list[Action]:
    """Return what can be done in the world of a platform."""

    def add_server(world: World, body: Doc) -> Doc:
        libraries = body.get("libraries") or ["Movies", "TV Shows"]
        if not isinstance(libraries, list):
            raise BadAction("libraries must be a list of titles")
        name, version = need(body, "name"), str(body.get("version") or "")
        made = things.add_server(world, platform, name, libraries=libraries, version=version)
        return show_server(world, made)

    first = {"emby": "epsilon", "jellyfin": "gamma"}[platform]
    newest = {"emby": "4.9.1.80", "jellyfin": "12.0.0"}[platform]
    example = {"name": "eta", "libraries": ["Movies"], "version": newest}
    summary = "Set up one more server with one administrator."
    on_servers: list[tuple[Deed, Doc]] = [
        (add_person, {"name": "kira", "password": "kira-password", "admin": False}),
        (remove_person, {"person": "ines"}),
        (download, {"person": "ines", "title": "A Film", "device": "Phone"}),
        (change_rights, {"person": "ines", "policy": {"EnableContentDownloading": False}}),
        (sign_in, {"person": "ines", "device": "Phone"}),
        (sign_out, {"person": "ines", "device": "Phone"}),
        (play, {"person": "ines", "device": "TV", "transcode": "none", "ignores_stop": False}),
        (pause, {"person": "ines", "device": "TV"}),
        (resume, {"person": "ines", "device": "TV"}),
        (end, {"person": "ines", "device": "TV"}),
        (rename_server, {"title": "Other"}),
        (change_key, {"key": things.key_for(platform, first)}),
        (set_version, {"version": newest}),
        (set_legacy_sign_in, {"allowed": True}),
        (rename_library, {"library": "TV Shows", "title": "Series"}),
        (recreate_library, {"library": "Movies"}),
        (set_delay, {"delay_ms": 300}),
    ]
    return [
        Action(platform, "add_server", summary, example, _checked(add_server)),
        *(
            Action(
                platform,
                deed.__name__,
                (inspect.getdoc(deed) or "").splitlines()[0],
                {"server": first, **body},
                _checked(_on_server(platform, deed)),
            )
            for deed, body in on_servers
        ),
    ]


def _on_server(platform: str, deed: Deed) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        server = things.find_server(world, platform, need(body, "server"))
        return deed(world, server, {key: body[key] for key in body if key != "server"})

    return run


def _checked(run: Callable[[World, Doc], Doc]) -> Callable[[World, Doc], Doc]:
    def checked(world: World, body: Doc) -> Doc:
        try:
            with world.store.transaction():
                return run(world, body)
        except Refused as refused:
            raise BadAction(refused.message or f"refused with {refused.status}") from refused

    return checked
