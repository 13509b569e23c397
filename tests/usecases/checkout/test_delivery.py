"""A payment whose access cannot be given: the operator's policy, once, and how it ends."""

from datetime import datetime, timedelta

import pytest

from chalicelib.access.model import ShareState
from chalicelib.checkout import delivery
from chalicelib.checkout.follow import progress
from chalicelib.checkout.model import Stage
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.jobs.ports import JobsDeps
from chalicelib.jobs.run import run_one
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.money import Money
from chalicelib.kernel.secret import Sealed
from chalicelib.kernel.term import days
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, LedgerKind, credit_of
from chalicelib.payments.model import Order, OrderMode, Payment, PaymentStatus, Undelivered
from chalicelib.settings.model import (
    PaymentSettings,
    ProvisioningPolicy,
    ReversalPolicy,
    StripeSettings,
)
from tests.builders import a_job, a_plan, a_share, a_user, an_identity, claims_of, usd
from tests.usecases.payments.shop import Shop


def parked(shop: Shop, payment: Payment, why: str = "The server is full.") -> None:
    """Let the work of giving access be parked, and what follows be done."""
    delivery.check(shop.checkout, job=a_look(payment, why=why))


def a_look(payment: Payment, **payload: str) -> Job:
    return a_job(kind=JobKind.CHECK_DELIVERY, subject=payment.id, payload=payload)


def policy(shop: Shop, chosen: ProvisioningPolicy, **more: object) -> None:
    shop.db.seed(PaymentSettings(provisioning_policy=chosen, recurring_enabled=True, **more))  # type: ignore[arg-type]


def stored(shop: Shop, payment: Payment) -> Payment:
    found = shop.db.find(Payment, payment.key)
    assert found is not None
    return found


def is_given(shop: Shop, payment: Payment, state: ShareState = ShareState.INVITED) -> datetime:
    """Let the person have access from now on."""
    shop.db.seed(a_share(user_id=payment.user_id, state=state, changed_at=shop.clock.now()))
    return shop.clock.now()


def runs_due(shop: Shop) -> None:
    """Run the looks whose day has come."""
    handlers = {JobKind.CHECK_DELIVERY: lambda job: delivery.check(shop.checkout, job=job)}
    for job in shop.db.all(Job):
        if job.kind is JobKind.CHECK_DELIVERY:
            run_one(jobs_of(shop), handlers=handlers, job_id=job.id)


def jobs_of(shop: Shop) -> JobsDeps:
    return JobsDeps(shop.db, shop.checkout.jobs, shop.nudge, shop.clock, lambda: 0.5)


def lines(shop: Shop, kind: LedgerKind) -> list[LedgerEntry]:
    return [each for each in shop.db.all(LedgerEntry) if each.kind is kind]


def test_paid_time_waits_and_begins_when_access_is_given_by_exactly_what_was_lost(shop: Shop):
    payment = shop.sells()
    before = shop.subscription().periods[0]
    shop.passes(hours=8)
    parked(shop, payment)

    waiting = stored(shop, payment)
    assert (waiting.undelivered, waiting.status) == (Undelivered.WAITING, PaymentStatus.SETTLED)
    assert "The server is full." in waiting.attention
    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)
    assert (shown.stage, shown.access_until) == (Stage.ATTENTION, None)
    assert "you lose no day" in shown.detail

    shop.passes(days=2, hours=3)
    given_at = is_given(shop, payment)
    shop.passes(minutes=5)
    for _ in range(2):
        look = a_look(payment, given_at=to_iso(given_at))
        delivery.check(shop.checkout, job=look)

    after = stored(shop, payment)
    (period,) = shop.subscription().periods
    assert (period.starts_at, period.ends_at) == (
        given_at,
        given_at + (before.ends_at - before.starts_at),
    )
    assert (after.undelivered, after.attention) == (None, "")
    assert (after.starts_at, after.ends_at) == (period.starts_at, period.ends_at)
    (line,) = lines(shop, LedgerKind.MOVED)
    assert "2 days, 11:00:00 later" in line.why
    assert line.seconds == 0
    assert shop.subscription().waits_since is None


def test_what_follows_moves_along_and_a_second_payment_that_waits_loses_nothing(shop: Shop):
    first = shop.sells()
    second = shop.sells(token="b" * 20)
    ends = shop.subscription().periods[-1].ends_at
    for each in (first, second):
        parked(shop, each)

    shop.passes(days=1)
    is_given(shop, first)
    delivery.check(shop.checkout, job=a_look(second))

    assert shop.subscription().periods[-1].ends_at == ends + timedelta(days=1)
    assert stored(shop, second).undelivered is None
    assert stored(shop, second).ends_at == ends + timedelta(days=1)
    assert stored(shop, first).undelivered is None


def test_a_long_wait_never_lets_the_right_to_access_run_out(shop: Shop):
    payment = shop.sells()
    whole = shop.subscription().periods[0]
    parked(shop, payment)

    for _ in range(50):
        shop.passes(days=1)
        runs_due(shop)
    given_at = is_given(shop, payment)
    delivery.check(shop.checkout, job=a_look(payment, given_at=to_iso(given_at)))

    (period,) = shop.subscription().periods
    assert period.starts_at == given_at
    assert period.ends_at - period.starts_at == whole.ends_at - whole.starts_at
    assert len(lines(shop, LedgerKind.MOVED)) <= 3


def test_who_has_access_already_loses_nothing(shop: Shop):
    payment = shop.sells()
    is_given(shop, payment, ShareState.ACCEPTED)

    parked(shop, payment)

    assert stored(shop, payment) == payment


