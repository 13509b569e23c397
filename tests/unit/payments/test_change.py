"""A change of plan in the middle of a term moves money and time, and loses neither."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import PaymentId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import days
from chalicelib.payments.rules.change import bought_with, change_now, received
from tests.builders import NOON, a_payment, a_period, a_subscription, usd

NEW = a_payment(id=PaymentId("pay_new"), amount=usd(15), notes="")


def thirty_days_for(amount: Money, *, used: int):
    """Return a payment of thirty days, `used` of them over at noon, and its subscription."""
    starts_at, ends_at = NOON - timedelta(days=used), NOON + timedelta(days=30 - used)
    payment = a_payment(amount=amount, starts_at=starts_at, ends_at=ends_at, notes="")
    period = a_period(payment_id=payment.id, starts_at=starts_at, ends_at=ends_at)
    return payment, a_subscription(periods=(period,))


@pytest.mark.behaviour("B080", "B081", "B082", "B083", "B084")
def test_five_of_thirty_days_for_thirty_dollars_buy_ten_days_at_fifteen():
    old, subscription = thirty_days_for(usd(30), used=25)

    change = change_now([old], subscription, currency="USD", now=NOON)
    new = received(NEW, change.credit, old=[old.id])
    end = bought_with(change.credit, price=usd(15), term=days(30), start=NOON)

    assert change.credit == usd(5)
    (reduced,) = change.payments
    assert (reduced.value, reduced.ends_at) == (usd(25), NOON)
    assert "5.00 USD" in reduced.notes
    assert new.value == usd(20)
    assert old.id in new.notes
    assert end == NOON + timedelta(days=40)
    assert [period.ends_at for period in change.subscription.periods] == [NOON]


@pytest.mark.behaviour("B089")
def test_a_free_payment_leaves_no_credit():
    old, subscription = thirty_days_for(usd(0), used=3)

    change = change_now([old], subscription, currency="USD", now=NOON)

    assert change.credit == usd(0)
    assert change.payments[0].notes == ""


def test_what_was_refunded_leaves_no_credit():
    old, subscription = thirty_days_for(usd(30), used=15)
    partly = a_payment(amount=usd(30), refunded=usd(20), starts_at=old.starts_at, notes="")

    change = change_now([partly], subscription, currency="USD", now=NOON)

    assert change.credit == usd(5)


def test_time_that_was_paid_ahead_is_credited_as_well():
    old, subscription = thirty_days_for(usd(30), used=15)
    ahead = a_payment(id=PaymentId("pay_ahead"), amount=usd(30), notes="")
    coming = a_period(
        payment_id=ahead.id,
        starts_at=NOON + timedelta(days=15),
        ends_at=NOON + timedelta(days=45),
    )
    both = a_subscription(periods=(*subscription.periods, coming))

    change = change_now([old, ahead], both, currency="USD", now=NOON)

    assert change.credit == usd(45)
    assert [period.ends_at for period in change.subscription.periods] == [NOON]


@pytest.mark.property
@pytest.mark.behaviour("B090")
@given(
    amounts=st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
    used=st.integers(0, 29),
    price=st.integers(1, 10**6),
)
def test_the_sum_over_all_payments_stays_what_was_received(amounts, used, price):
    first, subscription = thirty_days_for(Money(amounts[0], "USD"), used=used)
    payments, periods = [first], list(subscription.periods)
    for number, minor in enumerate(amounts[1:], start=1):
        begins = periods[-1].ends_at
        payment = a_payment(
            id=PaymentId(f"pay_ahead_{number}"), amount=Money(minor, "USD"), notes=""
        )
        payments.append(payment)
        periods.append(
            a_period(payment_id=payment.id, starts_at=begins, ends_at=begins + timedelta(days=30))
        )
    whole = a_subscription(periods=tuple(periods))

    change = change_now(payments, whole, currency="USD", now=NOON)
    paid = Money(price, "USD")
    new = received(
        a_payment(amount=paid, notes=""), change.credit, old=[each.id for each in payments]
    )

    before = sum(payment.value.minor for payment in payments) + price
    after = sum(payment.value.minor for payment in change.payments) + new.value.minor
    assert after == before
    assert all(payment.value.minor >= 0 for payment in change.payments)
    end = bought_with(change.credit, price=paid, term=days(30), start=NOON)
    assert end >= NOON + timedelta(days=30)
