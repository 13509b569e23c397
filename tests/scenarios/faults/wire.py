"""Count what leaves a process of ours to change something, and end or disturb it there.

A *step* is a write to the database, a message to the queue, a call to a vendor, or a mail. Reads
of the database are none: they change nothing, so dying at one is dying after the step before it.
"""

import json
import os
import re
import smtplib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session
from requests.adapters import HTTPAdapter
from urllib3.response import BaseHTTPResponse

from chalicelib.adapters import http

DIED = 77
DIE_BEFORE, DIE_AFTER = "dies before", "dies after"
THROTTLED, LOST, LOST_ONCE = "is throttled", "loses every answer", "loses one answer"
_WRITES = re.compile(r"(Put|Update|Delete|BatchWrite|TransactWrite)Item|SendMessage")
_IDS = re.compile(r"(?<=/)(?:[a-z]{2,3}_\w+|[0-9a-f]{16,}|\d+)(?=/|$)")


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What goes wrong at the step of that number, which must be the `label`."""

    how: str
    number: int
    label: str


class Wire:
    """Every way out of this process."""

    def __init__(self, disturbance: Disturbance | None, *, report: Callable[[Any], None]) -> None:
        self.labels: list[str] = []
        self._disturbance = disturbance
        self._report = report
        self._disturbed: object = None
        self._invocations: set[str] = set()

    def tap(self, *, patience_seconds: float | None) -> None:
        """Put ourselves in each way out; vendors get no more than so long to answer."""
        wire = self
        ask_aws, send_mail = URLLib3Session.send, smtplib.SMTP.send_message

        def aws(session: Any, request: Any) -> Any:
            target = _text(request.headers.get("X-Amz-Target", ""))
            if not _WRITES.search(target):
                return ask_aws(session, request)
            again = wire._disturbed is not None and wire._disturbed == request.body
            if not again and wire._is_repeated(request):
                return ask_aws(session, request)
            if again or wire._is_next(THROTTLED, LOST, LOST_ONCE):
                return wire._disturb(target, request, lambda: ask_aws(session, request))
            return wire._pass(target, lambda: ask_aws(session, request))

        def mail(server: Any, message: Any, *given: Any, **more: Any) -> Any:
            return wire._pass("SMTP", lambda: send_mail(server, message, *given, **more))

        URLLib3Session.send = aws
        self._tap_vendors(patience_seconds)
        smtplib.SMTP.send_message = mail  # type: ignore[assignment, method-assign]

    def _tap_vendors(self, patience_seconds: float | None) -> None:
        wire = self
        ask_vendor, ask_leanly = HTTPAdapter.send, http.lean_get

        def vendor(adapter: Any, request: Any, **given: Any) -> requests.Response:
            if patience_seconds:
                given["timeout"] = patience_seconds
            label = f"{request.method} {_IDS.sub('*', request.path_url.partition('?')[0])}"
            answer: requests.Response = wire._pass(
                label, lambda: ask_vendor(adapter, request, **given)
            )
            return answer

        def lean(
            through: Any, url: str, *, headers: Mapping[str, str], timeout: float
        ) -> BaseHTTPResponse:
            seconds = patience_seconds or timeout
            label = f"GET {_IDS.sub('*', urlsplit(url).path)}"
            answer: BaseHTTPResponse = wire._pass(
                label, lambda: ask_leanly(through, url, headers=headers, timeout=seconds)
            )
            return answer

        HTTPAdapter.send = vendor  # type: ignore[assignment, method-assign]
        http.lean_get = lean

    def _is_repeated(self, request: Any) -> bool:
        """Tell whether the SDK sends once more what a slow machine did not answer in time.

        That is the same step still: counted twice, it would put all later ones off by one.
        """
        invocation = _text(request.headers.get("amz-sdk-invocation-id", ""))
        is_repeated = invocation in self._invocations
        self._invocations |= {invocation} if invocation else set()
        return is_repeated

    def _pass(self, label: str, send: Callable[[], Any]) -> Any:
        if self._is_next(DIE_BEFORE):
            self._die(label)
        number = len(self.labels)
        self.labels.append(label)
        answer = send()
        if self._is_at(number, DIE_AFTER):
            self._die(label)
        return answer

    def _is_next(self, *ways: str) -> bool:
        return self._is_at(len(self.labels), *ways)

    def _is_at(self, number: int, *ways: str) -> bool:
        wanted = self._disturbance
        return wanted is not None and wanted.number == number and wanted.how in ways

    def _die(self, label: str) -> None:
        self._report({"ended": True, "label": label, "steps": self.labels})
        os._exit(DIED)

    def _disturb(self, label: str, request: Any, send: Callable[[], Any]) -> Any:
        """Refuse a write, or do it and lose the answer: each time it is tried, or once."""
        assert self._disturbance is not None
        if self._disturbed is None:
            self.labels.append(label)
        elif self._disturbance.how == LOST_ONCE:
            return send()
        self._disturbed = request.body
        if self._disturbance.how == THROTTLED:
            return _throttling(request.url)
        send()
        raise ReadTimeoutError(endpoint_url=request.url)


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: object) -> Iterator[bytes]:
        yield self._body


def _throttling(url: str) -> AWSResponse:
    error = "com.amazonaws.dynamodb.v20120810#ThrottlingException"
    body = json.dumps({"__type": error, "message": "Rate of requests exceeds the limit"})
    headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "none"}
    return AWSResponse(url, 400, headers, _Raw(body.encode()))


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
