"""What was heard and counted of downloads, in memory."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.access.model import Share
from chalicelib.enforcement.downloads.model import CountedDownload, DownloadWatch, DownloadWeek
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page
from tests.fakes.database import View, page_of


class InMemoryDownloadStore(View):
    def may_download(self, user_id: UserId) -> bool:
        self.db.trip()
        return any(
            each.takes_seat and each.allows_downloads
            for each in self.db.all(Share)
            if each.user_id == user_id
        )

    def download_watches(
        self, server_ids: tuple[ServerId, ...], *, now: datetime
    ) -> dict[ServerId, DownloadWatch]:
        self.db.trip()
        found = [watch for each in server_ids if (watch := self.db.find(DownloadWatch, each))]
        return {watch.server_id: watch.remembered(now=now) for watch in found}

    def download_weeks(
        self, weeks: Iterable[tuple[UserId, str]]
    ) -> dict[tuple[UserId, str], DownloadWeek]:
        self.db.trip()
        found = {each: self.db.find(DownloadWeek, each) for each in weeks}
        return {identity: week for identity, week in found.items() if week}

    def download_weeks_of(
        self, user_id: UserId, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[DownloadWeek]:
        self.db.trip()
        return page_of(
            [
                each
                for each in self.db.all(DownloadWeek)
                if each.user_id == user_id and now < each.expires_at
            ],
            scope=f"download_weeks.{user_id}",
            key=lambda each: (each.first_day,),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def downloads_in(
        self, user_id: UserId, first_day: str, *, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        self.db.trip()
        return page_of(
            [
                each
                for each in self.db.all(CountedDownload)
                if (each.user_id, each.first_day) == (user_id, first_day) and now < each.expires_at
            ],
            scope=f"downloads_in.{user_id}.{first_day}",
            key=lambda each: (each.unit,),
            newest_first=False,
            cursor=cursor,
            limit=limit,
        )

    def downloads(
        self, *, server_id: ServerId | None, now: datetime, cursor: str | None, limit: int
    ) -> Page[CountedDownload]:
        self.db.trip()
        return page_of(
            [
                each
                for each in self.db.all(CountedDownload)
                if server_id in {None, each.server_id} and now < each.expires_at
            ],
            scope="downloads",
            key=lambda each: (to_iso(each.at), each.user_id, each.unit),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )
