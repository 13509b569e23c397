"""What the console can do in the Plex world, and what it shows of it."""

import inspect
from collections.abc import Callable

from infra.sandbox import plex_shares, plex_streams, plex_world
from infra.sandbox.kit import Action, BadAction, Doc, World, need
from infra.sandbox.plex_shares import Refused

_STREAM_FIELDS = frozenset(inspect.signature(plex_streams.start_stream).parameters) - {"world"}


def flag(body: Doc, name: str) -> bool:
    """Return a yes or no, yes when it is not said; raises BadAction."""
    value = body.get(name, True)
    if not isinstance(value, bool):
        raise BadAction(f"{name} must be true or false")
    return value


def _only(body: Doc, allowed: frozenset[str]) -> Doc:
    unknown = set(body) - allowed
    if unknown:
        raise BadAction(f"unknown field: {', '.join(sorted(unknown))}")
    return body


# ------------------------------------------------------------------ invites


def _pending(world: World, body: Doc) -> list[tuple[Doc, Doc]]:
    """Return the pending shares meant by `person` (or `share_id`) and maybe `server`."""
    name = body.get("person")
    who = plex_world.person_named(world, str(name or ""))
    found = []
    for server in plex_world.servers(world):
        if body.get("server") and server["name"] != body["server"]:
            continue
        for share in plex_shares.shares_on(world, server):
            by_id = body.get("share_id") is not None and str(share["id"]) == str(body["share_id"])
            by_mail = str(name or "-").casefold() == share["invited_email"].casefold()
            by_person = who is not None and plex_shares.is_for(share, who)
            if not share["accepted"] and (by_id or by_mail or by_person):
                found.append((server, share))
    if not found:
        raise BadAction(f"no pending invite for {name or body.get('share_id')!r}")
    return found


def accept_invite(world: World, body: Doc) -> Doc:
    """Accept the pending invites of a person, as they do in their Plex app."""
    shown = []
    for server, share in _pending(world, body):
        who = plex_shares.invitee(world, share)
        if who is None:
            raise BadAction(f"{share['invited_email']} has no plex.tv account; add_person first")
        shown.append(show_share(world, server, plex_shares.accept(world, server, share, who)))
    return {"accepted": shown}


def decline_invite(world: World, body: Doc) -> Doc:
    """Decline the pending invites of a person."""
    gone = [show_share(world, *pair) for pair in _pending(world, body)]
    for server, share in _pending(world, body):
        plex_shares.remove_share(world, server, share)
    return {"declined": gone}


def lapse_invite(world: World, body: Doc) -> Doc:
    """Let the pending invites of a person lapse; plex.tv forgets them."""
    return {"lapsed": decline_invite(world, body)["declined"]}


def remove_share(world: World, body: Doc) -> Doc:
    """Take a person's share on a server away behind everyone's back."""
    server = plex_world.find_server(world, need(body, "server"))
    who = plex_world.find_person(world, need(body, "person"))
    share = plex_shares.share_for(world, server, who)
    if share is None:
        raise BadAction(f"{who['username']} has no share on {server['name']}")
    plex_shares.remove_share(world, server, share)
    return {"removed": share["id"]}


# ------------------------------------------------------------------ playback


def start_stream(world: World, body: Doc) -> Doc:
    """Start a stream for a person with a share on the server."""
    fields = _only(dict(body), _STREAM_FIELDS)
    server, person = need(fields, "server"), need(fields, "person")
    rest = {key: value for key, value in fields.items() if key not in ("server", "person")}
    try:
        return show_stream(world, plex_streams.start_stream(world, server, person, **rest))
    except (TypeError, AttributeError, ValueError) as error:
        raise BadAction(f"a field has the wrong type: {error}") from error


def _on_stream(change: Callable[[World, Doc], object]) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        stream = plex_streams.find_stream(world, body)
        change(world, stream)
        return show_stream(world, stream)

    return run


def start_download(world: World, body: Doc) -> Doc:
    """Let a person download an item from a server, for some minutes or until it is ended."""
    server = plex_world.find_server(world, need(body, "server"))
    who = plex_world.find_person(world, need(body, "person"))
    title, minutes = need(body, "title"), body.get("minutes")
    if minutes is not None and (isinstance(minutes, bool) or not isinstance(minutes, int)):
        raise BadAction("minutes must be a whole number")
    return plex_streams.start_download(world, server, who, title, minutes=minutes)


def end_download(world: World, body: Doc) -> Doc:
    """End a download."""
    server = plex_world.find_server(world, need(body, "server"))
    plex_streams.end_download(world, server, need(body, "uuid"))
    return {"ended": body["uuid"]}


# ------------------------------------------------------------------ people


def add_person(world: World, body: Doc) -> Doc:
    """Open a plex.tv account."""
    who = plex_world.add_person(
        world,
        need(body, "username"),
        email=body.get("email"),
        token=body.get("token"),
        auto_accept=bool(body.get("auto_accept")),
        home_of=body.get("home_of"),
    )
    return show_person(world, who)


