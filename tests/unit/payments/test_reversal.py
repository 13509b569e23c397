"""What money that goes back takes with it, by the operator's policy."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.money import Money
from chalicelib.payments.model import Dispute, Payment
from chalicelib.payments.rules.reversal import disputed, refunded
from chalicelib.settings.model import PaymentSettings, ReversalPolicy
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.shift import period_of
from tests.builders import MONTH_LATER, NOON, a_payment, a_period, a_subscription, usd

DAY = timedelta(days=1)
MONTH_SECONDS = 28 * 86_400
PAID = a_payment(bought_seconds=MONTH_SECONDS)
SETTINGS = PaymentSettings()


def given_back(
    payment: Payment, held: Subscription, total: Money, *, now=NOON, settings=SETTINGS
) -> tuple[Payment, Subscription]:
    step = refunded(payment, held, total=total, settings=settings, now=now)
    return step.payment, step.subscription


@pytest.mark.property
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=6), st.integers(0, 28 * 24))
def test_a_refund_in_parts_ends_where_one_refund_ends(cuts: list[int], hours: int):
    now = NOON + timedelta(hours=hours)
    totals = sorted({*cuts, 700})
    payment, held = PAID, a_subscription()
    for total in totals:
        if payment.refunded is None or total > payment.refunded.minor:
            payment, held = given_back(payment, held, Money(total, "USD"), now=now)

    once = given_back(PAID, a_subscription(), Money(totals[-1], "USD"), now=now)

    assert held.periods == once[1].periods
    assert payment.ends_at == once[0].ends_at


@pytest.mark.property
@given(st.integers(1, 1000), st.integers(0, 40 * 24))
def test_what_was_used_is_never_taken(total: int, hours: int):
    now = NOON + timedelta(hours=hours)

    _, held = given_back(PAID, a_subscription(), Money(total, "USD"), now=now)

    used = min(now, MONTH_LATER)
    period = period_of(held, PAID.id)
    assert (period.ends_at if period else NOON) >= used


def test_half_the_money_is_half_the_time():
    payment, held = given_back(PAID, a_subscription(), usd(5))

    assert payment.ends_at == held.periods[0].ends_at == NOON + 14 * DAY
    assert payment.refunded == usd(5)


@pytest.mark.parametrize(
    ("policy", "days"), [(ReversalPolicy.SHORTEN, 7), (ReversalPolicy.REVOKE, 0)]
)
def test_what_another_plan_left_still_buys_its_part_when_the_new_money_goes_back(
    policy: ReversalPolicy, days: int
):
    settings = replace(SETTINGS, refund_policy=policy)
    changed = replace(PAID, amount=usd(15), credit=usd(5))

    payment, held = given_back(changed, a_subscription(), usd(6), settings=settings)
    _, held = given_back(payment, held, usd(15), settings=settings)

    left = [each.ends_at - each.starts_at for each in held.periods]
    assert left == ([days * DAY] if days else [])


def test_all_the_money_before_the_time_began_is_all_the_time():
    later = a_period(starts_at=NOON + DAY, ends_at=MONTH_LATER + DAY)

    _, held = given_back(PAID, a_subscription(periods=(later,)), usd(10))

    assert held.periods == ()


@pytest.mark.parametrize("policy", [ReversalPolicy.REVOKE, ReversalPolicy.HOLD])
def test_revoking_ends_what_was_given_back_whole_and_shortens_the_rest(policy: ReversalPolicy):
    settings = PaymentSettings(refund_policy=policy)
    now = NOON + DAY

    _, whole = given_back(PAID, a_subscription(), usd(10), now=now, settings=settings)
    _, half = given_back(PAID, a_subscription(), usd(5), now=now, settings=settings)

    assert whole.periods[0].ends_at == now
    assert half.periods[0].ends_at == NOON + 14 * DAY


def test_keeping_changes_nothing_but_the_payment():
    settings = PaymentSettings(refund_policy=ReversalPolicy.KEEP)

    payment, held = given_back(PAID, a_subscription(), usd(10), settings=settings)

    assert held == a_subscription()
    assert payment == replace(PAID, refunded=usd(10))


def test_a_refund_that_failed_gives_no_time_and_says_so():
    before = replace(PAID, refunded=usd(5))

    step = refunded(before, a_subscription(), total=usd(0), settings=SETTINGS, now=NOON)

    assert step.subscription == a_subscription()
    assert "A refund of 5.00 USD failed" in step.text


@pytest.mark.property
@given(st.lists(st.integers(1, 1499), max_size=5))
def test_store_credit_goes_by_the_same_part_and_all_of_it_in_the_end(cuts: list[int]):
    payment = replace(PAID, amount=usd(15), kept_as_credit=usd(5))
    held, credit = a_subscription(), 0
    for total in [*sorted(set(cuts)), 1500]:
        step = refunded(payment, held, total=Money(total, "USD"), settings=SETTINGS, now=NOON)
        payment, held = step.payment, step.subscription
        credit += step.credit.minor if step.credit else 0

    assert credit == -500


def moves(payment: Payment, held: Subscription, dispute: Dispute, *, now, settings=SETTINGS):
    return disputed(payment, held, dispute=dispute, settings=settings, now=now)


@pytest.mark.property
@given(st.integers(-100, 28 * 24 - 1), st.integers(0, 2000))
def test_a_dispute_that_is_won_gives_back_exactly_what_was_left(hours: int, waited: int):
    now = NOON + timedelta(hours=hours)
    opened = moves(PAID, a_subscription(), Dispute.OPEN, now=now)
    later = now + timedelta(hours=waited)

    won = moves(opened.payment, opened.subscription, Dispute.WON, now=later)

    left = MONTH_LATER - max(now, NOON)
    given_to = period_of(won.subscription, PAID.id)
    assert given_to is not None
    assert given_to.ends_at - given_to.starts_at == left
    assert given_to.starts_at == later
    assert (won.payment.held_seconds, won.payment.dispute) == (0, Dispute.WON)
    assert won.payment.ends_at == given_to.ends_at


def test_an_open_dispute_ends_access_at_once():
    opened = moves(PAID, a_subscription(), Dispute.OPEN, now=NOON + 7 * DAY)

    assert opened.subscription.periods[0].ends_at == NOON + 7 * DAY
    assert opened.payment.held_seconds == 21 * 86_400


@pytest.mark.parametrize("policy", [ReversalPolicy.REVOKE, ReversalPolicy.SHORTEN])
def test_other_policies_hold_nothing_back(policy: ReversalPolicy):
    settings = PaymentSettings(dispute_policy=policy)
    opened = moves(PAID, a_subscription(), Dispute.OPEN, now=NOON + DAY, settings=settings)

    won = moves(
        opened.payment, opened.subscription, Dispute.WON, now=NOON + DAY, settings=settings
    )

    assert opened.payment.held_seconds == 0
    assert won.subscription == opened.subscription


def test_who_keeps_access_keeps_it_through_all_of_a_dispute():
    settings = PaymentSettings(dispute_policy=ReversalPolicy.KEEP)

    for dispute in (Dispute.OPEN, Dispute.WON, Dispute.LOST):
        step = moves(PAID, a_subscription(), dispute, now=NOON, settings=settings)
        assert step.subscription == a_subscription()


def test_a_lost_dispute_gives_nothing_back():
    opened = moves(PAID, a_subscription(), Dispute.OPEN, now=NOON)

    lost = moves(opened.payment, opened.subscription, Dispute.LOST, now=NOON + DAY)

    assert lost.subscription == opened.subscription
    assert lost.payment.held_seconds == 0


def test_a_dispute_that_was_lost_before_we_heard_ends_access_now():
    lost = moves(PAID, a_subscription(), Dispute.LOST, now=NOON + DAY)

    assert lost.subscription.periods[0].ends_at == NOON + DAY
    assert (lost.payment.dispute, lost.payment.held_seconds) == (Dispute.LOST, 0)


def test_a_refund_while_it_is_disputed_leaves_less_to_give_back():
    opened = moves(PAID, a_subscription(), Dispute.OPEN, now=NOON)

    half = refunded(opened.payment, opened.subscription, total=usd(5), settings=SETTINGS, now=NOON)
    whole = refunded(half.payment, half.subscription, total=usd(10), settings=SETTINGS, now=NOON)

    assert half.payment.held_seconds == 14 * 86_400
    assert whole.payment.held_seconds == 0


@pytest.mark.parametrize("dispute", list(Dispute))
def test_a_payment_that_bought_nothing_takes_nothing(dispute: Dispute):
    blank = Subscription("usr_ann")

    assert moves(PAID, blank, dispute, now=NOON).subscription == blank
    assert given_back(PAID, blank, usd(10))[1] == blank
