"""Settings that one piece of work reads once, however many calls it makes."""

import time
from typing import Generic, TypeVar

Settings = TypeVar("Settings")

# A webhook is verified and its payment read right after: both look at one copy of the settings.
SAME_REQUEST_SECONDS = 2.0
# All pages of a sync are read with one; a run ends after eight minutes (`payments.sync`).
SAME_RUN_SECONDS = 600.0


class Kept(Generic[Settings]):
    """Holds a copy of settings until it is too old or taken away."""

    def __init__(self, *, lasts_seconds: float) -> None:
        self._lasts = lasts_seconds
        self._held: tuple[float, Settings] | None = None

    def keep(self, settings: Settings) -> Settings:
        """Hold this copy from now on, and return it."""
        self._held = (time.monotonic(), settings)
        return settings

    def get(self) -> Settings | None:
        """Return the copy, None when there is none or it is too old."""
        held = self._held
        return held[1] if held and time.monotonic() - held[0] < self._lasts else None

    def take(self) -> Settings | None:
        """Return the copy as `get` does, and hold it no longer."""
        held = self.get()
        self._held = None
        return held
