"""What a person can do in PayPal's world from the console."""

import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from infra.sandbox import paypal_accounts, paypal_disputes, paypal_payments
from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_orders as orders
from infra.sandbox import paypal_renewals as renewals
from infra.sandbox import paypal_subscriptions as subscriptions
from infra.sandbox import paypal_webhooks as webhooks
from infra.sandbox.kit import Action, BadAction, Doc, World
from infra.sandbox.paypal_wire import (
    CURRENCIES,
    PayPalError,
    decimal_of,
    later,
    now,
    places,
    public,
)
from infra.sandbox.stripe_actions import parse_delta

_WAIT_SECONDS = 15.0
_CODES = ("T0000", "T0001", "T0003", "T0005", "T0007", "T0011", "T0012", "T0013")
_MOST_AT_ONCE = 20_000


def _amount(body: Doc, currency: str | None = None) -> Decimal | None:
    if body.get("amount") in (None, ""):
        return None
    amount = decimal_of(body["amount"])
    if amount is None or amount <= 0:
        raise BadAction("amount must be a number above zero, such as 12.50")
    if currency and amount != round(amount, places(currency)):
        raise BadAction(f"{currency} has only {places(currency)} decimals")
    return amount


def _whole(body: Doc, name: str, default: int) -> int:
    try:
        return int(body.get(name, default))
    except (TypeError, ValueError) as error:
        raise BadAction(f"{name} must be a whole number") from error


def _span(body: Doc, name: str) -> timedelta:
    return parse_delta(body[name]) if body.get(name) else timedelta(0)


def _approve(world: World, body: Doc) -> Doc:
    """Approve an order or a subscription, by whichever was named."""
    payer = {"email": str(body.get("email") or ""), "name": str(body.get("name") or "")}
    try:
        if body.get("subscription"):
            named = subscriptions.named(world, body["subscription"])
            failing = _whole(body, "failing", 0)
            done = subscriptions.approve(world, named["_token"], **payer, failing=failing)
            return {"subscription": public(done)}
        id = str(body.get("order") or orders.newest_open(world) or "")
        funding = str(body.get("funding") or "balance")
        return {"order": public(orders.approve(world, id, **payer, funding=funding))}
    except orders.RefusedError as error:
        raise BadAction(str(error)) from error


def _decline(world: World, body: Doc) -> Doc:
    return _approve(world, {**body, "funding": "declined"})


def _settle(*, arrives: bool) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        id = str(body.get("transaction") or "")
        return {"capture": paypal_payments.settle_pending(world, id, arrives=arrives)}

    return run


def _renew(world: World, body: Doc) -> Doc:
    with world.store.transaction():
        subscription = subscriptions.named(world, body.get("subscription"))
        if subscription["status"] != "ACTIVE":
            raise BadAction("only an active subscription can be renewed")
        renewals.renew_now(world, subscription)
    world.nudge()
    return {"subscription": public(subscription)}


def _fail_renewals(world: World, body: Doc) -> Doc:
    times = _whole(body, "times", 1)
    with world.store.transaction():
        subscription = subscriptions.named(world, body.get("subscription"))
        subscriptions.fail_next(world, subscription, times)
    return {"subscription": subscription["id"], "failing": subscription["_fail"]}


def _change(action: str) -> Callable[[World, Doc], Doc]:
    def run(world: World, body: Doc) -> Doc:
        reason = str(body.get("reason") or "At PayPal, by the payer.")[:128]
        try:
            with world.store.transaction():
                subscription = subscriptions.named(world, body.get("subscription"))
                subscriptions.change(world, subscription, action, reason=reason)
        except PayPalError as error:
            raise BadAction(str(error.details[0]["description"])) from error
        return {"subscription": public(subscription)}

    return run


def _refund(world: World, body: Doc) -> Doc:
    id = str(body.get("transaction") or "")
    return {"refund": paypal_payments.refund_by_hand(world, id, _amount(body))}


def _open_dispute(world: World, body: Doc) -> Doc:
    dispute = paypal_disputes.open_dispute(
        world,
        str(body.get("transaction") or ""),
        reason=str(body.get("reason") or paypal_disputes.REASONS[0]),
        amount=_amount(body),
    )
    return {"dispute": public(dispute)}


