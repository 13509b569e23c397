"""A Stripe subscription that changes its price in the middle of a period, and what that costs.

The unused rest of the old price is credited and the rest of the new one charged, to the second. A
price with another interval begins a period of its own at once, and is charged whole.
"""

from dataclasses import dataclass

from infra.sandbox import stripe_billing_objects as objects
from infra.sandbox import stripe_charging as charging
from infra.sandbox import stripe_invoices as invoices
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import StripeError, invalid, new_id, no_such


@dataclass
class Change:
    """What to change an item to, and as of when (Unix seconds) it is reckoned."""

    item: Doc
    price: Doc
    quantity: int
    at: int

    @property
    def restarts(self) -> bool:
        """Tell whether a new period begins, because the price has another interval."""
        return bool(self.price["recurring"] != self.item["price"]["recurring"])


def read(world: World, subscription: Doc, given: Doc, *, at: int | None, param: str) -> Change:
    """Return the change that the parameters of one item ask for. Raises StripeError."""
    items = subscription["items"]["data"]
    item = next((row for row in items if row["id"] == given.get("id")), None)
    if item is None:
        raise invalid(f"Invalid subscription item: {given.get('id')}", f"{param}[id]")
    price = item["price"]
    if "price" in given:
        price = world.store.get("stripe.price", given["price"])
        if price is None:
            raise no_such("price", given["price"], f"{param}[price]", status=400)
        if not price["recurring"]:
            raise invalid(f"No such recurring price: '{given['price']}'", f"{param}[price]")
    when = seconds(world) if at is None else at
    if not item["current_period_start"] <= when <= item["current_period_end"]:
        raise invalid(
            "The proration date must be within the current billing period.", "proration_date"
        )
    return Change(item, price, given.get("quantity", item["quantity"]), when)


def put_into(world: World, change: Change, item: Doc) -> None:
    """Let the item have the new price."""
    product = world.store.get("stripe.product", change.price["product"]) or {}
    item |= {"price": change.price, "plan": objects.a_plan(change.price)}
    item["_name"] = product.get("name", item["_name"])
    item["quantity"] = change.quantity


def invoice_of(world: World, subscription: Doc, change: Change, *, period: Doc) -> Doc:
    """Return the draft that settles the change; `period` is the new item's, whole."""
    customer = world.store.get("stripe.customer", subscription["customer"]) or {}
    invoice = objects.an_invoice(world, subscription, customer, reason="subscription_update")
    old, now = change.item, change.at
    end = old["current_period_end"]
    rest = {"start": now, "end": end}
    lines = [_proration(old, invoice, -_part(old, old["price"], old["quantity"], now), rest)]
    changed = {**old}
    put_into(world, change, changed)
    if change.restarts:
        whole = change.price["unit_amount"] * change.quantity
        lines.append(
            objects.an_invoice_line(changed, invoice, amount=whole, off={}, period=period)
        )
    else:
        due = _part(old, change.price, change.quantity, now)
        lines.append(_proration(changed, invoice, due, rest))
    invoice["lines"]["data"] = lines
    total = sum(line["amount"] for line in lines)
    invoice |= {
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "total": total,
        "total_excluding_tax": total,
    }
    invoices.take_balance(world, invoice)
    return invoice


def collect(world: World, subscription: Doc, invoice: Doc, *, may_wait: bool) -> bool:
    """Take the money of the change at once; what is over stays with the customer.

    Return False when the bank wants the payer's word first (3-D Secure) and the change `may_wait`.
    Raises StripeError when the card is declined, or the bank asks and nobody waits for the answer:
    then nothing was changed.
    """
    if invoice["amount_due"] and subscription["_failing"]:
        raise StripeError(402, "Your card was declined.", type="card_error", code="card_declined")
    is_asked = bool(invoice["amount_due"] and subscription.get("_asked"))
    if is_asked and not may_wait:
        raise StripeError(
            402,
            "Payment for this subscription requires additional user action before it can be"
            " completed successfully.",
            type="card_error",
            code="subscription_payment_intent_requires_action",
        )
    world.store.put("stripe.invoice", invoice["id"], invoice)
    subscription["latest_invoice"] = invoice["id"]
    invoices.announce(world, invoice)
    invoices.finalize(world, invoice)
    if is_asked:
        url, intent = invoice["hosted_invoice_url"], invoices.intent_of(world, invoice)
        charging.ask_for_authentication(world, intent, url=url, return_url=None)
        return False
    take(world, subscription, invoice, is_authenticated=False)
    return True


def take(world: World, subscription: Doc, invoice: Doc, *, is_authenticated: bool) -> None:
    """Take the money of an open invoice."""
    if invoice["amount_due"]:
        customer = world.store.get("stripe.customer", invoice["customer"]) or {}
        payer = {"email": customer.get("email"), "name": customer.get("name")}
        intent = invoices.intent_of(world, invoice)
        method = subscription["default_payment_method"]
        charging.charge_now(world, intent, payer, method=method, authenticated=is_authenticated)
    invoices.mark_paid(world, invoice)


def hold(world: World, subscription: Doc, change: Change, *, until: int) -> None:
    """Let the change wait for the payer's answer until then (Unix seconds)."""
    item = {**change.item}
    put_into(world, change, item)
    subscription["pending_update"] = {
        "billing_cycle_anchor": None,
        "expires_at": until,
        "subscription_items": [item],
        "trial_end": None,
        "trial_from_plan": None,
    }
    subscription["_held_at"] = change.at


def held(world: World, subscription: Doc) -> Change | None:
    """Return the change that waits, None if none does."""
    waiting = subscription["pending_update"]
    if waiting is None:
        return None
    [wanted] = waiting["subscription_items"]
    given = {"id": wanted["id"], "price": wanted["price"]["id"], "quantity": wanted["quantity"]}
    return read(world, subscription, given, at=subscription["_held_at"], param="items[0]")


def _part(item: Doc, price: Doc, quantity: int, at: int) -> int:
    """Return what the rest of the item's period costs at a price, rounded half up."""
    start, end = item["current_period_start"], item["current_period_end"]
    whole = price["unit_amount"] * quantity
    left: int = (2 * whole * (end - at) + (end - start)) // (2 * (end - start))
    return left


def _proration(item: Doc, invoice: Doc, amount: int, period: Doc) -> Doc:
    line = objects.an_invoice_line(item, invoice, amount=amount, off={}, period=period)
    word = "Unused" if amount < 0 else "Remaining"
    line["description"] = f"{word} time on {item['_name']}"
    line["discountable"] = False
    line["parent"] = {
        "invoice_item_details": {
            "invoice_item": new_id("ii_1"),
            "proration": True,
            "proration_details": {"credited_items": None},
            "subscription": item["subscription"],
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
    return line
