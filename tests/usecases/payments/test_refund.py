"""Money goes back once, and takes by the rules what was shown before."""

from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.kernel.errors import (
    ActionRequiredError,
    ConflictError,
    InvalidError,
    NotFoundError,
    RetryLaterError,
    StaleRecordError,
)
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.assign import Share, assign, split
from chalicelib.payments.by_hand.enter import enter
from chalicelib.payments.by_hand.undo import unassign
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import (
    Dispute,
    GatewayAccount,
    GatewayName,
    Payment,
    PaymentStatus,
)
from chalicelib.payments.refund import preview, refund
from chalicelib.payments.settle import settle
from chalicelib.settings.model import PayPalSettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import NOON, a_plan, a_user, an_identity, claims_of, usd
from tests.fakes.gateway import FakeGateway
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN, Shop


def gives_back(shop: Shop, payment: Payment, amount: Money | None = None) -> Payment:
    return refund(
        shop.payments,
        payment_id=payment.id,
        amount=amount,
        version=payment.version,
        actor=ADMIN,
    )


@pytest.mark.behaviour("B056")
def test_a_refund_moves_money_at_the_gateway_and_takes_what_was_shown(shop: Shop):
    payment = shop.sells()
    shop.passes(days=7)
    shown = preview(shop.payments, payment_id=payment.id, amount=usd(5))

    after = gives_back(shop, payment, usd(5))

    assert shop.gateway.payments[payment.key.external_id].refunded == usd(5)
    assert (after.status, after.refunded) == (PaymentStatus.SETTLED, usd(5))
    assert shown.parts[0].ends_at == after.ends_at == NOON + timedelta(days=14)
    assert shown.parts[0].text == after.attention
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 500}


def test_without_an_amount_all_that_is_left_goes_back(shop: Shop):
    payment = gives_back(shop, shop.sells(), usd(3))

    assert preview(shop.payments, payment_id=payment.id, amount=None).amount == usd(7)
    after = gives_back(shop, payment)

    assert (after.status, after.refunded) == (PaymentStatus.REFUNDED, usd(10))
    assert shop.subscription().periods == ()
    with pytest.raises(ConflictError):
        gives_back(shop, after)
    with pytest.raises(ConflictError):
        preview(shop.payments, payment_id=payment.id, amount=None)


def test_a_second_click_gives_nothing_back(shop: Shop):
    payment = shop.sells()
    gives_back(shop, payment, usd(2))

    with pytest.raises(StaleRecordError):
        gives_back(shop, payment, usd(2))

    assert shop.gateway.payments[payment.key.external_id].refunded == usd(2)


@pytest.mark.parametrize(
    "amount", [usd(0), usd(-1), usd("10.01"), Money(10**12, "USD"), Money(500, "EUR")]
)
def test_more_than_is_left_nothing_or_foreign_money_is_refused(shop: Shop, amount: Money):
    payment = shop.sells()

    for call in (
        lambda: gives_back(shop, payment, amount),
        lambda: preview(shop.payments, payment_id=payment.id, amount=amount),
    ):
        with pytest.raises(InvalidError) as refused:
            call()
        assert refused.value.problems[0].field == "amount"
    assert shop.gateway.payments[payment.key.external_id].refunded == usd(0)


def test_an_unknown_payment_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        refund(shop.payments, payment_id=PaymentId("no"), amount=None, version=1, actor=ADMIN)


@pytest.mark.parametrize("error", [RetryLaterError("down"), ActionRequiredError("no refunds")])
def test_a_gateway_that_refuses_leaves_the_books_as_they_are(shop: Shop, error):
    payment = shop.sells()
    shop.gateway.fail_next(error, call="refund")

    with pytest.raises(type(error)):
        gives_back(shop, payment)

    assert shop.db.one(Payment) == payment
    assert gives_back(shop, payment).status is PaymentStatus.REFUNDED


def test_a_disputed_payment_is_not_given_back(shop: Shop):
    payment = shop.sells()
    shop.gateway.dispute(payment.key.external_id, Dispute.OPEN)
    settle(shop.payments, found=shop.gateway.payments[payment.key.external_id], actor=ADMIN)

    with pytest.raises(ConflictError):
        gives_back(shop, shop.db.one(Payment))


def test_what_the_gateway_gave_back_meanwhile_is_booked_first(shop: Shop):
    payment = shop.sells()
    shop.gateway.give_back(payment.key.external_id, usd(4))

    with pytest.raises(StaleRecordError):
        gives_back(shop, payment, usd(4))

    assert shop.gateway.payments[payment.key.external_id].refunded == usd(4)
    assert shop.db.one(Payment).refunded == usd(4)


