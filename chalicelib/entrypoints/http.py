"""Between Chalice and our use cases: bodies, cookies, answers, errors."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.kernel.errors import (
    AppError,
    ErrorKind,
    InvalidError,
    RetryLaterError,
)
from chalicelib.kernel.ids import new_id

log = logging.getLogger(__name__)

# The one table from what a caller can do to what HTTP calls it.
STATUS = {
    ErrorKind.INVALID: 422,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.RETRY: 503,
    ErrorKind.ACTION_REQUIRED: 424,
}

MAX_BODY_BYTES = 256 * 1024

JSON_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def request_id(request: Request) -> str:
    """Return the id under which this request is found in the logs."""
    if not request.context.get("requestId"):  # only API Gateway gives one
        request.context["requestId"] = new_id("req", now=wiring.clock().now())
    return str(request.context["requestId"])


def raw(request: Request) -> tuple[bytes, dict[str, str]]:
    """Return the exact bytes of the body and the headers by lower-case name."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return _bytes(request), headers


def json_body(request: Request) -> Any:
    """Return the decoded JSON body; raises InvalidError when it is none or too long."""
    body = _bytes(request)
    if len(body) > MAX_BODY_BYTES:
        raise InvalidError.of("body", "The body is too long.", "Send at most 256 KiB.")
    try:
        return json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise InvalidError.of("body", "The body is not JSON.", "Send a JSON object.") from None


def query(request: Request) -> dict[str, str]:
    """Return the address's query; a name given twice keeps its last value."""
    return dict(request.query_params or {})


def cookies(request: Request) -> dict[str, str]:
    """Return the request's cookies; a name sent twice keeps its first value."""
    found: dict[str, str] = {}
    for part in request.headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name:
            found.setdefault(name, value)
    return found


def cookie(name: str, value: str, *, seconds: int, is_https: bool) -> str:
    """Return a Set-Cookie value that scripts cannot read and other sites cannot send along."""
    secure = "; Secure" if is_https else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return plain values as a JSON answer."""
    return json_text(json.dumps(body), status=status, headers=headers)


def json_text(
    text: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a text that is JSON already."""
    return Response(body=text, status_code=status, headers={**JSON_HEADERS, **(headers or {})})


def failure(error: AppError, request: Request) -> Response:
    """Return the JSON answer for an anticipated error."""
    headers = {}
    if isinstance(error, RetryLaterError):
        headers["Retry-After"] = str(max(1, round(error.after_seconds)))
    return answer(
        {
            "error": {
                "code": error.code,
                "message": error.message,
                "remedy": error.remedy,
                "problems": [
                    {"field": each.field, "message": each.message, "remedy": each.remedy}
                    for each in error.problems
                ],
                "request_id": request_id(request),
            }
        },
        status=STATUS[error.kind],
        headers=headers,
    )


class BugError(AppError):
    """Shown in place of an unexpected error, whose details stay in the log."""

    kind = ErrorKind.RETRY
    default_code = "internal"


def crash(error: Exception, request: Request) -> Response:
    """Log an unexpected error and return a 500 that tells nothing but where to find it."""
    log.error("http.crashed", exc_info=error, extra={"request_id": request_id(request)})
    shown = failure(
        BugError(
            "Something went wrong on our side.",
            remedy="Try again; if it stays, tell the operator the request id.",
        ),
        request,
    )
    shown.status_code = 500
    return shown


def _bytes(request: Request) -> bytes:
    body = request.raw_body
    return body.encode() if isinstance(body, str) else body
