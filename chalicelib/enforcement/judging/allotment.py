"""What a person may use of a week, and whether it is used up (pure)."""

from chalicelib.enforcement.judging.breach import Breach
from chalicelib.enforcement.judging.counting import RESTS, Seen
from chalicelib.settings.limit_model import Rule


def is_used_up(seen: Seen) -> Breach | None:
    """Return the breach of a stream whose person has used up the week's hours or GB (X029).

    Hours come first. What is not known to be used is not used.
    """
    used, plan = seen.allowance.used, seen.allowance.limits
    if used is None or seen.why_not == RESTS:
        return None
    for most, spent, unit in (
        (plan.weekly_hours, used.hours, "hours"),
        (plan.weekly_gb, used.gb, "GB"),
    ):
        if most is not None and spent >= most:
            reason = f"The plan allows {most} {unit} a week, and {spent:.1f} are used."
            return Breach(seen, Rule.FAIR_USE, most, int(spent), reason)
    return None
