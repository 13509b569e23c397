"""PayPal's REST API: access tokens, calls, answers as plain dictionaries."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests

from chalicelib.adapters import http
from chalicelib.adapters.gateways.paypal_errors import (
    NO_ANSWER,
    key_refused,
    readable,
    refusal,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.secret import Secret

Json = Mapping[str, Any]

BILLING_SCOPE = "https://uri.paypal.com/services/subscriptions"
REPORTING_SCOPE = "https://uri.paypal.com/services/reporting/search/read"

_SESSION = http.session(timeout_seconds=20, retries=1, vendor="paypal")
# A token is not used up to its very end: the call that carries it takes time, too.
_MARGIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, what it may, and its end (exclusive)."""

    value: Secret
    scope: frozenset[str]
    ends_at: datetime


@dataclass(slots=True)
class Tokens:
    """Keeps access tokens in memory until near their end, one for each pair of credentials."""

    _held: dict[str, Token] = field(default_factory=dict)

    def get(self, name: str, *, now: datetime) -> Token | None:
        """Return the token that is still good."""
        held = self._held.get(name)
        return held if held is not None and now < held.ends_at - _MARGIN else None

    def keep(self, name: str, token: Token) -> Token:
        """Keep a token in place of the one before."""
        self._held[name] = token
        return token

    def drop(self, name: str) -> None:
        """Forget a token."""
        self._held.pop(name, None)


class PayPalApi:
    """PayPal under one app's credentials.

    Every call raises what `paypal_errors.refusal` says, RetryLaterError without a proper answer.
    """

    def __init__(
        self, base_url: str, client_id: str, secret: Secret, *, tokens: Tokens, clock: Clock
    ) -> None:
        self._base = base_url
        self._auth = (client_id, secret)
        self._tokens = tokens
        self._clock = clock
        # Another secret or another world is another token; neither is kept readable.
        pair = f"{base_url}\n{client_id}\n{secret.reveal()}"
        self._name = hashlib.sha256(pair.encode()).hexdigest()

    @property
    def now(self) -> datetime:
        """Return the present instant."""
        return self._clock.now()

    def token(self, *, is_fresh: bool = False) -> Token:
        """Return an access token; a fresh one has the rights of this moment."""
        now = self._clock.now()
        held = None if is_fresh else self._tokens.get(self._name, now=now)
        return held or self._tokens.keep(self._name, self._new_token(now))

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Json:
        """Read an object or a list."""
        return self._call("GET", path, params=params)

    def post(self, path: str, body: Any, *, request_id: str = "") -> Json:
        """Make or change something; the same `request_id` never does so twice."""
        headers = {"Prefer": "return=representation"}
        if request_id:
            headers["PayPal-Request-Id"] = request_id
        return self._call("POST", path, json=body, headers=headers)

    def patch(self, path: str, body: Any) -> None:
        """Change fields of an object."""
        self._call("PATCH", path, json=body)

    def post_text(self, path: str, text: bytes) -> Json:
        """Send JSON that must not be written anew."""
        headers = {"Content-Type": "application/json"}
        return self._call("POST", path, data=text, headers=headers)

    def _call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Json:
        for is_last in (False, True):
            token = self.token(is_fresh=is_last)
            sent = {**(headers or {}), "Authorization": f"Bearer {token.value.reveal()}"}
            answer = self._send(method, path, headers=sent, **more)
            if answer.status_code == 401 and not is_last:
                # Somebody took the app's tokens back, or its secret was changed.
                self._tokens.drop(self._name)
                continue
            return _body(answer)
        raise key_refused()

    def _new_token(self, now: datetime) -> Token:
        client_id, secret = self._auth
        answer = self._send(
            "POST",
            "/v1/oauth2/token",
            auth=(client_id.encode(), secret.reveal().encode()),
            data={"grant_type": "client_credentials"},
        )
        body = _body(answer)
        with readable():
            return Token(
                Secret(str(body["access_token"])),
                frozenset(str(body["scope"]).split()),
                now + timedelta(seconds=int(body["expires_in"])),
            )

    def _send(self, method: str, path: str, **more: Any) -> requests.Response:
        try:
            return _SESSION.request(method, f"{self._base}{path}", allow_redirects=False, **more)
        except requests.RequestException as error:
            raise RetryLaterError(NO_ANSWER) from error


def _body(answer: requests.Response) -> Json:
    if answer.status_code == 204:
        return {}
    try:
        body = answer.json()
    except ValueError as error:
        if answer.status_code == 404:
            body = {}
        else:
            raise RetryLaterError(
                NO_ANSWER, after_seconds=http.wait_asked(answer.headers)
            ) from error
    if not isinstance(body, Mapping):
        raise RetryLaterError(NO_ANSWER)
    if not answer.ok:
        raise refusal(answer.status_code, body, pause=http.wait_asked(answer.headers))
    return body
