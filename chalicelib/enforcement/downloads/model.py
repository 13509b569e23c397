"""Downloads that were told by media servers, and what we count of them."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from chalicelib.kernel.ids import ServerId, UserId


@dataclass(frozen=True, slots=True)
class Download:
    """One download as a server tells it, in one shape for every platform.

    `account_ref` is the platform's id of the account, `title_key` what names the film or episode
    there. `ref` names what was told: a download that runs, or an entry of a log.
    """

    server_id: ServerId
    account_ref: str
    title: str
    title_key: str
    at: datetime
    ref: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one server told of downloads.

    A platform `lists_running` ones, or tells each that began; then `until` is the time up to which
    all were told, by the server's own clock, None when that did not move. Entries that speak of a
    download in a way we do not know are `unknown`: they are counted, and are nobody's download.
    """

    server_id: ServerId
    downloads: tuple[Download, ...] = ()
    lists_running: bool = False
    until: datetime | None = None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """What was told before: since when, and how often it was counted after the first time."""

    ref: str
    since: datetime
    again: int = 0


@dataclass(frozen=True, slots=True)
class DownloadWatch:
    """What we remember of one server's downloads, kept in one row.

    Everything was heard up to `since`; `noted` is what the server may tell once more.
    """

    server_id: ServerId
    since: datetime
    noted: tuple[Noted, ...] = field(default=(), metadata={"packed": True})
    expires_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> ServerId:
        """Return the natural key."""
        return self.server_id

    def remembered(self, *, now: datetime) -> Self:
        """Return what still counts: of a row that has ended only the version."""
        if self.expires_at is None or now < self.expires_at:
            return self
        return replace(self, since=now, noted=())


@dataclass(frozen=True, slots=True)
class Heard:
    """A download to be counted: for the first time, or because it lasts (`again` from 1 on)."""

    download: Download
    again: int = 0

    @property
    def unit(self) -> str:
        """Return what is counted once for a person and week.

        That is the film or episode, however often it is begun, and each further stretch of a
        download that lasts.
        """
        told, text = self.download, f"title {self.download.title_key}"
        if self.again:
            text = f"again {self.again} {told.server_id} {told.ref}"
        # A week's units lie in one row, which must not grow with the length of titles.
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class DownloadWeek:
    """What somebody downloaded in one week of the site, which begins on `first_day` (ISO date).

    `units` are what was counted, each once. The times tell when it was said that the allotment is
    used up, when it was said that it is exceeded, when that was recorded, and since when the right
    is withheld; None for not.
    """

    user_id: UserId
    first_day: str
    units: tuple[str, ...] = field(metadata={"packed": True})
    expires_at: datetime
    used_up_told_at: datetime | None = None
    excess_told_at: datetime | None = None
    excess_recorded_at: datetime | None = None
    withheld_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> tuple[UserId, str]:
        """Return the natural key."""
        return self.user_id, self.first_day

    @property
    def count(self) -> int:
        """Return how many downloads that are."""
        return len(self.units)


@dataclass(frozen=True, slots=True)
class CountedDownload:
    """One counted download, for people to read; `again` as in `Heard`."""

    user_id: UserId
    first_day: str
    unit: str
    server_id: ServerId
    title: str
    at: datetime
    again: int
    expires_at: datetime

    @property
    def identity(self) -> tuple[UserId, str, str]:
        """Return the natural key."""
        return self.user_id, self.first_day, self.unit
