"""All-or-nothing writes of records.

A record is a frozen dataclass with an `identity` (its natural key within its type). A record that
can be changed has a `version`, 0 before it is first stored; storing it raises the version by one.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

R = TypeVar("R")


class Record(Protocol):
    """Something that can be stored under its natural key."""

    @property
    def identity(self) -> Hashable:
        """Return the natural key, unique within the record's type."""
        ...


class VersionedRecord(Record, Protocol):
    """A record that can be changed if nobody else did since it was read."""

    @property
    def version(self) -> int:
        """Return how often the record was stored when it was read."""
        ...


def with_facts(record: R, **facts: object) -> R:
    """Return the record with these facts; the very same one where it has them already.

    For thousands of records of which few change: a copy and a comparison cost more than a look.
    """
    if all(getattr(record, name) == fact for name, fact in facts.items()):
        return record
    before: Any = record
    changed: R = replace(before, **facts)
    return changed


@dataclass(frozen=True, slots=True)
class Insert:
    """Store a record that must not exist, else AlreadyRecordedError."""

    record: Record


@dataclass(frozen=True, slots=True)
class Update:
    """Store a record nobody changed since it was read, else StaleRecordError.

    ``record.version`` is the version that was read (0: it must not exist); one more is stored.
    """

    record: VersionedRecord


@dataclass(frozen=True, slots=True)
class Put:
    """Store a record whatever was there."""

    record: Record


@dataclass(frozen=True, slots=True)
class Add:
    """Add a record's numbers to those that are stored, and set all else; the first is stored.

    For sums to which several add at the same time. The record has no version.
    """

    record: Record


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a record if it is there."""

    record: Record


Write = Insert | Update | Put | Add | Delete


class Database(Protocol):
    """Commits writes of any records together."""

    def commit(self, *writes: Write) -> None:
        """Apply all writes or none; at most 100.

        Raises AlreadyRecordedError or StaleRecordError naming the first record that was refused,
        RetryLaterError when the database is busy.
        """
        ...
