"""What access needs from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.access.account_ports import AccountHost
from chalicelib.access.brake import Brake, HeldPerson, HeldRun
from chalicelib.access.import_records import ImportChoices, ImportRun
from chalicelib.access.migration_ports import MigrationStore
from chalicelib.access.model import Followed, LeftOut, Share
from chalicelib.access.server_limits import ServerLimits
from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Library, Platform
from chalicelib.catalog.ports import CatalogDeps, CatalogStore, ServerAccess
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import HeldRunId, ServerId, UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Vault
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.model import MediaIdentity
from chalicelib.users.ports import LoginStore, UserStore


class AlreadySharingError(ActionRequiredError):
    """The platform says that a share exists already; read it and change it instead."""

    default_code = "already_sharing"


class StaleCatalogError(ActionRequiredError):
    """The platform no longer knows the server or one of the libraries."""

    default_code = "stale_catalog"


class PersonRefusedError(ActionRequiredError):
    """The platform will not invite this person (unknown, banned, limited, the owner himself)."""

    default_code = "person_refused"


class AccountFullError(PersonRefusedError):
    """The account that owns the server shares with as many people as the platform lets it."""

    default_code = "account_full"


class NameTakenError(PersonRefusedError):
    """The server has an account of this name already, and it is somebody's."""

    default_code = "name_taken"


class AdministratorError(PersonRefusedError):
    """The account administers the server; we neither change nor delete it, nor copy its rights."""

    default_code = "administrator"


@dataclass(frozen=True, slots=True)
class RemoteShare:
    """A share or open invite as the platform tells it; library ids are the platform's own.

    `plex_id`, `username` and `email` are casefolded and may be empty for an open invite. When it
    was sent and accepted is None where the platform does not tell. `limits` are those that the
    platform keeps to itself, None where it keeps to none.
    """

    share_ref: str
    invite_ref: str
    is_accepted: bool
    plex_id: str
    username: str
    email: str
    library_share_ids: frozenset[str]
    allows_downloads: bool
    invited_at: datetime | None = None
    accepted_at: datetime | None = None
    limits: ServerLimits | None = None


@dataclass(frozen=True, slots=True)
class RemoteSnapshot:
    """All shares and open invites of one server.

    `is_complete` is False when any part could not be read or counts disagree; only a complete
    snapshot may lead to the belief that somebody is gone.
    """

    shares: tuple[RemoteShare, ...]
    is_complete: bool
    gap: str = ""


@dataclass(frozen=True, slots=True)
class RemotePerson:
    """Somebody whom the account of a server knows; names are casefolded and may be empty.

    `machine_ids` are the servers that are shared with them, open invites too.
    """

    plex_id: str
    username: str
    email: str
    is_at_home: bool
    machine_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemotePeople:
    """Everybody whom the account of a server knows; `is_complete` as of a snapshot."""

    people: tuple[RemotePerson, ...]
    is_complete: bool


class MediaLibraryHost(Protocol):
    """A platform as a place where libraries are shared.

    Every call raises RetryLaterError (no proper answer, 429 with its Retry-After, 5xx),
    ActionRequiredError (token refused), StaleCatalogError (404, or 422 for a library),
    AlreadySharingError (400), AccountFullError (the platform's ceiling) or PersonRefusedError (422
    for the person). A call that the platform withdrew (410) is ActionRequiredError: nobody is
    believed to be gone because of it.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        ...

    def snapshot(self, access: ServerAccess) -> RemoteSnapshot:
        """Return the shares and open invites of the server."""
        ...

    def is_gone(self, access: ServerAccess, *, share_ref: str) -> bool:
        """Tell whether the platform says of this very share that there is none."""
        ...

    def invite(
        self,
        access: ServerAccess,
        *,
        person: MediaIdentity,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Invite a person to exactly these libraries; refuses none (InvalidError)."""
        ...

    def change(
        self,
        access: ServerAccess,
        *,
        remote: RemoteShare,
        libraries: tuple[Library, ...],
        allows_downloads: bool,
    ) -> None:
        """Set the libraries and the download right of a share; refuses none (InvalidError)."""
        ...

    def withdraw(self, access: ServerAccess, *, remote: RemoteShare) -> None:
        """Remove a share or an open invite from this server; gone already is success."""
        ...

    def people(self, access: ServerAccess) -> RemotePeople:
        """Return whom the server's account knows: friends, members of its home, invited ones."""
        ...

    def delete_person(self, access: ServerAccess, *, plex_id: str) -> None:
        """End what ties the person to the server's account, on all its servers.

        Gone already is success.
        """
        ...


class AccessStore(MigrationStore, Protocol):
    """Reads shares, and the migrations that move them."""

    def of_user(self, user_id: UserId) -> tuple[Share, ...]:
        """Return all shares of the user, removed ones too."""
        ...

    def of_server(self, server_id: ServerId, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return the shares of a server."""
        ...

    def invited(self, *, cursor: str | None, limit: int) -> Page[Share]:
        """Return shares that wait for acceptance, the oldest first."""
        ...

    def left_out(self, *, cursor: str | None, limit: int) -> Page[LeftOut]:
        """Return linked users who were not invited when their master paid, by user."""
        ...

    def followed(self) -> tuple[Followed, ...]:
        """Return what was shared on each server when everybody there was looked at last."""
        ...

    def brake(self) -> Brake:
        """Return how many lost access lately (version 0 when nobody ever did)."""
        ...

    def import_choices(self) -> ImportChoices:
        """Return what administrators decided about imports (version 0 before they did)."""
        ...

    def import_run(self) -> ImportRun:
        """Return what came of the last import (version 0 before the first)."""
        ...

    def held_run(self, run_id: HeldRunId) -> HeldRun | None:
        """Return a held run."""
        ...

    def held_runs(self, *, cursor: str | None, limit: int) -> Page[HeldRun]:
        """Return held runs, the newest first."""
        ...

    def held_people(
        self, run_id: HeldRunId, *, cursor: str | None, limit: int
    ) -> Page[HeldPerson]:
        """Return who is on the list of a held run, by user."""
        ...


@dataclass(frozen=True, slots=True)
class AccessDeps:
    """What the use cases of this topic need."""

    database: Database
    store: AccessStore
    users: UserStore
    logins: LoginStore
    subscriptions: SubscriptionStore
    catalog: CatalogStore
    cataloguing: CatalogDeps
    settings: SettingsStore
    hosts: Mapping[Platform, MediaLibraryHost]
    account_hosts: Mapping[Platform, AccountHost]
    vault: Vault
    nudge: Nudge
    clock: Clock
    site_url: str
