"""What was heard and counted of downloads, in DynamoDB."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.access.model import Share
from chalicelib.adapters.dynamo import codec, keys, limit_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.enforcement.downloads.model import CountedDownload, DownloadWatch, DownloadWeek
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page


class DynamoDownloadStore:
    """See enforcement.download_ports.DownloadStore.

    DynamoDB removes expired rows days later, so that every read leaves them out itself.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def may_download(self, user_id: UserId) -> bool:
        """Tell whether a media server lets somebody download; one query."""
        shares = self._rows.whole(Share, keys.shares_of(user_id))
        return any(each.takes_seat and each.allows_downloads for each in shares)

    def download_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DownloadWatch]:
        """Return what we remember of these servers; one round trip for every 100."""
        rows = self._rows.get_many(limit_keys.download_watch(each) for each in server_ids)
        found = [codec.from_attributes(DownloadWatch, row) for row in rows.values()]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def download_weeks(
        self, weeks: Iterable[tuple[UserId, str]]
    ) -> dict[tuple[UserId, str], DownloadWeek]:
        """Return the weeks in which something was counted; one round trip for every 100."""
        rows = self._rows.get_many(limit_keys.download_week(*each) for each in weeks)
        found = [codec.from_attributes(DownloadWeek, row) for row in rows.values()]
        return {week.identity: week for week in found}

    def download_weeks_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[DownloadWeek]:
        """Return a person's weeks, the latest first."""
        return self._rows.page(
            DownloadWeek,
            limit_keys.download_weeks(user_id),
            cursor=cursor,
            limit=limit,
            accept=lambda _, week: now < week.expires_at,
        )

    def downloads_in(
        self, user_id: UserId, first_day: str, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        """Return a person's downloads of one week, in no order."""
        return self._rows.page(
            CountedDownload,
            limit_keys.downloads_in(user_id, first_day),
            cursor=cursor,
            limit=limit,
            accept=lambda _, each: now < each.expires_at,
        )

    def downloads(
        self, *, server_id: ServerId | None, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        """Return everybody's downloads, from one server or all, newest first."""
        return self._rows.page(
            CountedDownload,
            limit_keys.downloads(),
            cursor=cursor,
            limit=limit,
            accept=lambda _, each: (
                now < each.expires_at and (server_id is None or each.server_id == server_id)
            ),
        )
