"""Hold every call that the adapter makes, and its answer, against the vendor's description."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe

from tests.contract.schema import Spec

SPEC_FILE = "stripe/openapi-2026-10-28.endive.json"


def hold_to_contract(monkeypatch: pytest.MonkeyPatch, *, answers: bool = True) -> None:
    """Check each request of the vendor's package; `answers` checks what came back, too."""
    spec = Spec.load(SPEC_FILE)
    send = stripe.RequestsClient.request

    def checked(
        client: Any, method: str, url: str, headers: Any, post_data: Any = None, **options: Any
    ) -> tuple[Any, int, Any]:
        parts = urlsplit(url)
        path = parts.path.removeprefix("/stripe")
        form = post_data.decode() if isinstance(post_data, bytes) else post_data
        spec.check_request(method, path, query=parts.query, form=form)
        body, status, answered = send(client, method, url, headers, post_data, **options)
        if answers and status < 400:
            spec.check_answer(method, path, status, json.loads(body))
        return body, status, answered

    monkeypatch.setattr(stripe.RequestsClient, "request", checked)
