"""What a customer was shown of their own streams, kept for a moment for whoever reloads."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from chalicelib.enforcement.model import PlayState
from chalicelib.kernel.ids import ServerId, UserId

# Media servers are asked for one person's page no more often than this.
LOOK_EVERY = timedelta(seconds=15)
STOP_EVERY = timedelta(seconds=3)
_KEEP = timedelta(minutes=2)
_MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class MyStream:
    """A stream that runs; `why` says why it does not count, empty when it does.

    One that is not `is_own` is of somebody who shares the limit.
    """

    server_id: ServerId
    session_key: str
    server_name: str
    title: str
    device: str
    state: PlayState
    since: datetime
    why: str
    is_own: bool
    can_be_stopped: bool

    @property
    def key(self) -> tuple[ServerId, str]:
        """Return what names the session among all servers."""
        return self.server_id, self.session_key


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of something was used this week, of how much."""

    name: str
    used: float
    limit: float

    @property
    def percent(self) -> int:
        """Return how full it is, 100 at most."""
        return min(100, int(100 * self.used / self.limit)) if self.limit else 100


@dataclass(frozen=True, slots=True)
class MyStreams:
    """What runs at `at`, of how many; `counted` are devices, `limit` None for any number.

    While it `is_over` something would be stopped. `unread` names servers that did not answer. The
    `meters` begin anew at `renews_at`.
    """

    at: datetime
    streams: tuple[MyStream, ...] = ()
    limit: int | None = None
    counted: int = 0
    is_over: bool = False
    is_shared: bool = False
    meters: tuple[Meter, ...] = ()
    renews_at: datetime | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnLook:
    """When somebody's servers were asked for their page last, and what that told.

    Whoever moves `begun_at` on asks them; everybody else is shown what was `told` last, nothing
    before the first look has ended. Own streams were stopped last at `stopped_at`. It ends by
    itself at `expires_at`.
    """

    user_id: UserId
    begun_at: datetime
    expires_at: datetime
    stopped_at: datetime | None = None
    told: MyStreams | None = field(default=None, metadata={"packed": True})
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id

    def is_recent(self, *, now: datetime) -> bool:
        """Tell whether the servers were asked so lately that they are not asked again."""
        return now - self.begun_at < LOOK_EVERY

    def stopped_lately(self, *, now: datetime) -> bool:
        """Tell whether a stream was stopped so lately that the next stop has to wait."""
        return self.stopped_at is not None and now - self.stopped_at < STOP_EVERY

    def shown(self, *, now: datetime) -> MyStreams | None:
        """Return what was told last, None when that is too long ago to be shown."""
        return self.told if self.told is not None and now - self.told.at < _KEEP else None

    def begun(self, *, now: datetime) -> Self:
        """Return it with a look that begins now."""
        return replace(self, begun_at=now, expires_at=now + _KEEP)

    def stopping(self, *, now: datetime) -> Self:
        """Return it with a stop that is made now: what was told before holds no longer."""
        return replace(
            self,
            begun_at=now - LOOK_EVERY,
            stopped_at=now,
            told=None,
            expires_at=now + _KEEP,
        )

    def ended(self, told: MyStreams) -> Self:
        """Return it with what the look that was begun has told, once its begin is stored."""
        kept = replace(told, streams=told.streams[:_MOST_KEPT])
        return replace(self, told=kept, version=self.version + 1)


def blank(user_id: UserId, *, now: datetime) -> OwnLook:
    """Return what is known of somebody whose servers were never asked."""
    return OwnLook(user_id, now - LOOK_EVERY, now + _KEEP)
