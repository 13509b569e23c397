"""What Chalice or the gateway refuses by itself looks like what we refuse."""

import json

import pytest

from infra.gateway_responses import REQUEST_ID, RESPONSES
from tests.entrypoints.shopfloor import Shopfloor

FIELDS = {"code", "message", "remedy", "problems", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v1/users/usr_1/nothing/at/all", 404, "not_found"),
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/api/v1/users", 405, "method_not_allowed"),
        ("PATCH", "/webhooks/stripe", 405, "method_not_allowed"),
        ("POST", "/webhooks/nobody", 404, "not_found"),
    ],
)
def test_addresses_and_methods_that_do_not_exist_are_told_with_a_remedy(
    floor: Shopfloor, method: str, path: str, status: int, code: str
):
    answer = floor.send(method, path)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error.keys() == FIELDS
    assert error["remedy"]
    assert answer.headers["x-request-id"] == error["request_id"] != ""


def test_an_unknown_address_is_told_the_same_to_those_who_send_credentials(floor: Shopfloor):
    headers = {"authorization": "Bearer of-something"}
    answer = floor.send("GET", "/api/v1/nothing", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_method_that_is_not_there_is_told_with_those_that_are(floor: Shopfloor):
    answer = floor.send("DELETE", "/api/v1/plans")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    ("path", "sent", "taken"),
    [
        ("/api/v1/session", "text/plain", "application/json"),
        ("/webhooks/stripe", "application/xml", "application/json"),
        ("/account/link", "application/json", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_of_the_wrong_type_is_told_which_type_is_taken(
    floor: Shopfloor, path: str, sent: str, taken: str
):
    answer = floor.send("POST", path, content=b"{}", headers={"content-type": sent})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (415, "unsupported_media_type")
    assert taken in error["remedy"]


@pytest.mark.parametrize("list_name", ["payments", "jobs", "audit", "decisions"])
def test_lists_of_nobody_are_not_found(floor: Shopfloor, list_name: str):
    answer = floor.send("GET", f"/api/v1/users/usr_nobody/{list_name}")
    assert answer.status_code == 404
    assert "user" in answer.json()["error"]["message"]


@pytest.mark.parametrize("list_name", ["shares", "activity"])
def test_lists_of_no_server_are_not_found(floor: Shopfloor, list_name: str):
    answer = floor.send("GET", f"/api/v1/servers/srv_nowhere/{list_name}")
    assert answer.status_code == 404
    assert "server" in answer.json()["error"]["message"]


def test_every_answer_carries_an_id_by_which_it_can_be_found(floor: Shopfloor):
    for path in (
        "/",
        "/api/v1/setup",
        "/api/v1/overview",
        "/orders/ord_nothing",
        "/assets/site.css",
    ):
        ids = {floor.send("GET", path).headers["x-request-id"] for _ in range(2)}
        assert len(ids) == 2, path


@pytest.mark.parametrize("name", RESPONSES)
def test_what_the_gateway_answers_by_itself_has_our_shape(name: str):
    error = json.loads(RESPONSES[name].body())["error"]
    assert error.keys() == FIELDS
    assert error["remedy"]
    assert error["request_id"] == REQUEST_ID
