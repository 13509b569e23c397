"""What is counted day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.ids import ServerId


@dataclass(frozen=True, slots=True)
class ServerFigures:
    """How many items of each kind (movie, show, artist …) a server had at `counted_at`."""

    server_id: ServerId
    items: Mapping[str, int]
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What was counted on a day (ISO date); a second count of the day takes its place.

    Active are people whose paid time runs; those on a trial are not among them. A server that did
    not answer has its figures of before.
    """

    day: str
    counted_at: datetime
    active_users: int
    trial_users: int
    servers: tuple[ServerFigures, ...] = ()

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.day

    @property
    def items(self) -> Mapping[str, int]:
        """Return how many items of each kind all servers have together."""
        sums: dict[str, int] = {}
        for server in self.servers:
            for kind, count in server.items.items():
                sums[kind] = sums.get(kind, 0) + count
        return {kind: sums[kind] for kind in sorted(sums)}
