"""The life of a Stripe subscription: begun, renewed by the clock, past due, cancelled."""

from datetime import UTC, datetime

from dateutil.relativedelta import relativedelta

from infra.sandbox import stripe_agenda as agenda
from infra.sandbox import stripe_billing_objects as objects
from infra.sandbox import stripe_charging as charging
from infra.sandbox import stripe_discounting as discounting
from infra.sandbox import stripe_invoices as invoices
from infra.sandbox import stripe_proration as proration
from infra.sandbox.kit import Doc, World
from infra.sandbox.stripe_events import emit
from infra.sandbox.stripe_objects import seconds
from infra.sandbox.stripe_wire import invalid

DRAFT_SECONDS = 3600
RETRY_DAYS = (3, 5, 7)  # after the first try; then the subscription ends as the settings say
NOTICE_SECONDS = 3 * 86400
WAITS_SECONDS = 23 * 3600  # for the payer to answer the bank about a change
GIVE_UP = ("canceled", "unpaid", "past_due")
ALIVE = ("active", "trialing", "past_due", "unpaid")


def begin(world: World, session: Doc, customer: Doc) -> Doc:
    """Start what a paid session was about; its first invoice is not made yet."""
    data, end = session["_subscription_data"], session["_trial_end"]
    now = seconds(world)
    subscription = objects.a_subscription(
        world, customer["id"], data, currency=session["currency"]
    )
    if end is not None:
        subscription |= {"status": "trialing", "trial_start": now, "trial_end": end}
        subscription["billing_cycle_anchor"] = end
    subscription["_anchor"] = end or now
    subscription["items"]["data"] = [
        objects.a_subscription_item(world, line, subscription["id"], start=now, end=end or now)
        for line in session["_items"]
    ]
    method = objects.a_payment_method(world, customer)
    world.store.put("stripe.payment_method", method["id"], method)
    subscription["default_payment_method"] = method["id"]
    emit(world, "payment_method.attached", method)
    if end is None:
        _next_period(subscription, start=now)
    discounting.give(world, subscription, session)
    _plan(world, subscription)
    save(world, subscription)
    return subscription


def first_invoice(world: World, subscription: Doc) -> Doc:
    """Make and finalize the invoice of a new subscription's first period."""
    item = subscription["items"]["data"][0]
    period = {"start": item["current_period_start"], "end": item["current_period_end"]}
    free = subscription["status"] == "trialing"
    invoice = invoices.draft(
        world, subscription, reason="subscription_create", period=period, free=free
    )
    save(world, subscription)
    invoices.finalize(world, invoice)
    if not free:
        discounting.use_up(world, subscription)
        save(world, subscription)
    return invoice


def _next_period(subscription: Doc, *, start: int) -> None:
    """Move all items to the period that begins at `start`: months clamp to the month's end."""
    items = subscription["items"]["data"]
    recurring = items[0]["price"]["recurring"]
    subscription["_cycles"] += 1
    span = subscription["_cycles"] * recurring["interval_count"]
    step = relativedelta(**{f"{recurring['interval']}s": span})
    end = int((datetime.fromtimestamp(subscription["_anchor"], UTC) + step).timestamp())
    for item in items:
        item |= {"current_period_start": start, "current_period_end": end}


def period_end(subscription: Doc) -> int:
    """Return when the running period ends, in Unix seconds."""
    end: int = subscription["items"]["data"][0]["current_period_end"]
    return end


def next_period(subscription: Doc) -> Doc:
    """Return `{"start", "end"}` of the period after the running one."""
    start = period_end(subscription)
    recurring = subscription["items"]["data"][0]["price"]["recurring"]
    span = (subscription["_cycles"] + 1) * recurring["interval_count"]
    step = relativedelta(**{f"{recurring['interval']}s": span})
    end = int((datetime.fromtimestamp(subscription["_anchor"], UTC) + step).timestamp())
    return {"start": start, "end": end}


