"""Stripe: hosted pages, once and recurring; a payment is its PaymentIntent."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import TYPE_CHECKING

from chalicelib.adapters.gateways import (
    stripe_changes,
    stripe_credit,
    stripe_keys,
    stripe_pages,
    stripe_recurring,
)
from chalicelib.adapters.gateways.kept import SAME_REQUEST_SECONDS, SAME_RUN_SECONDS, Kept
from chalicelib.adapters.gateways.stripe_hints import read_event
from chalicelib.adapters.gateways.stripe_lists import list_since
from chalicelib.adapters.gateways.stripe_money import to_stripe
from chalicelib.adapters.gateways.stripe_objects import (
    NO_ANSWER,
    MissingObjectError,
    read_session,
    readable,
)
from chalicelib.adapters.gateways.stripe_reading import PaymentReader
from chalicelib.catalog.model import Plan
from chalicelib.kernel.errors import ActionRequiredError, InvalidError, RetryLaterError
from chalicelib.kernel.money import Money
from chalicelib.kernel.page import Page
from chalicelib.kernel.secret import Vault
from chalicelib.payments.model import GatewayName, GatewayPayment, Order, OrderMode
from chalicelib.payments.ports import (
    CheckoutResult,
    CheckoutState,
    Hint,
    HostedCheckout,
    KeyReport,
    RefusedWebhookError,
)
from chalicelib.payments.rules.agreements import GatewayAgreement, Proration
from chalicelib.settings.model import StripeSettings
from chalicelib.settings.ports import SettingsStore

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

KEY_PLACE = "stripe.secret_key"
WEBHOOK_PLACE = "stripe.webhook_secret"
WEBHOOK_TOLERANCE_SECONDS = 300


class StripeGateway:
    """The port `RecurringGateway` over Stripe's API; keys are opened at each use."""

    name = GatewayName.STRIPE
    # Lists show what was made at once.
    shows_within = timedelta(0)

    def __init__(self, settings: SettingsStore, vault: Vault, *, api_base: str) -> None:
        self._settings = settings
        self._vault = vault
        self._api_base = api_base.rstrip("/")
        self._seen: Kept[StripeSettings] = Kept(lasts_seconds=SAME_REQUEST_SECONDS)
        self._run: Kept[StripeSettings] = Kept(lasts_seconds=SAME_RUN_SECONDS)

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the payment page of an order; the same order always gets the same page.

        Raises ActionRequiredError when the plan's price at Stripe would collect something else.
        """
        is_recurring = order.mode is OrderMode.RECURRING
        make = stripe_pages.recurring_params if is_recurring else stripe_pages.once_params
        params = make(order, return_url=return_url, cancel_url=cancel_url)
        api = self._api()
        try:
            if is_recurring and stripe_pages.reduction(order).minor:
                coupon = stripe_pages.coupon_params(order)
                api.add_coupon(coupon, idempotency_key=f"coupon-{order.id}")
            made = api.open_session(params, idempotency_key=f"checkout-{order.id}")
        except MissingObjectError as error:
            raise _wrong_price(f"Stripe has no price {order.offer_ref}.") from error
        with readable():
            if made["amount_total"] != to_stripe(order.price):
                api.expire_session(made["id"])
                raise _wrong_price(
                    f"Stripe would collect another amount than the {order.price} quoted."
                )
            return HostedCheckout(checkout_id=str(made["id"]), url=str(made["url"]))

    def close_checkout(self, checkout_id: str) -> None:
        """Make sure that the page can no longer be paid; done already is success."""
        api = self._api()
        try:
            closed = api.expire_session(checkout_id)
            with readable():
                if closed["status"] != "expired":
                    raise RetryLaterError("Stripe did not close the payment page.")
        except MissingObjectError:
            return
        except ActionRequiredError:
            # Only open sessions can be expired: look whether it is one.
            if self.read_checkout(checkout_id).state == CheckoutState.OPEN:
                raise

    def read_checkout(self, checkout_id: str) -> CheckoutResult:
        """Return what the page came to; a page that Stripe does not have is closed."""
        api = self._api()
        try:
            session = api.session(checkout_id)
        except MissingObjectError:
            return CheckoutResult(CheckoutState.CLOSED, None)
        reader = PaymentReader(api)
        with readable():
            payment = None
            if session["payment_intent"] is not None:
                payment = reader.of_intent(session["payment_intent"])
            elif session["invoice"] is not None:
                payment = reader.of_invoice(session["invoice"])
            return read_session(session, payment)

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if Stripe has no such payment.

        `external_id` is that of a PaymentIntent or, as events name it, of an invoice.
        """
        with readable():
            return PaymentReader(self._api()).by_id(external_id)

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return payments that were made, given back or disputed at or after `since`."""
        held = self._run.take() if cursor else None
        held = held or self._settings.stripe()
        try:
            with readable():
                page = list_since(self._open(held), since, cursor=cursor)
        except MissingObjectError as error:
            raise RetryLaterError(NO_ANSWER) from error
        # Whoever corrects a key after an error finds it used with the next page.
        self._run.keep(held)
        return page

    def refund(self, external_id: str, *, amount: Money, reference: str) -> GatewayPayment:
        """Give money back and return the payment as it then stands."""
        api = self._api()
        params = {"payment_intent": external_id, "amount": to_stripe(amount)}
        try:
            api.refund(params, idempotency_key=f"refund-{reference}")
            intent = api.intent(external_id)
        except MissingObjectError as error:
            raise InvalidError.of(
                "payment_id", "Stripe has no such payment.", "Look it up at Stripe."
            ) from error
        with readable():
            return PaymentReader(api).of_intent(intent)

    def read_agreement(self, ref: str) -> GatewayAgreement | None:
        """Return the agreement as it stands, None if Stripe has none of that id."""
        return stripe_recurring.read(self._api(), ref)

    def cancel_agreement(self, ref: str, *, at_period_end: bool) -> GatewayAgreement:
        """Let it never charge again, at once or when the paid period ends; done is success."""
        return stripe_recurring.cancel(self._api(), ref, at_period_end=at_period_end)

    def resume_agreement(self, ref: str) -> GatewayAgreement:
        """Take back a cancellation at the end of the period; raises ConflictError if it ended."""
        return stripe_recurring.resume(self._api(), ref)

    def manage_url(self, ref: str, *, return_url: str) -> str:
        """Return the page where the customer changes how it is paid, empty if there is none."""
        return stripe_recurring.manage_url(self._api(), ref, return_url=return_url)

    def preview_change(self, ref: str, *, offer_ref: str, at: datetime) -> Proration:
        """Return what a change to another price would cost, reckoned as of `at`."""
        return stripe_changes.preview(self._api(), ref, offer_ref=offer_ref, at=at)

    def change_offer(
        self, ref: str, *, offer_ref: str, at: datetime, reference: str, may_ask: bool = False
    ) -> GatewayAgreement:
        """Change the price, charge what the preview said, return the agreement; all or nothing."""
        return stripe_changes.change(
            self._api(), ref, offer_ref=offer_ref, at=at, reference=reference, may_ask=may_ask
        )

    def set_credit(self, ref: str, *, credit: Money, reference: str) -> str:
        """Let the next charge be less by `credit` and return the coupon that does it."""
        return stripe_credit.put(self._api(), ref, credit=credit, reference=reference)

    def taken_credit(self, *, reference: str) -> str:
        """Return the coupon of that reference if it was ever given, empty if not."""
        return stripe_credit.taken(self._api(), reference=reference)

    def waiting_credit(self, ref: str) -> str:
        """Return the coupon that waits for the next charge, empty if none does."""
        return stripe_credit.waiting(self._api(), ref)

    def make_offer(self, plan: Plan) -> str:
        """Make product and price of a plan and return the price's id; the same plan, the same."""
        return stripe_recurring.make_offer(self._api(), plan)

    def check_offer(self, offer_ref: str, plan: Plan) -> str:
        """Return in one sentence how the price differs from the plan, else nothing."""
        return stripe_recurring.check_offer(self._api(), offer_ref, plan)

    def verify_webhook(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> Hint:
        """Return what a webhook points at; raises RefusedWebhookError unless it is Stripe's."""
        settings = self._settings.stripe()
        if settings.webhook_secret is None:
            raise RefusedWebhookError("No signing secret for Stripe's webhooks is set.")
        secret = self._vault.open(settings.webhook_secret, place=WEBHOOK_PLACE)
        header = headers.get("stripe-signature", "")
        if not _sdk().is_signed(body, header=header, secret=secret):
            raise RefusedWebhookError("The signature does not match the body.")
        _check_age(header, now=now)
        try:
            hint = read_event(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise RefusedWebhookError("The body is no event.") from error
        self._seen.keep(settings)
        return hint

    def test(self) -> KeyReport:
        """Try the keys without moving money."""
        return stripe_keys.report(self._settings.stripe(), self._open)

    def _api(self) -> "StripeApi":
        return self._open(self._seen.take() or self._settings.stripe())

    def _open(self, settings: StripeSettings) -> "StripeApi":
        if settings.secret_key is None:
            raise ActionRequiredError(
                "No secret key for Stripe is set.", remedy="Enter it in Settings, Stripe."
            )
        key = self._vault.open(settings.secret_key, place=KEY_PLACE)
        api: StripeApi = _sdk().StripeApi(key, base_url=self._api_base)
        return api


def _sdk() -> ModuleType:
    """Return the module that needs Stripe's package."""
    from chalicelib.adapters.gateways import stripe_api  # noqa: PLC0415 - costs 0.2 s to import

    return stripe_api


def _wrong_price(what: str) -> ActionRequiredError:
    return ActionRequiredError(
        what,
        remedy="Look at the price on the plan's page, or let it be created at Stripe anew.",
        code="stripe.price_differs",
    )


def _check_age(header: str, *, now: datetime) -> None:
    """Refuse what was signed more than the tolerance before or after `now`."""
    times = [item[2:] for item in header.split(",") if item.startswith("t=")]
    try:
        (signed,) = times
        signed_at = datetime.fromtimestamp(int(signed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise RefusedWebhookError("The signature has no readable time.") from error
    if abs((now - signed_at).total_seconds()) > WEBHOOK_TOLERANCE_SECONDS:
        raise RefusedWebhookError("The signature is too old or from the future.")
