"""What a plan allows beside how many streams."""

from dataclasses import dataclass

from chalicelib.settings.limit_model import StopMode


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """The limits of a plan; None sets none.

    Weeks are the site's. Between `from_hour` (inclusive) and `to_hour` (exclusive) of the site's
    day people may stream, over midnight if it begins later than it ends; both are set or none.
    `stop_mode` takes the place of the site's. A GB is 10^9 bytes.
    """

    allows_transcoding: bool = True
    max_bitrate_kbps: int | None = None
    max_devices: int | None = None
    weekly_hours: int | None = None
    weekly_gb: int | None = None
    weekly_downloads: int | None = None
    from_hour: int | None = None
    to_hour: int | None = None
    stop_mode: StopMode | None = None


NO_LIMITS = PlanLimits()
