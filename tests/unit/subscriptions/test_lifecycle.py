"""Who is active, until when, and what one more payment does."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.kernel.term import Term, days, months
from chalicelib.subscriptions.grace import next_start
from chalicelib.subscriptions.lifecycle import (
    Standing,
    current_period,
    last_period,
    next_change,
    paid_until,
    standing,
    with_period,
)
from chalicelib.subscriptions.model import Period, Subscription
from tests.builders import NOON, a_period, at

ANN = UserId("usr_ann")
PLAN = PlanId("pln_basic")
HOUR = timedelta(hours=1)


def sub(*spans: tuple[int, int]) -> Subscription:
    """Return a subscription with periods of hours after noon."""
    periods = [
        Period(PaymentId(f"pay_{start}_{end}"), PLAN, NOON + start * HOUR, NOON + end * HOUR)
        for start, end in spans
    ]
    return Subscription(ANN, tuple(sorted(periods, key=lambda each: each.starts_at)))


spans = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(1, 300)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=6,
)
instants = st.integers(-600, 900).map(lambda hours: NOON + hours * HOUR)
terms = st.one_of(st.builds(days, st.integers(1, 400)), st.builds(months, st.integers(1, 24)))


def renewed(subscription: Subscription, term: Term, *, now, payment: str = "pay_new"):
    starts_at = next_start(subscription, now=now)
    period = Period(PaymentId(payment), PLAN, starts_at, term.end_from(starts_at))
    return with_period(subscription, period=period, now=now)


@pytest.mark.property
@given(spans, terms, instants)
def test_a_renewal_never_shortens_and_adds_exactly_one_term(spans, term: Term, now):
    before = sub(*spans)

    after = renewed(before, term, now=now)

    start = paid_until(before, now=now) or now
    assert set(before.periods) < set(after.periods)
    assert (paid_until(after, now=now) or now) >= term.end_from(start)
    (added,) = set(after.periods) - set(before.periods)
    assert (added.starts_at, added.ends_at) == (start, term.end_from(start))
    assert standing(after, is_permanent=False, now=now) is Standing.ACTIVE


@pytest.mark.property
@given(spans, terms, terms, instants)
def test_the_order_in_which_payments_come_does_not_matter_for_the_time(spans, one, other, now):
    first = renewed(renewed(sub(*spans), one, now=now), other, now=now, payment="pay_2")

    assert len(first.periods) == len(spans) + 2
    assert paid_until(first, now=now) >= max(one.end_from(now), other.end_from(now))


@pytest.mark.property
@given(spans, instants)
def test_active_means_that_now_lies_in_a_period(spans, now):
    subscription = sub(*spans)
    inside = any(p.starts_at <= now < p.ends_at for p in subscription.periods)

    assert (standing(subscription, is_permanent=False, now=now) is Standing.ACTIVE) == inside
    assert (paid_until(subscription, now=now) is not None) == inside
    assert (current_period(subscription, now=now) is not None) == inside


@pytest.mark.property
@given(spans, instants)
def test_nothing_changes_before_the_next_change(spans, now):
    subscription = sub(*spans)
    change = next_change(subscription, after=now)

    later = change - timedelta(seconds=1) if change else NOON + timedelta(days=400)
    if later > now:
        before = standing(subscription, is_permanent=False, now=now)
        assert standing(subscription, is_permanent=False, now=later) is before
        assert current_period(subscription, now=later) == current_period(subscription, now=now)


@pytest.mark.behaviour("B058", "B059", "B068")
@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (-1, Standing.UPCOMING),
        (0, Standing.ACTIVE),
        (9, Standing.ACTIVE),
        (10, Standing.EXPIRED),
        (11, Standing.EXPIRED),
    ],
)
def test_the_start_counts_and_the_end_does_not(hours: int, expected: Standing):
    now = NOON + hours * HOUR
    assert standing(sub((0, 10)), is_permanent=False, now=now) is expected


def test_a_gap_ends_the_paid_time_and_an_overlap_does_not():
    assert paid_until(sub((0, 10), (11, 20)), now=NOON) == NOON + 10 * HOUR
    assert paid_until(sub((0, 10), (10, 20), (15, 18)), now=NOON) == NOON + 20 * HOUR


def test_permanent_people_need_no_period():
    assert standing(sub(), is_permanent=True, now=NOON) is Standing.PERMANENT
    assert standing(sub(), is_permanent=False, now=NOON) is Standing.NEVER


def test_of_several_running_periods_the_one_that_began_last_counts():
    running = current_period(sub((0, 100), (5, 20)), now=NOON + 6 * HOUR)

    assert running is not None
    assert running.starts_at == NOON + 5 * HOUR
    last = last_period(sub((0, 100), (5, 20)))
    assert last is not None
    assert last.ends_at == NOON + 100 * HOUR
    assert last_period(sub()) is None


@pytest.mark.behaviour("B030")
def test_a_month_paid_early_on_the_last_of_january_ends_with_march():
    january = with_period(
        sub(), period=a_period(starts_at=at("2026-01-31"), ends_at=at("2026-02-28")), now=NOON
    )

    assert renewed(january, months(1), now=at("2026-02-01")).periods[-1] == Period(
        PaymentId("pay_new"), PLAN, at("2026-02-28"), at("2026-03-28")
    )


def test_a_new_period_sets_when_to_look_again():
    assert renewed(sub(), days(1), now=NOON).due_at == NOON + timedelta(days=1)
    past = with_period(
        sub(), period=a_period(starts_at=at("2025-01-01"), ends_at=at("2025-02-01")), now=NOON
    )
    assert past.due_at is None
