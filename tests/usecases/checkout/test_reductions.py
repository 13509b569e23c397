"""Codes and credit at the checkout: promised with the order, given back or kept once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.checkout.close import cancel, close_lapsed
from chalicelib.checkout.start import check
from chalicelib.kernel.errors import AppError, ConflictError, InvalidError
from chalicelib.payments.by_hand import undo
from chalicelib.payments.ledger import CreditBalance, LedgerEntry, LedgerKind, credit_of
from chalicelib.payments.model import (
    GatewayName,
    Order,
    OrderMode,
    OrderStatus,
    Payment,
    PaymentKey,
    PaymentStatus,
)
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.settings.model import PaymentSettings, StripeSettings
from tests.builders import a_discount, a_plan, a_user, claims_of, usd
from tests.usecases.payments.dying import dies_at
from tests.usecases.payments.shop import ADMIN, Shop

TOKEN = "a-form-token-0123456789"
FREE = {"percent": Decimal(100)}


def code(shop: Shop) -> Discount:
    return shop.db.one(Discount)


def lines(shop: Shop, kind: LedgerKind) -> list[LedgerEntry]:
    return [each for each in shop.db.all(LedgerEntry) if each.kind is kind]


def has_credit(shop: Shop, minor: int) -> str:
    """Let Ann be known and signed in with that much credit; return her id."""
    ann = a_user()
    shop.db.seed(ann, *claims_of(ann), CreditBalance(ann.id, {"USD": minor}))
    return ann.id


def credit(shop: Shop) -> int:
    """Return Ann's credit, which the ledger must explain."""
    balance = shop.db.one(CreditBalance)
    spent = credit_of(shop.db.all(LedgerEntry)).get("USD", 0)
    assert balance.amounts["USD"] == spent + 500
    return balance.amounts["USD"]


def test_the_summary_shows_what_start_will_charge(shop: Shop):
    shop.db.seed(a_discount())
    asked = shop.asks(discount_code=" SPRING ")

    quoted = check(shop.checkout, request=asked).quote
    order = shop.buys(discount_code=" SPRING ")

    assert (quoted.due, quoted.discount) == (usd(5), usd(5))
    assert (order.price, order.discount, order.full_price) == (usd(5), usd(5), usd(10))
    assert order.discount_code == "spring"


@pytest.mark.behaviour("B101")
def test_a_paid_order_counts_the_use_once_however_often_it_is_told(shop: Shop):
    shop.db.seed(a_discount())
    order = shop.buys(discount_code="spring")
    assert (code(shop).used, list(code(shop).holds)) == (0, [order.id])

    paid = shop.gateway.pay(order.checkout_id)
    for number in range(3):
        shop.hears(event_id=f"evt_{number}", external_id=paid.key.external_id)

    assert (code(shop).used, dict(code(shop).holds)) == (1, {})
    user_id = shop.db.one(Payment).user_id
    assert {use.who for use in shop.db.all(DiscountUse)} == {
        f"user:{user_id}",
        "email:ann@example.com",
        "media:name:ann",
        "media:email:ann@example.com",
    }
    (line,) = lines(shop, LedgerKind.DISCOUNT)
    assert (line.user_id, line.order_id, line.money, line.credit) == (
        user_id,
        order.id,
        None,
        None,
    )
    assert "5.00 USD" in line.why


@pytest.mark.behaviour("B101")
@pytest.mark.parametrize("way", ["turned back", "lapsed"])
def test_an_abandoned_checkout_gives_the_use_back(shop: Shop, way: str):
    shop.db.seed(a_discount(max_uses=1))
    order = shop.buys(discount_code="spring")
    with pytest.raises(InvalidError, match="used up"):
        shop.buys("bob", discount_code="spring")

    if way == "lapsed":
        shop.passes(hours=1)
        close_lapsed(shop.checkout)
    else:
        cancel(shop.checkout, order_id=order.id)

    assert (code(shop).used, dict(code(shop).holds)) == (0, {})
    assert shop.buys("bob", discount_code="spring").price == usd(5)


@pytest.mark.behaviour("B102")
def test_of_sixteen_at_once_one_gets_the_last_use(shop: Shop):
    shop.db.seed(a_discount(max_uses=1))

    def tries(number: int) -> Order | None:
        try:
            return shop.buys(f"buyer{number}", discount_code="spring")
        except AppError:
            return None

    with ThreadPoolExecutor(16) as pool:
        orders = [each for each in pool.map(tries, range(16)) if each]
    for order in orders:
        shop.hears(external_id=shop.gateway.pay(order.checkout_id).key.external_id)

    assert len(orders) == 1
    assert code(shop).used == 1


