"""Between Chalice and our use cases: bodies, cookies, answers, errors."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Request, Response

from chalicelib import config, wiring
from chalicelib.kernel import context
from chalicelib.kernel.errors import (
    AppError,
    ErrorKind,
    InvalidError,
    NotFoundError,
    RetryLaterError,
)
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.limits import LONGEST_BODY_BYTES

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

REQUEST_ID_HEADER = "x-request-id"

JSON_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def frame(request: Request | None, get_response: Callable[[Any], Response]) -> Response:
    """Frame every request (Chalice's middleware): its id in the log and in the answer's header.

    What Chalice itself refuses (a method, a content type) leaves in our shape of errors.
    """
    if request is None:  # no request of API Gateway; Chalice says so
        return get_response(request)
    found = request_id(request)
    lambda_id = getattr(request.lambda_context, "aws_request_id", "")
    begun = time.perf_counter()
    with context.working_on(request_id=found, lambda_request_id=str(lambda_id)):
        answered = _in_our_words(get_response(request), request)
        answered.headers[REQUEST_ID_HEADER] = found
        told = {
            "method": request.method,
            "route": request.context.get("resourcePath", ""),
            "status": answered.status_code,
            "milliseconds": round((time.perf_counter() - begun) * 1000, 1),
        }
        log.info("http.answered", extra=told)
    return answered


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
    if len(body) > LONGEST_BODY_BYTES:
        most = f"Send at most {LONGEST_BODY_BYTES // 1024} KiB."
        raise InvalidError.of("body", "The body is too long.", most)
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


def cookie(name: str, value: str, *, seconds: int) -> str:
    """Return a Set-Cookie value that scripts cannot read and other sites cannot send along."""
    secure = "; Secure" if config.config().is_https else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return plain values as a JSON answer."""
    return json_text(json.dumps(body), status=status, headers=headers)


def json_text(
    text: str, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a text that is JSON already."""
    return Response(body=text, status_code=status, headers={**JSON_HEADERS, **(headers or {})})


def failure(error: AppError, request: Request, *, status: int | None = None) -> Response:
    """Return the JSON answer for an anticipated error; `status` overrides that of its kind."""
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
        status=status or STATUS[error.kind],
        headers=headers,
    )


class BugError(AppError):
    """Shown in place of an unexpected error, whose details stay in the log."""

    kind = ErrorKind.RETRY
    default_code = "internal"


def crash(error: Exception, request: Request) -> Response:
    """Log an unexpected error and return a 500 that tells nothing but where to find it."""
    log.error("http.crashed", exc_info=error, extra={"request_id": request_id(request)})
    return failure(_bug(), request, status=500)


def _bug() -> BugError:
    return BugError(
        "Something went wrong on our side.",
        remedy="Try again; if it stays, tell the operator the request id.",
    )


def _in_our_words(answered: Response, request: Request) -> Response:
    """Return the answer; one that Chalice made of a refusal of its own is worded anew."""
    body = answered.body
    if not isinstance(body, Mapping) or "Code" not in body or "Message" not in body:
        return answered  # ours are text
    status = answered.status_code
    match status:
        case 405:
            error: AppError = InvalidError(
                f"{request.method} means nothing here.",
                remedy=f"Use {answered.headers.get('Allow', 'another method')}.",
                code="method_not_allowed",
            )
        case 415:
            error = InvalidError(
                "The body is of a type that is not taken here.",
                remedy=f"Send it as {_type_taken(request)}, and say so in Content-Type.",
                code="unsupported_media_type",
            )
        case 404:
            error = NotFoundError("There is no such page.", remedy="Check the address.")
        case _ if status >= 500:
            error = _bug()
        case _:
            error = InvalidError(str(body["Message"]))
    worded = failure(error, request, status=status)
    if "Allow" in answered.headers:
        worded.headers["Allow"] = answered.headers["Allow"]
    return worded


def _type_taken(request: Request) -> str:
    path = str(request.context.get("resourcePath", ""))
    takes_json = path.startswith(("/api/", "/webhooks/"))
    return "application/json" if takes_json else "application/x-www-form-urlencoded"


def _bytes(request: Request) -> bytes:
    body = request.raw_body
    return body.encode() if isinstance(body, str) else body
