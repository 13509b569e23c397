"""What is left to pay is what the parts say, and never less than nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.checkout.quote import quote
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money
from tests.builders import usd


def test_without_code_and_credit_the_price_is_due():
    assert quote(usd(10)).due == usd(10)
    assert not quote(usd(10)).is_free


def test_the_code_comes_off_first_then_the_credit():
    quoted = quote(usd(10), code="spring", discount=usd(4), balance=usd(5))

    assert (quoted.discount, quoted.credit, quoted.due) == (usd(4), usd(5), usd(1))


def test_credit_pays_no_more_than_what_is_left():
    quoted = quote(usd(10), code="spring", discount=usd(4), balance=usd(50))

    assert (quoted.credit, quoted.is_free) == (usd(6), True)


def test_credit_that_is_left_out_stays_to_be_used():
    quoted = quote(usd(10), balance=usd(5), uses_credit=False)

    assert (quoted.credit, quoted.spare, quoted.due) == (None, usd(5), usd(10))


@pytest.mark.parametrize("balance", [usd(0), usd(-5), Money(500, "EUR")])
def test_a_balance_below_zero_or_in_another_currency_reduces_nothing(balance: Money):
    assert quote(usd(10), balance=balance).due == usd(10)
    assert quote(usd(10), balance=balance).credit is None


def test_a_subscription_begins_with_a_charge():
    with pytest.raises(InvalidError) as caught:
        quote(usd(10), code="all", discount=usd(10), is_recurring=True)
    (problem,) = caught.value.problems
    assert problem.field == "discount_code"
    assert problem.remedy

    assert quote(usd(10), balance=usd(10), is_recurring=True).credit is None
    assert quote(usd(10), balance=usd(9), is_recurring=True).due == usd(1)


@pytest.mark.property
@given(
    price=st.integers(1, 10**12),
    off=st.integers(0, 10**12),
    credit=st.integers(-(10**6), 10**12),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_the_parts_always_sum_to_the_price(price: int, off: int, credit: int, currency: str):
    quoted = quote(
        Money(price, currency),
        code="x",
        discount=Money(off, currency),
        balance=Money(credit, currency),
    )
    parts = [quoted.due, *(each for each in (quoted.discount, quoted.credit) if each)]

    assert quoted.due.minor >= 0
    assert sum(each.minor for each in parts) == price
