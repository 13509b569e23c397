"""Asking a media server over HTTP: one question, one whole answer, within one time limit."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import HTTPError as Urllib3Error

from chalicelib.adapters import http

FAILURES = (requests.RequestException, Urllib3Error, OSError)
"""What is raised when no whole answer comes."""

_MOST_BYTES = 16_000_000
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, text, and how long the other side asks us to wait."""

    status: int
    text: str
    retry_after_seconds: float = 0


def ask(
    through: http.Session,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    timeout_seconds: float,
    params: Mapping[str, str] | None = None,
    json: object = None,
) -> Answer:
    """Return the answer, whatever its status, within `timeout_seconds` for all of it.

    Raises one of FAILURES.
    """
    deadline = time.monotonic() + timeout_seconds
    with through.request(
        method,
        url,
        headers=headers,
        params=params,
        json=json,
        timeout=timeout_seconds,
        stream=True,
    ) as response:
        text = _read(response.raw, deadline)
    return Answer(response.status_code, text, http.wait_asked(response.headers))


def look(
    through: http.Session, url: str, *, headers: Mapping[str, str], timeout_seconds: float
) -> Answer:
    """Read an address, as `ask` does and with far less work; redirects are not followed.

    Raises one of FAILURES.
    """
    deadline = time.monotonic() + timeout_seconds
    response = http.lean_get(through, url, headers=headers, timeout=timeout_seconds)
    try:
        text = _read(response, deadline)
    except BaseException:
        response.close()
        raise
    response.release_conn()
    return Answer(response.status, text, http.wait_asked(response.headers))


def _read(response: Any, deadline: float) -> str:
    """Read the body until the deadline; a server that drips bytes gets no more time."""
    read: Callable[..., bytes] = response.read1
    body = bytearray()
    while chunk := read(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if time.monotonic() > deadline:
            raise requests.ReadTimeout("the answer took too long")
        if len(body) > _MOST_BYTES:
            raise requests.RequestException("the answer is too long")
    return body.decode("utf-8", "replace")


def fold(text: str | None) -> str:
    """Return a name as we compare names."""
    return (text or "").strip().casefold()
