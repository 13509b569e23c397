"""The gateways' parts of a busy month: what happens at each, and what its books say of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from infra.sandbox import (
    paypal,
    paypal_books,
    plisio_invoices,
    stripe_disputes,
    stripe_ledger,
    stripe_opening,
    stripe_sessions,
)
from infra.sandbox import stripe_subscriptions as subscriptions
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_wire import places, stamp
from infra.sandbox.plisio_wire import new_id
from infra.sandbox.stripe_objects import ZERO_DECIMAL

At = Callable[[float], World]
"""Gives the world as it is at a day of the month, 0 up to the number of days."""


@dataclass
class Person:
    """Somebody who pays; `known` if the shop should know the address."""

    email: str
    name: str
    known: bool


@dataclass
class Deed:
    """One thing that will happen, at a day of the month."""

    day: float
    gateway: str
    kind: str
    run: Callable[[World], Doc]
    about: Doc = field(default_factory=dict)


@dataclass(frozen=True)
class Movement:
    """One line of a gateway's books, in the smallest unit; money that came is positive."""

    id: str
    kind: str
    currency: str
    amount: int
    fee: int


_SALES = {
    "sale": 60,
    "refund": 10,
    "part_refund": 10,
    "won": 5,
    "lost": 5,
    "bounced": 5,
    "late": 5,
}
_SUBSCRIPTIONS = {"goes_on": 6, "failing": 2, "cancelled": 2}
_SENDS = {"sent": 7, "refund": 1, "part_refund": 1, "won": 1, "lost": 1}
_COINS = {"paid": 7, "too_much": 1, "too_little": 1, "expired": 1}


def _fate(chance: random.Random, number: int, weights: dict[str, int]) -> str:
    """Return what becomes of a payment: first each thing once, then by its weight."""
    drawn = chance.choices(list(weights), list(weights.values()))[0]
    return list(weights)[number] if number < len(weights) else drawn


