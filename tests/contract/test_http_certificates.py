"""Certificates are checked on every connection; who is trusted is read once."""

import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from urllib3.exceptions import MaxRetryError

from chalicelib.adapters import http

Read = Callable[[str], int]


def by_requests(url: str) -> int:
    return http.session(timeout_seconds=5, retries=0).get(url).status_code


def by_lean_get(url: str) -> int:
    made = http.session(timeout_seconds=5, retries=0)
    with http.lean_get(made, url, headers={}, timeout=5) as answer:
        answer.read()
        return answer.status


both_ways = pytest.mark.parametrize("read", [by_requests, by_lean_get])


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "media server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            """Say nothing of callers who went away because of the certificate."""

    server = Quiet(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(autouse=True)
def _trusts_anew() -> Iterator[None]:
    http.trust.cache_clear()
    yield
    http.trust.cache_clear()


@pytest.fixture
def _trusts_the_server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "DEFAULT_CA_BUNDLE_PATH", str(certificate))


@both_ways
def test_a_certificate_that_nobody_vouches_for_is_refused(port: int, read: Read):
    with pytest.raises((requests.exceptions.SSLError, MaxRetryError), match="CERTIFICATE_VERIFY"):
        read(f"https://127.0.0.1:{port}/")


@both_ways
@pytest.mark.usefixtures("_trusts_the_server")
def test_a_certificate_for_another_host_is_refused(port: int, read: Read):
    with pytest.raises((requests.exceptions.SSLError, MaxRetryError), match="Hostname mismatch"):
        read(f"https://localhost:{port}/")


@pytest.mark.usefixtures("_trusts_the_server")
def test_who_is_trusted_is_read_once_for_all_connections(port: int):
    for read in (by_requests, by_lean_get, by_requests):
        assert read(f"https://127.0.0.1:{port}/") == 200

    assert http.trust.cache_info().misses == 1


def test_nobody_can_switch_the_check_off(port: int):
    with pytest.raises(TypeError, match="one way"):
        http.session(timeout_seconds=5).get(f"https://127.0.0.1:{port}/", verify=False)


def test_a_caller_who_names_other_authorities_is_checked_against_ours(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
):
    # As Stripe's SDK does, with a file of its own.
    made, url = http.session(timeout_seconds=5, retries=0), f"https://127.0.0.1:{port}/"
    with pytest.raises(requests.exceptions.SSLError):
        made.get(url, verify=str(certificate))

    http.trust.cache_clear()
    monkeypatch.setattr(http, "DEFAULT_CA_BUNDLE_PATH", str(certificate))
    made = http.session(timeout_seconds=5, retries=0)
    assert made.get(url, verify="/etc/hosts").status_code == 200
