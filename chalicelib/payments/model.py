"""Money that moved, and orders that await it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import (
    LocationId,
    OrderId,
    PaymentId,
    PlanId,
    ServerId,
    UserId,
    WaitId,
)
from chalicelib.kernel.money import Money
from chalicelib.kernel.term import Term
from chalicelib.users.model import MediaIdentity


class GatewayName(StrEnum):
    """Where money comes in; *manual* is what an operator enters by hand."""

    STRIPE = "stripe"
    PAYPAL = "paypal"
    PLISIO = "plisio"
    MANUAL = "manual"


class GatewayAccount(StrEnum):
    """An account at a gateway that is read; checkout uses the one that has the gateway's name."""

    STRIPE = "stripe"
    PAYPAL = "paypal"
    PAYPAL_SECONDARY = "paypal_secondary"
    PLISIO = "plisio"


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """What names a payment in the outside world; `sequence` tells the parts of a split apart."""

    gateway: GatewayName
    external_id: str
    sequence: int = 1

    def __str__(self) -> str:
        return f"{self.gateway}:{self.external_id}:{self.sequence}"


class Dispute(StrEnum):
    """Whether the payer fights a payment at the bank or the gateway."""

    NONE = "none"
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class GatewayStatus(StrEnum):
    """What the gateway says of a payment, in our words."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """A payment as read from its gateway: the truth that webhooks only hint at.

    `subscription_ref` is the gateway's id of the recurring agreement that it belongs to, empty for
    a single payment; `covers_until` is the exclusive end of the time that it charged for, where
    the gateway says so; `settles_change` tells that it is the difference of a change of price in
    the middle of a period. `note` is what the payer wrote. With `may_lag` the gateway's list is
    late: what went back or was disputed lately may be missing, and never undoes what was told
    before.
    """

    key: PaymentKey
    status: GatewayStatus
    amount: Money
    paid_at: datetime
    refunded: Money
    payer_email: str = ""
    payer_name: str = ""
    note: str = ""
    order_id: OrderId | None = None
    subscription_ref: str = ""
    covers_until: datetime | None = None
    settles_change: bool = False
    dispute: Dispute = Dispute.NONE
    may_lag: bool = field(default=False, compare=False)

    @property
    def payer_address(self) -> str:
        """Return the payer's e-mail address as addresses are compared: without blanks and case."""
        return self.payer_email.strip().casefold()


class PaymentStatus(StrEnum):
    """Where a recorded payment stands."""

    SETTLED = "settled"
    UNMATCHED = "unmatched"
    HELD = "held"
    REFUNDED = "refunded"
    DISMISSED = "dismissed"


class Undelivered(StrEnum):
    """What became of a payment whose access could not be given (X001).

    *Waiting*: its paid time begins when access is given; *credited* and *refunded*: it buys no
    time any more.
    """

    WAITING = "waiting"
    CREDITED = "credited"
    REFUNDED = "refunded"


