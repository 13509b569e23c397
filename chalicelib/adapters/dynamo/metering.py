"""What DynamoDB was asked in this process: requests by operation, and capacity units."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Reading:
    """The state of the meter; subtract an earlier one to see what lies between."""

    requests: Mapping[str, int] = field(default_factory=dict)
    capacity_units: float = 0.0

    @property
    def round_trips(self) -> int:
        """Return the number of requests sent, repeated ones counted again."""
        return sum(self.requests.values())

    def __sub__(self, earlier: "Reading") -> "Reading":
        between = Counter(self.requests)
        between.subtract(earlier.requests)
        requests = {name: count for name, count in between.items() if count}
        return Reading(requests, self.capacity_units - earlier.capacity_units)


class Meter:
    """Counts requests as they leave, and the capacity that answers report; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[str] = Counter()
        self._capacity_units = 0.0

    def read(self) -> Reading:
        """Return what was counted since the process began."""
        with self._lock:
            return Reading(dict(self._requests), self._capacity_units)

    def on_send(self, event_name: str, **_: object) -> None:
        """Count one request; botocore calls it with ``before-send.dynamodb.<operation>``."""
        with self._lock:
            self._requests[event_name.rpartition(".")[2]] += 1

    def on_answer(self, answer: Mapping[str, Any]) -> None:
        """Add the capacity that an answer reports."""
        reported = answer.get("ConsumedCapacity") or []
        each_table = reported if isinstance(reported, list) else [reported]
        with self._lock:
            self._capacity_units += sum(each.get("CapacityUnits", 0.0) for each in each_table)


METER = Meter()
