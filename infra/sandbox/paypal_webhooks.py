"""PayPal's webhooks: registration, events, and the queue of their signed deliveries."""

import json
import random
import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_signing as signing
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.paypal_wire import link, new_id, now, public, stamp

PRIMARY_WEBHOOK = "SANDBOXPRIMARY001"
SIGNATURES = ("good", "missing", "wrong")
ORDERS = ("oldest_first", "newest_first", "shuffled")
EVENT_TYPES = (
    "CHECKOUT.ORDER.APPROVED",
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.CAPTURE.REVERSED",
    "PAYMENT.SALE.COMPLETED",
    "PAYMENT.SALE.REFUNDED",
    "PAYMENT.SALE.REVERSED",
    "BILLING.SUBSCRIPTION.CREATED",
    "BILLING.SUBSCRIPTION.ACTIVATED",
    "BILLING.SUBSCRIPTION.CANCELLED",
    "BILLING.SUBSCRIPTION.SUSPENDED",
    "BILLING.SUBSCRIPTION.EXPIRED",
    "BILLING.SUBSCRIPTION.PAYMENT.FAILED",
    "CUSTOMER.DISPUTE.CREATED",
    "CUSTOMER.DISPUTE.RESOLVED",
)
_RESOURCE_VERSIONS = {"capture": "2.0", "refund": "2.0", "checkout-order": "2.0"}


def seed(world: World) -> None:
    """Make the primary account's webhook, unless the store has it already."""
    if world.store.get("paypal.webhook", PRIMARY_WEBHOOK) is None:
        add(world, "primary", url=None, types=["*"], id=PRIMARY_WEBHOOK)


def add(world: World, account: str, *, url: str | None, types: list[str], id: str = "") -> Doc:
    """Register a webhook; `url=None` follows the product's own address, `*` is every event."""
    webhook: Doc = {"id": id or new_id(), "account": account, "url": url, "types": types}
    world.store.put("paypal.webhook", webhook["id"], webhook)
    return webhook


def of_account(world: World, account: str) -> list[Doc]:
    """Return the webhooks of one account, oldest first."""
    return [row for row in world.store.list("paypal.webhook") if row["account"] == account]


def address_of(world: World, webhook: Doc) -> str:
    """Return where a webhook's deliveries go."""
    return str(webhook["url"] or world.webhook_url("paypal"))


def shown(world: World, webhook: Doc) -> Doc:
    """Return a webhook as the API shows it."""
    path = f"/v1/notifications/webhooks/{webhook['id']}"
    return {
        "id": webhook["id"],
        "url": address_of(world, webhook),
        "event_types": [{"name": name} for name in webhook["types"]],
        "links": [link(world, path, "self"), link(world, path, "delete", "DELETE")],
    }


