"""A change of plan at once: what is shown is what is booked, whatever happens in between."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from chalicelib.checkout.close import close_lapsed
from chalicelib.checkout.start import check
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Write
from chalicelib.kernel.term import days
from chalicelib.payments.ledger import (
    CreditBalance,
    LedgerEntry,
    credit_of,
    paid_seconds,
)
from chalicelib.payments.model import GatewayName, Order, OrderMode, Payment, PaymentStatus
from chalicelib.payments.renewing.plan_change import preview
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.payments.rules.change import ChangePreview
from chalicelib.settings.model import PaymentSettings, StripeSettings
from chalicelib.subscriptions.grace import with_grace
from chalicelib.subscriptions.lifecycle import current_period
from tests.builders import a_discount, a_plan, an_agreement, usd
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import Shop

OLD = a_plan(id="pln_old", name="Old", price=usd(30), term=days(30))
NEW = a_plan(id="pln_new", name="New", price=usd(15), term=days(30))
TOKEN = "a-form-token-0123456789"


@pytest.fixture
def shop() -> Shop:
    """Ann bought the old plan 25 days ago."""
    return mid_term()


def mid_term() -> Shop:
    shop = Shop()
    shop.db.seed(OLD, NEW)
    shop.sells(plan_id=OLD.id)
    shop.passes(days=25)
    return shop


def ann(shop: Shop) -> UserId:
    return shop.subscription().user_id


def changes(shop: Shop, **more) -> Order:
    """Let Ann ask to change now and get to the payment page."""
    return shop.buys(plan_id=NEW.id, user_id=ann(shop), replaces_now=True, **more)


def pays(shop: Shop, order: Order) -> Payment:
    paid = shop.gateway.pay(order.checkout_id)
    shop.hears(event_id=f"evt_{order.id}", external_id=paid.key.external_id)
    found = shop.db.find(Payment, paid.key)
    assert found is not None
    return found


def old_payment(shop: Shop) -> Payment:
    return next(each for each in shop.db.all(Payment) if each.plan_id == OLD.id)


def assert_books_agree(shop: Shop) -> None:
    """The lines explain every second, and no credit came from nowhere."""
    lines = shop.db.all(LedgerEntry)
    assert sum(line.seconds for line in lines) == paid_seconds(shop.subscription())
    balances = {b.user_id: b for b in shop.db.all(CreditBalance)}
    assert not any(credit_of(lines).values()) or balances
    received = sum(payment.amount.minor for payment in shop.db.all(Payment))
    assert sum(payment.value.minor for payment in shop.db.all(Payment)) == received


@pytest.mark.behaviour("B080", "B081", "B082", "B083", "B084", "B085", "B087")
def test_what_is_left_of_the_old_plan_lengthens_the_new_one_at_once(shop: Shop):
    now = shop.clock.now()
    shown = preview(shop.payments, user_id=ann(shop), plan=NEW)
    calls = len(shop.gateway.calls)

    new = pays(shop, changes(shop))

    old = old_payment(shop)
    assert shown.credit == usd(5)
    assert (new.amount, new.value, new.credit) == (usd(15), usd(20), usd(5))
    assert (old.amount, old.value, old.ends_at) == (usd(30), usd(25), now)
    assert "5.00 USD" in old.notes
    assert "5.00 USD" in new.notes
    assert (new.starts_at, new.ends_at) == (shown.now_from, shown.now_until)
    assert new.ends_at == now + timedelta(days=40)
    running = current_period(shop.subscription(), now=now)
    assert running is not None
    assert running.plan_id == NEW.id
    assert len(shop.access_jobs()) == 2
    assert "refund" not in shop.gateway.calls[calls:]
    assert_books_agree(shop)


@pytest.mark.behaviour("B088")
def test_after_the_current_plan_there_is_no_credit(shop: Shop):
    shown = preview(shop.payments, user_id=ann(shop), plan=NEW)
    before = old_payment(shop)

    new = pays(shop, shop.buys(plan_id=NEW.id, user_id=ann(shop)))

    assert (new.starts_at, new.ends_at) == (shown.later_from, shown.later_until)
    assert new.starts_at == before.ends_at
    assert (new.credit, old_payment(shop)) == (None, before)


@pytest.mark.behaviour("B089")
def test_a_free_payment_leaves_no_credit():
    shop = Shop()
    shop.db.seed(OLD, NEW, a_discount(percent=Decimal(100)))
    shop.buys(plan_id=OLD.id, discount_code="spring")
    shop.passes(days=3)

    new = pays(shop, changes(shop))

    assert new.credit is None
    assert new.ends_at == shop.clock.now() + timedelta(days=30)


def test_the_same_payment_told_twice_changes_once(shop: Shop):
    order = changes(shop)
    new = pays(shop, order)
    old = old_payment(shop)
    commits = len(shop.db.commits)

    shop.hears(event_id="evt_again", external_id=new.key.external_id)

    assert old_payment(shop) == old
    assert shop.db.find(Payment, new.key) == new
    assert not any(
        isinstance(write.record, Payment) for done in shop.db.commits[commits:] for write in done
    )


def test_what_ran_out_before_the_payment_came_is_not_credited(shop: Shop):
    order = changes(shop)
    paid = shop.gateway.pay(order.checkout_id)
    shop.passes(days=7)

    shop.hears(external_id=paid.key.external_id)

    new = shop.db.find(Payment, paid.key)
    assert new is not None
    assert (new.status, new.credit) == (PaymentStatus.SETTLED, None)
    assert new.starts_at == shop.clock.now()
    assert_books_agree(shop)


def test_what_was_given_back_before_the_payment_came_is_not_credited(shop: Shop):
    order = changes(shop)
    old = old_payment(shop)
    shop.gateway.give_back(old.key.external_id, old.amount)
    shop.hears(event_id="evt_refund", external_id=old.key.external_id)

    new = pays(shop, order)

    assert new.credit is None
    assert new.ends_at == shop.clock.now() + timedelta(days=30)


def test_a_refund_in_the_very_moment_of_the_change_is_seen(shop: Shop):
    order = changes(shop)
    old = old_payment(shop)
    done: list[str] = []

    def refunds(writes: tuple[Write, ...]) -> None:
        is_change = any(
            isinstance(write.record, Payment) and write.record.key == old.key for write in writes
        )
        if is_change and not done:
            done.append("once")
            shop.db.before_commit.remove(refunds)
            shop.gateway.give_back(old.key.external_id, old.amount)
            shop.hears(event_id="evt_refund", external_id=old.key.external_id)

    shop.db.before_commit.append(refunds)
    new = pays(shop, order)

    assert done
    assert new.credit is None
    assert new.ends_at == shop.clock.now() + timedelta(days=30)


def test_paid_time_ahead_is_credited_too_and_none_is_left():
    shop = mid_term()
    shop.sells(plan_id=OLD.id)

    new = pays(shop, changes(shop))

    assert new.credit == usd(35)
    last = max(shop.subscription().periods, key=lambda each: each.ends_at)
    assert last.payment_id == new.id
    assert_books_agree(shop)


def test_dying_at_any_step_of_a_change_moves_the_credit_once_or_not_at_all():
    deaths = 0
    for step in range(200):
        shop = mid_term()
        user_id = ann(shop)

        def whole(shop: Shop = shop, user_id: UserId = user_id) -> None:
            asked = {"plan_id": NEW.id, "user_id": user_id, "replaces_now": True}
            pays(shop, shop.buys(token=TOKEN, **asked))

        if not dies_at(shop, step, whole):
            break
        deaths += 1
        shop.passes(hours=1)
        close_lapsed(shop.checkout)

        assert_books_agree(shop)
        credits = [payment.credit for payment in shop.db.all(Payment) if payment.credit]
        assert sum(credit.minor for credit in credits) == 0
        assert len(credits) in {0, 2}
    assert deaths >= 12


def test_only_who_is_signed_in_changes_now(shop: Shop):
    with pytest.raises(InvalidError) as caught:
        shop.buys(plan_id=NEW.id, user_id=None, replaces_now=True)

    assert "start" in [each.field for each in caught.value.problems]


def test_whose_gateway_reckons_a_change_itself_is_sent_there(shop: Shop):
    shop.db.seed(an_agreement(user_id=ann(shop)))

    with pytest.raises(InvalidError, match="renews by itself") as caught:
        changes(shop)

    assert "account" in caught.value.problems[0].remedy


@pytest.mark.behaviour("X009")
@pytest.mark.parametrize("mode", list(OrderMode))
def test_elsewhere_the_rest_is_credited_and_the_old_renewal_ends_once_the_new_plan_is_paid(
    shop: Shop, mode: OrderMode
):
    old = an_agreement(user_id=ann(shop), gateway=GatewayName.PAYPAL, ref="I-OLD")
    shop.db.seed(
        old,
        replace(NEW, offers={GatewayName.STRIPE: "price_1"}),
        replace(shop.db.one(StripeSettings), recurring_enabled=True),
        PaymentSettings(recurring_enabled=True),
    )
    shown = preview(shop.payments, user_id=ann(shop), plan=NEW)
    assert (shown.ends_renewal, shown.credit) == (True, usd(5))

    shop.sells(plan_id=NEW.id, user_id=ann(shop), replaces_now=True, mode=mode)

    bought = [each for each in shop.db.all(Payment) if each.plan_id == NEW.id]
    assert [(each.credit, each.ends_at) for each in bought] == [(usd(5), shown.now_until)]
    (job,) = [each for each in shop.db.all(Job) if each.kind is JobKind.CANCEL_AGREEMENT]
    assert (job.subject, job.payload) == ("I-OLD", {"gateway": "paypal"})
    renewed = [each for each in shop.db.all(Agreement) if each.ref != "I-OLD"]
    expected = [NEW.term.end_from(shop.clock.now())] if mode is OrderMode.RECURRING else []
    assert [each.renews_at for each in renewed] == expected


def test_what_is_shown_as_paid_is_paid_and_no_grace_unless_there_is_nothing_else(shop: Shop):
    held = shop.subscription()
    ends = held.periods[-1].ends_at
    until = ends + timedelta(days=3)
    shop.db.seed(with_grace(held, ref="I-OLD", until=until, now=shop.clock.now()))

    assert preview(shop.payments, user_id=ann(shop), plan=NEW).runs_until == ends

    shop.clock.set(ends)
    assert preview(shop.payments, user_id=ann(shop), plan=NEW).runs_until == until


def test_the_summary_shows_the_figures_of_the_change(shop: Shop):
    asked = shop.asks(plan_id=NEW.id, user_id=ann(shop), replaces_now=True)

    summary = check(shop.checkout, request=asked)

    assert summary.change == ChangePreview(
        runs_until=shop.clock.now() + timedelta(days=5),
        credit=usd(5),
        now_from=shop.clock.now(),
        now_until=shop.clock.now() + timedelta(days=40),
        later_from=shop.clock.now() + timedelta(days=5),
        later_until=shop.clock.now() + timedelta(days=35),
    )
