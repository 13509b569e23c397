"""Every rule of a discount code, and what it says when it refuses."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalog.discounts import Discount, check, normal, people, taken_off
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.kernel.money import Money
from tests.builders import NOON, usd

TEN_OFF = Discount("summer", amount=usd(10))
HALF = Discount("half", percent=Decimal(50))
TOMORROW = NOON + timedelta(days=1)


def off(discount: Discount | None, **changes) -> Money:
    asked = {
        "price": usd(30),
        "email": "ann@example.com",
        "has_used": False,
        "is_recurring": False,
        "now": NOON,
    }
    return check(discount, **{**asked, **changes})


@pytest.mark.behaviour("B093")
def test_a_percent_code_takes_off_that_share():
    assert off(HALF) == usd(15)
    assert off(HALF, price=Money(999, "USD")) == Money(499, "USD")  # 4.995 left is 5.00


def test_an_amount_code_takes_off_that_amount():
    assert off(TEN_OFF) == usd(10)


@pytest.mark.parametrize(
    ("discount", "changes", "words"),
    [
        (None, {}, "no such code"),
        (replace(HALF, is_active=False), {}, "no such code"),
        pytest.param(TEN_OFF, {"price": usd(10)}, "as much as the plan", id="B094"),
        pytest.param(replace(HALF, email="bob@example.com"), {}, "somebody else", id="B095"),
        pytest.param(
            replace(HALF, email="ann@example.com", max_uses=5),
            {"has_used": True},
            "used this code before",
            id="B096",
        ),
        pytest.param(replace(HALF, max_uses=3, used=3), {}, "used up", id="B097"),
        pytest.param(replace(HALF, expires_at=NOON), {}, "expired", id="B098"),
        pytest.param(HALF, {"has_used": True}, "used this code before", id="B099"),
        pytest.param(HALF, {"is_recurring": True}, "single payments", id="B100"),
        (TEN_OFF, {"price": Money(3000, "EUR")}, "in USD, the plan in EUR"),
    ],
)
def test_a_refusal_names_the_field_and_says_why(discount, changes, words: str):
    with pytest.raises(InvalidError) as caught:
        off(discount, **changes)

    (problem,) = caught.value.problems
    assert problem.field == "discount_code"
    assert words in problem.message
    assert problem.remedy


@pytest.mark.behaviour("B098")
def test_without_expiry_a_code_stays_valid():
    assert off(HALF, now=NOON + timedelta(days=4000)) == usd(15)
    assert off(replace(HALF, expires_at=TOMORROW)) == usd(15)


@pytest.mark.behaviour("B102")
def test_the_last_use_is_promised_once_and_comes_back_when_the_promise_lapses():
    first, second = OrderId("ord_1"), OrderId("ord_2")
    promised = replace(HALF, max_uses=1).hold(first, until=TOMORROW, now=NOON)

    with pytest.raises(InvalidError, match="used up"):
        off(promised, order_id=second)
    assert off(promised, order_id=first) == usd(15)
    assert off(promised, order_id=second, now=TOMORROW) == usd(15)
    assert off(promised.release(first, now=NOON), order_id=second) == usd(15)


@pytest.mark.behaviour("B101")
def test_a_redemption_counts_once_and_ends_the_promise():
    order = OrderId("ord_1")
    used = HALF.hold(order, until=TOMORROW, now=NOON).redeemed(order, now=NOON)

    assert (used.used, dict(used.holds)) == (1, {})
    assert used.promised(now=NOON) == 1


def test_a_customer_is_known_again_by_account_address_and_media_identity():
    known = people(user_id=UserId("usr_1"), email=" Ann@Example.com ", claims=("name:ann",))

    assert known == ("user:usr_1", "email:ann@example.com", "media:name:ann")
    assert people(user_id=None, email="", claims=()) == ()


def test_codes_are_kept_casefolded():
    assert normal("  SUMMER ") == "summer"


@pytest.mark.property
@given(
    minor=st.integers(1, 10**12),
    percent=st.decimals(min_value=Decimal("0.01"), max_value=100, places=2),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
)
def test_a_share_is_never_negative_nor_more_than_the_price(minor, percent, currency):
    price = Money(minor, currency)
    taken = taken_off(Discount("x", percent=percent), price)

    assert 0 <= taken.minor <= price.minor
