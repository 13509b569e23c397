"""People: customers, and logins that administer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.ids import LocationId, LoginId, ServerId, UserId


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
class User:
    """A person with past or present access; `email` is casefolded.

    `permanent_until` is when *permanent* was last taken away, None when that never happened. With
    `must_change_media` the person has to sign in with another media account before the next
    purchase (B029).
    """

    id: UserId
    email: str
    name: str
    media: MediaIdentity
    joined_at: datetime
    is_permanent: bool = False
    stream_limit: int | None = None
    paypal_email: str = ""
    notes: str = ""
    preferred_location_id: LocationId | None = None
    last_server_id: ServerId | None = None
    permanent_until: datetime | None = None
    must_change_media: bool = False
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.id


@dataclass(frozen=True, slots=True)
class MediaClaim:
    """Ties a plex.tv identity to one user, so that two sales at once make one user.

    `value` is ``name:<username>``, ``email:<address>`` or ``id:<plex id>``.
    """

    value: str
    user_id: UserId

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.value


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
