"""The product in processes that can be ended at any step, and started again at once.

    python -m tests.scenarios.faults.product

Loads everything once, then forks a *life* for each `start`: a process with its own wiring and its
own connections that serves HTTP and runs what it is told. One JSON line in, one out; while a life
runs, it holds the conversation. The address of the site stays the same for all lives.
"""

import functools
import json
import os
import sys
import threading
from importlib import import_module
from typing import Any

import boto3
import botocore.loaders

from chalicelib import config, wiring
from chalicelib.adapters.mail import smtp
from chalicelib.users import setup
from infra.local.functions import Busy, invoke
from infra.local.settings import HOUSE
from infra.local.worker import build_server, load_app
from tests.scenarios.faults import wire

_LOADED_BEFOREHAND = (
    "chalicelib.adapters.gateways.stripe_api",
    "chalicelib.adapters.links",
    "chalicelib.adapters.mail.render",
    "chalicelib.adapters.media.plex_directory",
    "chalicelib.adapters.media.plex_sharing",
    "chalicelib.adapters.media.plex_streams",
    "chalicelib.adapters.pages",
    "chalicelib.adapters.passwords",
)
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
    # Each life makes its own clients; only the service descriptions are read once.
    read: Any = botocore.loaders.JSONFileLoader
    read.load_file = functools.cache(read.load_file)
    boto3.client("dynamodb")
    boto3.client("sqs")
    app = load_app()
    for name in _LOADED_BEFOREHAND:
        import_module(name)
    server = build_server(app, root=HOUSE, port=0, busy=Busy())
    os.environ["SITE_URL"] = f"http://127.0.0.1:{server.server.server_address[1]}"
    config.config.cache_clear()
    wiring.reset()
    talk.say({"url": os.environ["SITE_URL"]})
    while True:
        order = talk.hear()
        if life := os.fork():
            _, status = os.waitpid(life, 0)
            if os.waitstatus_to_exitcode(status) not in {0, wire.DIED}:
                talk.say({"ended": True, "label": f"exit status {status}", "steps": []})
        else:
            _live(app, server.server, talk, order)


def _live(app: Any, server: Any, talk: Conversation, order: dict[str, Any]) -> None:
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
                talk.say({"ended": True, "label": "", "steps": tapped.labels})
                os._exit(0)


def _tried(app: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"result": invoke(app, name, event)}
    except Exception as error:  # noqa: BLE001 - Lambda, too, reports it and goes on
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    sys.exit(main())
