"""What API Gateway and Lambda pass on: answers that are short enough, and in time.

Beyond either limit the caller would get the gateway's bare error, without a remedy and without
an id: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (6 MB an answer),
https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (29 seconds).
"""

import json
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalice.app import Request, Response

from chalicelib.entrypoints import http
from chalicelib.kernel.errors import AppError, ErrorKind, InvalidError

log = logging.getLogger(__name__)

# Some of Lambda's six megabytes stay for headers and status.
LONGEST_ANSWER_BYTES = 5_500_000
# Of the gateway's 29 seconds, four stay for a cold start and for the way back.
LONGEST_SECONDS = 25.0
# What stays of the function's own time, which may have been set shorter.
_SPARE_SECONDS = 1.5
# Whoever waits for threads on the way out is called again.
_AGAIN_SECONDS = 1.0
_TOO_LARGE = 413
_RETRY_SECONDS = "30"


class _SlowError(AppError):
    kind = ErrorKind.RETRY
    default_code = "out_of_time"


class OutOfTime(BaseException):
    """Ends a request from outside; no `except Exception` on the way may take it for its own."""


def guard(request: Request | None, get_response: Callable[[Any], Response]) -> Response:
    """Answer in time and in a size that arrives (Chalice's middleware).

    What a request did before its time was over stays done, as if the process had died there: every
    write is one transaction, and what leads to other systems is a job.
    """
    if request is None:  # no request of API Gateway; Chalice says so
        return get_response(request)
    try:
        with _deadline(_seconds(request.lambda_context)):
            response = get_response(request)
    except OutOfTime:
        log.exception("http.out_of_time", extra={"request_id": http.request_id(request)})
        slow = _SlowError(
            "This took too long and was stopped.",
            remedy="Look whether it was done; if not, try again, or ask for less at once.",
        )
        told = http.failure(slow, request)
        told.headers["Retry-After"] = _RETRY_SECONDS
        return told
    if bytes_on_the_way(response.body) <= LONGEST_ANSWER_BYTES:
        return response
    log.error("http.answer_too_large", extra={"request_id": http.request_id(request)})
    large = InvalidError(
        "The answer is too large to be sent.",
        remedy="Ask for less at once: a smaller page or a shorter time.",
        code="answer_too_large",
    )
    told = http.failure(large, request)
    told.status_code = _TOO_LARGE
    return told


def _seconds(context: Any) -> float:
    """Return how long a request may take: less where the function itself may run shorter."""
    left: Callable[[], float] | None = getattr(context, "get_remaining_time_in_millis", None)
    if left is None:
        return LONGEST_SECONDS
    return max(min(LONGEST_SECONDS, left() / 1000 - _SPARE_SECONDS), _SPARE_SECONDS)


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block when the time is over.

    Only where requests have the main thread, as on Lambda, and nobody else has set this alarm.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _ring(_signal: int, _frame: object) -> None:
    raise OutOfTime


def bytes_on_the_way(body: Any, *, exact: bool = False) -> int:
    """Return the size of a body inside the JSON text that the function returns, or a bit more.

    Unless it is asked to be exact, that of a short text is only its length: a character becomes
    six at most, and then it is short still.
    """
    if isinstance(body, bytes):
        return len(body) * 4 // 3 + 4
    text = body if isinstance(body, str) else json.dumps(body, default=str)
    is_short = len(text) * 6 <= LONGEST_ANSWER_BYTES
    return len(text) if is_short and not exact else len(json.dumps(text))
