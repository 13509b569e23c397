"""Stripe's events and their signed webhooks, with retries on the world's clock."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import httpx

from infra.sandbox import stripe_rules
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.stripe_agenda import running
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import API_VERSION, new_id

LOG = logging.getLogger(__name__)

DEFAULT_ENDPOINT = "we_1SandboxDefaultEndpoint01"
DEFAULT_SECRET = "whsec_sandbox0123456789abcdefghijklmnop"  # noqa: S105  (public on purpose)
SIGNATURES = ("good", "missing", "wrong", "old")
BACK_OFF_SECONDS = (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
_GIVE_UP_AFTER_SECONDS = 3 * 86400
_TIMEOUT_SECONDS = 20.0
_IDLE_SECONDS = 0.25


def seed(world: World) -> None:
    """Make the default endpoint, unless the store has it already."""
    if world.store.get("stripe.endpoint", DEFAULT_ENDPOINT) is None:
        set_endpoint(world, url=None, secret=DEFAULT_SECRET, events=["*"])


def set_endpoint(world: World, *, url: str | None, secret: str, events: list[str]) -> Doc:
    """Set where webhooks go; `url=None` follows the product's own address."""
    endpoint: Doc = {
        "id": DEFAULT_ENDPOINT,
        "url": url,
        "secret": secret,
        "enabled_events": events,
    }
    endpoint |= {"status": "enabled", "created": seconds(world), "metadata": {}}
    world.store.put("stripe.endpoint", DEFAULT_ENDPOINT, endpoint)
    return endpoint


def is_paused(world: World) -> bool:
    """Tell whether automatic deliveries are held back."""
    return bool((world.store.get("stripe.settings", "webhooks") or {}).get("paused"))


def set_paused(world: World, *, paused: bool) -> None:
    """Hold automatic deliveries back, or let them go on with what has piled up."""
    world.store.put("stripe.settings", "webhooks", {"paused": paused})
    world.nudge()


def emit(world: World, type: str, subject: Doc, *, request: Doc | None = None) -> Doc:
    """Record an event with a snapshot of its object and queue its deliveries."""
    snapshot: Doc = json.loads(
        json.dumps({name: value for name, value in subject.items() if name[0] != "_"})
    )
    event: Doc = {
        "id": new_id("evt_1"),
        "object": "event",
        "api_version": API_VERSION,
        "created": seconds(world),
        "data": {"object": snapshot},
        "livemode": False,
        "pending_webhooks": 0,
        "request": request or {"id": None, "idempotency_key": None},
        "type": type,
    }
    endpoints = [
        endpoint
        for endpoint in world.store.list("stripe.endpoint")
        if endpoint.get("status", "enabled") == "enabled"
        and ("*" in endpoint["enabled_events"] or type in endpoint["enabled_events"])
    ]
    event["pending_webhooks"] = len(endpoints)
    world.store.put("stripe.event", event["id"], event)
    rule = stripe_rules.rule_of(world, type)
    due = running(world).now().timestamp() + rule["delay_seconds"]
    for endpoint in endpoints:
        for _ in range(rule["copies"]):
            id = _queue(world, event["id"], endpoint["id"], due=due)
            if rule["hold"]:
                stripe_rules.hold(world, id)
    world.nudge()
    return event


def redeliver(
    world: World,
    event: str,
    *,
    times: int = 1,
    after: timedelta = timedelta(0),
    signature: str = "good",
) -> list[str]:
    """Queue an event again, `times` at once, and return the deliveries' ids.

    Goes out even while automatic delivery is paused, and is not tried again if it fails.
    """
    if world.store.get("stripe.event", event) is None:
        raise BadAction(f"no such event: {event}")
    if not 1 <= times <= 100:
        raise BadAction("times must be between 1 and 100")
    if signature not in SIGNATURES:
        raise BadAction(f"signature must be one of {', '.join(SIGNATURES)}")
    due = running(world).now().timestamp() + after.total_seconds()
    with world.store.transaction():
        ids = [
            _queue(world, event, endpoint["id"], due=due, by_hand=True, signature=signature)
            for endpoint in world.store.list("stripe.endpoint")
            for _ in range(times)
        ]
    world.nudge()
    return ids


