"""What payments need from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.catalog.discounts import Discount, DiscountUse
from chalicelib.catalog.model import Plan
from chalicelib.catalog.ports import CatalogStore
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ForbiddenError, RetryLaterError
from chalicelib.kernel.ids import OrderId, PaymentId, UserId
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.payments.ledger import CreditBalance, LedgerEntry
from chalicelib.payments.model import (
    GatewayAccount,
    GatewayName,
    GatewayPayment,
    Order,
    Payment,
    PaymentKey,
    PaymentStatus,
    SyncCursor,
)
from chalicelib.payments.rules.agreements import Agreement, GatewayAgreement, Proration
from chalicelib.payments.rules.marks import PayerMark
from chalicelib.payments.rules.referrals import Referral
from chalicelib.payments.rules.settle_view import SettleView, Sought
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import UserStore


class RefusedWebhookError(ForbiddenError):
    """The webhook does not prove that it comes from the gateway, or is too old (X047)."""

    default_code = "webhook_refused"


class NotChargedYetError(RetryLaterError):
    """The customer has agreed at the gateway, and the first charge is not to be seen yet."""

    default_code = "not_charged_yet"


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
    """What a payment page came to: one of CheckoutState, and the payment if there is one.

    `agreement_ref` names the recurring agreement that the customer made there, if any.
    """

    state: str
    payment: GatewayPayment | None
    agreement_ref: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a verified webhook points at; everything else in it is ignored.

    `external_id` names a payment, `checkout_id` a payment page, `agreement_ref` a recurring
    agreement; an event may name several. All empty: nothing of ours.
    """

    event_id: str
    kind: str
    external_id: str = ""
    checkout_id: str = ""
    agreement_ref: str = ""

    @property
    def subject(self) -> str:
        """Return what the event is about, empty if it is nothing of ours."""
        return self.external_id or self.checkout_id or self.agreement_ref


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

    @property
    def shows_within(self) -> timedelta:
        """Return after which time at the latest a transaction shows in `payments_since`."""
        ...

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the payment page of an order; the same order always gets the same page.

        Raises InvalidError naming the field when the gateway cannot take such an order.
        """
        ...

    def close_checkout(self, checkout_id: str) -> None:
        """Make sure that the page can no longer be paid; done already is success."""
        ...

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        """Return what the page came to; collects what the customer approved where that is ours.

        Raises NotChargedYetError while the money that was agreed is not to be seen.
        """
        ...

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if the gateway has no such payment."""
        ...

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return payments that were made, given back or disputed at or after `since`.

        Any order; a payment may come twice, and comes as it stands now. Pending and failed ones
        are left out. A cursor stays good for an hour at least.
        """
        ...

    def refund(self, external_id: str, *, amount: Money, reference: str) -> GatewayPayment:
        """Give money back and return the payment as it then stands.

        The same `reference` (at most 60 characters) never gives back twice. Raises InvalidError
        naming `amount` when it is more than is left, ActionRequiredError where the gateway offers
        no refunds to programs.
        """
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


class RecurringGateway(Gateway, Protocol):
    """A payment service that charges again and again."""

    def read_agreement(self, ref: str) -> GatewayAgreement | None:
        """Return the agreement as it stands, None if the gateway has none of that id."""
        ...

    def cancel_agreement(self, ref: str, *, at_period_end: bool) -> GatewayAgreement:
        """Let it never charge again, at once or when the paid period ends; done is success.

        A gateway that knows no end of period ends it at once: what was paid stays paid.
        """
        ...

    def resume_agreement(self, ref: str) -> GatewayAgreement:
        """Take back a cancellation at the end of the period; raises ConflictError if it ended."""
        ...

    def manage_url(self, ref: str, *, return_url: str) -> str:
        """Return the page where the customer changes how it is paid, empty if there is none."""
        ...

    def make_offer(self, plan: Plan) -> str:
        """Make the gateway's own product and price of a plan and return its id.

        The same plan with the same price and term always gives the same one.
        """
        ...

    def check_offer(self, offer_ref: str, plan: Plan) -> str:
        """Return in one sentence how the gateway's price differs from the plan, else nothing."""
        ...


