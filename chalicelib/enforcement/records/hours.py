"""What was streamed hour by hour, for charts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.kernel.ids import ServerId, UserId


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What the activity of one hour came to; a second count of the hour takes its place.

    `at` is the hour's beginning in UTC. `streams` ran at any time of it, `peak` at the same time.
    `servers` and `resolutions` say how many of the streams were where and how sharp the source
    was, `people` how many seconds each watched, those who watched most. Servers that log nothing
    are not in it.
    """

    at: datetime
    streams: int
    peak: int
    transcodes: int
    seconds: int
    expires_at: datetime
    servers: Mapping[ServerId, int] = field(default_factory=dict)
    resolutions: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[UserId, int] = field(default_factory=dict)

    @property
    def identity(self) -> datetime:
        """Return the natural key."""
        return self.at
