"""The reloadable process that runs the app: HTTP, schedules, queues and a control port.

python -m infra.local.worker
"""

import importlib
import logging
import os
import signal
import socketserver
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from chalice import Chalice
from chalice.config import Config
from chalice.local import (
    ChaliceRequestHandler,
    CustomLocalChalice,
    ForbiddenError,
    LocalChalice,
    LocalDevServer,
    LocalGatewayException,
    ThreadedHTTPServer,
)

from infra.gateway_responses import RESPONSES
from infra.local.consumer import start_consumers
from infra.local.control import ControlServer
from infra.local.functions import Busy, Schedule, find_schedules
from infra.local.schedules import Slots, latest_slot, read_clock

CANNOT_LOAD = 3
_TICK_SECONDS = 1.0
_FINISH_SECONDS = 1.0


def load_app() -> Chalice:
    """Import `app.py`, which must be on the path; errors in its code come through."""
    app: Chalice = importlib.import_module("app").app
    return app


def build_server(app: Chalice, *, root: Path, port: int, busy: Busy) -> LocalDevServer:
    """Build the HTTP server, a thread a connection, in which each thread has its own request."""

    class Handler(ChaliceRequestHandler):
        disable_nagle_algorithm = True
        wbufsize = -1

        def _generic_handle(self) -> None:
            with busy.working():
                super()._generic_handle()

        # http.server looks for these names.
        do_GET = do_HEAD = do_POST = do_PUT = _generic_handle  # noqa: N815
        do_PATCH = do_DELETE = do_OPTIONS = _generic_handle  # noqa: N815

        def _send_error_response(self, error: LocalGatewayException) -> None:
            if error.CODE != ForbiddenError.CODE:
                super()._send_error_response(error)
                return
            # No route: API Gateway calls that forbidden, and answers what it was told to.
            found, request_id = RESPONSES["MISSING_AUTHENTICATION_TOKEN"], f"req_{uuid4().hex}"
            headers = {"x-request-id": request_id, "Cache-Control": "no-store"}
            self._send_http_response(found.status, headers, found.body(request_id=request_id))

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: the app logs what matters."""

    if not isinstance(app, CustomLocalChalice):
        CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
        app.__class__ = CustomLocalChalice
    config = Config.create(
        chalice_app=app, app_name=app.app_name, chalice_stage="local", project_dir=str(root)
    )
    return LocalDevServer(app, config, "127.0.0.1", port, Handler, _Server)


class _Server(ThreadedHTTPServer):
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error in a connection's thread, unless the other side just went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Ticker:
    """Runs schedules on their cadence by the shifted clock."""

    def __init__(self, clock_file: Path, slots: Slots, stopping: threading.Event) -> None:
        self._clock_file = clock_file
        self._slots = slots
        self._stopping = stopping

    def now(self) -> datetime:
        """Return the shifted instant."""
        return read_clock(self._clock_file, now=datetime.now(UTC))

    def start(self, schedule: Schedule) -> None:
        """Start the schedule's own thread, in which its runs follow one another."""
        latest_slot(schedule.expression, now=self.now())
        threading.Thread(target=self._keep, args=(schedule,), daemon=True).start()

    def _keep(self, schedule: Schedule) -> None:
        while not self._stopping.wait(_TICK_SECONDS):
            slot = latest_slot(schedule.expression, now=self.now())
            if self._slots.take(schedule.name, slot):
                schedule.run(now=self.now)


def serve(app: Chalice, *, root: Path, data_dir: Path, clock_file: Path) -> None:
    """Run until SIGTERM; then give what is being worked on a second to finish."""
    busy = Busy()
    stopping = threading.Event()
    server = build_server(app, root=root, port=int(os.environ["WORKER_PORT"]), busy=busy)
    ticker = Ticker(clock_file, Slots(data_dir / "schedules.json"), stopping)
    schedules = {schedule.name: schedule for schedule in find_schedules(app, busy)}
    control = ControlServer(int(os.environ["CONTROL_PORT"]), schedules, now=ticker.now)
    for schedule in schedules.values():
        ticker.start(schedule)
    start_consumers(app, busy, stopping)
    threading.Thread(target=control.serve_forever, daemon=True).start()

    def stop(*_: object) -> None:
        stopping.set()
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    inner: socketserver.BaseServer = server.server
    inner.serve_forever(poll_interval=0.05)
    inner.server_close()
    busy.wait_idle(_FINISH_SECONDS)
    sys.stdout.flush()
    os._exit(0)


def _configure_logging(level: str) -> None:
    """Let the app's own lines tell what its records hold; another app gets plain lines."""
    try:
        telemetry: Any = importlib.import_module("chalicelib.entrypoints.telemetry")
    except ModuleNotFoundError:
        logging.basicConfig(level=level, format="%(name)s %(message)s")
    else:
        telemetry.configure_readable(level=level)


def main() -> int:
    """Serve the project that the environment names; `CANNOT_LOAD` when its code does not load."""
    root = Path(os.environ["PROJECT_ROOT"])
    try:
        _configure_logging(os.environ.get("LOG_LEVEL", "WARNING"))
        app = load_app()
    except Exception:  # noqa: BLE001 - the process's edge: an edit can break anything
        traceback.print_exc()
        return CANNOT_LOAD
    serve(
        app,
        root=root,
        data_dir=Path(os.environ["DATA_DIR"]),
        clock_file=Path(os.environ["CLOCK_FILE"]),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
