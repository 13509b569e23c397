"""Whoever comes at once, and wherever the process dies: one payment, one mail, one access job."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.records import Write
from chalicelib.notifications.model import Event
from chalicelib.payments import confirm, sync
from chalicelib.payments.ledger import LedgerEntry, money_of
from chalicelib.payments.model import GatewayAccount, Order, OrderStatus, Payment, PaymentStatus
from chalicelib.payments.settle import settle
from chalicelib.users.model import User
from tests.builders import usd
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN, Shop

CROWD = 8
ROUNDS = 200


def at_once(*works: Callable[[], object]) -> None:
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(run, work) for work in works]:
            done.result()


def assert_one_sale(shop: Shop) -> None:
    payment = shop.db.one(Payment)
    assert payment.status is PaymentStatus.SETTLED
    assert len(shop.subscription().periods) == 1
    assert len(shop.mails(Event.PAYMENT_RECEIVED)) == len(shop.access_jobs()) == 1
    assert shop.db.one(User).id == payment.user_id
    assert shop.db.one(Order).status is OrderStatus.PAID
    assert shop.actions().count("payment.settled") == 1


@pytest.mark.behaviour("B027", "X046")
def test_webhooks_return_page_and_sync_at_once_make_one_payment(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)

    def webhook(number: int) -> Callable[[], object]:
        return lambda: shop.hears(event_id=f"evt_{number % 3}", external_id=found.key.external_id)

    at_once(
        *(webhook(number) for number in range(CROWD)),
        lambda: confirm.confirm(shop.payments, order_id=order.id),
        lambda: sync.sync(shop.payments, account=GatewayAccount.STRIPE),
    )

    assert_one_sale(shop)


@pytest.mark.behaviour("B027", "X046")
def test_sixteen_at_once_make_one_payment_round_after_round():
    for _ in range(ROUNDS):
        shop = Shop()
        order = shop.buys()
        external_id = shop.gateway.pay(order.checkout_id).key.external_id
        webhook = partial(shop.hears, external_id=external_id)
        back = partial(confirm.confirm, shop.payments, order_id=order.id)
        hourly = partial(sync.sync, shop.payments, account=GatewayAccount.STRIPE)

        at_once(*[webhook] * 6, *[back] * 5, *[hourly] * 5)

        assert_one_sale(shop)
        assert money_of(shop.db.all(LedgerEntry)) == {"USD": 1000}


@pytest.mark.behaviour("B056")
def test_sixteen_hear_of_a_refund_at_once_and_it_is_booked_once():
    for _ in range(ROUNDS // 4):
        shop = Shop()
        payment = shop.sells()
        found = shop.gateway.give_back(payment.key.external_id, usd(4))
        told = partial(settle, shop.payments, found=found, actor=ADMIN)

        at_once(*[told] * 16)

        assert shop.db.one(Payment).refunded == usd(4)
        assert money_of(shop.db.all(LedgerEntry)) == {"USD": 600}
        assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1


def test_two_sales_at_once_with_one_plex_identity_make_one_user(shop: Shop):
    orders = [shop.buys(email=f"ann{number}@example.com") for number in range(CROWD)]
    found = [shop.gateway.pay(order.checkout_id) for order in orders]

    at_once(
        *(
            lambda payment=payment: shop.hears(
                event_id=payment.key.external_id, external_id=payment.key.external_id
            )
            for payment in found
        )
    )

    user = shop.db.one(User)
    payments = shop.db.all(Payment)
    assert {payment.user_id for payment in payments} == {user.id}
    edges = sorted((payment.starts_at, payment.ends_at) for payment in payments)
    assert [end for _, end in edges[:-1]] == [start for start, _ in edges[1:]]


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("is_applied", [False, True])
def test_every_commit_may_fail_and_the_next_delivery_ends_right(shop: Shop, is_applied: bool):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)
    busy = RetryLaterError("The database is busy.")
    shop.db.fail_next(busy, applied=is_applied)
    with pytest.raises(RetryLaterError):
        shop.hears(external_id=found.key.external_id)

    shop.hears(external_id=found.key.external_id)

    assert_one_sale(shop)


@pytest.mark.behaviour("X043")
@pytest.mark.parametrize("is_held", [False, True])
def test_dying_at_any_read_commit_or_vendor_call_converges(is_held: bool):
    died_at_all = 0
    for step in range(100):
        shop = Shop()
        order = shop.buys()
        price = order.price.times(2) if is_held else order.price
        found = shop.gateway.pay(order.checkout_id, amount=price)
        if not dies_at(shop, step, lambda s=shop, f=found: s.hears(external_id=f.key.external_id)):
            break
        died_at_all += 1

        shop.hears(external_id=found.key.external_id)

        if is_held:
            assert shop.db.one(Payment).status is PaymentStatus.HELD
            assert len(shop.mails(Event.ADMIN_NEEDS_ATTENTION)) == 1
        else:
            assert_one_sale(shop)
    assert died_at_all >= 4


def test_a_database_in_which_somebody_else_is_always_faster_asks_to_retry(shop: Shop):
    order = shop.buys()
    found = shop.gateway.pay(order.checkout_id)

    def somebody_else(writes: tuple[Write, ...]) -> None:
        stored = shop.db.find(Order, order.id)
        assert stored is not None
        raise_version = stored.__class__(
            **{name: getattr(stored, name) for name in stored.__slots__}
            | {"version": stored.version + 1}
        )
        shop.db.seed(raise_version)

    shop.db.before_commit.append(somebody_else)

    with pytest.raises(RetryLaterError):
        shop.hears(external_id=found.key.external_id)
    assert shop.db.all(Payment) == ()
