"""What an order was promised besides its seat: the use of a discount code, and store credit.

Both are taken in the commit that opens the order. When it is paid the use counts; when it closes
both are given back. Whoever pays after that finds the credit taken again, even while a person must
look at the payment, and the code only if nobody else had the last use meanwhile (B101, B102). When
all the money of a paid order goes back, and the time that it bought with it, the credit comes back
and the order closes. So a closed order never holds credit, and one that was paid, in full or not,
always does.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.catalog.discounts import Discount, DiscountUse, people
from chalicelib.catalog.ports import CatalogStore
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.records import Insert, Put, Update, Write
from chalicelib.payments.ledger import CreditBalance, LedgerKind, entry
from chalicelib.payments.model import Order, OrderStatus, Payment, PaymentStatus
from chalicelib.payments.ports import PaymentStore
from chalicelib.payments.rules.people import claims_of

# An order outlives its hold while its money is on the way; closing it ends the promise at once.
_ON_THE_WAY = timedelta(days=30)
_SET_ASIDE = frozenset({PaymentStatus.HELD, PaymentStatus.UNMATCHED})
_BUYS_NOTHING = frozenset({PaymentStatus.REFUNDED, PaymentStatus.DISMISSED})


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping the promises of a paid order writes; with a `refusal` they cannot be kept."""

    writes: tuple[Write, ...] = ()
    refusal: str = ""


