"""Sessions that a server goes on listing although nothing plays in them any more (pure).

Players that were closed or lost their network leave such sessions behind, for minutes or hours.
They are told by their position: it is noted with the session, and noted anew only when the session
is written anyway, or when it lags behind the time that has passed. So a stream that plays as it
should costs no write, and one that stands still is known since when.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.enforcement.model import MediaKind, PlayState, Sighting, Stream

# Players report where they are every ten seconds or so, and some wait for data now and then.
_MAY_LAG = timedelta(seconds=60)


def followed(sighting: Sighting, stream: Stream, *, is_written: bool, now: datetime) -> Sighting:
    """Return the session with the position by which the next looks can tell whether it moves."""
    position = _position(stream)
    if position is None:
        return replace(sighting, position_seconds=None, moved_at=None)
    noted, at = sighting.position_seconds, sighting.moved_at
    if noted is None or at is None:
        return replace(sighting, position_seconds=position, moved_at=now)
    if position == noted:
        return sighting
    lags = position < noted + (now - at - _MAY_LAG).total_seconds()
    if is_written or lags:
        return replace(sighting, position_seconds=position, moved_at=now)
    return sighting


def still_since(stream: Stream, sighting: Sighting) -> datetime | None:
    """Return since when a stream that is said to play has not moved, None if it has.

    None as well where that cannot be told: while it is paused, on live television, and for a
    player that tells no position.
    """
    position = _position(stream)
    if position is None or position != sighting.position_seconds:
        return None
    return sighting.moved_at


def why_ghost(stream: Stream, sighting: Sighting, *, after_minutes: int, now: datetime) -> str:
    """Return why a session counts no longer because nothing plays in it, empty when it counts."""
    since = still_since(stream, sighting) if after_minutes else None
    if since is None or now - since < timedelta(minutes=after_minutes):
        return ""
    return f"no progress since {since:%H:%M} UTC"


def _position(stream: Stream) -> int | None:
    if stream.state is PlayState.PAUSED or stream.media_kind is MediaKind.LIVE:
        return None
    return stream.position_seconds
