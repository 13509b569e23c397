"""The calls of Stripe's API that we make, as plain dictionaries."""

from collections.abc import Mapping
from typing import Any

import stripe

from chalicelib.adapters import http
from chalicelib.adapters.gateways.stripe_errors import in_our_words
from chalicelib.adapters.gateways.stripe_objects import Listing
from chalicelib.kernel.secret import Secret

Json = Mapping[str, Any]

# Stripe's client repeats calls itself, with its idempotency keys.
_SESSION = http.session(timeout_seconds=10, retries=0, vendor="stripe")
# Stripe expands four levels at most.
_OF_INTENT = "latest_charge.refunds"


ONE = Listing()


def is_signed(body: bytes, *, header: str, secret: Secret) -> bool:
    """Tell whether the `Stripe-Signature` header fits the raw body; its age is not looked at."""
    try:
        return bool(stripe.WebhookSignature.verify_header(body, header, secret.reveal()))
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
        return False


class StripeApi:
    """Stripe under one secret key. Every method raises what `in_our_words` does."""

    def __init__(self, key: Secret, *, base_url: str) -> None:
        self._key = key
        self._v1 = stripe.StripeClient(
            key.reveal(),
            base_addresses={"api": base_url},
            http_client=stripe.RequestsClient(timeout=(3.05, 10), session=_SESSION),
            max_network_retries=1,
        ).v1

    @property
    def has_secret_key(self) -> bool:
        """Tell whether the key looks like a secret or restricted one."""
        return self._key.reveal().startswith(("sk_", "rk_"))

    @property
    def is_live(self) -> bool:
        """Tell whether the key moves real money."""
        return self._key.reveal().startswith(("sk_live_", "rk_live_"))

    def balance(self) -> Json:
        """Read the balance, which any sound key may."""
        with in_our_words():
            return self._v1.balance.retrieve().to_dict()

    # Checkout

    def open_session(self, params: Any, *, idempotency_key: str) -> Json:
        """Make a Checkout Session; the same key and params give the same one."""
        with in_our_words():
            options: Any = {"idempotency_key": idempotency_key}
            return self._v1.checkout.sessions.create(params, options).to_dict()

    def session(self, session_id: str) -> Json:
        """Read a Checkout Session with its PaymentIntent, or with its invoice and its payments."""
        with in_our_words():
            params: Any = {"expand": [f"payment_intent.{_OF_INTENT}", "invoice.payments"]}
            return self._v1.checkout.sessions.retrieve(session_id, params).to_dict()

    def expire_session(self, session_id: str) -> Json:
        """Close an open Checkout Session."""
        with in_our_words():
            return self._v1.checkout.sessions.expire(session_id).to_dict()

    def latest_sessions(self) -> Json:
        """List one Checkout Session."""
        with in_our_words():
            return self._v1.checkout.sessions.list({"limit": 1}).to_dict()

    def add_coupon(self, params: Any, *, idempotency_key: str) -> Json:
        """Make a coupon; the same key and params give the same one."""
        with in_our_words():
            options: Any = {"idempotency_key": idempotency_key}
            return self._v1.coupons.create(params, options).to_dict()

    def coupon(self, coupon: str) -> Json:
        """Read a coupon."""
        with in_our_words():
            return self._v1.coupons.retrieve(coupon).to_dict()

    def change_coupon(self, coupon: str, params: Any) -> Json:
        """Change what can be changed of a coupon."""
        with in_our_words():
            return self._v1.coupons.update(coupon, params).to_dict()

    # Money

    def intent(self, intent_id: str) -> Json:
        """Read a PaymentIntent with its latest charge and that one's refunds."""
        with in_our_words():
            params: Any = {"expand": [_OF_INTENT]}
            return self._v1.payment_intents.retrieve(intent_id, params).to_dict()

    def intents(self, asked: Listing = ONE) -> Json:
        """List PaymentIntents, newest first, with latest charges."""
        with in_our_words():
            params = _paging(asked, expand=f"data.{_OF_INTENT}")
            return self._v1.payment_intents.list(params).to_dict()

    def refund(self, params: Any, *, idempotency_key: str) -> Json:
        """Give money back; the same key and params never do so twice."""
        with in_our_words():
            options: Any = {"idempotency_key": idempotency_key}
            return self._v1.refunds.create(params, options).to_dict()

    def refunds(self, asked: Listing = ONE) -> Json:
        """List refunds, newest first, with what they refund."""
        with in_our_words():
            params = _paging(asked, expand=f"data.payment_intent.{_OF_INTENT}")
            return self._v1.refunds.list(params).to_dict()

    def disputes(self, asked: Listing = ONE) -> Json:
        """List disputes, newest first, with what they are about."""
        with in_our_words():
            params = _paging(asked, expand=f"data.payment_intent.{_OF_INTENT}")
            return self._v1.disputes.list(params).to_dict()

    def disputes_of(self, intent_id: str) -> Json:
        """List the disputes about a PaymentIntent."""
        with in_our_words():
            params: Any = {"payment_intent": intent_id, "limit": 100}
            return self._v1.disputes.list(params).to_dict()

    def events(self, kinds: tuple[str, ...], asked: Listing = ONE) -> Json:
        """List events of these kinds, newest first; Stripe keeps them for 30 days."""
        with in_our_words():
            params: Any = {**_paging(asked), "types": list(kinds)}
            return self._v1.events.list(params).to_dict()

    # Recurring

    def invoice(self, invoice_id: str) -> Json:
        """Read an invoice with its payments."""
        with in_our_words():
            params: Any = {"expand": ["payments"]}
            return self._v1.invoices.retrieve(invoice_id, params).to_dict()

    def tie_of(self, intent_id: str) -> Json:
        """List what a PaymentIntent pays: its invoice, if it has one."""
        with in_our_words():
            payment = {"type": "payment_intent", "payment_intent": intent_id}
            params: Any = {"payment": payment, "limit": 1, "expand": ["data.invoice"]}
            return self._v1.invoice_payments.list(params).to_dict()

    def ties(self, asked: Listing = ONE) -> Json:
        """List what ties PaymentIntents to invoices, newest first, with invoices."""
        with in_our_words():
            params = _paging(asked, expand="data.invoice")
            return self._v1.invoice_payments.list(params).to_dict()

    def subscription(self, ref: str) -> Json:
        """Read a subscription with its customer and latest invoice."""
        with in_our_words():
            return self._v1.subscriptions.retrieve(ref, _subscription()).to_dict()

    def discounted_subscription(self, ref: str) -> Json:
        """Read a subscription with its discounts."""
        with in_our_words():
            params: Any = {"expand": ["discounts"]}
            return self._v1.subscriptions.retrieve(ref, params).to_dict()

    def change_subscription(
        self, ref: str, changes: Mapping[str, Any], *, idempotency_key: str = ""
    ) -> Json:
        """Change a subscription and return it as `subscription` does."""
        with in_our_words():
            options: Any = {"idempotency_key": idempotency_key} if idempotency_key else {}
            return self._v1.subscriptions.update(ref, _subscription(changes), options).to_dict()

    def preview_invoice(self, params: Any) -> Json:
        """Reckon an invoice that is made nowhere."""
        with in_our_words():
            return self._v1.invoices.create_preview(params).to_dict()

    def end_subscription(self, ref: str) -> Json:
        """End a subscription now and return it as `subscription` does."""
        with in_our_words():
            return self._v1.subscriptions.cancel(ref, _subscription()).to_dict()

    def latest_subscriptions(self) -> Json:
        """List one subscription."""
        with in_our_words():
            return self._v1.subscriptions.list({"limit": 1, "expand": ["data.customer"]}).to_dict()

    def open_portal(self, params: Any) -> Json:
        """Make a customer's way into the portal."""
        with in_our_words():
            return self._v1.billing_portal.sessions.create(params).to_dict()

    def portal_setups(self) -> Json:
        """List the portal's default settings, if somebody saved them."""
        with in_our_words():
            params: Any = {"active": True, "is_default": True, "limit": 1}
            return self._v1.billing_portal.configurations.list(params).to_dict()

    # What is sold

    def product(self, product_id: str) -> Json:
        """Read a product."""
        with in_our_words():
            return self._v1.products.retrieve(product_id).to_dict()

    def add_product(self, params: Any) -> Json:
        """Make a product."""
        with in_our_words():
            return self._v1.products.create(params).to_dict()

    def change_product(self, product_id: str, params: Any) -> Json:
        """Change a product."""
        with in_our_words():
            return self._v1.products.update(product_id, params).to_dict()

    def price(self, price_id: str) -> Json:
        """Read a price."""
        with in_our_words():
            return self._v1.prices.retrieve(price_id).to_dict()

    def prices_of(self, lookup_key: str) -> Json:
        """List the active price of that lookup key."""
        with in_our_words():
            params: Any = {"lookup_keys": [lookup_key], "active": True, "limit": 1}
            return self._v1.prices.list(params).to_dict()

    def add_price(self, params: Any) -> Json:
        """Make a price."""
        with in_our_words():
            return self._v1.prices.create(params).to_dict()

    def change_price(self, price_id: str, params: Any) -> Json:
        """Change what can be changed of a price."""
        with in_our_words():
            return self._v1.prices.update(price_id, params).to_dict()


def _subscription(changes: Mapping[str, Any] | None = None) -> Any:
    return {**(changes or {}), "expand": ["customer", "latest_invoice"]}


def _paging(asked: Listing, *, expand: str = "") -> Any:
    params: dict[str, Any] = {"limit": asked.limit}
    if expand:
        params["expand"] = [expand]
    if asked.since is not None:
        params["created"] = {"gte": int(asked.since.timestamp())}
    if asked.after:
        params["starting_after"] = asked.after
    return params
