"""Subscriptions v1: opened by the shop, approved by the payer, changed by either of them."""

from decimal import Decimal
from typing import Any

from infra.sandbox import paypal_accounts
from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_renewals as renewals
from infra.sandbox.kit import BadAction, Doc, World
from infra.sandbox.paypal_call import BILLING_HOURS, Call, Operation, Reply, wrong_query
from infra.sandbox.paypal_catalog import check_can_bill, currencies_of, plan_of, price_of
from infra.sandbox.paypal_fields import Fields
from infra.sandbox.paypal_orders import RefusedError
from infra.sandbox.paypal_wire import (
    link,
    moment,
    money,
    new_id,
    not_found,
    now,
    places,
    public,
    stamp,
    unprocessable,
)

_STATUS_TEXTS = {
    "cancel": "Invalid subscription status for cancel action; subscription status should be"
    " active or suspended.",
    "suspend": "Invalid subscription status for suspend action; subscription status should be"
    " active.",
    "activate": "Invalid subscription status for activate action; subscription status should be"
    " suspended.",
}


def _create(call: Call) -> Reply:
    check_can_bill(call)
    given = Fields(call.body)
    plan = plan_of(call, given.text("plan_id", required=True, shortest=3, longest=50) or "")
    if plan["status"] != "ACTIVE":
        raise unprocessable(
            "PLAN_STATUS_INVALID",
            "Invalid plan status for subscription creation; plan status should be active.",
        )
    if given.text("quantity", longest=32) not in (None, "1") and not plan["quantity_supported"]:
        raise unprocessable(
            "SUBSCRIPTION_CANNOT_HAVE_QUANTITY",
            "Subscription can't have quantity as the plan does not support quantity.",
        )
    at, world = now(call.world), call.world
    own, overridden = _overridden(plan, given.child("plan"))
    currency = next(iter(currencies_of(own)))
    context = given.child("application_context")
    setup_fee = own["payment_preferences"].get("setup_fee", {}).get("value", "0")
    subscription: Doc = {
        "id": f"I-{new_id(12)}",
        "status": "APPROVAL_PENDING",
        "status_update_time": at,
        "plan_id": plan["id"],
        "start_time": _start(given, at),
        "quantity": "1",
        "shipping_amount": money("0", currency),
        "plan_overridden": overridden,
        "create_time": at,
        "update_time": at,
        "billing_info": {
            "outstanding_balance": money("0", currency),
            "cycle_executions": [_execution(cycle) for cycle in own["billing_cycles"]],
            "failed_payments_count": 0,
        },
        "_account": call.owner,
        "_plan": own,
        "_token": f"BA-{new_id()}",
        "_return_url": context.address("return_url", required=True) if context else None,
        "_cancel_url": context.address("cancel_url", required=True) if context else None,
        "_setup_fee": setup_fee if Decimal(setup_fee) else None,
        "_fail": 0,
    }
    custom = given.text("custom_id", pattern=r"[\x20-\x7E]+")
    if custom is not None:
        subscription["custom_id"] = custom
    world.store.put("paypal.subscription", subscription["id"], subscription)
    world.store.put("paypal.approval", subscription["_token"], {"id": subscription["id"]})
    renewals.emit_state(world, subscription, "CREATED")
    body = _shown(call, subscription)
    if not call.wants_all:
        body = {name: body[name] for name in ("id", "status", "create_time", "links")}
    return 201, body


def _start(given: Fields, at: str) -> str:
    text = given.text("start_time", longest=64)
    if text is None:
        return at
    try:
        start = stamp(moment(text))
    except ValueError as error:
        raise given.refuse("INVALID_PARAMETER_SYNTAX", "start_time") from error
    if start < at:
        raise given.refuse("INVALID_PARAMETER_VALUE", "start_time")
    return start


def _overridden(plan: Doc, given: Fields | None) -> tuple[Doc, bool]:
    """Return the plan with this subscription's own prices and counts."""
    own = public(plan)
    if given is None:
        return own, False
    cycles = {cycle["sequence"]: dict(cycle) for cycle in plan["billing_cycles"]}
    if given.given.get("billing_cycles"):
        for changed in given.children("billing_cycles", most=12):
            cycle = cycles.get(changed.number("sequence", low=1, high=99))
            if cycle is None:
                raise unprocessable(
                    "INVALID_BILLING_CYCLE_SEQUENCE",
                    "The provided billing cycle sequence is not available.",
                )
            _override(cycle, changed)
    own["billing_cycles"] = [cycles[sequence] for sequence in sorted(cycles)]
    preferences = given.child("payment_preferences")
    if preferences is not None:
        own["payment_preferences"] = {**plan["payment_preferences"], **preferences.given}
    if currencies_of(own) != currencies_of(plan):
        raise unprocessable(
            "CURRENCY_MISMATCH", "The currency code is different from the plan's currency code."
        )
    return own, True


