"""Every movement of money on the merchants' accounts, and how long each stays unseen.

One row is one line of an account's activity: a payment, a refund, a dispute's hold or release.
A row is found by its transaction id and event code, because a hold and its release share one id.
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from infra.sandbox.kit import Doc, Store, World
from infra.sandbox.paypal_wire import fee_of, later, moment, new_id, now, written

SEARCH_DELAY = timedelta(hours=3)
FIRST_PAYMENT_DELAY = timedelta(seconds=5)
_DEFAULTS = {
    "search_delay": SEARCH_DELAY.total_seconds(),
    "first_payment_delay": FIRST_PAYMENT_DELAY.total_seconds(),
    "strict_end": False,
    "paused": False,
}
# The rows of a month in their order, kept until one of them is written: a search of many pages
# would otherwise read the whole month again for each page.
_months_read: WeakKeyDictionary[Store, dict[str, list[Doc]]] = WeakKeyDictionary()


def settings(world: World) -> Doc:
    """Return how the stand-in behaves: delays in seconds, strictness, held-back webhooks."""
    return {**_DEFAULTS, **(world.store.get("paypal.settings", "all") or {})}


def change_settings(world: World, **changes: Any) -> Doc:
    """Change some of the settings and return all."""
    changed = {**settings(world), **changes}
    world.store.put("paypal.settings", "all", changed)
    return changed


def last_refreshed(world: World) -> str:
    """Return the instant up to which Transaction Search knows everything."""
    return later(now(world), -timedelta(seconds=settings(world)["search_delay"]))


def book(
    world: World,
    account: str,
    *,
    code: str,
    amount: Decimal,
    currency: str,
    payer: Doc,
    at: str | None = None,
    id: str | None = None,
    status: str = "S",
    **more: Any,
) -> Doc:
    """Write one row and return it; received money is positive and pays the vendor's fee.

    `more` may hold reference, reference_type, custom, invoice, subject, note, subscription,
    order, parent and kind (order, subscription, plain, refund or dispute). `at` defaults to now.
    """
    at = at or now(world)
    id = id or new_id()
    is_payment = amount > 0 and more.get("kind", "plain") in ("order", "subscription", "plain")
    delay = timedelta(seconds=settings(world)["search_delay"])
    row: Doc = {
        "id": id,
        "key": f"{id}:{code}",
        "account": account,
        "code": code,
        "status": status,
        "amount": written(amount, currency),
        "fee": written(-fee_of(amount, currency), currency) if is_payment else None,
        "currency": currency,
        "payer": payer,
        "at": at,
        "updated": at,
        "visible_at": later(at, delay),
        "refunded": "0",
        "kind": "plain",
        **more,
    }
    save(world, row)
    if world.store.get("paypal.where", id) is None:
        world.store.put("paypal.where", id, {"kind": _kind(account, at), "key": row["key"]})
    if row.get("subscription") and is_payment:
        pointer = {"kind": _kind(account, at), "key": row["key"]}
        world.store.put(f"paypal.paid.{row['subscription']}", row["key"], pointer)
    return row


def save(world: World, row: Doc) -> None:
    """Write a row back after a change."""
    kind = _kind(row["account"], row["at"])
    world.store.put(kind, row["key"], row)
    _months_read.get(world.store, {}).pop(kind, None)


def touch(world: World, row: Doc, **changes: Any) -> Doc:
    """Change a row, which moves its update time, and write it back."""
    row |= {**changes, "updated": now(world)}
    save(world, row)
    return row


def find(world: World, id: str) -> Doc | None:
    """Return the first row of a transaction id, whoever's it is."""
    pointer = world.store.get("paypal.where", id)
    return pointer and world.store.get(pointer["kind"], pointer["key"])


def paid_for(world: World, subscription: str) -> list[Doc]:
    """Return the payments of a subscription, oldest first."""
    pointers = world.store.list(f"paypal.paid.{subscription}")
    rows = [world.store.get(pointer["kind"], pointer["key"]) for pointer in pointers]
    return sorted((row for row in rows if row), key=lambda row: str(row["at"]))


def between(world: World, account: str, start: str, end: str) -> list[Doc]:
    """Return the rows begun from `start` to `end`, both included, oldest first.

    They are shared with other readers: find a row anew to change it.
    """
    return [
        row
        for month in _months(start, end)
        for row in _of_month(world, f"paypal.rows.{account}.{month}")
        if start <= row["at"] <= end
    ]


def _of_month(world: World, kind: str) -> list[Doc]:
    known = _months_read.setdefault(world.store, {})
    rows = known.get(kind)
    if rows is None:
        with world.store.transaction():
            rows = sorted(world.store.list(kind), key=lambda row: str(row["at"]))
            known[kind] = rows
    return rows


def latest(world: World, account: str, *, last: int) -> list[Doc]:
    """Return the newest rows of the last three months, newest first."""
    at = now(world)
    return between(world, account, later(at, -timedelta(days=62)), at)[::-1][:last]


def show_all(world: World) -> None:
    """Let Transaction Search see every row written until now."""
    at = now(world)
    for account in world.store.list("paypal.account"):
        for row in between(world, account["name"], later(at, -timedelta(days=95)), at):
            if row["visible_at"] > at:
                save(world, {**row, "visible_at": at})


def left_of(row: Doc) -> Decimal:
    """Return how much of a payment has not been given back."""
    return Decimal(row["amount"]) - Decimal(row["refunded"])


def _kind(account: str, at: str) -> str:
    return f"paypal.rows.{account}.{at[:7]}"


def _months(start: str, end: str) -> Iterator[str]:
    first, final = moment(start), moment(end)
    year, month = first.year, first.month
    while (year, month) <= (final.year, final.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