def stripe_deeds(chance: random.Random, people: list[Person], count: int, days: int) -> list[Deed]:
    """Return a month of Stripe: sales and what becomes of them, weekly subscriptions."""
    deeds: list[Deed] = []
    for number in range(count):
        person, day = chance.choice(people), chance.uniform(0, days - 2)
        currency = chance.choices(("usd", "eur", "gbp", "jpy"), (14, 3, 2, 1))[0]
        amount = chance.choice((500, 1000, 1000, 1250, 2500, 777)) * chance.choice((1, 1, 1, 2, 3))
        fate = _fate(chance, number, _SALES)
        deeds.append(_sale(person, day, amount, currency, fate, chance.uniform(0.2, 1.8)))
    subscribers = chance.sample(people, min(len(people), max(3, count // 8)))
    for number, person in enumerate(subscribers):
        amount, day = chance.choice((300, 500)), chance.uniform(0, 7)
        fate = _fate(chance, number, _SUBSCRIPTIONS)
        deeds.append(_subscription(person, day, amount, fate))
    return deeds


def _sale(person: Person, day: float, amount: int, currency: str, fate: str, after: float) -> Deed:
    def run(world: World) -> Doc:
        data = {"currency": currency, "unit_amount": amount}
        line = {"price_data": {**data, "product_data": {"name": "Busy month"}}, "quantity": 1}
        session = stripe_opening.open_session(
            world, {"mode": "payment", "line_items": [line], "success_url": "https://shop.test/"}
        )
        is_delayed = fate in ("bounced", "late")
        paid = stripe_sessions.pay(
            world, session["id"], email=person.email, name=person.name, delayed=is_delayed
        )
        return {"session": session["id"], "payment_intent": paid["payment_intent"]}

    about = {"email": person.email, "known": person.known, "amount": amount, "currency": currency}
    return Deed(day, "stripe", f"sale:{fate}", run, {**about, "after": after})


def stripe_follow_up(world: World, deed: Deed, made: Doc) -> Doc | None:
    """Do what becomes of a sale later; None if nothing does."""
    fate = deed.kind.partition(":")[2]
    intent = world.store.get("stripe.payment_intent", made.get("payment_intent") or "") or {}
    charge = intent.get("latest_charge")
    if fate in ("refund", "part_refund"):
        params: Doc = {"charge": charge}
        if fate == "part_refund":
            params["amount"] = deed.about["amount"] // 2
        return {"refund": stripe_ledger.refund(world, params)["id"]}
    if fate in ("won", "lost"):
        dispute = stripe_disputes.open_dispute(world, str(charge))
        stripe_disputes.close(world, dispute, won=fate == "won")
        return {"dispute": dispute["id"]}
    if fate == "bounced":
        stripe_sessions.fail_async(world, made["session"])
        return {"bounced": made["session"]}
    if fate == "late":
        stripe_sessions.settle_async(world, made["session"])
        return {"settled": made["session"]}
    return None


def _subscription(person: Person, day: float, amount: int, fate: str) -> Deed:
    def run(world: World) -> Doc:
        data: Doc = {"currency": "usd", "unit_amount": amount, "recurring": {"interval": "week"}}
        line = {"price_data": {**data, "product_data": {"name": "Busy weeks"}}, "quantity": 1}
        params = {"mode": "subscription", "line_items": [line]}
        session = stripe_opening.open_session(
            world, {**params, "success_url": "https://shop.test/"}
        )
        paid = stripe_sessions.pay(world, session["id"], email=person.email, name=person.name)
        row = world.store.get("stripe.subscription", paid["subscription"]) or {}
        if fate == "cancelled":
            subscriptions.change(world, row, {"cancel_at_period_end": True})
        elif fate == "failing":
            row["_failing"] = 1
            subscriptions.save(world, row)
        return {"subscription": row["id"]}

    about = {"email": person.email, "known": person.known, "amount": amount, "currency": "usd"}
    return Deed(day, "stripe", f"subscription:{fate}", run, about)


def stripe_renewals(world: World, since: int) -> Doc:
    """Count the renewals' invoices made since, in Unix seconds, by what became of them."""
    counts: Doc = {}
    for row in world.store.list("stripe.invoice"):
        if row["billing_reason"] == "subscription_cycle" and row["created"] >= since:
            name = f"stripe.renewal:{row['status']}"
            counts[name] = counts.get(name, 0) + 1
    return counts


def stripe_books(world: World) -> list[Movement]:
    """Return Stripe's balance transactions."""
    return [
        Movement(row["id"], row["reporting_category"], row["currency"], row["amount"], row["fee"])
        for row in world.store.list("stripe.balance_transaction")
    ]


def paypal_deeds(chance: random.Random, people: list[Person], count: int, days: int) -> list[Deed]:
    """Return a month of PayPal: money sent from person to person, and what becomes of it."""
    deeds: list[Deed] = []
    for number in range(count):
        person, day = chance.choice(people), chance.uniform(0, days - 2)
        currency = chance.choices(("USD", "EUR"), (4, 1))[0]
        amount = chance.choice(("5.00", "10.00", "12.50", "20.00", "30.00", "7.77"))
        fate = _fate(chance, number, _SENDS)
        deeds.append(_sent(person, day, amount, currency, fate, chance.uniform(0.2, 1.8)))
    return deeds


def _sent(person: Person, day: float, amount: str, currency: str, fate: str, after: float) -> Deed:
    def run(world: World) -> Doc:
        body = {"email": person.email, "name": person.name, "note": "Busy month"}
        return _press(world, "receive", {**body, "amount": amount, "currency": currency})

    about = {"email": person.email, "known": person.known, "amount": amount, "currency": currency}
    return Deed(day, "paypal", f"sent:{fate}", run, {**about, "after": after})


def paypal_follow_up(world: World, deed: Deed, made: Doc) -> Doc | None:
    """Do what becomes of sent money later; None if nothing does."""
    fate, id = deed.kind.partition(":")[2], made["transactions"][0]
    if fate in ("refund", "part_refund"):
        amount = "2.50" if fate == "part_refund" else None
        _press(world, "refund", {"transaction": id, "amount": amount})
        return {"refunded": id}
    if fate in ("won", "lost"):
        opened = _press(world, "open_dispute", {"transaction": id})["dispute"]
        _press(world, "close_dispute", {"dispute": opened["dispute_id"], "outcome": fate})
        return {"dispute": opened["dispute_id"]}
    return None


def _press(world: World, name: str, body: Doc) -> Doc:
    action = next(each for each in paypal.ACTIONS if each.name == name)
    return action.run(world, body)


def paypal_books_of(world: World) -> list[Movement]:
    """Return the rows of PayPal's accounts that are done."""
    moves = []
    now = stamp(world.clock.now())
    for account in world.store.list("paypal.account"):
        for row in paypal_books.between(world, account["name"], "2020-01-01T00:00:00Z", now):
            if row["status"] != "S":
                continue
            unit = Decimal(10) ** places(row["currency"])
            fee = -int(Decimal(row["fee"] or 0) * unit)
            amount = int(Decimal(row["amount"]) * unit)
            moves.append(
                Movement(row["key"], _paypal_kind(row), row["currency"].lower(), amount, fee)
            )
    return moves


def _paypal_kind(row: Doc) -> str:
    kinds = {"T1107": "refund", "T1110": "dispute", "T1111": "dispute_reversal"}
    kinds["T1201"] = "dispute"
    return kinds.get(row["code"], "payment")


def plisio_deeds(chance: random.Random, people: list[Person], count: int, days: int) -> list[Deed]:
    """Return a month of Plisio: invoices paid exactly, too little, too much or not at all."""
    deeds: list[Deed] = []
    for number in range(count):
        person, day = chance.choice(people), chance.uniform(0, days - 1)
        amount = chance.choice(("10.00", "12.50", "30.00"))
        fate = _fate(chance, number, _COINS)
        deeds.append(_coins(person, day, amount, fate))
    return deeds


def _coins(person: Person, day: float, amount: str, fate: str) -> Deed:
    def run(world: World) -> Doc:
        # Not of the seed: the same month may happen again.
        order = f"busy-{new_id()}"
        given = {"order_number": order, "order_name": "Busy month", "email": person.email}
        given |= {"source_currency": "USD", "source_amount": amount}
        given["callback_url"] = f"{world.webhook_url('plisio')}?json=true"
        invoice = plisio_invoices.open_invoice(world, given)
        whole = Decimal(invoice["amount"])
        share = {"paid": "1", "too_much": "1.25", "too_little": "0.5"}.get(fate)
        if share:
            plisio_invoices.pay(world, invoice["txn_id"], whole * Decimal(share))
        if fate in ("too_little", "expired"):
            plisio_invoices.end(world, invoice["txn_id"], "expired")
        return {"txn_id": invoice["txn_id"]}

    about = {"email": person.email, "known": person.known, "amount": amount, "currency": "usd"}
    return Deed(day, "plisio", f"coins:{fate}", run, about)


def plisio_books(world: World) -> list[Movement]:
    """Return Plisio's paid invoices at their fiat price; what came too much is not counted."""
    return [
        Movement(
            row["txn_id"],
            "payment" if row["status"] == "completed" else "payment_too_much",
            row["source_currency"].lower(),
            _minor(row["source_amount"], row["source_currency"].lower()),
            0,
        )
        for row in world.store.list("plisio.invoice")
        if row["status"] in ("completed", "mismatch") and row["source_currency"]
    ]


def _minor(text: str, currency: str) -> int:
    return int(Decimal(text) * (1 if currency in ZERO_DECIMAL else 100))


def as_day(at: datetime) -> str:
    """Return a moment as the report writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
