"""What a plan limits, in words for customers (pure)."""

from collections.abc import Callable
from decimal import Decimal

from chalicelib.catalog.plan_limits import PlanLimits


def limit_words(limits: PlanLimits) -> tuple[str, ...]:
    """Return the limits that are set, a few words each: "no video conversion", "3 devices"."""
    told = (
        "" if limits.allows_transcoding else "no video conversion",
        _of(limits.max_bitrate_kbps, _rate),
        _of(limits.max_devices, lambda count: _counted(count, "device")),
        _of(limits.weekly_hours, lambda count: f"{_counted(count, 'hour')} a week"),
        _of(limits.weekly_gb, lambda count: f"{count} GB a week"),
        _of(limits.weekly_downloads, lambda count: f"{_counted(count, 'download')} a week"),
        _hours(limits),
    )
    return tuple(filter(None, told))


def _of(value: int | None, words: Callable[[int], str]) -> str:
    return "" if value is None else words(value)


def _rate(kbps: int) -> str:
    return f"up to {(Decimal(kbps) / 1000).normalize():f} Mbit/s"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _hours(limits: PlanLimits) -> str:
    if limits.from_hour is None or limits.to_hour is None:
        return ""
    return f"from {limits.from_hour:02}:00 to {limits.to_hour:02}:00"
