"""Plisio's callbacks: signed in one of two ways, tried again by the world's clock."""

import html
import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx

from infra.sandbox.deliveries import Letter, Post
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.plisio_wire import new_id, sign_json, sign_php

DEFAULT_KEY = "plisio_sandbox_secret_key"
SIGNATURES = ("good", "missing", "wrong")
BACK_OFF_SECONDS = (10, 60, 600, 3600, 6 * 3600, 24 * 3600)


def queue(world: World, url: str, fields: Doc, *, after: float = 0.0) -> str:
    """Have a callback sent, `after` so many seconds; return the delivery's id."""
    now = world.clock.now().timestamp()
    delivery: Doc = {
        "id": f"cb_{new_id()}",
        "url": url,
        "fields": fields,
        "txn_id": fields["txn_id"],
        "status": fields["status"],
        "created": now,
        "state": "pending",
        "signature": "good",
        "by_hand": False,
        "attempts": [],
    }
    return _keep(world, delivery, due=now + after)


def redeliver(
    world: World,
    id: str,
    *,
    times: int = 1,
    after: timedelta = timedelta(0),
    signature: str = "good",
) -> list[str]:
    """Send a callback again, `times` at once; it is not tried again if it fails."""
    known = world.store.get("plisio.delivery", id)
    if known is None:
        raise BadAction(f"no such callback: {id}")
    if not 1 <= times <= 100:
        raise BadAction("times must be between 1 and 100")
    if signature not in SIGNATURES:
        raise BadAction(f"signature must be one of {', '.join(SIGNATURES)}")
    now = world.clock.now().timestamp()
    copy = {**known, "created": now, "state": "pending", "attempts": [], "by_hand": True}
    due = now + after.total_seconds()
    return [
        _keep(world, {**copy, "id": f"cb_{new_id()}", "signature": signature}, due=due)
        for _ in range(times)
    ]


def _keep(world: World, delivery: Doc, *, due: float) -> str:
    id = str(delivery["id"])
    row = {"id": id, "due": due, "by_hand": delivery["by_hand"]}
    with world.store.transaction():
        world.store.put("plisio.delivery", id, delivery)
        world.store.put("plisio.due", id, row)
    world.nudge()
    return id


def is_paused(world: World) -> bool:
    """Tell whether callbacks are held back."""
    return bool((world.store.get("plisio.settings", "callbacks") or {}).get("paused"))


def set_paused(world: World, *, paused: bool) -> None:
    """Hold callbacks back, or let them go on with what has piled up."""
    world.store.put("plisio.settings", "callbacks", {"paused": paused})
    world.nudge()


def secret(world: World) -> str:
    """Return the secret key that signs callbacks: the newest there is."""
    keys = world.store.list("plisio.key")
    return str(keys[-1]["key"]) if keys else DEFAULT_KEY


def written(url: str, fields: Doc, *, key: str, signature: str) -> tuple[bytes, str]:
    """Return body and content type of a callback: JSON if the address has `json=true`."""
    is_json = parse_qs(urlsplit(url).query).get("json") == ["true"]
    key = "somebody_else" if signature == "wrong" else key
    if is_json:
        signed = dict(fields)
        if signature != "missing":
            signed["verify_hash"] = sign_json(fields, key)
        text = json.dumps(signed, separators=(",", ":"), ensure_ascii=False)
        return text.encode(), "application/json"
    form = {name: _as_form(value) for name, value in fields.items()}
    if signature != "missing":
        form["verify_hash"] = sign_php(form, key)
    request = httpx.Request("POST", "http://127.0.0.1/", data=form)
    return request.read(), "application/x-www-form-urlencoded"


def _as_form(value: object) -> str:
    if isinstance(value, list):
        return html.escape(str(value[0]) if value else "")
    return str(value)


def post(before: Callable[[World], None]) -> Post:
    """Return how Plisio calls back; `before` runs at each look for what is due."""
    return Post(
        log="plisio.delivery",
        queue="plisio.due",
        is_paused=is_paused,
        letter=_letter,
        is_taken=lambda status: status == 200,
        pause=_pause,
        before=before,
    )


def _letter(world: World, delivery: Doc) -> Letter:
    url, fields = delivery["url"], delivery["fields"]
    body, kind = written(url, fields, key=secret(world), signature=delivery["signature"])
    return Letter(url, body, {"Content-Type": kind})


def _pause(world: World, delivery: Doc) -> float | None:  # noqa: ARG001 - as Post calls it
    tried = len(delivery["attempts"])
    return BACK_OFF_SECONDS[tried - 1] if tried <= len(BACK_OFF_SECONDS) else None
