"""What administrators can set about Discord and request systems; see model.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.kernel.ids import PlanId
from chalicelib.kernel.secret import Sealed


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """The Discord server whose members get roles; the token is sealed at ``discord.bot_token``.

    Roles are given by name. Who has access holds `subscriber_role`, who has it by a trial
    `trial_role` instead (B199), and whose plan is in `plan_roles` that one too (B205).
    """

    enabled: bool = False
    bot_token: Sealed | None = None
    guild_id: str = ""
    subscriber_role: str = ""
    trial_role: str = ""
    plan_roles: Mapping[PlanId, str] = field(default_factory=dict)
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "discord"


class RequestSystemName(StrEnum):
    """The kinds of systems in which customers ask for titles; a site has one of each at most."""

    OVERSEERR = "overseerr"
    OMBI = "ombi"
    PETIO = "petio"


class AtEnd(StrEnum):
    """What becomes of an account when access ends."""

    REMOVE = "remove"
    DISABLE = "disable"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class RequestSystemSettings:
    """A request system; its key or password is sealed at the place ``<name>.secret``.

    `login` is the administrator in whose name we act, where the system wants one: Ombi's user
    name, Petio's address. `profile` is what accounts get there, empty for the system's own
    default (B215).
    """

    name: RequestSystemName
    enabled: bool = False
    url: str = ""
    login: str = ""
    secret: Sealed | None = None
    profile: str = ""
    at_end: AtEnd = AtEnd.REMOVE
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return str(self.name)

    @property
    def place(self) -> str:
        """Return where the secret is sealed."""
        return f"{self.name}.secret"
