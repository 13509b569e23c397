"""People: customers, and logins that administer."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.ids import DecisionId, LocationId, LoginId, MigrationId, ServerId, UserId
from chalicelib.settings.limit_model import Measure


@dataclass(frozen=True, slots=True)
class MediaIdentity:
    """Who somebody is at plex.tv; names and addresses are kept casefolded.

    `plex_id` is known once the person signed in with Plex or accepted an invite; only then is
    the identity `is_proven`. Before that it is what was typed.
    """

    username: str = ""
    email: str = ""
    plex_id: str = ""
    is_proven: bool = False

    @property
    def handle(self) -> str:
        """Return what an invite is sent to: the user name, else the address."""
        return self.username or self.email


@dataclass(frozen=True, slots=True)
class Relocation:
    """Where a migration takes somebody, as long as it is about it.

    `server_id` comes before every other server that fits. The share of `source_id` ends once that
    of `server_id` was accepted, or from `leaves_at` on as soon as it was offered.
    """

    migration_id: MigrationId
    source_id: ServerId
    server_id: ServerId
    leaves_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Restraint:
    """What somebody who broke the rules repeatedly has to bear until `until` (X026).

    `cause` is the decision that made it due. It stays here after its end, `is_undone` once access
    was given back. What strikes up to `settled_at` led to was ended by an administrator for good.
    """

    measure: Measure
    since: datetime
    until: datetime
    cause: DecisionId
    is_undone: bool = False
    settled_at: datetime | None = None

    def holds(self, *, now: datetime) -> bool:
        """Tell whether it has not ended yet."""
        return now < self.until

    def ended(self, *, now: datetime) -> Self:
        """Return it as it ends now, unless it ended before."""
        return replace(self, until=min(self.until, now))


@dataclass(frozen=True, slots=True)
class User:
    """A person with past or present access; `email` is casefolded.

    `permanent_until` is when *permanent* was last taken away, None when that never happened. With
    `must_change_media` the person has to sign in with another media account before the next
    purchase (B029). The three limits take the place of the plan's; None leaves it. `restraint` is
    what holds because of repeated violations. `referred_by` is whose referral code the person came
    with; it never changes. `discord_id` is the person's account at Discord, empty for none known.
    """

    id: UserId
    email: str
    name: str
    media: MediaIdentity
    joined_at: datetime
    is_permanent: bool = False
    stream_limit: int | None = None
    device_limit: int | None = None
    weekly_downloads: int | None = None
    restraint: Restraint | None = None
    paypal_email: str = ""
    discord_id: str = ""
    notes: str = ""
    preferred_location_id: LocationId | None = None
    last_server_id: ServerId | None = None
    permanent_until: datetime | None = None
    must_change_media: bool = False
    referred_by: UserId | None = None
    relocation: Relocation | None = None
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.id

    def restrained(self, *, now: datetime) -> Restraint | None:
        """Return what the person has to bear just now; nothing ever binds who is permanent."""
        held = self.restraint
        return held if held and not self.is_permanent and held.holds(now=now) else None


@dataclass(frozen=True, slots=True)
class MediaClaim:
    """Ties a plex.tv identity to one user, so that two sales at once make one user.

    `value` is ``name:<username>``, ``email:<address>`` or ``id:<plex id>``; ``discord:<id>`` ties
    a Discord account to one user in the same way.
    """

    value: str
    user_id: UserId

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.value


@dataclass(frozen=True, slots=True)
class ReferralCode:
    """Ties a referral code to the one user whose it is."""

    code: str
    user_id: UserId

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.code


@dataclass(frozen=True, slots=True)
class ReferralCard:
    """The one referral code of a user, made when it was first shown."""

    user_id: UserId
    code: str
    made_at: datetime

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class Links:
    """How a person is linked to others: as the master of `sub_ids`, or as a sub of `master_id`.

    A master pays for the subs (B116). There is one row a person that says only one of the two, so
    nobody has two masters, and no sub has subs (B121). `sub_ids` stand in the order in which they
    were linked; `since` is when the row last changed.
    """

    user_id: UserId
    master_id: UserId | None = None
    sub_ids: tuple[UserId, ...] = ()
    since: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id

    @property
    def group_id(self) -> UserId | None:
        """Return the master of the person's group, None for somebody who is in none."""
        return self.master_id or (self.user_id if self.sub_ids else None)


@dataclass(frozen=True, slots=True)
class DeviceLimitsChanged:
    """When somebody's own limit of devices was changed last; there is one such row.

    Whoever keeps those limits looks at everybody anew then, not only where devices changed.
    """

    at: datetime

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "device_limits_changed"


class Role(StrEnum):
    """What a login may do."""

    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Login:
    """The ability to sign in to the dashboard; the password is kept as an argon2id hash."""

    email: str
    id: LoginId
    role: Role
    password_hash: str
    created_at: datetime
    failed_attempts: int = 0
    locked_until: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key: the casefolded address."""
        return self.email


class SessionKind(StrEnum):
    """Whose session it is."""

    LOGIN = "login"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `token_hash` is the SHA-256 of the cookie, never the cookie itself.

    `subject` is a login's address or a user's id. It ends at `expires_at` (exclusive).
    """

    token_hash: str
    kind: SessionKind
    subject: str
    csrf_token: str
    created_at: datetime
    expires_at: datetime

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.token_hash


@dataclass(frozen=True, slots=True)
class SetupLink:
    """The one-time right to make the first administrator; there is at most one."""

    token_hash: str
    created_at: datetime
    used_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "setup"
