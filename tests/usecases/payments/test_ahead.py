"""A page of new payments is booked with few reads, and no other way than each alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.kernel.records import Update
from chalicelib.payments.model import GatewayAccount, Payment, PaymentStatus
from chalicelib.payments.sync import sync
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import (
    a_payer_mark,
    a_period,
    a_plan,
    a_subscription,
    a_user,
    an_agreement,
    an_identity,
    usd,
)
from tests.fakes import gateway as fake_gateway
from tests.usecases.payments.shop import Shop

COUNT = 10
# The account's switch and its cursor; then, for the page, what of it is in the books.
OF_A_RUN, OF_A_PAGE = 2, 1


@pytest.fixture(autouse=True)
def one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_gateway, "PAGE_SIZE", 100)


def member(shop: Shop, name: str) -> User:
    """Let somebody have paid for the plan before."""
    user = a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name))
    period = a_period(payment_id=f"pay_{name}", plan_id=a_plan().id)
    shop.db.seed(user, a_subscription(user_id=user.id, periods=(period,)))
    return user


def reads_of(shop: Shop) -> tuple[int, dict[str, int]]:
    """Return how often the stores were asked for the payments of a run, and its counts."""
    trips, commits = shop.db.round_trips, len(shop.db.commits)
    counts = dict(sync(shop.payments, account=GatewayAccount.STRIPE))
    reads = shop.db.round_trips - trips - (len(shop.db.commits) - commits)
    return reads - OF_A_RUN - OF_A_PAGE, counts


def test_strangers_cost_a_look_for_each_address_and_one_for_the_alarms(shop: Shop):
    for number in range(COUNT):
        shop.gateway.charge(usd(10), email=f"stranger{number}@x.test")

    assert reads_of(shop) == (COUNT + 1, {"read": COUNT, "unmatched": COUNT})


def test_money_without_an_address_costs_nothing_but_the_alarms(shop: Shop):
    for _ in range(COUNT):
        shop.gateway.charge(usd(10), email="")

    assert reads_of(shop) == (1, {"read": COUNT, "unmatched": COUNT})


def test_orders_whose_webhooks_were_lost_cost_two_reads_together(shop: Shop):
    for number in range(COUNT):
        shop.gateway.pay(shop.buys(f"buyer{number}").checkout_id)

    assert reads_of(shop) == (2, {"read": COUNT, "settled": COUNT})


def test_people_who_are_known_by_their_address_cost_a_look_each_and_two_together(shop: Shop):
    for number in range(COUNT):
        user = member(shop, f"friend{number}")
        shop.gateway.charge(a_plan().price, email=user.email)

    # Their subscriptions, and the plan that they all have.
    assert reads_of(shop) == (COUNT + 2, {"read": COUNT, "settled": COUNT})


def test_renewals_cost_a_look_each_and_two_together(shop: Shop):
    for number in range(COUNT):
        user = member(shop, f"friend{number}")
        agreement = an_agreement(ref=f"sub_{number}", user_id=user.id, plan_id=a_plan().id)
        shop.db.seed(agreement, a_payer_mark(mark=f"sub:stripe:{agreement.ref}", user_id=user.id))
        shop.gateway.charge(a_plan().price, email="", subscription_ref=agreement.ref)

    assert reads_of(shop) == (COUNT + 2, {"read": COUNT, "settled": COUNT})


def changed_at_the_first_commit(shop: Shop, change: Callable[[], None]) -> None:
    def hook(_writes: object) -> None:
        shop.db.before_commit.remove(hook)
        change()

    shop.db.before_commit.append(hook)


def test_what_was_read_ahead_is_read_again_when_somebody_was_faster(shop: Shop):
    user = member(shop, "ann")
    paid = shop.gateway.charge(a_plan().price, email=user.email)
    before = shop.db.one(Subscription)
    longer = replace(before, periods=(*before.periods, a_period(payment_id="pay_other")))
    changed_at_the_first_commit(shop, lambda: shop.db.commit(Update(longer)))

    sync(shop.payments, account=GatewayAccount.STRIPE)

    ids = {period.payment_id for period in shop.db.one(Subscription).periods}
    booked = shop.db.find(Payment, paid.key)
    assert booked is not None
    assert ids == {"pay_ann", "pay_other", booked.id}


def test_a_customer_who_came_on_the_same_page_is_known_by_the_address(shop: Shop):
    extra = shop.gateway.charge(a_plan().price, email="ann@example.com")
    shop.gateway.pay(shop.buys("ann").checkout_id)  # listed first, because it is newer

    sync(shop.payments, account=GatewayAccount.STRIPE)

    booked = shop.db.find(Payment, extra.key)
    assert booked is not None
    assert (booked.status, booked.user_id) == (PaymentStatus.SETTLED, shop.db.one(User).id)


def test_two_payments_of_one_person_on_a_page_follow_each_other(shop: Shop):
    user = member(shop, "ann")
    for _ in range(2):
        shop.gateway.charge(a_plan().price, email=user.email)

    sync(shop.payments, account=GatewayAccount.STRIPE)

    periods = sorted(shop.db.one(Subscription).periods, key=lambda each: each.starts_at)
    assert len(periods) == 3
    assert [each.ends_at for each in periods[:-1]] == [each.starts_at for each in periods[1:]]


def test_an_order_that_is_paid_twice_on_a_page_is_booked_once_and_held_once(shop: Shop):
    order = shop.buys()
    first = shop.gateway.pay(order.checkout_id)
    shop.gateway.charge(first.amount, email="ann@example.com", order_id=order.id)

    counts = sync(shop.payments, account=GatewayAccount.STRIPE)

    assert counts == {"read": 2, "settled": 1, "held": 1}
