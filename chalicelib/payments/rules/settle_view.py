"""What settling a payment needs to know of the books, read together."""

from dataclasses import dataclass

from chalicelib.catalog.model import Plan
from chalicelib.kernel.ids import OrderId
from chalicelib.payments.model import Order, Payment, PaymentKey
from chalicelib.payments.rules.agreements import Agreement
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Sought:
    """A payment that is to be settled, and what it names."""

    key: PaymentKey
    order_id: OrderId | None = None
    subscription_ref: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """Whom a recurring agreement is of, with the plan that it pays."""

    user: User
    subscription: Subscription
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class SettleView:
    """What settling reads, in as few round trips as possible.

    `users` and `subscription` are those of the order, `payer` is that of the agreement, for a
    payment that no order awaits.
    """

    payment: Payment | None
    order: Order | None
    users: tuple[User, ...]
    subscription: Subscription | None
    agreement: Agreement | None = None
    payer: Payer | None = None
