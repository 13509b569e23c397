"""Stripe: hosted pages in payment mode, where the PaymentIntent is the truth."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.gateways import stripe_keys
from chalicelib.adapters.gateways.stripe_money import to_stripe
from chalicelib.adapters.gateways.stripe_objects import (
    MissingObjectError,
    read_event,
    read_intent,
    read_session,
    readable,
)
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.page import Page
from chalicelib.kernel.secret import Vault
from chalicelib.payments.model import GatewayName, GatewayPayment, GatewayStatus, Order
from chalicelib.payments.ports import (
    CheckoutResult,
    CheckoutState,
    Hint,
    HostedCheckout,
    KeyReport,
    RefusedWebhookError,
)
from chalicelib.settings.model import StripeSettings
from chalicelib.settings.ports import SettingsStore

if TYPE_CHECKING:
    from chalicelib.adapters.gateways.stripe_api import StripeApi

KEY_PLACE = "stripe.secret_key"
WEBHOOK_PLACE = "stripe.webhook_secret"
WEBHOOK_TOLERANCE_SECONDS = 300
# A webhook is verified and its payment read right after: both look at one copy of the settings.
_SAME_REQUEST_SECONDS = 2.0
_MOST_PER_PAGE = 100
_REFUNDS = "refunds:"


class StripeGateway:
    """The port `Gateway` over Stripe's API; keys are opened from the vault at each use."""

    name = GatewayName.STRIPE

    def __init__(self, settings: SettingsStore, vault: Vault, *, api_base: str) -> None:
        self._settings = settings
        self._vault = vault
        self._api_base = api_base.rstrip("/")
        self._seen: tuple[float, StripeSettings] | None = None

    def open_checkout(self, order: Order, *, return_url: str, cancel_url: str) -> HostedCheckout:
        """Make the payment page of an order; the same order always gets the same page."""
        metadata = {"order_id": order.id}
        product: dict[str, Any] = {
            "name": order.plan_name,
            "description": f"Access for {order.term}",
        }
        price = {
            "currency": order.price.currency.lower(),
            "unit_amount": to_stripe(order.price),
            "product_data": product,
        }
        params = {
            "mode": "payment",
            "line_items": [{"price_data": price, "quantity": 1}],
            "client_reference_id": order.id,
            "customer_email": order.email,
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata, "description": order.plan_name},
            "success_url": return_url,
            "cancel_url": cancel_url,
            "expires_at": int(order.expires_at.timestamp()),
        }
        made = self._api().open_session(params, idempotency_key=f"checkout-{order.id}")
        with readable():
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
        try:
            session = self._api().session(checkout_id)
        except MissingObjectError:
            return CheckoutResult(CheckoutState.CLOSED, None)
        with readable():
            return read_session(session)

    def read_payment(self, external_id: str) -> GatewayPayment | None:
        """Return the payment as it stands, None if Stripe has no such payment."""
        try:
            intent = self._api().intent(external_id)
        except MissingObjectError:
            return None
        with readable():
            return read_intent(intent)

    def payments_since(self, since: datetime, *, cursor: str | None) -> Page[GatewayPayment]:
        """Return payments made at or after `since`, then those refunded since, newest first."""
        api = self._api()
        if cursor is None or not cursor.startswith(_REFUNDS):
            listed = api.intents(since=since, after=cursor, limit=_MOST_PER_PAGE)
            with readable():
                rows = listed["data"]
                following = rows[-1]["id"] if listed["has_more"] and rows else _REFUNDS
                return Page(_booked([read_intent(row) for row in rows]), following)
        after = cursor.removeprefix(_REFUNDS) or None
        listed = api.refunds(since=since, after=after, limit=_MOST_PER_PAGE)
        with readable():
            rows = listed["data"]
            intents = {row["payment_intent"]["id"]: row for row in rows if row["payment_intent"]}
            found = [read_intent(row["payment_intent"]) for row in intents.values()]
            has_more = listed["has_more"] and rows
            return Page(_booked(found), f"{_REFUNDS}{rows[-1]['id']}" if has_more else None)

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
        self._seen = (time.monotonic(), settings)
        return hint

    def test(self) -> KeyReport:
        """Try the keys without moving money."""
        return stripe_keys.report(self._settings.stripe(), self._open)

    def _api(self) -> "StripeApi":
        seen, self._seen = self._seen, None
        if seen is not None and time.monotonic() - seen[0] < _SAME_REQUEST_SECONDS:
            return self._open(seen[1])
        return self._open(self._settings.stripe())

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


def _booked(found: list[GatewayPayment]) -> tuple[GatewayPayment, ...]:
    wanted = {GatewayStatus.PAID, GatewayStatus.REFUNDED}
    return tuple(payment for payment in found if payment.status in wanted)


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
