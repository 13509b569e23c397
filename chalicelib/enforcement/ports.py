"""What enforcement needs from outside."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Platform
from chalicelib.catalog.ports import CatalogStore, ServerAccess
from chalicelib.enforcement.model import (
    ActivityEntry,
    Decision,
    ServerWatch,
    Stream,
)
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ActionRequiredError
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.kernel.secret import Vault
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import UserStore


class CannotStopError(ActionRequiredError):
    """The platform will not stop streams here (no Plex Pass, no session id)."""

    default_code = "cannot_stop"


class StreamHost(Protocol):
    """A platform as a place where streams run."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        ...

    def streams(self, access: ServerAccess, *, timeout_seconds: float) -> tuple[Stream, ...]:
        """Return what runs now; raises RetryLaterError or ActionRequiredError."""
        ...

    def stop(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Stop a session and show the message; unknown already is success.

        Raises CannotStopError (403), RetryLaterError or ActionRequiredError.
        """
        ...


class ActivityStore(Protocol):
    """Reads watches, decisions and activity; what has expired is never returned."""

    def watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, ServerWatch]:
        """Return what we remember of these servers; servers we never looked at are absent.

        A row that has ended remembers nothing, but has the version that the next write needs. One
        batch read of one row a server.
        """
        ...

    def decisions(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Decision]:
        """Return decisions, newest first."""
        ...

    def decision(self, decision_id: DecisionId) -> Decision | None:
        """Return one decision."""
        ...

    def decisions_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[Decision]:
        """Return the user's decisions, newest first."""
        ...

    def activity(
        self, server_id: ServerId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[ActivityEntry]:
        """Return the server's activity, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class EnforcementDeps:
    """What the use cases of this topic need.

    One look at a server may take `server_seconds`, a whole sweep `total_seconds`; `pause` waits
    that many seconds.
    """

    database: Database
    store: ActivityStore
    users: UserStore
    subscriptions: SubscriptionStore
    catalog: CatalogStore
    settings: SettingsStore
    hosts: Mapping[Platform, StreamHost]
    vault: Vault
    nudge: Nudge
    clock: Clock
    site_url: str
    server_seconds: float = 10.0
    workers: int = 128
    total_seconds: float = 60.0
    pause: Callable[[float], None] = time.sleep
