"""Lines of calls in memory."""

import threading
from datetime import datetime, timedelta

from chalicelib.catalog.call_budget import Line
from chalicelib.kernel.ids import PlexAccountId

_LONGEST = timedelta(hours=2)


class InMemoryCallSlots:
    """See catalog.call_budget.CallSlots; `taken` counts the slots that were given out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: dict[PlexAccountId, datetime] = {}
        self.taken = 0

    def take(self, line: Line, *, now: datetime) -> datetime | None:
        with self._lock:
            end = self._ends.get(line.account_id, now)
            base = now if end <= now or end > now + _LONGEST else end
            if base > now + line.patience + line.head_start:
                return None
            self._ends[line.account_id] = base + line.spacing
            self.taken += 1
            return max(now, base - line.head_start)

    def hold(self, line: Line, *, until: datetime) -> None:
        with self._lock:
            end = until + line.head_start
            self._ends[line.account_id] = max(self._ends.get(line.account_id, end), end)

    def end(self, account_id: PlexAccountId) -> datetime | None:
        return self._ends.get(account_id)
