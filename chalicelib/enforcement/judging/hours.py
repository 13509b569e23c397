"""The hours of the day in which a plan may be used (pure)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import RESTS, Limits, Seen
from chalicelib.settings.limit_model import Rule


def outside_hours(seen: Seen, limits: Limits, *, now: datetime) -> Breach | None:
    """Return the breach of a stream that runs outside the plan's hours of the site's day.

    The limit is the hour at which the plan's time ends, the count the hour that it was.
    """
    plan = seen.allowance.limits
    if plan.from_hour is None or seen.why_not == RESTS:
        return None
    if allows(plan, now=now, zone=limits.zone):
        return None
    local = now.astimezone(ZoneInfo(limits.zone))
    begins, ends = plan.from_hour or 0, plan.to_hour or 0
    reason = (
        f"The plan allows streams from {begins:02}:00 to {ends:02}:00 "
        f"({limits.zone}); it was {local:%H:%M}."
    )
    return Breach(seen, Rule.ALLOWED_HOURS, ends, local.hour, reason)


def allows(plan: PlanLimits, *, now: datetime, zone: str) -> bool:
    """Tell whether an instant is within the plan's hours, as the clocks of the zone show them.

    It ends at `to_hour` exactly. Hours that begin later than they end go over midnight; hours that
    begin when they end are the whole day, and so are hours of which one is missing.
    """
    begins, ends = plan.from_hour, plan.to_hour
    if begins is None or ends is None or begins == ends:
        return True
    hour = now.astimezone(ZoneInfo(zone)).hour
    if begins < ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends
