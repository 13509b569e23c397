"""Whose a discount code is, and that it counts when a person settles the payment."""

from dataclasses import replace

import pytest

from chalicelib.catalog.discounts import Discount
from chalicelib.kernel.errors import InvalidError
from chalicelib.payments.assign import assign
from chalicelib.payments.by_hand import undo
from chalicelib.payments.model import Payment, PaymentStatus
from tests.builders import a_discount, a_plan, a_user, an_identity, claims_of, usd
from tests.usecases.payments.shop import ADMIN, Shop

ANN = a_user(media=an_identity("ann"))


@pytest.fixture(autouse=True)
def ann(shop: Shop) -> None:
    shop.db.seed(ANN, *claims_of(ANN))


def test_who_is_signed_in_uses_no_code_of_an_address_that_is_only_typed(shop: Shop):
    shop.db.seed(replace(a_discount(), email="bob@example.com"))

    with pytest.raises(InvalidError, match="somebody else"):
        shop.buys(user_id=ANN.id, email="bob@example.com", discount_code="spring")


def test_who_is_signed_in_uses_their_own_code_whatever_address_the_receipt_goes_to(shop: Shop):
    shop.db.seed(replace(a_discount(), email=ANN.email))

    order = shop.buys(user_id=ANN.id, email="bob@example.com", discount_code="spring")

    assert order.discount == usd(5)


def test_the_code_of_a_payment_that_a_person_settles_counts_once(shop: Shop):
    shop.db.seed(a_discount(max_uses=1))
    order = shop.buys(user_id=ANN.id, discount_code="spring")
    paid = shop.gateway.pay(order.checkout_id, amount=usd(6))
    shop.hears(event_id="evt_paid", external_id=paid.key.external_id)
    held = shop.db.one(Payment)
    assert (held.status, shop.db.one(Discount).used) == (PaymentStatus.HELD, 0)

    for _ in range(2):
        assign(shop.payments, payment_id=held.id, user_id=ANN.id, plan_id=a_plan().id, actor=ADMIN)
        code = shop.db.one(Discount)
        assert (code.used, code.holds) == (1, {})
        undo.unassign(shop.payments, payment_id=held.id, actor=ADMIN, why="Another plan")

    with pytest.raises(InvalidError, match="used this code before"):
        shop.buys(user_id=ANN.id, discount_code="spring")
