"""Money in the wrong order, of the wrong people, at awkward instants."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.ids import PlanId
from chalicelib.notifications.model import Event
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import Dispute, GatewayStatus, Payment, PaymentStatus
from chalicelib.payments.rules.agreements import AgreementStatus
from chalicelib.payments.settle import settle
from chalicelib.settings.model import OtherAmounts, PaymentSettings
from chalicelib.subscriptions.grace import grace_of, is_grace
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from tests.builders import (
    NOON,
    a_payer_mark,
    a_period,
    a_plan,
    a_subscription,
    a_user,
    an_agreement,
    an_identity,
    at,
    claims_of,
    usd,
)
from tests.usecases.payments.shop import ADMIN, Shop


def lives(shop: Shop, name: str, *, paid_until: str | None = None, **more: object) -> None:
    user = a_user(id=f"usr_{name}", email=f"{name}@example.com", media=an_identity(name), **more)
    shop.db.seed(user, *claims_of(user))
    if paid_until:
        ends = at(paid_until)
        period = a_period(
            payment_id=f"pay_{name}", starts_at=NOON - timedelta(days=60), ends_at=ends
        )
        due_at = ends if ends > NOON else None
        shop.db.seed(a_subscription(user_id=user.id, periods=(period,), due_at=due_at))


def hears(shop: Shop, external_id: str) -> Payment:
    payment = settle(shop.payments, found=shop.gateway.payments[external_id], actor=ADMIN)
    assert payment is not None
    return payment


@pytest.mark.behaviour("B056")
def test_a_part_that_went_back_before_we_saw_the_payment_shortens_what_it_buys(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    shop.gateway.give_back(found.key.external_id, usd(5))

    payment = hears(shop, found.key.external_id)

    assert (payment.status, payment.refunded) == (PaymentStatus.SETTLED, usd(5))
    assert payment.ends_at == NOON + timedelta(days=14)
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 500}
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1


def test_foreign_money_that_came_and_went_is_booked_as_refunded(shop: Shop):
    found = shop.gateway.charge(usd(5), email="stranger@example.com")
    refunded = shop.gateway.give_back(found.key.external_id)

    payment = settle(shop.payments, found=refunded, actor=ADMIN)

    assert payment == shop.db.one(Payment)
    assert (payment.status, payment.refunded) == (PaymentStatus.REFUNDED, usd(5))
    assert shop.mails(Event.ADMIN_NEEDS_ATTENTION) == []
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 0}


def test_a_dispute_that_was_open_before_we_saw_the_payment_holds_what_it_bought(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    shop.gateway.dispute(found.key.external_id, Dispute.OPEN)

    payment = hears(shop, found.key.external_id)

    assert payment.dispute is Dispute.OPEN
    assert payment.held_seconds == 28 * 86_400
    assert standing(shop.subscription(), is_permanent=False, now=NOON) is Standing.NEVER
    shop.passes(days=60)
    shop.gateway.dispute(found.key.external_id, Dispute.WON)
    won = hears(shop, found.key.external_id)
    assert won.ends_at == NOON + timedelta(days=60 + 28)
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}


@pytest.mark.behaviour("B056")
def test_a_dispute_about_an_unmatched_payment_is_told_and_booked(shop: Shop):
    found = shop.gateway.charge(usd(10), email="stranger@x.test")
    hears(shop, found.key.external_id)
    shop.gateway.dispute(found.key.external_id, Dispute.OPEN)

    payment = hears(shop, found.key.external_id)

    assert (payment.status, payment.dispute) == (PaymentStatus.UNMATCHED, Dispute.OPEN)
    assert "Nobody with the payer's" in payment.attention
    assert "The payer disputes 10.00 USD" in payment.attention
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 0}
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 2


def test_a_refund_that_failed_after_all_is_told(shop: Shop):
    payment = shop.sells()
    shop.gateway.give_back(payment.key.external_id)
    assert hears(shop, payment.key.external_id).status is PaymentStatus.REFUNDED
    shop.gateway._change(payment.key.external_id, refunded=usd(0), status=GatewayStatus.PAID)

    after = hears(shop, payment.key.external_id)

    assert after.status is PaymentStatus.SETTLED
    assert "A refund of 10.00 USD failed" in after.attention
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 2


@pytest.mark.parametrize("states", [[Dispute.OPEN, Dispute.WON] * 2, [Dispute.LOST, Dispute.WON]])
def test_disputes_may_come_again_and_turn(shop: Shop, states: list[Dispute]):
    payment = shop.sells()
    for state in states:
        shop.gateway.dispute(payment.key.external_id, state)
        assert hears(shop, payment.key.external_id).dispute is state

    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}
    assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == len(states)


@pytest.mark.behaviour("B040")
@pytest.mark.parametrize(("email", "owner"), [("bob@example.com", "usr_bob"), ("", None)])
def test_an_agreement_of_two_people_names_nobody_and_the_address_is_tried(
    shop: Shop, email: str, owner: str | None
):
    lives(shop, "ann", paid_until="2026-02-10")
    lives(shop, "bob", paid_until="2026-02-10")
    mark = "sub:stripe:sub_1"
    shop.db.seed(a_payer_mark(mark=mark), a_payer_mark(mark=mark, user_id="usr_bob"))
    found = shop.gateway.charge(usd(10), email=email, subscription_ref="sub_1")

    payment = hears(shop, found.key.external_id)

    assert payment.user_id == owner
    if owner is None:
        assert set(payment.candidates) == {"usr_ann", "usr_bob"}


@pytest.mark.parametrize("email", ["ANN@EXAMPLE.COM", "  ann@example.com ", "Ann@Example.com\n"])
def test_case_and_blanks_do_not_hide_the_payer(shop: Shop, email: str):
    lives(shop, "ann", paid_until="2026-02-10")

    payment = hears(shop, shop.gateway.charge(usd(10), email=email).key.external_id)

    assert payment.user_id == "usr_ann"


def test_a_plus_tag_is_another_address_until_a_person_says_otherwise(shop: Shop):
    lives(shop, "ann", paid_until="2026-02-10")

    payment = hears(shop, shop.gateway.charge(usd(10), email="ann+x@example.com").key.external_id)

    assert payment.status is PaymentStatus.UNMATCHED


def test_a_renewal_for_a_plan_that_is_gone_waits_for_a_person(shop: Shop):
    lives(shop, "ann", paid_until="2026-02-10")
    shop.db.seed(an_agreement(plan_id=PlanId("pln_gone")), a_payer_mark())
    found = shop.gateway.charge(
        usd(10), email="", subscription_ref="sub_1", covers_until=at("2026-03-10")
    )

    payment = hears(shop, found.key.external_id)

    assert payment.status is PaymentStatus.UNMATCHED
    assert payment.candidates == ("usr_ann",)
    assert "no plan" in payment.attention


@pytest.mark.parametrize(
    ("ends_at", "covers_until", "until"),
    [
        ("2026-01-31T12:00:00", "2026-02-28T12:00:00", "2026-02-28T12:00:00"),
        ("2026-01-31T13:00:00", "2026-02-28T13:00:00", "2026-02-28T13:00:00"),
        ("2026-03-31T12:00:00", "2026-02-28T12:00:00", "2026-04-30T12:00:00"),
        ("2026-02-26T12:00:00", "2026-02-28T12:00:00", "2026-03-26T12:00:00"),
    ],
)
def test_who_paid_ahead_by_other_means_loses_nothing_by_a_renewal(
    shop: Shop, ends_at: str, covers_until: str, until: str
):
    lives(shop, "ann", paid_until=ends_at)
    shop.db.seed(an_agreement(), a_payer_mark())
    found = shop.gateway.charge(
        usd(10), email="", subscription_ref="sub_1", covers_until=at(covers_until)
    )

    assert hears(shop, found.key.external_id).ends_at == at(until)


def test_a_renewal_that_leaves_only_credit_needs_no_period(shop: Shop):
    lives(shop, "ann")
    shop.db.seed(
        PaymentSettings(other_amounts=OtherAmounts.CREDIT),
        an_agreement(price=usd(10)),
        a_payer_mark(),
    )
    found = shop.gateway.charge(usd(5), email="", subscription_ref="sub_1")

    payment = hears(shop, found.key.external_id)

    assert (payment.status, payment.kept_as_credit) == (PaymentStatus.SETTLED, usd(5))
    assert shop.subscription().periods == ()


def test_a_refunded_renewal_takes_its_grace_along(shop: Shop):
    lives(shop, "ann", paid_until="2026-01-31T12:00:00")
    shop.db.seed(an_agreement(status=AgreementStatus.ACTIVE), a_payer_mark())
    found = shop.gateway.charge(
        usd(10), email="", subscription_ref="sub_1", covers_until=at("2026-02-28T12:00:00")
    )
    hears(shop, found.key.external_id)
    assert grace_of(shop.subscription()) is not None

    shop.passes(days=1)
    shop.gateway.give_back(found.key.external_id)
    hears(shop, found.key.external_id)

    now = shop.clock.now()
    assert not any(is_grace(each) for each in shop.subscription().periods)
    assert standing(shop.subscription(), is_permanent=False, now=now) is Standing.EXPIRED


@pytest.mark.parametrize(
    ("now", "ends_at"),
    [
        ("2028-01-31T23:59:59", "2028-02-29T23:59:59"),
        ("2028-02-29T00:00:00", "2028-03-29T00:00:00"),
        ("2026-12-31T12:00:00", "2027-01-31T12:00:00"),
        ("2026-03-29T00:30:00", "2026-04-29T00:30:00"),
    ],
)
def test_terms_end_right_at_ends_of_months_and_leap_days(shop: Shop, now: str, ends_at: str):
    shop.clock.move(at(now) - NOON)

    assert shop.sells().ends_at == at(ends_at)


@pytest.mark.behaviour("B047")
def test_a_payment_of_somebody_whose_access_is_gone_orders_it_back(shop: Shop):
    lives(shop, "ann", paid_until="2025-12-15")
    before = len(shop.access_jobs())

    payment = hears(shop, shop.gateway.charge(usd(10), email="ann@example.com").key.external_id)

    assert payment.starts_at == NOON
    assert len(shop.access_jobs()) == before + 1
    stored = shop.db.find(Subscription, "usr_ann")
    assert stored is not None
    assert standing(stored, is_permanent=False, now=NOON) is Standing.ACTIVE


def test_an_archived_plan_still_renews_at_its_agreed_price(shop: Shop):
    shop.db.seed(replace(a_plan(), price=usd(99), is_archived=True, version=1))
    lives(shop, "ann", paid_until="2026-02-10")
    shop.db.seed(an_agreement(price=usd(10)), a_payer_mark())

    found = shop.gateway.charge(usd(10), email="", subscription_ref="sub_1")

    assert hears(shop, found.key.external_id).ends_at == at("2026-03-10")
