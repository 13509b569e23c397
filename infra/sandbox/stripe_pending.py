"""Changes of a Stripe subscription that wait for the payer to answer the bank (3-D Secure).

The change is made when its invoice is paid on the invoice's own page; after 23 hours it lapses.
https://docs.stripe.com/billing/subscriptions/pending-updates
"""

from infra.sandbox import stripe_agenda as agenda
from infra.sandbox import stripe_invoices as invoices
from infra.sandbox import stripe_proration as proration
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit


def asked_about(world: World, invoice: Doc) -> Doc | None:
    """Return the subscription whose change waits for that invoice, None if none does."""
    id = invoice["parent"]["subscription_details"]["subscription"]
    subscription = world.store.get("stripe.subscription", id)
    is_its = subscription is not None and subscription["latest_invoice"] == invoice["id"]
    if subscription is None or not is_its or invoice["status"] != "open":
        return None
    return subscription if subscription["pending_update"] else None


def confirm(world: World, invoice: Doc) -> None:
    """Let the payer answer the bank: the money is taken, and the change is made."""
    with world.store.transaction():
        subscription = asked_about(world, invoice)
        change = proration.held(world, subscription) if subscription else None
        if subscription is None or change is None:
            return
        agenda.unschedule(world, "lapse", subscription["id"])
        proration.take(world, subscription, invoice, is_authenticated=True)
        subscriptions.apply(world, subscription, change)
        _end(world, subscription, "applied")


def on_lapse(world: World, id: str) -> None:
    """Give up a change that nobody confirmed: nothing is charged, nothing changes."""
    subscription = world.store.get("stripe.subscription", id)
    if subscription is None or subscription["pending_update"] is None:
        return
    invoice = world.store.get("stripe.invoice", subscription["latest_invoice"] or "")
    if invoice is not None and invoice["status"] == "open":
        invoices.close_unpaid(world, invoice, status="void")
    _end(world, subscription, "expired")


def _end(world: World, subscription: Doc, how: str) -> None:
    subscription["pending_update"] = None
    subscriptions.save(world, subscription)
    emit(world, f"customer.subscription.pending_update_{how}", subscription)
    emit(world, "customer.subscription.updated", subscription)


HANDLERS: dict[str, agenda.Handler] = {**subscriptions.HANDLERS, "lapse": on_lapse}