def emit(
    world: World, account: str, type: str, resource: Doc, *, kind: str, at: str | None = None
) -> Doc:
    """Record an event with a snapshot of its object and queue its deliveries.

    `kind` is the vendor's `resource_type`; `at` is when it happened, now by default.
    """
    id = f"WH-{new_id()}-{new_id()}"
    snapshot: Doc = json.loads(json.dumps(public(resource)))
    path = f"/v1/notifications/webhooks-events/{id}"
    event: Doc = {
        "id": id,
        "event_version": "1.0",
        "create_time": at or now(world),
        "resource_type": kind,
        "resource_version": _RESOURCE_VERSIONS.get(kind, "1.0"),
        "event_type": type,
        "summary": type.replace(".", " ").capitalize(),
        "resource": snapshot,
        "links": [link(world, path, "self"), link(world, f"{path}/resend", "resend", "POST")],
    }
    world.store.put("paypal.event", id, {**event, "_account": account})
    for webhook in of_account(world, account):
        if "*" in webhook["types"] or type in webhook["types"]:
            _queue(world, id, webhook["id"])
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

    Goes out even while deliveries are held back, and is not tried again if it fails.
    """
    stored = world.store.get("paypal.event", event)
    if stored is None:
        raise BadAction(f"no such event: {event}")
    if not 1 <= times <= 100:
        raise BadAction("times must be between 1 and 100")
    if signature not in SIGNATURES:
        raise BadAction(f"signature must be one of {', '.join(SIGNATURES)}")
    due = world.clock.now().timestamp() + after.total_seconds()
    with world.store.transaction():
        ids = [
            _queue(world, event, webhook["id"], due=due, by_hand=True, signature=signature)
            for webhook in of_account(world, stored["_account"])
            for _ in range(times)
        ]
    world.nudge()
    return ids


def hold(world: World) -> None:
    """Keep deliveries back until they are released."""
    books.change_settings(world, paused=True)


def release(world: World, order: str) -> list[str]:
    """Let held deliveries go, one after the other in this order; return their ids."""
    if order not in ORDERS:
        raise BadAction(f"order must be one of {', '.join(ORDERS)}")
    waiting = [entry for entry in world.store.list("paypal.outbox") if not entry["by_hand"]]
    if order == "newest_first":
        waiting.reverse()
    elif order == "shuffled":
        random.shuffle(waiting)
    with world.store.transaction():
        previous = ""
        for entry in waiting:
            world.store.put("paypal.outbox", entry["id"], {**entry, "after": previous})
            previous = entry["id"]
        books.change_settings(world, paused=False)
    world.nudge()
    return [entry["id"] for entry in waiting]


def _queue(
    world: World,
    event: str,
    webhook: str,
    *,
    due: float | None = None,
    by_hand: bool = False,
    signature: str = "good",
) -> str:
    created = world.clock.now().timestamp()
    delivery: Doc = {
        "id": str(uuid.uuid4()),
        "event": event,
        "webhook": webhook,
        "created": created,
        "state": "pending",
        "by_hand": by_hand,
        "signature": signature,
        "attempts": [],
    }
    world.store.put("paypal.delivery", delivery["id"], delivery)
    entry = {"id": delivery["id"], "due": created if due is None else due, "by_hand": by_hand}
    world.store.put("paypal.outbox", delivery["id"], entry)
    return str(delivery["id"])


def signed_headers(
    world: World, delivery: Doc, body: bytes, *, sent_at: datetime | None = None
) -> dict[str, str]:
    """Return the headers of one delivery, sent now; a retry keeps the transmission's id."""
    at = stamp(sent_at) if sent_at else now(world)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "PayPal/AUHD-214.0-sandbox",
        "PAYPAL-AUTH-VERSION": "v2",
    }
    if delivery["signature"] == "missing":
        return headers
    webhook = delivery["webhook"] if delivery["signature"] == "good" else "SOMEBODYELSES0001"
    return headers | {
        "PAYPAL-TRANSMISSION-ID": delivery["id"],
        "PAYPAL-TRANSMISSION-TIME": at,
        "PAYPAL-TRANSMISSION-SIG": signing.signature_of(world, delivery["id"], at, webhook, body),
        "PAYPAL-CERT-URL": f"{world.base_url}/paypal{signing.CERT_PATH}",
        "PAYPAL-AUTH-ALGO": signing.AUTH_ALGO,
    }


def verify(world: World, account: str, given: Doc, raw_event: bytes) -> bool:
    """Tell whether a delivery came from here: these bytes, this webhook, this signature."""
    webhook = world.store.get("paypal.webhook", str(given["webhook_id"]))
    if webhook is None or webhook["account"] != account:
        return False
    if given["auth_algo"] != signing.AUTH_ALGO:
        return False
    if given["cert_url"] != f"{world.base_url}/paypal{signing.CERT_PATH}":
        return False
    return signing.is_signed(
        world,
        str(given["transmission_sig"]),
        str(given["transmission_id"]),
        str(given["transmission_time"]),
        webhook["id"],
        raw_event,
    )


def raw_event_of(body: bytes) -> bytes:
    """Return the bytes that stand after `"webhook_event":` in a request for verification."""
    text = body.decode("utf-8", "surrogateescape")
    found = re.search(r'"webhook_event"\s*:\s*', text)
    if found is None:
        return b""
    _, end = json.JSONDecoder().raw_decode(text, found.end())
    return text[found.end() : end].encode("utf-8", "surrogateescape")


def delivery_log(world: World, *, last: int = 50) -> list[dict[str, Any]]:
    """Return the latest deliveries with their attempts, newest first."""
    return world.store.list("paypal.delivery", last=last)[::-1]
