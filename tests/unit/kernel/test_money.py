"""Money is whole minor units of one currency, and nothing gets lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.money import Money, decimals_of

minors = st.integers(min_value=-(10**12), max_value=10**12)
currencies = st.sampled_from(["USD", "EUR", "JPY", "KWD", "ISK", "UGX"])
amounts = st.builds(Money, minors, currencies)


@pytest.mark.property
@given(amounts)
def test_writing_and_reading_an_amount_gives_it_back(amount: Money):
    assert Money.from_decimal(amount.to_decimal(), amount.currency) == amount
    number, currency = str(amount).split()
    assert Money.from_decimal(number, currency) == amount


@pytest.mark.property
@given(amounts, st.integers(min_value=1, max_value=50))
def test_a_split_sums_exactly_and_differs_in_the_first_part_only(amount: Money, shares: int):
    first, *rest = amount.split(shares)

    assert sum((part.minor for part in rest), first.minor) == amount.minor
    assert len(rest) == shares - 1
    assert len({part.minor for part in rest}) <= 1
    assert all(0 <= first.minor - part.minor < shares for part in rest)


@pytest.mark.property
@given(minors, minors)
def test_adding_and_taking_away_is_nothing(left: int, right: int):
    one, other = Money(left, "USD"), Money(right, "USD")
    assert one + other - other == one
    assert (one < other) == (left < right)
    assert (one <= other) == (left <= right)


@pytest.mark.property
@given(st.integers(0, 10**9), st.decimals("0", "100", places=2))
def test_a_discount_is_off_by_less_than_one_unit(minor: int, percent: Decimal):
    exact = Decimal(minor) * (100 - percent) / 100
    kept = Money(minor, "USD").less_percent(percent)

    assert abs(Decimal(kept.minor) - exact) <= Decimal("0.5")


def test_half_a_cent_rounds_up():
    assert Money(1, "USD").less_percent(Decimal(50)) == Money(1, "USD")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("9.99", "USD", 999), ("10", "USD", 1000), ("500", "JPY", 500), ("1.234", "KWD", 1234)],
)
def test_amounts_are_read_in_the_units_of_their_currency(text: str, currency: str, minor: int):
    assert Money.from_decimal(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [("9.999", "USD"), ("1.5", "JPY"), ("ten", "USD"), ("NaN", "USD"), ("Infinity", "USD")],
)
def test_what_is_no_amount_is_refused(text: str, currency: str):
    with pytest.raises(InvalidError):
        Money.from_decimal(text, currency)


@pytest.mark.parametrize("currency", ["usd", "US", "USDT", "", "US1", "USD\n"])
def test_what_is_no_currency_is_refused(currency: str):
    with pytest.raises(InvalidError):
        Money(1, currency)


def test_currencies_do_not_mix():
    with pytest.raises(InvalidError):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(InvalidError):
        assert Money(1, "USD") < Money(1, "EUR")


def test_nothing_can_be_split_into_no_parts():
    with pytest.raises(InvalidError):
        Money(1, "USD").split(0)


def test_decimals_follow_the_currency():
    assert [decimals_of(each) for each in ("USD", "JPY", "KWD")] == [2, 0, 3]
    assert Money(250, "USD").times(3) == Money(750, "USD")
    assert Money.zero("JPY") == Money(0, "JPY")
