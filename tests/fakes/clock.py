"""A clock that stands still until it is moved."""

from datetime import datetime, timedelta


class FakeClock:
    """Shows the instant it was set to."""

    def __init__(self, at: datetime) -> None:
        assert at.tzinfo is not None, "a clock shows aware instants"
        self._at = at

    def now(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> datetime:
        """Go forward (or back) and return the new instant."""
        self._at += by
        return self._at

    def set(self, at: datetime) -> datetime:
        self._at = at
        return at
