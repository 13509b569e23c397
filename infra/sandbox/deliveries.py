"""Sends what a stand-in tells of itself as it falls due, and again on the world's clock."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import httpx

from infra.sandbox.kit import Doc, World

LOG = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 20.0
_IDLE_SECONDS = 0.25
_LONGEST_ANSWER = 500
_LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Letter:
    """One webhook as it is sent."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Post:
    """How one vendor delivers.

    `log` and `queue` are the store's kinds of deliveries and of what waits to be sent: its rows
    have `id`, `due`, `by_hand` and perhaps `after`, the id of a delivery that goes first. `letter`
    writes a delivery, None if its subject is gone. `pause` returns how many seconds to wait before
    the next try, None to give up. `before` runs at each look, to make what else time brings about;
    `delivered` once a letter was taken.
    """

    log: str
    queue: str
    is_paused: Callable[[World], bool]
    letter: Callable[[World, Doc], Letter | None]
    is_taken: Callable[[int], bool]
    pause: Callable[[World, Doc], float | None]
    before: Callable[[World], None]
    delivered: Callable[[World, Doc], None] | None = None


class Deliverer:
    """Sends the deliveries that have fallen due; one per process and vendor."""

    def __init__(self, world: World, post: Post) -> None:
        self._world, self._post = world, post
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
                    self._post.before(self._world)
                    self._start_due(client)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), _IDLE_SECONDS)
                    self._woken.clear()
        finally:
            self._world.nudges.remove(nudge)
            for task in self._busy.values():
                task.cancel()

    def _start_due(self, client: httpx.AsyncClient) -> None:
        waiting = self._world.store.list(self._post.queue)
        if not waiting:
            return
        now, paused = self._world.clock.now().timestamp(), self._post.is_paused(self._world)
        for entry in waiting:
            id = entry["id"]
            if id in self._busy or entry["due"] > now or (paused and not entry["by_hand"]):
                continue
            if entry.get("after") and not self._is_tried(entry["after"]):
                continue
            task = asyncio.create_task(self._deliver(client, id))
            self._busy[id] = task
            task.add_done_callback(partial(self._forget, id))

    def _is_tried(self, id: str) -> bool:
        delivery = self._world.store.get(self._post.log, id)
        return delivery is None or bool(delivery["attempts"])

    def _forget(self, id: str, _task: asyncio.Task[None]) -> None:
        self._busy.pop(id, None)
        self._woken.set()

    async def _deliver(self, client: httpx.AsyncClient, id: str) -> None:
        store = self._world.store
        delivery = store.get(self._post.log, id)
        letter = self._post.letter(self._world, delivery) if delivery else None
        if delivery is None or letter is None:
            store.delete(self._post.queue, id)
            return
        attempt: Doc = {"at": self._world.clock.now().timestamp(), "status": None, "error": None}
        try:
            answer = await client.post(
                letter.url, content=letter.body, headers=dict(letter.headers)
            )
            attempt |= {"status": answer.status_code, "answer": answer.text[:_LONGEST_ANSWER]}
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            attempt["error"] = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
        with store.transaction():
            self._record(delivery, attempt)

    def _record(self, delivery: Doc, attempt: Doc) -> None:
        store, post, id = self._world.store, self._post, delivery["id"]
        delivery["attempts"].append(attempt)
        pause = None
        if attempt["status"] is not None and post.is_taken(attempt["status"]):
            delivery["state"] = "delivered"
            if post.delivered is not None:
                post.delivered(self._world, delivery)
        elif delivery["by_hand"]:
            delivery["state"] = "failed"
        else:
            pause = post.pause(self._world, delivery)
            delivery["state"] = "pending" if pause is not None else "given_up"
        if pause is not None:
            due = self._world.clock.now().timestamp() + pause
            delivery["next_at"] = due
            store.put(post.queue, id, {"id": id, "due": due, "by_hand": False})
        else:
            delivery.pop("next_at", None)
            store.delete(post.queue, id)
        store.put(post.log, id, delivery)
        told = attempt["status"] or attempt["error"]
        LOG.info("%s.attempt id=%s status=%s state=%s", post.log, id, told, delivery["state"])
