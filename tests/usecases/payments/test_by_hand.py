"""What operators do with payments: enter, assign, clear."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.errors import (
    AppError,
    ConflictError,
    IllegalMoveError,
    InvalidError,
    NotFoundError,
)
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import LONGEST, months
from chalicelib.notifications.model import Event
from chalicelib.payments.assign import assign
from chalicelib.payments.browsing.attention import clear
from chalicelib.payments.by_hand.enter import LATEST, enter
from chalicelib.payments.model import GatewayName, Order, Payment, PaymentStatus
from chalicelib.payments.settle import settle
from chalicelib.subscriptions.grace import with_grace
from chalicelib.subscriptions.lifecycle import Standing, paid_until, standing
from chalicelib.subscriptions.model import Period, Subscription
from tests.builders import NOON, a_plan, a_user, at, claims_of, usd
from tests.usecases.payments.shop import ADMIN, Shop

ANN = UserId("usr_ann")


@pytest.fixture
def shop() -> Shop:
    shop = Shop()
    ann = a_user()
    shop.db.seed(ann, *claims_of(ann))
    return shop


def enters(shop: Shop, **overrides: Any) -> Payment:
    values: dict[str, Any] = {
        "user_id": ANN,
        "plan_id": a_plan().id,
        "amount": usd(10),
        "external_id": "cash-1",
        "starts_at": None,
        "ends_at": None,
        "notes": "In an envelope",
        "actor": ADMIN,
    }
    return enter(shop.payments, **{**values, **overrides})


@pytest.mark.behaviour("B054", "B034")
def test_money_entered_by_hand_makes_the_user_active_for_one_term(shop: Shop):
    payment = enters(shop, external_id="  cash-1 ")

    assert payment == shop.db.one(Payment)
    assert (payment.key.gateway, payment.key.external_id) == (GatewayName.MANUAL, "cash-1")
    assert (payment.starts_at, payment.ends_at) == (NOON, at("2026-02-28T12:00:00"))
    assert payment.notes == "In an envelope"
    now = standing(shop.subscription(), is_permanent=False, now=NOON)
    assert now is Standing.ACTIVE
    assert [job.user_id for job in shop.access_jobs()] == [ANN]
    assert shop.mails(Event.PAYMENT_RECEIVED) == []


@pytest.mark.behaviour("B035")
def test_an_id_that_was_entered_before_is_refused(shop: Shop):
    enters(shop)

    with pytest.raises(ConflictError) as refused:
        enters(shop)

    assert refused.value.problems[0].field == "external_id"
    assert len(shop.subscription().periods) == 1


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "period"),
    [
        ("2025-01-31", None, ("2025-01-31", "2025-02-28")),
        ("2027-03-01", "2027-03-08", ("2027-03-01", "2027-03-08")),
        (None, "2026-02-03", ("2026-01-31T12:00:00", "2026-02-03")),
    ],
)
def test_a_period_may_be_given_in_the_past_or_future(shop: Shop, starts_at, ends_at, period):
    payment = enters(
        shop,
        starts_at=at(starts_at) if starts_at else None,
        ends_at=at(ends_at) if ends_at else None,
    )

    assert (payment.starts_at, payment.ends_at) == tuple(at(edge) for edge in period)


@pytest.mark.parametrize(
    ("field", "overrides"),
    [
        ("user_id", {"user_id": UserId("usr_none")}),
        ("plan_id", {"plan_id": PlanId("pln_none")}),
        ("amount", {"amount": usd(-1)}),
        ("amount", {"amount": Money(10**13, "USD")}),
        ("amount.currency", {"amount": Money(1000, "EUR")}),
        ("external_id", {"external_id": "  "}),
        ("external_id", {"external_id": "x" * 201}),
        ("external_id", {"external_id": "a\nb"}),
        ("notes", {"notes": "x" * 2001}),
        ("starts_at", {"starts_at": datetime(2026, 1, 1)}),  # noqa: DTZ001
        ("starts_at", {"starts_at": at("1999-12-31T23:59:59")}),
        ("ends_at", {"ends_at": at("9999-12-31T23:59:59")}),
        ("ends_at", {"starts_at": NOON, "ends_at": NOON}),
        ("ends_at", {"ends_at": at("2026-01-01")}),
    ],
)
def test_each_wrong_field_is_named_and_nothing_is_written(shop: Shop, field: str, overrides):
    with pytest.raises(InvalidError) as refused:
        enters(shop, **overrides)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert shop.db.all(Payment) == ()


def test_time_with_an_end_alone_follows_what_is_paid_and_not_the_grace_after_it(shop: Shop):
    paid = Period(PaymentId("pay_old"), a_plan().id, at("2026-01-11"), at("2026-02-10"))
    subscription = Subscription(a_user().id, (paid,))
    shop.db.seed(with_grace(subscription, ref="sub_1", until=at("2026-02-11"), now=NOON))

    payment = enters(shop, ends_at=at("2026-03-12"))

    assert payment.starts_at == paid.ends_at
    assert paid_until(shop.db.one(Subscription), now=NOON) == at("2026-03-12")


def test_whoever_has_the_latest_end_of_all_can_still_pay(shop: Shop):
    shop.db.seed(a_plan(term=months(LONGEST["month"])))
    enters(shop, ends_at=LATEST - timedelta(seconds=1))

    for number in range(2):
        payment = enters(shop, external_id=f"cash-more-{number}")

    assert payment.ends_at is not None
    assert payment.ends_at.year == LATEST.year + 19


def test_a_gift_of_nothing_is_a_payment(shop: Shop):
    assert enters(shop, amount=usd(0)).status is PaymentStatus.SETTLED


def a_stray(shop: Shop) -> Payment:
    found = shop.gateway.charge(usd(12), email="stranger@example.com")
    stray = settle(shop.payments, found=found, actor=ADMIN)
    assert stray is not None
    return stray


def assigns(shop: Shop, payment: Payment, **overrides: Any) -> Payment:
    values: dict[str, Any] = {"user_id": ANN, "plan_id": a_plan().id, **overrides}
    return assign(shop.payments, payment_id=payment.id, actor=ADMIN, **values)


@pytest.mark.behaviour("B045")
def test_an_unmatched_payment_that_is_assigned_buys_one_term(shop: Shop):
    stray = a_stray(shop)

    payment = assigns(shop, stray)

    assert payment == shop.db.one(Payment)
    assert (payment.id, payment.status, payment.user_id) == (stray.id, PaymentStatus.SETTLED, ANN)
    assert payment.attention == ""
    assert shop.subscription().periods[0].payment_id == stray.id
    assert len(shop.access_jobs()) == len(shop.mails(Event.PAYMENT_RECEIVED)) == 1


@pytest.mark.behaviour("X002")
def test_a_held_payment_can_be_assigned(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id, amount=usd(9))
    shop.hears(external_id=found.key.external_id)

    payment = assigns(shop, shop.db.one(Payment))

    assert payment.status is PaymentStatus.SETTLED
    assert shop.db.one(Order).payment_key == payment.key


def test_assigning_twice_to_the_same_user_changes_nothing(shop: Shop):
    stray = a_stray(shop)
    first = assigns(shop, stray)

    assert assigns(shop, stray) == first
    assert len(shop.subscription().periods) == 1


def test_a_settled_payment_cannot_be_given_to_somebody_else(shop: Shop):
    stray = a_stray(shop)
    assigns(shop, stray)
    shop.db.seed(a_user(id="usr_bob"))

    with pytest.raises(IllegalMoveError):
        assigns(shop, stray, user_id=UserId("usr_bob"))
    assert shop.db.one(Subscription).user_id == ANN


@pytest.mark.parametrize(
    ("overrides", "kind"),
    [
        ({"user_id": UserId("usr_none")}, InvalidError),
        ({"plan_id": PlanId("pln_none")}, InvalidError),
    ],
)
def test_assigning_to_nobody_or_nothing_is_refused(
    shop: Shop, overrides: dict[str, Any], kind: type[AppError]
):
    with pytest.raises(kind):
        assigns(shop, a_stray(shop), **overrides)


def test_an_unknown_payment_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        assign(
            shop.payments,
            payment_id=PaymentId("pay_none"),
            user_id=ANN,
            plan_id=a_plan().id,
            actor=ADMIN,
        )


@pytest.mark.behaviour("X045")
def test_clearing_takes_the_payment_off_the_list_and_keeps_the_reason(shop: Shop):
    stray = a_stray(shop)

    cleared = clear(shop.payments, payment_id=stray.id, actor=ADMIN, why=" Sent back by bank ")

    assert cleared == shop.db.one(Payment)
    assert cleared.attention == ""
    entry = shop.db.all(AuditEntry)[-1]
    assert (entry.action, entry.why) == ("payment.attention_cleared", "Sent back by bank")
    assert entry.before == {"attention": stray.attention}
    assert clear(shop.payments, payment_id=stray.id, actor=ADMIN, why="again") == cleared


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_clearing_needs_a_reason(shop: Shop, why: str):
    with pytest.raises(InvalidError):
        clear(shop.payments, payment_id=a_stray(shop).id, actor=ADMIN, why=why)


def test_clearing_an_unknown_payment_is_not_found(shop: Shop):
    with pytest.raises(NotFoundError):
        clear(shop.payments, payment_id=PaymentId("pay_none"), actor=ADMIN, why="why")