def change_person(world: World, body: Doc) -> Doc:
    """Change `auto_accept` or `two_factor_code` of a person."""
    who = plex_world.find_person(world, need(body, "person"))
    for name in ("auto_accept", "two_factor_code"):
        if name in body:
            who[name] = body[name]
    plex_world.save_person(world, who)
    return show_person(world, who)


def ban_person(world: World, body: Doc) -> Doc:
    """Close an account: tokens die, shares go, it may not be invited (`banned`: false undoes)."""
    who = plex_world.find_person(world, need(body, "person"))
    who["banned"] = flag(body, "banned")
    plex_world.save_person(world, who)
    if who["banned"]:
        plex_world.kill_tokens(world, who)
        for server, share in plex_shares.received_shares(world, who):
            plex_shares.remove_share(world, server, share)
    else:
        plex_world.issue_token(world, who, f"plex-token-{who['username']}")
    return show_person(world, who)


def set_plex_pass(world: World, body: Doc) -> Doc:
    """Give or take Plex Pass; without it an owner cannot stop streams."""
    who = plex_world.find_person(world, body.get("person") or plex_world.OWNER_USERNAME)
    who["plex_pass"] = flag(body, "active")
    plex_world.save_person(world, who)
    return show_person(world, who)


def token_dies(world: World, body: Doc) -> Doc:
    """Make every token of an account invalid; `new_token` gives it one that works."""
    who = plex_world.find_person(world, body.get("person") or plex_world.OWNER_USERNAME)
    dead = plex_world.kill_tokens(world, who)
    if body.get("new_token"):
        plex_world.issue_token(world, who, str(body["new_token"]))
    return {"person": who["username"], "dead_tokens": dead}


# ------------------------------------------------------------------ servers


def add_server(world: World, body: Doc) -> Doc:
    """Set up one more media server."""
    libraries = body.get("libraries") or ["Movies", "TV Shows"]
    if not isinstance(libraries, list):
        raise BadAction("libraries must be a list of titles")
    owner = str(body.get("owner") or plex_world.OWNER_USERNAME)
    server = plex_world.add_server(world, need(body, "name"), libraries=libraries, owner=owner)
    return show_server(world, server)


def remove_server(world: World, body: Doc) -> Doc:
    """Remove a server from plex.tv and from the network."""
    server = plex_world.find_server(world, need(body, "server"))
    plex_world.forget_server(world, server)
    return {"removed": server["name"]}


def rename_library(world: World, body: Doc) -> Doc:
    """Rename a library; its ids stay."""
    server = plex_world.find_server(world, need(body, "server"))
    return plex_world.rename_library(world, server, need(body, "library"), need(body, "title"))


def recreate_library(world: World, body: Doc) -> Doc:
    """Delete and create a library: same title, new key and new ids."""
    server = plex_world.find_server(world, need(body, "server"))
    return plex_world.recreate_library(world, server, need(body, "library"))


def change_machine(world: World, body: Doc) -> Doc:
    """Give a server another machine id, as a reinstallation does."""
    server = plex_world.find_server(world, need(body, "server"))
    fresh = str(body.get("machine_id") or plex_world.digest(server["machine_id"]))
    return show_server(world, plex_world.change_machine_id(world, server, fresh))


def set_delay(world: World, body: Doc) -> Doc:
    """Hold every answer of a server (or of all) back by so many milliseconds."""
    delay = body.get("delay_ms")
    if not isinstance(delay, int) or isinstance(delay, bool) or not 0 <= delay <= 60_000:
        raise BadAction("delay_ms must be a whole number from 0 to 60000")
    named = body.get("server")
    chosen = [plex_world.find_server(world, named)] if named else plex_world.servers(world)
    with world.store.transaction():
        for server in chosen:
            plex_world.save_server(world, {**server, "delay_ms": delay})
    return {"servers": len(chosen), "delay_ms": delay}


def v1_invites(world: World, body: Doc) -> Doc:
    """Choose whether the old invite routes answer (200) or are gone (410)."""
    if body.get("status") not in (200, 410):
        raise BadAction("status must be 200 or 410")
    return plex_world.set_switch(world, v1_invites_status=body["status"])


def set_switches(world: World, body: Doc) -> Doc:
    """Set world-wide switches."""
    for name, value in body.items():
        known = plex_world.SWITCH_DEFAULTS.get(name)
        if known is not None and type(value) is not type(known):
            raise BadAction(f"{name} must be like {known!r}")
    return plex_world.set_switch(world, **body)


# ------------------------------------------------------------------ what is shown


def show_person(world: World, who: Doc) -> Doc:
    """Return what the console shows of a person."""
    keys = ("id", "username", "email", "plex_pass", "auto_accept", "banned")
    return {**{key: who[key] for key in keys}, "tokens": plex_world.tokens_of(world, who)}


