"""Shortening, removing and lengthening paid time loses nothing else that was paid."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.payments.ledger import paid_seconds
from chalicelib.subscriptions.grace import grace_of, with_grace
from chalicelib.subscriptions.lifecycle import next_change, rescheduled
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.subscriptions.shift import ending_at, period_of, remaining, span_of, without
from tests.builders import NOON, a_period, a_subscription, at

HOUR = timedelta(hours=1)


@st.composite
def subscriptions(draw: st.DrawFn) -> Subscription:
    """Up to five periods without overlaps, with gaps here and there, around NOON."""
    edge = NOON - timedelta(hours=draw(st.integers(0, 200)))
    periods = []
    for number in range(draw(st.integers(1, 5))):
        edge += draw(st.sampled_from([timedelta(0), timedelta(0), 30 * HOUR]))
        ends_at = edge + draw(st.integers(1, 100)) * HOUR
        periods.append(a_period(payment_id=f"pay_{number}", starts_at=edge, ends_at=ends_at))
        edge = ends_at
    return rescheduled(Subscription("usr_ann", tuple(periods)), now=NOON)


def overlaps(subscription: Subscription) -> bool:
    edges = [e for p in subscription.periods for e in (p.starts_at, p.ends_at)]
    return edges != sorted(edges)


def lengths(subscription: Subscription, *, besides: Period) -> dict[str, timedelta]:
    others = (each for each in subscription.periods if each.payment_id != besides.payment_id)
    return {each.payment_id: each.ends_at - each.starts_at for each in others}


@pytest.mark.property
@given(subscriptions(), st.data())
def test_only_the_time_of_that_payment_changes_and_exactly_by_what_was_cut(held, data):
    period = data.draw(st.sampled_from(held.periods))
    ends_at = period.starts_at + data.draw(st.integers(-50, 300)) * HOUR

    after = ending_at(held, payment_id=period.payment_id, ends_at=ends_at, now=NOON)

    cut = min(period.ends_at - ends_at, period.ends_at - period.starts_at)
    if period.ends_at <= NOON:
        cut = max(cut, timedelta(0))  # what is over does not grow
    assert paid_seconds(held) - paid_seconds(after) == int(cut.total_seconds())
    assert lengths(after, besides=period) == lengths(held, besides=period)


@pytest.mark.property
@given(subscriptions(), st.data())
def test_no_overlap_is_made_and_nothing_that_was_used_moves(held, data):
    period = data.draw(st.sampled_from(held.periods))
    ends_at = max(period.starts_at, NOON) + data.draw(st.integers(0, 300)) * HOUR

    after = ending_at(held, payment_id=period.payment_id, ends_at=ends_at, now=NOON)

    assert not overlaps(after)
    begun = [each for each in held.periods if each.starts_at < NOON and each != period]
    assert set(begun) <= set(after.periods)
    assert after.due_at == next_change(after, after=NOON)


@pytest.mark.property
@given(subscriptions(), st.data())
def test_time_that_is_given_back_as_it_was_taken_comes_to_the_same(held, data):
    period = data.draw(st.sampled_from([p for p in held.periods if p.ends_at > NOON] or [None]))
    if period is None:
        return
    edge = max(period.starts_at, NOON) + HOUR
    if edge >= period.ends_at:
        return
    cut = ending_at(held, payment_id=period.payment_id, ends_at=edge, now=NOON)

    back = ending_at(cut, payment_id=period.payment_id, ends_at=period.ends_at, now=NOON)

    assert paid_seconds(back) == paid_seconds(held)
    assert not overlaps(back)


def chain(*days: str) -> Subscription:
    periods = tuple(
        a_period(payment_id=f"pay_{number}", starts_at=at(begin), ends_at=at(end))
        for number, (begin, end) in enumerate(pairwise(days))
    )
    return a_subscription(periods=periods)


def test_what_follows_without_a_gap_moves_along():
    held = chain("2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10")

    after = ending_at(held, payment_id="pay_0", ends_at=at("2026-02-01"), now=NOON)

    assert [(p.starts_at, p.ends_at) for p in after.periods] == [
        (at("2026-01-10"), at("2026-02-01")),
        (at("2026-02-01"), at("2026-03-01")),
        (at("2026-03-01"), at("2026-04-01")),
    ]


def test_what_follows_begins_now_at_the_earliest():
    held = chain("2026-01-10", "2026-02-10", "2026-03-10")

    after = without(held, payment_id="pay_0", now=NOON)

    assert [(p.starts_at, p.ends_at) for p in after.periods] == [(NOON, NOON + timedelta(days=28))]


def test_what_comes_after_a_gap_stays_unless_it_would_overlap():
    gap = a_period(payment_id="pay_9", starts_at=at("2026-03-01"), ends_at=at("2026-03-20"))
    first = chain("2026-01-10", "2026-02-10")
    held = a_subscription(periods=(*first.periods, gap))

    shorter = ending_at(held, payment_id="pay_0", ends_at=at("2026-02-01"), now=NOON)
    longer = ending_at(held, payment_id="pay_0", ends_at=at("2026-03-05"), now=NOON)

    assert period_of(shorter, "pay_9") == gap
    moved = period_of(longer, "pay_9")
    assert moved is not None
    assert (moved.starts_at, moved.ends_at) == (at("2026-03-05"), at("2026-03-24"))


def test_time_that_is_over_moves_nothing():
    held = chain("2025-11-01", "2025-12-01", "2026-02-10")

    after = without(held, payment_id="pay_0", now=NOON)

    assert after.periods == held.periods[1:]


def test_removing_takes_all_periods_of_a_payment():
    twice = (
        a_period(starts_at=at("2026-01-01"), ends_at=at("2026-01-05")),
        a_period(payment_id="pay_2", starts_at=at("2026-01-05"), ends_at=at("2026-02-05")),
        a_period(starts_at=at("2026-02-05"), ends_at=at("2026-02-20")),
    )
    held = a_subscription(periods=twice)

    assert span_of(held, "pay_1") == (at("2026-01-01"), at("2026-02-20"))
    assert [p.payment_id for p in without(held, payment_id="pay_1", now=NOON).periods] == ["pay_2"]


@pytest.mark.parametrize("payment_id", ["pay_none", ""])
def test_a_payment_without_time_changes_nothing(payment_id: str):
    held = a_subscription()

    assert ending_at(held, payment_id=payment_id, ends_at=NOON, now=NOON) is held
    assert without(held, payment_id=payment_id, now=NOON) is held
    assert span_of(held, payment_id) is None


def test_grace_ends_with_the_time_that_it_followed():
    held = with_grace(a_subscription(), ref="sub_1", until=at("2026-03-02"), now=NOON)

    shorter = ending_at(held, payment_id="pay_1", ends_at=at("2026-02-10"), now=NOON)
    longer = ending_at(held, payment_id="pay_1", ends_at=at("2026-03-01"), now=NOON)

    assert grace_of(shorter) is None
    kept = grace_of(longer)
    assert kept is not None
    assert (kept.starts_at, kept.ends_at) == (at("2026-03-01"), at("2026-03-02"))


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-01-01", timedelta(days=28)),
        ("2026-02-14T12:00:00", timedelta(days=14)),
        ("2026-02-28T12:00:00", timedelta(0)),
        ("2026-05-01", timedelta(0)),
    ],
)
def test_what_remains_of_a_period_is_what_is_not_over(now: str, left: timedelta):
    instant: datetime = at(now)
    assert remaining(a_period(), now=instant) == left
