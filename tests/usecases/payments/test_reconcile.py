"""A day's transactions agree with the books, or the report names those that do not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from chalicelib.kernel.errors import InvalidError, NotFoundError, RetryLaterError
from chalicelib.payments.ledger import LedgerEntry
from chalicelib.payments.model import Dispute, GatewayAccount, GatewayName, Payment
from chalicelib.payments.reporting.reconcile import bounds, reconcile
from chalicelib.payments.rules.report import DayReport
from chalicelib.payments.settle import settle
from chalicelib.payments.sync import sync
from tests.builders import a_payment, a_payment_key, at, usd
from tests.fakes.gateway import FakeGateway
from tests.usecases.payments.histories import History
from tests.usecases.payments.shop import ADMIN, Shop

TODAY = date(2026, 1, 31)
UTC_ZONE = ZoneInfo("UTC")


def compares(shop: Shop, day: date = TODAY, zone: ZoneInfo = UTC_ZONE) -> DayReport:
    return reconcile(shop.payments, account=GatewayAccount.STRIPE, day=day, zone=zone)


def hears(shop: Shop, external_id: str) -> None:
    settle(shop.payments, found=shop.gateway.payments[external_id], actor=ADMIN)


def charged(shop: Shop, *, is_heard: bool = True) -> str:
    external_id = shop.gateway.charge(usd(10), email="stranger@x.test").key.external_id
    if is_heard:
        hears(shop, external_id)
    return external_id


@pytest.mark.behaviour("X007")
def test_every_transaction_stands_once_as_what_it_is(shop: Shop):
    shop.sells()
    charged(shop)
    shop.gateway.give_back(charged(shop))
    for external_id in shop.gateway.payments:
        hears(shop, external_id)

    report = compares(shop)

    assert report.statuses == {"refunded": 1, "settled": 1, "unmatched": 1}
    assert report.differing == ()
    assert report.totals() == {"USD": (2000, 2000)}


@pytest.mark.behaviour("X007")
def test_what_the_books_lack_is_named(shop: Shop):
    missed = charged(shop, is_heard=False)
    late = charged(shop)
    shop.gateway.give_back(late, usd(3))
    disputed = charged(shop)
    shop.gateway.dispute(disputed, Dispute.OPEN)

    report = compares(shop)

    told = {row.external_id: row.difference for row in report.differing}
    assert told == {
        missed: "The books do not have this transaction.",
        late: "The gateway gave back 3.00 USD, the books have another amount.",
        disputed: "The dispute is open at the gateway, but not in the books.",
    }
    assert report.totals() == {"USD": (1700, 2000)}
    for external_id in told:
        hears(shop, external_id)
    assert compares(shop).differing == ()


def test_what_was_paid_before_the_account_was_first_read_is_counted_apart(shop: Shop):
    charged(shop, is_heard=False)
    heard = charged(shop)
    shop.clock.move(timedelta(days=40))
    sync(shop.payments, account=GatewayAccount.STRIPE)
    today = shop.clock.now().date()
    missed = charged(shop, is_heard=False)

    old, new = compares(shop), compares(shop, today)

    assert (old.earlier, [row.external_id for row in old.rows], old.differing) == (1, [heard], ())
    assert (new.earlier, [row.external_id for row in new.differing]) == (0, [missed])


def test_what_the_gateway_does_not_have_is_named(shop: Shop):
    shop.db.seed(a_payment(key=a_payment_key("pi_ghost")))

    (row,) = compares(shop).differing

    assert (row.external_id, row.at_gateway) == ("pi_ghost", None)
    assert row.difference == "The gateway does not list this transaction for the day."


def test_a_payment_of_another_account_of_the_gateway_is_not_missed_here(shop: Shop):
    second = FakeGateway(shop.clock)
    shop.payments.accounts[GatewayAccount.PAYPAL_SECONDARY] = second  # type: ignore[index]
    there = second.charge(usd(10), email="stranger@x.test")
    settle(shop.payments, found=there, actor=ADMIN)

    assert compares(shop).rows == ()


def test_a_ledger_that_was_written_wrongly_is_found(shop: Shop):
    once, never, wrong = (charged(shop) for _ in range(3))
    for line in shop.db.all(LedgerEntry):
        external_id = line.payment.external_id if line.payment else ""
        match external_id:
            case _ if external_id == never:
                del shop.db._records[(LedgerEntry, line.id)]
            case _ if external_id == wrong:
                shop.db.seed(replace(line, money=usd(11)))

    told = {row.external_id: row.difference for row in compares(shop).differing}

    assert told == {
        never: "It stands in the ledger 0 times.",
        wrong: "The lines of the ledger do not sum to what is left at the gateway.",
    }
    assert once not in told


def test_amounts_and_parts_that_differ_are_found(shop: Shop):
    changed, lost = charged(shop), charged(shop)
    for payment in shop.db.all(Payment):
        if payment.key.external_id == changed:
            shop.db.seed(replace(payment, amount=usd(9)))
        if payment.key.external_id == lost:
            shop.db.seed(replace(payment, parts=2))

    told = {row.external_id: row.difference for row in compares(shop).differing}

    assert "another amount" in told[changed]
    assert "1 of its 2 parts" in told[lost]


def test_a_day_is_that_of_the_time_zone_also_when_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")

    assert bounds(date(2026, 3, 29), berlin) == (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    )
    long_day = bounds(date(2026, 10, 25), berlin)
    assert long_day[1] - long_day[0] == timedelta(hours=25)


@pytest.mark.parametrize(
    ("paid_at", "day"),
    [
        ("2026-03-28T22:59:59", date(2026, 3, 28)),
        ("2026-03-28T23:00:00", date(2026, 3, 29)),
        ("2026-03-29T21:59:59", date(2026, 3, 29)),
        ("2026-03-29T22:00:00", date(2026, 3, 30)),
    ],
)
def test_each_transaction_is_in_one_day_alone(shop: Shop, paid_at: str, day: date):
    shop.clock.move(at(paid_at) - shop.clock.now())
    external_id = charged(shop)
    shop.passes(days=3)
    berlin = ZoneInfo("Europe/Berlin")

    found = {
        each: [row.external_id for row in compares(shop, each, berlin).rows]
        for each in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30))
    }

    assert found == {each: [external_id] if each == day else [] for each in found}


def test_a_refund_counts_to_the_day_of_its_payment(shop: Shop):
    external_id = charged(shop)
    shop.passes(days=20)
    shop.gateway.give_back(external_id)
    hears(shop, external_id)

    (row,) = compares(shop).rows

    assert (row.status, row.at_gateway, row.in_ledger, row.difference) == ("refunded", 0, 0, "")


def test_a_day_is_not_final_while_the_gateway_may_show_more(shop: Shop):
    shop.gateway.shows_within = timedelta(hours=3)
    assert not compares(shop).is_final

    shop.passes(hours=14)
    assert not compares(shop).is_final
    shop.passes(hours=1)
    assert compares(shop).is_final


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2030, 1, 1), date(2025, 11, 1)])
def test_days_that_have_not_begun_or_are_too_long_ago_are_refused(shop: Shop, day: date):
    with pytest.raises(InvalidError) as refused:
        compares(shop, day)
    assert refused.value.problems[0].field == "day"


def test_too_many_transactions_are_refused_with_a_way_out(shop: Shop, monkeypatch):
    monkeypatch.setattr("chalicelib.payments.reporting.reconcile.MOST_TRANSACTIONS", 2)
    for _ in range(4):
        charged(shop)

    with pytest.raises(InvalidError, match="more than 2"):
        compares(shop)


def test_an_account_that_cannot_be_read_or_does_not_exist_says_so(shop: Shop):
    shop.gateway.fail_next(RetryLaterError("down"))
    with pytest.raises(RetryLaterError):
        compares(shop)
    with pytest.raises(NotFoundError):
        reconcile(shop.payments, account=GatewayAccount.PLISIO, day=TODAY, zone=UTC_ZONE)


@pytest.mark.property
@pytest.mark.behaviour("X007")
def test_months_of_everything_reconcile_to_zero():
    for number in range(30):
        history = History(Random(f"month-{number}"))
        for _ in range(40):
            history.goes_on()
        for external_id in list(history.shop.gateway.payments):
            hears(history.shop, external_id)
        shop, seen = history.shop, 0
        days = {payment.paid_at.date() for payment in shop.gateway.payments.values()}
        for day in sorted(days):
            if shop.clock.now() - bounds(day, UTC_ZONE)[0] <= timedelta(days=62):
                report = compares(shop, day)
                assert report.differing == (), history.told
                assert all(one == other for one, other in report.totals().values())
                seen += len(report.rows)
        assert seen or not days or shop.clock.now() > at("2026-04-01")
        assert {p.key.gateway for p in shop.db.all(Payment)} <= {GatewayName.STRIPE}