def _override(cycle: Doc, changed: Fields) -> None:
    scheme = price_of(changed, required=False)
    if scheme is not None:
        if "pricing_scheme" not in cycle:
            raise unprocessable(
                "INVALID_PRICING_SCHEME",
                "The override plan pricing scheme should be of the same type as that of the"
                " original plan.",
            )
        cycle["pricing_scheme"] = {**cycle["pricing_scheme"], **scheme}
    if "total_cycles" in changed.given:
        cycle["total_cycles"] = changed.number("total_cycles", low=0, high=999)


def _execution(cycle: Doc) -> Doc:
    execution = {
        "tenure_type": cycle["tenure_type"],
        "sequence": cycle["sequence"],
        "cycles_completed": 0,
        "current_pricing_scheme_version": 1,
        "total_cycles": cycle["total_cycles"],
    }
    if cycle["total_cycles"]:
        execution["cycles_remaining"] = cycle["total_cycles"]
    return execution


def _mine(call: Call) -> Doc:
    subscription = call.world.store.get("paypal.subscription", call.id)
    if subscription is None or subscription["_account"] != call.owner:
        raise not_found()
    return subscription


def _get(call: Call) -> Reply:
    return 200, _shown(call, _mine(call), fields=call.query.get("fields", ""))


def _shown(call: Call, subscription: Doc, *, fields: str = "") -> Doc:
    shown, wanted = public(subscription), fields.split(",")
    if "last_failed_payment" not in wanted:
        shown["billing_info"].pop("last_failed_payment", None)
    if "plan" in wanted:
        shown["plan"] = subscription["_plan"]
    return {**shown, "links": renewals.links_of(call.world, subscription)}


def _change(action: str) -> Any:
    def run(call: Call) -> Reply:
        given = Fields(call.body)
        reason = given.text("reason", required=action != "activate", longest=128)
        change(call.world, _mine(call), action, reason=reason or "")
        return 204, None

    return run


def change(world: World, subscription: Doc, action: str, *, reason: str = "") -> None:
    """Cancel, suspend or activate a subscription. Raises PayPalError."""
    before, status, word = {
        "cancel": (("ACTIVE", "SUSPENDED"), "CANCELLED", "CANCELLED"),
        "suspend": (("ACTIVE",), "SUSPENDED", "SUSPENDED"),
        "activate": (("SUSPENDED",), "ACTIVE", "ACTIVATED"),
    }[action]
    if subscription["status"] not in before:
        raise unprocessable("SUBSCRIPTION_STATUS_INVALID", _STATUS_TEXTS[action])
    if action == "activate" and subscription.get("_by_failures"):
        raise unprocessable(
            "SUBSCRIPTION_CANNOT_BE_ACTIVATED",
            "Subscription cannot be activated after payment failure threshold has reached.",
        )
    at = now(world)
    renewals.change_status(subscription, status, at, note=reason)
    if action == "activate":
        renewals.resume(world, subscription, at)
    else:
        renewals.schedule(world, subscription)
    renewals.emit_state(world, subscription, word)


def _transactions(call: Call) -> Reply:
    subscription = _mine(call)
    bounds = []
    for name in ("start_time", "end_time"):
        text = call.query.get(name)
        if text is None:
            raise wrong_query(name, "MISSING_REQUIRED_PARAMETER")
        try:
            bounds.append(stamp(moment(text)))
        except ValueError as error:
            raise wrong_query(name, "INVALID_PARAMETER_SYNTAX") from error
    rows = [
        _transaction(row)
        for row in books.paid_for(call.world, subscription["id"])
        if bounds[0] <= row["at"] <= bounds[1]
    ]
    body: Doc = {"transactions": rows, "total_items": len(rows), "total_pages": 1 if rows else 0}
    path = f"/v1/billing/subscriptions/{subscription['id']}/transactions"
    return 200, {**body, "links": [link(call.world, path, "self")]}


