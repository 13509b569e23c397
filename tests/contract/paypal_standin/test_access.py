"""Credentials, tokens, rights and faults of the PayPal stand-in."""

from datetime import timedelta

import httpx
import pytest

from infra.sandbox.kit import Fault, World
from tests.contract.paypal_standin.client import HTTP, Api, act, issue_of, nvp


def _token(world: World, client: str, secret: str) -> httpx.Response:
    return HTTP.post(
        f"{world.base_url}/paypal/v1/oauth2/token",
        auth=(client, secret),
        data={"grant_type": "client_credentials"},
    )


@pytest.mark.parametrize(
    ("client", "secret"),
    [
        ("paypal-primary-client", "paypal-secondary-secret"),
        ("paypal-live-client", "paypal-live-secret"),
        ("", ""),
    ],
)
def test_credentials_of_another_kind_are_refused(world: World, client: str, secret: str) -> None:
    refused = _token(world, client, secret)

    assert refused.status_code == 401
    assert refused.json() == {
        "error": "invalid_client",
        "error_description": "Client Authentication failed",
    }


def test_a_token_lasts_nine_hours(world: World, api: Api) -> None:
    world.clock.advance(timedelta(hours=8, minutes=59))
    assert api.get("/v1/billing/plans").status_code == 200

    world.clock.advance(timedelta(minutes=1, seconds=1))

    expired = api.get("/v1/billing/plans")
    assert (expired.status_code, expired.json()["error"]) == (401, "invalid_token")


def test_unknown_and_missing_tokens_are_told_apart(world: World, api: Api) -> None:
    url = f"{world.base_url}/paypal/v1/billing/plans"

    missing = HTTP.get(url)

    assert missing.status_code == 401
    assert missing.json()["name"] == "AUTHENTICATION_FAILURE"
    assert missing.json()["debug_id"] == missing.headers["paypal-debug-id"]
    act(world, "forget_tokens")
    assert api.get("/v1/billing/plans").json()["error"] == "invalid_token"


def test_the_right_to_search_shows_in_later_tokens_only(world: World, api: Api) -> None:
    window = ("2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z")
    act(world, "set_rights", account="primary", reporting=False)
    assert api.search(*window).status_code == 200

    api.renew_token()

    assert issue_of(api.search(*window))[:2] == (403, "NOT_AUTHORIZED")
    act(world, "set_rights", account="primary", reporting=True)
    assert api.search(*window).status_code == 403
    api.renew_token()
    assert api.search(*window).status_code == 200


def test_a_personal_account_sells_no_subscriptions(api: Api, secondary: Api) -> None:
    plan = api.plan()["id"]
    for path, body in (
        ("/v1/catalogs/products", {"name": "Streams", "type": "SERVICE"}),
        ("/v1/billing/plans", {"name": "x"}),
        ("/v1/billing/subscriptions", {"plan_id": plan}),
    ):
        refused = secondary.post(path, body)
        assert issue_of(refused) == (403, "NOT_AUTHORIZED", "PERMISSION_DENIED")
    assert secondary.order()["status"] == "PAYER_ACTION_REQUIRED"


def test_a_body_that_is_no_json_is_refused(world: World, api: Api) -> None:
    url = f"{world.base_url}/paypal/v2/checkout/orders"
    bearer = {"Authorization": f"Bearer {api.token}"}

    form = HTTP.post(url, data={"intent": "CAPTURE"}, headers=bearer)
    broken = HTTP.post(url, content="{", headers={**bearer, "Content-Type": "application/json"})

    assert issue_of(form)[:2] == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert issue_of(broken) == (400, "INVALID_REQUEST", "MALFORMED_REQUEST_JSON")


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (401, "AUTHENTICATION_FAILURE"),
        (403, "NOT_AUTHORIZED"),
        (404, "RESOURCE_NOT_FOUND"),
        (422, "UNPROCESSABLE_ENTITY"),
        (429, "RATE_LIMIT_REACHED"),
        (500, "INTERNAL_SERVER_ERROR"),
        (503, "SERVICE_UNAVAILABLE"),
    ],
)
def test_a_status_fault_answers_in_the_vendors_shape(
    world: World, api: Api, status: int, name: str
) -> None:
    world.faults.add("paypal", Fault("status", status=status, times=1))
    url = f"{world.base_url}/paypal/v1/billing/plans"

    answer = HTTP.get(url, headers={"Authorization": f"Bearer {api.token}"})

    assert (answer.status_code, answer.json()["name"]) == (status, name)
    assert world.calls.list("paypal")[-1]["fault"] == "status"


@pytest.mark.parametrize("mode", ["down", "cut", "lost"])
def test_a_broken_connection_reaches_the_client(world: World, api: Api, mode: str) -> None:
    world.faults.add("paypal", Fault(mode, times=1))

    with pytest.raises(httpx.TransportError):
        api.get("/v1/billing/plans")

    assert api.get("/v1/billing/plans").status_code == 200


def test_an_empty_fault_is_an_empty_list(world: World, api: Api) -> None:
    act(world, "receive", email="a@example.test", amount="1.00", ago="4h")
    start, end = world.clock.now() - timedelta(days=1), world.clock.now()
    window = (f"{start:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}")
    world.faults.add("paypal", Fault("empty", times=1))

    assert api.search(*window).json()["transaction_details"] == []
    assert api.search(*window).json()["transaction_details"] != []


def test_faults_of_nvp_are_answers_of_nvp(world: World) -> None:
    for status, code in ((401, "10002"), (500, "10001"), (400, "10004")):
        world.faults.add("paypal-nvp", Fault("status", status=status, times=1))
        answer = nvp(world, "TransactionSearch", STARTDATE="2026-01-01T00:00:00Z")
        assert (answer["ACK"], answer["L_ERRORCODE0"]) == ("Failure", code)