def _plan(world: World, subscription: Doc) -> None:
    end = period_end(subscription)
    agenda.schedule(world, "renew", subscription["id"], end)
    if end - NOTICE_SECONDS > seconds(world):
        agenda.schedule(world, "notice", subscription["id"], end - NOTICE_SECONDS)


def save(world: World, subscription: Doc) -> None:
    """Keep the subscription as it is now."""
    world.store.put("stripe.subscription", subscription["id"], subscription)


def _tell(world: World, subscription: Doc, what: str = "updated") -> None:
    save(world, subscription)
    emit(world, f"customer.subscription.{what}", subscription)


def on_notice(world: World, id: str) -> None:
    """Announce the next invoice, or the end of a trial, three days ahead."""
    subscription = _alive(world, id)
    if subscription is None or subscription["cancel_at_period_end"]:
        return
    if subscription["status"] == "trialing":
        emit(world, "customer.subscription.trial_will_end", subscription)
    next_invoice = invoices.upcoming(world, subscription, period=next_period(subscription))
    emit(world, "invoice.upcoming", next_invoice)


def on_renew(world: World, id: str) -> None:
    """End a period: the subscription goes on with a draft invoice, or ends if that was asked."""
    subscription = _alive(world, id)
    if subscription is None:
        return
    if subscription["cancel_at_period_end"]:
        end(world, subscription, reason="cancellation_requested")
        return
    if subscription["status"] == "unpaid":
        _next_period(subscription, start=period_end(subscription))
        _plan(world, subscription)
        _tell(world, subscription)
        return
    renew(world, subscription)


def renew(world: World, subscription: Doc, *, at_once: bool = False) -> Doc:
    """Begin the next period and make its invoice, paid after an hour or `at_once`."""
    start = period_end(subscription)
    before = subscription["items"]["data"][0]["current_period_start"]
    if subscription["status"] == "trialing":
        subscription["status"] = "active"
    _next_period(subscription, start=start)
    period = {"start": start, "end": period_end(subscription)}
    invoice = invoices.draft(
        world, subscription, reason="subscription_cycle", period=period, free=False
    )
    invoice |= {"period_start": before, "period_end": start}
    world.store.put("stripe.invoice", invoice["id"], invoice)
    _plan(world, subscription)
    _tell(world, subscription)
    discounting.use_up(world, subscription)
    save(world, subscription)
    if at_once:
        on_collect(world, invoice["id"])
    else:
        agenda.schedule(world, "collect", invoice["id"], seconds(world) + DRAFT_SECONDS)
    return invoice


def on_collect(world: World, id: str) -> None:
    """Finalize an invoice if it is a draft, and try to take its money."""
    invoice = world.store.get("stripe.invoice", id)
    if invoice is None or invoice["status"] not in ("draft", "open"):
        return
    if invoice["status"] == "draft":
        invoices.finalize(world, invoice)
        agenda.unschedule(world, "collect", id)
    subscription = _of(world, invoice)
    if invoice["amount_due"] == 0:
        invoices.mark_paid(world, invoice)
        return
    customer = world.store.get("stripe.customer", invoice["customer"]) or {}
    payer = {"email": customer.get("email"), "name": customer.get("name")}
    intent = invoices.intent_of(world, invoice)
    method = subscription["default_payment_method"]
    if subscription["_failing"]:
        if subscription["_failing"] > 0:
            subscription["_failing"] -= 1
        save(world, subscription)
        charging.decline(world, intent, payer, method=method)
        not_paid(world, invoice, subscription)
        return
    charging.charge_now(world, intent, payer, method=method)
    paid(world, invoice, subscription)


def paid(world: World, invoice: Doc, subscription: Doc) -> None:
    """Write down the money of an invoice; a subscription that was past due is active again."""
    agenda.unschedule(world, "collect", invoice["id"])
    invoices.mark_paid(world, invoice)
    if subscription["status"] in ("past_due", "unpaid"):
        subscription["status"] = "active"
        _tell(world, subscription)


