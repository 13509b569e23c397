"""The one way out: a `requests` session with a time limit, few retries, and silent secrets."""

import functools
import ipaddress
import logging
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import ReadTimeoutError
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry
from urllib3.util.ssl_ import create_urllib3_context
from urllib3.util.timeout import Timeout

from chalicelib.kernel.redact import redact as redact  # adapters find it here

log = logging.getLogger(__name__)

Session = requests.Session
"""What `session` makes, for signatures: nobody else makes one."""

USER_AGENT = "streams-manager/0.1"
# Only calls that change nothing are sent again by themselves.
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_PASSING_STATUSES = frozenset({502, 503, 504})
_LATER_STATUSES = frozenset({408, 425, 429})
_LONGEST_WAIT_SECONDS = 3600.0
# Too many calls; a fault of the other side. Refusals in the 4xx are answers, not failures.
_BUSY_STATUSES = frozenset({429})
_SERVER_FAULT = 500
_CLOUD_METADATA_HOSTS = frozenset({"metadata.google.internal", "metadata"})


def session(
    *,
    timeout_seconds: float,
    connect_seconds: float = 3.05,
    retries: int = 1,
    pool_size: int = 10,
    vendor: str = "other",
) -> requests.Session:
    """Return a session for calls to the outside; failed ones are counted under `vendor`.

    A call that names no timeout gets `connect_seconds` to connect and `timeout_seconds` between
    bytes. Only GET, HEAD and OPTIONS are repeated, at most `retries` times, after a lost
    connection or 502 to 504, never after silence. Proxies and passwords of the machine are
    ignored, redirects lead to the same host only, and link-local addresses are refused. Errors
    are those of `requests`, with secrets taken out.
    """
    way_out = _GuardedAdapter(
        timeout=(connect_seconds, timeout_seconds),
        retries=retries,
        pool_size=pool_size,
        vendor=vendor,
    )
    made = _SameHostSession()
    made.trust_env = False
    made.max_redirects = 3
    made.headers["User-Agent"] = USER_AGENT
    made.mount("https://", way_out)
    made.mount("http://", way_out)
    return made


def lean_get(
    through: requests.Session, url: str, *, headers: Mapping[str, str], timeout: float
) -> BaseHTTPResponse:
    """GET without what `requests` adds to a call: cookies, hooks, redirects, which cost more.

    It goes through the same connections with the same guards, limits and retries. Whoever reads
    all of the body releases the connection, whoever does not closes it. Raises InvalidURL, and
    urllib3's own errors, which name the address: nothing secret may be part of it.
    """
    way_out = through.get_adapter(url)
    if not isinstance(way_out, _GuardedAdapter):
        raise TypeError("only a session of this module can be used")
    return way_out.get(url, headers=headers, timeout=timeout)


class _SameHostSession(requests.Session):
    """Follows redirects within one host, because custom headers with tokens travel along."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        host = urlsplit(target).hostname
        return target if host in {None, urlsplit(resp.url).hostname} else None


class _PatientOnce(Retry):
    """Repeats what was cut off, but never waits a second time for a server that stays silent."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


@functools.cache
def trust() -> ssl.SSLContext:
    """Return how every certificate is checked: against the authorities that `requests` knows.

    Reading them takes longer than a whole call, so that it is done once and not once a connection.
    """
    made = create_urllib3_context()
    made.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return made


class _GuardedAdapter(HTTPAdapter):
    def __init__(
        self, *, timeout: tuple[float, float], retries: int, pool_size: int, vendor: str
    ) -> None:
        self._timeout = timeout
        self._vendor = vendor
        budget = _PatientOnce(
            total=retries,
            allowed_methods=_SAFE_METHODS,
            status_forcelist=_PASSING_STATUSES,
            backoff_factor=0.2,
            respect_retry_after_header=False,
            raise_on_status=False,
            redirect=0,
        )
        super().__init__(max_retries=budget, pool_connections=pool_size, pool_maxsize=pool_size)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature of the base class
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of the base class
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        refuse_metadata_address(request.url or "")
        arguments: dict[str, Any] = {"verify": verify, "cert": cert, "proxies": proxies}
        try:
            answer = super().send(
                request, stream=stream, timeout=timeout or self._timeout, **arguments
            )
        except requests.RequestException as error:
            self._tell_failure(request.method, type(error).__name__)
            # The error and its chain carry the whole URL; only a clean copy may reach the logs.
            raise type(error)(redact(str(error)), request=request) from None
        if answer.status_code in _BUSY_STATUSES or answer.status_code >= _SERVER_FAULT:
            self._tell_failure(request.method, f"status {answer.status_code}")
        return answer

    def build_connection_pool_key_attributes(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,  # noqa: FBT001 - the signature of the base class
        cert: str | tuple[str, str] | None = None,
    ) -> Any:
        """Return which pool a request uses, and how it checks certificates."""
        # Stripe's SDK names a file of authorities; what counts is that they are checked.
        if not verify or cert is not None:
            raise TypeError("certificates are checked in one way only")
        return _pool_of(urlsplit(request.url or ""))

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave a pool as it is: it has its way to check certificates."""

    def get(self, url: str, *, headers: Mapping[str, str], timeout: float) -> BaseHTTPResponse:
        """See `lean_get`."""
        where = urlsplit(url)
        _refuse_metadata_host(where.hostname or "")
        host, checks = _pool_of(where)
        pool: Any = self.poolmanager.connection_from_host(**host, pool_kwargs=checks)
        try:
            answer: BaseHTTPResponse = pool.urlopen(
                "GET",
                urlunsplit(("", "", where.path or "/", where.query, "")),
                headers=headers,
                retries=self.max_retries,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
                timeout=Timeout(connect=timeout, read=timeout),
            )
        except Urllib3Error as error:
            self._tell_failure("GET", type(error).__name__)
            raise
        if answer.status in _BUSY_STATUSES or answer.status >= _SERVER_FAULT:
            self._tell_failure("GET", f"status {answer.status}")
        return answer

    def _tell_failure(self, method: str | None, why: str) -> None:
        # Neither path nor query: both may hold secrets.
        told = {"vendor": self._vendor, "method": method, "why": why}
        log.warning("vendor.failed", extra=told)


def _pool_of(where: SplitResult) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what names a pool of connections, and what these need beyond it."""
    try:
        host = {"scheme": where.scheme, "host": where.hostname, "port": where.port}
    except ValueError as error:
        raise requests.exceptions.InvalidURL("the address has no proper port") from error
    return host, {"ssl_context": trust()} if where.scheme == "https" else {}


def comes_again(status: int) -> bool:
    """Tell whether an answer means that the same call may go well later."""
    return status in _LATER_STATUSES or status >= 500


def wait_asked(headers: Mapping[str, str]) -> float:
    """Return the seconds that Retry-After asks for, an hour at most, 0 when unreadable."""
    try:
        return min(max(0.0, float(headers.get("Retry-After", "0"))), _LONGEST_WAIT_SECONDS)
    except ValueError:
        return 0.0


def refuse_metadata_address(url: str) -> None:
    """Raise InvalidURL for an address that only a cloud's metadata service would have."""
    _refuse_metadata_host(urlsplit(url).hostname or "")


@functools.lru_cache(maxsize=1024)
def _refuse_metadata_host(host: str) -> None:
    """Raise InvalidURL for a host that only a cloud's metadata service would have."""
    host = host.rstrip(".")
    if host in _CLOUD_METADATA_HOSTS:
        raise requests.exceptions.InvalidURL(f"{host} is not a server of yours")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        raise requests.exceptions.InvalidURL(f"{host} is not a server of yours")
