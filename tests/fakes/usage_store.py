"""Use, activity, figures and scores in memory."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page
from tests.fakes.database import View, page_of


class InMemoryUsageStore(View):
    def week_uses(self, user_ids: Iterable[UserId], *, first_day: str) -> dict[UserId, WeekUse]:
        self.db.trip()
        found = (self.db.find(WeekUse, (each, first_day)) for each in user_ids)
        return {each.user_id: each for each in found if each}

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
        self.db.trip()
        # The servers in their order, the newest first on each: ranks that fall.
        rank = {each: f"{9999 - number:04d}" for number, each in enumerate(server_ids)}
        return page_of(
            [
                each
                for each in self.db.all(ActivityEntry)
                if each.server_id in rank and _is_shown(each, since, until, now)
            ],
            scope="activity.on",
            key=lambda each: (
                rank[each.server_id],
                to_iso(each.first_seen),
                each.session_key,
            ),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

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
        self.db.trip()
        return page_of(
            [
                each
                for each in self.db.all(ActivityEntry)
                if each.user_id == user_id and _is_shown(each, since, until, now)
                if server_id in {None, each.server_id}
            ],
            scope=f"activity.of.{user_id}",
            key=lambda each: (to_iso(each.first_seen), each.server_id, each.session_key),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def hours(self, *, since: datetime, until: datetime, now: datetime) -> tuple[HourFigures, ...]:
        self.db.trip()
        found = (
            each
            for each in self.db.all(HourFigures)
            if since <= each.at < until and now < each.expires_at
        )
        return tuple(sorted(found, key=lambda each: each.at))

    def scores_of(
        self, user_ids: Iterable[UserId], *, now: datetime
    ) -> dict[UserId, SharingScore]:
        self.db.trip()
        found = (self.db.find(SharingScore, each) for each in user_ids)
        return {each.user_id: each for each in found if each and now < each.expires_at}

    def scores(self, *, now: datetime, cursor: str | None, limit: int) -> Page[SharingScore]:
        self.db.trip()
        return page_of(
            [each for each in self.db.all(SharingScore) if now < each.expires_at],
            scope="scores",
            key=lambda each: (f"{each.score:03d}", each.user_id),
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )


def _is_shown(entry: ActivityEntry, since: datetime, until: datetime, now: datetime) -> bool:
    return since <= entry.first_seen < until and now < entry.expires_at
