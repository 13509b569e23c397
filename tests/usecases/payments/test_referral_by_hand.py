"""A code counts for whoever comes by an order, also if a person must say whose its money is."""

import pytest

from chalicelib.kernel.ids import UserId
from chalicelib.payments import assign
from chalicelib.payments.model import Payment
from chalicelib.payments.rules.referrals import Referral, ReferralStatus
from chalicelib.users.model import ReferralCode
from tests.builders import a_plan, a_share, a_user, claims_of, usd
from tests.usecases.payments.shop import ADMIN, Shop
from tests.usecases.payments.test_referrals import (
    BOB,
    CODE,
    TWENTY,
    credit,
    referral,
    user_of,
)


@pytest.fixture
def shop() -> Shop:
    """Return a shop where Bob has a code, and bonuses of 20 percent are on."""
    shop = Shop()
    shop.db.seed(BOB, *claims_of(BOB), a_share(user_id=BOB.id), ReferralCode(CODE, BOB.id), TWENTY)
    return shop


def given(shop: Shop, held: Payment) -> None:
    """Let an administrator give a held payment to Ann."""
    assign.assign(
        shop.payments,
        payment_id=held.id,
        user_id=UserId("usr_ann"),
        plan_id=a_plan().id,
        actor=ADMIN,
    )


def held_for(shop: Shop, who: str) -> Payment:
    """Let somebody come with Bob's code and pay less than was quoted."""
    order = shop.buys(who, referral_code=CODE)
    paid = shop.gateway.pay(order.checkout_id, amount=usd(5))
    shop.hears(event_id=f"evt_{who}", external_id=paid.key.external_id)
    return shop.db.one(Payment)


def test_who_is_made_by_hand_for_a_held_order_came_with_its_code(shop: Shop):
    held = held_for(shop, "ann")
    shop.passes(hours=1)
    ann = a_user(joined_at=shop.clock.now())
    shop.db.seed(ann)

    for _ in range(2):
        given(shop, held)

    assert user_of(shop, shop.db.one(Payment)).referred_by == BOB.id
    assert (referral(shop).user_id, referral(shop).code) == (ann.id, CODE)
    assert (referral(shop).status, referral(shop).came_at) == (
        ReferralStatus.GRANTED,
        ann.joined_at,
    )
    assert credit(shop) == usd(1)


def test_who_was_known_before_the_held_order_was_brought_by_nobody(shop: Shop):
    ann = a_user(joined_at=shop.clock.now())
    shop.db.seed(ann)
    shop.passes(hours=1)
    held = held_for(shop, "ann")

    given(shop, held)

    assert not shop.db.all(Referral)
    assert credit(shop) == usd(0)
    assert shop.actions().count("referral.refused") == 1
