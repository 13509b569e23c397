"""Who streamed what on which days, and what that comes to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated

from chalice.app import Response
from pydantic import Field

from chalicelib import wiring
from chalicelib.enforcement.activity import charts, history
from chalicelib.enforcement.activity.figures import resolution
from chalicelib.enforcement.model import ActivityEntry
from chalicelib.enforcement.records.hours import HourFigures
from chalicelib.entrypoints.admin import present, spreadsheet
from chalicelib.entrypoints.admin.shapes import Day, Key, ListQuery
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.errors import InvalidError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page

registry = Registry()

# About 250 bytes each: an answer of Lambda is at most 6 MB.
MOST_EXPORTED = 15_000
_PAGE = 500


class ActivityShape(Model):
    """Who streamed what, when, how.

    `decision` is what was decided about it: a kind, or "observed" for a stop that was recorded and
    not done; empty for nothing.
    """

    server_id: str
    server_name: str
    session_key: str
    user_id: str | None
    user_label: str
    username: str
    device_name: str
    product: str
    title: str
    address: str
    address_kind: str
    platform: str
    resolution: str
    bitrate_kbps: int
    transcodes_video: bool
    first_seen: datetime
    last_seen: datetime
    decision: str
    decision_id: str | None


class ActivityList(Model):
    """Activity, newest first on each server."""

    items: list[ActivityShape]
    next_cursor: str | None


class HistoryRange(Model):
    """Which days of the site's time zone, both included, on which server, of whom.

    Without days the last week, today included.
    """

    since: Day | None = None
    until: Day | None = None
    server_id: Key | None = None
    user_id: Key | None = None


class HistoryQuery(HistoryRange, ListQuery):
    """A page of the history."""


class ChartQuery(Model):
    """How many days back."""

    days: Annotated[int, Field(ge=1, le=90)] = 7


class ChartPart(Model):
    """A part of a point by name: streams on a server, or of a resolution."""

    id: str
    name: str
    streams: int


class ChartPoint(Model):
    """An hour, in UTC: streams that ran in it, at the same time at most, transcoded."""

    at: datetime
    streams: int
    peak: int
    transcodes: int
    servers: list[ChartPart]
    resolutions: list[ChartPart]


class PersonHours(Model):
    """How many hours somebody watched."""

    user_id: str
    user_label: str
    hours: float


class WeekHours(Model):
    """How many hours everybody watched in the part of a week that is shown."""

    first_day: date
    hours: float


class ChartsShape(Model):
    """Figures of the last days; with `is_daily` a point is the busiest hour of its day."""

    at: datetime
    is_daily: bool
    points: list[ChartPoint]
    people: list[PersonHours]
    weeks: list[WeekHours]


@registry.add(
    "GET", "/activity", summary="Who streamed what", query=HistoryQuery, returns=ActivityList
)
def list_activity(call: Call[NoInput, HistoryQuery]) -> ActivityList:
    """Return what was streamed on some days, of servers whose log is on."""
    return activity_list(_history(call.query, call.query.cursor, call.query.limit))


@registry.add(
    "GET",
    "/activity/export",
    summary="Export the history as CSV",
    query=HistoryRange,
    returns=NoInput,
    media_type="text/csv",
)
def export_activity(call: Call[NoInput, HistoryRange]) -> Response:
    """Return all that was streamed on some days as a table; refuses a range that is too long."""
    query, cursor, rows = call.query, None, list[ActivityEntry]()
    while True:
        page = _history(query, cursor, _PAGE)
        rows += page.items
        cursor = page.next_cursor
        if len(rows) > MOST_EXPORTED:
            raise InvalidError.of(
                "since",
                f"There are more than {MOST_EXPORTED} streams on these days.",
                "Export fewer days at a time.",
            )
        if cursor is None:
            break
    text = spreadsheet.table(
        tuple(ActivityShape.model_fields),
        ([_cell(value) for value in shape.model_dump().values()] for shape in _shapes(rows)),
    )
    return spreadsheet.answer(text, name="streams.csv")


@registry.add(
    "GET", "/activity/charts", summary="Streams over time", query=ChartQuery, returns=ChartsShape
)
def chart_activity(call: Call[NoInput, ChartQuery]) -> ChartsShape:
    """Return figures of the last days, of servers whose log is on."""
    found = charts.charts(wiring.enforcement_deps(), days=call.query.days)
    servers = present.server_names()
    people = present.labels(user_id for user_id, _hours in found.people)
    return ChartsShape(
        at=found.at,
        is_daily=found.is_daily,
        points=[_point(each, servers) for each in found.points],
        people=[
            PersonHours(user_id=user_id, user_label=people.get(user_id, ""), hours=hours)
            for user_id, hours in found.people
        ],
        weeks=[WeekHours(first_day=day, hours=hours) for day, hours in found.weeks],
    )


def activity_list(page: Page[ActivityEntry]) -> ActivityList:
    """Return a page of activity."""
    return ActivityList(items=_shapes(page.items), next_cursor=page.next_cursor)


def _history(query: HistoryRange, cursor: str | None, limit: int) -> Page[ActivityEntry]:
    return history.history(
        wiring.enforcement_deps(),
        server_id=ServerId(query.server_id) if query.server_id else None,
        user_id=UserId(query.user_id) if query.user_id else None,
        since=query.since,
        until=query.until,
        cursor=cursor,
        limit=limit,
    )


def _shapes(entries: Iterable[ActivityEntry]) -> list[ActivityShape]:
    rows = tuple(entries)
    people, servers = present.labels(each.user_id for each in rows), present.server_names()
    return [
        ActivityShape(
            server_id=each.server_id,
            server_name=servers.get(each.server_id, ""),
            session_key=each.session_key,
            user_id=each.user_id,
            user_label=people.get(each.user_id or "", ""),
            username=each.username,
            device_name=each.device_name,
            product=each.product,
            title=each.title,
            address=each.address,
            address_kind=each.address_kind,
            platform=each.platform or "",
            resolution=resolution(each.source_height),
            bitrate_kbps=each.bitrate_kbps,
            transcodes_video=each.transcodes_video,
            first_seen=each.first_seen,
            last_seen=each.last_seen,
            decision=present.decision_word(each.decision, is_observed=each.is_observed),
            decision_id=each.decision_id,
        )
        for each in rows
    ]


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return to_iso(value)
    return "" if value is None else spreadsheet.harmless(str(value))


def _point(hour: HourFigures, servers: Mapping[str, str]) -> ChartPoint:
    return ChartPoint(
        at=hour.at,
        streams=hour.streams,
        peak=hour.peak,
        transcodes=hour.transcodes,
        servers=[
            ChartPart(id=each, name=servers.get(each, "(deleted)"), streams=count)
            for each, count in hour.servers.items()
        ],
        resolutions=[
            ChartPart(id=each, name=each, streams=count)
            for each, count in hour.resolutions.items()
        ],
    )
