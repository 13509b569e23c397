"""How limits are kept: what may be broken, how far each rule goes, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from chalicelib.kernel.ids import GroupId
from chalicelib.settings.model import EnforcementMode


class Rule(StrEnum):
    """What somebody may break; the names stand in decisions and in the API."""

    CONCURRENT_STREAMS = "concurrent_streams"
    VIDEO_TRANSCODING = "video_transcoding"
    TRANSCODING_4K = "transcoding_4k"
    BITRATE = "bitrate"
    LONG_PAUSE = "long_pause"
    ALLOWED_HOURS = "allowed_hours"
    FAIR_USE = "fair_use"
    DOWNLOADS = "downloads"
    DEVICES = "devices"
    SHARING = "sharing"


class StopMode(StrEnum):
    """Which streams of somebody over the limit are stopped (B180)."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ALL = "all"


class Measure(StrEnum):
    """What the ladder does to somebody who offends repeatedly (X026)."""

    WARN = "warn"
    RESTRICT = "restrict"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """From so many strikes within the window on, the measure holds for so many hours.

    A warning is a mail and lasts no time.
    """

    strikes: int
    measure: Measure
    hours: int = 0

    def __str__(self) -> str:
        """Return the step for people to read."""
        lasts = f" for {self.hours} hours" if self.hours else ""
        return f"{self.measure}{lasts} from {self.strikes} strikes"

    @property
    def lasts(self) -> timedelta:
        """Return how long the measure holds."""
        return timedelta(hours=self.hours)


# An unlikely guess must not cost anybody a stream: this one is shown unless it is switched on.
_BEGINS_WITH = {Rule.SHARING: EnforcementMode.OBSERVE}


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How the rules are kept on the whole site; plans and servers say what is limited.

    `modes` holds the rules that go less far than the site does; the site's and the server's mode
    hold beside it, and whichever goes least far counts (X025). A violation must last
    `sustain_seconds` before a stream is stopped; with `warns_first` the player shows a warning
    then, where the platform can. A session that was stopped is left alone for `cool_down_seconds`.
    Streams rest at most `stops_paused_after_minutes` (0: for ever), and count no longer once they
    made no progress for `ghost_after_minutes` (0: they always count). Weeks begin at midnight of
    `week_begins_on` (0 is Monday, 6 Sunday) in the site's time zone (B187). Strikes count for
    `strike_window_hours`; a restricted person keeps `restricted_group_ids`. A sharing score from
    `sharing_score_from` on (0 to 100) is a violation. Activity is kept for `activity_days`.
    """

    modes: Mapping[Rule, EnforcementMode] = field(default_factory=dict)
    stop_mode: StopMode = StopMode.NEWEST
    warns_first: bool = False
    sustain_seconds: int = 0
    cool_down_seconds: int = 60
    stops_paused_after_minutes: int = 0
    ghost_after_minutes: int = 10
    week_begins_on: int = 6
    ladder: tuple[LadderStep, ...] = ()
    strike_window_hours: int = 168
    restricted_group_ids: tuple[GroupId, ...] = ()
    sharing_score_from: int = 80
    activity_days: int = 90
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "limits"

    def mode_of(self, rule: Rule) -> EnforcementMode:
        """Return how far a rule may go as far as this section says."""
        begins_with = _BEGINS_WITH.get(rule, EnforcementMode.ENFORCE)
        return self.modes.get(rule, begins_with)


_FROM_LEAST = (EnforcementMode.OFF, EnforcementMode.OBSERVE, EnforcementMode.ENFORCE)


def least(*modes: EnforcementMode | None) -> EnforcementMode:
    """Return the mode that goes least far; None says nothing."""
    return min((each for each in modes if each), key=_FROM_LEAST.index, default=_FROM_LEAST[-1])
