"""What was watched, by whom and when, in DynamoDB."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.adapters.dynamo import codec, stream_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.enforcement.records.sharing import SharingScore
from chalicelib.enforcement.records.usage import WeekUse
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page


class DynamoUsageStore:
    """See enforcement.ports.UsageStore.

    DynamoDB removes expired rows days later, so that every read leaves them out itself.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def week_uses(self, user_ids: Iterable[UserId], *, first_day: str) -> dict[UserId, WeekUse]:
        """Return what these people used in a week; one round trip for every 100."""
        rows = self._rows.get_many(stream_keys.week_use(each, first_day) for each in user_ids)
        found = (codec.from_attributes(WeekUse, row) for row in rows.values())
        return {each.user_id: each for each in found}

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
        """Return what began on these servers, one after the other, newest first."""
        return self._rows.page(
            ActivityEntry,
            *(stream_keys.activity_between(each, since, until) for each in server_ids),
            cursor=cursor,
            limit=limit,
            accept=lambda _, entry: now < entry.expires_at,
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
        """Return what a person began, on all servers or on one, newest first."""
        return self._rows.page(
            ActivityEntry,
            stream_keys.activity_of(user_id, since, until),
            cursor=cursor,
            limit=limit,
            accept=lambda _, entry: (
                now < entry.expires_at and server_id in {None, entry.server_id}
            ),
        )

    def hours(self, *, since: datetime, until: datetime, now: datetime) -> tuple[HourFigures, ...]:
        """Return the figures of these hours, in order."""
        found = self._rows.whole(HourFigures, stream_keys.hours(since, until))
        return tuple(each for each in found if now < each.expires_at)

    def scores_of(
        self, user_ids: Iterable[UserId], *, now: datetime
    ) -> dict[UserId, SharingScore]:
        """Return the sharing scores of these people; who has none is absent."""
        rows = self._rows.get_many(stream_keys.score(each) for each in user_ids)
        found = (codec.from_attributes(SharingScore, row) for row in rows.values())
        return {each.user_id: each for each in found if now < each.expires_at}

    def scores(self, *, now: datetime, cursor: str | None, limit: int) -> Page[SharingScore]:
        """Return sharing scores, the highest first."""
        return self._rows.page(
            SharingScore,
            stream_keys.scores(),
            cursor=cursor,
            limit=limit,
            accept=lambda _, score: now < score.expires_at,
        )