def _transaction(row: Doc) -> Doc:
    currency, fee = row["currency"], Decimal(row["fee"] or "0")
    refunded = Decimal(row["refunded"])
    status = {"P": "PENDING", "D": "DECLINED"}.get(row["status"], "COMPLETED")
    if refunded:
        status = "REFUNDED" if refunded >= Decimal(row["amount"]) else "PARTIALLY_REFUNDED"
    payer = row["payer"]
    return {
        "id": row["id"],
        "status": status,
        "amount_with_breakdown": {
            "gross_amount": money(row["amount"], currency),
            "fee_amount": money(-fee, currency),
            "net_amount": money(Decimal(row["amount"]) + fee, currency),
        },
        "payer_name": {"given_name": payer["given_name"], "surname": payer["surname"]},
        "payer_email": payer["email"],
        "time": row["at"],
    }


def approvable(world: World, token: str) -> Doc:
    """Return the subscription of an approval token that waits for its payer.

    Raises RefusedError.
    """
    pointer = world.store.get("paypal.approval", token)
    subscription = pointer and world.store.get("paypal.subscription", pointer["id"])
    if subscription is None:
        raise RefusedError("There is no such subscription.")
    if subscription["status"] != "APPROVAL_PENDING":
        raise RefusedError("This subscription has been approved already.")
    return subscription


def approve(world: World, token: str, *, email: str, name: str = "", failing: int = 0) -> Doc:
    """Approve a subscription as its payer would; the first `failing` charges are refused.

    Raises RefusedError.
    """
    with world.store.transaction():
        subscription = approvable(world, token)
        payer = paypal_accounts.payer(email or "payer@sandbox.test", name)
        at = now(world)
        renewals.change_status(subscription, "ACTIVE", at)
        subscription |= {
            "subscriber": {
                "email_address": payer["email"],
                "payer_id": payer["id"],
                "name": {"given_name": payer["given_name"], "surname": payer["surname"]},
            },
            "_payer": payer,
            "_fail": failing,
        }
        renewals.start(world, subscription, at)
        renewals.emit_state(world, subscription, "ACTIVATED")
    renewals.tick(world)
    return world.store.get("paypal.subscription", subscription["id"]) or subscription


def addresses(subscription: Doc) -> tuple[str, str]:
    """Return where the payer goes after approving and after giving up; empty if not named."""
    given = {
        "subscription_id": subscription["id"],
        "ba_token": subscription["_token"],
        "token": subscription["_token"].removeprefix("BA-"),
    }
    query = "&".join(f"{name}={value}" for name, value in given.items())
    urls = (subscription["_return_url"], subscription["_cancel_url"])
    back, away = (f"{url}{'&' if '?' in url else '?'}{query}" if url else "" for url in urls)
    return back, away


def price_shown(subscription: Doc) -> tuple[str, str]:
    """Return what the payer agrees to, such as `10.00 USD` and `every 3 months`."""
    cycle = subscription["_plan"]["billing_cycles"][-1]
    price, frequency = cycle["pricing_scheme"]["fixed_price"], cycle["frequency"]
    amount = f"{Decimal(price['value']):,.{places(price['currency_code'])}f}"
    count, unit = frequency["interval_count"], frequency["interval_unit"].lower()
    rhythm = f"every {unit}" if count == 1 else f"every {count} {unit}s"
    return f"{amount} {price['currency_code']}", rhythm


def named(world: World, id: object) -> Doc:
    """Return the subscription of that id, or the newest active one. Raises BadAction."""
    if id:
        found = world.store.get("paypal.subscription", str(id))
    else:
        rows = world.store.list("paypal.subscription")
        found = next((row for row in reversed(rows) if row["status"] == "ACTIVE"), None)
    if found is None:
        raise BadAction("there is no such subscription")
    return found


def fail_next(world: World, subscription: Doc, times: int) -> None:
    """Let the next so many charges be refused, retries included; 0 heals. Raises BadAction."""
    if not 0 <= times <= 1000:
        raise BadAction("times must be between 0 and 1000")
    subscription["_fail"] = times
    world.store.put("paypal.subscription", subscription["id"], subscription)


OPERATIONS = [
    Operation("POST", "/v1/billing/subscriptions", _create, needs_body=True, hours=BILLING_HOURS),
    Operation("GET", "/v1/billing/subscriptions/{id}", _get),
    Operation("GET", "/v1/billing/subscriptions/{id}/transactions", _transactions),
    Operation("POST", "/v1/billing/subscriptions/{id}/cancel", _change("cancel"), needs_body=True),
    Operation(
        "POST", "/v1/billing/subscriptions/{id}/suspend", _change("suspend"), needs_body=True
    ),
    Operation("POST", "/v1/billing/subscriptions/{id}/activate", _change("activate")),
]
