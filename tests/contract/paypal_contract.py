"""Holds what PayPal's adapter sends against the vendor's own documents."""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from chalicelib.adapters.gateways import paypal_api
from tests.contract.schema import Spec

_SPECS = {
    "/v2/checkout/": "checkout_orders_v2",
    "/v2/payments/": "payments_payment_v2",
    "/v1/catalogs/": "catalogs_products_v1",
    "/v1/billing/": "billing_subscriptions_v1",
    "/v1/notifications/": "notifications_webhooks_v1",
    "/v1/reporting/": "reporting_transactions_v1",
}


def hold_to_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every call of the adapter fail whose path, query or body the documents do not allow."""
    session: Any = paypal_api._SESSION
    sent = session.request

    def checked(method: str, url: str, **more: Any) -> requests.Response:
        _check(method, urlsplit(url).path, more)
        answer: requests.Response = sent(method, url, **more)
        return answer

    monkeypatch.setattr(session, "request", checked)


def _check(method: str, path: str, more: dict[str, Any]) -> None:
    path = path[min(at for at in (path.find("/v1/"), path.find("/v2/")) if at >= 0) :]
    name = next((name for prefix, name in _SPECS.items() if path.startswith(prefix)), None)
    if name is None:
        return
    body = more.get("json")
    if isinstance(more.get("data"), bytes):
        body = json.loads(more["data"])
    query = urlencode(more.get("params") or {})
    Spec.load(f"paypal/{name}.json").check_request(method, path, query=query, body=body or None)
