"""The worker's control port: which schedules there are, run one now, is the app up.

GET  /ready          200 when the app is loaded
GET  /schedules      name, expression, last run and its result
POST /run/<name>     run the schedule now; waits; 500 with the error's text when it fails
GET  /setup-link     {"link": …}, null once there is an administrator
"""

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.functions import Schedule

Answer = tuple[HTTPStatus, Any]
Now = Callable[[], datetime]


class ControlServer(ThreadingHTTPServer):
    """Serves the control port; requests from browsers' pages are refused."""

    daemon_threads = True

    def __init__(self, port: int, schedules: Mapping[str, Schedule], *, now: Now) -> None:
        self.schedules = schedules
        self.now = now
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: ControlServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        match self.path:
            case "/ready":
                self._answer((HTTPStatus.OK, {"status": "ok"}))
            case "/schedules":
                listed = [_describe(schedule) for schedule in self.server.schedules.values()]
                self._answer((HTTPStatus.OK, {"schedules": listed}))
            case "/setup-link":
                self._answer((HTTPStatus.OK, {"link": _setup_link()}))
            case _:
                self._answer(_unknown("no such address"))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        schedule = self.server.schedules.get(self.path.removeprefix("/run/"))
        if not self.path.startswith("/run/") or schedule is None:
            known = ", ".join(sorted(self.server.schedules))
            return self._answer(_unknown(f"no such schedule; there are: {known}"))
        run = schedule.run(now=self.server.now)
        if run.error:
            failed = {"schedule": schedule.name, "error": run.error, "seconds": run.seconds}
            return self._answer((HTTPStatus.INTERNAL_SERVER_ERROR, failed))
        done = {"schedule": schedule.name, "result": run.result, "seconds": run.seconds}
        return self._answer((HTTPStatus.OK, done))

    def _answer(self, answer: Answer) -> None:
        status, content = answer
        if "origin" in self.headers:
            status, content = HTTPStatus.FORBIDDEN, {"error": "not for browsers"}
        body = json.dumps(content, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: this port is polled."""


def _describe(schedule: Schedule) -> dict[str, Any]:
    last = schedule.last_run
    described = None if last is None else asdict(last)
    return {"name": schedule.name, "expression": schedule.expression, "last_run": described}


def _setup_link() -> str | None:
    try:
        wiring: Any = importlib.import_module("chalicelib.wiring")
    except ModuleNotFoundError:
        return None
    link: str | None = wiring.setup_link()
    return link


def _unknown(text: str) -> Answer:
    return HTTPStatus.NOT_FOUND, {"error": text}
