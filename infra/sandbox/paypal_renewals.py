"""What time does to subscriptions: charges, failed charges and their retries, the end.

A cycle that fails is tried twice more, five days apart; what stays unpaid is outstanding and goes
on top of the next cycle's charge. So many failures in a row as the plan's threshold says suspend
the subscription; a threshold of zero never does.
"""

from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from infra.sandbox import paypal_books as books
from infra.sandbox import paypal_payments
from infra.sandbox.kit import Doc, World
from infra.sandbox.paypal_webhooks import emit
from infra.sandbox.paypal_wire import later, link, moment, money, now, stamp

RETRY_AFTER = timedelta(days=5)
RETRIES = 2
_STEPS = {"DAY": "days", "WEEK": "weeks", "MONTH": "months", "YEAR": "years"}


def tick(world: World) -> None:
    """Do everything that has fallen due by the world's clock, in the order it fell due."""
    at = now(world)
    while due := [row for row in world.store.list("paypal.due") if row["due"] <= at]:
        for row in sorted(due, key=lambda row: str(row["due"])):
            with world.store.transaction():
                _bill(world, row["id"], row["due"])


def start(world: World, subscription: Doc, at: str) -> None:
    """Begin the billing of a subscription that was approved at that instant."""
    delay = timedelta(seconds=books.settings(world)["first_payment_delay"])
    first = max(subscription["start_time"], at)
    subscription |= {"_anchor": first, "_periods": 0, "_retry": None, "_retries": 0}
    subscription["_cycle_due"] = max(first, later(at, delay))
    _set_next(subscription)
    schedule(world, subscription)


def schedule(world: World, subscription: Doc) -> None:
    """Write a subscription back and note when it needs attention next."""
    id = subscription["id"]
    world.store.put("paypal.subscription", id, subscription)
    due = _next_due(subscription)
    if due is None:
        world.store.delete("paypal.due", id)
    else:
        world.store.put("paypal.due", id, {"id": id, "due": due})


def resume(world: World, subscription: Doc, at: str) -> None:
    """Bill a suspended subscription again, from its first cycle that lies ahead."""
    cycle = current_cycle(subscription)
    while cycle is not None and subscription["_cycle_due"] <= at:
        _advance(subscription, cycle)
    subscription |= {"_retry": None, "_retries": 0}
    subscription["billing_info"]["failed_payments_count"] = 0
    _set_next(subscription)
    schedule(world, subscription)


def renew_now(world: World, subscription: Doc) -> None:
    """Charge the next cycle at once; the cycles after it follow from now on."""
    at = now(world)
    subscription |= {"_anchor": at, "_periods": 0, "_cycle_due": at, "_retry": None}
    _bill_cycle(world, subscription, at)


def emit_state(world: World, subscription: Doc, word: str, at: str | None = None) -> None:
    """Tell the shop about a change of the subscription."""
    emit(
        world,
        subscription["_account"],
        f"BILLING.SUBSCRIPTION.{word}",
        {**subscription, "links": links_of(world, subscription)},
        kind="subscription",
        at=at,
    )


def _next_due(subscription: Doc) -> str | None:
    if subscription["status"] != "ACTIVE":
        return None
    dues = [due for due in (subscription["_cycle_due"], subscription["_retry"]) if due]
    return min(dues, default=None)


def _bill(world: World, id: str, at: str) -> None:
    if (world.store.get("paypal.due", id) or {}).get("due") != at:
        return  # another look for due work was quicker
    subscription = world.store.get("paypal.subscription", id)
    if subscription is None or _next_due(subscription) is None:
        world.store.delete("paypal.due", id)
    elif subscription["_retry"] and subscription["_retry"] <= subscription["_cycle_due"]:
        _bill_outstanding(world, subscription, at)
    else:
        _bill_cycle(world, subscription, at)


def _bill_cycle(world: World, subscription: Doc, at: str) -> None:
    cycle = current_cycle(subscription)
    if cycle is None:
        _expire(world, subscription, at)
        return
    price = price_of(cycle)
    owed = subscription["billing_info"]["outstanding_balance"]
    outstanding, currency = Decimal(owed["value"]), owed["currency_code"]
    bills_rest = subscription["_plan"]["payment_preferences"]["auto_bill_outstanding"]
    fee = subscription["_setup_fee"]
    if fee is not None:
        _charge(world, subscription, Decimal(fee), at)
        subscription["_setup_fee"] = None
    execution = _execution(subscription, cycle)
    execution["cycles_completed"] += 1
    if cycle["total_cycles"]:
        execution["cycles_remaining"] = cycle["total_cycles"] - execution["cycles_completed"]
    _advance(subscription, cycle)
    amount = price + (outstanding if bills_rest else Decimal(0))
    subscription["_retries"] = 0
    if amount == 0 or _charge(world, subscription, amount, at):
        _paid(subscription, whole=bills_rest or outstanding == 0)
    else:
        subscription["billing_info"]["outstanding_balance"] = money(outstanding + price, currency)
        _failed(world, subscription, amount, at)
    _set_next(subscription)
    schedule(world, subscription)


def _bill_outstanding(world: World, subscription: Doc, at: str) -> None:
    outstanding = subscription["billing_info"]["outstanding_balance"]
    amount = Decimal(outstanding["value"])
    subscription["_retries"] += 1
    if amount == 0 or _charge(world, subscription, amount, at):
        _paid(subscription, whole=True)
    else:
        _failed(world, subscription, amount, at)
    _set_next(subscription)
    schedule(world, subscription)


