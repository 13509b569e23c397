"""What becomes of a master's payment becomes of everybody for whom it was."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.kernel.errors import ConflictError, InvalidError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.limits import MOST_SUBS
from chalicelib.payments.assign import assign
from chalicelib.payments.by_hand import undo
from chalicelib.payments.by_hand.move import move
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.refund import preview, refund
from chalicelib.payments.renewing import plan_change
from chalicelib.payments.reporting.reconcile import reconcile
from chalicelib.payments.settle import settle
from chalicelib.subscriptions.model import Subscription
from tests.builders import (
    MONTH_LATER,
    NOON,
    a_plan,
    a_user,
    an_identity,
    usd,
)
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


@pytest.mark.behaviour("B056")
def test_a_refund_takes_the_time_from_all(shop: Shop):
    payment = pays(shop)
    shop.passes(days=7)
    shown = preview(shop.payments, payment_id=payment.id, amount=usd(15))
    refund(shop.payments, payment_id=payment.id, amount=usd(15), version=1, actor=ADMIN)

    assert [each.amount.minor for each in shown.parts] == [1500, 0, 0]
    ends = {each.ends_at for each in parts(shop)}
    assert ends == {each.ends_at for each in shown.parts} == {NOON + timedelta(days=14)}
    assert [each.left.minor for each in parts(shop)] == [1500, 0, 0]
    books_agree(shop)

    rest = parts(shop)[0]
    refund(shop.payments, payment_id=rest.id, amount=None, version=rest.version, actor=ADMIN)
    assert {each.status for each in parts(shop)} == {PaymentStatus.REFUNDED}
    assert {each.ends_at for each in parts(shop)} == {NOON + timedelta(days=7)}
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 0}
    books_agree(shop)


@pytest.mark.parametrize("end", [Dispute.WON, Dispute.LOST])
def test_a_dispute_holds_the_time_of_all(shop: Shop, end: Dispute):
    payment = pays(shop)
    shop.passes(days=8)
    for state in (Dispute.OPEN, end):
        disputed = shop.gateway.dispute(payment.key.external_id, state)
        settle(shop.payments, found=disputed, actor=ADMIN)
        settle(shop.payments, found=disputed, actor=ADMIN)

    assert {each.dispute for each in parts(shop)} == {end}
    lasts = {paid(shop, each)[-1].ends_at for each in (ANN, BOB, CLEO)}
    is_won = end is Dispute.WON
    assert lasts == {MONTH_LATER if is_won else NOON + timedelta(days=8)}
    assert [each.by_master for each in paid(shop, BOB)] == [True] * (2 if is_won else 1)
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 3000 if is_won else 0}
    books_agree(shop)


@pytest.mark.parametrize("named", [1, 3])
def test_taking_it_back_takes_it_from_all_and_it_can_be_given_again(shop: Shop, named: int):
    payment = pays(shop)
    for _ in range(2):
        part = next(each for each in parts(shop) if each.key.sequence == named)
        undo.unassign(shop.payments, payment_id=part.id, actor=ADMIN, why="Wrong")
        assert [(each.status, each.parts) for each in parts(shop)] == [
            (PaymentStatus.UNMATCHED, 1)
        ]
        assert [paid(shop, each) for each in (ANN, BOB, CLEO)] == [(), (), ()]
        books_agree(shop)
        assign(shop.payments, payment_id=payment.id, user_id=ANN, plan_id=FAMILY.id, actor=ADMIN)
        again = parts(shop)[0]
        refund(
            shop.payments, payment_id=again.id, amount=usd(1), version=again.version, actor=ADMIN
        )
        books_agree(shop)
    assert len(parts(shop)) == 3
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 2800}


def test_a_part_moves_only_with_the_whole(shop: Shop):
    pays(shop)
    first, second, _ = parts(shop)

    with pytest.raises(ConflictError):
        moves(shop, second.id, CLEO)
    moves(shop, first.id, BOB)

    assert [each.user_id for each in parts(shop)] == [BOB]
    assert paid(shop, ANN) == paid(shop, CLEO) == ()


def moves(shop: Shop, payment_id: PaymentId, user_id: UserId) -> None:
    move(
        shop.payments,
        payment_id=payment_id,
        user_id=user_id,
        plan_id=FAMILY.id,
        actor=ADMIN,
        why="Wrong",
    )


def test_the_day_counts_it_once(shop: Shop):
    pays(shop)

    report = reconcile(
        shop.payments, account=GatewayAccount.STRIPE, day=date(2026, 1, 31), zone=ZoneInfo("UTC")
    )

    assert report.differing == ()
    assert report.totals() == {"USD": (3000, 3000)}


def test_a_running_plan_of_a_group_is_not_ended_for_another(shop: Shop):
    pays(shop)

    with pytest.raises(InvalidError) as refused:
        plan_change.preview(shop.payments, user_id=ANN, plan=a_plan())
    assert refused.value.problems[0].field == "start"
    assert plan_change.preview(shop.payments, user_id=BOB, plan=a_plan()).credit == usd(0)


def test_what_was_given_back_before_counts_for_all_alike(shop: Shop):
    found = shop.gateway.charge(usd(30), email="stranger@x.test")
    payment = settle(shop.payments, found=found, actor=ADMIN)
    assert payment is not None
    settle(
        shop.payments,
        found=shop.gateway.give_back(payment.key.external_id, usd(10)),
        actor=ADMIN,
    )
    assign(shop.payments, payment_id=payment.id, user_id=ANN, plan_id=FAMILY.id, actor=ADMIN)
    first = parts(shop)[0]

    refund(shop.payments, payment_id=first.id, amount=usd(10), version=first.version, actor=ADMIN)

    assert {each.ends_at for each in parts(shop)} == {NOON + (MONTH_LATER - NOON) / 2}
    books_agree(shop)


@pytest.mark.parametrize("way", ["refunded", "taken back"])
def test_the_largest_group_that_paid_far_ahead_is_booked_with_all_its_dates(way: str):
    shop = open_shop()
    subs = [
        a_user(id=f"usr_{number}", email=f"{number}@example.com", media=an_identity(f"m{number}"))
        for number in range(MOST_SUBS)
    ]
    shop.db.seed(*subs, replace(FAMILY, max_sub_accounts=MOST_SUBS))
    link(shop, *(each.id for each in subs))
    first, *_ = (pays(shop) for _ in range(6))

    if way == "refunded":
        refund(shop.payments, payment_id=first.id, amount=None, version=1, actor=ADMIN)
    else:
        undo.unassign(shop.payments, payment_id=first.id, actor=ADMIN, why="Wrong person")

    dates = {each.id: (each.starts_at, each.ends_at) for each in shop.db.all(Payment)}
    periods = [each for held in shop.db.all(Subscription) for each in held.periods]
    assert len(periods) == 5 * (1 + MOST_SUBS)
    assert {each.payment_id: (each.starts_at, each.ends_at) for each in periods}.items() <= (
        dates.items()
    )
    assert min(each.starts_at for each in periods) == NOON