def not_paid(world: World, invoice: Doc, subscription: Doc) -> None:
    """Plan the next try, or give up: the subscription is then what the settings say."""
    tried = invoice["attempt_count"]
    if tried < len(RETRY_DAYS):
        waited = RETRY_DAYS[tried - 1] if tried else 0
        next_try = seconds(world) + (RETRY_DAYS[tried] - waited) * 86400
        agenda.schedule(world, "collect", invoice["id"], next_try)
        invoices.mark_failed(world, invoice, next_try=next_try)
        if subscription["status"] == "active":
            subscription["status"] = "past_due"
            _tell(world, subscription)
        return
    invoices.mark_failed(world, invoice, next_try=None)
    given_up = (world.store.get("stripe.settings", "billing") or {}).get("give_up", "canceled")
    if given_up == "canceled":
        end(world, subscription, reason="payment_failed")
    elif subscription["status"] != given_up:
        subscription["status"] = given_up
        _tell(world, subscription)


def end(world: World, subscription: Doc, *, reason: str) -> Doc:
    """Cancel a subscription now; nothing is given back and nothing more is taken."""
    now = seconds(world)
    details = subscription["cancellation_details"]
    subscription |= {
        "status": "canceled",
        "canceled_at": subscription["canceled_at"] or now,
        "ended_at": now,
        "cancellation_details": {**details, "reason": reason},
    }
    for what in ("renew", "notice"):
        agenda.unschedule(world, what, subscription["id"])
    latest = world.store.get("stripe.invoice", subscription["latest_invoice"] or "")
    if latest is not None and latest["status"] == "draft":
        agenda.unschedule(world, "collect", latest["id"])
        invoices.close_unpaid(world, latest, status="void")
    elif latest is not None and latest["status"] == "open":
        latest |= {"auto_advance": False, "next_payment_attempt": None}
        agenda.unschedule(world, "collect", latest["id"])
        world.store.put("stripe.invoice", latest["id"], latest)
    _tell(world, subscription, "deleted")
    return subscription


def change(world: World, subscription: Doc, params: Doc) -> Doc:
    """Change a subscription as its owner asks. Raises StripeError."""
    if subscription["status"] == "canceled" and params.keys() - {
        "cancellation_details",
        "metadata",
        "expand",
    }:
        raise invalid(
            "A canceled subscription can only update its cancellation_details and metadata."
        )
    if params.get("cancel_at_period_end") is not None:
        _cancel_later(world, subscription, wanted=params["cancel_at_period_end"])
    if "cancellation_details" in params:
        given = {
            name: params["cancellation_details"].get(name) or None
            for name in ("comment", "feedback")
            if name in params["cancellation_details"]
        }
        subscription["cancellation_details"] |= given
    if "metadata" in params:
        subscription["metadata"] = {**subscription["metadata"], **params["metadata"]}
    discounting.change(world, subscription, params)
    if "description" in params:
        subscription["description"] = params["description"] or None
    if "default_payment_method" in params:
        subscription["default_payment_method"] = params["default_payment_method"]
    for place, given in enumerate(params.get("items", [])):
        _change_item(world, subscription, given, f"items[{place}]", params)
    _tell(world, subscription)
    return subscription


def _cancel_later(world: World, subscription: Doc, *, wanted: bool) -> None:
    if wanted == subscription["cancel_at_period_end"]:
        return
    subscription |= {
        "cancel_at_period_end": wanted,
        "cancel_at": period_end(subscription) if wanted else None,
        "canceled_at": seconds(world) if wanted else None,
    }
    reason = "cancellation_requested" if wanted else None
    subscription["cancellation_details"]["reason"] = reason


