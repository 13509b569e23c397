"""Receipts of payments: what was bought, for how much, from whom (X011)."""

from collections.abc import Container
from dataclasses import dataclass

from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.payments.model import Order, Payment, PaymentStatus
from chalicelib.payments.ports import PaymentsDeps
from chalicelib.settings.model import ReceiptSettings
from chalicelib.users.model import User

_RECEIPTED = frozenset({PaymentStatus.SETTLED, PaymentStatus.REFUNDED})


@dataclass(frozen=True, slots=True)
class Line:
    """An amount and what it is for; a reduction is negative."""

    text: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: `lines` add up to what was `paid`, of which `left` was not given back."""

    number: PaymentId
    seller: ReceiptSettings
    customer: User
    payment: Payment
    lines: tuple[Line, ...]
    paid: Money
    left: Money

    @property
    def refunded(self) -> Money:
        """Return what was given back."""
        return self.paid - self.left


def receipt(deps: PaymentsDeps, *, payment_id: PaymentId, owner: UserId | None = None) -> Receipt:
    """Return the receipt of a settled payment; with an `owner` it must be theirs.

    Raises NotFoundError for one that is unknown, somebody else's, or belongs to nobody (yet).
    """
    payment = deps.store.payment_by_id(payment_id)
    if payment is None or not has_receipt(payment) or owner not in {None, payment.user_id}:
        raise _unknown()
    customer = deps.users.get(payment.user_id) if payment.user_id else None
    if customer is None:
        raise _unknown()
    plan = deps.catalog.plan(payment.plan_id) if payment.plan_id else None
    order = deps.store.order(payment.order_id) if payment.order_id else None
    if order is not None and order.is_trial:
        raise _unknown()
    name = order.plan_name if order else plan.name if plan else "Access"
    return Receipt(
        number=payment.id,
        seller=deps.settings.receipts(),
        customer=customer,
        payment=payment,
        lines=lines_of(payment, order, name=name),
        paid=payment.amount,
        left=payment.left,
    )


def has_receipt(payment: Payment, *, trials: Container[PaymentId] = ()) -> bool:
    """Tell whether the payment bought something, so that there is a receipt of it.

    What was a gift, or is among the `trials`, cost nothing from the start: it has none. What was
    paid with credit has one. What came along with a master's payment stands on the master's.
    """
    is_owned = payment.user_id is not None and not payment.comes_along
    had_a_price = payment.amount.minor or payment.order_id or payment.subscription_ref
    is_sale = bool(had_a_price) and payment.id not in trials
    return payment.status in _RECEIPTED and is_owned and is_sale


def lines_of(payment: Payment, order: Order | None, *, name: str) -> tuple[Line, ...]:
    """Return what the amount is made of (pure); the lines always add up to it."""
    part = f"{name}, part {payment.key.sequence} of {payment.parts}"
    share = name if payment.is_whole else part
    # What was taken off belongs to the order's first payment, in whole.
    is_first = order is not None and order.payment_key == payment.key and payment.is_whole
    reductions = _reductions(order) if order is not None and is_first else ()
    whole = payment.amount
    for each in reductions:
        whole = whole - each.amount
    return (Line(share, whole), *reductions)


def _reductions(order: Order) -> tuple[Line, ...]:
    lines = []
    none = Money.zero(order.price.currency)
    if order.discount and order.discount.minor:
        lines.append(Line(f"Discount code {order.discount_code}", none - order.discount))
    if order.credit_used and order.credit_used.minor:
        lines.append(Line("Your credit", none - order.credit_used))
    return tuple(lines)


def _unknown() -> NotFoundError:
    return NotFoundError("There is no such receipt.", remedy="Look for it in your account.")
