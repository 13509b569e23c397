"""How PayPal delivers its webhooks: again and again for three days of the clock."""

import json
from collections.abc import Callable

from infra.sandbox import paypal_books as books
from infra.sandbox.deliveries import Letter, Post
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_webhooks import address_of, signed_headers
from infra.sandbox.paypal_wire import public

RETRY_SECONDS = (10, 30, 60, 120, 300, 600, 1200, 1800, *(17 * (15_000,)))
"""The waits before each of the 25 repetitions; together just under three days."""


def post(before: Callable[[World], None]) -> Post:
    """Return how PayPal delivers; `before` runs at each look for what is due."""
    return Post(
        log="paypal.delivery",
        queue="paypal.outbox",
        is_paused=lambda world: bool(books.settings(world)["paused"]),
        letter=_letter,
        is_taken=lambda status: 200 <= status < 300,
        pause=_pause,
        before=before,
    )


def _letter(world: World, delivery: Doc) -> Letter | None:
    event = world.store.get("paypal.event", delivery["event"])
    webhook = world.store.get("paypal.webhook", delivery["webhook"])
    if event is None or webhook is None:
        return None
    body = json.dumps(public(event), separators=(",", ":")).encode()
    return Letter(address_of(world, webhook), body, signed_headers(world, delivery, body))


def _pause(world: World, delivery: Doc) -> float | None:  # noqa: ARG001 - as Post calls it
    tried = len(delivery["attempts"])
    return RETRY_SECONDS[tried - 1] if tried <= len(RETRY_SECONDS) else None
