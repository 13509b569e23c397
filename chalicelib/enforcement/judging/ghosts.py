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
# Nobody loses a sign-in for a stop that was obeyed for a moment: what lags so far has a gap.
_OBEYED_FOR = timedelta(seconds=20)


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


def began_anew(sighting: Sighting, stream: Stream, *, now: datetime) -> bool:
    """Tell whether a session that was told to stop obeyed, and plays the same title once more.

    On Jellyfin and Emby it stays the same session then. What goes on although it was told to moves
    on without a gap; what was paused when it was told to, and plays now, was begun by its person.
    """
    told_at = sighting.told_to_stop if sighting.stop_sent else None
    if told_at is None or sighting.ignored_stop or stream.state is PlayState.PAUSED:
        return False
    if sighting.paused_since is not None:
        return True
    position, noted, at = _position(stream), sighting.position_seconds, sighting.moved_at
    if position is None or noted is None or at is None or position == noted:
        return False
    # It stood there when it was told to stop, whenever that was noted.
    return position < noted + (now - max(at, told_at) - _OBEYED_FOR).total_seconds()


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