def _close_dispute(world: World, body: Doc) -> Doc:
    id, outcome = str(body.get("dispute") or ""), str(body.get("outcome") or "")
    return {"dispute": public(paypal_disputes.close_dispute(world, id, outcome=outcome))}


def _receive(world: World, body: Doc) -> Doc:
    account = paypal_accounts.named(world, body.get("account"))
    email, currency = str(body.get("email") or ""), str(body.get("currency") or "USD")
    code, count = str(body.get("code") or "T0000"), _whole(body, "count", 1)
    if "@" not in email:
        raise BadAction("email must be an address")
    if currency not in CURRENCIES:
        raise BadAction(f"currency must be one of {', '.join(sorted(CURRENCIES))}")
    if code not in _CODES:
        raise BadAction(f"code must be one of {', '.join(_CODES)}")
    if not 1 <= count <= _MOST_AT_ONCE:
        raise BadAction(f"count must be between 1 and {_MOST_AT_ONCE}")
    amount = _amount(body, currency)
    if amount is None:
        raise BadAction("amount is missing")
    latest, over = later(now(world), -_span(body, "ago")), _span(body, "over")
    payer = paypal_accounts.payer(email, str(body.get("name") or ""))
    rows = []
    with world.store.transaction():
        for number in range(count):
            rows.append(
                books.book(
                    world,
                    account["name"],
                    code=code,
                    amount=amount,
                    currency=currency,
                    payer=payer,
                    at=later(latest, -over * number / count),
                    status="P" if body.get("pending") else "S",
                    note=str(body.get("note") or "")[:4000] or None,
                )
            )
    return {"transactions": [row["id"] for row in rows], "visible_at": rows[0]["visible_at"]}


def _set_delay(world: World, body: Doc) -> Doc:
    changes: Doc = {}
    for name in ("search_delay", "first_payment_delay"):
        if body.get(name):
            changes[name] = max(0.0, parse_delta(body[name]).total_seconds())
    if "strict_end" in body:
        changes["strict_end"] = bool(body["strict_end"])
    return books.change_settings(world, **changes)


def _show_now(world: World, _body: Doc) -> Doc:
    books.show_all(world)
    return {"visible": True}


def _set_rights(world: World, body: Doc) -> Doc:
    account = paypal_accounts.named(world, body.get("account"))
    account["reporting"] = bool(body.get("reporting", True))
    world.store.put("paypal.account", account["name"], account)
    return {"account": account["name"], "reporting": account["reporting"]}


def _forget_tokens(world: World, _body: Doc) -> Doc:
    return {"forgotten": paypal_accounts.forget_tokens(world)}


def _set_webhook(world: World, body: Doc) -> Doc:
    id = str(body.get("webhook") or webhooks.PRIMARY_WEBHOOK)
    webhook = world.store.get("paypal.webhook", id)
    if webhook is None:
        raise BadAction("there is no such webhook")
    webhook["url"] = body.get("url", webhook["url"]) or None
    webhook["types"] = list(body.get("event_types") or webhook["types"])
    world.store.put("paypal.webhook", id, webhook)
    return {"webhook": webhooks.shown(world, webhook)}


def _redeliver(world: World, body: Doc) -> Doc:
    event = str(body.get("event") or "")
    if not event:
        kind = body.get("type")
        found = [
            row
            for row in world.store.list("paypal.event", last=50)
            if kind in (None, "", row["event_type"])
        ]
        if not found:
            raise BadAction("name an event in `event`; there is none of that type yet")
        event = found[-1]["id"]
    ids = webhooks.redeliver(
        world,
        event,
        times=_whole(body, "times", 1),
        after=_span(body, "after"),
        signature=str(body.get("signature") or "good"),
    )
    if body.get("wait"):
        _wait_for(world, ids)
    return {"event": event, "deliveries": [world.store.get("paypal.delivery", id) for id in ids]}


