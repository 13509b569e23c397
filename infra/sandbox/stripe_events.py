"""Stripe's events and their signed webhooks, with retries on the world's clock."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from infra.sandbox import stripe_rules
from infra.sandbox.deliveries import Letter, Post
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.stripe_agenda import running
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import API_VERSION, new_id

DEFAULT_ENDPOINT = "we_1SandboxDefaultEndpoint01"
DEFAULT_SECRET = "whsec_sandbox0123456789abcdefghijklmnop"  # noqa: S105  (public on purpose)
SIGNATURES = ("good", "missing", "wrong", "old")
BACK_OFF_SECONDS = (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)
_GIVE_UP_AFTER_SECONDS = 3 * 86400


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
    id = str(delivery["id"])
    row = {"id": id, "due": now if due is None else due, "by_hand": by_hand}
    world.store.put("stripe.due", id, row)
    return id


def sign(body: bytes, secret: str, at: int) -> str:
    """Return the `Stripe-Signature` header of a body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def post(before: Callable[[World], None]) -> Post:
    """Return how Stripe delivers; `before` runs at each look for what is due."""
    return Post(
        log="stripe.delivery",
        queue="stripe.due",
        is_paused=is_paused,
        letter=_letter,
        is_taken=lambda status: 200 <= status < 300,
        pause=_pause,
        before=before,
        delivered=_count_down,
    )


def _letter(world: World, delivery: Doc) -> Letter | None:
    event = world.store.get("stripe.event", delivery["event"])
    endpoint = world.store.get("stripe.endpoint", delivery["endpoint"])
    if event is None or endpoint is None:
        return None
    body = json.dumps(event, indent=2).encode()
    headers = _headers(body, endpoint["secret"], seconds(world), delivery["signature"])
    return Letter(endpoint["url"] or world.webhook_url("stripe"), body, headers)


def _pause(world: World, delivery: Doc) -> float | None:
    if world.clock.now().timestamp() - delivery["created"] > _GIVE_UP_AFTER_SECONDS:
        return None
    tried = len(delivery["attempts"])
    return BACK_OFF_SECONDS[min(tried, len(BACK_OFF_SECONDS)) - 1]


def _count_down(world: World, delivery: Doc) -> None:
    event = world.store.get("stripe.event", delivery["event"])
    if event is not None:
        event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
        world.store.put("stripe.event", event["id"], event)


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
