"""Terms end when people expect them to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.term import Term, TermUnit, days, months
from tests.builders import at

starts = st.integers(0, 16 * 365 * 24 * 60).map(
    lambda minutes: at("2020-01-01") + timedelta(minutes=minutes)
)
terms = st.one_of(st.builds(days, st.integers(1, 3660)), st.builds(months, st.integers(1, 120)))


@pytest.mark.property
@given(starts, terms)
def test_a_term_ends_later_at_the_same_time_of_day(start, term: Term):
    end = term.end_from(start)

    assert end > start
    assert end.timetz() == start.timetz()


@pytest.mark.property
@given(starts, st.integers(1, 59))
def test_a_longer_term_ends_later(start, count: int):
    assert months(count).end_from(start) < months(count + 1).end_from(start)
    assert days(count).end_from(start) < days(count + 1).end_from(start)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-01-31", months(1), "2026-02-28"),
        ("2028-01-31", months(1), "2028-02-29"),
        ("2028-02-29", months(12), "2029-02-28"),
        ("2026-12-31T23:59:59", months(2), "2027-02-28T23:59:59"),
        ("2026-03-28", days(1), "2026-03-29"),
        ("2026-01-31", days(30), "2026-03-02"),
    ],
)
def test_months_clamp_and_days_do_not(start: str, term: Term, end: str):
    assert term.end_from(at(start)) == at(end)


@pytest.mark.parametrize(
    ("count", "unit"),
    [(0, "day"), (-1, "month"), (3661, "day"), (121, "month")],
)
def test_a_term_is_between_one_day_and_ten_years(count: int, unit: str):
    with pytest.raises(InvalidError):
        Term(count, TermUnit(unit))


def test_terms_read_well():
    assert [str(days(1)), str(days(30)), str(months(1)), str(months(3))] == [
        "1 day",
        "30 days",
        "1 month",
        "3 months",
    ]
