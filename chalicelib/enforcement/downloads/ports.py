"""What counting downloads needs from outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Platform
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.downloads.model import (
    CountedDownload,
    DownloadWatch,
    DownloadWeek,
    Told,
)
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page


class DownloadSource(Protocol):
    """A platform as a place from which people download."""

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Tell what the platform can do."""
        ...

    def downloads(
        self, access: ServerAccess, *, since: datetime, now: datetime, timeout_seconds: float
    ) -> Told:
        """Return what runs now, or all that began at `since` or later.

        Downloads of the server's owner and of nobody are left out. Raises RetryLaterError or
        ActionRequiredError.
        """
        ...


class DownloadStore(Protocol):
    """Reads what was heard and counted; what has expired is never returned."""

    def may_download(self, user_id: UserId) -> bool:
        """Tell whether a media server lets somebody download, as far as was seen last."""
        ...

    def download_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DownloadWatch]:
        """Return what we remember of these servers; those never looked at are absent.

        One batch read of one row a server.
        """
        ...

    def download_weeks(
        self, weeks: Iterable[tuple[UserId, str]]
    ) -> dict[tuple[UserId, str], DownloadWeek]:
        """Return the weeks in which something was counted; one batch read."""
        ...

    def download_weeks_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[DownloadWeek]:
        """Return a person's weeks, the latest first."""
        ...

    def downloads_in(
        self, user_id: UserId, first_day: str, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        """Return a person's downloads of one week, in no order."""
        ...

    def downloads(
        self, *, server_id: ServerId | None, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        """Return everybody's downloads, from one server or all, newest first."""
        ...


@dataclass(frozen=True, slots=True)
class DownloadDeps:
    """What the use cases about downloads need."""

    enforcing: EnforcementDeps
    store: DownloadStore
    download_sources: Mapping[Platform, DownloadSource]
