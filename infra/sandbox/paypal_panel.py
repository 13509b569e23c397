"""What the console shows of PayPal's world."""

from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_orders as orders
from infra.sandbox import paypal_renewals as renewals
from infra.sandbox import paypal_subscriptions as subscriptions
from infra.sandbox import paypal_webhooks as webhooks
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_wire import now, public


def panel(world: World) -> Doc:
    """Return the state that the console shows: newest first, at most 50 of each kind."""
    renewals.tick(world)
    store, deliveries = world.store, webhooks.delivery_log(world, last=200)
    return {
        "accounts": store.list("paypal.account"),
        "webhooks": [webhooks.shown(world, row) for row in store.list("paypal.webhook")],
        "settings": books.settings(world),
        "now": now(world),
        "orders": [
            {**public(row), "payable": orders.is_open(world, row)}
            for row in store.list("paypal.order", last=50)[::-1]
        ],
        "subscriptions": [
            {
                **public(row),
                "failing": row["_fail"],
                "price": subscriptions.price_shown(row),
                "plan_name": row["_plan"]["name"],
                "links": renewals.links_of(world, row),
            }
            for row in store.list("paypal.subscription", last=50)[::-1]
        ],
        "transactions": _newest_rows(world),
        "disputes": [public(row) for row in store.list("paypal.dispute", last=50)[::-1]],
        "events": [
            {
                "id": row["id"],
                "type": row["event_type"],
                "created": row["create_time"],
                "object": row["resource"].get("id") or row["resource"].get("dispute_id"),
                "deliveries": [each for each in deliveries if each["event"] == row["id"]],
            }
            for row in store.list("paypal.event", last=50)[::-1]
        ],
    }


def _newest_rows(world: World) -> list[Doc]:
    rows = [
        row
        for account in world.store.list("paypal.account")
        for row in books.latest(world, account["name"], last=50)
    ]
    return sorted(rows, key=lambda row: str(row["at"]))[::-1][:50]
