"""PayPal's NVP interface: form-encoded questions and answers, HTTP 200 even for refusals."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import requests

from chalicelib.adapters import http
from chalicelib.adapters.gateways.paypal_errors import LONGEST_SAID, NO_ANSWER
from chalicelib.adapters.http import redact
from chalicelib.kernel.errors import ActionRequiredError, RetryLaterError
from chalicelib.kernel.secret import Secret

CUT_OFF = "11002"
_VERSION = "204.0"
_SESSION = http.session(timeout_seconds=20, retries=0, vendor="paypal")
_WORKED = frozenset({"Success", "SuccessWithWarning"})
_BAD_CREDENTIALS = "10002"
# Too many calls, and what PayPal itself got wrong.
_LATER = frozenset({"10001", "10014", "10101", "81100"})

Values = Mapping[str, str]


class NvpRefusedError(ActionRequiredError):
    """PayPal understood the question and refused it; `number` is its own."""

    def __init__(self, number: str, said: str) -> None:
        super().__init__(
            f"PayPal's NVP interface refused the request (error {number}). {said}".strip(),
            remedy="Press Test in Settings, PayPal; if all is well there, report a bug.",
            code="paypal.nvp_refused",
        )
        self.number = number

    @property
    def is_unknown(self) -> bool:
        """Tell whether there is no such transaction, or it is somebody else's."""
        return self.number in {"10004", "10007", "10011"}


class NvpApi:
    """NVP under one account's credentials.

    Every call raises ActionRequiredError for refused credentials (error 10002), NvpRefusedError
    for other refusals, RetryLaterError without a proper answer.
    """

    def __init__(self, base_url: str, username: str, password: Secret, signature: Secret) -> None:
        self._url = f"{base_url}/nvp"
        self._username = username
        self._password = password
        self._signature = signature

    def ask(self, method: str, **values: str) -> Values:
        """Return the answer to one question."""
        given = {
            "USER": self._username,
            "PWD": self._password.reveal(),
            "SIGNATURE": self._signature.reveal(),
            "VERSION": _VERSION,
            "METHOD": method,
            **values,
        }
        more: dict[str, Any] = {"data": given, "allow_redirects": False}
        try:
            answer = _SESSION.request("POST", self._url, **more)
        except requests.RequestException as error:
            raise RetryLaterError(NO_ANSWER) from error
        if not answer.ok:
            raise RetryLaterError(NO_ANSWER)
        told = dict(parse_qsl(answer.text, keep_blank_values=True))
        if told.get("ACK") in _WORKED:
            return told
        raise _refused(told)


def _refused(told: Values) -> Exception:
    number = told.get("L_ERRORCODE0", "")
    said = redact(told.get("L_LONGMESSAGE0") or told.get("L_SHORTMESSAGE0") or "")
    if not number or number in _LATER:
        return RetryLaterError(NO_ANSWER)
    if number == _BAD_CREDENTIALS:
        return ActionRequiredError(
            "PayPal does not accept the NVP credentials (error 10002).",
            remedy="Copy user name, password and signature again from PayPal's account settings, "
            "API access, in the chosen mode.",
            code="paypal.nvp_refused",
        )
    return NvpRefusedError(number, said[:LONGEST_SAID].strip())
