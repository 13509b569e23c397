"""Serve a sandbox world on a free port of 127.0.0.1, for as long as a test needs it."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import uvicorn

from infra.sandbox.kit import Store, World
from infra.sandbox.mail import MailServer
from infra.sandbox.server import ClosableProtocol, build_app


def eventually(fact: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Return the first truthy value of `fact`; fail if there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = fact()
        if value:
            return value
        threading.Event().wait(0.01)
    raise AssertionError(f"not within {seconds} s")


@contextmanager
def serving(world: World | None = None, *, mail: bool = False) -> Iterator[World]:
    """Serve the world, an empty one by default, and stop at the end.

    With `mail`, `world.smtp_port` is the mail server's port.
    """
    world = world or World(Store(":memory:"))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    world.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    mail_server = MailServer(world) if mail else None
    config = uvicorn.Config(
        build_app(world, mail_server),
        http=ClosableProtocol,
        lifespan="on",
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    eventually(lambda: server.started)
    if mail_server is not None:
        world.smtp_port = mail_server.port
    try:
        yield world
    finally:
        server.should_exit = True
        thread.join(5)
        listener.close()


class Receiver:
    """An endpoint: keeps what it got, answers what `statuses` says, then 200 with `answer`."""

    def __init__(self) -> None:
        self.got: list[tuple[bytes, dict[str, str]]] = []
        self.paths: list[str] = []
        self.statuses: list[int] = []
        self.answer: Any = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.paths.append(f"{self.command} {self.path}")
                outer.got.append((body, {k.lower(): v for k, v in self.headers.items()}))
                status = outer.statuses.pop(0) if outer.statuses else 200
                self.send_response(status)
                answer = json.dumps(outer.answer).encode()
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST  # noqa: N815  (the base class's name)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def events(self) -> list[dict[str, Any]]:
        """Return the events received, in order."""
        return [json.loads(body) for body, _ in self.got]

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
