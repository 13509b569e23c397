"""What enforcement needs from outside."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Platform
from chalicelib.catalog.ports import CatalogStore, ServerAccess
from chalicelib.enforcement.device_ports import DeviceHost
from chalicelib.enforcement.model import (
    ActivityEntry,
    Decision,
    ServerWatch,
    Stream,
)
from chalicelib.enforcement.records.appeal import OpenAppeal
from chalicelib.enforcement.records.devices import DeviceWatch
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ActionRequiredError, NotFoundError
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


class SessionEndedError(NotFoundError):
    """The session does not run any more: it ended by itself, and nothing was stopped."""

    default_code = "session_ended"


class CannotWarnError(ActionRequiredError):
    """The platform shows no message without stopping the stream."""

    default_code = "cannot_warn"


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
        """Stop a session and show the message.

        Raises SessionEndedError for one that the server does not know any more (404),
        CannotStopError (403), RetryLaterError or ActionRequiredError.
        """
        ...

    def warn(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        """Show a message while the stream goes on; a session that is gone is shown none.

        Raises CannotWarnError where the platform lacks WARNING, RetryLaterError or
        ActionRequiredError.
        """
        ...

    def source_height(
        self, access: ServerAccess, stream: Stream, *, timeout_seconds: float
    ) -> int:
        """Return the lines of what a stream is made from, 0 when the platform does not tell.

        For streams that do not tell it themselves. Raises RetryLaterError or ActionRequiredError.
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

    def open_appeals(self, *, now: datetime, cursor: str | None, limit: int) -> Page[OpenAppeal]:
        """Return appeals that wait for an answer, those against the newest decisions first."""
        ...

    def activity(
        self, server_id: ServerId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[ActivityEntry]:
        """Return the server's activity, newest first."""
        ...

    def device_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DeviceWatch]:
        """Return what was found out about devices on these servers; see `watches`."""
        ...

    def device_limits_changed_at(self) -> datetime | None:
        """Return when somebody's own limit of devices was changed last, None for never."""
        ...


class UsageStore(Protocol):
    """Reads what was watched; what has expired is never returned.

    Spans of time begin at `since` (inclusive) and end at `until` (exclusive).
    """

    def week_uses(self, user_ids: Iterable[UserId], *, first_day: str) -> dict[UserId, WeekUse]:
        """Return what these people used in a week; who used nothing is absent."""
        ...

    def activity_on(
        self,
        server_ids: tuple[ServerId, ...],
        *,
        since: datetime,
        until: datetime,
        now: datetime,
        cursor: str | None,
        limit: int,
    ) -> Page[ActivityEntry]:
        """Return what began on these servers, one server after the other, newest first."""
        ...

    def activity_of(
        self,
        user_id: UserId,
        *,
        server_id: ServerId | None = None,
        since: datetime,
        until: datetime,
        now: datetime,
        cursor: str | None,
        limit: int,
    ) -> Page[ActivityEntry]:
        """Return what a person began, on all servers or on one, newest first."""
        ...

    def hours(self, *, since: datetime, until: datetime, now: datetime) -> tuple[HourFigures, ...]:
        """Return the figures of the hours that began then, in order."""
        ...

    def scores_of(
        self, user_ids: Iterable[UserId], *, now: datetime
    ) -> dict[UserId, SharingScore]:
        """Return the sharing scores of these people; who has none is absent."""
        ...

    def scores(self, *, now: datetime, cursor: str | None, limit: int) -> Page[SharingScore]:
        """Return sharing scores, the highest first."""
        ...


@dataclass(frozen=True, slots=True)
class EnforcementDeps:
    """What the use cases of this topic need.

    One look at a server may take `server_seconds`, a whole sweep `total_seconds`; `pause` waits
    that many seconds.
    """

    database: Database
    store: ActivityStore
    usage: UsageStore
    users: UserStore
    subscriptions: SubscriptionStore
    catalog: CatalogStore
    settings: SettingsStore
    hosts: Mapping[Platform, StreamHost]
    vault: Vault
    nudge: Nudge
    clock: Clock
    site_url: str
    device_hosts: Mapping[Platform, DeviceHost] = field(default_factory=dict)
    server_seconds: float = 10.0
    workers: int = 256
    total_seconds: float = 60.0
    pause: Callable[[float], None] = time.sleep
