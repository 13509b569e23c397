"""Plisio's callbacks: signed in one of two ways, tried again by the world's clock."""

import asyncio
import html
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit

import httpx

from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.plisio_wire import new_id, sign_json, sign_php

LOG = logging.getLogger(__name__)

DEFAULT_KEY = "plisio_sandbox_secret_key"
SIGNATURES = ("good", "missing", "wrong")
BACK_OFF_SECONDS = (10, 60, 600, 3600, 6 * 3600, 24 * 3600)
_TIMEOUT_SECONDS = 20.0
_IDLE_SECONDS = 0.25


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


class Caller:
    """Sends the callbacks that have fallen due; one per process.

    `before` runs at each look for due work, to make what else time brings about.
    """

    def __init__(self, world: World, before: Callable[[World], None]) -> None:
        self._world, self._before = world, before
        self._woken = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Send until cancelled; what was under way then is sent again after a restart."""
        loop = asyncio.get_running_loop()

        def nudge() -> None:
            with suppress(RuntimeError):  # the loop may be closed while an action ends
                loop.call_soon_threadsafe(self._woken.set)

        self._world.nudges.append(nudge)
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
                while True:
                    self._before(self._world)
                    self._start_due(client)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), _IDLE_SECONDS)
                    self._woken.clear()
        finally:
            self._world.nudges.remove(nudge)
            for task in self._busy.values():
                task.cancel()

    def _start_due(self, client: httpx.AsyncClient) -> None:
        now, paused = self._world.clock.now().timestamp(), is_paused(self._world)
        for entry in self._world.store.list("plisio.due"):
            id = entry["id"]
            if id in self._busy or entry["due"] > now or (paused and not entry["by_hand"]):
                continue
            task = asyncio.create_task(self._deliver(client, id))
            self._busy[id] = task
            task.add_done_callback(partial(self._forget, id))

    def _forget(self, id: str, _task: asyncio.Task[None]) -> None:
        self._busy.pop(id, None)

    async def _deliver(self, client: httpx.AsyncClient, id: str) -> None:
        store = self._world.store
        delivery = store.get("plisio.delivery", id)
        if delivery is None:
            store.delete("plisio.due", id)
            return
        body, kind = written(
            delivery["url"],
            delivery["fields"],
            key=secret(self._world),
            signature=delivery["signature"],
        )
        attempt: Doc = {"at": self._world.clock.now().timestamp(), "status": None, "error": None}
        try:
            answer = await client.post(
                delivery["url"], content=body, headers={"Content-Type": kind}
            )
            attempt["status"] = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            attempt["error"] = f"{type(error).__name__}: {error}"[:300]
        with store.transaction():
            self._record(delivery, attempt)

    def _record(self, delivery: Doc, attempt: Doc) -> None:
        store, id = self._world.store, delivery["id"]
        delivery["attempts"].append(attempt)
        tried = len(delivery["attempts"])
        if attempt["status"] == 200:
            delivery["state"] = "delivered"
        elif delivery["by_hand"] or tried > len(BACK_OFF_SECONDS):
            delivery["state"] = "failed" if delivery["by_hand"] else "given_up"
        if delivery["state"] == "pending":
            due = self._world.clock.now().timestamp() + BACK_OFF_SECONDS[tried - 1]
            store.put("plisio.due", id, {"id": id, "due": due, "by_hand": False})
        else:
            store.delete("plisio.due", id)
        store.put("plisio.delivery", id, delivery)
        LOG.info(
            "plisio.callback.attempt invoice_status=%s status=%s state=%s",
            delivery["status"],
            attempt["status"] or attempt["error"],
            delivery["state"],
        )