@pytest.mark.behaviour("B102")
def test_who_pays_after_the_last_use_went_to_another_is_looked_at_by_a_person(shop: Shop):
    shop.db.seed(a_discount(max_uses=1))
    late = shop.buys(discount_code="spring")
    late_payment = shop.gateway.charge(late.price, email=late.email, order_id=late.id)
    cancel(shop.checkout, order_id=late.id)
    shop.sells("bob", discount_code="spring")

    shop.hears(event_id="evt_late", external_id=late_payment.key.external_id)

    payment = shop.db.find(Payment, late_payment.key)
    assert payment is not None
    assert payment.status is PaymentStatus.HELD
    assert "spring" in payment.attention
    assert code(shop).used == 1


@pytest.mark.behaviour("B099")
def test_one_customer_with_two_open_orders_gets_one_use(shop: Shop):
    shop.db.seed(a_discount())
    first, second = (shop.buys(discount_code="spring") for _ in range(2))
    for order in (first, second):
        paid = shop.gateway.pay(order.checkout_id)
        shop.hears(event_id=f"evt_{order.id}", external_id=paid.key.external_id)

    states = [payment.status for payment in shop.db.all(Payment)]
    assert states == [PaymentStatus.SETTLED, PaymentStatus.HELD]
    assert code(shop).used == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"email": "other@example.com"},
        {"media": replace(a_user().media, username="", email="ann@example.com")},
        {"email": "other@example.com", "user_id": "known"},
    ],
)
@pytest.mark.behaviour("B099")
def test_a_customer_is_known_again_by_account_address_or_plex_name(shop: Shop, asked):
    shop.db.seed(a_discount())
    user_id = shop.sells(discount_code="spring").user_id
    if "user_id" in asked:
        asked = {**asked, "user_id": user_id}

    with pytest.raises(InvalidError, match="before"):
        shop.buys(discount_code="spring", **asked)


def test_another_code_with_the_same_form_is_another_form(shop: Shop):
    shop.db.seed(a_discount(), a_discount(code="summer"))
    shop.buys(token=TOKEN, discount_code="spring")

    assert shop.buys(token=TOKEN, discount_code="SPRING").discount_code == "spring"
    with pytest.raises(ConflictError):
        shop.buys(token=TOKEN, discount_code="summer")


def test_a_plain_sale_reads_nothing_for_codes_and_credit(shop: Shop):
    order = shop.buys()
    paid = shop.gateway.pay(order.checkout_id)
    before = shop.db.round_trips
    shop.hears(external_id=paid.key.external_id)
    plain = shop.db.round_trips - before

    assert plain <= 4


# --- Nothing left to pay -----------------------------------------------------------------------


def test_a_code_for_everything_settles_at_once_without_a_gateway(shop: Shop):
    shop.db.seed(a_discount(**FREE))

    order = shop.buys(discount_code="spring", token=TOKEN)

    assert (order.status, order.price, order.checkout_url) == (OrderStatus.PAID, usd(0), "")
    assert "open_checkout" not in shop.gateway.calls
    payment = shop.db.one(Payment)
    assert payment.key == PaymentKey(GatewayName.MANUAL, order.id)
    assert (payment.status, payment.amount) == (PaymentStatus.SETTLED, usd(0))
    assert len(shop.subscription().periods) == 1
    assert len(shop.access_jobs()) == 1
    assert code(shop).used == 1
    assert shop.buys(discount_code="spring", token=TOKEN) == order
    assert len(shop.db.all(Payment)) == 1


def test_dying_at_any_step_of_a_free_order_leaves_it_whole_or_gives_all_back():
    deaths = 0
    for step in range(100):
        shop = Shop()
        shop.db.seed(a_discount(max_uses=1, **FREE))
        if not dies_at(shop, step, lambda shop=shop: shop.buys(discount_code="spring")):
            break
        deaths += 1
        shop.passes(hours=1)
        close_lapsed(shop.checkout)

        payments = shop.db.all(Payment)
        assert (code(shop).used, dict(code(shop).holds)) == (len(payments), {})
        assert {order.status for order in shop.db.all(Order)} <= {
            OrderStatus.PAID if payments else OrderStatus.CLOSED
        }
    assert deaths >= 8


def test_dying_at_any_step_and_sending_the_form_again_is_one_free_order():
    deaths = 0
    for step in range(100):
        shop = Shop()
        shop.db.seed(a_discount(max_uses=1, **FREE))
        again = {"discount_code": "spring", "token": TOKEN}
        if not dies_at(shop, step, lambda shop=shop, again=again: shop.buys(**again)):
            break
        deaths += 1

        assert shop.buys(**again).status is OrderStatus.PAID
        assert code(shop).used == 1
        assert len(shop.subscription().periods) == 1
    assert deaths >= 8


def test_dying_at_any_step_with_a_code_and_credit_loses_and_doubles_nothing():
    deaths = 0
    for step in range(200):
        shop = Shop()
        shop.db.seed(a_discount(max_uses=1, amount=usd(3)))
        asked = {"discount_code": "spring", "user_id": has_credit(shop, 500)}
        if not dies_at(shop, step, lambda shop=shop, asked=asked: shop.sells(**asked)):
            break
        deaths += 1
        shop.passes(hours=2)
        close_lapsed(shop.checkout)

        settled = [p for p in shop.db.all(Payment) if p.status is PaymentStatus.SETTLED]
        if settled:
            assert (code(shop).used, credit(shop)) == (1, 0)
        else:
            assert (code(shop).used, credit(shop)) == (0, 500)
        assert dict(code(shop).holds) == {}
    assert deaths >= 12


