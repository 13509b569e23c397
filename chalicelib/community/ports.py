"""What this topic needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from chalicelib.community.model import Held
from chalicelib.community.plan import Ability
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Secret, Vault
from chalicelib.settings.community_model import RequestSystemName
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import UserStore


class NotAMemberError(ActionRequiredError):
    """The person is not on the Discord server (any more)."""

    default_code = "community.not_a_member"


class MembersHiddenError(ActionRequiredError):
    """Discord does not list the members, for the bot lacks the intent."""

    default_code = "community.members_hidden"


class AccountTakenError(ActionRequiredError):
    """The system has an account of this name or address, which was not found as the person's."""

    default_code = "community.account_taken"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a test of the settings found, one fact a line."""

    works: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuildAccess:
    """A Discord server, and the bot that acts there."""

    guild_id: str
    token: Secret


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a Discord server; one that `is_managed` by an integration can't be given."""

    id: str
    name: str
    is_managed: bool = False


class Guild(Protocol):
    """A Discord server as a place where members hold roles.

    Every call raises RetryLaterError (no proper answer, too many calls, 5xx) or
    ActionRequiredError (token, rights or server refused).
    """

    def roles(self, access: GuildAccess) -> tuple[Role, ...]:
        """Return the server's roles but the one that everybody has."""
        ...

    def give(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        """Give a role; one that is held already is success. Raises NotAMemberError."""
        ...

    def take(self, access: GuildAccess, *, discord_id: str, role_id: str) -> None:
        """Take a role; gone already is success, be it member or role."""
        ...

    def member(self, access: GuildAccess, *, discord_id: str) -> frozenset[str] | None:
        """Return the ids of the roles that a member holds, None when there is no such member."""
        ...

    def members(self, access: GuildAccess) -> Mapping[str, frozenset[str]]:
        """Return the roles of all members by Discord id; raises MembersHiddenError."""
        ...

    def test(self, access: GuildAccess, *, role_names: tuple[str, ...]) -> Checked:
        """Tell whether the bot is on the server and can give these roles; nothing changes."""
        ...


@dataclass(frozen=True, slots=True)
class SystemAccess:
    """A request system, and in whose name we act there; see RequestSystemSettings."""

    url: str
    login: str
    secret: Secret
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """By what somebody is found in a request system; all casefolded, all but the mail optional."""

    email: str
    username: str = ""
    media_email: str = ""
    plex_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """An account as its system tells it; whoever `administers` the system is never removed."""

    ref: str
    name: str
    administers: bool = False
    is_disabled: bool = False


class RequestSystem(Protocol):
    """A system in which people ask for titles.

    `abilities` says which of the calls may be made. Every call raises RetryLaterError (no proper
    answer, 429, 5xx) or ActionRequiredError (key, rights or address refused).
    """

    @property
    def abilities(self) -> frozenset[Ability]:
        """Tell what the system can do for us."""
        ...

    def find(self, access: SystemAccess, *, person: Person) -> RemoteAccount | None:
        """Return the person's account: by media account, else by mail address, else by name."""
        ...

    def refs(self, access: SystemAccess) -> frozenset[str]:
        """Return the `ref` of every account there is."""
        ...

    def open(
        self, access: SystemAccess, *, email: str, name: str, password: Secret
    ) -> RemoteAccount:
        """Open an account; raises AccountTakenError when name or address is in use."""
        ...

    def close(self, access: SystemAccess, *, ref: str) -> None:
        """Remove an account; gone already is success."""
        ...

    def disable(self, access: SystemAccess, *, ref: str) -> None:
        """Keep somebody from signing in; gone already is success."""
        ...

    def enable(self, access: SystemAccess, *, ref: str) -> None:
        """Let somebody sign in, with the profile that new accounts get."""
        ...

    def tell_discord(self, access: SystemAccess, *, ref: str, discord_id: str) -> None:
        """Set whom the system writes to on Discord; an empty id is nobody."""
        ...

    def test(self, access: SystemAccess) -> Checked:
        """Tell whether accounts could be dealt with; nothing changes."""
        ...


class CommunityStore(Protocol):
    """Reads what people have by us."""

    def held(self, user_ids: tuple[UserId, ...]) -> Mapping[UserId, Held]:
        """Return what each person has; blank roles (version 0) where there never were any."""
        ...


@dataclass(frozen=True, slots=True)
class CommunityDeps:
    """What the use cases of this topic need."""

    database: Database
    store: CommunityStore
    users: UserStore
    subscriptions: SubscriptionStore
    settings: SettingsStore
    guild: Guild
    systems: Mapping[RequestSystemName, RequestSystem]
    vault: Vault
    nudge: Nudge
    clock: Clock
