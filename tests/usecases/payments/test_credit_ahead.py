"""Store credit reduces renewals, where the gateway can charge less (X010)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.errors import RetryLaterError, StaleRecordError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Update, Write
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, credit_of
from chalicelib.payments.model import GatewayName, OrderMode, Payment
from chalicelib.payments.ports import RecurringGateway
from chalicelib.payments.renewing import credit_ahead, follow
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.settings.model import PaymentSettings
from chalicelib.users.model import User
from tests.builders import a_plan, usd
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN, Shop


def selling() -> Shop:
    """Return a shop that sells subscriptions."""
    shop = Shop()
    plan = a_plan()
    shop.db.seed(
        PaymentSettings(recurring_enabled=True),
        replace(shop.payments.settings.stripe(), recurring_enabled=True),
        a_plan(offers={"stripe": shop.gateway.make_offer(plan)}),
    )
    return shop


@pytest.fixture
def shop() -> Shop:
    return selling()


def subscribes(shop: Shop) -> Agreement:
    shop.sells("ann", mode=OrderMode.RECURRING)
    return shop.db.one(Agreement)


def has_credit(shop: Shop, amount: Money) -> None:
    shop.db.seed(CreditBalance(user_id(shop), {amount.currency: amount.minor}))


def gains(shop: Shop, more: Money) -> None:
    shop.db.commit(Update(shop.payments.store.credit(user_id(shop)).plus(more)))


def user_id(shop: Shop) -> UserId:
    return shop.db.one(User).id


def left(shop: Shop) -> Money:
    return shop.payments.store.credit(user_id(shop)).of("USD")


def uses(shop: Shop) -> Agreement:
    credit_ahead.use(shop.payments, user_id=user_id(shop))
    return shop.db.one(Agreement)


def renews(shop: Shop) -> Payment:
    shop.passes(days=28)
    paid = shop.gateway.renew("sub_1")
    shop.hears(event_id=f"evt_{paid.key.external_id}", external_id=paid.key.external_id)
    found = shop.db.find(Payment, paid.key)
    assert found is not None
    return found


def jobs(shop: Shop) -> int:
    return sum(each.kind is JobKind.USE_CREDIT for each in shop.db.all(Job))


def test_credit_is_set_against_the_next_renewal_and_used_once(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))

    assert uses(shop).credit_ahead == usd(3)
    assert uses(shop).credit_told == usd(3)
    assert left(shop) == usd(0)
    asked = jobs(shop)
    assert renews(shop).amount == usd(7)
    assert jobs(shop) == asked + 1
    assert uses(shop).credit_ahead is None
    assert renews(shop).amount == usd(10)
    assert jobs(shop) == asked + 1
    assert shop.gateway.calls.count("set_credit") == 1
    lines = [line for line in shop.db.all(LedgerEntry) if line.credit]
    assert credit_of(lines) == {"USD": -300}
    assert {"agreement.credit", "agreement.credit_used"} <= set(shop.actions())


def test_no_more_than_the_price_is_set_and_the_rest_waits_for_the_renewal_after(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(15))

    uses(shop)
    assert left(shop) == usd(5)
    assert renews(shop).amount == usd(0)
    uses(shop)

    assert left(shop) == usd(0)
    assert renews(shop).amount == usd(5)


def test_more_credit_takes_the_place_of_what_was_set_before(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    uses(shop)
    gains(shop, usd(2))

    uses(shop)

    assert renews(shop).amount == usd(5)


def test_what_was_drafted_before_more_was_set_counts_as_used_and_the_rest_stays(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    uses(shop)
    gains(shop, usd(2))
    shop.gateway.fail_next(RetryLaterError("Away", after_seconds=60), call="set_credit")
    with pytest.raises(RetryLaterError):
        uses(shop)
    assert shop.db.one(Agreement).credit_ahead == usd(5)

    assert renews(shop).amount == usd(7)
    assert uses(shop).credit_ahead == usd(2)

    assert renews(shop).amount == usd(8)
    assert uses(shop).credit_ahead is None


def test_a_job_that_died_after_the_gateway_was_told_tells_it_the_same_again(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    shop.gateway.fail_next(RetryLaterError("Away", after_seconds=60), call="set_credit")
    with pytest.raises(RetryLaterError):
        uses(shop)
    shop.db.fail_next(StaleRecordError(shop.db.one(Agreement)))
    with pytest.raises(StaleRecordError):
        uses(shop)

    uses(shop)

    assert len(set(shop.gateway.credits.values())) == 1
    assert renews(shop).amount == usd(7)
    assert uses(shop).credit_ahead is None


def loses_the_answer(shop: Shop) -> None:
    """Let the gateway take the credit, and the process die before that is written down."""

    def dies(writes: tuple[Write, ...]) -> None:
        if any(isinstance(each.record, Agreement) and _is_told(each.record) for each in writes):
            shop.db.before_commit.remove(dies)
            raise StaleRecordError(shop.db.one(Agreement))

    def _is_told(agreement: Agreement) -> bool:
        return agreement.credit_ahead is not None and (
            agreement.credit_ahead == agreement.credit_told
        )

    shop.db.before_commit.append(dies)
    with pytest.raises(StaleRecordError):
        uses(shop)
    assert shop.gateway.credits


def test_credit_whose_answer_was_lost_is_not_given_again_after_it_was_used(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    loses_the_answer(shop)
    assert renews(shop).amount == usd(7)

    uses(shop)

    assert (shop.db.one(Agreement).credit_ahead, left(shop)) == (None, usd(0))
    assert renews(shop).amount == usd(10)


def test_of_more_credit_whose_answer_was_lost_all_counts_as_used(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    uses(shop)
    gains(shop, usd(2))
    loses_the_answer(shop)
    assert renews(shop).amount == usd(5)

    uses(shop)

    assert (shop.db.one(Agreement).credit_ahead, left(shop)) == (None, usd(0))
    assert renews(shop).amount == usd(10)


def test_credit_that_came_while_an_answer_was_lost_is_set_for_the_charge_after(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    loses_the_answer(shop)
    assert renews(shop).amount == usd(7)
    gains(shop, usd(2))

    uses(shop)

    assert (shop.db.one(Agreement).credit_ahead, left(shop)) == (usd(2), usd(0))
    assert renews(shop).amount == usd(8)
    assert uses(shop).credit_ahead is None


@pytest.mark.parametrize("is_renewed_first", [True, False])
def test_dying_at_any_step_gives_no_cent_twice_and_loses_none(is_renewed_first: bool):
    deaths = 0
    for step in range(40):
        shop = selling()
        subscribes(shop)
        has_credit(shop, usd(3))
        uses(shop)
        gains(shop, usd(2))
        if not dies_at(shop, step, lambda s=shop: uses(s)):
            break
        deaths += 1
        first = renews(shop).amount if is_renewed_first else usd(10)

        uses(shop)
        second = renews(shop).amount
        uses(shop)
        third = renews(shop).amount

        saved = usd(30) - first - second - third
        assert saved + left(shop) == usd(5)
    assert deaths > 2


def test_credit_comes_back_when_the_agreement_ends_before_it_was_used(shop: Shop):
    agreement = subscribes(shop)
    has_credit(shop, usd(3))
    uses(shop)
    ended = shop.gateway.cancel_agreement(agreement.ref, at_period_end=False)

    follow.follow(shop.payments, found=ended, actor=ADMIN)
    follow.follow(shop.payments, found=ended, actor=ADMIN)

    assert left(shop) == usd(3)
    assert shop.db.one(Agreement).credit_ahead is None
    uses(shop)
    assert left(shop) == usd(3)


def test_an_agreement_that_ended_unseen_is_followed_when_it_takes_no_credit(shop: Shop):
    agreement = subscribes(shop)
    has_credit(shop, usd(3))
    shop.gateway.cancel_agreement(agreement.ref, at_period_end=False)

    uses(shop)

    assert left(shop) == usd(3)


def test_a_gateway_that_cannot_charge_less_leaves_the_credit_alone(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))
    plain = replace(shop.payments, recurring={GatewayName.STRIPE: _Plain(shop.gateway)})

    credit_ahead.use(plain, user_id=user_id(shop))

    assert left(shop) == usd(3)
    assert credit_ahead.preview(plain, user_id=user_id(shop)).steps == ()


def test_credit_in_another_currency_and_a_debt_reduce_nothing(shop: Shop):
    subscribes(shop)
    shop.db.seed(CreditBalance(user_id(shop), {"EUR": 500, "USD": -100}))

    assert uses(shop).credit_ahead is None
    assert "set_credit" not in shop.gateway.calls


def test_the_dry_run_tells_what_would_be_set_and_changes_nothing(shop: Shop):
    subscribes(shop)
    has_credit(shop, usd(3))

    (step,) = credit_ahead.preview(shop.payments, user_id=user_id(shop)).steps

    assert step.why == "3.00 USD of credit is set against the next renewal"
    assert left(shop) == usd(3)


def test_a_subscription_that_is_cancelled_uses_no_credit(shop: Shop):
    agreement = subscribes(shop)
    has_credit(shop, usd(3))
    found = shop.gateway.cancel_agreement(agreement.ref, at_period_end=True)
    follow.follow(shop.payments, found=found, actor=ADMIN)
    shop.clock.move(timedelta(days=1))

    assert uses(shop).credit_ahead is None
    assert left(shop) == usd(3)


class _Plain:
    """A recurring gateway without anything for credit."""

    def __init__(self, source: RecurringGateway) -> None:
        self.read_agreement = source.read_agreement
