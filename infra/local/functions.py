"""The app's functions as Lambda would run them: by name, with an event and a context."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from chalice import Chalice
from chalice.local import LambdaContext

_LOG = logging.getLogger(__name__)
_MEMORY_MEGABYTES = 512
_TIMEOUT_MILLISECONDS = 300_000


class Busy:
    """Counts what is being worked on, so that a reload lets it finish."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Count one piece of work for as long as the block runs."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until nothing is being worked on; False when that takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, timeout_seconds)


def invoke(app: Chalice, name: str, event: dict[str, Any]) -> Any:
    """Call the function and return its result; what it raises comes through."""
    return app.handler_map[name](
        event, LambdaContext(name, _MEMORY_MEGABYTES, _TIMEOUT_MILLISECONDS)
    )


@dataclass(slots=True)
class Run:
    """How the last run of a schedule went; `error` is empty when it went well."""

    at: datetime
    seconds: float
    result: Any = None
    error: str = ""


class Schedule:
    """One scheduled function. It never overlaps itself: a second caller waits for the first."""

    def __init__(self, app: Chalice, *, name: str, expression: str, busy: Busy) -> None:
        self.name = name
        self.expression = expression
        self.last_run: Run | None = None
        self._app = app
        self._busy = busy
        self._turn = threading.Lock()

    def run(self, *, now: Callable[[], datetime]) -> Run:
        """Run the function once, now; a failure is logged and kept in the answer."""
        with self._turn, self._busy.working():
            run = Run(at=now(), seconds=0)
            started = time.perf_counter()
            try:
                run.result = invoke(self._app, self.name, _event(self.name, at=run.at))
            except Exception as error:  # noqa: BLE001 - the process's edge: the next run comes
                _LOG.exception("schedule.failed", extra={"schedule": self.name})
                run.error = f"{type(error).__name__}: {error}"
            run.seconds = round(time.perf_counter() - started, 3)
            self.last_run = run
            return run


def find_schedules(app: Chalice, busy: Busy) -> list[Schedule]:
    """List the app's scheduled functions."""
    found = []
    for source in app.event_sources:
        expression = getattr(source, "schedule_expression", None)
        if expression is not None:
            text = expression if isinstance(expression, str) else expression.to_string()
            found.append(Schedule(app, name=source.name, expression=text, busy=busy))
    return found


def _event(name: str, *, at: datetime) -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": [f"arn:aws:events:us-east-1:000000000000:rule/{name}"],
        "detail": {},
    }