def show_share(world: World, server: Doc, share: Doc) -> Doc:
    """Return what the console shows of a share."""
    who = plex_shares.invitee(world, share)
    titles = plex_world.libraries_with_ids(server, share["sections"])
    return {
        "id": share["id"],
        "server": server["name"],
        "person": who["username"] if who else None,
        "email": share["invited_email"],
        "state": "accepted" if share["accepted"] else "pending",
        "all_libraries": share["sections"] is None,
        "libraries": [each["title"] for each in titles],
        "allow_sync": share["settings"]["allowSync"],
        "invited_at": share["invited_at"],
        "accepted_at": share["accepted_at"],
    }


def show_server(world: World, server: Doc) -> Doc:
    """Return what the console shows of a server."""
    keys = ("name", "machine_id", "delay_ms")
    playing = plex_streams.streams_on(world, server["name"])
    return {
        **{key: server[key] for key in keys},
        "url": f"{world.base_url}/pms/{server['name']}",
        "libraries": [
            {key: each[key] for key in ("id", "key", "title", "type", "count")}
            for each in server["libraries"]
        ],
        "streams": [show_stream(world, stream) for stream in playing],
        "downloads": plex_streams.downloads(world, server),
    }


def show_stream(world: World, stream: Doc) -> Doc:
    """Return what the console shows of a stream."""
    item = stream["item"]
    keys = ("server", "session_id", "state", "transcode", "address", "relayed", "started_at")
    parts = (item["grandparent_title"], item["title"])
    return {
        **{key: stream[key] for key in keys},
        "session_key": stream["key"],
        "person": stream["username"],
        "device": stream["device"]["title"],
        "type": item["type"],
        "title": " – ".join(part for part in parts if part),
        "resolution": item["resolution"],
        "offset_seconds": plex_streams.offset_ms(stream, world.clock.now()) // 1000,
        "ignores_stop": stream["ignores_stop"],
    }


def show_friend(friendship: Doc, people: dict[int, Doc]) -> Doc:
    """Return what the console shows of a friendship."""
    return {
        "owner": people[friendship["owner"]]["username"],
        "person": people[friendship["person"]]["username"],
        "since": friendship["since"],
    }


def panel(world: World) -> Doc:
    """Return the whole Plex world as the console shows it."""
    servers = plex_world.servers(world)
    known = {who["id"]: who for who in plex_world.people(world)}
    pairs = [(each, share) for each in servers for share in plex_shares.shares_on(world, each)]
    return {
        "switches": plex_world.switches(world),
        "people": [show_person(world, who) for who in plex_world.people(world)],
        "servers": [show_server(world, server) for server in servers],
        "shares": [show_share(world, *pair) for pair in pairs],
        "friends": [show_friend(each, known) for each in plex_shares.friendships(world)],
        "stopped": plex_streams.stopped(world)[-50:],
    }


def _action(
    name: str, run: Callable[[World, Doc], Doc], summary: str, /, **example: object
) -> Action:
    def checked(world: World, body: Doc) -> Doc:
        try:
            with world.store.transaction():
                return run(world, body)
        except Refused as refused:
            raise BadAction(refused.message) from refused

    return Action("plex", name, summary, dict(example), checked)


def described(run: Callable[[World, Doc], Doc], /, **example: object) -> Action:
    """Return the button of a function: its name, its first line, an example."""
    summary = (run.__doc__ or "").splitlines()[0]
    return _action(run.__name__, run, summary, **example)


_STREAM = {"server": "alpha", "session_key": 1}
ACTIONS: list[Action] = [
    described(accept_invite, person="ann"),
    described(decline_invite, person="ann", server="alpha"),
    described(lapse_invite, person="ann"),
    described(remove_share, server="alpha", person="ann"),
    described(
        start_stream,
        server="alpha",
        person="owner",
        device="Roku",
        type="movie",
        title="A Film",
        transcode="none",
        resolution="1080",
        address="203.0.113.7",
        relayed=False,
        started_seconds_ago=0,
    ),
    _action("pause_stream", _on_stream(plex_streams.pause_stream), "Pause a stream.", **_STREAM),
    _action("resume_stream", _on_stream(plex_streams.resume_stream), "Go on.", **_STREAM),
    _action("stop_stream", _on_stream(plex_streams.end_stream), "End it as a viewer.", **_STREAM),
    described(start_download, server="alpha", person="owner", title="A Film", minutes=30),
    described(end_download, server="alpha", uuid="…"),
    described(add_person, username="iris", email="iris@people.example", auto_accept=False),
    described(change_person, person="ann", auto_accept=True),
    described(ban_person, person="ann", banned=True),
    described(set_plex_pass, person="owner", active=False),
    described(token_dies, person="owner", new_token=plex_world.OWNER_TOKEN),
    described(add_server, name="gamma", libraries=["Movies", "TV Shows"]),
    described(remove_server, server="gamma"),
    described(rename_library, server="alpha", library="Kids", title="Family"),
    described(recreate_library, server="alpha", library="Kids"),
    described(change_machine, server="alpha"),
    described(set_delay, server="alpha", delay_ms=300),
    described(v1_invites, status=410),
    described(set_switches, hide_friends=1),
]
