"""How many downloads are due to somebody (pure)."""

from chalicelib.catalog.model import Plan
from chalicelib.users.model import User


def allotment(user: User, plan: Plan) -> int | None:
    """Return how many downloads a week a person may make, 0 for none, None for any number.

    The person's own number takes the place of the plan's, unless the plan allows none at all.
    Permanent people may make any number (B186).
    """
    if user.is_permanent:
        return None
    if not plan.allows_downloads:
        return 0
    own = user.weekly_downloads
    return plan.limits.weekly_downloads if own is None else own
