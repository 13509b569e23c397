"""Plisio's adapter over its stand-in: ends of an invoice, both forms of callbacks, refusals."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import ActionRequiredError, InvalidError, RetryLaterError
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayStatus, OrderMode
from chalicelib.payments.ports import CheckoutState
from infra.sandbox import plisio as plisio_standin
from infra.sandbox import plisio_invoices
from infra.sandbox.kit import Fault, World
from tests.builders import usd
from tests.contract.plisio_world import (
    SITE,
    PlisioWorld,
    hold_plisio_to_contract,
    opened,
    order_of,
)
from tests.contract.serving import serving
from tests.contract.test_gateways import listed


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture
def world(served: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[PlisioWorld]:
    hold_plisio_to_contract(monkeypatch)
    yield PlisioWorld(served)
    served.clock.reset()
    served.faults.clear()


def test_an_invoice_asks_for_the_price_and_leads_back_to_the_order(world: PlisioWorld):
    order = order_of(world, plan_name="Größe 4K/HDR — “Gold”", price=Money(1234, "EUR"))

    page = world.gateway.open_checkout(
        order, return_url=f"{SITE}/orders/1", cancel_url=f"{SITE}/orders/1/cancel"
    )

    invoice = world.invoice(page.checkout_id)
    assert (invoice["source_amount"], invoice["source_currency"]) == ("12.34", "EUR")
    assert (invoice["order_number"], invoice["email"]) == (order.id, order.email)
    assert invoice["order_name"].isascii()
    assert "/" not in invoice["order_name"]
    urls = invoice["urls"]
    assert urls["success_invoice_url"] == f"{SITE}/orders/1"
    assert urls["fail_invoice_url"] == f"{SITE}/orders/1/cancel"
    assert urls["callback_url"] == f"{SITE}/webhooks/plisio?json=true"
    assert invoice["expire_utc"] < order.expires_at.timestamp()


@pytest.mark.parametrize(
    ("price", "text"),
    [(Money(500, "JPY"), "500"), (Money(1, "USD"), "0.01"), (Money(12_345, "KWD"), "12.345")],
)
def test_every_kind_of_currency_is_asked_for_exactly(world: PlisioWorld, price: Money, text: str):
    txn_id = opened(world, price=price)
    world.pay(txn_id, email="")

    assert world.invoice(txn_id)["source_amount"] == text
    paid = world.gateway.read_payment(txn_id)
    assert paid is not None
    assert (paid.status, paid.amount) == (GatewayStatus.PAID, price)


def test_only_the_coins_of_the_settings_are_offered(served: World):
    world = PlisioWorld(served, accepts=("LTC", "BTC"))

    assert world.invoice(opened(world))["allowed"] == "LTC,BTC"


@pytest.mark.behaviour("B023")
def test_nothing_recurring_can_be_opened(world: PlisioWorld):
    with pytest.raises(ActionRequiredError):
        opened(world, mode=OrderMode.RECURRING)


@pytest.mark.parametrize(
    ("word", "status", "state"),
    [
        ("new", GatewayStatus.PENDING, CheckoutState.OPEN),
        ("pending", GatewayStatus.PENDING, CheckoutState.COMPLETE),
        ("pending internal", GatewayStatus.PENDING, CheckoutState.COMPLETE),
        ("completed", GatewayStatus.PAID, CheckoutState.COMPLETE),
        ("mismatch", GatewayStatus.PAID, CheckoutState.COMPLETE),
        ("expired", GatewayStatus.FAILED, CheckoutState.CLOSED),
        ("error", GatewayStatus.FAILED, CheckoutState.CLOSED),
        ("cancelled", GatewayStatus.FAILED, CheckoutState.CLOSED),
        ("cancelled duplicate", GatewayStatus.FAILED, CheckoutState.CLOSED),
    ],
)
def test_every_word_of_plisio_has_a_meaning(
    world: PlisioWorld, word: str, status: GatewayStatus, state: str
):
    txn_id = opened(world)
    world.invoice(txn_id, status=word)

    payment = world.gateway.read_payment(txn_id)

    assert payment is not None
    assert payment.status is status
    assert world.gateway.read_checkout(txn_id).state == state


def test_a_word_that_nobody_knows_asks_for_a_person(world: PlisioWorld):
    txn_id = opened(world)
    world.invoice(txn_id, status="haunted")

    with pytest.raises(ActionRequiredError, match="haunted"):
        world.gateway.read_payment(txn_id)
    world.invoice(txn_id, status="new")


@pytest.mark.behaviour("X002")
@pytest.mark.parametrize(("share", "amount"), [("1.25", usd("12.50")), ("1.000001", usd(10))])
def test_too_many_coins_are_worth_more_than_the_price(
    world: PlisioWorld, share: str, amount: Money
):
    txn_id = opened(world)
    world.send(txn_id, share=share)

    paid = world.gateway.read_checkout(txn_id).payment
    assert paid is not None
    assert (paid.status, paid.amount) == (GatewayStatus.PAID, amount)


@pytest.mark.behaviour("X002")
def test_too_few_coins_count_for_what_they_are_worth_once_the_time_is_up(world: PlisioWorld):
    txn_id = opened(world)
    since = world.now()
    world.send(txn_id, share="0.4")
    waiting = world.gateway.read_checkout(txn_id)
    assert waiting.payment is not None
    assert waiting.payment.status is GatewayStatus.PENDING

    world.world.clock.advance(timedelta(hours=1))

    short = world.gateway.read_checkout(txn_id)
    assert short.state == CheckoutState.COMPLETE
    assert short.payment is not None
    assert (short.payment.status, short.payment.amount) == (GatewayStatus.PAID, usd(4))
    assert txn_id in listed(world, since=since)


def test_a_trace_of_a_coin_is_no_payment(world: PlisioWorld):
    txn_id = opened(world)
    world.send(txn_id, share="0.0001")
    world.world.clock.advance(timedelta(hours=1))

    assert world.gateway.read_checkout(txn_id).state == CheckoutState.CLOSED


def test_the_invoice_in_another_coin_is_followed(world: PlisioWorld):
    txn_id = opened(world)
    fresh = plisio_invoices.switch(world.world, txn_id, "LTC")["txn_id"]
    assert world.gateway.read_checkout(txn_id).state == CheckoutState.OPEN

    world.pay(fresh, email="")

    paid = world.gateway.read_checkout(txn_id).payment
    assert paid is not None
    assert (paid.key.external_id, paid.amount) == (fresh, usd(10))


def test_an_open_invoice_closes_when_its_time_is_up_and_not_before(world: PlisioWorld):
    txn_id = opened(world)
    with pytest.raises(RetryLaterError):
        world.gateway.close_checkout(txn_id)

    world.world.clock.advance(timedelta(minutes=31))

    world.gateway.close_checkout(txn_id)
    assert world.gateway.read_checkout(txn_id).state == CheckoutState.CLOSED


def test_a_list_goes_back_to_invoices_that_were_paid_late(world: PlisioWorld):
    txn_id = opened(world)
    world.world.clock.advance(timedelta(days=2))
    since = world.now()
    world.pay(txn_id, email="")

    assert txn_id in listed(world, since=since)
    world.world.clock.advance(timedelta(days=2))
    assert txn_id not in listed(world, since=world.now())


def test_a_list_of_many_pages_loses_nothing_and_skips_invoices_over_coins(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    since = world.now()
    monkeypatch.setattr("chalicelib.adapters.gateways.plisio._PER_PAGE", 2)
    paid = [opened(world) for _ in range(5)]
    for txn_id in paid:
        world.pay(txn_id, email="")
    given = {"order_number": new_id("x", now=since), "order_name": "x"}
    coins = plisio_invoices.open_invoice(world.world, given | {"currency": "BTC", "amount": "1"})
    plisio_invoices.pay(world.world, coins["txn_id"])

    found = listed(world, since=since)

    assert set(paid) <= set(found)
    assert coins["txn_id"] not in found
    assert world.gateway.read_payment(coins["txn_id"]) is None


def test_nothing_is_given_back_by_a_program(world: PlisioWorld):
    txn_id = opened(world)
    world.pay(txn_id, email="")

    with pytest.raises(ActionRequiredError) as refusal:
        world.gateway.refund(txn_id, amount=usd(10), reference="ref_1")

    assert refusal.value.code == "plisio.no_refunds"
    assert "ref_1" in refusal.value.remedy


# Refusals


def test_a_wrong_key_is_named_and_the_test_button_says_so(served: World):
    world = PlisioWorld(served, key="some_other_key")

    with pytest.raises(ActionRequiredError) as refusal:
        world.gateway.read_payment("abc")
    report = world.gateway.test()

    assert refusal.value.code == "plisio.key_refused"
    assert not report.works
    assert "secret key" in report.lines[0]


def test_the_test_button_names_coins_that_plisio_does_not_take(served: World):
    report = PlisioWorld(served, accepts=("BTC", "DOGE")).gateway.test()

    assert not report.works
    assert [line for line in report.lines if line.startswith("DOGE")]


def test_a_currency_that_plisio_does_not_know_needs_the_operator(world: PlisioWorld):
    with pytest.raises(ActionRequiredError, match="currency"):
        opened(world, price=Money(100, "XAF"))


def test_an_address_that_plisio_refuses_is_the_customers_to_correct(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    told = json.dumps({"email": "Email is not a valid email address."})
    body = json.dumps({"status": "error", "data": {"message": told}})
    world.world.faults.add("plisio", Fault("status", status=422, body=body, times=1))

    with pytest.raises(InvalidError) as refusal:
        opened(world)

    assert [each.field for each in refusal.value.problems] == ["email"]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 429},
        {"status": 200, "body": "<html>"},
        {"status": 200, "body": "[]"},
        {"status": 200, "body": '{"status":"success","data":{}}'},
    ],
)
def test_what_is_no_proper_answer_is_tried_again(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch, fault: dict[str, object]
):
    monkeypatch.undo()  # these answers are no part of the contract
    txn_id = opened(world)
    world.world.faults.add("plisio", Fault("status", **fault, times=9))  # type: ignore[arg-type]

    with pytest.raises(RetryLaterError):
        world.gateway.payments_since(world.now(), cursor=None)
    with pytest.raises(RetryLaterError):
        opened(world)
    assert txn_id


def test_the_key_stands_in_no_error(world: PlisioWorld):
    world.world.faults.add("plisio", Fault("status", status=500, times=3))

    with pytest.raises(RetryLaterError) as error:
        world.gateway.read_payment("abc")

    seen = error.value
    chain = f"{seen!r} {seen.__cause__!r} {seen.__context__!r}"
    assert "plisio_sandbox_secret_key" not in chain


def test_an_odd_id_is_never_put_into_an_address(world: PlisioWorld):
    for odd in ("../balances/BTC", "a/b", "", "ü", "a?b"):
        assert world.gateway.read_payment(odd) is None


# What a shop without white label, or an invoice without coins, is told


def without(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch, *names: str, **told: object
) -> None:
    """Let the vendor tell of operations without some fields, and others differently."""
    whole = plisio_standin._Api._operation

    def less(self: plisio_standin._Api, invoice: dict[str, object]) -> dict[str, object]:
        row = whole(self, invoice) | told
        return {name: value for name, value in row.items() if name not in names}

    monkeypatch.setattr(plisio_standin._Api, "_operation", less)


def test_an_invoice_without_coins_may_lack_their_sum(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    txn_id, paid_id = opened(world), opened(world)
    since = world.now()
    world.end(txn_id, "expired")
    world.pay(paid_id, email="")
    without(world, monkeypatch, "invoice_total_sum", actual_sum=None)

    assert world.gateway.read_checkout(txn_id).state == CheckoutState.CLOSED
    assert paid_id in listed(world, since=since)


def test_the_coins_that_were_asked_for_stand_in_one_of_three_places(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    txn_id = opened(world)
    world.send(txn_id, share="0.4")
    world.world.clock.advance(timedelta(hours=1))
    asked = world.invoice(txn_id)["amount"]

    for names, told in (
        (("invoice_total_sum",), {"sum": asked}),
        (("invoice_total_sum", "sum"), {}),
    ):
        with monkeypatch.context() as patch:
            params = {"source_amount": "10.00", "source_currency": "USD", "amount": asked}
            without(world, patch, *names, params=params, **told)
            short = world.gateway.read_payment(txn_id)
        assert short is not None
        assert short.amount == usd(4)


def test_times_in_milliseconds_are_the_same_times(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    txn_id = opened(world)
    world.pay(txn_id, email="")
    before = world.gateway.read_payment(txn_id)
    without(world, monkeypatch, created_at_utc=world.invoice(txn_id)["created"] * 1000)

    assert world.gateway.read_payment(txn_id) == before


def test_a_shop_that_is_told_too_little_hears_what_to_do(
    world: PlisioWorld, monkeypatch: pytest.MonkeyPatch
):
    txn_id = opened(world)
    without(world, monkeypatch, "params", "source_currency", "created_at_utc", "actual_sum")

    for look in (
        lambda: world.gateway.read_payment(txn_id),
        lambda: world.gateway.payments_since(world.now(), cursor=None),
    ):
        with pytest.raises(ActionRequiredError) as refusal:
            look()
        assert refusal.value.code == "plisio.too_little"
    report = world.gateway.test()
    assert not report.works
    assert "white label" in report.lines[-1]
