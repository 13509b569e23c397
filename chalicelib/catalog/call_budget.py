"""How fast plex.tv is called on behalf of an account, by all processes together (docs/adr/0023).

Each call takes the next slot of the account's line. A line that was idle has slots for a small
burst, so that one sale does not wait; whoever works off hundreds gets a call at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.catalog.model import PlexAccount
from chalicelib.kernel import context
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.ids import PlexAccountId

BURST = 10
MOST_CALLS_PER_SECOND = 20
# Work that has not begun yet makes room for what has; what has begun is better finished.
_PATIENCE_SECONDS = 5.0
_PATIENCE_UNDER_WAY_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one account: `spacing` between calls, `burst` calls at once after a pause.

    No call waits longer than `patience`.
    """

    account_id: PlexAccountId
    spacing: timedelta
    burst: int
    patience: timedelta

    @property
    def head_start(self) -> timedelta:
        """Return how far ahead of the line's end a call may go."""
        return self.spacing * (self.burst - 1)


class CallSlots(Protocol):
    """Where the lines of all accounts end, shared by all processes."""

    def take(self, line: Line, *, now: datetime) -> datetime | None:
        """Take the next slot and return when it is, `now` or later; None when that is too late."""
        ...

    def hold(self, line: Line, *, until: datetime) -> None:
        """Let no call of the account go before that; a longer hold stays."""
        ...

    def end(self, account_id: PlexAccountId) -> datetime | None:
        """Return where the line ends, None for one that was never used."""
        ...


class CallBudget(Protocol):
    """Spaces the calls to plex.tv of each account."""

    def wait_turn(self, account: PlexAccount) -> None:
        """Wait until one more call may go; raises RetryLaterError when that takes too long."""
        ...

    def hold(self, account: PlexAccount, *, seconds: float) -> None:
        """Let nobody call for that long: plex.tv asked for it."""
        ...


class Unspaced:
    """A budget without end, for where calls are few."""

    def wait_turn(self, account: PlexAccount) -> None:
        """Go at once."""

    def hold(self, account: PlexAccount, *, seconds: float) -> None:
        """Go on."""


@dataclass(eq=False)
class SpacedCalls:
    """The budget that counts; `pause` waits for so many seconds. Thread-safe."""

    slots: CallSlots
    clock: Clock
    pause: Callable[[float], None]
    _under_way: dict[PlexAccountId, str] = field(default_factory=dict)

    def wait_turn(self, account: PlexAccount) -> None:
        """Wait until one more call may go; raises RetryLaterError when that takes too long."""
        work = _work()
        has_begun = bool(work) and self._under_way.get(account.id) == work
        patience = _PATIENCE_UNDER_WAY_SECONDS if has_begun else _PATIENCE_SECONDS
        line, now = line_of(account, patience_seconds=patience), self.clock.now()
        at = self.slots.take(line, now=now)
        if at is None:
            raise RetryLaterError(
                f"Many calls to plex.tv wait for {account.username}.",
                after_seconds=self._backlog_seconds(account.id, now),
                code="plex.budget",
            )
        self._under_way[account.id] = work
        if at > now:
            self.pause((at - now).total_seconds())

    def hold(self, account: PlexAccount, *, seconds: float) -> None:
        """Let nobody call for that long: plex.tv asked for it."""
        until = self.clock.now() + timedelta(seconds=max(seconds, 1.0))
        self.slots.hold(line_of(account), until=until)

    def _backlog_seconds(self, account_id: PlexAccountId, now: datetime) -> float:
        end = self.slots.end(account_id)
        return max(1.0, (end - now).total_seconds()) if end is not None else 1.0


def line_of(account: PlexAccount, *, patience_seconds: float = _PATIENCE_SECONDS) -> Line:
    """Return the line of an account as its settings say."""
    spacing = timedelta(seconds=1 / account.calls_per_second)
    return Line(account.id, spacing, BURST, timedelta(seconds=patience_seconds))


def _work() -> str:
    """Return what this thread works on: a job, or a run of a schedule."""
    told = context.current()
    return told.get("job_id") or told.get("schedule") or ""
