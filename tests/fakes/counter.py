"""A counter in memory."""

from collections import Counter as Tally
from datetime import date, datetime, timedelta


class FakeCounter:
    """Counts by name and day; `total` sums all days."""

    def __init__(self) -> None:
        self._tally: Tally[tuple[str, date]] = Tally()

    def add(self, name: str, *, now: datetime) -> None:
        self._tally[name, now.date()] += 1

    def read(self, name: str, *, now: datetime, days: int) -> int:
        return sum(self._tally[name, now.date() - timedelta(days=back)] for back in range(days))

    def total(self, name: str) -> int:
        """Return the sum over all days."""
        return sum(count for (each, _day), count in self._tally.items() if each == name)
