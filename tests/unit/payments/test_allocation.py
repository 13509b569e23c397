"""What an amount buys: whole terms, time at the plan's rate, credit, or a question."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import Money
from chalicelib.kernel.term import days, months
from chalicelib.payments.rules.allocation import MOST_TERMS, allocate
from chalicelib.settings.model import OtherAmounts
from tests.builders import NOON, a_plan, at, usd

RULES = list(OtherAmounts)
PLANS = st.builds(
    lambda minor, currency, term: a_plan(price=Money(minor, currency), term=term),
    st.integers(1, 10**12),
    st.sampled_from(["USD", "JPY", "KWD"]),
    st.sampled_from([days(1), days(30), months(1), months(12)]),
)


@pytest.mark.property
@given(PLANS, st.integers(1, MOST_TERMS), st.sampled_from(RULES))
def test_whole_multiples_buy_as_many_terms_whatever_the_rule(plan, times, rule):
    bought = allocate(plan.price.times(times), plan, rule=rule)

    assert (bought.terms, bought.part, bought.credit, bought.review) == (times, 0, None, "")
    end = NOON
    for _ in range(times):
        end = plan.term.end_from(end)
    # One after the other, months would clamp again and again.
    assert end <= bought.end_from(NOON, plan) <= end + timedelta(days=3)


@pytest.mark.property
@given(PLANS, st.integers(1, 10**13))
def test_credit_and_terms_sum_to_the_amount(plan, minor):
    amount = Money(minor, plan.price.currency)

    bought = allocate(amount, plan, rule=OtherAmounts.CREDIT)

    if not bought.review:
        kept = bought.credit or Money.zero(amount.currency)
        assert plan.price.times(bought.terms) + kept == amount
        assert 0 <= kept.minor < plan.price.minor


@pytest.mark.property
@given(PLANS, st.integers(1, 10**13), st.integers(1, 10**13))
def test_more_money_never_buys_less_time(plan, one, other):
    less, more = sorted((one, other))
    ends = [
        allocate(Money(minor, plan.price.currency), plan, rule=OtherAmounts.DAYS)
        for minor in (less, more)
    ]

    if not any(each.review for each in ends):
        assert ends[0].end_from(NOON, plan) <= ends[1].end_from(NOON, plan)


@pytest.mark.property
@given(st.sampled_from(RULES), st.integers(-(10**12), 0))
def test_nothing_and_less_buys_nothing(rule, minor):
    bought = allocate(Money(minor, "USD"), a_plan(), rule=rule)

    assert (bought.terms, bought.part, bought.credit) == (0, 0, None)
    assert "buys nothing" in bought.review


@pytest.mark.parametrize(
    ("amount", "plan", "until"),
    [
        (usd(5), a_plan(), "2026-02-14T12:00:00"),  # half of the 28 days that follow
        (usd(15), a_plan(), "2026-03-16T00:00:00"),  # a month, then half of the 31 days after it
        (Money(50, "JPY"), a_plan(price=Money(100, "JPY"), term=days(30)), "2026-02-15T12:00:00"),
        (Money(1, "KWD"), a_plan(price=Money(3000, "KWD"), term=days(30)), "2026-01-31T12:14:24"),
    ],
)
def test_days_are_taken_of_the_term_that_would_come_next(amount, plan, until):
    bought = allocate(amount, plan, rule=OtherAmounts.DAYS)

    assert bought.end_from(NOON, plan) == at(until)


def test_parts_of_a_second_are_rounded_half_up():
    plan = a_plan(price=Money(7, "JPY"), term=days(1))

    thirds = [allocate(Money(n, "JPY"), plan, rule=OtherAmounts.DAYS) for n in range(1, 7)]

    seconds = [int((each.end_from(NOON, plan) - NOON).total_seconds()) for each in thirds]
    assert seconds == [round(Decimal(86_400) * n / 7) for n in range(1, 7)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("amount", "plan", "words"),
    [
        (Money(1000, "EUR"), a_plan(), "sold in USD"),
        (usd(10), a_plan(price=usd(0)), "no price"),
        (Money(10**12, "USD"), a_plan(), "would buy 1000000000 terms"),
        (usd(10 * (MOST_TERMS + 1)), a_plan(), "would buy 25 terms"),
    ],
)
def test_what_cannot_be_meant_is_left_to_a_person(amount, plan, words: str, rule):
    assert words in allocate(amount, plan, rule=rule).review


def test_another_amount_is_left_for_review_by_that_rule():
    bought = allocate(usd(12), a_plan(), rule=OtherAmounts.REVIEW)

    assert bought.review == "Basic costs 10.00 USD, not 12.00 USD."
    assert bought.end_from(NOON, a_plan()) == NOON


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2028-01-31", "2028-03-31"),
        ("2027-12-31", "2028-02-29"),
        ("2028-02-29", "2028-04-29"),
        ("2026-12-31", "2027-02-28"),
    ],
)
def test_terms_clamp_to_the_end_of_a_month_once(begin: str, end: str):
    bought = allocate(usd(20), a_plan(), rule=OtherAmounts.REVIEW)

    assert bought.end_from(at(begin), a_plan()) == at(end)
