"""The product in processes that can be ended at any step, and started again at once.

    python -m tests.scenarios.faults.product

Loads everything once, then forks a *life* for each `start`: a process with its own wiring and its
own connections that serves HTTP and runs what it is told. One JSON line in, one out; while a life
runs, it holds the conversation. The address of the site stays the same for all lives.

Nothing is asked of anybody before the fork, so no life inherits a connection or an answer. It
only inherits what takes long and is the same each time: imported modules, compiled templates.
"""

import contextlib
import functools
import gc
import json
import os
import sys
import threading
from importlib import import_module
from typing import Any

import babel.localedata
import botocore.loaders

from chalicelib import config, tool_wiring, wiring
from chalicelib.adapters.mail import smtp
from chalicelib.users import setup
from infra.local.functions import Busy, invoke
from infra.local.settings import HOUSE
from infra.local.worker import build_server, load_app
from tests.scenarios.faults import wire

_EVENT = {
    "source": "aws.events",
    "account": "0",
    "time": "2026-01-01T00:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {},
    "detail-type": "Scheduled Event",
    "version": "0",
    "id": "1",
}


class Conversation:
    """JSON lines with whoever started us; what the app prints goes to the error stream."""

    def __init__(self) -> None:
        self._out = os.dup(1)
        os.dup2(2, 1)

    def say(self, content: Any) -> None:
        """Write one line at once."""
        os.write(self._out, json.dumps(content).encode() + b"\n")

    def hear(self) -> dict[str, Any]:
        """Read one line and no byte more, for the next may be for another process."""
        line = bytearray()
        while not line.endswith(b"\n"):
            byte = os.read(0, 1)
            if not byte:
                os._exit(0)
            line += byte
        heard: dict[str, Any] = json.loads(line)
        return heard


def main() -> None:
    """Say where the site is, then start lives until the other side hangs up."""
    talk = Conversation()
    read: Any = botocore.loaders.JSONFileLoader
    read.load_file = functools.cache(read.load_file)
    app = load_app()
    server = build_server(app, root=HOUSE, port=0, busy=Busy())
    os.environ["SITE_URL"] = f"http://127.0.0.1:{server.server.server_address[1]}"
    config.config.cache_clear()
    wiring.reset()
    _prepare()
    talk.say({"url": os.environ["SITE_URL"]})
    while True:
        order = talk.hear()
        if "do" in order:
            continue  # meant for a life that has ended meanwhile
        learned, tells = os.pipe()
        if life := os.fork():
            os.close(tells)
            _learn(learned)
            _, status = os.waitpid(life, 0)
            if os.waitstatus_to_exitcode(status) not in {0, wire.DIED}:
                talk.say({"ended": True, "label": f"exit status {status}", "steps": []})
        else:
            os.close(learned)
            _live(app, server.server, talk, order, tells)


def _prepare() -> None:
    """Make what needs nobody else: compiled templates, a client that has not connected yet."""
    pages: Any = wiring.pages()
    mails: Any = tool_wiring.mail_renderer()
    for templates in (pages._environment, mails._html, mails._text):
        for name in templates.list_templates(["html", "txt"]):
            templates.get_template(name)
    babel.localedata.load("en_US")
    assert wiring._rows()._connection.client
    gc.disable()


def _learn(learned: int) -> None:
    """Import what a life had to import, so that the next ones need not."""
    with os.fdopen(learned) as told:
        for name in told.read().split():
            with contextlib.suppress(ImportError):
                import_module(name)


def _live(app: Any, server: Any, talk: Conversation, order: dict[str, Any], tells: int) -> None:
    known = set(sys.modules)
    wanted = order.get("disturbance")
    tapped = wire.Wire(wire.Disturbance(**wanted) if wanted else None, report=talk.say)
    patience = order.get("patience_seconds")
    tapped.tap(patience_seconds=patience)
    if patience:
        smtp.TIMEOUT_SECONDS = patience
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    talk.say({"started": True})
    while True:
        order = talk.hear()
        match order["do"]:
            case "run":
                talk.say(_tried(app, order["schedule"], _EVENT))
            case "jobs":
                talk.say(_tried(app, "jobs", {"Records": [order["record"]]}))
            case "admin":
                deps = wiring.users_deps()
                setup.create_admin(deps, email=order["email"], password=order["password"])
                talk.say({})
            case "end":
                os.write(tells, "\n".join(set(sys.modules) - known).encode())
                talk.say({"ended": True, "label": "", "steps": tapped.labels})
                os._exit(0)


def _tried(app: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": invoke(app, name, event)}
    except Exception as error:  # noqa: BLE001 - Lambda, too, reports it and goes on
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    sys.exit(main())
