"""Run the very code of a run without its consequences, and tell what it would do (X042)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from chalicelib.kernel.errors import ActionRequiredError, AlreadyRecordedError
from chalicelib.kernel.ids import JobId, UserId
from chalicelib.kernel.records import Add, Delete, Insert, Record, Write

D = TypeVar("D")

# What a run's deps may hold, by the name of the field; anything else is refused, because a dry run
# must know of every port whether it could act.
_HARMLESS = frozenset(
    ("budget", "chance", "clock", "pause", "renderer", "settings", "signer", "site_url", "vault")
) | frozenset(("server_seconds", "total_seconds", "workers"))
_STORES = frozenset(
    ("access", "catalog", "jobs", "payments", "store", "subscriptions", "users", "waitlist")
) | frozenset(("community", "logins", "usage"))
_OUTSIDE = frozenset(
    ("accounts", "counter", "gateways", "hosts", "mailer", "plex", "prorating", "recurring")
) | frozenset(("acceptor", "account_hosts", "device_hosts", "directories", "download_sources"))


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """A mail as it would go out."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a run would do: to what or whom, why, and what it changes, a line each."""

    action: str
    about: str
    why: str = ""
    user_id: UserId | None = None
    changes: tuple[str, ...] = ()
    mail: PlannedMail | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a run would do.

    `note` says what matters beyond the steps; `is_cut` when there is more than was looked at.
    """

    name: str
    steps: tuple[Step, ...] = ()
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    is_cut: bool = False


class UntoldError(ActionRequiredError):
    """What follows depends on a call that a dry run does not make."""

    default_code = "untold"


@dataclass(frozen=True, slots=True)
class Manners:
    """How a dry run treats ports to the outside.

    `reads` says of a port (its key among several, else its field) and a method whether the call
    only reads; `quiet` are calls that are left out as if they had worked. Any other call ends the
    work on its item with UntoldError.
    """

    reads: Callable[[Any, str], bool]
    quiet: frozenset[str] = frozenset()


class Rehearsal:
    """Stands for database and nudge: it keeps what would be stored, and wakes nobody.

    `untold` are the calls on which an item's work ended.
    """

    def __init__(self) -> None:
        self.writes: list[Write] = []
        self.untold: list[Step] = []
        self._latest: dict[Any, Record | None] = {}

    def commit(self, *writes: Write) -> None:
        """Keep the writes; raises AlreadyRecordedError for what this rehearsal stored already."""
        for write in writes:
            if isinstance(write, Insert) and self._latest.get(_name(write.record)):
                raise AlreadyRecordedError(write.record)
        for write in writes:
            self.writes.append(write)
            if isinstance(write, Add):
                continue  # what it came to, only the database knows
            gone = isinstance(write, Delete)
            self._latest[_name(write.record)] = None if gone else _stored(write.record)

    def send(self, *job_ids: JobId) -> None:
        """Wake nobody."""

    def seen(self, value: Any) -> Any:
        """Return what a store answered with every record as it would be by now."""
        if isinstance(value, tuple):
            return tuple(self.seen(each) for each in value)
        if isinstance(value, Mapping):
            return {key: self.seen(each) for key, each in value.items()}
        if not is_dataclass(value) or isinstance(value, type):
            return value
        record: Any = value
        if hasattr(record, "identity"):
            return self._latest.get(_name(record), record)
        # A page or a view, which holds records.
        held = {each.name: self.seen(getattr(value, each.name)) for each in fields(value)}
        return replace(value, **held)


def rehearsed(deps: D, rehearsal: Rehearsal, *, manners: Manners) -> D:
    """Return the deps with nothing in them that could write or act.

    Stores show what the rehearsal kept as if it were stored, so that two steps about one thing
    follow each other as in the run. Raises TypeError for a port that no rule here knows.
    """
    held: Any = deps
    harmless = {
        each.name: _harmless(each.name, getattr(held, each.name), rehearsal, manners)
        for each in fields(held)
    }
    made: D = replace(held, **harmless)
    return made


def _harmless(name: str, value: Any, rehearsal: Rehearsal, manners: Manners) -> Any:
    if name in {"database", "nudge"}:
        return rehearsal
    if name in _HARMLESS:
        return value
    if name in _STORES:
        return _Watched(value, rehearsal)
    if name in _OUTSIDE and isinstance(value, Mapping):
        return _LookOnlyPorts(value, rehearsal, manners)
    if name in _OUTSIDE:
        return _LookOnly(value, name, rehearsal, manners)
    if is_dataclass(value):
        return rehearsed(value, rehearsal, manners=manners)
    raise TypeError(f"whether {name} can act is not known")


class _LookOnly:
    def __init__(self, port: Any, place: Any, rehearsal: Rehearsal, manners: Manners) -> None:
        self._port, self._place = port, place
        self._rehearsal, self._manners = rehearsal, manners

    def __getattr__(self, name: str) -> Any:
        if self._manners.reads(self._place, name):
            return getattr(self._port, name)

        def leave_out(*given: Any, **_named: Any) -> None:
            if name not in self._manners.quiet:
                about = str(given[0]) if given else str(self._place)
                why = f"What follows depends on what {self._place} says to {name}"
                self._rehearsal.untold.append(Step("ask", about, why))
                raise UntoldError(why)

        return leave_out


class _LookOnlyPorts(Mapping[Any, Any]):
    def __init__(self, ports: Mapping[Any, Any], rehearsal: Rehearsal, manners: Manners) -> None:
        self._ports, self._rehearsal, self._manners = ports, rehearsal, manners

    def __getitem__(self, key: Any) -> Any:
        return _LookOnly(self._ports[key], key, self._rehearsal, self._manners)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._ports)

    def __len__(self) -> int:
        return len(self._ports)


class _Watched:
    def __init__(self, store: Any, rehearsal: Rehearsal) -> None:
        self._store, self._rehearsal = store, rehearsal

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)

        def ask(*given: Any, **named: Any) -> Any:
            return self._rehearsal.seen(method(*given, **named))

        return ask


def _name(record: Record) -> tuple[type, Any]:
    return type(record), record.identity


def _stored(record: Any) -> Any:
    has_version = hasattr(record, "version")
    return replace(record, version=record.version + 1) if has_version else record
