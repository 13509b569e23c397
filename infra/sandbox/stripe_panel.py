"""What the console shows of Stripe's world."""

from infra.sandbox import stripe_events, stripe_rules
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_subscriptions import period_end

_DISPUTE_NAMES = ("id", "amount", "currency", "status", "charge", "reason")
_CHARGE_NAMES = (
    "id",
    "amount",
    "amount_refunded",
    "disputed",
    "currency",
    "status",
    "created",
    "payment_intent",
)


def panel(world: World) -> Doc:
    """Return the state that the console shows: newest first, at most 50 of each kind."""
    names = ("id", "status", "payment_status", "amount_total", "currency", "created", "url")
    more = ("expires_at", "client_reference_id", "payment_intent", "metadata", "customer_details")
    store = world.store
    deliveries = stripe_events.delivery_log(world, last=200)
    return {
        "keys": [
            {"key": row["key"], "permissions": row["permissions"]}
            for row in store.list("stripe.key")
        ],
        "endpoints": [
            {**row, "url": row["url"] or world.webhook_url("stripe")}
            for row in store.list("stripe.endpoint")
        ],
        "paused": stripe_events.is_paused(world),
        "rules": stripe_rules.rules(world),
        "held": len(stripe_rules.held(world)),
        "sessions": [
            {
                **{name: row[name] for name in (*names, *more)},
                "items": [item["description"] for item in row["_items"]],
                "asked": bool(row.get("_asked")),
                "mode": row["mode"],
                "subscription": row["subscription"],
            }
            for row in store.list("stripe.session", last=50)[::-1]
        ],
        "charges": [
            {name: row[name] for name in _CHARGE_NAMES}
            for row in store.list("stripe.charge", last=50)[::-1]
        ],
        "subscriptions": [
            _subscription(world, row) for row in store.list("stripe.subscription", last=50)[::-1]
        ],
        "refunds": [
            {name: row[name] for name in ("id", "amount", "currency", "status", "charge")}
            for row in store.list("stripe.refund", last=50)[::-1]
        ],
        "disputes": [
            {
                name: row[name]
                for name in ("id", "amount", "currency", "status", "charge", "reason")
            }
            for row in store.list("stripe.dispute", last=50)[::-1]
        ],
        "events": [
            {
                "id": row["id"],
                "type": row["type"],
                "created": row["created"],
                "object": row["data"]["object"]["id"],
                "deliveries": [each for each in deliveries if each["event"] == row["id"]],
            }
            for row in store.list("stripe.event", last=50)[::-1]
        ],
    }


def _subscription(world: World, row: Doc) -> Doc:
    customer = world.store.get("stripe.customer", row["customer"]) or {}
    item = row["items"]["data"][0]
    names = ("id", "status", "currency", "cancel_at_period_end", "created", "latest_invoice")
    return {
        **{name: row[name] for name in names},
        "email": customer.get("email"),
        "name": item["_name"],
        "amount": item["price"]["unit_amount"] * item["quantity"],
        "period_end": period_end(row),
        "failing": row["_failing"],
    }
