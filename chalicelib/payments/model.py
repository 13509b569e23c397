"""Money that moved, and orders that await it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import LocationId, OrderId, PaymentId, PlanId, ServerId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term
from chalicelib.users.model import MediaIdentity


class GatewayName(StrEnum):
    """Where money comes in; *manual* is what an operator enters by hand."""

    STRIPE = "stripe"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """What names a payment in the outside world; `sequence` tells the parts of a split apart."""

    gateway: GatewayName
    external_id: str
    sequence: int = 1

    def __str__(self) -> str:
        return f"{self.gateway}:{self.external_id}:{self.sequence}"


class GatewayStatus(StrEnum):
    """What the gateway says of a payment, in our words."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """A payment as read from its gateway: the truth that webhooks only hint at."""

    key: PaymentKey
    status: GatewayStatus
    amount: Money
    paid_at: datetime
    refunded: Money
    payer_email: str = ""
    order_id: OrderId | None = None
    subscription_ref: str = ""


class PaymentStatus(StrEnum):
    """Where a recorded payment stands."""

    SETTLED = "settled"
    UNMATCHED = "unmatched"
    HELD = "held"
    REFUNDED = "refunded"


_MOVES = {
    PaymentStatus.UNMATCHED: {PaymentStatus.SETTLED, PaymentStatus.REFUNDED},
    PaymentStatus.HELD: {PaymentStatus.SETTLED, PaymentStatus.REFUNDED},
    PaymentStatus.SETTLED: {PaymentStatus.REFUNDED},
    PaymentStatus.REFUNDED: set[PaymentStatus](),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment in our books.

    *Settled* bought ``[starts_at, ends_at)`` for a user; *unmatched* belongs to nobody yet; *held*
    belongs to an order but differs from what was quoted (X002), so it bought nothing. `attention`
    says in one sentence what a person must look at, empty when nothing. `refunded` is what the
    gateway gave back, as last seen; None when nothing.
    """

    id: PaymentId
    key: PaymentKey
    status: PaymentStatus
    amount: Money
    paid_at: datetime
    recorded_at: datetime
    user_id: UserId | None = None
    plan_id: PlanId | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    subscription_ref: str = ""
    order_id: OrderId | None = None
    payer_email: str = ""
    notes: str = ""
    attention: str = ""
    refunded: Money | None = None
    version: int = 0

    @property
    def identity(self) -> PaymentKey:
        """Return the natural key."""
        return self.key

    def move(self, status: PaymentStatus) -> Self:
        """Return the payment in another status; raises IllegalMoveError for one that is not."""
        if status not in _MOVES[self.status]:
            raise IllegalMoveError(f"A {self.status} payment cannot become {status}.")
        return replace(self, status=status)


class OrderStatus(StrEnum):
    """Where a checkout stands."""

    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Order:
    """A checkout: who wants which plan, and exactly what the gateway was asked to collect.

    `price` and `term` are what was quoted; a later edit of the plan does not touch them. The seat
    on `held_server_id` is kept until `expires_at` (exclusive). `likely_user_id` is who held the
    identity when the order was made: it saves a read later and decides nothing.
    """

    id: OrderId
    plan_id: PlanId
    plan_name: str
    price: Money
    term: Term
    email: str
    name: str
    media: MediaIdentity
    gateway: GatewayName
    created_at: datetime
    expires_at: datetime
    location_id: LocationId | None = None
    held_server_id: ServerId | None = None
    user_id: UserId | None = None
    likely_user_id: UserId | None = None
    status: OrderStatus = OrderStatus.OPEN
    checkout_id: str = ""
    checkout_url: str = ""
    payment_key: PaymentKey | None = None
    version: int = 0

    @property
    def identity(self) -> OrderId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """A webhook that arrived, kept 90 days for support; it decides nothing."""

    gateway: GatewayName
    event_id: str
    kind: str
    received_at: datetime
    outcome: str
    subject: str = ""

    @property
    def identity(self) -> tuple[GatewayName, str]:
        """Return the natural key."""
        return self.gateway, self.event_id


@dataclass(frozen=True, slots=True)
class SyncCursor:
    """How far a gateway's transactions were read; the next read overlaps it."""

    gateway: GatewayName
    read_until: datetime
    version: int = 0

    @property
    def identity(self) -> GatewayName:
        """Return the natural key."""
        return self.gateway