def _charge(world: World, subscription: Doc, amount: Decimal, at: str) -> bool:
    """Take the money, unless this subscription's next charges are to fail."""
    if subscription["_fail"] > 0:
        subscription["_fail"] -= 1
        return False
    account = world.store.get("paypal.account", subscription["_account"])
    if account is None:
        raise LookupError(subscription["_account"])
    currency = subscription["billing_info"]["outstanding_balance"]["currency_code"]
    row = books.book(
        world,
        account["name"],
        code="T0002",
        amount=amount,
        currency=currency,
        payer=subscription["_payer"],
        at=at,
        kind="subscription",
        reference=subscription["id"],
        reference_type="SUB",
        subscription=subscription["id"],
        custom=subscription.get("custom_id"),
        subject=subscription["_plan"]["name"],
    )
    paypal_payments.a_capture(world, account, row)
    subscription["billing_info"]["last_payment"] = {
        "amount": money(amount, currency),
        "time": at,
    }
    sale = paypal_payments.a_sale(world, row)
    emit(world, account["name"], "PAYMENT.SALE.COMPLETED", sale, kind="sale", at=at)
    return True


def _paid(subscription: Doc, *, whole: bool) -> None:
    info = subscription["billing_info"]
    info["failed_payments_count"] = 0
    if whole:
        info["outstanding_balance"] = money("0", info["outstanding_balance"]["currency_code"])
    subscription["_retry"] = None


def _failed(world: World, subscription: Doc, amount: Decimal, at: str) -> None:
    info = subscription["billing_info"]
    info["failed_payments_count"] += 1
    again = later(at, RETRY_AFTER)
    may_retry = subscription["_retries"] < RETRIES and again < subscription["_cycle_due"]
    subscription["_retry"] = again if may_retry else None
    failure: Doc = {
        "amount": money(amount, info["outstanding_balance"]["currency_code"]),
        "time": at,
        "reason_code": "PAYMENT_DENIED",
    }
    if may_retry:
        failure["next_payment_retry_time"] = again
    info["last_failed_payment"] = failure
    _set_next(subscription)
    emit_state(world, subscription, "PAYMENT.FAILED", at)
    threshold = subscription["_plan"]["payment_preferences"]["payment_failure_threshold"]
    if threshold and info["failed_payments_count"] >= threshold:
        change_status(subscription, "SUSPENDED", at, note="Too many failed payments.")
        subscription["_by_failures"] = True
        emit_state(world, subscription, "SUSPENDED", at)


def change_status(subscription: Doc, status: str, at: str, *, note: str = "") -> None:
    """Move a subscription to another status, with the vendor's note of why."""
    subscription |= {"status": status, "status_update_time": at, "update_time": at}
    if note:
        subscription["status_change_note"] = note[:128]
    else:
        subscription.pop("status_change_note", None)
    if status != "ACTIVE":
        subscription["billing_info"].pop("next_billing_time", None)


def _expire(world: World, subscription: Doc, at: str) -> None:
    change_status(subscription, "EXPIRED", at)
    schedule(world, subscription)
    emit_state(world, subscription, "EXPIRED", at)


def current_cycle(subscription: Doc) -> Doc | None:
    """Return the billing cycle that comes next, or None once all are over."""
    for cycle in subscription["_plan"]["billing_cycles"]:
        done = _execution(subscription, cycle)["cycles_completed"]
        if cycle["total_cycles"] == 0 or done < cycle["total_cycles"]:
            found: Doc = cycle
            return found
    return None


def price_of(cycle: Doc) -> Decimal:
    """Return what a cycle costs; a free trial costs nothing."""
    scheme = cycle.get("pricing_scheme")
    return Decimal(scheme["fixed_price"]["value"]) if scheme else Decimal(0)


def _execution(subscription: Doc, cycle: Doc) -> Doc:
    for execution in subscription["billing_info"]["cycle_executions"]:
        if execution["sequence"] == cycle["sequence"]:
            found: Doc = execution
            return found
    raise LookupError(cycle["sequence"])


def _advance(subscription: Doc, cycle: Doc) -> None:
    """Move the due instant one period on, counted from the anchor so that month ends stay."""
    frequency = cycle["frequency"]
    key = (frequency["interval_unit"], frequency["interval_count"])
    if subscription.get("_period") != list(key):
        # Another rhythm begins: it counts from the instant at which the one before it ended.
        anchor = subscription["_cycle_due"] if subscription.get("_period") else None
        subscription |= {"_period": list(key), "_anchor": anchor or subscription["_anchor"]}
        subscription["_periods"] = 0
    subscription["_periods"] += 1
    step = relativedelta(**{_STEPS[key[0]]: key[1] * subscription["_periods"]})
    subscription["_cycle_due"] = stamp(moment(subscription["_anchor"]) + step)


def _set_next(subscription: Doc) -> None:
    info = subscription["billing_info"]
    if subscription["status"] == "ACTIVE" and current_cycle(subscription) is not None:
        info["next_billing_time"] = subscription["_cycle_due"]
    else:
        info.pop("next_billing_time", None)


def links_of(world: World, subscription: Doc) -> list[Doc]:
    """Return what can be done with a subscription in its present status."""
    path = f"/v1/billing/subscriptions/{subscription['id']}"
    links = [link(world, path, "self"), link(world, path, "edit", "PATCH")]
    if subscription["status"] == "APPROVAL_PENDING":
        page = f"/webapps/billing/subscriptions?ba_token={subscription['_token']}"
        return [link(world, page, "approve"), *links]
    actions = {"ACTIVE": ("suspend", "cancel"), "SUSPENDED": ("activate", "cancel")}
    return links + [
        link(world, f"{path}/{action}", action, "POST")
        for action in actions.get(subscription["status"], ())
    ]
