"""What a plan's limits may be (pure)."""

from collections.abc import Mapping
from dataclasses import fields

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.kernel.errors import Problem
from chalicelib.kernel.limits import MOST_DEVICES, MOST_DOWNLOADS

LEAST_KBPS, MOST_KBPS = 64, 1_000_000
HOURS_OF_WEEK = 168
MOST_GB = 100_000
LAST_HOUR = 23


def limit_problems(limits: PlanLimits) -> list[Problem]:
    """Return what is wrong with the limits of a plan, field by field."""
    ranges = (
        ("max_bitrate_kbps", LEAST_KBPS, MOST_KBPS, "kbit/s"),
        ("max_devices", 1, MOST_DEVICES, "devices"),
        ("weekly_hours", 1, HOURS_OF_WEEK, "hours"),
        ("weekly_gb", 1, MOST_GB, "GB"),
        ("weekly_downloads", 1, MOST_DOWNLOADS, "downloads"),
        ("from_hour", 0, LAST_HOUR, "o'clock"),
        ("to_hour", 0, LAST_HOUR, "o'clock"),
    )
    problems = [
        Problem(
            f"limits.{name}",
            f"The limit cannot be {value} {unit}.",
            f"Use {least} to {most} {unit}, or leave it empty for none.",
        )
        for name, least, most, unit in ranges
        if (value := getattr(limits, name)) is not None and not least <= value <= most
    ]
    return problems + _hour_problems(limits)


def _hour_problems(limits: PlanLimits) -> list[Problem]:
    begins, ends = limits.from_hour, limits.to_hour
    if (begins is None) != (ends is None):
        missing = "from_hour" if begins is None else "to_hour"
        message = "The other end of the hours is set."
        return [Problem(f"limits.{missing}", message, "Set both hours, or none.")]
    if begins is not None and begins == ends:
        message = "The hours begin when they end."
        return [Problem("limits.to_hour", message, "Leave both empty to allow the whole day.")]
    return []


def shown_limits(limits: PlanLimits) -> Mapping[str, object]:
    """Return the limits that are set, for the audit log."""
    unset = PlanLimits()
    return {
        f"limits.{each.name}": getattr(limits, each.name)
        for each in fields(limits)
        if getattr(limits, each.name) != getattr(unset, each.name)
    }
