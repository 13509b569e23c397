"""A write-ahead journal: one JSON line a change, on disk before the change is acknowledged.

The last line may be torn by a crash: it was never acknowledged and is dropped. A bad line with
whole lines after it is damage, not a crash, and is refused.
"""

import asyncio
import json
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_HEADER = {"journal": 1}


class JournalDamagedError(RuntimeError):
    """The journal holds a line that no crash can explain."""


class Journal:
    """An open journal. Appends are cheap and ordered; `settle` waits for the disk.

    Callers that wait at the same time share one fsync. Not usable from two processes at once.
    """

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
        self._guard = threading.Lock()
        self._flushing = asyncio.Lock()
        self._waiting: list[bytes] = []
        self._appended = 0
        self._durable = 0

    def append(self, record: Any) -> None:
        """Queue one record, from any thread; it is durable after the next `settle`."""
        line = _line(record)
        with self._guard:
            self._waiting.append(line)
            self._appended += 1

    async def settle(self) -> None:
        """Return once everything appended so far is on disk; raises `OSError` if it cannot be."""
        ticket = self._appended
        if self._durable < ticket:
            # Shielded: a caller that goes away must not leave a write half accounted for.
            await asyncio.shield(asyncio.ensure_future(self._flush(ticket)))

    async def _flush(self, ticket: int) -> None:
        async with self._flushing:
            if self._durable >= ticket:
                return
            with self._guard:
                lines, self._waiting = self._waiting, []
                reached = self._appended
            await asyncio.to_thread(self._write, b"".join(lines))
            self._durable = reached

    def _write(self, block: bytes) -> None:
        _write_all(self._descriptor, block)
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; what was appended and not settled is lost."""
        os.close(self._descriptor)


def read(path: Path) -> Iterator[Any]:
    """Yield the records of a journal, oldest first, up to a torn end; nothing without a file.

    Raises `JournalDamagedError` when a bad line is not the last one, or the format is unknown.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                record = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                record = None
            if record is None:
                if file.read(1):
                    raise JournalDamagedError(f"{path} is damaged at line {number}")
                return
            if number > 1:
                yield record
            elif record != _HEADER:
                raise JournalDamagedError(f"{path} is not a journal of this version")


def rewrite(path: Path, records: Iterable[Any]) -> None:
    """Replace the journal by these records, all or nothing, readable by its owner only."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_all(descriptor, _line(_HEADER))
        for record in records:
            _write_all(descriptor, _line(record))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(path)
    _sync_directory(path.parent)


def _line(record: Any) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def _write_all(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
