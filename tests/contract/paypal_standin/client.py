"""A plain client of the stand-in, holding each request and answer against the schemas."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx

from infra.sandbox.kit import World
from tests.contract.schema import Spec

_SPECS = {
    "/v2/checkout/": "checkout_orders_v2",
    "/v2/payments/": "payments_payment_v2",
    "/v1/catalogs/": "catalogs_products_v1",
    "/v1/billing/": "billing_subscriptions_v1",
    "/v1/notifications/": "notifications_webhooks_v1",
    "/v1/reporting/": "reporting_transactions_v1",
}
EVER = {"start_time": "2020-01-01T00:00:00Z", "end_time": "2040-01-01T00:00:00Z"}
HTTP = httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_keepalive_connections=0))
USD_10 = {"currency_code": "USD", "value": "10.00"}


def token_of(world: World, name: str = "primary") -> str:
    answer = HTTP.post(
        f"{world.base_url}/paypal/v1/oauth2/token",
        auth=(f"paypal-{name}-client", f"paypal-{name}-secret"),
        data={"grant_type": "client_credentials"},
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


class Api:
    """One account's calls; `get` and `post` return the answer, checked but not judged."""

    def __init__(self, world: World, name: str = "primary") -> None:
        self.world, self.name = world, name
        self.token = token_of(world, name)

    def get(self, path: str, **query: str) -> httpx.Response:
        return self._call("GET", path, query=query)

    def post(
        self, path: str, body: Any = None, *, check: bool = True, **headers: str
    ) -> httpx.Response:
        """Send a JSON body; `request_id` and `prefer` become headers."""
        return self._call("POST", path, body={} if body is None else body, check=check, **headers)

    def delete(self, path: str) -> httpx.Response:
        return self._call("DELETE", path)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        body: Any = None,
        check: bool = True,
        request_id: str = "",
        prefer: str = "",
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"PayPal-Request-Id": request_id} if request_id else {}
        headers |= {"Prefer": prefer} if prefer else {}
        url = f"{self.world.base_url}/paypal{path}"
        answer = HTTP.request(method, url, params=query, json=body, headers=headers)
        spec = _spec_of(path)
        if spec is not None:
            if check and answer.is_success:
                spec.check_request(method, path, query=urlencode(query or {}), body=body or None)
            if answer.content and not _is_undescribed(answer):
                spec.check_answer(method, path, answer.status_code, _comparable(answer.json()))
        return answer

    def order(self, **unit: Any) -> Any:
        """Open an order of 10 USD, unless `unit` says otherwise."""
        whole = {"amount": USD_10, "custom_id": "chk_1", "description": "Gold", **unit}
        context = {"return_url": "https://shop.test/done", "cancel_url": "https://shop.test/plans"}
        body = {
            "intent": "CAPTURE",
            "purchase_units": [whole],
            "payment_source": {"paypal": {"experience_context": context}},
        }
        answer = self.post("/v2/checkout/orders", body, request_id=f"open-{id(whole)}")
        assert answer.status_code == 201, answer.text
        return answer.json()

    def paid(self, *, email: str = "ann@example.test", **unit: Any) -> Any:
        """Open, approve and capture an order; return its capture."""
        order = self.order(**unit)
        act(self.world, "approve", order=order["id"], email=email)
        answer = self.post(f"/v2/checkout/orders/{order['id']}/capture")
        assert answer.status_code == 201, answer.text
        return answer.json()["purchase_units"][0]["payments"]["captures"][0]

    def plan(self, **changes: Any) -> Any:
        """Make a product and a monthly plan of 10 USD, suspended after three failures."""
        product = self.post("/v1/catalogs/products", {"name": "Streams", "type": "SERVICE"})
        assert product.status_code == 201, product.text
        answer = self.post("/v1/billing/plans", {**plan_body(product.json()["id"]), **changes})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def subscription(self, plan_id: str, **more: Any) -> Any:
        """Open a subscription; it waits for its payer."""
        context = {"return_url": "https://shop.test/done", "cancel_url": "https://shop.test/plans"}
        body = {
            "plan_id": plan_id,
            "custom_id": "chk_2",
            "application_context": context,
            **more,
        }
        answer = self.post("/v1/billing/subscriptions", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def subscribed(self, *, email: str = "bob@example.test", **changes: Any) -> str:
        """Open and approve a subscription of a new plan; return its id."""
        made = self.subscription(self.plan(**changes)["id"])
        act(self.world, "approve", subscription=made["id"], email=email)
        return str(made["id"])

    def transactions_of(self, subscription: str) -> list[Any]:
        """Return a subscription's payments."""
        path = f"/v1/billing/subscriptions/{subscription}/transactions"
        rows: list[Any] = self.get(path, **EVER).json()["transactions"]
        return rows

    def search(self, start: str, end: str, **query: str) -> httpx.Response:
        """Search the account's activity."""
        return self.get(
            "/v1/reporting/transactions", start_date=start, end_date=end, fields="all", **query
        )

    def renew_token(self) -> None:
        """Take a fresh token, as the clock's moves end the old one."""
        self.token = token_of(self.world, self.name)


def plan_body(product: str) -> dict[str, Any]:
    return {
        "product_id": product,
        "name": "Gold, monthly",
        "billing_cycles": [
            {
                "frequency": {"interval_unit": "MONTH", "interval_count": 1},
                "tenure_type": "REGULAR",
                "sequence": 1,
                "total_cycles": 0,
                "pricing_scheme": {"fixed_price": USD_10},
            }
        ],
        "payment_preferences": {"payment_failure_threshold": 3},
    }


def act(world: World, action: str, /, *, status: int = 200, **body: Any) -> Any:
    answer = HTTP.post(f"{world.base_url}/sandbox/api/paypal/{action}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def nvp(world: World, method: str, account: str = "primary", **values: str) -> dict[str, str]:
    given = {
        "USER": f"{account}_api1.sandbox.test",
        "PWD": f"paypal-{account}-password",
        "SIGNATURE": f"paypal-{account}-signature",
        "VERSION": "204.0",
        "METHOD": method,
        **values,
    }
    answer = HTTP.post(f"{world.base_url}/paypal-nvp/nvp", data=given)
    assert answer.status_code == 200
    return dict(parse_qsl(answer.text, keep_blank_values=True))


def issue_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return the status, the name and the first issue of a refusal."""
    body = answer.json()
    details = body.get("details") or [{"issue": ""}]
    return answer.status_code, body["name"], details[0]["issue"]


def _spec_of(path: str) -> Spec | None:
    for prefix, name in _SPECS.items():
        if path.startswith(prefix):
            return Spec.load(f"paypal/{name}.json")
    return None


def _is_undescribed(answer: httpx.Response) -> bool:
    """Tell whether the documents leave this refusal out; see ORIGIN.md."""
    if answer.status_code != httpx.codes.BAD_REQUEST:
        return False
    missing_reason = '"field":"/reason"' in answer.text and "MISSING_REQUIRED" in answer.text
    return missing_reason or answer.json()["name"] == "RESULTSET_TOO_LARGE"


def _comparable(body: Any) -> Any:
    """Leave out what the documents describe otherwise than the service is; see ORIGIN.md."""
    if not isinstance(body, dict) or "transaction_details" not in body:
        return body
    rows = [
        {**row, "transaction_info": _without_hyphen(row.get("transaction_info", {}))}
        for row in body["transaction_details"]
    ]
    whole = {name: value for name, value in body.items() if name != "transaction_details"}
    return {**whole, "transaction_details": rows} if rows else whole


def _without_hyphen(info: dict[str, Any]) -> dict[str, Any]:
    if "paypal_reference_id" in info:
        info = {**info, "paypal_reference_id": info["paypal_reference_id"].replace("-", "")}
    return info
