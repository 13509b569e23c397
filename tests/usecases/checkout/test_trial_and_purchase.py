"""Trials and paid time: which comes first, and what takes the place of what."""

from dataclasses import replace

import pytest

from chalicelib.checkout.start import check
from chalicelib.checkout.trial_first import TrialFirstError
from chalicelib.kernel.errors import NotFoundError
from chalicelib.payments import assign
from chalicelib.payments.by_hand import advise
from chalicelib.payments.ledger import LedgerEntry, paid_seconds
from chalicelib.payments.model import Order, OrderStatus, Payment
from chalicelib.payments.settle import settle
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialUse
from chalicelib.users.model import User
from tests.builders import (
    NOON,
    a_gateway_payment,
    a_library,
    a_period,
    a_plan,
    a_server,
    a_share,
    a_subscription,
    a_user,
    claims_of,
    usd,
)
from tests.usecases.checkout.trying import TASTER, WEEK, forced, trial_shop, tries
from tests.usecases.payments.shop import ADMIN, Shop


@pytest.fixture
def shop() -> Shop:
    return trial_shop()


def test_paid_time_takes_the_place_of_a_trial_at_once_and_loses_nothing(shop: Shop):
    tries(shop)
    shop.passes(days=2)
    bought = shop.clock.now()
    assert check(shop.checkout, request=shop.asks("ann")).follows_trial
    payment = shop.sells("ann")

    trial_period, paid = shop.subscription().periods
    assert (trial_period.starts_at, trial_period.ends_at) == (NOON, bought)
    assert (paid.starts_at, paid.is_trial) == (bought, False)
    # A month from where the trial would have ended.
    assert paid.ends_at == a_plan().term.end_from(NOON + WEEK) == payment.ends_at
    tried = next(each for each in shop.db.all(Payment) if each.amount == usd(0))
    assert (tried.starts_at, tried.ends_at) == (NOON, bought)
    assert sum(each.seconds for each in shop.db.all(LedgerEntry)) == paid_seconds(
        shop.subscription()
    )


@pytest.mark.behaviour("B089")
def test_a_change_from_a_trial_brings_no_credit_and_what_is_left_of_it_is_added(shop: Shop):
    tries(shop)
    shop.passes(days=2)
    user_id = shop.db.one(User).id
    summary = check(shop.checkout, request=shop.asks("ann", user_id=user_id, replaces_now=True))
    payment = shop.sells("ann", user_id=user_id, replaces_now=True)

    assert (summary.change, summary.follows_trial) == (None, True)
    assert not payment.credit
    assert (payment.starts_at, payment.ends_at) == (
        shop.clock.now(),
        a_plan().term.end_from(NOON + WEEK),
    )


def test_money_assigned_by_hand_takes_the_place_of_a_trial_as_its_preview_says(shop: Shop):
    tries(shop)
    shop.passes(days=2)
    user = shop.db.one(User)
    paid = a_gateway_payment(order_id=None, payer_email="who@example.com")
    found = settle(shop.payments, found=paid, actor=ADMIN)
    assert found is not None
    asked = {"payment_id": found.id, "user_id": user.id, "plan_id": a_plan().id}
    shown = advise.preview(shop.payments, **asked)
    given = assign.assign(shop.payments, **asked, actor=ADMIN)

    assert (given.starts_at, given.ends_at) == (shown.starts_at, shown.ends_at)
    assert given.starts_at == shop.clock.now()


def test_a_second_purchase_follows_the_first_as_ever(shop: Shop):
    tries(shop)
    shop.passes(days=1)
    first = shop.sells("ann")
    second = shop.sells("ann")

    assert second.starts_at == first.ends_at


def test_in_a_trial_a_seat_is_held_on_a_regular_server(shop: Shop):
    beta = a_server(id="srv_beta", name="Beta", machine_id="machine-beta")
    shop.db.seed(
        a_server(allows_trials=True, allows_new=False),
        beta,
        a_library(id="lib_beta", server_id="srv_beta", share_id="5002"),
    )
    assert tries(shop).held_server_id == "srv_alpha"
    user = shop.db.one(User)
    shop.db.seed(a_share(user_id=user.id))

    assert shop.buys("ann").held_server_id == "srv_beta"


@pytest.mark.behaviour("B031")
def test_a_newcomer_has_to_try_before_the_first_paid_checkout(shop: Shop):
    forced(shop)

    with pytest.raises(TrialFirstError, match="take the free trial first"):
        shop.buys("ann")
    with pytest.raises(TrialFirstError):
        check(shop.checkout, request=shop.asks("ann"))
    assert shop.db.all(Order) == ()

    tries(shop)
    assert shop.buys("ann").status is OrderStatus.OPEN


def test_whoever_was_here_before_need_not_try(shop: Shop):
    user = a_user()
    shop.db.seed(user, *claims_of(user), a_subscription(periods=(a_period(),)))
    forced(shop)
    shop.passes(days=90)

    assert shop.buys("ann").status is OrderStatus.OPEN


def test_a_trial_that_cannot_be_had_keeps_nobody_from_buying(shop: Shop):
    forced(shop, max_users=1)
    tries(shop, "bob")
    assert shop.buys("ann").status is OrderStatus.OPEN

    forced(shop)
    shop.db.seed(a_server(allows_trials=False))
    assert shop.buys("cid").status is OrderStatus.OPEN

    shop.db.seed(a_server(allows_trials=True), replace(TASTER, is_active=False))
    assert shop.buys("dan").status is OrderStatus.OPEN


def test_a_trial_is_no_plan_for_sale(shop: Shop):
    with pytest.raises(NotFoundError):
        shop.buys("ann", plan_id=TASTER.id)


def test_everything_that_names_the_person_is_remembered(shop: Shop):
    tries(shop, email="post@example.com")

    user = shop.db.one(User)
    assert {each.who for each in shop.db.all(TrialUse)} == {
        f"user:{user.id}",
        "email:post@example.com",
        "email:ann@example.com",
        "name:ann",
        "id:plex-ann",
    }


@pytest.mark.behaviour("B078")
def test_a_trial_that_ends_unpaid_is_over_like_any_payment(shop: Shop):
    tries(shop)
    held: Subscription = shop.subscription()
    assert held.due_at == NOON + WEEK
    shop.passes(days=7)

    assert current_period(held, now=shop.clock.now()) is None
    due = shop.payments.subscriptions.due(now=shop.clock.now(), cursor=None, limit=10)
    assert due.items == (held,)
