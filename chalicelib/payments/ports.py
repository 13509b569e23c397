"""What payments need from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.ports import CatalogStore
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ForbiddenError
from chalicelib.kernel.ids import OrderId, PaymentId, UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.payments.model import (
    GatewayName,
    GatewayPayment,
    Order,
    Payment,
    PaymentKey,
    SyncCursor,
)
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.model import User
from chalicelib.users.ports import UserStore


class RefusedWebhookError(ForbiddenError):
    """The webhook does not prove that it comes from the gateway, or is too old (X047)."""

    default_code = "webhook_refused"


@dataclass(frozen=True, slots=True)
class HostedCheckout:
    """A payment page at the gateway."""

    checkout_id: str
    url: str


class CheckoutState:
    """Words for what a gateway's payment page came to."""

    OPEN = "open"
    CLOSED = "closed"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class CheckoutResult:
    """What a payment page came to: one of CheckoutState, and the payment if there is one."""

    state: str
    payment: GatewayPayment | None


@dataclass(frozen=True, slots=True)
class Hint:
    """What a verified webhook points at; everything else in it is ignored.

    `external_id` names a payment, `checkout_id` a payment page; both empty: nothing of ours.
    """

    event_id: str
    kind: str
    external_id: str = ""
    checkout_id: str = ""


@dataclass(frozen=True, slots=True)
class KeyReport:
    """What a Test button found: each line says what works or what to change."""

    works: bool
    lines: tuple[str, ...]


class Gateway(Protocol):
    """A payment service.

    Every call raises RetryLaterError when the service does not answer properly and
    ActionRequiredError when it refuses our key.
    """

    @property
    def name(self) -> GatewayName:
        """Return which gateway this is."""
        ...

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the payment page of an order; the same order always gets the same page."""
        ...

    def close_checkout(self, checkout_id: str) -> None:
        """Make sure that the page can no longer be paid; done already is success."""
        ...

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        """Return what the page came to."""
        ...

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if the gateway has no such payment."""
        ...

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return paid and refunded payments made at or after `since`, newest first."""
        ...

    def verify_webhook(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        """Return what a webhook points at.

        `headers` has lower-case names. Raises RefusedWebhookError unless the signature matches
        the raw bytes and was made within 300 seconds of `now`.
        """
        ...

    def test(self) -> KeyReport:
        """Try the keys without moving money."""
        ...


@dataclass(frozen=True, slots=True)
class SettleView:
    """What settling reads, in as few round trips as possible."""

    payment: Payment | None
    order: Order | None
    users: tuple[User, ...]
    subscription: Subscription | None


class PaymentStore(Protocol):
    """Reads payments and orders."""

    def payment(self, key: PaymentKey) -> Payment | None:
        """Return the payment of that key."""
        ...

    def payment_by_id(self, payment_id: PaymentId) -> Payment | None:
        """Return a payment by our own id."""
        ...

    def order(self, order_id: OrderId) -> Order | None:
        """Return an order."""
        ...

    def settle_view(self, key: PaymentKey, *, order_id: OrderId | None) -> SettleView:
        """Return payment and order in one read; and if the order exists and the payment does not,

        in a second one the users that hold the order's media identity or are its `user_id`, and
        the subscription of the only such user. At most 2 round trips, strongly consistent where
        keys allow.
        """
        ...

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments, the latest paid first."""
        ...

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return the user's payments, the latest paid first."""
        ...

    def needing_attention(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments whose `attention` is not empty, the latest recorded first."""
        ...

    def open_orders(self, *, cursor: str | None, limit: int) -> Page[Order]:
        """Return open orders, the oldest first."""
        ...

    def sync_cursor(self, gateway: GatewayName) -> SyncCursor | None:
        """Return how far the gateway was read."""
        ...


class Counter(Protocol):
    """Counts things that should be seen but need no record each."""

    def add(self, name: str, *, now: datetime) -> None:
        """Count one, in the day of `now` (UTC)."""
        ...

    def read(self, name: str, *, now: datetime, days: int) -> int:
        """Return the sum over the last `days` days up to and with today."""
        ...


@dataclass(frozen=True, slots=True)
class PaymentsDeps:
    """What the use cases of this topic need."""

    database: Database
    store: PaymentStore
    users: UserStore
    subscriptions: SubscriptionStore
    catalog: CatalogStore
    settings: SettingsStore
    gateways: Mapping[GatewayName, Gateway]
    counter: Counter
    nudge: Nudge
    clock: Clock
    site_url: str
