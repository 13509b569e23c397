"""How much somebody watched in a week (X029)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.ids import UserId

BYTES_OF_A_GB = 10**9


@dataclass(frozen=True, slots=True)
class Used:
    """How much was watched in a week so far; a GB is 10^9 bytes.

    `unmeasured_hours` of the hours ran at an unknown bitrate, so that they are in no GB. Somebody
    `was_warned` that most of the allowance is used, and `was_told` that all of it is.
    """

    hours: float = 0.0
    gb: float = 0.0
    unmeasured_hours: float = 0.0
    was_warned: bool = False
    was_told: bool = False


@dataclass(frozen=True, slots=True)
class WeekUse:
    """What a person was booked in the week of the site that begins on `first_day` (ISO date).

    `unmeasured_seconds` are those of `seconds` that ran at an unknown bitrate. `warned` and
    `told` count how often the person was told of most of the allowance and of its end. It is only
    ever added to (see kernel.records.Add), by several servers' sweeps at once.
    """

    user_id: UserId
    first_day: str
    seconds: int
    bytes: int
    expires_at: datetime
    unmeasured_seconds: int = 0
    warned: int = 0
    told: int = 0

    @property
    def identity(self) -> tuple[UserId, str]:
        """Return the natural key."""
        return self.user_id, self.first_day

    @property
    def used(self) -> Used:
        """Return it as people read it."""
        return Used(
            self.seconds / 3600,
            self.bytes / BYTES_OF_A_GB,
            self.unmeasured_seconds / 3600,
            was_warned=bool(self.warned),
            was_told=bool(self.told),
        )
