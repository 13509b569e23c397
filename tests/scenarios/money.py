"""Money that comes to the gateway's account past our checkout, and what is seen of it."""

from typing import Any

from chalicelib.notifications.model import Event
from infra.sandbox import stripe_opening, stripe_sessions
from tests.scenarios.world import ADMIN, LiveWorld


def comes(
    world: LiveWorld,
    minor: int,
    *,
    email: str,
    name: str = "Somebody",
    currency: str = "usd",
    weekly: bool = False,
    is_told: bool = True,
) -> str:
    """Let somebody pay on a page that is not ours; return the transaction.

    `weekly` makes it the first charge of a subscription; what is not told waits for the sync.
    """
    if not is_told:
        world.stripe("pause_webhooks")
    data: dict[str, Any] = {"currency": currency, "unit_amount": minor}
    if weekly:
        data["recurring"] = {"interval": "week"}
    line = {"price_data": {**data, "product_data": {"name": "Elsewhere"}}, "quantity": 1}
    session = stripe_opening.open_session(
        world.standins,
        {
            "mode": "subscription" if weekly else "payment",
            "line_items": [line],
            "success_url": "https://elsewhere.test/",
        },
    )
    before = {each["id"] for each in world.standins.store.list("stripe.payment_intent")}
    stripe_sessions.pay(world.standins, session["id"], email=email, name=name)
    intents = world.standins.store.list("stripe.payment_intent")
    (transaction,) = {each["id"] for each in intents} - before or {session["payment_intent"]}
    if is_told:
        settle_down(world)
    return str(transaction)


def settle_down(world: LiveWorld) -> None:
    """Let webhooks arrive and the work that they order be done."""
    world.deliver()
    world.work()


def payment_of(world: LiveWorld, transaction: str) -> dict[str, Any]:
    """Return the payment of a transaction, which has one part."""
    (found,) = world.api("GET", f"/payments?transaction={transaction}")["items"]
    payment: dict[str, Any] = found
    return payment


def story_of(world: LiveWorld, payment: dict[str, Any]) -> dict[str, Any]:
    """Return everything about a payment."""
    story: dict[str, Any] = world.api("GET", f"/payments/{payment['id']}/story")
    return story


def sell_with(world: LiveWorld, **changes: Any) -> None:
    """Change the payment settings."""
    held = world.api("GET", "/settings/payments")
    world.api("PUT", "/settings/payments", held | changes)


def reconciled(world: LiveWorld, day: str, account: str = "stripe") -> dict[str, Any]:
    """Return how a day stands in the books."""
    report: dict[str, Any] = world.api(
        "GET", f"/payments/reconciliation?day={day}&account={account}"
    )
    return report


def decides(world: LiveWorld, payment: dict[str, Any], what: str, **more: Any) -> dict[str, Any]:
    """Let the administrator decide about a payment, with a reason, and let the work be done."""
    body = {"why": "Looked into it", **more}
    decided: dict[str, Any] = world.api("POST", f"/payments/{payment['id']}/{what}", body)
    world.work()
    return decided


def notices(world: LiveWorld) -> int:
    """Return how often the administrator was written to that something needs attention."""
    return world.occasions(ADMIN).count(Event.ADMIN_NEEDS_ATTENTION)
