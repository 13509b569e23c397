"""What every gateway promises: the fake and the adapters over their stand-ins alike."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.adapters.gateways import paypal_search, plisio, stripe_lists
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayStatus, Order
from chalicelib.payments.ports import CheckoutState, HostedCheckout, RefusedWebhookError
from infra.sandbox.kit import Fault, World
from infra.sandbox.stripe import DEFAULT_KEY
from tests.builders import NOON, an_order, usd
from tests.contract.gateway_worlds import FakeWorld, GatewayWorld, StripeWorld, soon
from tests.contract.paypal_contract import hold_to_contract as hold_paypal_to_contract
from tests.contract.paypal_world import PayPalWorld
from tests.contract.plisio_world import PlisioWorld, hold_plisio_to_contract
from tests.contract.serving import serving
from tests.contract.stripe_contract import hold_to_contract
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)
    hold_plisio_to_contract(monkeypatch)
    hold_paypal_to_contract(monkeypatch)


# Plisio gives nothing back, signs within the body without a time, and withdraws no invoice.
ADAPTERS = ["stripe", "plisio", "paypal"]
REFUNDING = ["fake", "stripe", "paypal"]
SIGNING_IN_HEADERS = ["fake", "stripe", "paypal"]
CLOSING = ["fake", "stripe", "paypal"]


@pytest.fixture(params=["fake", "stripe", "plisio", "paypal"])
def world(request: pytest.FixtureRequest, served: World) -> GatewayWorld:
    if request.param == "fake":
        return FakeWorld(FakeClock(NOON))
    if request.param == "plisio":
        return PlisioWorld(served)
    if request.param == "paypal":
        return PayPalWorld(served)
    return StripeWorld(served, key=DEFAULT_KEY)


def order_of(world: GatewayWorld) -> Order:
    now = world.now()
    return an_order(id=OrderId(new_id("ord", now=now)), created_at=now, expires_at=soon(now))


def opened(world: GatewayWorld, order: Order) -> HostedCheckout:
    return world.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )


@pytest.mark.behaviour("B024")
def test_one_order_always_gets_the_same_page(world: GatewayWorld):
    order = order_of(world)

    page = opened(world, order)

    assert page == opened(world, order)
    assert page.url.startswith("http")
    assert opened(world, order_of(world)) != page


def test_an_open_page_has_no_money(world: GatewayWorld):
    page = opened(world, order_of(world))

    result = world.gateway.read_checkout(page.checkout_id)

    assert (result.state, result.payment) == (CheckoutState.OPEN, None)


@pytest.mark.behaviour("B025")
def test_a_paid_page_shows_its_payment_in_our_words(world: GatewayWorld):
    order = order_of(world)
    page = opened(world, order)
    external_id = world.pay(page.checkout_id, email="ann@example.com")

    result = world.gateway.read_checkout(page.checkout_id)

    assert result.state == CheckoutState.COMPLETE
    payment = result.payment
    assert payment is not None
    assert payment == world.gateway.read_payment(external_id)
    assert payment.key.external_id == external_id
    assert payment.status is GatewayStatus.PAID
    assert (payment.amount, payment.refunded) == (usd(10), usd(0))
    assert (payment.order_id, payment.payer_email) == (order.id, "ann@example.com")
    assert abs(payment.paid_at - world.now()) < timedelta(minutes=1)


@pytest.mark.behaviour("B026")
def test_money_on_its_way_is_pending_until_it_arrives(world: GatewayWorld):
    page = opened(world, order_of(world))
    external_id = world.pay(page.checkout_id, email="a@example.com", is_delayed=True)
    pending = world.gateway.read_payment(external_id)
    assert pending is not None
    assert pending.status is GatewayStatus.PENDING

    world.arrive(page.checkout_id)

    paid = world.gateway.read_payment(external_id)
    assert paid is not None
    assert (paid.status, paid.amount) == (GatewayStatus.PAID, usd(10))


@pytest.mark.parametrize("world", CLOSING, indirect=True)
def test_a_closed_page_stays_closed_and_closing_again_is_success(world: GatewayWorld):
    page = opened(world, order_of(world))

    for _ in range(2):
        world.gateway.close_checkout(page.checkout_id)

    assert world.gateway.read_checkout(page.checkout_id).state == CheckoutState.CLOSED


def test_closing_a_paid_page_changes_nothing(world: GatewayWorld):
    page = opened(world, order_of(world))
    world.pay(page.checkout_id, email="a@example.com")

    world.gateway.close_checkout(page.checkout_id)

    result = world.gateway.read_checkout(page.checkout_id)
    assert result.state == CheckoutState.COMPLETE
    assert result.payment is not None


def test_what_the_gateway_does_not_know_is_none_or_closed(world: GatewayWorld):
    assert world.gateway.read_payment("pi_unknown") is None
    assert world.gateway.read_checkout("cs_unknown").state == CheckoutState.CLOSED
    world.gateway.close_checkout("cs_unknown")


@pytest.mark.parametrize("world", REFUNDING, indirect=True)
@pytest.mark.parametrize(
    ("amount", "status", "refunded"),
    [(None, GatewayStatus.REFUNDED, usd(10)), (usd(4), GatewayStatus.PAID, usd(4))],
)
def test_refunds_show_in_whole_and_in_part(
    world: GatewayWorld, amount: Money | None, status: GatewayStatus, refunded: Money
):
    page = opened(world, order_of(world))
    external_id = world.pay(page.checkout_id, email="a@example.com")

    world.refund(external_id, amount)

    payment = world.gateway.read_payment(external_id)
    assert payment is not None
    assert (payment.status, payment.amount, payment.refunded) == (status, usd(10), refunded)


@pytest.mark.behaviour("B037")
def test_a_list_has_what_was_paid_since_and_nothing_unpaid(world: GatewayWorld):
    since = world.now().replace(microsecond=0)
    paid = []
    for _ in range(3):
        page = opened(world, order_of(world))
        paid.append(world.pay(page.checkout_id, email="a@example.com"))
    waiting = opened(world, order_of(world))
    world.pay(waiting.checkout_id, email="a@example.com", is_delayed=True)

    found = listed(world, since=since)

    assert set(paid) <= set(found)
    assert {found[each] for each in found} <= {GatewayStatus.PAID, GatewayStatus.REFUNDED}


@pytest.mark.parametrize("world", REFUNDING, indirect=True)
def test_a_list_has_what_was_given_back(world: GatewayWorld):
    since = world.now().replace(microsecond=0)
    page = opened(world, order_of(world))
    external_id = world.pay(page.checkout_id, email="a@example.com")
    world.refund(external_id)

    assert listed(world, since=since)[external_id] is GatewayStatus.REFUNDED


@pytest.mark.parametrize("world", ADAPTERS, indirect=True)
def test_the_pages_of_one_read_look_at_the_settings_once_and_after_a_failure_anew(
    world: StripeWorld | PlisioWorld | PayPalWorld, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stripe_lists, "MOST_PER_PAGE", 1)
    monkeypatch.setattr(plisio, "_PER_PAGE", 1)
    monkeypatch.setattr(paypal_search, "MOST_PER_PAGE", 1)
    since = world.now().replace(microsecond=0)
    for _ in range(2):
        world.pay(opened(world, order_of(world)).checkout_id, email="a@example.com")
    before = world.db.round_trips

    first = world.gateway.payments_since(since, cursor=None)
    world.gateway.payments_since(since, cursor=first.next_cursor)
    assert world.db.round_trips == before + 1

    world.world.faults.add(world.gateway.name, Fault("status", status=500, times=9))
    with pytest.raises(RetryLaterError):
        world.gateway.payments_since(since, cursor=first.next_cursor)
    world.world.faults.clear()
    world.gateway.payments_since(since, cursor=first.next_cursor)
    assert world.db.round_trips == before + 2


def late(world: GatewayWorld) -> timedelta:
    """Return after which time a webhook is refused: PayPal repeats its own for days."""
    return getattr(world, "webhooks_last", timedelta(seconds=300)) + timedelta(seconds=2)


def listed(world: GatewayWorld, *, since) -> dict[str, GatewayStatus]:
    found: dict[str, GatewayStatus] = {}
    cursor: str | None = None
    while True:
        page = world.gateway.payments_since(since, cursor=cursor)
        found |= {payment.key.external_id: payment.status for payment in page.items}
        cursor = page.next_cursor
        if cursor is None:
            return found


@pytest.mark.behaviour("X047")
def test_a_signed_webhook_points_at_its_page(world: GatewayWorld):
    page = opened(world, order_of(world))
    world.pay(page.checkout_id, email="a@example.com")
    now = world.now()
    body, headers = world.webhook(page.checkout_id, sent_at=now)

    hint = world.gateway.verify_webhook(body=body, headers=headers, now=now)

    assert hint.checkout_id == page.checkout_id
    assert hint.event_id


def test_a_webhook_of_another_kind_points_at_nothing(world: GatewayWorld):
    body, headers = world.foreign_webhook()

    hint = world.gateway.verify_webhook(body=body, headers=headers, now=world.now())

    assert (hint.external_id, hint.checkout_id) == ("", "")
    assert hint.kind == "customer.created"


@pytest.mark.behaviour("X047")
@pytest.mark.parametrize("world", SIGNING_IN_HEADERS, indirect=True)
@pytest.mark.parametrize("how", ["unsigned", "changed", "early", "late", "junk"])
def test_a_webhook_that_proves_nothing_is_refused(world: GatewayWorld, how: str):
    page = opened(world, order_of(world))
    world.pay(page.checkout_id, email="a@example.com")
    now = world.now()
    body, headers = world.webhook(page.checkout_id, sent_at=now)
    seen_at = {"early": now - timedelta(seconds=302), "late": now + late(world)}
    match how:
        case "unsigned":
            headers = {}
        case "changed":
            body = body.replace(b"{", b"{ ", 1)
        case "junk":
            headers = dict.fromkeys(headers, "t=é,v1=ü")

    with pytest.raises(RefusedWebhookError):
        world.gateway.verify_webhook(body=body, headers=headers, now=seen_at.get(how, now))


def test_a_webhook_within_the_tolerance_counts(world: GatewayWorld):
    page = opened(world, order_of(world))
    world.pay(page.checkout_id, email="a@example.com")
    now = world.now()
    body, headers = world.webhook(page.checkout_id, sent_at=now)

    for shift in (-298, 298):
        seen_at = now + timedelta(seconds=shift)
        assert world.gateway.verify_webhook(body=body, headers=headers, now=seen_at).checkout_id


def test_the_test_button_works(world: GatewayWorld):
    assert world.gateway.test().works
