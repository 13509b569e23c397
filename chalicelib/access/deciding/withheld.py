"""From whom the download right is withheld just now (B187, docs/adr/0031).

What counts downloads says so, and ends it; here it is only heeded.
"""

from datetime import datetime

from chalicelib.access.ports import AccessDeps
from chalicelib.catalog.model import Plan
from chalicelib.kernel.ids import UserId
from chalicelib.users.model import User

_PAGE = 1000


def is_withheld(deps: AccessDeps, user: User, plan: Plan | None, *, now: datetime) -> bool:
    """Tell whether somebody's right is withheld; one read where there is any to withhold."""
    if plan is None or user.is_permanent or not plan.allows_downloads:
        return False
    hold = deps.users.download_hold(user.id)
    return hold is not None and hold.holds(now=now)


def from_whom(deps: AccessDeps, *, now: datetime) -> frozenset[UserId]:
    """Return everybody from whom it is withheld: few, and one query while there is nobody."""
    found: set[UserId] = set()
    cursor = None
    while True:
        page = deps.users.download_holds(cursor=cursor, limit=_PAGE)
        found |= {hold.user_id for hold in page.items if hold.holds(now=now)}
        cursor = page.next_cursor
        if cursor is None:
            return frozenset(found)
