"""Keys of what is streamed: activity, use, figures, scores; see keys.py."""

from datetime import datetime

from chalicelib.adapters.dynamo.keys import Key, Span, by_time
from chalicelib.adapters.dynamo.tables import Table
from chalicelib.kernel.clock import to_iso
from chalicelib.kernel.ids import ServerId, UserId


def activity_entry(server_id: ServerId, session_key: str, first_seen: datetime) -> Key:
    """Key of the activity of a session on a server."""
    return Key(Table.ACTIVITY, f"activity#{server_id}", by_time(first_seen, session_key))


def activity(server_id: ServerId) -> Span:
    """Activity on a server, the newest first."""
    return Span(Table.ACTIVITY, f"activity#{server_id}", newest_first=True)


def activity_between(server_id: ServerId, since: datetime, until: datetime) -> Span:
    """Activity on a server that began from `since` until before `until`, the newest first."""
    return Span(
        Table.ACTIVITY,
        f"activity#{server_id}",
        since=to_iso(since),
        up_to=to_iso(until),
        newest_first=True,
    )


def activity_of(user_id: UserId, since: datetime, until: datetime) -> Span:
    """Activity of a person that began from `since` until before `until`, the newest first."""
    return Span(
        Table.ACTIVITY,
        f"activity_of#{user_id}",
        index=1,
        since=to_iso(since),
        up_to=to_iso(until),
        newest_first=True,
    )


def week_use(user_id: UserId, day: str) -> Key:
    """Key of what a person used in the week that begins on a day (ISO date)."""
    return Key(Table.ACTIVITY, f"use#{user_id}", day)


def hour(since: datetime) -> Key:
    """Key of the figures of the hour that begins then."""
    return Key(Table.ACTIVITY, "hours", to_iso(since))


def hours(since: datetime, until: datetime) -> Span:
    """Figures of the hours from `since` until before `until`, in order."""
    return Span(Table.ACTIVITY, "hours", since=to_iso(since), up_to=f"{to_iso(until)[:-1]}")


def score(user_id: UserId) -> Key:
    """Key of a person's sharing score."""
    return Key(Table.ACTIVITY, f"score#{user_id}", "score")


def scores() -> Span:
    """Sharing scores, the highest first."""
    return Span(Table.ACTIVITY, "scores", index=1, newest_first=True)


def by_score(points: int, user_id: UserId) -> str:
    """Sort key that orders by score (0 to 100), then by person."""
    return f"{points:03d}#{user_id}"
