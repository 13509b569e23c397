"""Webhooks of the media servers: told when a stream starts, pauses, goes on or ends.

Plex sends for an account with Plex Pass, to each of its addresses and for each of its servers;
Tautulli, Emby and Jellyfin for one server. Nobody sends a second time.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from infra.sandbox import mediabrowser_play, mediabrowser_world, plex_streams, plex_world
from infra.sandbox.deliveries import Deliverer, Letter, Post
from infra.sandbox.kit import Action, BadAction, Doc, World
from infra.sandbox.media_webhook_letters import written

_HOOK = "media_hook"
_SEEN = "media_hook.seen"
_LOG = "media_hook.delivery"
_QUEUE = "media_hook.due"
_MOST_KEPT = 200


# ------------------------------------------------------------------ what plays


@dataclass(frozen=True, slots=True)
class _Place:
    """A server of a platform; a Plex server belongs to the account that sends for it."""

    platform: str
    name: str
    owner: str
    streams: Callable[[World], dict[str, Doc]]


def _places(world: World) -> Iterator[_Place]:
    owners = {each["id"]: each for each in plex_world.people(world)}
    for server in plex_world.servers(world):
        owner = owners.get(server["owner_id"])
        has_pass = owner is not None and owner["plex_pass"]
        name = owner["username"] if owner is not None and has_pass else ""
        yield _Place("plex", server["name"], name, _on_plex(server))
    for platform in ("emby", "jellyfin"):
        for server in mediabrowser_world.servers(world, platform):
            yield _Place(platform, server["name"], "", _on_mediabrowser(server))


def _on_plex(server: Doc) -> Callable[[World], dict[str, Doc]]:
    def streams(world: World) -> dict[str, Doc]:
        now = world.clock.now()
        return {
            f"{each['key']}": {
                "state": each["state"],
                "session_id": each["session_id"],
                "account": each["user_id"],
                "person": each["username"],
                "server_title": server["name"],
                "server_id": server["machine_id"],
                "is_local": each["local"],
                "address": each["public_address"],
                "device": each["device"]["title"],
                "device_id": each["device"]["machine_id"],
                "kind": each["item"]["type"],
                "item_id": each["item"]["rating_key"],
                "title": each["item"]["title"],
                "series": each["item"]["grandparent_title"],
                "position_ms": plex_streams.offset_ms(each, now),
            }
            for each in plex_streams.streams_on(world, server["name"])
        }

    return streams


def _on_mediabrowser(server: Doc) -> Callable[[World], dict[str, Doc]]:
    def streams(world: World) -> dict[str, Doc]:
        now = world.clock.now()
        return {
            f"{each['id']}:{each['item']['id']}": {
                "state": "paused" if each["is_paused"] else "playing",
                "session_id": each["id"],
                "account": each["account_id"],
                "person": each["account_name"],
                "server_title": server["title"],
                "server_id": server["server_id"],
                "server_version": server["version"],
                "address": each["address"],
                "client": each["client"],
                "device": each["device_name"],
                "device_id": each["device_id"],
                "kind": each["item"]["type"],
                "item_id": each["item"]["id"],
                "title": each["item"]["title"],
                "series": each["item"]["series"],
                "position_ms": mediabrowser_play.position_ms(each, now),
            }
            for each in mediabrowser_play.streams(world, server)
        }

    return streams


# ------------------------------------------------------------------ what is told


def watch(world: World) -> None:
    """Queue a webhook for all that changed since the last look."""
    hooks = world.store.list(_HOOK)
    if not hooks:
        return
    with world.store.transaction():
        for place in _places(world):
            told = [hook for hook in hooks if _is_for(hook, place)]
            if not told:
                continue
            name = f"{place.platform}:{place.name}"
            seen = world.store.get(_SEEN, name) or {"streams": {}}
            playing = place.streams(world)
            changes = list(_changes(seen["streams"], playing))
            for what, stream in changes:
                for hook in told:
                    _queue(world, hook, what, stream)
            if changes:
                world.store.put(_SEEN, name, {"streams": playing})


def _is_for(hook: Doc, place: _Place) -> bool:
    if hook["sender"] == "Plex":
        return place.platform == "plex" and hook["scope"] == place.owner
    return (hook["platform"], hook["scope"]) == (place.platform, place.name)


def _changes(before: dict[str, Doc], now: dict[str, Doc]) -> Iterator[tuple[str, Doc]]:
    for key, stream in now.items():
        if key not in before:
            yield "play", stream
        elif before[key]["state"] != stream["state"]:
            yield ("pause" if stream["state"] == "paused" else "resume"), stream
    for key, stream in before.items():
        if key not in now:
            yield "stop", stream


def _queue(world: World, hook: Doc, what: str, stream: Doc) -> None:
    now = world.clock.now()
    delivery: Doc = {
        "id": f"mh_{secrets.token_hex(8)}",
        "hook": hook["id"],
        "what": what,
        "stream": stream,
        "at": now.isoformat(),
        "state": "pending",
        "by_hand": False,
        "attempts": [],
    }
    world.store.put(_LOG, delivery["id"], delivery)
    row = {"id": delivery["id"], "due": now.timestamp(), "by_hand": False}
    world.store.put(_QUEUE, delivery["id"], row)
    for old in world.store.list(_LOG, before=_MOST_KEPT):
        world.store.delete(_LOG, old["id"])


def _letter(world: World, delivery: Doc) -> Letter | None:
    hook = world.store.get(_HOOK, delivery["hook"])
    if hook is None:
        return None
    return written(hook, delivery["what"], delivery["stream"], at=delivery["at"])


async def background(world: World) -> None:
    """Send what is told until cancelled."""
    post = Post(
        log=_LOG,
        queue=_QUEUE,
        is_paused=lambda _world: False,
        letter=_letter,
        is_taken=lambda status: 200 <= status < 300,
        pause=lambda _world, _delivery: None,
        before=watch,
    )
    await Deliverer(world, post).run()


def deliveries(world: World) -> list[Doc]:
    """Return what was told, or is about to be, oldest first."""
    return world.store.list(_LOG)


# ------------------------------------------------------------------ entering addresses


def enter(
    world: World,
    platform: str,
    scope: str,
    url: str,
    *,
    sender: str = "",
    as_form: bool = False,
    as_json: bool = False,
) -> Doc:
    """Enter an address for the server, or the Plex account, named `scope`; known ones stay.

    `sender` is Tautulli for a Plex server that is watched by it. What plays already is not told.
    """
    if not url.startswith(("http://", "https://")):
        raise BadAction("url must begin with http:// or https://")
    sender = sender or platform.capitalize()
    hook: Doc = {
        "id": f"{sender}:{scope}:{url}",
        "platform": platform,
        "scope": scope,
        "sender": sender,
        "url": url,
        "as_form": as_form,
        "as_json": as_json,
    }
    with world.store.transaction():
        for place in _places(world):
            if _is_for(hook, place) and not _is_watched(world, place):
                name = f"{place.platform}:{place.name}"
                world.store.put(_SEEN, name, {"streams": place.streams(world)})
        world.store.put(_HOOK, hook["id"], hook)
    world.nudge()
    return hook


def _is_watched(world: World, place: _Place) -> bool:
    return any(_is_for(hook, place) for hook in world.store.list(_HOOK))


def entered(world: World, platform: str) -> list[Doc]:
    """Return the addresses that were entered at servers of a platform."""
    return [hook for hook in world.store.list(_HOOK) if hook["platform"] == platform]


def _remove(world: World, platform: str, url: str) -> Doc:
    gone = [hook for hook in entered(world, platform) if hook["url"] == url]
    for hook in gone:
        world.store.delete(_HOOK, hook["id"])
    return {"removed": len(gone)}


def actions(platform: str) -> list[Action]:
    """Return what the console can do about webhooks of a platform."""
    first = {"plex": "owner", "emby": "epsilon", "jellyfin": "gamma"}[platform]
    scope = "person" if platform == "plex" else "server"
    url = "http://127.0.0.1:8080/webhooks/media/…"

    def enter_webhook(world: World, body: Doc) -> Doc:
        name = _known(world, platform, scope, body)
        return enter(
            world,
            platform,
            name,
            str(body.get("url") or ""),
            as_form=body.get("as_form") is True,
            as_json=body.get("as_json") is True,
        )

    def enter_tautulli(world: World, body: Doc) -> Doc:
        name = str(plex_world.find_server(world, body.get("server"))["name"])
        return enter(world, platform, name, str(body.get("url") or ""), sender="Tautulli")

    def remove_webhook(world: World, body: Doc) -> Doc:
        return _remove(world, platform, str(body.get("url") or ""))

    more = {"emby": {"as_form": False}, "jellyfin": {"as_json": False}}.get(platform, {})
    said = "Enter an address that is told of playback."
    found = [
        Action(platform, "enter_webhook", said, {scope: first, "url": url, **more}, enter_webhook),
        Action(platform, "remove_webhook", "Take it away again.", {"url": url}, remove_webhook),
    ]
    if platform == "plex":
        example = {"server": "alpha", "url": url}
        said = "Let Tautulli tell an address of playback."
        found.append(Action(platform, "enter_tautulli", said, example, enter_tautulli))
    return found


def _known(world: World, platform: str, scope: str, body: Doc) -> str:
    if platform == "plex":
        return str(plex_world.find_person(world, body.get(scope))["username"])
    return str(mediabrowser_world.find_server(world, platform, body.get(scope))["name"])