_MOVES = {
    PaymentStatus.UNMATCHED: {
        PaymentStatus.SETTLED,
        PaymentStatus.REFUNDED,
        PaymentStatus.DISMISSED,
    },
    PaymentStatus.HELD: {PaymentStatus.SETTLED, PaymentStatus.REFUNDED, PaymentStatus.UNMATCHED},
    PaymentStatus.SETTLED: {PaymentStatus.REFUNDED, PaymentStatus.UNMATCHED},
    PaymentStatus.DISMISSED: {PaymentStatus.UNMATCHED, PaymentStatus.REFUNDED},
    # A refund may fail after all: then the money is still here.
    PaymentStatus.REFUNDED: {PaymentStatus.SETTLED, PaymentStatus.UNMATCHED},
}


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment in our books.

    *Settled* bought ``[starts_at, ends_at)`` for a user; *unmatched* belongs to nobody yet; *held*
    belongs to an order but differs from what was quoted (X002), so it bought nothing; *dismissed*
    has nothing to do with the business (B057). `attention` says in one sentence what a person must
    look at, empty when nothing. `refunded` is what the gateway gave back, as last seen; None when
    nothing. A transaction that several people share has `parts` payments, which differ in the
    `sequence` of their keys; `amount` is this one's. With a `master_id` it was paid for a master's
    whole group: all parts have the same plan and dates, and all the money is the first's (B116).
    `credit` is what a plan change moved to this payment (or, negative, took from it): the books
    count ``amount + credit`` (B082, B083).
    `bought_seconds` is how much time its whole amount bought at first; `held_seconds` how much of
    it waits for the end of a dispute; `kept_as_credit` what of it became the user's store credit.
    `candidates` are those who may have paid an unmatched one. `undelivered` says what became of it
    while its access cannot be given, None when it can. `referrer_id` is who brought its user, if
    anybody did: then the referral bonus may hang on it.
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
    payer_name: str = ""
    parts: int = 1
    master_id: UserId | None = None
    credit: Money | None = None
    dispute: Dispute = Dispute.NONE
    bought_seconds: int = 0
    held_seconds: int = 0
    kept_as_credit: Money | None = None
    candidates: tuple[UserId, ...] = ()
    undelivered: Undelivered | None = None
    referrer_id: UserId | None = None
    version: int = 0

    @property
    def identity(self) -> PaymentKey:
        """Return the natural key."""
        return self.key

    @property
    def is_whole(self) -> bool:
        """Tell whether all the money of the transaction is this payment's."""
        return self.parts == 1 or (self.master_id is not None and self.key.sequence == 1)

    @property
    def comes_along(self) -> bool:
        """Tell whether it is a linked user's part, which has no money of its own."""
        return self.master_id is not None and self.key.sequence > 1

    @property
    def value(self) -> Money:
        """Return what the payment counts in the books: what was received, and moved credit."""
        return self.amount + self.credit if self.credit else self.amount

    @property
    def left(self) -> Money:
        """Return what was received and not given back."""
        return self.amount - self.refunded if self.refunded else self.amount

    @property
    def is_in_doubt(self) -> bool:
        """Tell whether a dispute keeps the money away, for now or for good."""
        return self.dispute in {Dispute.OPEN, Dispute.LOST}

    def move(self, status: PaymentStatus) -> Self:
        """Return the payment in another status; raises IllegalMoveError for one that is not."""
        if status not in _MOVES[self.status]:
            raise IllegalMoveError(f"A {self.status} payment cannot become {status}.")
        return replace(self, status=status)


class OrderMode(StrEnum):
    """How an order is paid: once (pay as you go), or again and again until it is cancelled."""

    ONCE = "once"
    RECURRING = "recurring"


class OrderStatus(StrEnum):
    """Where a checkout stands."""

    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Order:
    """A checkout: who wants which plan, and exactly what the gateway was asked to collect.

    `price` and `term` are what was quoted; a later edit of the plan does not touch them. `price`
    is what the gateway collects: the plan's price less `discount` and `credit_used`. `offer_ref`
    is the gateway's own price or plan, which a recurring order needs. The seat on `held_server_id`
    is kept until `expires_at` (exclusive). `likely_user_id` is who held the identity when the
    order was made: it saves a read later and decides nothing. With `replaces_now` the running
    period ends when this order is paid, and what is left of it is credited (B080). The time of one
    that `is_trial` is a free trial. `sub_accounts` is for how many linked users it is, `wait_id`
    whose turn in the waitlist gave the seat, `referrer_id` whose `referral_code` the customer
    gave, which counts if the sale makes a new customer.
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
    mode: OrderMode = OrderMode.ONCE
    offer_ref: str = ""
    discount_code: str = ""
    discount: Money | None = None
    credit_used: Money | None = None
    replaces_now: bool = False
    sub_accounts: int = 0
    is_trial: bool = False
    wait_id: WaitId | None = None
    referral_code: str = ""
    referrer_id: UserId | None = None
    version: int = 0

    @property
    def identity(self) -> OrderId:
        """Return the natural key."""
        return self.id

    @property
    def full_price(self) -> Money:
        """Return the plan's price as it was quoted, before discount and credit."""
        none = Money.zero(self.price.currency)
        return self.price + (self.discount or none) + (self.credit_used or none)

    def is_paid_by_another(self, key: PaymentKey) -> bool:
        """Tell whether another payment than that one has paid the order."""
        return self.payment_key is not None and self.payment_key != key

    def awaits(self, key: PaymentKey, *, subscription_ref: str) -> bool:
        """Tell whether a payment is for the order, and not a later charge of its agreement."""
        return not (self.is_paid_by_another(key) and subscription_ref)


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
    """How far an account's transactions were read; the next read overlaps it.

    While a read is under way, `since` and `began_at` are its bounds and `page` is where it goes
    on, so that the next run continues instead of beginning again; `read`, `booked` and `failed`
    count what this read saw, and one with failures is repeated from where it began. `error` is why
    the last run could not go on, empty when it could. `begins_at` is from when on the first read
    looked: what was paid before is not asked for.
    """

    gateway: GatewayAccount
    read_until: datetime
    since: datetime | None = None
    began_at: datetime | None = None
    page: str = ""
    read: int = 0
    booked: int = 0
    failed: int = 0
    ran_at: datetime | None = None
    error: str = ""
    begins_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> GatewayAccount:
        """Return the natural key."""
        return self.gateway
