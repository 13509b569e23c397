"""The state that all stand-ins share: clock, faults, call log, and the world of them all."""

import fnmatch
import json
import os
import re
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infra.sandbox.store import Doc, Store

FAULT_MODES = ("status", "slow", "down", "cut", "lost", "garbage", "empty", "timeout")


class BadAction(Exception):  # noqa: N818  (the console's word for a refused action)
    """An action that cannot be done as asked; the console answers 400 with the message."""


def need(body: Doc, name: str) -> str:
    """Return a value that an action cannot do without; raises BadAction."""
    value = body.get(name)
    if value is None or value == "":
        raise BadAction(f"{name} is missing")
    return str(value)


class Clock:
    """The system's shifted clock: real time plus the offset held in a JSON file.

    The product reads the same file, so moving this clock moves every part. A missing
    file means no shift; `path=None` keeps the offset in memory, for tests.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path) if path else None
        self._offset = timedelta(0)

    @property
    def offset(self) -> timedelta:
        """How far the system's time is ahead of real time."""
        if self._path is None:
            return self._offset
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return timedelta(0)
        return timedelta(seconds=held["offset_seconds"])

    def now(self) -> datetime:
        """Return the shifted time, aware UTC."""
        return datetime.now(UTC) + self.offset

    def advance(self, delta: timedelta) -> datetime:
        """Move by `delta` (may be negative) and return the new time."""
        self._write(self.offset + delta)
        return self.now()

    def set(self, at: datetime) -> datetime:
        """Make it `at` now (aware) and return the new time; it goes on running from there."""
        self._write(at - datetime.now(UTC))
        return self.now()

    def reset(self) -> datetime:
        """Go back to real time."""
        self._write(timedelta(0))
        return self.now()

    def _write(self, offset: timedelta) -> None:
        self._offset = offset
        if self._path is None:
            return
        seconds = offset.total_seconds()
        body = json.dumps({"offset_seconds": int(seconds) if seconds.is_integer() else seconds})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".clock-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(self._path)


@dataclass
class Fault:
    """One way in which a stand-in misbehaves.

    Modes: `status` (answer `status` in the vendor's error shape), `slow` (wait `seconds`,
    then answer), `down` (close without a byte), `cut` (do the work, close in the middle of
    the answer), `lost` (do the work, close without a byte), `garbage` (200 with junk),
    `empty` (a well-formed answer with an empty list), `timeout` (hang up to 60 s, then close).
    `path` is a regular expression searched in path + query. `times=None` lasts until cleared;
    `skip` lets so many matching calls through first.
    """

    mode: str
    status: int = 500
    seconds: float = 0
    body: str = ""
    method: str | None = None
    path: str | None = None
    times: int | None = None
    skip: int = 0


@dataclass
class _Active:
    id: str
    target: str
    fault: Fault
    hits: int = 0


class Faults:
    """The faults that are switched on; kept in memory, so a restart heals everything."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active: list[_Active] = []
        self._made = 0

    def add(self, target: str, fault: Fault) -> str:
        """Switch a fault on and return its id; `target` may hold `*`. Raises BadAction."""
        if fault.mode not in FAULT_MODES:
            raise BadAction(f"unknown fault mode {fault.mode!r}; known: {', '.join(FAULT_MODES)}")
        if fault.times is not None and fault.times < 1:
            raise BadAction("times must be at least 1, or left out")
        if fault.mode == "status" and not 100 <= fault.status <= 599:
            raise BadAction("status must be between 100 and 599")
        try:
            re.compile(fault.path or "")
        except re.error as error:
            raise BadAction(f"path is no regular expression: {error}") from error
        with self._lock:
            self._made += 1
            entry = _Active(f"fault_{self._made}", target, replace(fault))
            self._active.append(entry)
            return entry.id

    def clear(self, target: str | None = None, id: str | None = None) -> None:
        """Switch off one fault by id, all of a target, or everything."""
        with self._lock:
            self._active = [
                entry
                for entry in self._active
                if (target is not None and entry.target != target)
                or (id is not None and entry.id != id)
            ]

    def active(self) -> list[Doc]:
        """Return the active faults as `{"id", "target", "hits", …the fault's fields}`."""
        with self._lock:
            return [
                {"id": entry.id, "target": entry.target, "hits": entry.hits, **asdict(entry.fault)}
                for entry in self._active
            ]

    def take(
        self, target: str, method: str, path: str, *, modes: Iterable[str] = FAULT_MODES
    ) -> Fault | None:
        """Return the fault that hits this call, counting it; `path` includes the query.

        Only faults of the given `modes` are looked at; the others stay as they are.
        """
        with self._lock:
            for entry in self._active:
                fault = entry.fault
                if fault.mode not in modes or not fnmatch.fnmatchcase(target, entry.target):
                    continue
                if fault.method and fault.method.upper() != method.upper():
                    continue
                if fault.path and not re.search(fault.path, path):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                entry.hits += 1
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._active.remove(entry)
                return replace(fault)
        return None


class CallLog:
    """The latest calls made to any stand-in, oldest first."""

    def __init__(self, limit: int = 5000) -> None:
        self._lock = threading.Lock()
        self._calls: deque[Doc] = deque(maxlen=limit)
        self._made = 0

    def add(self, call: Doc) -> None:
        """Record one call; it gets a running number `n`."""
        with self._lock:
            self._made += 1
            self._calls.append({"n": self._made, **call})

    def list(self, target: str | None = None) -> list[Doc]:
        """Return the calls, of one target (may hold `*`) or of all."""
        with self._lock:
            calls = [dict(call) for call in self._calls]
        return [call for call in calls if not target or fnmatch.fnmatch(call["target"], target)]

    @property
    def made(self) -> int:
        """The number of the latest call."""
        with self._lock:
            return self._made

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()


@dataclass(eq=False)
class World:
    """Everything the stand-ins share: one per process, or one per test.

    `nudges` are called when something may have fallen due: a new event, a moved clock.
    """

    store: Store
    clock: Clock = field(default_factory=lambda: Clock(None))
    faults: Faults = field(default_factory=Faults)
    calls: CallLog = field(default_factory=CallLog)
    base_url: str = "http://127.0.0.1:0"
    app_url: str = "http://127.0.0.1:0"
    control_url: str = ""
    smtp_port: int = 0
    webhook_urls: dict[str, str] = field(default_factory=dict)
    nudges: list[Callable[[], None]] = field(default_factory=list)

    def nudge(self) -> None:
        """Tell every background task to look for due work now; callable from any thread."""
        for call in list(self.nudges):
            call()

    def webhook_url(self, vendor: str) -> str:
        """Return where the vendor's webhooks go unless an endpoint says otherwise."""
        return self.webhook_urls.get(vendor, f"{self.app_url}/webhooks/{vendor}")


@dataclass(frozen=True)
class Action:
    """Something a person can do in a vendor's world: `POST /sandbox/api/<vendor>/<name>`."""

    vendor: str
    name: str
    summary: str
    example: Doc
    run: Callable[[World, Doc], Doc]