def test_credit_takes_the_time_and_keeps_the_amount_for_the_next_order(shop: Shop):
    policy(shop, ProvisioningPolicy.CREDIT)
    payment = shop.sells()

    for _ in range(2):
        parked(shop, payment)

    credited = stored(shop, payment)
    assert credited.undelivered is Undelivered.CREDITED
    assert credited.kept_as_credit == usd(10)
    assert shop.subscription().periods == ()
    assert shop.payments.store.credit(payment.user_id).of("USD") == usd(10)  # type: ignore[arg-type]
    assert [each.credit for each in lines(shop, LedgerKind.CREDIT)] == [usd(10)]
    shown = progress(shop.checkout, order_id=shop.db.one(Order).id)
    assert (shown.stage, "kept as credit" in shown.detail) == (Stage.CLOSED, True)


@pytest.mark.parametrize("refunds", [ReversalPolicy.SHORTEN, ReversalPolicy.KEEP])
def test_refund_gives_the_money_back_once_whatever_other_refunds_do(
    shop: Shop, refunds: ReversalPolicy
):
    policy(shop, ProvisioningPolicy.REFUND, refund_policy=refunds)
    payment = shop.sells()

    for _ in range(2):
        parked(shop, payment)

    refunded = stored(shop, payment)
    assert (refunded.status, refunded.undelivered) == (
        PaymentStatus.REFUNDED,
        Undelivered.REFUNDED,
    )
    assert shop.gateway.calls.count("refund") == 1
    assert shop.subscription().periods == ()
    assert "money back" in progress(shop.checkout, order_id=shop.db.one(Order).id).detail


@pytest.mark.parametrize(
    ("chosen", "refunds", "credit"),
    [
        (ProvisioningPolicy.CREDIT, ReversalPolicy.SHORTEN, usd(10)),
        (ProvisioningPolicy.REFUND, ReversalPolicy.SHORTEN, usd(4)),
        (ProvisioningPolicy.REFUND, ReversalPolicy.KEEP, usd(4)),
    ],
)
def test_credit_that_was_spent_on_what_nobody_got_comes_back_once(
    shop: Shop, chosen: ProvisioningPolicy, refunds: ReversalPolicy, credit: Money
):
    policy(shop, chosen, refund_policy=refunds)
    ann = a_user(media=an_identity("ann"))
    shop.db.seed(ann, *claims_of(ann), CreditBalance(ann.id, {"USD": 400}))
    payment = shop.sells(user_id=ann.id)
    assert (payment.amount, shop.payments.store.credit(ann.id).of("USD")) == (usd(6), usd(0))

    for _ in range(2):
        parked(shop, payment)

    assert shop.payments.store.credit(ann.id).of("USD") == credit
    assert credit_of(shop.db.all(LedgerEntry)) == {"USD": credit.minor - 400}


@pytest.mark.parametrize("refunds", [ReversalPolicy.SHORTEN, ReversalPolicy.REVOKE])
def test_what_another_plan_left_becomes_credit_when_nobody_got_the_new_one(
    shop: Shop, refunds: ReversalPolicy
):
    policy(shop, ProvisioningPolicy.REFUND, refund_policy=refunds)
    shop.db.seed(a_plan(id="pln_new", term=days(30)))
    first = shop.sells()
    user_id = first.user_id
    assert user_id is not None
    shop.passes(days=14)
    payment = shop.sells(plan_id="pln_new", user_id=user_id, replaces_now=True)
    assert payment.credit == usd(5)

    for _ in range(2):
        parked(shop, payment)

    assert stored(shop, payment).undelivered is Undelivered.REFUNDED
    assert shop.payments.store.credit(user_id).of("USD") == usd(5)
    assert [each.payment_id for each in shop.subscription().periods] == [first.id]


def test_a_refund_that_the_gateway_refuses_waits_for_a_person_and_loses_no_time(shop: Shop):
    policy(shop, ProvisioningPolicy.REFUND)
    payment = shop.sells()
    shop.gateway.fail_next(ActionRequiredError("Not offered."), call="refund")

    with pytest.raises(ActionRequiredError):
        parked(shop, payment)

    assert stored(shop, payment).undelivered is Undelivered.WAITING
    assert shop.subscription().waits_since == payment.starts_at


def test_money_that_went_back_or_became_credit_is_not_charged_again(shop: Shop):
    policy(shop, ProvisioningPolicy.CREDIT)
    stripe = StripeSettings(enabled=True, recurring_enabled=True, secret_key=Sealed("sealed"))
    shop.db.seed(stripe, a_plan(offers={"stripe": "price_1"}))
    payment = shop.sells(mode=OrderMode.RECURRING)

    parked(shop, payment)

    (job,) = [each for each in shop.db.all(Job) if each.kind is JobKind.CANCEL_AGREEMENT]
    assert (job.subject, job.payload) == (payment.subscription_ref, {"gateway": "stripe"})


def test_work_that_is_parked_orders_the_look_in_the_same_commit(shop: Shop):
    payment = shop.sells()
    (job,) = shop.access_jobs()

    def refuse(_job: Job) -> None:
        raise ActionRequiredError("No server takes new people.")

    state = run_one(jobs_of(shop), handlers={JobKind.RECONCILE_ACCESS: refuse}, job_id=job.id)

    assert state is JobState.PARKED
    (look,) = [each for each in shop.db.all(Job) if each.kind is JobKind.CHECK_DELIVERY]
    assert (look.subject, look.payload) == (payment.id, {"why": "No server takes new people."})
    delivery.check(shop.checkout, job=look)
    assert stored(shop, payment).undelivered is Undelivered.WAITING
