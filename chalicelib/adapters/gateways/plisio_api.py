"""The calls of Plisio's API that we make. Each is a GET with the key in its address."""

import json
from collections.abc import Mapping
from typing import Any

import requests

from chalicelib.adapters import http
from chalicelib.adapters.gateways.plisio_objects import NO_ANSWER, MissingInvoiceError, readable
from chalicelib.kernel.errors import ActionRequiredError, AppError, InvalidError, RetryLaterError
from chalicelib.kernel.secret import Secret

Json = Mapping[str, Any]

# Making an invoice is repeated safely: the order's number names it.
_SESSION = http.session(timeout_seconds=10, retries=1, vendor="plisio")
_PATH = "/api/v1"
_LONGEST_TEXT = 300


class PlisioApi:
    """Plisio under one secret key.

    Every method raises RetryLaterError when no proper answer comes and ActionRequiredError when
    the key or the request is refused.
    """

    def __init__(self, key: Secret, *, base_url: str) -> None:
        self._key = key
        self._base = base_url + _PATH

    def open_invoice(self, params: Mapping[str, str]) -> Json:
        """Make an invoice, or return the one with its order number; raises InvalidError."""
        made: Json = self._get("/invoices/new", {**params, "return_existing": "1"})
        return made

    def operation(self, txn_id: str) -> Json:
        """Read an operation; raises MissingInvoiceError."""
        if not txn_id.isascii() or not txn_id.isalnum():
            raise MissingInvoiceError
        found: Json = self._get(f"/operations/{txn_id}")
        return found

    def operations(self, *, page: int, limit: int) -> Json:
        """List invoices, the newest first, and say how many pages there are."""
        params = {"page": str(page), "limit": str(limit), "type": "invoice"}
        listed: Json = self._get("/operations", params)
        return listed

    def balance(self, coin: str) -> Json:
        """Read a balance, which any sound key may."""
        found: Json = self._get(f"/balances/{coin}")
        return found

    def coins(self) -> tuple[str, ...]:
        """Return the ids of the coins that can be taken now."""
        listed = self._get("/currencies/USD")
        with readable():
            return tuple(str(each["cid"]) for each in listed if not int(each.get("hidden") or 0))

    def _get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        given = {**(params or {}), "api_key": self._key.reveal()}
        try:
            answer = _SESSION.get(self._base + path, params=given)
            body = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise RetryLaterError(NO_ANSWER) from error
        status = answer.status_code
        if status >= 500 or status == 429:
            raise RetryLaterError(NO_ANSWER, after_seconds=http.wait_asked(answer.headers))
        with readable():
            said, data = body["status"], body["data"]
            if said == "success" and status < 400:
                return data
            message = str(data["message"])
        if status == 404:
            raise MissingInvoiceError
        raise _refused(status, message)


def _refused(status: int, message: str) -> AppError:
    if status in {401, 403}:
        return ActionRequiredError(
            "Plisio does not accept the secret key.",
            remedy="Copy it from the API page of your shop at Plisio into Settings, Plisio.",
            code="plisio.key_refused",
        )
    fields = _fields(message)
    if "email" in fields:
        return InvalidError.of("email", "Plisio does not accept this address.", "Correct it.")
    said = http.redact(" ".join(fields.values()) or message)[:_LONGEST_TEXT].strip()
    return ActionRequiredError(
        f"Plisio refused the request. {said}".strip(),
        remedy="Press Test in Settings, Plisio, and look whether it takes the site's currency.",
        code="plisio.refused",
    )


def _fields(message: str) -> dict[str, str]:
    """Return what is wrong by parameter; the message is a text or JSON within one."""
    try:
        read = json.loads(message)
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {}