# --- Store credit --------------------------------------------------------------------------------


def test_the_credit_of_a_signed_in_customer_reduces_the_price(shop: Shop):
    user_id = has_credit(shop, 500)

    order = shop.buys(user_id=user_id)

    assert (order.price, order.credit_used, credit(shop)) == (usd(5), usd(5), 0)
    (line,) = lines(shop, LedgerKind.CREDIT_USED)
    assert (line.credit, line.order_id, line.user_id) == (usd(-5), order.id, user_id)


def test_credit_that_is_left_out_or_of_somebody_not_signed_in_is_not_touched(shop: Shop):
    user_id = has_credit(shop, 500)

    assert shop.buys(user_id=user_id, uses_credit=False).price == usd(10)
    assert shop.buys().price == usd(10)
    assert credit(shop) == 500


def test_credit_comes_back_once_when_the_order_closes(shop: Shop):
    order = shop.buys(user_id=has_credit(shop, 500))

    for _ in range(2):
        cancel(shop.checkout, order_id=order.id)

    assert credit(shop) == 500


def test_who_pays_a_closed_order_spends_the_credit_after_all(shop: Shop):
    order = shop.buys(user_id=has_credit(shop, 500))
    late = shop.gateway.charge(order.price, email=order.email, order_id=order.id)
    cancel(shop.checkout, order_id=order.id)

    shop.hears(external_id=late.key.external_id)

    assert credit(shop) == 0
    assert shop.db.one(Payment).status is PaymentStatus.SETTLED


def test_a_payment_that_came_and_went_unseen_gives_credit_and_code_back(shop: Shop):
    shop.db.seed(a_discount(amount=usd(3)))
    order = shop.buys(user_id=has_credit(shop, 500), discount_code="spring")
    paid = shop.gateway.pay(order.checkout_id)
    shop.gateway.give_back(paid.key.external_id, paid.amount)

    shop.hears(external_id=paid.key.external_id)

    assert credit(shop) == 500
    assert (code(shop).used, dict(code(shop).holds)) == (0, {})


def test_two_orders_at_once_spend_the_credit_once(shop: Shop):
    user_id = has_credit(shop, 500)

    with ThreadPoolExecutor(8) as pool:
        orders = list(pool.map(lambda _: shop.buys(user_id=user_id), range(8)))

    assert sorted(order.price.minor for order in orders) == [500] + [1000] * 7
    assert credit(shop) == 0


# --- Subscriptions -------------------------------------------------------------------------------


@pytest.mark.behaviour("B100")
def test_a_code_reduces_the_first_charge_of_a_subscription_only_if_it_may(shop: Shop):
    shop.db.seed(
        a_plan(offers={GatewayName.STRIPE: "price_1"}),
        replace(shop.db.one(StripeSettings), recurring_enabled=True),
        PaymentSettings(recurring_enabled=True),
        a_discount(),
        a_discount(code="loyal", allows_recurring=True),
    )
    with pytest.raises(InvalidError, match="single payments"):
        shop.buys(discount_code="spring", mode=OrderMode.RECURRING)

    payment = shop.sells(discount_code="loyal", mode=OrderMode.RECURRING)

    assert payment.amount == usd(5)
    assert shop.db.one(Agreement).price == usd(10)
    renewal = shop.gateway.renew(payment.subscription_ref)
    shop.hears(event_id="evt_renewal", external_id=renewal.key.external_id)
    assert len(shop.subscription().periods) >= 2
    assert shop.db.find(Discount, "loyal").used == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("way", ["refunded", "dismissed"])
def test_a_payment_set_aside_that_ends_frees_what_its_order_was_promised_once(
    shop: Shop, way: str
):
    shop.db.seed(a_discount(max_uses=1))
    user_id = has_credit(shop, 200)
    order = shop.buys(user_id=user_id, discount_code="spring")
    paid = shop.gateway.pay(order.checkout_id, amount=usd(1))
    shop.hears(event_id="evt_paid", external_id=paid.key.external_id)
    assert shop.db.one(Payment).status is PaymentStatus.HELD
    assert code(shop).holds
    if way == "dismissed":
        held = shop.db.one(Payment)
        shop.db.seed(replace(held, status=PaymentStatus.UNMATCHED))
        undo.dismiss(shop.payments, payment_id=held.id, actor=ADMIN, why="Not ours")
    else:
        shop.gateway.give_back(paid.key.external_id)

    for number in range(2):
        shop.hears(event_id=f"evt_back_{number}", external_id=paid.key.external_id)

    assert (code(shop).holds, code(shop).used) == ({}, 0)
    assert shop.db.one(CreditBalance).amounts["USD"] == 200
    assert shop.db.one(Order).status is OrderStatus.CLOSED
