"""The calls of Stripe's API that we make, as plain dictionaries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import stripe

from chalicelib.adapters import http
from chalicelib.adapters.gateways.stripe_errors import in_our_words
from chalicelib.kernel.secret import Secret

Json = Mapping[str, Any]

# Stripe's client repeats calls itself, with its idempotency keys.
_SESSION = http.session(timeout_seconds=10, retries=0)


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
        self._client = stripe.StripeClient(
            key.reveal(),
            base_addresses={"api": base_url},
            http_client=stripe.RequestsClient(timeout=(3.05, 10), session=_SESSION),
            max_network_retries=1,
        )

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
            return self._client.v1.balance.retrieve().to_dict()

    def open_session(self, params: Any, *, idempotency_key: str) -> Json:
        """Make a Checkout Session; the same key and params give the same one."""
        with in_our_words():
            options: Any = {"idempotency_key": idempotency_key}
            return self._client.v1.checkout.sessions.create(params, options).to_dict()

    def session(self, session_id: str) -> Json:
        """Read a Checkout Session with its PaymentIntent and latest charge."""
        with in_our_words():
            params: Any = {"expand": ["payment_intent.latest_charge"]}
            return self._client.v1.checkout.sessions.retrieve(session_id, params).to_dict()

    def expire_session(self, session_id: str) -> Json:
        """Close an open Checkout Session."""
        with in_our_words():
            return self._client.v1.checkout.sessions.expire(session_id).to_dict()

    def latest_sessions(self) -> Json:
        """List one Checkout Session."""
        with in_our_words():
            return self._client.v1.checkout.sessions.list({"limit": 1}).to_dict()

    def intent(self, intent_id: str) -> Json:
        """Read a PaymentIntent with its latest charge."""
        with in_our_words():
            params: Any = {"expand": ["latest_charge"]}
            return self._client.v1.payment_intents.retrieve(intent_id, params).to_dict()

    def intents(self, *, since: datetime | None, after: str | None, limit: int) -> Json:
        """List PaymentIntents made at or after `since`, newest first, with latest charges."""
        with in_our_words():
            params = _paging(since, after, limit, expand="data.latest_charge")
            return self._client.v1.payment_intents.list(params).to_dict()

    def refunds(self, *, since: datetime | None, after: str | None, limit: int) -> Json:
        """List refunds made at or after `since`, newest first, with what they refund."""
        with in_our_words():
            params = _paging(since, after, limit, expand="data.payment_intent.latest_charge")
            return self._client.v1.refunds.list(params).to_dict()


def _paging(since: datetime | None, after: str | None, limit: int, *, expand: str) -> Any:
    params: dict[str, Any] = {"limit": limit, "expand": [expand]}
    if since is not None:
        params["created"] = {"gte": int(since.timestamp())}
    if after:
        params["starting_after"] = after
    return params
