"""What is Stripe's own: errors, currencies, event kinds, pages of lists."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.gateways.stripe import StripeGateway
from chalicelib.kernel.errors import (
    ActionRequiredError,
    AppError,
    InvalidError,
    RetryLaterError,
)
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Order
from chalicelib.payments.ports import RefusedWebhookError
from chalicelib.settings.model import StripeSettings
from infra.sandbox import stripe_ledger, stripe_sessions
from infra.sandbox.kit import Fault, World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import an_order
from tests.contract.gateway_worlds import StripeWorld, soon
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract

# Everything but the SDK's own repetition is under test here.
QUICK = "stripe._http_client.HTTPClient"


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def stripe(served: World) -> Iterator[StripeWorld]:
    served.faults.clear()
    served.calls.clear()
    yield StripeWorld(served, key=DEFAULT_KEY)
    served.faults.clear()


@pytest.fixture
def gateway(stripe: StripeWorld) -> StripeGateway:
    return stripe.gateway


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch, answers=False)


@pytest.fixture(autouse=True)
def no_pause_between_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{QUICK}.INITIAL_DELAY", 0.0)
    monkeypatch.setattr(f"{QUICK}.MAX_DELAY", 0.0)


def an_order_now(stripe: StripeWorld, **overrides: Any) -> Order:
    now = stripe.now()
    values = {"id": OrderId(new_id("ord", now=now)), "created_at": now, "expires_at": soon(now)}
    return an_order(**{**values, **overrides})


def opens(stripe: StripeWorld, order: Order) -> str:
    page = stripe.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    return page.checkout_id


def keyed(stripe: StripeWorld, key: str) -> StripeGateway:
    """Return a gateway whose site has another key."""
    return StripeWorld(stripe.world, key=key).gateway


def test_a_page_carries_the_order_everywhere_we_may_meet_it(stripe: StripeWorld):
    order = an_order_now(stripe)

    session = stripe.world.store.get("stripe.session", opens(stripe, order))

    assert session is not None
    assert session["client_reference_id"] == session["metadata"]["order_id"] == order.id
    assert session["amount_total"] == 1000
    assert session["currency"] == "usd"
    assert session["customer_email"] == order.email
    assert session["expires_at"] == int(order.expires_at.timestamp())
    assert session["success_url"] == "http://127.0.0.1/back"
    paid = stripe_sessions.pay(stripe.world, session["id"])
    intent = stripe.world.store.get("stripe.payment_intent", paid["payment_intent"])
    assert intent is not None
    assert intent["metadata"]["order_id"] == order.id


@pytest.mark.parametrize(
    ("price", "collected"),
    [
        (Money(500, "JPY"), 500),
        (Money(50, "ISK"), 5000),
        (Money(5000, "UGX"), 500000),
        (Money(2500, "KWD"), 2500),
        (Money(100000, "MGA"), 1000),
    ],
)
def test_currencies_with_their_own_units_come_back_as_they_were_asked(
    stripe: StripeWorld, price: Money, collected: int
):
    page = opens(stripe, an_order_now(stripe, price=price))

    external_id = stripe.pay(page, email="a@example.com")

    session = stripe.world.store.get("stripe.session", page)
    assert session is not None
    assert session["amount_total"] == collected
    payment = stripe.gateway.read_payment(external_id)
    assert payment is not None
    assert payment.amount == price


def test_a_price_that_stripe_cannot_collect_is_refused_before_any_call(stripe: StripeWorld):
    with pytest.raises(InvalidError):
        opens(stripe, an_order_now(stripe, price=Money(2501, "KWD")))
    assert stripe.world.calls.list("stripe") == []


def test_less_than_the_smallest_charge_is_the_customers_to_change_and_nobodys_fault(
    stripe: StripeWorld,
):
    order = an_order_now(stripe, price=Money(30, "USD"), credit_used=Money(970, "USD"))

    with pytest.raises(InvalidError, match="small") as refused:
        opens(stripe, order)

    assert refused.value.problems[0].field == "price"


def test_an_address_that_stripe_refuses_names_the_field(stripe: StripeWorld):
    with pytest.raises(InvalidError) as refused:
        opens(stripe, an_order_now(stripe, email="ann"))
    assert refused.value.problems[0].field == "email"


def test_a_wrong_key_says_what_to_do(stripe: StripeWorld):
    with pytest.raises(ActionRequiredError) as refused:
        keyed(stripe, "sk_test_wrong_0123456789").read_payment("pi_1")
    assert refused.value.remedy
    assert "0123456789" not in f"{refused.value} {refused.value.__cause__}"


def test_a_missing_key_says_what_to_do(stripe: StripeWorld, gateway: StripeGateway):
    stripe.db.seed(StripeSettings())

    with pytest.raises(ActionRequiredError):
        gateway.read_payment("pi_1")
    with pytest.raises(RefusedWebhookError):
        gateway.verify_webhook(body=b"{}", headers={}, now=stripe.now())


def test_a_new_key_counts_at_once(stripe: StripeWorld, gateway: StripeGateway):
    page = opens(stripe, an_order_now(stripe))
    external_id = stripe.pay(page, email="a@example.com")
    stripe.db.seed(replace(stripe.db.one(StripeSettings), secret_key=None))

    with pytest.raises(ActionRequiredError):
        gateway.read_payment(external_id)


def test_a_webhook_and_the_read_that_follows_share_one_look_at_the_settings(
    stripe: StripeWorld, gateway: StripeGateway
):
    page = opens(stripe, an_order_now(stripe))
    external_id = stripe.pay(page, email="a@example.com")
    body, headers = stripe.webhook(page, sent_at=stripe.now())
    before = stripe.db.round_trips

    hint = gateway.verify_webhook(body=body, headers=headers, now=stripe.now())
    assert gateway.read_payment(hint.external_id) is not None

    assert hint.external_id == external_id
    assert stripe.db.round_trips - before == 1


FAULTS = [
    Fault(mode="status", status=500),
    Fault(mode="status", status=503),
    Fault(mode="status", status=429),
    Fault(mode="status", status=409),
    Fault(mode="down"),
    Fault(mode="cut"),
    Fault(mode="garbage"),
    Fault(mode="garbage", body='{"object": "list"}'),
    Fault(mode="garbage", body="[]"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.mode}-{f.status}-{f.body[:9]}")
@pytest.mark.parametrize("call", ["open", "close", "read_checkout", "read_payment", "list"])
def test_no_proper_answer_means_try_later(stripe: StripeWorld, fault: Fault, call: str):
    order = an_order_now(stripe)
    page = opens(stripe, order)
    external_id = stripe.pay(page, email="a@example.com")
    open_page = opens(stripe, an_order_now(stripe))
    stripe.world.faults.add("stripe", fault)
    gateway = stripe.gateway
    calls: dict[str, Any] = {
        "open": lambda: opens(stripe, an_order_now(stripe)),
        "close": lambda: gateway.close_checkout(open_page),
        "read_checkout": lambda: gateway.read_checkout(page),
        "read_payment": lambda: gateway.read_payment(external_id),
        "list": lambda: gateway.payments_since(stripe.now(), cursor=None),
    }

    with pytest.raises(RetryLaterError):
        calls[call]()


def test_one_lost_answer_is_asked_for_again_and_makes_no_second_page(stripe: StripeWorld):
    stripe.world.faults.add("stripe", Fault(mode="down", method="POST", times=1))

    page = opens(stripe, an_order_now(stripe))

    sessions = [each for each in stripe.world.store.list("stripe.session") if each["id"] == page]
    assert len(sessions) == 1


@pytest.mark.parametrize(
    ("kind", "names_page", "names_payment"),
    [
        ("checkout.session.completed", True, True),
        ("checkout.session.async_payment_succeeded", True, True),
        ("payment_intent.succeeded", False, True),
        ("charge.refunded", False, True),
        ("charge.succeeded", False, False),
        ("payment_intent.created", False, False),
    ],
)
def test_each_event_of_a_sale_points_at_page_or_payment(
    stripe: StripeWorld, kind: str, names_page: bool, names_payment: bool
):
    page = opens(stripe, an_order_now(stripe))
    external_id = stripe.pay(page, email="a@example.com", is_delayed="async" in kind)
    if "async" in kind:
        stripe.arrive(page)
    stripe_ledger.refund(stripe.world, {"payment_intent": external_id}) if "refund" in kind else ""
    event = [e for e in stripe.world.store.list("stripe.event") if e["type"] == kind][-1]
    body, headers = stripe.signed(event, sent_at=stripe.now())

    hint = stripe.gateway.verify_webhook(body=body, headers=headers, now=stripe.now())

    assert hint.kind == kind
    assert hint.checkout_id == (page if names_page else "")
    assert hint.external_id == (external_id if names_payment else "")


def test_a_signed_body_that_is_no_event_is_refused(stripe: StripeWorld):
    for junk in ({}, [], "event", {"id": "evt_1"}, {"id": 1, "type": "charge.refunded"}):
        body, headers = stripe.signed(junk, sent_at=stripe.now())
        with pytest.raises(RefusedWebhookError):
            stripe.gateway.verify_webhook(body=body, headers=headers, now=stripe.now())


def test_two_times_in_one_signature_are_refused(stripe: StripeWorld):
    body, headers = stripe.foreign_webhook()
    headers = {"stripe-signature": f"{headers['stripe-signature']},t=1"}

    with pytest.raises(RefusedWebhookError):
        stripe.gateway.verify_webhook(body=body, headers=headers, now=stripe.now())


def test_while_a_secret_is_rolled_any_of_its_signatures_counts(stripe: StripeWorld):
    body, headers = stripe.foreign_webhook()
    stamp, _, good = headers["stripe-signature"].partition(",")
    headers = {"stripe-signature": f"{stamp},v1={'0' * 64},{good}"}

    assert stripe.gateway.verify_webhook(body=body, headers=headers, now=stripe.now()).event_id


def test_a_list_goes_over_all_pages_and_includes_older_payments_refunded_since(
    stripe: StripeWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("chalicelib.adapters.gateways.stripe_lists.MOST_PER_PAGE", 2)
    old = stripe.pay(opens(stripe, an_order_now(stripe)), email="a@example.com")
    stripe.world.clock.advance(soon(stripe.now()) - stripe.now())
    since = stripe.now().replace(microsecond=0)
    fresh = {
        stripe.pay(opens(stripe, an_order_now(stripe)), email="a@example.com") for _ in range(5)
    }
    stripe.refund(old)

    found: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor is not None:
        page = stripe.gateway.payments_since(since, cursor=cursor)
        found += [payment.key.external_id for payment in page.items]
        cursor, pages = page.next_cursor, pages + 1

    assert found[-1] == old
    assert set(found[:-1]) == fresh
    assert pages >= 4


def test_no_error_shows_a_key(stripe: StripeWorld):
    for mode in ("status", "garbage", "down"):
        stripe.world.faults.add("stripe", Fault(mode=mode))
        with pytest.raises(AppError) as failed:
            stripe.gateway.read_payment("pi_1")
        assert DEFAULT_KEY not in f"{failed.value!r} {failed.value.__cause__!r}"
        stripe.world.faults.clear()


def test_the_gateway_is_made_without_loading_stripes_package():
    code = (
        "import sys, chalicelib.adapters.gateways.stripe as s; s.StripeGateway(None, None,"
        " api_base=''); print(*sorted({'stripe', 'requests'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == []
