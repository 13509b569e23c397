"""What people downloaded, and where they stand in their week."""

from collections.abc import Iterable
from datetime import date, datetime

from chalicelib import wiring
from chalicelib.enforcement.downloads import browse
from chalicelib.enforcement.downloads.model import CountedDownload
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import Key, ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.ids import ServerId, UserId

registry = Registry()


class DownloadQuery(ListQuery):
    """A page of downloads, from one server or all."""

    server_id: Key | None = None


class DownloadShape(Model):
    """A download that was counted; `again` tells how many times before, because it lasts."""

    user_id: str
    user_label: str
    server_id: str
    server_name: str
    title: str
    at: datetime
    again: int


class DownloadWay(Model):
    """How a platform tells of downloads: those that run, or all of them in a log."""

    platform: str
    way: str


class DownloadList(Model):
    """Downloads, newest first, and what the platforms in use cannot tell."""

    items: list[DownloadShape]
    next_cursor: str | None
    ways: list[DownloadWay]


class DownloadMeter(Model):
    """How much of the week is used.

    `limit` is null for any number, 0 where the plan includes none. Until `withheld_until` the
    right is withheld because the allotment is used up.
    """

    first_day: date
    renews_at: datetime
    count: int
    limit: int | None
    withheld_until: datetime | None
    asked_until: datetime | None


class DownloadWeekShape(Model):
    """How many downloads were counted in an earlier week."""

    first_day: date
    count: int


class UserDownloads(Model):
    """One person's downloads of this week, newest first, and how many there were before."""

    meter: DownloadMeter
    items: list[DownloadShape]
    earlier: list[DownloadWeekShape]
    ways: list[DownloadWay]


@registry.add("GET", "/downloads", summary="Downloads", query=DownloadQuery, returns=DownloadList)
def list_downloads(call: Call[NoInput, DownloadQuery]) -> DownloadList:
    """Return what was counted, newest first."""
    query = call.query
    page = browse.of_everybody(
        wiring.download_deps(),
        server_id=ServerId(query.server_id) if query.server_id else None,
        cursor=query.cursor,
        limit=query.limit,
    )
    return DownloadList(items=_shown(page.items), next_cursor=page.next_cursor, ways=_ways())


@registry.add(
    "GET", "/users/{user_id}/downloads", summary="A user's downloads", returns=UserDownloads
)
def list_user_downloads(call: Call[NoInput, NoInput]) -> UserDownloads:
    """Return the user's week."""
    user_id = UserId(call.path["user_id"])
    found = browse.of_person(wiring.download_deps(), user_id=user_id)
    meter = found.meter
    return UserDownloads(
        meter=DownloadMeter(
            first_day=date.fromisoformat(meter.first_day),
            renews_at=meter.renews_at,
            count=meter.count,
            limit=meter.limit,
            withheld_until=meter.withheld_until,
            asked_until=meter.asked_until,
        ),
        items=_shown(found.downloads),
        earlier=[
            DownloadWeekShape(first_day=date.fromisoformat(each.first_day), count=each.count)
            for each in found.earlier
        ],
        ways=_ways(),
    )


def _shown(downloads: Iterable[CountedDownload]) -> list[DownloadShape]:
    held = tuple(downloads)
    ids = tuple({each.user_id for each in held})
    users = wiring.users_deps().store.many(ids) if ids else {}
    names = {each.id: each.name for each in wiring.catalog_deps().store.servers()}
    return [
        DownloadShape(
            user_id=each.user_id,
            user_label=present.label(users.get(each.user_id)),
            server_id=each.server_id,
            server_name=names.get(each.server_id, ""),
            title=each.title,
            at=each.at,
            again=each.again,
        )
        for each in held
    ]


def _ways() -> list[DownloadWay]:
    found = browse.ways(wiring.download_deps())
    return [DownloadWay(platform=each, way=way) for each, way in sorted(found.items())]
