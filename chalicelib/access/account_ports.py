"""What access needs of platforms whose servers keep accounts of their own (Emby, Jellyfin)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.ports import ServerAccess
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.secret import Secret


class RightsNotTakenError(ActionRequiredError):
    """The server said yes and did something else."""

    default_code = "rights_not_taken"


@dataclass(frozen=True, slots=True)
class AccountRights:
    """What an account may do; libraries by the platform's own ids (`Library.share_id`).

    No library means none, never all. A limit of 0 is no limit, None leaves what is set.
    """

    library_share_ids: frozenset[str]
    allows_downloads: bool
    allows_video_transcoding: bool | None = None
    max_streams: int | None = None
    max_kbps: int | None = None


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """An account as its server tells it; `username` is casefolded, `rights` are complete.

    Whoever may see everything has all libraries of the server among its rights. Libraries that the
    server no longer has stay among them.
    """

    account_ref: str
    username: str
    is_administrator: bool
    is_disabled: bool
    rights: AccountRights
    last_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RemoteAccounts:
    """All accounts of a server.

    `is_complete` is False when the list is shorter than it says, or without an administrator.
    """

    accounts: tuple[RemoteAccount, ...]
    is_complete: bool
    gap: str = ""


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """A fresh account; nobody can tell its password again."""

    account_ref: str
    username: str
    password: Secret


class AccountHost(Protocol):
    """A platform whose servers keep accounts.

    Every call raises RetryLaterError (no proper answer, 429 or 503 with its Retry-After, 5xx) or
    ActionRequiredError (key refused). Calls that name an account that is gone raise
    StaleCatalogError, those that would touch an administrator AdministratorError.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        ...

    def accounts(self, access: ServerAccess) -> RemoteAccounts:
        """Return the accounts of the server, administrators and disabled ones too."""
        ...

    def account(self, access: ServerAccess, *, account_ref: str) -> RemoteAccount | None:
        """Return one account; None only when the server says that there is none."""
        ...

    def open_account(
        self, access: ServerAccess, *, username: str, model_ref: str = "", is_begun: bool = False
    ) -> OpenedAccount:
        """Open an account that is locked, sees nothing, and has a random password.

        `change` unlocks it, so an account is in nobody's hands before it was written down. Rights
        beyond libraries come from the account `model_ref`, else they are the least. What an
        interrupted call left under this name is taken over; if we are known to have begun
        (`is_begun`), that is any account of that name which nobody ever used. For any other it
        raises NameTakenError, for a name that the platform does not take InvalidError.
        """
        ...

    def close_begun(self, access: ServerAccess, *, username: str) -> bool:
        """Delete what an interrupted opening of ours left under this name; nothing is success.

        Return False when somebody has come in with the account, or it administers the server:
        then it is left as it is.
        """
        ...

    def change(self, access: ServerAccess, *, account_ref: str, rights: AccountRights) -> None:
        """Set the rights, unlock the account if it is, leave all else as it is.

        Raises StaleCatalogError for a library that the server does not have, RightsNotTakenError
        when the server's word and deed differ. Idempotent.
        """
        ...

    def disable(self, access: ServerAccess, *, account_ref: str) -> None:
        """Lock the account and with it sign it out everywhere; its rights stay. Idempotent."""
        ...

    def renew_password(self, access: ServerAccess, *, account_ref: str) -> Secret:
        """Replace the password by a random one and return it, this once."""
        ...

    def delete_account(self, access: ServerAccess, *, account_ref: str) -> None:
        """Delete the account; gone already is success."""
        ...
