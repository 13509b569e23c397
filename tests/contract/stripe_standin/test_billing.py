"""Recurring billing of the Stripe stand-in: catalogue, subscriptions, renewals, the portal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import stripe
from dateutil.relativedelta import relativedelta

from infra.sandbox import stripe_sessions
from infra.sandbox.kit import World
from tests.contract.schema import Spec
from tests.contract.stripe_standin.client import SPEC_FILE, act, press
from tests.contract.stripe_standin.subscribing import a_price, open_page, subscribe


def pass_to(world: World, at: datetime) -> None:
    world.clock.set(at)
    stripe_sessions.pass_time(world)


def ends(subscription: Any) -> datetime:
    return datetime.fromtimestamp(subscription["items"].data[0].current_period_end, UTC)


def events_of(world: World, subscription: str) -> list[str]:
    """Return the types of the events about the subscription and its invoices, oldest first."""
    rows = world.store.list("stripe.event")
    return [row["type"] for row in rows if _is_about(row["data"]["object"], subscription)]


def _is_about(subject: dict[str, Any], subscription: str) -> bool:
    parent = (subject.get("parent") or {}).get("subscription_details") or {}
    return subscription in (subject.get("id"), parent.get("subscription"))


def test_products_and_prices_are_made_listed_changed_and_deleted(api: Any) -> None:
    price = a_price(api, amount=2500)

    listed = api.prices.list(
        {"active": True, "type": "recurring", "limit": 100, "expand": ["data.product"]}
    )
    shown = next(row for row in listed.data if row.id == price.id)
    assert (shown.product.name, shown.recurring.interval, shown.unit_amount) == (
        "Gold",
        "month",
        2500,
    )
    assert not api.prices.update(price.id, {"active": False}).active
    assert price.id not in [row.id for row in api.prices.list({"active": True}).data]
    api.products.update(shown.product.id, {"name": "Silver", "metadata": {"seats": "2"}})
    product = api.products.retrieve(shown.product.id)
    assert product.name == "Silver"
    assert product.metadata.to_dict() == {"plan": "pln_1", "seats": "2"}
    with pytest.raises(stripe.InvalidRequestError, match="prices"):
        api.products.delete(product.id)
    empty = api.products.create({"name": "Empty"})
    assert api.products.delete(empty.id).deleted
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        open_page(api, price)


def test_a_recurring_price_needs_subscription_mode_and_the_other_way_round(api: Any) -> None:
    once = api.prices.create(
        {"product_data": {"name": "Once"}, "currency": "usd", "unit_amount": 900}
    )
    with pytest.raises(stripe.InvalidRequestError, match="payment"):
        open_page(api, a_price(api), mode="payment", subscription_data=None)
    with pytest.raises(stripe.InvalidRequestError, match="recurring"):
        open_page(api, once)


@pytest.mark.parametrize(
    ("coupon", "first", "second", "third"),
    [
        ({"percent_off": 25, "duration": "once"}, 750, 1000, 1000),
        ({"amount_off": 300, "currency": "usd", "duration": "forever"}, 700, 700, 700),
        ({"percent_off": 50, "duration": "repeating", "duration_in_months": 2}, 500, 500, 1000),
        ({"percent_off": 100, "duration": "once"}, 0, 1000, 1000),
    ],
)
def test_a_coupon_lasts_as_long_as_it_says(
    world: World, api: Any, coupon: dict[str, Any], first: int, second: int, third: int
) -> None:
    made = api.coupons.create(coupon)
    code = api.promotion_codes.create({"promotion": {"type": "coupon", "coupon": made.id}})
    subscription = subscribe(world, api, discounts=[{"promotion_code": code.id}])
    for months in (1, 2):
        pass_to(world, ends(subscription) + relativedelta(months=months - 1, hours=2))

    found = api.invoices.list({"subscription": subscription.id, "limit": 10}).data
    assert [row.total for row in found] == [third, second, first]
    assert api.coupons.retrieve(made.id).times_redeemed == 1
    assert api.promotion_codes.retrieve(code.id).times_redeemed == 1


def test_the_last_use_of_a_code_goes_to_who_pays_first(world: World, api: Any) -> None:
    coupon = api.coupons.create({"percent_off": 10, "duration": "once", "max_redemptions": 1})
    price = a_price(api)
    early, late = (open_page(api, price, discounts=[{"coupon": coupon.id}]) for _ in range(2))

    assert press(world, early, "pay").status_code == 303

    assert press(world, late, "pay").status_code == 409
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_page(api, price, discounts=[{"coupon": coupon.id}])
    assert refused.value.code == "coupon_expired"


def test_a_page_in_subscription_mode_pays_the_first_invoice(world: World, api: Any) -> None:
    session = open_page(api, a_price(api))
    assert " month</small>" in httpx.get(session.url).text
    press(world, session, "pay", name="Ann Bell")

    paid = api.checkout.sessions.retrieve(session.id, {"expand": ["subscription", "invoice"]})
    assert (paid.status, paid.payment_status, paid.payment_intent) == ("complete", "paid", None)
    subscription, invoice = paid.subscription, paid.invoice
    assert subscription.status == "active"
    assert subscription.metadata.to_dict() == {"order": "ord_1"}
    details = invoice.parent.subscription_details
    assert (details.subscription, details.metadata.to_dict()) == (
        subscription.id,
        {"order": "ord_1"},
    )
    assert (invoice.billing_reason, invoice.status) == ("subscription_create", "paid")
    assert (
        invoice.lines.data[0].pricing.price_details.price == subscription["items"].data[0].price.id
    )
    whole = api.invoices.retrieve(
        invoice.id, {"expand": ["payments.data.payment.payment_intent.latest_charge"]}
    )
    intent = whole.payments.data[0].payment.payment_intent
    assert (intent.status, intent.latest_charge.amount) == ("succeeded", 1000)
    ties = api.invoice_payments.list(
        {"payment": {"type": "payment_intent", "payment_intent": intent.id}}
    )
    assert [tie.invoice for tie in ties.data] == [invoice.id]
    kinds = events_of(world, subscription.id)
    assert kinds[:3] == ["customer.subscription.created", "invoice.created", "invoice.finalized"]
    assert "invoice.paid" in kinds
    for event in world.store.list("stripe.event"):
        Spec.load(SPEC_FILE).check_object("Event", event)


def test_three_renewals_by_one_jump_of_the_clock_come_in_order(world: World, api: Any) -> None:
    world.clock.set(datetime(2027, 1, 31, 12, tzinfo=UTC))
    subscription = subscribe(world, api)

    pass_to(world, datetime(2027, 5, 1, 12, tzinfo=UTC))

    found = api.invoices.list({"subscription": subscription.id}).data
    lines = [row.lines.data[0].period for row in found[::-1]]
    starts = [datetime.fromtimestamp(line.start, UTC).date().isoformat() for line in lines]
    assert starts == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]
    assert [row.status for row in found] == ["paid"] * 4
    assert [row.billing_reason for row in found] == ["subscription_cycle"] * 3 + [
        "subscription_create"
    ]
    charges = api.charges.list({"customer": subscription.customer}).data
    made = [datetime.fromtimestamp(row.created, UTC) for row in charges]
    assert [at.day for at in made] == [30, 31, 28, 31]
    cycle = [
        "invoice.upcoming",
        "invoice.created",
        "customer.subscription.updated",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
    ]
    kinds = [kind for kind in events_of(world, subscription.id) if "invoice_payment" not in kind]
    first = ["customer.subscription.created", *cycle[1:2], *cycle[3:]]
    assert kinds == first + cycle * 3 + ["invoice.upcoming"] * (len(kinds) - len(first) - 18)


def test_a_failing_renewal_is_tried_on_days_3_5_and_7_and_heals(world: World, api: Any) -> None:
    subscription = subscribe(world, api)
    act(world, "fail_renewals", subscription=subscription.id, tries=2)
    end = ends(subscription)

    pass_to(world, end + timedelta(hours=1, seconds=1))
    late = api.subscriptions.retrieve(subscription.id, {"expand": ["latest_invoice"]})
    assert late.status == "past_due"
    assert (late.latest_invoice.status, late.latest_invoice.attempt_count) == ("open", 1)
    pass_to(world, end + timedelta(days=3, hours=2))
    again = api.invoices.retrieve(late.latest_invoice.id)
    assert again.attempt_count == 2
    due = datetime.fromtimestamp(again.next_payment_attempt, UTC)
    assert due == end + timedelta(days=5, hours=1)
    pass_to(world, due + timedelta(seconds=1))

    assert api.invoices.retrieve(again.id).status == "paid"
    assert api.subscriptions.retrieve(subscription.id).status == "active"
    kinds = events_of(world, subscription.id)
    assert kinds.count("invoice.payment_failed") == 2
    intents = api.payment_intents.list({"customer": subscription.customer}).data
    assert [intent.status for intent in intents] == ["succeeded", "succeeded"]


@pytest.mark.parametrize(
    ("then", "status"), [("canceled", "canceled"), ("unpaid", "unpaid"), ("past_due", "past_due")]
)
def test_a_renewal_that_never_succeeds_ends_as_the_settings_say(
    world: World, api: Any, then: str, status: str
) -> None:
    act(world, "give_up", then=then)
    subscription = subscribe(world, api)
    act(world, "fail_renewals", subscription=subscription.id)

    pass_to(world, ends(subscription) + timedelta(days=8))

    found = api.subscriptions.retrieve(subscription.id)
    assert found.status == status
    kinds = events_of(world, subscription.id)
    assert kinds.count("invoice.payment_failed") == 4
    assert ("customer.subscription.deleted" in kinds) == (then == "canceled")
    if then != "canceled":
        act(world, "heal", subscription=subscription.id)
        assert api.subscriptions.retrieve(subscription.id).status == "active"
    act(world, "give_up", then="canceled")


def test_cancelling_at_the_period_end_can_be_taken_back_and_then_happens(
    world: World, api: Any
) -> None:
    subscription = subscribe(world, api)

    asked = api.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert (asked.status, asked.cancel_at) == ("active", int(ends(subscription).timestamp()))
    back = api.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert (back.cancel_at, back.canceled_at) == (None, None)
    api.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    pass_to(world, ends(subscription) + timedelta(seconds=1))

    assert api.subscriptions.retrieve(subscription.id).status == "canceled"
    assert len(api.invoices.list({"subscription": subscription.id}).data) == 1
    assert api.subscriptions.list({"customer": subscription.customer}).data == []
    whole = api.subscriptions.list({"customer": subscription.customer, "status": "all"}).data
    assert [row.id for row in whole] == [subscription.id]


def test_cancelling_now_ends_it_and_a_second_time_is_a_404(world: World, api: Any) -> None:
    subscription = subscribe(world, api)

    gone = api.subscriptions.cancel(
        subscription.id, {"cancellation_details": {"feedback": "too_expensive"}}
    )

    assert (gone.status, gone.cancellation_details.feedback) == ("canceled", "too_expensive")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        api.subscriptions.cancel(subscription.id)
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        api.subscriptions.update(subscription.id, {"cancel_at_period_end": True})


def test_a_trial_costs_nothing_and_renews_at_its_end(world: World, api: Any) -> None:
    session = open_page(api, a_price(api), subscription_data={"trial_period_days": 7})
    assert session.amount_total == 0
    press(world, session, "pay")
    done = api.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert (done.payment_status, done.subscription.status) == ("no_payment_required", "trialing")

    pass_to(world, ends(done.subscription) + timedelta(hours=2))

    found = api.subscriptions.retrieve(done.subscription.id, {"expand": ["latest_invoice"]})
    assert (found.status, found.latest_invoice.amount_paid) == ("active", 1000)
    assert "customer.subscription.trial_will_end" in events_of(world, found.id)


def test_a_plan_changes_price_without_proration(world: World, api: Any) -> None:
    subscription = subscribe(world, api)
    dearer = a_price(api, amount=1500)
    item = subscription["items"].data[0].id
    change = {"items": [{"id": item, "price": dearer.id}]}

    with pytest.raises(stripe.InvalidRequestError, match="proration_behavior"):
        api.subscriptions.update(subscription.id, change)
    api.subscriptions.update(subscription.id, {**change, "proration_behavior": "none"})

    preview = api.invoices.create_preview({"subscription": subscription.id})
    assert preview.total == 1500
    listed = api.subscription_items.list({"subscription": subscription.id}).data
    assert [row.price.id for row in listed] == [dearer.id]


def test_a_plan_changes_with_proration_exactly_as_previewed(world: World, api: Any) -> None:
    subscription = subscribe(world, api)
    item = subscription["items"].data[0]
    half = (item.current_period_start + item.current_period_end) // 2
    dearer, yearly = a_price(api, amount=3000), a_price(api, amount=9000, interval="year")

    def change(price: Any) -> dict[str, Any]:
        asked = {"items": [{"id": item.id, "price": price.id}], "proration_date": half}
        return {**asked, "proration_behavior": "always_invoice"}

    def preview(price: Any) -> Any:
        asked = {"subscription": subscription.id, "subscription_details": change(price)}
        return api.invoices.create_preview(asked)

    def changes(price: Any) -> Any:
        asked = {**change(price), "payment_behavior": "error_if_incomplete"}
        found = api.subscriptions.update(subscription.id, {**asked, "expand": ["latest_invoice"]})
        return found.latest_invoice

    act(world, "fail_renewals", subscription=subscription.id, tries=-1)
    with pytest.raises(stripe.CardError):
        changes(dearer)
    act(world, "heal", subscription=subscription.id)
    assert (preview(dearer).total, preview(dearer).amount_due) == (1000, 1000)
    paid = changes(dearer)
    assert (paid.billing_reason, paid.amount_paid) == ("subscription_update", 1000)
    assert ends(api.subscriptions.retrieve(subscription.id)) == ends(subscription)

    cheaper = changes(a_price(api, amount=1000))
    assert (cheaper.total, cheaper.amount_due, cheaper.status) == (-1000, 0, "paid")
    assert cheaper.ending_balance == -1000
    assert preview(yearly).amount_due == 9000 - 500 - 1000
    assert changes(yearly).amount_paid == 7500
    assert api.customers.retrieve(subscription.customer).balance == 0


def test_a_delayed_first_payment_settles_or_fails_later(world: World, api: Any) -> None:
    session = open_page(api, a_price(api))
    press(world, session, "delayed")
    waiting = api.checkout.sessions.retrieve(session.id, {"expand": ["invoice"]})
    assert (waiting.payment_status, waiting.invoice.status) == ("unpaid", "open")

    act(world, "fail_async", session=session.id)

    found = api.subscriptions.retrieve(waiting.subscription)
    assert found.status == "past_due"
    act(world, "heal", subscription=found.id)
    assert api.invoices.retrieve(waiting.invoice.id).status == "paid"


@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_the_bank_may_ask_before_the_money_is_taken(world: World, api: Any, mode: str) -> None:
    price = a_price(api)
    more: dict[str, Any] = {}
    if mode == "payment":
        price = api.prices.create(
            {"product_data": {"name": "Once"}, "currency": "usd", "unit_amount": 900}
        )
        more = {"mode": "payment", "subscription_data": None}
    session = open_page(api, price, **more)
    act(world, "require_3ds")

    asked = press(world, session, "pay")
    question = httpx.get(f"{world.base_url}{asked.headers['location']}")
    assert "Complete authentication" in question.text
    intent = api.payment_intents.retrieve(world.store.list("stripe.payment_intent")[-1]["id"])
    assert (intent.status, intent.next_action.type) == ("requires_action", "redirect_to_url")
    assert api.checkout.sessions.retrieve(session.id).status == "open"
    refused = httpx.post(question.url, data={"button": "fail"})
    assert refused.status_code == 402
    intent = api.payment_intents.retrieve(intent.id)
    assert intent.last_payment_error.code == "payment_intent_authentication_failure"
    press(world, session, "three_d_secure")
    act(world, "authenticate", session=session.id, ok=True)

    assert api.checkout.sessions.retrieve(session.id).payment_status == "paid"
    paid = api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    secure = paid.latest_charge.payment_method_details.card.three_d_secure
    assert (paid.status, secure.result) == ("succeeded", "authenticated")


def test_the_console_cancels_and_resumes_at_stripe(world: World, api: Any) -> None:
    subscription = subscribe(world, api)

    act(world, "cancel", subscription=subscription.id, at_period_end=True)
    assert api.subscriptions.retrieve(subscription.id).cancel_at_period_end
    act(world, "resume", subscription=subscription.id)
    assert not api.subscriptions.retrieve(subscription.id).cancel_at_period_end
    act(world, "cancel", subscription=subscription.id)

    assert api.subscriptions.retrieve(subscription.id).status == "canceled"
