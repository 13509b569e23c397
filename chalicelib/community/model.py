"""What people have in Discord and in request systems by us."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.ids import JobId, UserId
from chalicelib.kernel.secret import Sealed
from chalicelib.settings.community_model import RequestSystemName


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """The Discord roles that somebody has by us, by name with the id that each had then.

    A role is written down before Discord is asked to give it, and until Discord took it: what is
    `unsure` was begun and never confirmed. An `is_absent` member is not on the server, as far as
    it was looked.
    """

    user_id: UserId
    discord_id: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    is_absent: bool = False
    changed_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id

    def begun(self, name: str, role_id: str, *, discord_id: str, now: datetime) -> Self:
        """Return it with a role that Discord is about to be asked to give or to take."""
        return replace(
            self,
            discord_id=discord_id,
            roles={**self.roles, name: role_id},
            unsure=self.unsure | {name},
            is_absent=False,
            changed_at=now,
        )

    def given(self, name: str) -> Self:
        """Return it with a role that the member holds for sure."""
        return replace(self, unsure=self.unsure - {name})

    def taken(self, name: str) -> Self:
        """Return it without a role that the member does not hold any more."""
        left = {each: role_id for each, role_id in self.roles.items() if each != name}
        return replace(self, roles=left, unsure=self.unsure - {name})

    def absent(self, discord_id: str, *, now: datetime) -> Self:
        """Return it for somebody who is not on the server, and holds no role there."""
        return replace(
            self,
            discord_id=discord_id,
            roles={},
            unsure=frozenset(),
            is_absent=True,
            changed_at=now,
        )


class AccountState(StrEnum):
    """Where an account in a request system stands."""

    BEGUN = "begun"  # nobody had it; we are about to open it
    OPEN = "open"
    DISABLED = "disabled"
    ABSENT = "absent"  # the system has no account of the person, and we open none there
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RequestAccount:
    """Somebody's account in a request system.

    It is written as *begun* before the system is asked to open it, with the `password` that it
    will have, sealed at `place`; that is forgotten once it was told. `is_ours` tells that we
    opened it: what was there before is used (B213), but never removed. `discord_id` is the one
    that the system was told.
    """

    user_id: UserId
    system: RequestSystemName
    state: AccountState
    changed_at: datetime
    ref: str = ""
    name: str = ""
    is_ours: bool = False
    discord_id: str = ""
    password: Sealed | None = None
    version: int = 0

    @property
    def identity(self) -> tuple[UserId, RequestSystemName]:
        """Return the natural key."""
        return self.user_id, self.system

    @property
    def place(self) -> str:
        """Return where the password is sealed."""
        return f"{self.user_id}.{self.system}.password"

    @property
    def is_there(self) -> bool:
        """Tell whether the system has, or may have, the account."""
        return self.state in {AccountState.BEGUN, AccountState.OPEN, AccountState.DISABLED}

    def moved(self, state: AccountState, *, now: datetime) -> Self:
        """Return the account in another state."""
        return replace(self, state=state, changed_at=now)


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused for good, and the job that was parked for it; see refusals.question."""

    question: str
    job_id: JobId


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was refused to one person for good, each by what it is about (refusals.subject)."""

    user_id: UserId
    about: Mapping[str, Refused] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class Held:
    """All that one person has by us, as it is written down, and what was refused for good."""

    roles: RoleHolding
    accounts: Mapping[RequestSystemName, RequestAccount] = field(default_factory=dict)
    refusals: Refusals | None = None
