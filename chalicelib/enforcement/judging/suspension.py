"""Streams of somebody who is suspended (pure)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Limits, Seen
from chalicelib.settings.limit_model import Measure

SUSPENDED = "suspended"


def is_suspended(seen: Seen, limits: Limits, *, now: datetime) -> Breach | None:
    """Return the breach of a stream that goes on although its person is suspended (X026)."""
    held = seen.allowance.restraint
    if held is None or held.measure is not Measure.SUSPEND or not held.holds(now=now):
        return None
    until = held.until.astimezone(ZoneInfo(limits.zone))
    reason = f"Streaming is suspended until {until:%Y-%m-%d %H:%M} ({limits.zone})."
    return Breach(seen, SUSPENDED, 0, 1, reason)
