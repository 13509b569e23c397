"""The vendor's own package, pointed at the stand-in and held against the schemas."""

import json
from typing import Any
from urllib.parse import urlsplit

import httpx
import stripe

from infra.sandbox.kit import World
from tests.contract.schema import Spec

SPEC_FILE = "stripe/openapi-2026-10-28.endive.json"
SALE: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://shop.test/done?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "https://shop.test/plans",
    "client_reference_id": "chk_1",
    "customer_email": "ann@example.test",
    "line_items": [
        {
            "price_data": {
                "currency": "usd",
                "unit_amount": 1250,
                "product_data": {"name": "Gold", "description": "One month, two streams"},
            },
            "quantity": 1,
        }
    ],
    "metadata": {"checkout": "chk_1"},
    "payment_intent_data": {"metadata": {"checkout": "chk_1"}, "description": "Gold, one month"},
}


class Checking(stripe.RequestsClient):
    """The package's own transport, holding each request and answer against the schemas."""

    def __init__(self) -> None:
        super().__init__()
        self.spec = Spec.load(SPEC_FILE)

    def request(
        self, method: str, url: str, headers: Any, post_data: Any = None, **options: Any
    ) -> tuple[Any, int, Any]:
        parts = urlsplit(url)
        path = parts.path.removeprefix("/stripe")
        form = post_data.decode() if isinstance(post_data, bytes) else post_data
        body, status, answered = super().request(method, url, headers, post_data, **options)
        if status < 400 and "json" in answered["content-type"]:
            self.spec.check_request(method, path, query=parts.query, form=form)
            self.spec.check_answer(method, path, status, json.loads(body))
        return body, status, answered


def client_of(world: World, key: str = "sk_test_sandbox") -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": f"{world.base_url}/stripe"},
        max_network_retries=0,
        http_client=Checking(),
    )


def act(world: World, name: str, **body: Any) -> Any:
    answer = httpx.post(f"{world.base_url}/sandbox/api/stripe/{name}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def press(world: World, session: Any, button: str, **fields: str) -> httpx.Response:
    page = f"{world.base_url}/stripe/c/pay/{session.id}"
    return httpx.post(page, data={"button": button, **fields})
