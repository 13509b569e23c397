"""The sync loses nothing and imports nothing twice, wherever it is interrupted."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.payments.model import GatewayAccount, GatewayName, Payment, SyncCursor
from chalicelib.payments.sync import FIRST_LOOK, OVERLAP, sync, sync_all
from chalicelib.settings.model import PayPalSettings
from tests.builders import NOON, usd
from tests.fakes import gateway as fake_gateway
from tests.fakes.gateway import FakeGateway
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import Shop
from tests.usecases.payments.test_crowds_and_crashes import at_once

STRIPE = GatewayAccount.STRIPE
MINUTE = timedelta(minutes=1)


def pays(shop: Shop, count: int, *, every: timedelta = timedelta(0)) -> None:
    for _ in range(count):
        shop.gateway.charge(usd(10), email="stranger@x.test")
        shop.clock.move(every)


def reads(shop: Shop, **how: timedelta) -> Counter[str]:
    return Counter(sync(shop.payments, account=STRIPE, **how))


def cursor(shop: Shop) -> SyncCursor:
    return shop.db.one(SyncCursor)


def all_are_in_the_books(shop: Shop) -> bool:
    books = {payment.key.external_id for payment in shop.db.all(Payment)}
    return books == set(shop.gateway.payments)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_every_page_edge_is_crossed(shop: Shop, monkeypatch, count: int, size: int):
    monkeypatch.setattr(fake_gateway, "PAGE_SIZE", size)
    pays(shop, count)

    assert reads(shop)["unmatched"] == count
    assert all_are_in_the_books(shop)
    assert reads(shop) == Counter({"read": count} | ({"known": count} if count else {}))


@pytest.mark.parametrize("apart", [timedelta(0), MINUTE, OVERLAP, OVERLAP + MINUTE, 5 * OVERLAP])
def test_what_is_paid_at_the_edge_of_two_windows_comes_once(shop: Shop, apart: timedelta):
    reads(shop)
    for _ in range(4):
        pays(shop, 1)
        shop.clock.move(apart / 2)
        reads(shop)
        pays(shop, 1)
        shop.clock.move(apart / 2)

    reads(shop)
    assert all_are_in_the_books(shop)
    assert len(shop.db.all(Payment)) == 8


def test_a_gateway_that_shows_late_is_looked_back_for(shop: Shop):
    shop.gateway.shows_within = timedelta(hours=3)
    reads(shop)
    late = shop.gateway.charge(usd(10), email="stranger@x.test")
    hidden = shop.gateway.payments.pop(late.key.external_id)
    shop.clock.move(timedelta(hours=2))
    reads(shop)
    shop.clock.move(timedelta(hours=1))

    shop.gateway.payments[late.key.external_id] = hidden  # now it shows

    assert reads(shop)["unmatched"] == 1


def test_a_run_that_must_end_goes_on_where_it_stopped(shop: Shop):
    pays(shop, 9)

    first = reads(shop, longest=timedelta(0))
    assert (first["read"], first["unfinished"]) == (2, 1)
    assert (cursor(shop).page, cursor(shop).read) == ("2", 2)
    assert cursor(shop).read_until == NOON - FIRST_LOOK

    rest = [reads(shop, longest=timedelta(0)) for _ in range(4)]

    assert [each["read"] for each in rest] == [2, 2, 2, 1]
    assert all_are_in_the_books(shop)
    assert (cursor(shop).page, cursor(shop).read, cursor(shop).booked) == ("", 9, 9)
    assert cursor(shop).read_until == NOON


def test_a_read_that_lay_too_long_begins_again(shop: Shop):
    pays(shop, 5)
    reads(shop, longest=timedelta(0))
    shop.clock.move(timedelta(hours=2))

    assert reads(shop)["read"] == 5


def test_a_payment_that_failed_on_an_earlier_page_is_read_again(shop: Shop):
    pays(shop, 5)
    shop.db.fail_next(RetryLaterError("busy"))
    first = reads(shop, longest=timedelta(0))
    assert first["failed"] == 1
    while reads(shop, longest=timedelta(0))["unfinished"]:
        pass
    assert cursor(shop).read_until == NOON - FIRST_LOOK  # not done before all is booked
    assert cursor(shop).failed == 1

    reads(shop)

    assert all_are_in_the_books(shop)
    assert (cursor(shop).read_until, cursor(shop).failed) == (NOON, 0)


@pytest.mark.parametrize("page", [0, 1, 2, 3])
def test_a_gateway_that_goes_down_on_any_page_delays_and_skips_nothing(shop: Shop, page: int):
    pays(shop, 7)
    calls = {"made": 0}
    whole = shop.gateway.payments_since

    def failing(since: datetime, *, cursor: str | None):
        calls["made"] += 1
        if calls["made"] > page:
            raise RetryLaterError("down")
        return whole(since, cursor=cursor)

    shop.gateway.payments_since = failing  # type: ignore[method-assign]
    with pytest.raises(RetryLaterError):
        reads(shop)
    assert cursor(shop).error == "down"
    assert cursor(shop).read_until == NOON - FIRST_LOOK
    shop.gateway.payments_since = whole  # type: ignore[method-assign]

    counts = reads(shop)

    assert counts["unmatched"] == 7 - 2 * page
    assert all_are_in_the_books(shop)
    assert cursor(shop).error == ""


def test_a_gateway_that_is_down_for_days_is_read_from_where_it_was(shop: Shop):
    reads(shop)
    for _ in range(72):
        pays(shop, 1)
        shop.clock.move(timedelta(hours=1))
        shop.gateway.fail_next(RetryLaterError("down"), call="payments_since")
        with pytest.raises(RetryLaterError):
            reads(shop)

    assert reads(shop)["unmatched"] == 72


@pytest.mark.behaviour("X043")
def test_dying_at_any_step_loses_nothing_and_imports_nothing_twice():
    deaths = 0
    for step in range(80):
        shop = Shop()
        pays(shop, 5)
        if not dies_at(shop, step, lambda s=shop: reads(s)):
            break
        deaths += 1

        reads(shop)

        assert all_are_in_the_books(shop)
        assert len(shop.db.all(Payment)) == 5
        assert cursor(shop).read_until == NOON
    assert deaths > 20


@pytest.mark.behaviour("B048")
def test_sixteen_runs_at_once_import_everything_once(shop: Shop):
    pays(shop, 30)

    at_once(*(lambda: reads(shop) for _ in range(16)))
    reads(shop)

    assert all_are_in_the_books(shop)
    assert len(shop.db.all(Payment)) == 30


def test_traffic_while_it_reads_neither_hides_nor_doubles_anything():
    random = Random("traffic")
    for _ in range(20):
        shop = Shop()
        pays(shop, random.randint(1, 8), every=MINUTE)
        whole = shop.gateway.payments_since

        def busy(since, *, cursor, shop=shop, whole=whole):
            page = whole(since, cursor=cursor)
            if random.random() < 0.5:
                pays(shop, 1)
            if random.random() < 0.3:
                external_id = random.choice(list(shop.gateway.payments))
                shop.gateway.give_back(external_id)
            return page

        shop.gateway.payments_since = busy  # type: ignore[method-assign]
        reads(shop)
        shop.gateway.payments_since = whole  # type: ignore[method-assign]
        reads(shop)

        assert all_are_in_the_books(shop)
        for payment in shop.db.all(Payment):
            told = shop.gateway.payments[payment.key.external_id].refunded
            assert (payment.refunded or Money.zero("USD")) == told


def test_one_account_that_is_down_stops_no_other():
    shop = Shop()
    second = FakeGateway(shop.clock, name=GatewayName.PAYPAL)
    shop.payments.accounts[GatewayAccount.PAYPAL_SECONDARY] = second  # type: ignore[index]
    shop.db.seed(PayPalSettings(name="paypal_secondary", enabled=True))
    second.charge(usd(10), email="stranger@x.test")
    shop.gateway.fail_next(RetryLaterError("down"))

    counts = sync_all(shop.payments)

    assert counts["stripe_failed"] == counts["paypal_secondary_unmatched"] == 1


@pytest.mark.behaviour("B048")
def test_what_is_known_costs_two_round_trips_a_page(shop: Shop, monkeypatch):
    monkeypatch.setattr(fake_gateway, "PAGE_SIZE", 100)
    pays(shop, 990)
    reads(shop)
    pays(shop, 10)
    commits, trips = len(shop.db.commits), shop.db.round_trips

    reads(shop)

    spent = shop.db.round_trips - trips
    reads_made = spent - (len(shop.db.commits) - commits)
    of_new_ones = 10 * READS_OF_A_STRANGERS_PAYMENT
    # One batch for a page of a hundred, and the cursor's row at the beginning.
    assert reads_made - of_new_ones <= 0.02 * 990
    assert all_are_in_the_books(shop)


# The view, the address, the administrator's address.
READS_OF_A_STRANGERS_PAYMENT = 3
