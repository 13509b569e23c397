"""The life of an invoice: drafted, finalized, paid or not paid, given up."""

from infra.sandbox import stripe_billing_objects as objects
from infra.sandbox import stripe_charging as charging
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_catalog import discounted
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds


def draft(world: World, subscription: Doc, *, reason: str, period: Doc, free: bool) -> Doc:
    """Make the invoice of one period; `free` is a trial's, which costs nothing."""
    customer = world.store.get("stripe.customer", subscription["customer"]) or {}
    invoice = objects.an_invoice(world, subscription, customer, reason=reason)
    fill(world, invoice, subscription, period=period, free=free)
    world.store.put("stripe.invoice", invoice["id"], invoice)
    subscription["latest_invoice"] = invoice["id"]
    announce(world, invoice)
    return invoice


def announce(world: World, invoice: Doc) -> None:
    """Tell of a new invoice."""
    emit(world, "invoice.created", invoice)


def fill(world: World, invoice: Doc, subscription: Doc, *, period: Doc, free: bool) -> None:
    """Write lines, discounts and sums into a draft."""
    items = subscription["items"]["data"]
    amounts = [0 if free else item["price"]["unit_amount"] * item["quantity"] for item in items]
    subtotal = sum(amounts)
    left = {} if free else _off(world, subscription, subtotal)
    taken = {id: amount for id, amount in left.items() if amount}
    lines = []
    for item, amount in zip(items, amounts, strict=True):
        off, open_amount = {}, amount
        for id in left:
            off[id] = min(left[id], open_amount)
            left[id] -= off[id]
            open_amount -= off[id]
        off = {id: share for id, share in off.items() if share}
        line = objects.an_invoice_line(item, invoice, amount=amount, off=off, period=period)
        lines.append(line)
    total = subtotal - sum(taken.values())
    invoice["lines"]["data"] = lines
    invoice |= {
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal,
        "discounts": list(taken),
        "total_discount_amounts": [
            {"amount": amount, "discount": id} for id, amount in taken.items()
        ],
        "total": total,
        "total_excluding_tax": total,
    }
    take_balance(world, invoice)


def take_balance(world: World, invoice: Doc) -> None:
    """Write what is due: the total, less what changes of plan left with the customer."""
    customer = world.store.get("stripe.customer", invoice["customer"]) or {}
    held = int(customer.get("balance", 0))
    due = max(0, invoice["total"] + held)
    invoice |= {"starting_balance": held, "amount_due": due, "amount_remaining": due}


def _off(world: World, subscription: Doc, subtotal: int) -> dict[str, int]:
    off: dict[str, int] = {}
    for id in subscription["discounts"]:
        discount = world.store.get("stripe.discount", id)
        if discount is None or (discount["end"] is not None and seconds(world) >= discount["end"]):
            continue
        coupon = world.store.get("stripe.coupon", discount["source"]["coupon"])
        if coupon is not None:
            off[id] = discounted(subtotal - sum(off.values()), coupon)
    return off


def finalize(world: World, invoice: Doc) -> None:
    """Close the draft: from now on it is to be paid."""
    now = seconds(world)
    take_balance(world, invoice)
    left = invoice["starting_balance"] + invoice["total"] - invoice["amount_due"]
    customer = world.store.get("stripe.customer", invoice["customer"]) or {}
    number = customer.get("next_invoice_sequence", 1)
    if customer:
        customer |= {"next_invoice_sequence": number + 1, "balance": left}
        world.store.put("stripe.customer", customer["id"], customer)
    invoice |= {
        "status": "open",
        "number": f"{customer.get('invoice_prefix', 'SANDBOX')}-{number:04}",
        "effective_at": now,
        "hosted_invoice_url": f"{world.base_url}/stripe/i/{invoice['id']}",
        "invoice_pdf": f"{world.base_url}/stripe/i/{invoice['id']}",
        "ending_balance": left,
    }
    invoice["status_transitions"]["finalized_at"] = now
    _save(world, invoice)
    emit(world, "invoice.finalized", invoice)


