"""The only place that reads the clock."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock plus an offset kept in a file, so that a local world can time-travel.

    The file holds ``{"offset_seconds": number}``; while it is missing the offset is zero.
    """

    path: Path

    def now(self) -> datetime:
        """Return the shifted instant, aware, in UTC."""
        try:
            offset = float(json.loads(self.path.read_text())["offset_seconds"])
        except FileNotFoundError:
            offset = 0.0
        return datetime.now(UTC) + timedelta(seconds=offset)


def wait(clock: Clock, seconds: float) -> None:
    """Wait until the clock has gone on so far; one that is moved meanwhile ends it early."""
    until = clock.now() + timedelta(seconds=seconds)
    while (left := (until - clock.now()).total_seconds()) > 0:
        time.sleep(min(left, 0.2))


def to_iso(at: datetime) -> str:
    """Write an aware instant as ISO-8601 in UTC with microseconds and ``Z``; sorts by time."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_iso(text: str) -> datetime:
    """Read what `to_iso` wrote, or any ISO-8601 instant with an offset."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is UTC else at.astimezone(UTC)
