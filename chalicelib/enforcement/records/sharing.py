"""How likely it is that somebody gives an account away (X030)."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.ids import UserId

MOST_SCORE = 100


@dataclass(frozen=True, slots=True)
class SharingScore:
    """A person's sharing score at `at`, 0 to 100, with what raises and what lowers it in words.

    It is a hint for people, never a proof. `networks` and `devices` are how many public networks
    and devices were seen.
    """

    user_id: UserId
    score: int
    at: datetime
    reasons: tuple[str, ...]
    networks: int
    devices: int
    expires_at: datetime

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id
