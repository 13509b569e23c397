"""What the outside sees of a run: structured log lines, metrics, and errors without secrets.

Lambda starts a schedule or the queue's worker without `app.py`, so that nothing of this may hang
on the application object: every entry point configures it, and `traced` frames every function.
"""

import functools
import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ParamSpec, TextIO, TypeVar

from chalicelib import config
from chalicelib.entrypoints import metrics
from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.redact import HIDDEN, redact_known, sounds_secret

log = logging.getLogger(__name__)

# Ours tell everything that happens; those of packages only what goes wrong.
OUR_LOGGERS = ("chalicelib", "streams-manager")

_LONGEST_TEXT = 2000
_DEEPEST = 4
_MOST_FRAMES = 30
_MOST_CAUSES = 5
_BUILT_IN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

P = ParamSpec("P")
R = TypeVar("R")


class FunctionError(Exception):
    """Stands for whatever ended a function; its text has no secret, and it has no cause."""


class JsonLines(logging.Formatter):
    """One JSON object a record, with what is worked on and, where the event counts, its metric."""

    def __init__(self, *, stage: str = "", function: str = "", shown: str = "all") -> None:
        super().__init__()
        self._stage = stage
        self._function = function
        self._metrics = shown

    def format(self, record: logging.LogRecord) -> str:
        """Return the record in one line."""
        message = redact_known(record.getMessage())
        fields = fields_of(record)
        line: dict[str, Any] = {
            **fields,
            "level": record.levelname,
            "message": message,
            "logger": record.name,
            "timestamp": _instant(record),
            "function": fields.get("function") or self._function,
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = told(record.exc_info[1])
        if self._metrics != "none":
            line |= metrics.embedded(
                message,
                fields,
                stage=self._stage,
                at_milliseconds=int(record.created * 1000),
                only_faults=self._metrics == "faults",
            )
        return json.dumps(line, ensure_ascii=False, default=str)


class ReadableLines(logging.Formatter):
    """One line a record for a person at a terminal; a stack follows where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, event and fields."""
        fields = " ".join(f"{name}={_plain(value)}" for name, value in fields_of(record).items())
        clock = _instant(record)[11:19]
        line = f"{clock} {record.levelname:<7} {redact_known(record.getMessage())} {fields}"
        if record.exc_info and record.exc_info[1] is not None:
            for each in told(record.exc_info[1]):
                line += f"\n  {each['type']}: {each['message']}"
                line += "".join(f"\n    {frame}" for frame in each["stack"])
        return line.rstrip()


def configure() -> None:
    """Write JSON lines to standard output on Lambda; elsewhere leave logging as it is.

    Idempotent. It takes the place of the handler that Lambda brings, which drops our fields.
    """
    settings = config.config()
    if not settings.function_name:
        return
    formatter = JsonLines(
        stage=settings.stage, function=settings.function_name, shown=settings.metrics
    )
    _install(handler(sys.stdout, formatter), level=logging.WARNING)
    for name in OUR_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)


def configure_readable(*, level: str) -> None:
    """Write lines for people to standard error, from `level` on: the local run."""
    _install(handler(sys.stderr, ReadableLines()), level=logging.getLevelName(level.upper()))


def handler(stream: TextIO, formatter: logging.Formatter) -> logging.Handler:
    """Return what writes formatted lines to a stream."""
    made = logging.StreamHandler(stream)
    made.setFormatter(formatter)
    return made


def _install(only: logging.Handler, *, level: int) -> None:
    root = logging.getLogger()
    root.handlers[:] = [only]
    root.setLevel(level)


def traced(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Frame a function of the queue or of a schedule.

    Its log lines name the function and Lambda's request. What ends it is logged, counted, and
    raised on as FunctionError, because Lambda writes whatever is raised into the log as it is.
    """

    def decorate(work: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(work)
        def framed(*args: P.args, **kwargs: P.kwargs) -> R:
            request = getattr(getattr(args[0], "context", None), "aws_request_id", "")
            with context.working_on(function=name, lambda_request_id=str(request)):
                try:
                    return work(*args, **kwargs)
                except AppError as error:
                    told = {"why": error.message, "remedy": error.remedy}
                    log.warning("function.failed", extra=told)
                    why = error.message
                except Exception as error:
                    log.exception("function.failed")
                    why = f"{type(error).__name__} (see the log)"
            # Outside of the handlers, so that the new error drags no old one along.
            raise FunctionError(redact_known(why))

        return framed

    return decorate


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what is worked on and the record's own fields, without secrets."""
    own = {name: value for name, value in vars(record).items() if name not in _BUILT_IN}
    return {name: _clean(name, value) for name, value in {**context.current(), **own}.items()}


def told(error: BaseException) -> list[dict[str, Any]]:
    """Return an error and what it arose from: types, messages without secrets, frames.

    Frames tell file, line and function, never the values that they held.
    """
    chain: list[dict[str, Any]] = []
    each: BaseException | None = error
    while each is not None and len(chain) < _MOST_CAUSES:
        frames = traceback.extract_tb(each.__traceback__)[-_MOST_FRAMES:]
        chain.append(
            {
                "type": type(each).__name__,
                "message": redact_known(str(each))[:_LONGEST_TEXT],
                "stack": [f"{one.filename}:{one.lineno} {one.name}" for one in frames],
            }
        )
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return chain


def _clean(name: str, value: Any, depth: int = 0) -> Any:
    """Return a plain value that JSON can hold, secrets hidden by name, look and value."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if value and sounds_secret(name):
        return HIDDEN
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return _clean(name, value.value, depth)
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {str(key): _clean(str(key), each, depth + 1) for key, each in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [_clean(name, each, depth + 1) for each in value]
    return redact_known(str(value))[:_LONGEST_TEXT]


def _plain(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return json.dumps(text, ensure_ascii=False) if " " in text and value is text else text


def _instant(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
