"""Streams that rest for too long (pure)."""

from datetime import datetime, timedelta

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Limits, Seen
from chalicelib.enforcement.model import PlayState
from chalicelib.settings.limit_model import Rule


def rests_too_long(seen: Seen, limits: Limits, *, now: datetime) -> Breach | None:
    """Return the breach of a stream that was left paused; limit and count are in minutes."""
    most, since = limits.settings.stops_paused_after_minutes, seen.sighting.paused_since
    if not most or since is None or seen.stream.state is not PlayState.PAUSED:
        return None
    rested = now - since
    if rested < timedelta(minutes=most):
        return None
    minutes = int(rested.total_seconds() // 60)
    reason = f"The stream was paused for {minutes} minutes; after {most} it is ended."
    return Breach(seen, Rule.LONG_PAUSE, most, minutes, reason)