def _change_item(world: World, subscription: Doc, given: Doc, at: str, params: Doc) -> None:
    behavior = params.get("proration_behavior", "create_prorations")
    if behavior == "create_prorations":
        raise invalid(
            "This sandbox changes items with proration_behavior=always_invoice or none only.",
            "proration_behavior",
        )
    change = proration.read(world, subscription, given, at=params.get("proration_date"), param=at)
    if behavior == "none" and change.restarts:
        raise invalid("This sandbox keeps the interval of an item.", f"{at}[price]")
    if behavior == "always_invoice":
        may_wait = _may_wait(params)
        period = fresh_period(world, change) if change.restarts else {}
        invoice = proration.invoice_of(world, subscription, change, period=period)
        if not proration.collect(world, subscription, invoice, may_wait=may_wait):
            until = seconds(world) + WAITS_SECONDS
            proration.hold(world, subscription, change, until=until)
            agenda.schedule(world, "lapse", subscription["id"], until)
            return
    apply(world, subscription, change)


def apply(world: World, subscription: Doc, change: proration.Change) -> None:
    """Let the item have its new price; another interval begins a period of its own."""
    has_other_interval = change.restarts
    proration.put_into(world, change, change.item)
    if has_other_interval:
        subscription |= {"_anchor": seconds(world), "_cycles": 0}
        subscription["billing_cycle_anchor"] = seconds(world)
        _next_period(subscription, start=seconds(world))
        for what in ("renew", "notice"):
            agenda.unschedule(world, what, subscription["id"])
        _plan(world, subscription)


def _may_wait(params: Doc) -> bool:
    behavior = params.get("payment_behavior")
    if behavior not in ("error_if_incomplete", "pending_if_incomplete"):
        raise invalid(
            "This sandbox charges changes with payment_behavior=error_if_incomplete or"
            " pending_if_incomplete only.",
            "payment_behavior",
        )
    return bool(behavior == "pending_if_incomplete")


def fresh_period(world: World, change: proration.Change) -> Doc:
    """Return `{"start", "end"}` of the period that a price of another interval begins now."""
    recurring, start = change.price["recurring"], seconds(world)
    step = relativedelta(**{f"{recurring['interval']}s": recurring["interval_count"]})
    return {"start": start, "end": int((datetime.fromtimestamp(start, UTC) + step).timestamp())}


def preview(world: World, subscription: Doc, details: Doc) -> Doc:
    """Return the next invoice as it would be, or that of a change of one item, kept nowhere."""
    items = details.get("items", [])
    if not items:
        return invoices.upcoming(world, subscription, period=next_period(subscription))
    at = "subscription_details[items][0]"
    if details.get("proration_behavior") != "always_invoice":
        raise invalid(
            "This sandbox previews changes with proration_behavior=always_invoice only.",
            "subscription_details[proration_behavior]",
        )
    change = proration.read(
        world, subscription, items[0], at=details.get("proration_date"), param=at
    )
    period = fresh_period(world, change) if change.restarts else {}
    invoice = proration.invoice_of(world, subscription, change, period=period)
    return {**invoice, "id": f"upcoming_{invoice['id']}"}


def heal(world: World, subscription: Doc, *, pay: bool = True) -> Doc:
    """Make the card good again and, if asked, pay the open invoice at once."""
    subscription["_failing"] = 0
    save(world, subscription)
    latest = world.store.get("stripe.invoice", subscription["latest_invoice"] or "")
    if pay and latest is not None and latest["status"] == "open":
        agenda.unschedule(world, "collect", latest["id"])
        on_collect(world, latest["id"])
    return world.store.get("stripe.subscription", subscription["id"]) or subscription


def _alive(world: World, id: str) -> Doc | None:
    subscription = world.store.get("stripe.subscription", id)
    return subscription if subscription and subscription["status"] in ALIVE else None


def _of(world: World, invoice: Doc) -> Doc:
    id = invoice["parent"]["subscription_details"]["subscription"]
    subscription = world.store.get("stripe.subscription", id)
    if subscription is None:
        raise LookupError(f"no subscription {id}")
    return subscription


HANDLERS: dict[str, agenda.Handler] = {
    "notice": on_notice,
    "renew": on_renew,
    "collect": on_collect,
}
