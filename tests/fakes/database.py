"""The database in memory: the same promises as the real one, and faults on demand."""

import base64
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, replace
from threading import RLock
from typing import Any, TypeVar, cast

from chalicelib.kernel.errors import AlreadyRecordedError, InvalidError, StaleRecordError
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Add, Delete, Insert, Put, Record, Update, Write

MOST_WRITES = 100

R = TypeVar("R")
Key = tuple[type, Hashable]
SortKey = tuple[str, ...]


@dataclass
class _Fault:
    error: Exception
    applied: bool


class InMemoryDatabase:
    """Keeps records by type and identity; one `commit` is all or nothing, also between threads.

    `round_trips` counts commits and store reads, `commits` keeps the writes of each success,
    `before_commit` holds functions that are called with the writes before each commit.
    """

    def __init__(self) -> None:
        self._records: dict[Key, Record] = {}
        self._lock = RLock()
        self._faults: list[_Fault] = []
        self._read_faults: list[Exception] = []
        self.before_commit: list[Callable[[tuple[Write, ...]], None]] = []
        self.commits: list[tuple[Write, ...]] = []
        self.round_trips = 0

    def commit(self, *writes: Write) -> None:
        for hook in list(self.before_commit):
            hook(writes)
        _check_shape(writes)
        if not writes:
            return
        with self._lock:
            self.round_trips += 1
            fault = self._faults.pop(0) if self._faults else None
            if fault and not fault.applied:
                raise fault.error
            for write in writes:
                self._check(write)
            for write in writes:
                self._apply(write)
            self.commits.append(writes)
            if fault:
                raise fault.error

    def fail_next(self, error: Exception, *, applied: bool = False, times: int = 1) -> None:
        """Let the next commits fail; with `applied` only the answer is lost."""
        self._faults.extend([_Fault(error, applied)] * times)

    def fail_next_read(self, error: Exception, *, times: int = 1) -> None:
        """Let the next reads of any store fail."""
        self._read_faults.extend([error] * times)

    def seed(self, *records: Record) -> None:
        """Store records for a test to start from; a record of version 0 gets version 1."""
        with self._lock:
            for record in records:
                fresh = getattr(record, "version", 1) == 0
                self._records[_key(record)] = _raised(record) if fresh else record

    def copy(self) -> "InMemoryDatabase":
        """Return a database of its own with the same records."""
        made = InMemoryDatabase()
        with self._lock:
            made._records = dict(self._records)
        return made

    def trip(self, count: int = 1) -> None:
        """Count reads as a store makes them; raises what `fail_next_read` asked for."""
        with self._lock:
            self.round_trips += count
            if self._read_faults:
                raise self._read_faults.pop(0)

    def find(self, kind: type[R], identity: Hashable) -> R | None:
        """Return the record with that natural key, uncounted."""
        with self._lock:
            return cast("R | None", self._records.get((kind, identity)))

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return every record of a type, in the order in which they were first stored."""
        with self._lock:
            return tuple(
                cast("R", record) for (each, _), record in self._records.items() if each is kind
            )

    def one(self, kind: type[R]) -> R:
        """Return the only record of a type; fails when there are none or several."""
        found = self.all(kind)
        assert len(found) == 1, f"{len(found)} of {kind.__name__}: {found}"
        return found[0]

    def _check(self, write: Write) -> None:
        stored = self._records.get(_key(write.record))
        if isinstance(write, Insert) and stored is not None:
            raise AlreadyRecordedError(write.record)
        if isinstance(write, Update):
            version = getattr(stored, "version", None) if stored is not None else 0
            if version != write.record.version or (stored is not None and version == 0):
                raise StaleRecordError(write.record)

    def _apply(self, write: Write) -> None:
        if isinstance(write, Delete):
            self._records.pop(_key(write.record), None)
        elif isinstance(write, Add):
            key = _key(write.record)
            self._records[key] = _sum(self._records.get(key), write.record)
        elif isinstance(write, Insert | Update | Put):
            self._records[_key(write.record)] = _raised(write.record)


def _check_shape(writes: tuple[Write, ...]) -> None:
    keys = {_key(write.record) for write in writes}
    if len(writes) > MOST_WRITES:
        raise ValueError(f"{len(writes)} writes in one commit; {MOST_WRITES} is the most")
    if len(keys) < len(writes):
        raise ValueError("two writes of one record in one commit")


def page_of(
    records: Sequence[R],
    *,
    scope: str,
    key: Callable[[R], SortKey],
    newest_first: bool,
    cursor: str | None,
    limit: int,
) -> Page[R]:
    """Sort, skip to the cursor and cut; a cursor of another list raises InvalidError."""
    after = _read_cursor(cursor, scope) if cursor else None
    ordered = sorted(records, key=key, reverse=newest_first)
    if after is not None:
        ordered = [r for r in ordered if (key(r) < after if newest_first else key(r) > after)]
    items = tuple(ordered[:limit])
    more = len(ordered) > limit
    return Page(items, _write_cursor(scope, key(items[-1])) if more else None)


def _write_cursor(scope: str, key: SortKey) -> str:
    return base64.urlsafe_b64encode(json.dumps([scope, *key]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, scope: str) -> SortKey:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found, *key = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if found == scope and all(isinstance(part, str) for part in key):
            return tuple(key)
    except (ValueError, TypeError):
        pass
    raise InvalidError.of("cursor", "This is no page of this list.", "Load the list again.")


def _key(record: Record) -> Key:
    return type(record), record.identity


def _sum(stored: Record | None, record: Record) -> Record:
    if stored is None:
        return record
    added: Any = record
    numbers = {
        each.name: getattr(stored, each.name) + value
        for each in fields(added)
        if type(value := getattr(record, each.name)) in (int, float)
    }
    return cast("Record", replace(added, **numbers))


def _raised(record: Record) -> Record:
    if not hasattr(record, "version"):
        return record
    changed: Any = replace(cast("Any", record), version=record.version + 1)
    return cast("Record", changed)


@dataclass
class View:
    """A store over the records of one database."""

    db: InMemoryDatabase