def _queue(
    world: World,
    event: str,
    endpoint: str,
    *,
    due: float | None = None,
    by_hand: bool = False,
    signature: str = "good",
) -> str:
    now = running(world).now().timestamp()
    delivery: Doc = {
        "id": new_id("dlv_"),
        "event": event,
        "endpoint": endpoint,
        "created": now,
        "state": "pending",
        "by_hand": by_hand,
        "signature": signature,
        "attempts": [],
    }
    world.store.put("stripe.delivery", delivery["id"], delivery)
    _schedule(world, delivery["id"], now if due is None else due, by_hand=by_hand)
    return str(delivery["id"])


def _schedule(world: World, id: str, due: float, *, by_hand: bool) -> None:
    world.store.put("stripe.due", id, {"id": id, "due": due, "by_hand": by_hand})


def sign(body: bytes, secret: str, at: int) -> str:
    """Return the `Stripe-Signature` header of a body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


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
        waiting = self._world.store.list("stripe.due")
        if not waiting:
            return
        now, paused = self._world.clock.now().timestamp(), is_paused(self._world)
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
        delivery = self._world.store.get("stripe.delivery", id)
        return delivery is None or bool(delivery["attempts"])

    def _forget(self, id: str, _task: asyncio.Task[None]) -> None:
        self._busy.pop(id, None)
        self._woken.set()

    async def _deliver(self, client: httpx.AsyncClient, id: str) -> None:
        store = self._world.store
        delivery = store.get("stripe.delivery", id)
        event = store.get("stripe.event", delivery["event"]) if delivery else None
        endpoint = store.get("stripe.endpoint", delivery["endpoint"]) if delivery else None
        if delivery is None or event is None or endpoint is None:
            store.delete("stripe.due", id)
            return
        url = endpoint["url"] or self._world.webhook_url("stripe")
        body = json.dumps(event, indent=2).encode()
        headers = _headers(body, endpoint["secret"], seconds(self._world), delivery["signature"])
        attempt: Doc = {"at": self._world.clock.now().timestamp(), "status": None, "error": None}
        try:
            answer = await client.post(url, content=body, headers=headers)
            attempt |= {"status": answer.status_code, "answer": answer.text[:500]}
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            attempt["error"] = f"{type(error).__name__}: {error}"[:300]
        with store.transaction():
            self._record(delivery, event, attempt)

    def _record(self, delivery: Doc, event: Doc, attempt: Doc) -> None:
        store, id = self._world.store, delivery["id"]
        delivery["attempts"].append(attempt)
        done = attempt["status"] is not None and 200 <= attempt["status"] < 300
        tried = len(delivery["attempts"])
        now = self._world.clock.now().timestamp()
        if done:
            delivery["state"] = "delivered"
            event = store.get("stripe.event", event["id"]) or event
            event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
            store.put("stripe.event", event["id"], event)
        elif delivery["by_hand"]:
            delivery["state"] = "failed"
        elif now - delivery["created"] > _GIVE_UP_AFTER_SECONDS:
            delivery["state"] = "given_up"
        if delivery["state"] == "pending":
            wait = BACK_OFF_SECONDS[min(tried, len(BACK_OFF_SECONDS)) - 1]
            delivery["next_at"] = now + wait
            _schedule(self._world, id, now + wait, by_hand=False)
        else:
            delivery.pop("next_at", None)
            store.delete("stripe.due", id)
        store.put("stripe.delivery", id, delivery)
        LOG.info(
            "stripe.webhook.attempt event=%s type=%s status=%s state=%s",
            event["id"],
            event["type"],
            attempt["status"] or attempt["error"],
            delivery["state"],
        )


def _headers(body: bytes, secret: str, now: int, signature: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Accept": "*/*; q=0.5, application/xml",
    }
    if signature == "good":
        headers["Stripe-Signature"] = sign(body, secret, now)
    elif signature == "wrong":
        headers["Stripe-Signature"] = sign(body, "whsec_somebody_else", now)
    elif signature == "old":
        headers["Stripe-Signature"] = sign(body, secret, now - 3600)
    return headers


def delivery_log(world: World, *, last: int = 50) -> list[dict[str, Any]]:
    """Return the latest deliveries with their attempts, newest first."""
    return world.store.list("stripe.delivery", last=last)[::-1]
