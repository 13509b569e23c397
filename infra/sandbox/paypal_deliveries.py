"""Sends PayPal's webhooks as they fall due: again and again for three days of the clock."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import httpx

from infra.sandbox import paypal_books as books
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_webhooks import address_of, signed_headers
from infra.sandbox.paypal_wire import public

LOG = logging.getLogger(__name__)

RETRY_SECONDS = (10, 30, 60, 120, 300, 600, 1200, 1800, *(17 * (15_000,)))
"""The waits before each of the 25 repetitions; together just under three days."""

_TIMEOUT_SECONDS = 20.0
_IDLE_SECONDS = 0.25


class Deliverer:
    """Sends the deliveries that have fallen due; one per process.

    `before` runs at each look for due work, to make what else time brings about.
    """

    def __init__(self, world: World, before: Callable[[World], None]) -> None:
        self._world, self._before = world, before
        self._woken = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled; what was under way then is sent again after a restart."""
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
        waiting = self._world.store.list("paypal.outbox")
        if not waiting:
            return
        untried = {entry["id"] for entry in waiting if not entry.get("tried")}
        now = self._world.clock.now().timestamp()
        paused = books.settings(self._world)["paused"]
        for entry in waiting:
            id = entry["id"]
            if id in self._busy or entry["due"] > now or (paused and not entry["by_hand"]):
                continue
            if entry.get("after") in untried:
                continue  # released in an order, and its predecessor has not been sent yet
            task = asyncio.create_task(self._deliver(client, id))
            self._busy[id] = task
            task.add_done_callback(partial(self._forget, id))

    def _forget(self, id: str, _task: asyncio.Task[None]) -> None:
        self._busy.pop(id, None)
        self._woken.set()

    async def _deliver(self, client: httpx.AsyncClient, id: str) -> None:
        store = self._world.store
        delivery = store.get("paypal.delivery", id)
        event = store.get("paypal.event", delivery["event"]) if delivery else None
        webhook = store.get("paypal.webhook", delivery["webhook"]) if delivery else None
        if delivery is None or event is None or webhook is None:
            store.delete("paypal.outbox", id)
            return
        body = json.dumps(public(event), separators=(",", ":")).encode()
        headers = signed_headers(self._world, delivery, body)
        attempt: Doc = {"at": self._world.clock.now().timestamp(), "status": None, "error": None}
        try:
            answer = await client.post(
                address_of(self._world, webhook), content=body, headers=headers
            )
            attempt |= {"status": answer.status_code, "answer": answer.text[:500]}
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            attempt["error"] = f"{type(error).__name__}: {error}"[:300]
        with store.transaction():
            self._record(delivery, event["event_type"], attempt)

    def _record(self, delivery: Doc, type: str, attempt: Doc) -> None:
        store, id = self._world.store, delivery["id"]
        delivery["attempts"].append(attempt)
        tried = len(delivery["attempts"])
        if attempt["status"] is not None and 200 <= attempt["status"] < 300:
            delivery["state"] = "delivered"
        elif delivery["by_hand"]:
            delivery["state"] = "failed"
        elif tried > len(RETRY_SECONDS):
            delivery["state"] = "given_up"
        if delivery["state"] == "pending":
            due = self._world.clock.now().timestamp() + RETRY_SECONDS[tried - 1]
            delivery["next_at"] = due
            entry = {"id": id, "due": due, "by_hand": False, "tried": True}
            store.put("paypal.outbox", id, entry)
        else:
            delivery.pop("next_at", None)
            store.delete("paypal.outbox", id)
        store.put("paypal.delivery", id, delivery)
        LOG.info(
            "paypal.webhook.attempt event=%s type=%s status=%s state=%s",
            delivery["event"],
            type,
            attempt["status"] or attempt["error"],
            delivery["state"],
        )
