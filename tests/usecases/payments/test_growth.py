"""Money that comes later for a payment that came short, as coins do."""

import pytest

from chalicelib.kernel.ids import UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.assign import assign
from chalicelib.payments.by_hand.undo import dismiss
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import GatewayName, Payment, PaymentStatus
from chalicelib.payments.rules.report import Books, compared
from chalicelib.payments.settle import known_unchanged, settle
from chalicelib.payments.sync import sync_all
from chalicelib.subscriptions.model import Subscription
from tests.builders import a_plan, a_user, usd
from tests.usecases.payments.shop import ADMIN, Shop


def comes(shop: Shop, amount: Money) -> Payment:
    """Let the invoice of the only order hold so much by now; return what the books make of it."""
    (checkout,) = shop.gateway.checkouts.values()
    if not checkout.external_id:
        shop.gateway.pay(f"cs_{checkout.order.id}", amount=amount)
    else:
        shop.gateway._change(checkout.external_id, amount=amount)
    return hears(shop)


def hears(shop: Shop) -> Payment:
    (found,) = shop.gateway.payments.values()
    payment = settle(shop.payments, found=found, actor=ADMIN)
    assert payment is not None
    assert known_unchanged(payment, found)
    return payment


def books_fit(shop: Shop) -> bool:
    """Tell whether the reconciliation of the only transaction shows no difference."""
    (found,) = shop.gateway.payments.values()
    held = Books((shop.db.one(Payment),), tuple(shop.db.all(LedgerEntry)))
    (row,) = compared({"it": found}, {"it": held})
    return not row.difference and row.in_ledger == found.amount.minor


@pytest.mark.behaviour("X002")
def test_an_order_that_came_short_is_settled_when_the_rest_arrives(shop: Shop):
    shop.buys()
    first = comes(shop, usd(4))
    assert (first.status, first.amount) == (PaymentStatus.HELD, usd(4))

    still = comes(shop, usd(7))
    assert (still.status, still.amount) == (PaymentStatus.HELD, usd(7))
    assert "7.00 USD was paid, but 10.00 USD was quoted" in still.attention
    assert not shop.db.all(Subscription)

    whole = comes(shop, usd(10))

    assert (whole.id, whole.status, whole.amount) == (first.id, PaymentStatus.SETTLED, usd(10))
    assert whole.attention == ""
    assert len(shop.subscription().periods) == 1
    assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}
    assert books_fit(shop)
    assert len(shop.access_jobs()) == 1
    before = shop.db.round_trips
    assert comes(shop, usd(10)) == whole
    assert shop.db.round_trips == before + 1


def test_more_than_was_quoted_stays_held_with_all_that_came(shop: Shop):
    shop.buys()
    comes(shop, usd(4))

    payment = comes(shop, usd(12))

    assert (payment.status, payment.amount) == (PaymentStatus.HELD, usd(12))
    assert books_fit(shop)


@pytest.mark.behaviour("X008")
def test_what_a_person_decided_stands_and_the_rest_is_pointed_out(shop: Shop):
    shop.db.seed(a_user())
    shop.buys()
    short = comes(shop, usd(5))
    assign(
        shop.payments,
        payment_id=short.id,
        user_id=UserId("usr_ann"),
        plan_id=a_plan().id,
        actor=ADMIN,
    )
    before = shop.subscription()

    payment = comes(shop, usd(10))

    assert (payment.status, payment.amount) == (PaymentStatus.SETTLED, usd(10))
    assert payment.attention == "5.00 USD more came for this payment, 10.00 USD in all."
    assert shop.subscription() == before
    assert books_fit(shop)


def test_a_dismissed_payment_grows_out_of_sight(shop: Shop):
    shop.gateway.charge(usd(4), email="stranger@x.test")
    dismiss(shop.payments, payment_id=hears(shop).id, actor=ADMIN, why="Not ours")
    (external_id,) = shop.gateway.payments

    shop.gateway._change(external_id, amount=usd(6))
    payment = hears(shop)

    assert (payment.status, payment.attention) == (PaymentStatus.DISMISSED, "")
    assert books_fit(shop)


def test_the_sync_finds_money_that_came_later_and_whose_it_is(shop: Shop):
    stranger = shop.gateway.charge(usd(4), email="ann@example.com")
    assert hears(shop).status is PaymentStatus.UNMATCHED
    shop.db.seed(a_user())
    shop.gateway._change(stranger.key.external_id, amount=usd(10))

    counts = sync_all(shop.payments)

    assert counts[f"{GatewayName.STRIPE}_failed"] == 0
    assert shop.db.one(Payment).amount == usd(10)
    assert books_fit(shop)
