"""The front passes on what it gets, byte for byte, and serves the dashboard."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from infra.local.dashboard import Dashboard
from infra.local.proxy import Proxy

pytestmark = pytest.mark.infra

Handler = Callable[[httpx.Request], httpx.Response]


def through_proxy(handler: Handler, *, wait_seconds: float = 0) -> TestClient:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    proxy = Proxy(client, "http://127.0.0.1:9", wait_seconds=wait_seconds)
    methods = ["GET", "HEAD", "POST"]
    app = Starlette(routes=[Route("/{path:path}", proxy.answer, methods=methods)])
    return TestClient(app, base_url="http://127.0.0.1:8080", follow_redirects=False)


def reply(
    status: int, headers: list[tuple[str, str]] | None = None, content: bytes = b""
) -> httpx.Response:
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))


def test_a_request_arrives_as_it_was_sent():
    seen: list[httpx.Request] = []

    def upstream(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return reply(200)

    body = b'{ "a":\r\n 1\xff\x00}'
    headers = {"X-Forwarded-For": "6.6.6.6", "Connection": "close, X-Mine", "X-Mine": "1"}
    through_proxy(upstream).post("/hooks/%2F?a=%20&b=~", content=body, headers=headers)

    (request,) = seen
    assert request.content == body
    assert request.extensions["target"] == b"/hooks/%2F?a=%20&b=~"
    assert request.headers["host"] == "127.0.0.1:8080"
    assert request.headers["x-forwarded-host"] == "127.0.0.1:8080"
    assert request.headers.get_list("x-forwarded-for") == ["testclient"]
    assert "x-mine" not in request.headers


def test_an_answer_arrives_as_it_was_given():
    def upstream(_: httpx.Request) -> httpx.Response:
        headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Keep-Alive", "5")]
        return reply(302, [*headers, ("Location", "/next")], b"\xff")

    answer = through_proxy(upstream).get("/")

    assert answer.status_code == 302
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["location"] == "/next"
    assert "keep-alive" not in answer.headers
    assert answer.content == b"\xff"


def test_a_reload_is_waited_for():
    attempts: list[str] = []

    def upstream(request: httpx.Request) -> httpx.Response:
        attempts.append(request.method)
        if len(attempts) < 3:
            raise httpx.ConnectError("reloading")
        return reply(200, content=request.content)

    answer = through_proxy(upstream, wait_seconds=5).post("/", content=b"body")

    assert (answer.status_code, answer.content) == (200, b"body")
    assert len(attempts) == 3


def test_an_app_that_stays_away_is_unavailable():
    def upstream(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("gone")

    answer = through_proxy(upstream).get("/")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"


def test_what_may_have_been_received_is_repeated_only_if_that_is_safe():
    attempts: list[str] = []

    def upstream(request: httpx.Request) -> httpx.Response:
        attempts.append(request.method)
        if attempts.count(request.method) == 1:
            raise httpx.RemoteProtocolError("closed")
        return reply(200)

    client = through_proxy(upstream, wait_seconds=5)

    assert client.post("/", content=b"pay").status_code == 502
    assert client.get("/").status_code == 200
    assert attempts == ["POST", "GET", "GET"]


def test_a_body_beyond_the_gateways_limit_is_refused():
    answer = through_proxy(lambda _: reply(200)).post("/", content=bytes(10485761))

    assert answer.status_code == 413


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<p>shell</p>")
    (tmp_path / "dist" / "assets" / "app-1.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "dist"


def dashboard(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/admin", app=Dashboard(folder))]))


@pytest.mark.parametrize("path", ["/admin/", "/admin/users/usr_1"])
def test_pages_of_the_dashboard_are_its_first_page(dist, path):
    answer = dashboard(dist).get(path)

    assert answer.text == "<p>shell</p>"
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_built_files_may_be_kept_for_good(dist):
    answer = dashboard(dist).get("/admin/assets/app-1.js")

    assert answer.text == "1"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_built_file_that_is_gone_is_not_the_first_page(dist):
    assert dashboard(dist).get("/admin/assets/app-0.js").status_code == 404


def test_files_beside_the_build_stay_private(dist):
    for path in ("/admin/%2e%2e/secret.txt", "/admin/..%2fsecret.txt"):
        assert "secret" not in dashboard(dist).get(path).text


def test_a_dashboard_that_is_not_built_says_how_to_build_it(tmp_path):
    assert "make dashboard" in dashboard(tmp_path / "none").get("/admin/").text
