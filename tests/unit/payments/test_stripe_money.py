"""Stripe's units and ours, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.gateways.stripe_money import from_stripe, stripe_decimals, to_stripe
from chalicelib.kernel.errors import InvalidError, RetryLaterError
from chalicelib.kernel.money import Money

CURRENCIES = ["USD", "EUR", "JPY", "KWD", "BHD", "ISK", "UGX", "MGA", "XAF", "HUF"]


@pytest.mark.property
@given(st.integers(0, 10**8), st.sampled_from(CURRENCIES))
def test_what_stripe_can_collect_comes_back_as_it_went(minor: int, currency: str):
    price = Money(minor, currency)
    try:
        amount = to_stripe(price)
    except InvalidError:
        assert currency in {"KWD", "BHD", "MGA"}
    else:
        assert from_stripe(amount, currency.lower()) == price


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        (Money(1099, "USD"), 1099),
        (Money(500, "JPY"), 500),
        (Money(5, "ISK"), 500),
        (Money(5, "UGX"), 500),
        (Money(5120, "KWD"), 5120),
        (Money(300, "MGA"), 3),
    ],
)
def test_the_special_cases_are_stripes(price: Money, amount: int):
    assert to_stripe(price) == amount
    assert from_stripe(amount, price.currency) == price


@pytest.mark.parametrize("price", [Money(5121, "KWD"), Money(301, "MGA")])
def test_what_stripe_cannot_collect_is_refused(price: Money):
    with pytest.raises(InvalidError):
        to_stripe(price)


def test_a_part_of_a_unit_is_no_proper_answer():
    with pytest.raises(RetryLaterError):
        from_stripe(501, "isk")


def test_most_currencies_have_cents():
    assert [stripe_decimals(each) for each in ("USD", "ISK", "JPY", "OMR")] == [2, 2, 0, 3]