def test_money_entered_by_hand_is_booked_as_given_back_by_hand(shop: Shop):
    shop.db.seed(a_user())
    payment = enter(
        shop.payments,
        user_id=UserId("usr_ann"),
        plan_id=a_plan().id,
        amount=usd(10),
        external_id="cash-1",
        starts_at=None,
        ends_at=None,
        notes="",
        actor=ADMIN,
    )

    after = gives_back(shop, payment)

    assert after.status is PaymentStatus.REFUNDED
    assert shop.gateway.calls == []
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 0}


def test_money_of_the_account_that_is_only_read_goes_back_from_there(shop: Shop):
    sells, only_read = (FakeGateway(shop.clock, name=GatewayName.PAYPAL) for _ in range(2))
    shop.payments.gateways[GatewayName.PAYPAL] = sells  # type: ignore[index]
    shop.payments.accounts[GatewayAccount.PAYPAL_SECONDARY] = only_read  # type: ignore[index]
    shop.db.seed(PayPalSettings(name="paypal_secondary", enabled=True))
    found = only_read.charge(usd(10), email="friend@x.test")
    payment = settle(shop.payments, found=found, actor=ADMIN)
    assert payment is not None

    after = gives_back(shop, payment, usd(4))

    assert only_read.payments[found.key.external_id].refunded == usd(4)
    assert after.refunded == usd(4)
    assert "refund" not in sells.calls


@pytest.mark.parametrize("was_anns", [True, False])
@pytest.mark.parametrize("is_taken_back", [True, False])
def test_what_was_given_back_buys_nobody_anything(shop: Shop, was_anns: bool, is_taken_back: bool):
    people = [a_user(id=f"usr_{name}", media=an_identity(name)) for name in ("ann", "bob")]
    shop.db.seed(*people, *(claim for each in people for claim in claims_of(each)))
    payment = shop.sells("ann")
    if is_taken_back:
        payment = unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Not hers")
    refunded = gives_back(shop, payment)
    taker = people[0 if was_anns else 1]

    with pytest.raises(ConflictError, match="given back"):
        assign(
            shop.payments,
            payment_id=refunded.id,
            user_id=taker.id,
            plan_id=a_plan().id,
            actor=ADMIN,
        )

    assert all(each.periods == () for each in shop.db.all(Subscription))


def test_a_payment_that_went_back_and_is_then_taken_from_its_user_buys_nothing(shop: Shop):
    payment = gives_back(shop, shop.sells())
    assert payment.user_id is not None
    unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Somebody else paid")

    with pytest.raises(ConflictError, match="given back"):
        assign(
            shop.payments,
            payment_id=payment.id,
            user_id=payment.user_id,
            plan_id=a_plan().id,
            actor=ADMIN,
        )


def test_a_shared_payment_goes_back_from_all_its_parts(shop: Shop):
    for name in ("ann", "bob"):
        shop.db.seed(a_user(id=f"usr_{name}", email=f"{name}@x.test", media=an_identity(name)))
    found = shop.gateway.charge(usd(30), email="stranger@x.test")
    stray = settle(shop.payments, found=found, actor=ADMIN)
    assert stray is not None
    shares = (
        Share(UserId("usr_ann"), a_plan().id, usd(20)),
        Share(UserId("usr_bob"), a_plan().id, usd(10)),
    )
    first, second = split(shop.payments, payment_id=stray.id, shares=shares, actor=ADMIN)

    shown = preview(shop.payments, payment_id=second.id, amount=usd(15))
    gives_back(shop, second, usd(15))

    assert [each.amount for each in shown.parts] == [usd(10), usd(5)]
    parts = shop.payments.store.parts(first)
    assert [part.refunded for part in parts] == [usd(10), usd(5)]
    assert {each.user_id for each in shop.db.all(Subscription)} == {"usr_ann", "usr_bob"}


@pytest.mark.behaviour("X043")
def test_dying_at_any_step_gives_back_once():
    deaths = 0
    for step in range(60):
        world = Shop()
        payment = world.sells()
        if not dies_at(world, step, lambda w=world, p=payment: gives_back(w, p, usd(4))):
            break
        deaths += 1
        with suppress(StaleRecordError):  # it had been given back, and is booked now
            gives_back(world, payment, usd(4))

        assert world.gateway.payments[payment.key.external_id].refunded == usd(4)
        assert world.db.one(Payment).refunded == usd(4)
        assert money_of(world.db.all(LedgerEntry)) == {"USD": 600}
    assert deaths >= 5