def promised(
    order: Order,
    *,
    discount: Discount | None,
    balance: CreditBalance | None,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the writes that promise an order what its quote uses of a code and of credit."""
    writes: tuple[Write, ...] = ()
    if discount is not None and order.discount_code:
        until = order.expires_at + _ON_THE_WAY
        writes = (Update(discount.hold(order.id, until=until, now=now)),)
    if balance is not None and order.credit_used is not None:
        why = f"{order.credit_used} of credit for {order.plan_name}"
        writes = (
            *writes,
            *_spent(order, balance, order.credit_used, actor=actor, why=why, now=now),
        )
    return writes


def given_back(
    order: Order, *, catalog: CatalogStore, store: PaymentStore, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes that give back what an open order was promised; reads only if it was."""
    if order.status is not OrderStatus.OPEN:
        return ()
    return _given_back(order, catalog=catalog, store=store, actor=actor, now=now)


def taken_again(
    order: Order, *, store: PaymentStore, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    """Return the writes that take the credit of a closed order which a payment waits for now.

    Reads only if credit was given back when it closed.
    """
    was_given_back = order.status is OrderStatus.CLOSED and order.payment_key is None
    if not was_given_back or order.credit_used is None or order.user_id is None:
        return ()
    why = f"{order.credit_used} of credit for {order.plan_name}, whose payment waits for a person"
    balance = store.credit(order.user_id)
    return _spent(order, balance, order.credit_used, actor=actor, why=why, now=now)


def freed(
    before: Payment,
    after: Payment | None,
    *,
    catalog: CatalogStore,
    store: PaymentStore,
    actor: Actor,
    now: datetime,
    keeps_time: bool = False,
) -> tuple[Write, ...]:
    """Return the writes that free what an order was promised whose payment buys nothing now.

    It was set aside, and then given back or dismissed; or it bought time, which went with its
    money: with `keeps_time` that stays, and so does the credit that was spent on it. The order is
    closed with it, so that nothing is given back twice; reads only if there is an order.
    """
    if after is None or after.status not in _BUYS_NOTHING or before.order_id is None:
        return ()
    is_settled = before.status is PaymentStatus.SETTLED and after.key == before.key
    has_gone = is_settled and not keeps_time and before.kept_as_credit is None
    if before.status not in _SET_ASIDE and not has_gone:
        return ()
    order = store.order(before.order_id)
    if order is None or order.status is not OrderStatus.PAID or order.payment_key != before.key:
        return ()
    back = _given_back(order, catalog=catalog, store=store, actor=actor, now=now)
    return (*back, Update(replace(order, status=OrderStatus.CLOSED))) if back else ()


def _given_back(
    order: Order, *, catalog: CatalogStore, store: PaymentStore, actor: Actor, now: datetime
) -> tuple[Write, ...]:
    writes: tuple[Write, ...] = ()
    discount = catalog.discount(order.discount_code) if order.discount_code else None
    if discount is not None and order.id in discount.holds:
        writes = (Update(discount.release(order.id, now=now)),)
    if order.credit_used is not None and order.user_id is not None:
        back = Money.zero(order.credit_used.currency) - order.credit_used
        why = f"{order.credit_used} of credit for {order.plan_name} came back with what it was for"
        balance = store.credit(order.user_id)
        writes = (*writes, *_spent(order, balance, back, actor=actor, why=why, now=now))
    return writes


def kept(
    order: Order,
    payment: Payment,
    user_id: UserId,
    *,
    store: PaymentStore,
    actor: Actor,
    now: datetime,
) -> Kept:
    """Return what a paid order's promises come to; reads only if it was promised anything."""
    code = _redeemed(order, payment, user_id, store=store, actor=actor, now=now)
    was_given_back = order.status is OrderStatus.CLOSED and order.user_id is not None
    if code.refusal or not was_given_back or order.credit_used is None:
        return code
    why = f"{order.credit_used} of credit for {order.plan_name}, paid after it was closed"
    balance = store.credit(user_id)
    again = _spent(order, balance, order.credit_used, actor=actor, why=why, now=now)
    return Kept((*code.writes, *again))


def counted(
    order: Order | None,
    payment: Payment,
    user_id: UserId,
    *,
    store: PaymentStore,
    actor: Actor,
    now: datetime,
) -> tuple[Write, ...]:
    """Return the writes that count the use of a code whose payment a person settles (B101).

    Nothing if it was counted before, or is not promised to the order any more. Reads only if there
    is a code.
    """
    if order is None or order.payment_key != payment.key or not order.discount_code:
        return ()
    discount, _ = store.discount_for(order.discount_code, ())
    if discount is None or order.id not in discount.holds:
        return ()
    return _redeemed(order, payment, user_id, store=store, actor=actor, now=now).writes


def _redeemed(
    order: Order,
    payment: Payment,
    user_id: UserId,
    *,
    store: PaymentStore,
    actor: Actor,
    now: datetime,
) -> Kept:
    if not order.discount_code or order.discount is None:
        return Kept()
    claims = tuple(sorted(claims_of(order.media)))
    who = people(user_id=user_id, email=order.email, claims=claims)
    discount, uses = store.discount_for(order.discount_code, who)
    if discount is None:
        return Kept(refusal=f"The code {order.discount_code} is gone.")
    refusal = _why_not(discount, uses, order.id, now=now)
    if refusal:
        return Kept(refusal=refusal)
    line = entry(
        LedgerKind.DISCOUNT,
        at=now,
        actor=actor.name,
        why=f"{order.discount} off with the code {discount.code}",
        payment=payment,
        user_id=user_id,
        order_id=order.id,
    )
    rows = (Put(DiscountUse(discount.code, each, order.id, now)) for each in who)
    return Kept((Update(discount.redeemed(order.id, now=now)), *rows, Insert(line)))


def _why_not(
    discount: Discount, uses: tuple[DiscountUse, ...], order_id: OrderId, *, now: datetime
) -> str:
    """Return why the use cannot be granted although the order was paid, empty if it can."""
    if any(use.order_id != order_id for use in uses):
        return f"The code {discount.code} was used by the same customer with another order."
    taken = discount.promised(now=now, but=order_id)
    if discount.max_uses is not None and taken >= discount.max_uses:
        return f"The last use of the code {discount.code} went to another order."
    return ""


def _spent(
    order: Order,
    balance: CreditBalance,
    credit: Money,
    *,
    actor: Actor,
    why: str,
    now: datetime,
) -> tuple[Write, ...]:
    less = Money.zero(credit.currency) - credit
    line = entry(
        LedgerKind.CREDIT_USED,
        at=now,
        actor=actor.name,
        why=why,
        user_id=balance.user_id,
        order_id=order.id,
        credit=less,
    )
    return Update(balance.plus(less)), Insert(line)
