"""Grace bridges the wait for a renewal and is never counted as bought."""

from datetime import timedelta

import pytest

from chalicelib.payments.ledger import paid_seconds
from chalicelib.subscriptions.grace import (
    grace_of,
    is_grace,
    last_end,
    next_start,
    ref_of,
    with_grace,
    with_grace_of,
    without_grace,
)
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from tests.builders import MONTH_LATER, NOON, a_period, a_subscription

DAY = timedelta(days=1)


def in_grace() -> Subscription:
    return with_grace(a_subscription(), ref="sub_1", until=MONTH_LATER + 3 * DAY, now=NOON)


def test_grace_follows_the_paid_time_and_lets_people_in():
    held = in_grace()

    grace = grace_of(held)
    assert grace is not None
    assert (grace.starts_at, grace.ends_at) == (MONTH_LATER, MONTH_LATER + 3 * DAY)
    assert ref_of(grace) == "sub_1"
    later = standing(held, is_permanent=False, now=MONTH_LATER + 2 * DAY)
    assert later is Standing.ACTIVE


def test_grace_is_not_paid_time():
    held = in_grace()

    assert paid_seconds(held) == paid_seconds(a_subscription())
    assert last_end(held) == MONTH_LATER
    assert without_grace(held, now=NOON).periods == a_subscription().periods


def test_another_grace_takes_the_place_of_the_first():
    longer = with_grace(in_grace(), ref="sub_2", until=MONTH_LATER + 9 * DAY, now=NOON)

    assert [ref_of(each) for each in longer.periods if is_grace(each)] == ["sub_2"]


@pytest.mark.parametrize("until", [NOON, MONTH_LATER])
def test_paid_time_up_to_then_needs_no_grace(until):
    assert grace_of(with_grace(in_grace(), ref="sub_1", until=until, now=NOON)) is None


def test_who_never_paid_has_no_grace():
    blank = Subscription("usr_ann")

    assert with_grace(blank, ref="sub_1", until=MONTH_LATER, now=NOON) == blank


def test_whoever_pays_within_the_grace_pays_from_where_it_began():
    held = in_grace()

    assert next_start(held, now=MONTH_LATER + DAY) == MONTH_LATER
    assert next_start(held, now=NOON) == MONTH_LATER
    assert next_start(held, now=MONTH_LATER + 4 * DAY) == MONTH_LATER + 4 * DAY


def test_what_is_left_of_a_grace_follows_time_that_grew():
    longer = a_subscription(periods=(a_period(ends_at=MONTH_LATER + DAY),))

    grace = grace_of(with_grace_of(longer, in_grace(), now=NOON))

    assert grace is not None
    assert grace.starts_at == MONTH_LATER + DAY
    assert with_grace_of(longer, a_subscription(), now=NOON) == longer