class ProratingGateway(RecurringGateway, Protocol):
    """A payment service that reckons a change of price in the middle of a period itself."""

    def preview_change(self, ref: str, *, offer_ref: str, at: datetime) -> Proration:
        """Return what a change to another price would cost, reckoned as of `at`.

        `at` lies in the running period. Raises NotFoundError, InvalidError naming `offer_ref`
        when there is no such price.
        """
        ...

    def change_offer(
        self, ref: str, *, offer_ref: str, at: datetime, reference: str, may_ask: bool = False
    ) -> GatewayAgreement:
        """Change the price, charge what the preview as of `at` said, return the agreement.

        All or nothing: raises ConflictError when the charge is declined, ConfirmNeededError when
        the bank asks the customer first, else as the preview does. With `may_ask` the change is
        made as soon as the customer has answered, and lapses if they do not. The same `reference`
        (at most 190 characters) never charges twice.
        """
        ...


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

    def settle_view(
        self, key: PaymentKey, *, order_id: OrderId | None, subscription_ref: str = ""
    ) -> SettleView:
        """Return payment, order and recurring agreement in one read; and, if the payment does not

        exist, in a second one what is around them. Of an order that awaits it, the users that hold
        its media identity or are its `user_id`, and the subscription of the only such user; else
        the agreement's user, their subscription, and its plan. At most 2 round trips, strongly
        consistent where keys allow.
        """
        ...

    def settle_views(
        self, sought: tuple[Sought, ...], *, known: Mapping[PaymentKey, Payment]
    ) -> dict[PaymentKey, SettleView]:
        """Return the view of each payment, as `settle_view` does, in as many reads as for one.

        `known` are those that exist, as they were just read. Two round trips for every 100 rows.
        """
        ...

    def recent(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments, the latest paid first."""
        ...

    def of_user(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return the user's payments, the latest paid first."""
        ...

    def paid_before(self, until: datetime, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments that were paid before `until`, the latest paid first."""
        ...

    def paid_between(
        self, since: datetime, until: datetime, *, cursor: str | None, limit: int
    ) -> Page[Payment]:
        """Return payments paid from `since` on and before `until`, the latest paid first."""
        ...

    def in_status(self, status: PaymentStatus, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments of a status, the latest paid first.

        Of refunded ones those that a person must look at come before all others.
        """
        ...

    def marked(self, mark: str) -> tuple[PayerMark, ...]:
        """Return whom a mark (see payments.marks) points at, and why; strongly consistent."""
        ...

    def needing_attention(self, *, cursor: str | None, limit: int) -> Page[Payment]:
        """Return payments whose `attention` is not empty, the latest recorded first."""
        ...

    def open_orders(self, *, cursor: str | None, limit: int) -> Page[Order]:
        """Return open orders, the oldest first."""
        ...

    def sync_cursor(self, account: GatewayAccount) -> SyncCursor | None:
        """Return how far the account was read."""
        ...

    def many(self, keys: tuple[PaymentKey, ...]) -> dict[PaymentKey, Payment]:
        """Return those of the payments that are in the books; one round trip a hundred."""
        ...

    def parts(self, payment: Payment) -> tuple[Payment, ...]:
        """Return all payments of the same transaction by sequence, this one included."""
        ...

    def payers(self, marks: tuple[str, ...]) -> dict[str, frozenset[UserId]]:
        """Return whom each mark (see payments.marks) points at; strongly consistent."""
        ...

    def agreement(self, gateway: GatewayName, ref: str) -> Agreement | None:
        """Return a recurring agreement."""
        ...

    def agreements_of(self, user_id: UserId) -> tuple[Agreement, ...]:
        """Return the user's recurring agreements."""
        ...

    def agreements_changing(
        self, *, since: datetime, until: datetime, limit: int
    ) -> tuple[Agreement, ...]:
        """Return up to `limit` whose `changes_at` is in ``[since, until)``, earliest first."""
        ...

    def credit(self, user_id: UserId) -> CreditBalance:
        """Return the user's store credit, a blank one (version 0) if there never was any."""
        ...

    def referral(self, user_id: UserId) -> Referral | None:
        """Return how the user came, None for whoever came without a referral code."""
        ...

    def referrals(self, *, cursor: str | None, limit: int) -> Page[Referral]:
        """Return who came with a referral code, the latest first."""
        ...

    def referrals_by(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[Referral]:
        """Return who came with the user's referral code, the latest first."""
        ...

    def discount_for(
        self, code: str, who: tuple[str, ...]
    ) -> tuple[Discount | None, tuple[DiscountUse, ...]]:
        """Return a code and which of these used it, in one round trip; strongly consistent."""
        ...

    def ledger_of(self, user_id: UserId, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        """Return the user's ledger entries, the newest first."""
        ...

    def ledger_on(self, day: date, *, cursor: str | None, limit: int) -> Page[LedgerEntry]:
        """Return the ledger entries of a day (UTC), the oldest first."""
        ...

    def ledger_of_payment(self, key: PaymentKey) -> tuple[LedgerEntry, ...]:
        """Return the entries about a payment, the oldest first."""
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
    accounts: Mapping[GatewayAccount, Gateway]
    recurring: Mapping[GatewayName, RecurringGateway]
    prorating: Mapping[GatewayName, ProratingGateway]
    counter: Counter
    nudge: Nudge
    clock: Clock
    site_url: str
