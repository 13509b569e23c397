"""Reading a PayPal account, by REST and by NVP: no edge loses a payment, none is told twice wrong.

The search sees new rows late, in pages and windows; NVP sees them at once, a hundred at a time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib.adapters.gateways import paypal_search
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.ids import OrderId, new_id
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    GatewayName,
    GatewayPayment,
    GatewayStatus,
    OrderMode,
)
from chalicelib.settings.model import PayPalReading
from infra.sandbox import paypal_books
from infra.sandbox.kit import Fault, World
from tests.builders import a_plan, an_order, usd
from tests.contract.gateway_worlds import soon
from tests.contract.paypal_contract import hold_to_contract
from tests.contract.paypal_world import PayPalWorld
from tests.contract.serving import serving


@pytest.fixture(scope="module")
def served() -> Iterator[World]:
    with serving() as world:
        yield world


@pytest.fixture(autouse=True)
def calls_keep_to_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_to_contract(monkeypatch)


@pytest.fixture
def season(served: World) -> World:
    """A world in which nothing happened of late: each test in a season of its own."""
    served.faults.clear()
    served.clock.advance(timedelta(days=400))
    return served


def rest(world: World, **more: object) -> PayPalWorld:
    return PayPalWorld(world, **more)  # type: ignore[arg-type]


def nvp(world: World, **more: object) -> PayPalWorld:
    return PayPalWorld(world, reads_by=PayPalReading.NVP, **more)  # type: ignore[arg-type]


def pages(world: PayPalWorld, since: datetime) -> Iterator[tuple[GatewayPayment, ...]]:
    cursor: str | None = None
    while True:
        page = world.gateway.payments_since(since, cursor=cursor)
        yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def listed(world: PayPalWorld, since: datetime) -> dict[str, GatewayPayment]:
    return {each.key.external_id: each for page in pages(world, since) for each in page}


@pytest.mark.parametrize("read_by", [rest, nvp])
def test_what_friends_send_tells_who_what_and_why(season: World, read_by):
    world = read_by(season)
    (sent,) = world.receive(email="Friend@PayPal.example", name="Fred Friend", note="For March")

    found = listed(world, world.now() - timedelta(hours=1))[sent]

    assert found.key.gateway is GatewayName.PAYPAL
    assert (found.status, found.amount, found.refunded) == (GatewayStatus.PAID, usd(10), usd(0))
    assert (found.payer_email, found.payer_name) == ("friend@paypal.example", "Fred Friend")
    assert (found.note, found.order_id, found.subscription_ref) == ("For March", None, "")
    assert world.gateway.read_payment(sent) == found


@pytest.mark.parametrize("read_by", [rest, nvp])
@pytest.mark.parametrize(
    ("currency", "amount", "minor"),
    [("JPY", "1000", 1000), ("HUF", "2500", 250_000), ("EUR", "0.01", 1)],
)
def test_amounts_have_the_decimals_of_their_currency(
    season: World, read_by, currency: str, amount: str, minor: int
):
    world = read_by(season)
    (sent,) = world.receive(email="a@example.com", currency=currency, amount=amount)

    found = listed(world, world.now() - timedelta(hours=1))[sent]

    assert (found.amount.minor, found.amount.currency) == (minor, currency)


@pytest.mark.behaviour("B037")
def test_rest_and_nvp_tell_the_same_of_a_subscription(season: World):
    world = rest(season)
    since = world.now() - timedelta(minutes=1)
    order_id, ref, paid = subscribed(world)

    by_rest = listed(world, since)[paid]
    by_nvp = listed(nvp(season), since)[paid]

    assert (by_rest.subscription_ref, by_rest.order_id) == (ref, order_id)
    assert by_rest == by_nvp


def subscribed(world: PayPalWorld) -> tuple[OrderId, str, str]:

    now = world.now()
    order = an_order(
        id=OrderId(new_id("ord", now=now)),
        created_at=now,
        expires_at=soon(now),
        mode=OrderMode.RECURRING,
        offer_ref=world.gateway.make_offer(a_plan()),
    )
    page = world.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    paid = world.pay(page.checkout_id, email="ann@example.com")
    return order.id, page.checkout_id, paid


@pytest.mark.parametrize("days", [30, 31, 32, 62, 63, 95])
def test_windows_of_31_days_lose_nothing_at_their_edges(season: World, days: int):
    world = rest(season)
    until = world.now()
    since = until.replace(microsecond=0) - timedelta(days=days)
    edges = [since + timedelta(days=31 * number) for number in range(days // 31 + 1)]
    wanted = []
    for edge in edges:
        for second in (0, 1, -1):
            at = edge + timedelta(seconds=second)
            if since <= at:
                ago = f"{int((until - at).total_seconds())}s"
                wanted += world.receive(email="a@example.com", ago=ago)

    found = listed(world, since - timedelta(seconds=1))

    assert set(wanted) <= set(found)


@pytest.mark.behaviour("B037")
def test_what_shows_late_is_found_by_a_read_that_overlaps(season: World):
    world = rest(season, delay=timedelta(hours=3))
    began_at = world.now()
    (sent,) = world.receive(email="a@example.com")
    assert world.gateway.shows_within == timedelta(hours=3)
    assert sent not in listed(world, began_at - timedelta(hours=5))

    world.pass_time(timedelta(hours=3, seconds=1))

    assert sent in listed(world, began_at)


def test_a_row_that_appears_between_two_pages_hides_none(
    season: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(paypal_search, "MOST_PER_PAGE", 2)
    world = rest(season)
    since = world.now() - timedelta(hours=1)
    sent = [
        world.receive(email="a@example.com", ago=f"{minutes}m")[0]
        for minutes in (50, 40, 30, 20, 10)
    ]
    found: list[str] = []
    for number, page in enumerate(pages(world, since)):
        found += [each.key.external_id for each in page]
        if number == 0:
            world.receive(email="late@example.com", ago="55m")

    assert set(sent) <= set(found)


def test_a_window_with_too_many_rows_is_halved(season: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("infra.sandbox.paypal_reporting.LARGEST_RESULT", 3)
    world = rest(season)
    since = world.now() - timedelta(hours=2)
    sent = world.receive(email="a@example.com", count=10, over="1h")

    assert set(sent) <= set(listed(world, since))


def test_a_search_that_refuses_the_present_is_asked_up_to_what_it_knows(season: World):
    world = rest(season, delay=timedelta(hours=3))
    (sent,) = world.receive(email="a@example.com", ago="4h")
    world.act("show_now")
    world.act("set_delay", strict_end=True)

    assert sent in listed(world, world.now() - timedelta(hours=6))


def test_nvp_shows_more_than_a_hundred_rows_window_by_window(season: World):
    world = nvp(season)
    since = world.now() - timedelta(hours=3)
    sent = world.receive(email="a@example.com", count=230, over="2h")

    found = listed(world, since)

    assert set(sent) == set(found)


def test_nvp_asks_for_details_once(season: World):
    world = nvp(season)
    since = world.now() - timedelta(hours=3)
    world.receive(email="a@example.com", count=5, over="1h")
    listed(world, since)
    season.calls.clear()

    assert len(listed(world, since)) == 5

    asked = [call for call in season.calls.list("paypal-nvp") if "Details" in str(call["body"])]
    assert asked == []


@pytest.mark.behaviour("B056")
@pytest.mark.parametrize("read_by", [rest, nvp])
def test_a_refund_of_an_old_transfer_is_listed_as_it_stands(season: World, read_by):
    world = read_by(season)
    (sent,) = world.receive(email="a@example.com")
    world.pass_time(timedelta(days=40))
    since = world.now() - timedelta(hours=1)
    assert listed(world, since) == {}

    world.refund(sent, usd(4))
    assert listed(world, since)[sent].refunded == usd(4)
    world.refund(sent)
    (found,) = listed(world, since).values()

    assert (found.status, found.refunded) == (GatewayStatus.REFUNDED, usd(10))


@pytest.mark.parametrize("read_by", [rest, nvp])
@pytest.mark.parametrize(("won", "end"), [(True, Dispute.WON), (False, Dispute.LOST)])
def test_a_dispute_of_a_transfer_shows_by_its_rows(
    season: World, read_by, *, won: bool, end: Dispute
):
    world = read_by(season)
    (sent,) = world.receive(email="a@example.com")
    since = world.now() - timedelta(hours=1)

    world.dispute(sent)
    assert listed(world, since)[sent].dispute is Dispute.OPEN
    world.pass_time(timedelta(minutes=5))
    world.close_dispute(sent, won=won)

    assert listed(world, since)[sent].dispute is end


@pytest.mark.parametrize("read_by", [rest, nvp])
def test_money_on_its_way_and_money_sent_are_no_payments(season: World, read_by):
    world = read_by(season)
    world.receive(email="a@example.com", pending=True)
    paypal_books.book(
        season, "primary", code="T0400", amount=-usd(5).to_decimal(), currency="USD",
        payer={"email": "bank@example.com", "id": "B", "given_name": "B", "surname": "K"},
    )  # fmt: skip
    paypal_books.book(
        season, "primary", code="T0201", amount=usd(5).to_decimal(), currency="USD",
        payer={"email": "bank@example.com", "id": "B", "given_name": "B", "surname": "K"},
        kind="refund",
    )  # fmt: skip

    assert listed(world, world.now() - timedelta(hours=1)) == {}


@pytest.mark.parametrize("read_by", [rest, nvp])
@pytest.mark.parametrize("mode", ["status", "cut", "garbage", "down"])
def test_a_gateway_that_does_not_answer_delays(season: World, read_by, mode: str):
    world = read_by(season)
    season.faults.add("paypal", Fault(mode, status=503, path="reporting"))
    season.faults.add("paypal-nvp", Fault(mode, status=503))

    with pytest.raises(RetryLaterError):
        world.gateway.payments_since(world.now() - timedelta(hours=1), cursor=None)


def test_a_token_that_was_taken_back_is_replaced(season: World):
    world = rest(season)
    since = world.now() - timedelta(hours=1)
    listed(world, since)

    world.act("forget_tokens")

    assert listed(world, since) == {}
    tokens = [call for call in season.calls.list("paypal") if "oauth2" in call["path"]]
    assert tokens


def test_the_second_account_has_books_of_its_own(season: World):
    first = rest(season)
    second = rest(season, account=GatewayAccount.PAYPAL_SECONDARY)
    (sent,) = second.receive(email="a@example.com")
    since = first.now() - timedelta(hours=1)

    assert listed(first, since) == {}
    (found,) = listed(second, since).values()
    assert found.key.external_id == sent
    assert found.key.gateway is GatewayName.PAYPAL


def test_an_app_without_the_right_is_told_so(season: World):
    world = rest(season)
    world.act("set_rights", reporting=False)
    world.act("forget_tokens")
    try:
        with pytest.raises(ActionRequiredError) as refused:
            world.gateway.payments_since(world.now() - timedelta(hours=1), cursor=None)
    finally:
        world.act("set_rights", reporting=True)
        world.act("forget_tokens")
    assert refused.value.code == "paypal.right_missing"


def test_a_renewal_is_given_back_before_the_search_shows_it(season: World):
    world = rest(season)
    _, _, paid = subscribed(world)
    hidden = rest(season, delay=timedelta(hours=3))
    row = paypal_books.find(season, paid)
    assert row is not None
    paypal_books.save(season, {**row, "visible_at": "2999-01-01T00:00:00Z"})

    part = hidden.gateway.refund(paid, amount=usd(4), reference="1")
    assert (part.status, part.refunded, part.may_lag) == (GatewayStatus.PAID, usd(4), True)
    rest_of_it = hidden.gateway.refund(paid, amount=usd(6), reference="2")
    assert rest_of_it.status is GatewayStatus.REFUNDED


def test_an_account_without_the_right_to_search_reads_a_refund_all_the_same(season: World):
    world = nvp(season)
    now = world.now()
    order = an_order(id=OrderId(new_id("ord", now=now)), created_at=now, expires_at=soon(now))
    page = world.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    paid = world.pay(page.checkout_id, email="ann@example.com")
    world.act("set_rights", reporting=False)
    world.act("forget_tokens")
    try:
        world.refund(paid, usd(4))
        found = world.gateway.read_payment(paid)
        sent = world.receive(email="friend@example.com")[0]
        transfer = world.gateway.read_payment(sent)
    finally:
        world.act("set_rights", reporting=True)
        world.act("forget_tokens")
    assert found is not None
    assert (found.refunded, found.order_id) == (usd(4), order.id)
    assert transfer is not None
    assert transfer.payer_email == "friend@example.com"


def test_money_of_the_second_account_goes_back_through_its_own_credentials(season: World):
    second = rest(season, account=GatewayAccount.PAYPAL_SECONDARY)
    now = second.now()
    order = an_order(id=OrderId(new_id("ord", now=now)), created_at=now, expires_at=soon(now))
    page = second.gateway.open_checkout(
        order, return_url="http://127.0.0.1/back", cancel_url="http://127.0.0.1/left"
    )
    external_id = second.pay(page.checkout_id, email="a@example.com")
    assert rest(season).gateway.read_payment(external_id) is None
    by_nvp = nvp(season, account=GatewayAccount.PAYPAL_SECONDARY, client_id="")
    assert by_nvp.gateway.read_payment(external_id) is not None

    with pytest.raises(ActionRequiredError, match="second PayPal account, which is only read"):
        by_nvp.gateway.refund(external_id, amount=usd(4), reference="once")
    after = second.gateway.refund(external_id, amount=usd(4), reference="once")

    assert (after.amount, after.refunded) == (usd(10), usd(4))


def test_what_a_lost_dispute_took_is_no_refund_while_the_search_is_late(season: World):
    world = rest(season, delay=timedelta(hours=3))
    (sent,) = world.receive(email="a@example.com")
    world.pass_time(timedelta(hours=4))
    world.dispute(sent)
    world.pass_time(timedelta(days=1))
    world.close_dispute(sent, won=False)

    at_once = world.gateway.read_payment(sent)
    world.pass_time(timedelta(hours=4))

    assert at_once is not None
    assert (at_once.dispute, at_once.refunded) == (Dispute.LOST, usd(0))
    assert world.gateway.read_payment(sent) == at_once
