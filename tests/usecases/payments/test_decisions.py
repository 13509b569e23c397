"""What administrators decide can be undone, and what they teach is forgotten with it."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import ConflictError, IllegalMoveError, InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.notifications.model import Event
from chalicelib.payments.assign import Share, assign, split
from chalicelib.payments.by_hand import undo
from chalicelib.payments.by_hand.move import move
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, money_of
from chalicelib.payments.model import Dispute, GatewayName, Payment, PaymentStatus
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.settle import settle
from chalicelib.settings.model import OtherAmounts, PaymentSettings
from chalicelib.subscriptions.model import Subscription
from tests.builders import NOON, a_gateway_payment, a_payment_key, a_plan, a_user, an_identity, usd
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN, Shop

ANN, BOB, CLEO = (UserId(f"usr_{name}") for name in ("ann", "bob", "cleo"))
PLAN = a_plan()


@pytest.fixture
def shop() -> Shop:
    return open_shop()


def open_shop() -> Shop:
    shop = Shop()
    for name in ("ann", "bob", "cleo"):
        shop.db.seed(
            a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name))
        )
    return shop


def stray(shop: Shop, amount: Money | None = None, **changes: Any) -> Payment:
    values: dict[str, Any] = {"order_id": None, "payer_email": "x@y.test", **changes}
    found = a_gateway_payment(amount=amount or usd(10), **values)
    payment = settle(shop.payments, found=found, actor=ADMIN)
    assert payment is not None
    return payment


def assigns(shop: Shop, payment: Payment, user_id: UserId = ANN, **how: Any) -> Payment:
    return assign(
        shop.payments,
        payment_id=payment.id,
        user_id=user_id,
        plan_id=PLAN.id,
        actor=ADMIN,
        **how,
    )


def takes_back(shop: Shop, payment: Payment) -> Payment:
    return undo.unassign(shop.payments, payment_id=payment.id, actor=ADMIN, why="Wrong one")


def shares(*parts: tuple[UserId, Money]) -> tuple[Share, ...]:
    return tuple(Share(user_id, PLAN.id, amount) for user_id, amount in parts)


def held(shop: Shop, user_id: UserId) -> Subscription:
    return shop.payments.subscriptions.get(user_id)


@pytest.mark.behaviour("X008")
def test_an_assignment_that_is_undone_leaves_nothing_behind(shop: Shop):
    payment = assigns(shop, stray(shop))

    back = takes_back(shop, payment)

    assert back == shop.db.one(Payment)
    assert (back.status, back.user_id, back.plan_id) == (PaymentStatus.UNMATCHED, None, None)
    assert (back.starts_at, back.ends_at, back.bought_seconds) == (None, None, 0)
    assert (back.attention, back.candidates) == ("Wrong one", (ANN,))
    assert held(shop, ANN).periods == ()
    assert sum(line.seconds for line in shop.db.all(LedgerEntry)) == 0
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}
    assert len(shop.access_jobs()) == 2
    assert takes_back(shop, back) == back


@pytest.mark.behaviour("X008")
def test_what_was_paid_after_it_moves_forward_with_its_own_dates(shop: Shop):
    first = assigns(shop, stray(shop))
    second = assigns(shop, stray(shop, key=a_payment_key("pi_2")))
    assert second.starts_at == first.ends_at

    takes_back(shop, first)

    moved = shop.db.find(Payment, second.key)
    assert moved is not None
    assert (moved.starts_at, moved.ends_at) == (NOON, held(shop, ANN).periods[0].ends_at)


@pytest.mark.behaviour("X008")
def test_a_payment_that_is_moved_is_the_other_persons(shop: Shop):
    payment = assigns(shop, stray(shop))

    moved = move(
        shop.payments,
        payment_id=payment.id,
        user_id=BOB,
        plan_id=PLAN.id,
        actor=ADMIN,
        why="It was Bob",
    )

    assert (moved.id, moved.user_id, moved.status) == (payment.id, BOB, PaymentStatus.SETTLED)
    assert held(shop, ANN).periods == ()
    assert held(shop, BOB).periods[0].payment_id == payment.id
    again = move(
        shop.payments,
        payment_id=payment.id,
        user_id=BOB,
        plan_id=PLAN.id,
        actor=ADMIN,
        why="It was Bob",
    )
    assert again == moved
    assert "It was Bob" in {entry.why for entry in shop.db.all(AuditEntry)}


def test_nothing_is_taken_back_for_somebody_who_does_not_exist(shop: Shop):
    payment = assigns(shop, stray(shop))

    with pytest.raises(InvalidError):
        move(
            shop.payments,
            payment_id=payment.id,
            user_id=UserId("usr_none"),
            plan_id=PLAN.id,
            actor=ADMIN,
            why="why",
        )
    assert shop.db.one(Payment) == payment


@pytest.mark.behaviour("B036", "B122")
def test_a_payment_is_shared_out_with_sequence_numbers(shop: Shop):
    payment = stray(shop, usd(30))
    parts = split(
        shop.payments,
        payment_id=payment.id,
        shares=shares((ANN, usd(10)), (BOB, usd(10)), (CLEO, usd(10))),
        actor=ADMIN,
    )

    assert [part.key.sequence for part in parts] == [1, 2, 3]
    assert [part.user_id for part in parts] == [ANN, BOB, CLEO]
    assert parts[0].id == payment.id
    assert all(len(held(shop, user_id).periods) == 1 for user_id in (ANN, BOB, CLEO))
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 3000}
    assert len(shop.mails(Event.PAYMENT_RECEIVED)) == 3


@pytest.mark.parametrize(
    "parts",
    [
        ((ANN, usd(30)),),
        ((ANN, usd(10)), (BOB, usd(10))),
        ((ANN, usd(20)), (BOB, usd(20))),
        ((ANN, usd(30)), (BOB, usd(0))),
        ((ANN, usd(31)), (BOB, usd(-1))),
        ((ANN, usd(15)), (ANN, usd(15))),
        ((ANN, usd(15)), (BOB, Money(1500, "EUR"))),
        ((ANN, usd(15)), (UserId("usr_none"), usd(15))),
    ],
)
def test_shares_that_do_not_fit_are_refused(shop: Shop, parts):
    payment = stray(shop, usd(30))

    with pytest.raises(InvalidError):
        split(shop.payments, payment_id=payment.id, shares=shares(*parts), actor=ADMIN)
    assert shop.db.one(Payment) == payment


def test_a_part_is_undone_alone_and_shared_out_no_more(shop: Shop):
    halves = shares((ANN, usd(10)), (BOB, usd(10)))
    payment = stray(shop, usd(20))
    first, second = split(shop.payments, payment_id=payment.id, shares=halves, actor=ADMIN)

    back = takes_back(shop, second)

    assert back.status is PaymentStatus.UNMATCHED
    assert shop.db.find(Payment, first.key) == first
    with pytest.raises(ConflictError):
        split(
            shop.payments,
            payment_id=back.id,
            shares=shares((ANN, usd(5)), (CLEO, usd(5))),
            actor=ADMIN,
        )
    assert assigns(shop, back, CLEO).user_id == CLEO


@pytest.mark.behaviour("B046")
def test_what_an_assignment_teaches_matches_the_next_payment_by_itself(shop: Shop):
    shop.db.seed(PaymentSettings(other_amounts=OtherAmounts.DAYS))
    paypal = {"payer_email": "Wallet@Pay.test "}
    first = stray(shop, key=a_payment_key("T1", gateway=GatewayName.PAYPAL), **paypal)

    assigns(shop, first, learns=True)
    next_one = stray(shop, key=a_payment_key("T2", gateway=GatewayName.PAYPAL), **paypal)

    assert (next_one.status, next_one.user_id) == (PaymentStatus.SETTLED, ANN)
    other = stray(shop, key=a_payment_key("pi_1"), **paypal)
    assert other.status is PaymentStatus.UNMATCHED


def test_what_is_not_to_be_learned_is_not(shop: Shop):
    paypal = {"payer_email": "wallet@pay.test"}
    first = stray(shop, key=a_payment_key("T1", gateway=GatewayName.PAYPAL), **paypal)

    assigns(shop, first)

    assert shop.db.all(PayerMark) == ()


def test_what_was_learned_from_a_mistake_is_forgotten_with_it(shop: Shop):
    key = a_payment_key("T1", gateway=GatewayName.PAYPAL)
    first = stray(shop, key=key, payer_email="wallet@pay.test", subscription_ref="I-1")
    assigns(shop, first, learns=True)
    assert len(shop.db.all(PayerMark)) == 3

    takes_back(shop, first)

    assert shop.db.all(PayerMark) == ()


@pytest.mark.behaviour("B057")
def test_a_foreign_payment_is_dismissed_for_good_and_can_be_brought_back(shop: Shop):
    payment = stray(shop)

    gone = undo.dismiss(shop.payments, payment_id=payment.id, actor=ADMIN, why="My sister")
    found = a_gateway_payment(order_id=None, payer_email="x@y.test")
    settle(shop.payments, found=found, actor=ADMIN)

    assert shop.db.one(Payment) == gone
    assert (gone.status, gone.attention) == (PaymentStatus.DISMISSED, "")
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1
    with pytest.raises(IllegalMoveError):
        assigns(shop, gone)
    back = undo.bring_back(shop.payments, payment_id=gone.id, actor=ADMIN, why="Ours after all")
    assert assigns(shop, back).user_id == ANN


def test_a_dismissed_payment_that_went_back_disturbs_nobody(shop: Shop):
    payment = stray(shop)
    undo.dismiss(shop.payments, payment_id=payment.id, actor=ADMIN, why="Foreign")

    back = a_gateway_payment(order_id=None, refunded=usd(10))
    settle(shop.payments, found=back, actor=ADMIN)

    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1
    stored = shop.db.one(Payment)
    assert (stored.status, stored.refunded) == (PaymentStatus.DISMISSED, usd(10))
    again = undo.bring_back(shop.payments, payment_id=payment.id, actor=ADMIN, why="Look")
    assert again.status is PaymentStatus.REFUNDED


@pytest.mark.parametrize("call", [undo.unassign, undo.dismiss, undo.bring_back])
@pytest.mark.parametrize("why", ["", "   ", "x" * 501])
def test_a_reason_is_needed(shop: Shop, call: Callable[..., Payment], why: str):
    payment = stray(shop)
    with pytest.raises(InvalidError):
        call(shop.payments, payment_id=payment.id, actor=ADMIN, why=why)


def test_only_what_was_dismissed_is_brought_back(shop: Shop):
    payment = assigns(shop, stray(shop))

    with pytest.raises(IllegalMoveError):
        undo.bring_back(shop.payments, payment_id=payment.id, actor=ADMIN, why="why")
    with pytest.raises(IllegalMoveError):
        undo.dismiss(shop.payments, payment_id=payment.id, actor=ADMIN, why="why")


@pytest.mark.behaviour("B055")
def test_credit_that_a_payment_left_goes_with_it(shop: Shop):
    shop.db.seed(PaymentSettings(other_amounts=OtherAmounts.CREDIT))
    payment = assigns(shop, stray(shop, usd(15)))
    assert shop.db.one(CreditBalance).amounts == {"USD": 500}

    takes_back(shop, payment)

    assert shop.db.one(CreditBalance).amounts == {"USD": 0}


@pytest.mark.parametrize("dispute", [Dispute.OPEN, Dispute.LOST])
def test_disputed_money_buys_nothing_until_the_dispute_is_won(shop: Shop, dispute: Dispute):
    payment = stray(shop, usd(20), dispute=dispute)
    assert payment.dispute is dispute
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 0}

    with pytest.raises(ConflictError):
        assigns(shop, payment)
    halves = shares((ANN, usd(10)), (BOB, usd(10)))
    with pytest.raises(ConflictError):
        split(shop.payments, payment_id=payment.id, shares=halves, actor=ADMIN)
    won = a_gateway_payment(amount=usd(20), order_id=None, dispute=Dispute.WON)
    settle(shop.payments, found=won, actor=ADMIN)

    assert assigns(shop, payment).user_id == ANN
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 2000}


def test_what_is_left_of_a_payment_buys_what_it_is_worth(shop: Shop):
    payment = stray(shop, usd(20), refunded=usd(10))

    booked = assigns(shop, payment)

    assert len(held(shop, ANN).periods) == 1
    assert booked.bought_seconds == 2 * 28 * 86_400  # for the whole amount
    settle(
        shop.payments,
        found=a_gateway_payment(amount=usd(20), order_id=None, refunded=usd(15)),
        actor=ADMIN,
    )
    (period,) = held(shop, ANN).periods
    assert (period.ends_at - period.starts_at).days == 14


WORKS: dict[str, Callable[[Shop, Payment], object]] = {
    "assign": lambda shop, payment: assigns(shop, payment, learns=True),
    "split": lambda shop, payment: split(
        shop.payments,
        payment_id=payment.id,
        shares=shares((ANN, usd(10)), (BOB, usd(10))),
        actor=ADMIN,
    ),
    "unassign": takes_back,
    "move": lambda shop, payment: move(
        shop.payments,
        payment_id=payment.id,
        user_id=BOB,
        plan_id=PLAN.id,
        actor=ADMIN,
        why="Bob's",
    ),
    "dismiss": lambda shop, payment: undo.dismiss(
        shop.payments, payment_id=payment.id, actor=ADMIN, why="Foreign"
    ),
}


def outcome(shop: Shop) -> tuple[object, ...]:
    """Return how everything stands, but for ids that are made anew."""
    payments = sorted(
        (str(p.key), p.status, p.user_id or "", p.starts_at, p.ends_at)
        for p in shop.db.all(Payment)
    )
    time = {
        each: [(p.starts_at, p.ends_at) for p in held(shop, each).periods] for each in (ANN, BOB)
    }
    lines = shop.db.all(LedgerEntry)
    seconds = sum(line.seconds for line in lines)
    marks = {(mark.mark, mark.user_id) for mark in shop.db.all(PayerMark)}
    return payments, time, money_of(lines), seconds, marks


def ready(name: str) -> tuple[Shop, Payment]:
    shop = open_shop()
    payment = stray(shop, usd(20), subscription_ref="sub_1")
    if name in {"unassign", "move"}:
        payment = assigns(shop, payment, learns=True)
    return shop, payment


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("name", WORKS)
def test_dying_at_any_step_of_a_decision_and_doing_it_again_ends_alike(name: str):
    work = WORKS[name]
    shop, payment = ready(name)
    work(shop, payment)
    undisturbed = outcome(shop)
    deaths = 0
    for step in range(60):
        shop, payment = ready(name)
        if not dies_at(shop, step, lambda s=shop, p=payment: work(s, p)):
            break
        deaths += 1
        work(shop, payment)

        assert outcome(shop) == undisturbed
    assert deaths >= 3
