"""Whatever a view does, the caller gets an answer of ours: in time, and of a size that arrives."""

import json
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from chalice.app import Request, Response
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.entrypoints import limits

# The time limit of the tests must not take the alarm that is under test.
pytestmark = pytest.mark.timeout(60, method="thread")

LAMBDA_BYTES = 6 * 1024 * 1024


@dataclass
class Context:
    """What Lambda tells a function about its time."""

    milliseconds: int = 29_000

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


def a_request(context: Context | None = None) -> Request:
    event = {
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "body": "",
        "isBase64Encoded": False,
        "stageVariables": {},
        "requestContext": {
            "requestId": "req_of_the_gateway",
            "httpMethod": "GET",
            "resourcePath": "/",
            "path": "/",
        },
    }
    return Request(event, context or Context())


def answered(body: Any) -> Response:
    return limits.guard(a_request(), lambda _: Response(body=body))


def error_in(response: Response) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(response.body)["error"]
    return error


def wait_for_ever(_: Any) -> Response:
    threading.Event().wait(40)
    return Response(body="too late")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> Context:
    """A function that has hardly any time left."""
    monkeypatch.setattr(limits, "_SPARE_SECONDS", 0.05)
    monkeypatch.setattr(limits, "_AGAIN_SECONDS", 0.05)
    return Context(milliseconds=100)


def test_a_request_that_takes_too_long_is_answered_before_the_gateway_gives_up(soon: Context):
    response = limits.guard(a_request(soon), wait_for_ever)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    error = error_in(response)
    assert error["code"] == "out_of_time"
    assert "try again" in error["remedy"]
    assert error["request_id"] == "req_of_the_gateway"


def test_no_edge_on_the_way_takes_the_end_of_time_for_a_bug_of_its_own(soon: Context):
    def view(request: Any) -> Response:
        try:
            return wait_for_ever(request)
        except Exception:  # noqa: BLE001 - as the edges of our entry points do
            return Response(body="a bug", status_code=500)

    assert limits.guard(a_request(soon), view).status_code == 503


def test_waiting_for_threads_does_not_outlast_the_time(soon: Context):
    release = threading.Event()

    def view(request: Any) -> Response:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(release.wait, 40)
            return wait_for_ever(request)

    assert limits.guard(a_request(soon), view).status_code == 503
    release.set()


def test_the_alarm_is_off_when_the_request_is_over(soon: Context):
    limits.guard(a_request(soon), lambda _: Response(body="quick"))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_an_alarm_of_somebody_else_is_left_alone(soon: Context):
    def theirs(*_: object) -> None:
        """Ring for somebody else."""

    signal.signal(signal.SIGALRM, theirs)
    try:
        assert limits.guard(a_request(soon), lambda _: Response(body="")).status_code == 200
        assert signal.getsignal(signal.SIGALRM) is theirs
    finally:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def test_a_server_with_threads_answers_without_the_alarm(soon: Context):
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(limits.guard, a_request(soon), lambda _: Response(body="fine"))
        assert asked.result().body == "fine"


def test_there_is_time_left_for_a_cold_start_and_the_way_back():
    assert limits.LONGEST_SECONDS <= 29 - 4


@pytest.mark.parametrize(
    "body",
    [
        "x" * LAMBDA_BYTES,
        "\x00" * 1_000_000,
        "é" * 1_000_000,
        b"x" * 4_500_000,
        {"items": ["x" * 1000] * 6000},
    ],
    ids=["long", "escaped", "accented", "binary", "nested"],
)
def test_an_answer_that_would_not_arrive_becomes_one_that_says_so(body: Any):
    response = answered(body)
    assert response.status_code == 413
    error = error_in(response)
    assert error["code"] == "answer_too_large"
    assert "smaller page" in error["remedy"]
    assert error["request_id"] == "req_of_the_gateway"


@pytest.mark.parametrize(
    "body",
    ["", "x" * 5_000_000, b"x" * 4_000_000, {"items": []}],
    ids=["empty", "long", "binary", "nested"],
)
def test_what_arrives_is_left_as_it_is(body: Any):
    response = answered(body)
    assert response.status_code == 200
    assert response.body is body


@given(st.text() | st.binary() | st.dictionaries(st.text(), st.text()))
def test_the_size_is_never_estimated_too_low(body: Any):
    kind = "image/png" if isinstance(body, bytes) else "application/json"
    returned = Response(body=body, headers={"Content-Type": kind})
    sent = json.dumps(returned.to_dict(["image/png"])["body"], ensure_ascii=False)
    assert limits.bytes_on_the_way(body, exact=True) + len('""') >= len(sent.encode())
