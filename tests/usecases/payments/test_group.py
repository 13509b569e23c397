"""One master pays for several others: what each gets, and when a person must decide."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.catalog.model import Plan
from chalicelib.checkout.for_groups import NotForThemError
from chalicelib.checkout.offer import offers
from chalicelib.checkout.start import start
from chalicelib.jobs.model import Job
from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import UserId
from chalicelib.notifications.model import Event
from chalicelib.payments.assign import assign
from chalicelib.payments.by_hand.enter import enter
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import (
    OrderMode,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.renewing.follow import follow
from chalicelib.payments.reporting.receipts import has_receipt
from chalicelib.payments.settle import settle
from chalicelib.subscriptions.grace import is_grace
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import Links
from tests.builders import (
    MONTH_LATER,
    NOON,
    a_period,
    a_plan,
    a_subscription,
    a_user,
    an_identity,
    usd,
)
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.family import (
    ANN,
    BOB,
    CLEO,
    FAMILY,
    books_agree,
    link,
    open_shop,
    paid,
    parts,
    pays,
)
from tests.usecases.payments.shop import ADMIN, Shop


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.mark.behaviour("B116", "B122")
def test_everybody_gets_the_plan_and_the_dates_and_the_money_stands_once(shop: Shop):
    pays(shop)

    found = parts(shop)
    assert [(each.user_id, each.key.sequence, each.amount.minor) for each in found] == [
        (ANN, 1, 3000),
        (BOB, 2, 0),
        (CLEO, 3, 0),
    ]
    assert {(each.key.external_id, each.parts, each.master_id) for each in found} == {
        (found[0].key.external_id, 3, ANN)
    }
    assert {(each.plan_id, each.starts_at, each.ends_at) for each in found} == {
        (FAMILY.id, NOON, MONTH_LATER)
    }
    assert [paid(shop, each)[0].by_master for each in (ANN, BOB, CLEO)] == [False, True, True]
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 3000}
    assert {job.user_id for job in shop.access_jobs()} == {ANN, BOB, CLEO}
    books_agree(shop)


def test_the_master_alone_gets_a_receipt(shop: Shop):
    pays(shop)

    assert [mail.user_id for mail in shop.mails(Event.PAYMENT_RECEIVED)] == [ANN]
    assert [has_receipt(each) for each in parts(shop)] == [True, False, False]


@pytest.mark.behaviour("B117")
def test_a_plan_for_one_extends_the_master_alone(shop: Shop):
    shop.sells("ann", user_id=ANN)

    assert [each.user_id for each in shop.db.all(Payment)] == [ANN]
    assert len(paid(shop, ANN)) == 1
    assert paid(shop, BOB) == paid(shop, CLEO) == ()


@pytest.mark.behaviour("B079")
def test_a_trial_plan_makes_no_sub_payments(shop: Shop):
    trial = a_plan(id="pln_trial", price=usd(0), is_trial=True, max_sub_accounts=2)
    shop.db.seed(trial)

    enter_by_hand(shop, trial)

    assert [each.user_id for each in shop.db.all(Payment)] == [ANN]


def enter_by_hand(shop: Shop, plan: Plan, **changes: Any) -> Payment:
    values: dict[str, Any] = {
        "user_id": ANN,
        "plan_id": plan.id,
        "amount": plan.price,
        "external_id": "cash-1",
        "starts_at": None,
        "ends_at": None,
        "notes": "",
    }
    return enter(shop.payments, actor=ADMIN, **{**values, **changes})


def test_money_received_by_hand_is_for_the_group_too(shop: Shop):
    enter_by_hand(shop, FAMILY)

    assert [each.user_id for each in parts(shop)] == [ANN, BOB, CLEO]
    enter_by_hand(shop, FAMILY, user_id=BOB, external_id="cash-2")
    assert len(shop.db.all(Payment)) == 4


def test_a_renewal_goes_to_the_group_as_it_is_by_then(shop: Shop):
    first = pays(shop, mode=OrderMode.RECURRING)
    link(shop, BOB)
    shop.db.seed(Links(CLEO, since=NOON, version=2))
    shop.passes(days=28)

    renewed = settle(shop.payments, found=shop.gateway.renew(first.subscription_ref), actor=ADMIN)

    assert renewed is not None
    assert (renewed.status, renewed.parts) == (PaymentStatus.SETTLED, 2)
    assert len(paid(shop, ANN)) == len(paid(shop, BOB)) == 2
    assert len(paid(shop, CLEO)) == 1
    books_agree(shop)


def test_a_renewal_with_more_linked_users_than_paid_for_waits_for_a_person(shop: Shop):
    first = pays(shop, mode=OrderMode.RECURRING)
    shop.db.seed(a_user(id="usr_dan", name="Dan", email="d@x.test", media=an_identity("dan")))
    link(shop, BOB, CLEO, UserId("usr_dan"))
    shop.passes(days=28)

    held = settle(shop.payments, found=shop.gateway.renew(first.subscription_ref), actor=ADMIN)

    assert held is not None
    assert held.status is PaymentStatus.UNMATCHED
    assert "covers 2 linked users, but Ann has 3" in held.attention
    with pytest.raises(ConflictError):
        assign(shop.payments, payment_id=held.id, user_id=ANN, plan_id=FAMILY.id, actor=ADMIN)
    link(shop, BOB, CLEO)
    assign(shop.payments, payment_id=held.id, user_id=ANN, plan_id=FAMILY.id, actor=ADMIN)
    assert [len(paid(shop, each)) for each in (ANN, BOB, CLEO)] == [2, 2, 2]


def test_grace_for_a_renewal_is_everybodys(shop: Shop):
    first = pays(shop, mode=OrderMode.RECURRING)
    shop.passes(days=28)
    follow(shop.payments, found=shop.gateway.fail_renewal(first.subscription_ref), actor=ADMIN)

    ends = {
        max(each.ends_at for each in held.periods if is_grace(each))
        for held in shop.db.all(Subscription)
    }
    assert len(shop.db.all(Subscription)) == 3
    assert len(ends) == 1

    shop.gateway.cancel_agreement(first.subscription_ref, at_period_end=False)
    ended = shop.gateway.read_agreement(first.subscription_ref)
    assert ended is not None
    follow(shop.payments, found=ended, actor=ADMIN)
    assert not any(is_grace(p) for each in shop.db.all(Subscription) for p in each.periods)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda shop: link(shop, BOB, CLEO, UserId("usr_dan")), "covers 2 linked users"),
        (lambda shop: shop.db.seed(Links(ANN, master_id=BOB, version=2)), "Ann is a linked user"),
    ],
)
def test_a_group_that_changed_while_it_was_paid_is_held(
    shop: Shop, spoil: Callable[[Shop], None], told: str
):
    shop.db.seed(a_user(id="usr_dan", name="Dan", email="d@x.test", media=an_identity("dan")))
    order = shop.buys("ann", plan_id=FAMILY.id, user_id=ANN)
    spoil(shop)
    payment = settle(shop.payments, found=shop.gateway.pay(order.checkout_id), actor=ADMIN)

    assert payment is not None
    assert payment.status is PaymentStatus.HELD
    assert told in payment.attention


@pytest.mark.behaviour("B115", "B032")
@pytest.mark.parametrize("subs", [(), (BOB,), (BOB, CLEO, UserId("usr_dan"))])
def test_the_plan_shows_only_to_a_master_with_so_many_linked_users(
    shop: Shop, subs: tuple[UserId, ...]
):
    assert shown(shop, ANN) == ["Basic", "Family"]
    assert shown(shop, None) == shown(shop, BOB) == ["Basic"]
    link(shop, *subs)

    assert shown(shop, ANN) == ["Basic"]
    for user_id in (ANN, None):
        with pytest.raises(NotForThemError):
            start(shop.checkout, request=shop.asks("ann", plan_id=FAMILY.id, user_id=user_id))
    assert shop.db.all(Payment) == ()


def shown(shop: Shop, user_id: UserId | None) -> list[str]:
    return sorted(each.plan.name for each in offers(shop.checkout, user_id=user_id).plans)


def test_dates_of_the_others_do_not_matter(shop: Shop):
    ends = NOON + timedelta(days=10)
    period = a_period(payment_id="pay_old", ends_at=ends)
    shop.db.seed(a_subscription(user_id=BOB, periods=(period,), due_at=ends))

    pays(shop)

    assert paid(shop, BOB)[-1].starts_at == NOON
    assert {each.ends_at for each in parts(shop)} == {MONTH_LATER}


def test_a_death_at_any_step_leaves_all_or_nothing_and_the_next_try_ends_it():
    step = 0
    while True:
        shop = open_shop()
        order = shop.buys("ann", plan_id=FAMILY.id, user_id=ANN)
        found = shop.gateway.pay(order.checkout_id)
        work = partial(settle, shop.payments, found=found, actor=ADMIN)
        died = dies_at(shop, step, work)
        assert len(shop.db.all(Payment)) in {0, 3}
        work()
        assert [each.user_id for each in parts(shop)] == [ANN, BOB, CLEO]
        assert len({job.id for job in shop.db.all(Job)}) == len(shop.db.all(Job))
        books_agree(shop)
        if not died:
            return
        step += 1
