"""The embedded AWS: ministack on the loopback, with a journal so that a crash loses nothing.

    python -m infra.local.aws --port 0 --data .local/aws      durable
    python -m infra.local.aws --port 0 --memory               for tests: nothing on disk
    python -m infra.local.aws --port 0 --memory --deployments the same, to deploy to: rights count

Runs in its own virtual environment, with ministack and uvicorn. Prints one line with its
address when it answers. DynamoDB is durable; queues are not, they only carry nudges.
"""

import argparse
import asyncio
import contextlib
import functools
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

from infra.local import journal, locks, ports, restapi, rights, unpacked
from infra.local.recorder import Change, Recorder

Message = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_TARGET = b"x-amz-target"
_HEALTH = "/_ministack/health"
_EXPRESSIONS = 1024
_THREADS = 64
_KEEP_ALIVE_SECONDS = 60


class Emulator:
    """An ASGI app around ministack: answers leave when all they could have seen is on disk."""

    def __init__(self, inner: App, log: journal.Journal | None) -> None:
        self._inner = inner
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection event of the ASGI protocol."""
        if scope["type"] != "http":
            return None
        headers = dict(scope["headers"])
        if b"origin" in headers or (self._log and _is_administrative(scope["path"])):
            return await _refuse(send)
        target = headers.get(_TARGET, b"")
        if target == b"AmazonSQS.ReceiveMessage":
            return await self._serve_while_connected(scope, receive, send)
        if self._log is None or not target.startswith(b"DynamoDB"):
            return await self._inner(scope, receive, send)
        return await self._serve_durably(self._log, scope, receive, send)

    async def _serve_while_connected(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a call that waits, and drop it when the caller goes: it takes no message then."""
        received: list[Message] = []
        while not received or received[-1].get("more_body"):
            received.append(await receive())
        connected = asyncio.Event()

        async def replay() -> Message:
            if received:
                return received.pop(0)
            await connected.wait()
            return {"type": "http.disconnect"}

        answering = asyncio.ensure_future(self._inner(scope, replay, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            answering.cancel()
            leaving.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)

    async def _serve_durably(
        self, log: journal.Journal, scope: Scope, receive: Receive, send: Send
    ) -> None:
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await self._inner(scope, receive, hold)
        try:
            await log.settle()
        except OSError as error:
            # Memory is ahead of the disk now; only a restart brings them together again.
            sys.stderr.write(f"The journal cannot be written: {error}\n")
            os._exit(1)
        for message in held:
            await send(message)


def _is_administrative(path: str) -> bool:
    """True for ministack's own controls, which would change state behind the journal's back."""
    return path.startswith("/_ministack/") and path != _HEALTH


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b"Not for browsers.\n"})


def _load_ministack(port: int, *, deployments: bool) -> tuple[App, ModuleType]:
    os.environ.update(
        {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "PERSIST_STATE": "0"}
        | {"IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}
        | {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
        | {"AUTH": "true" if deployments else "false"}
    )
    from ministack.app import app
    from ministack.services import dynamodb

    _remember_expressions(dynamodb)
    _look_up_prefixes(dynamodb)
    if deployments:
        restapi.teach(port=port)
        rights.teach()
        unpacked.teach()
    return app, dynamodb


def _forget(_: list[Change]) -> None:
    """Keep nothing: everything is in memory only."""


def _remember_expressions(dynamodb: Any) -> None:
    """Parse an expression once, not once for each item that it is tried on."""
    tokens = functools.lru_cache(_EXPRESSIONS)(dynamodb._tokenize)
    syntax = functools.lru_cache(_EXPRESSIONS)(dynamodb._condition_syntax_error)
    dynamodb._tokenize = lambda expression: list(tokens(expression))
    dynamodb._condition_syntax_error = syntax


def _look_up_prefixes(dynamodb: Any) -> None:
    """Leave out of an index's partition what begins otherwise, before it is sorted and tried."""
    query, members = dynamodb._query, dynamodb._index_members
    asked: list[tuple[str, str, str]] = []

    def narrowed(table: Any) -> Any:
        found = members(table)
        if not asked:
            return found
        index, pk, prefix = asked[-1]
        rows, sort_key = table["items"], f"{index}sk"
        keys = found.get(index, {}).get(pk, ())
        kept = [key for key in keys if rows[key[0]][key[1]][sort_key]["S"].startswith(prefix)]
        return {**found, index: {pk: kept}}

    def narrowing(data: Any) -> Any:
        values = data.get("ExpressionAttributeValues") or {}
        index = data.get("IndexName") or ""
        usual = f"{index}pk = :pk AND begins_with({index}sk, :prefix)"
        if not index or data.get("KeyConditionExpression") != usual:
            return query(data)
        asked.append((index, values[":pk"]["S"], values[":prefix"]["S"]))
        try:
            return query(data)
        finally:
            asked.pop()

    dynamodb._query, dynamodb._index_members = narrowing, narrowed


def _open_journal(recorder: Recorder, path: Path) -> tuple[journal.Journal, int]:
    """Bring the state back from `path` and write the journal afresh, without its history."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    locks.hold(path.parent / "aws.lock")
    count = recorder.replay(journal.read(path))
    journal.rewrite(path, recorder.snapshot(now=time.time()))
    return journal.Journal(path), count


async def _serve(app: App, listener: socket.socket, note: str) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leave the signals alone: they end the process at once."""
            yield

    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",  # ministack's would open further ports and look for Docker
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    # Functions call back while their caller holds a thread: too few would wait for each other.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
    for number in (signal.SIGINT, signal.SIGTERM):
        # What was answered is on disk: there is nothing to wind up.
        asyncio.get_running_loop().add_signal_handler(number, os._exit, 0)
    sys.stdout.write(f"aws ready on http://127.0.0.1:{listener.getsockname()[1]} ({note})\n")
    sys.stdout.flush()
    await Server(config).serve(sockets=[listener])


def main(arguments: list[str]) -> int:
    """Run the emulator until it is told to stop; return the exit status."""
    parser = argparse.ArgumentParser(prog="infra.local.aws", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--data", type=Path, help="folder of the journal")
    place.add_argument("--memory", action="store_true", help="keep nothing")
    parser.add_argument("--deployments", action="store_true", help="enforce IAM, run functions")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        listener = ports.listen(options.port)
        app, dynamodb = _load_ministack(listener.getsockname()[1], deployments=options.deployments)
        recorder = Recorder(dynamodb)
        log, note = None, "memory"
        if options.data:
            log, count = _open_journal(recorder, options.data / "journal.jsonl")
            note = f"{count} changes restored"
        recorder.attach(log.append if log else _forget)
    except (OSError, locks.HeldElsewhereError, journal.JournalDamagedError) as error:
        sys.stderr.write(f"The embedded AWS cannot start: {error}\n")
        return 1
    asyncio.run(_serve(Emulator(app, log), listener, note))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
