"""One look at what plays, for everybody who watches the page at the same time.

The page asks four times a minute in every tab of every administrator, and a look asks all servers.
It is kept in memory rather than in the database: a look at two hundred servers would not fit into
a row, and a process that starts makes one look more at worst.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock

from chalicelib.enforcement.activity.now_playing import Now
from chalicelib.kernel.clock import Clock

KEEP = timedelta(seconds=10)


class SharedLook:
    """The last look of this process; whoever asks while one is under way waits for that one."""

    def __init__(self, look: Callable[[], Now], *, clock: Clock) -> None:
        self._look = look
        self._clock = clock
        self._lock = Lock()
        self._last: Now | None = None

    def latest(self) -> Now:
        """Return what plays, as it was at most `KEEP` ago; `at` tells when that was."""
        with self._lock:
            last = self._last
            # A clock that was set back makes no look young.
            if last is None or not timedelta() <= self._clock.now() - last.at < KEEP:
                last = self._last = self._look()
            return last