def _wait_for(world: World, ids: list[str]) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        rows = [world.store.get("paypal.delivery", id) or {} for id in ids]
        if all(row.get("state") != "pending" for row in rows):
            return
        time.sleep(0.02)
    raise BadAction("not all deliveries were answered in time")


def _pause(world: World, _body: Doc) -> Doc:
    webhooks.hold(world)
    return {"paused": True}


def _resume(world: World, body: Doc) -> Doc:
    order = str(body.get("order") or webhooks.ORDERS[0])
    return {"paused": False, "released": webhooks.release(world, order)}


_I, _T = {"subscription": "I-…"}, {"transaction": "8MC585209K746392H"}
_TABLE: list[tuple[str, str, Doc, Callable[[World, Doc], Doc]]] = [
    (
        "approve",
        "Approve an order (the newest open one if none is named) or a subscription; `funding` is"
        " balance, echeck (the capture stays pending) or declined",
        {"order": "5O190127TN364715T", "email": "ann@example.test", "funding": "balance"},
        _approve,
    ),
    (
        "decline",
        "Let the bank decline: the order is approved, its capture is refused",
        {"order": "5O190127TN364715T"},
        _decline,
    ),
    ("settle_pending", "Let a pending payment's money arrive", _T, _settle(arrives=True)),
    ("deny_pending", "Let a pending payment be denied", _T, _settle(arrives=False)),
    ("renew", "Charge a subscription's next cycle now", _I, _renew),
    (
        "fail_renewals",
        "Let the next charges of a subscription fail, retries included; 0 heals",
        {**_I, "times": 1},
        _fail_renewals,
    ),
    ("cancel", "Cancel a subscription at PayPal", {**_I, "reason": "No need"}, _change("cancel")),
    ("suspend", "Suspend a subscription at PayPal", _I, _change("suspend")),
    ("reactivate", "Activate a suspended subscription again", _I, _change("activate")),
    ("refund", "Give a payment back, whole or in part", {**_T, "amount": "5.00"}, _refund),
    (
        "open_dispute",
        "Dispute a payment, whole or in part",
        {**_T, "reason": paypal_disputes.REASONS[0]},
        _open_dispute,
    ),
    (
        "close_dispute",
        "Decide a dispute: won by the shop, or lost to the payer",
        {"dispute": "PP-R-…", "outcome": "lost"},
        _close_dispute,
    ),
    (
        "receive",
        "Receive money from any address; `count` of them spread `over` a span, the last one"
        " `ago`; T0000 is a plain send, T0011 a mobile one",
        {
            "account": "primary",
            "email": "friend@example.test",
            "amount": "10.00",
            "currency": "USD",
            "note": "For March",
            "code": "T0000",
            "ago": "0s",
        },
        _receive,
    ),
    (
        "set_delay",
        "How long new transactions stay unseen in the search, how soon after approval the first"
        " payment is taken, and whether an end past the last refresh is refused",
        {"search_delay": "3h", "first_payment_delay": "5s", "strict_end": False},
        _set_delay,
    ),
    ("show_now", "Let the search see everything up to now", {}, _show_now),
    (
        "set_rights",
        "Give or take the right to search; shows in tokens issued afterwards",
        {"account": "primary", "reporting": False},
        _set_rights,
    ),
    ("forget_tokens", "Make every access token unknown", {}, _forget_tokens),
    (
        "set_webhook",
        "Change where a webhook goes or the events it gets",
        {"webhook": webhooks.PRIMARY_WEBHOOK, "url": "http://127.0.0.1:8080/webhooks/paypal"},
        _set_webhook,
    ),
    (
        "redeliver",
        "Send an event's webhook again: `times` at once, `after` a span of time, with a signature"
        " that is good, missing or wrong; `wait` for the answers",
        {"event": "WH-…", "times": 2, "after": "0s", "signature": "good", "wait": True},
        _redeliver,
    ),
    ("pause_webhooks", "Hold deliveries back", {}, _pause),
    (
        "resume_webhooks",
        "Let held deliveries go: oldest_first, newest_first or shuffled",
        {"order": "newest_first"},
        _resume,
    ),
]
ACTIONS = [Action("paypal", name, summary, example, run) for name, summary, example, run in _TABLE]