def intent_of(world: World, invoice: Doc) -> Doc:
    """Return the PaymentIntent that pays the invoice, making it at the first try."""
    tie = payment_of(world, invoice["id"])
    known = world.store.get(
        "stripe.payment_intent", tie["payment"]["payment_intent"] if tie else ""
    )
    if known is not None:
        return known
    first = invoice["billing_reason"] == "subscription_create"
    source = {
        "amount_total": invoice["amount_due"],
        "currency": invoice["currency"],
        "customer": invoice["customer"],
        "payment_method_types": ["card"],
    }
    data = {
        "description": f"Subscription {'creation' if first else 'update'}",
        "setup_future_usage": "off_session" if first else None,
    }
    intent = charging.begin_intent(world, source, data)
    tie_to(world, invoice, intent)
    return intent


def tie_to(world: World, invoice: Doc, intent: Doc) -> None:
    """Write down that the invoice is paid by that PaymentIntent."""
    tie = objects.an_invoice_payment(world, invoice, intent["id"])
    tie["_invoice"] = invoice["id"]
    world.store.put("stripe.invoice_payment", tie["id"], tie)
    world.store.put("stripe.invoice_tie", invoice["id"], {"id": tie["id"]})


def payment_of(world: World, invoice: str) -> Doc | None:
    """Return what ties the invoice to its PaymentIntent, None before the first try."""
    tie = world.store.get("stripe.invoice_tie", invoice)
    return world.store.get("stripe.invoice_payment", tie["id"]) if tie else None


def mark_paid(world: World, invoice: Doc) -> None:
    """Write down that the invoice is paid, or that there was nothing to pay."""
    now = seconds(world)
    invoice |= {
        "status": "paid",
        "attempted": True,
        "amount_paid": invoice["amount_due"],
        "amount_remaining": 0,
        "next_payment_attempt": None,
        "auto_advance": False,
    }
    if invoice["amount_due"]:
        invoice["attempt_count"] += 1
    invoice["status_transitions"]["paid_at"] = now
    _save(world, invoice)
    tie = payment_of(world, invoice["id"])
    if tie is not None:
        tie |= {"status": "paid", "amount_paid": invoice["amount_paid"]}
        tie["status_transitions"]["paid_at"] = now
        world.store.put("stripe.invoice_payment", tie["id"], tie)
        emit(world, "invoice_payment.paid", tie)
    emit(world, "invoice.paid", invoice)
    emit(world, "invoice.payment_succeeded", invoice)


def mark_failed(world: World, invoice: Doc, *, next_try: int | None) -> None:
    """Write down a try that brought no money; `next_try` is when the next one is made."""
    invoice |= {
        "attempted": True,
        "attempt_count": invoice["attempt_count"] + 1,
        "next_payment_attempt": next_try,
        "auto_advance": next_try is not None,
    }
    _save(world, invoice)
    emit(world, "invoice.payment_failed", invoice)


def close_unpaid(world: World, invoice: Doc, *, status: str) -> None:
    """End an invoice without money; `status` is void or uncollectible."""
    name = {"void": "voided", "uncollectible": "marked_uncollectible"}[status]
    invoice |= {"status": status, "next_payment_attempt": None, "auto_advance": False}
    invoice["status_transitions"][f"{name}_at"] = seconds(world)
    _save(world, invoice)
    emit(world, f"invoice.{name}", invoice)


def upcoming(world: World, subscription: Doc, *, period: Doc) -> Doc:
    """Return the next invoice as it would be, kept nowhere."""
    customer = world.store.get("stripe.customer", subscription["customer"]) or {}
    invoice = objects.an_invoice(world, subscription, customer, reason="upcoming")
    invoice["id"] = "upcoming_" + invoice["id"]
    fill(world, invoice, subscription, period=period, free=False)
    invoice["next_payment_attempt"] = period["start"] + 3600
    return invoice


def _save(world: World, invoice: Doc) -> None:
    world.store.put("stripe.invoice", invoice["id"], invoice)
