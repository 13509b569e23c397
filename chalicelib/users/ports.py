"""What users and logins need from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import (
    Links,
    Login,
    MediaIdentity,
    ReferralCard,
    ReferralCode,
    Session,
    SetupLink,
    User,
)


class UserStore(Protocol):
    """Reads users."""

    def get(self, user_id: UserId) -> User | None:
        """Return a user."""
        ...

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, User]:
        """Return those of the users that exist."""
        ...

    def by_media(self, media: MediaIdentity) -> tuple[User, ...]:
        """Return the users that hold any of the identity's claims, each once."""
        ...

    def by_claims(self, values: tuple[str, ...]) -> dict[str, User]:
        """Return who holds each claim (``id:<plex id>``, ``name:…``); unheld ones are absent.

        Batch reads, however many there are.
        """
        ...

    def by_email(self, email: str) -> tuple[User, ...]:
        """Return the users with that profile address (casefolded)."""
        ...

    def search(self, *, text: str, cursor: str | None, limit: int) -> Page[User]:
        """Return users whose address, name or Plex name starts with `text` (casefolded);

        all users, the newest first, when it is empty.
        """
        ...

    def links(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Links]:
        """Return how each user is linked to others, blank ones (version 0) included.

        Strongly consistent; one round trip for every 100.
        """
        ...

    def masters(self, *, cursor: str | None, limit: int) -> Page[Links]:
        """Return those who have subs, the last changed first."""
        ...

    def download_hold(self, user_id: UserId) -> DownloadHold | None:
        """Return whether the download right is withheld from a user, also when that is over."""
        ...

    def download_holds(self, *, cursor: str | None, limit: int) -> Page[DownloadHold]:
        """Return everybody from whom the download right is withheld, by id."""
        ...

    def referral_card(self, user_id: UserId) -> ReferralCard | None:
        """Return the user's referral code, None until it was shown once."""
        ...

    def referral_code(self, code: str) -> ReferralCode | None:
        """Return whose referral code that is; strongly consistent."""
        ...


class LoginStore(Protocol):
    """Reads logins and sessions."""

    def login(self, email: str) -> Login | None:
        """Return the login of a casefolded address."""
        ...

    def any_login(self) -> bool:
        """Tell whether any login exists."""
        ...

    def session(self, token_hash: str, *, now: datetime) -> Session | None:
        """Return the session unless it has ended."""
        ...

    def setup_link(self) -> SetupLink | None:
        """Return the set-up link, used or not."""
        ...


class PasswordHasher(Protocol):
    """Hashes passwords so that they cannot be read back."""

    def hash(self, password: str) -> str:
        """Return a salted hash with its parameters."""
        ...

    def matches(self, password_hash: str, password: str) -> bool:
        """Tell whether the password made that hash; takes as long for an empty hash."""
        ...


class LinkSigner(Protocol):
    """Signs short texts that travel in links of mails."""

    def sign(self, purpose: str, text: str, *, now: datetime) -> str:
        """Return an URL-safe token that holds text and time."""
        ...

    def read(self, purpose: str, token: str, *, longest_seconds: int, now: datetime) -> str:
        """Return the text; raises InvalidError if forged, of another purpose, or too old."""
        ...


@dataclass(frozen=True, slots=True)
class UsersDeps:
    """What the use cases of this topic need."""

    database: Database
    store: UserStore
    logins: LoginStore
    passwords: PasswordHasher
    signer: LinkSigner
    nudge: Nudge
    clock: Clock
    site_url: str
