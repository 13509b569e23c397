"""Too many streams at a time: which of them are the excess (pure)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import Limits, Seen, by_device
from chalicelib.settings.limit_model import Rule, StopMode

_WHICH = {
    StopMode.NEWEST: "This one began last.",
    StopMode.OLDEST: "This one began first.",
    StopMode.ALL: "All of them are stopped.",
}


def breaches(streams: Sequence[Seen], *, limits: Limits, now: datetime) -> tuple[Breach, ...]:
    """Return the streams that are too many of those that count; `streams` share one limit.

    Which ones they are is the plan's choice, else the site's: the newest or the oldest devices
    beyond the limit, never more, or all as soon as there is one too many (B180).
    """
    if not streams:
        return ()
    allowance = streams[0].allowance
    if allowance.max_streams is None or len(streams) <= allowance.max_streams:
        return ()
    counted = by_device(streams)
    mode = allowance.limits.stop_mode or limits.settings.stop_mode
    excess = len(counted) - allowance.max_streams
    if excess <= 0 or (excess == 1 and _switches_device(counted, limits=limits, now=now)):
        return ()
    whose, limit = (
        ("devices of linked users", "limit that they share")
        if allowance.pool
        else ("devices", "limit")
    )
    reason = (
        f"{len(counted)} {whose} played at a time; the {limit} is {allowance.max_streams}. "
        f"{_WHICH[mode]}"
    )
    return tuple(
        Breach(each, Rule.CONCURRENT_STREAMS, allowance.max_streams, len(counted), reason)
        for device in _chosen(counted, excess, mode)
        for each in device
    )


def _chosen(counted: list[list[Seen]], excess: int, mode: StopMode) -> list[list[Seen]]:
    """Return the devices to be stopped."""
    match mode:
        case StopMode.NEWEST:
            return counted[-excess:]
        case StopMode.OLDEST:
            return counted[:excess]
        case StopMode.ALL:
            return counted


def _switches_device(counted: list[list[Seen]], *, limits: Limits, now: datetime) -> bool:
    """Tell whether somebody moves from one device to another with the same title (X022)."""
    grace = timedelta(seconds=limits.device_switch_grace_seconds)
    played: dict[tuple[str, str], str] = {}
    for each in sorted((each for device in counted for each in device), key=lambda one: one.age):
        # A key alone may name different titles on two servers.
        title = each.stream.title_key, each.stream.title
        first_device = played.setdefault(title, each.device) if title[0] else each.device
        if first_device != each.device and now - each.sighting.first_seen < grace:
            return True
    return False
