"""The one way out keeps time, secrets and redirects in hand."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from chalicelib.adapters.gateways.stripe_api import StripeApi
from chalicelib.adapters.http import USER_AGENT, redact, session, wait_asked
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.secret import Secret

SECRETS = "https://user:pw@host/x?X-Plex-Token=abc123&api_key=k3y"


class Site:
    """A server that answers what it is told and remembers who asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.body = b""
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                site.asked.append(f"{self.command} {self.path}")
                site.headers = dict(self.headers)
                status, headers = site.answers.pop(0) if site.answers else (200, {})
                self.send_response(status)
                for name, value in {"Content-Length": str(len(site.body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(site.body)

            do_GET = do_POST = answer  # noqa: N815 - the base class's names

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(5)


@contextmanager
def a_silent_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        yield listener.getsockname()[1]


def test_a_passing_fault_of_a_read_is_tried_once_more(site: Site):
    site.answers = [(503, {})]

    assert session(timeout_seconds=5).get(f"{site.url}/a").status_code == 200
    assert site.asked == ["GET /a", "GET /a"]
    assert site.headers["User-Agent"] == USER_AGENT


def test_after_the_last_try_the_answer_is_shown_as_it_is(site: Site):
    site.answers = [(502, {})] * 5

    assert session(timeout_seconds=5).get(site.url).status_code == 502
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("1.5", 1.5),
        ("86400", 3600),
        ("inf", 3600),
        ("-3", 0),
        ("nan", 0),
        ("", 0),
        ("Fri, 31 Dec 2027 23:59:59 GMT", 0),
    ],
)
def test_the_pause_that_a_busy_server_asks_for_is_an_hour_at_most(said: str, seconds: float):
    assert wait_asked({"Retry-After": said}) == seconds
    assert wait_asked({}) == 0


def test_the_pause_that_stripe_asks_for_survives_its_own_client(site: Site):
    site.answers = [(429, {"Retry-After": "7"})]
    site.body = b'{"error": {"type": "api_error", "code": "rate_limit", "message": "Too many"}}'

    with pytest.raises(RetryLaterError) as raised:
        StripeApi(Secret("sk_test_1"), base_url=site.url).balance()
    assert raised.value.after_seconds == 7


@pytest.mark.parametrize("status", [500, 429, 404])
def test_other_answers_are_not_repeated(site: Site, status: int):
    site.answers = [(status, {})]

    assert session(timeout_seconds=5).get(site.url).status_code == status
    assert len(site.asked) == 1


def test_a_write_is_never_repeated(site: Site):
    site.answers = [(503, {})]

    assert session(timeout_seconds=5).post(site.url, data={"a": 1}).status_code == 503
    assert len(site.asked) == 1


def test_a_redirect_within_the_host_is_followed(site: Site):
    site.answers = [(302, {"Location": "/b"})]

    assert session(timeout_seconds=5).get(f"{site.url}/a").status_code == 200
    assert site.asked == ["GET /a", "GET /b"]


def test_a_redirect_to_another_host_is_not_followed(site: Site):
    site.answers = [(302, {"Location": f"http://localhost:{site.port}/b"})]

    answer = session(timeout_seconds=5).get(site.url, headers={"X-Plex-Token": "abc123"})

    assert answer.status_code == 302
    assert len(site.asked) == 1


def test_a_server_that_stays_silent_is_given_up():
    with a_silent_port() as port, pytest.raises(requests.ReadTimeout):
        session(timeout_seconds=0.05, retries=0).get(f"http://127.0.0.1:{port}/")


def test_errors_show_no_secret_and_have_no_chain_that_does():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(requests.ConnectionError) as failed:
        session(timeout_seconds=1, retries=0).get(f"http://127.0.0.1:{port}/?X-Plex-Token=abc123")

    assert "abc123" not in str(failed.value)
    assert failed.value.__suppress_context__


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://metadata.google.internal/",
        "http://0.0.0.0/",
    ],
)
def test_addresses_that_no_media_server_has_are_refused(url: str):
    with pytest.raises(requests.exceptions.InvalidURL):
        session(timeout_seconds=1).get(url)


def test_the_machines_proxies_and_passwords_are_ignored(monkeypatch: pytest.MonkeyPatch, site):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    assert session(timeout_seconds=5).get(site.url).status_code == 200


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (SECRETS, "https://***@host/x?X-Plex-Token=***&api_key=***"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("key sk_live_abc and whsec_def", "key sk_live_*** and whsec_***"),
        ("client_secret=abc&state=1", "client_secret=***&state=1"),
        ("nothing to hide at /x?page=2", "nothing to hide at /x?page=2"),
    ],
)
def test_secrets_are_taken_out_of_texts(text: str, clean: str):
    assert redact(text) == clean
