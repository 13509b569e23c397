"""Show the audit log."""

from chalicelib.insights.ports import InsightsDeps
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page


def audit(
    deps: InsightsDeps, *, user_id: UserId | None, cursor: str | None, limit: int
) -> Page[AuditEntry]:
    """Return who changed what, about everything or one user, newest first."""
    if user_id is None:
        return deps.audit.recent(cursor=cursor, limit=limit)
    return deps.audit.of_user(user_id, cursor=cursor, limit=limit)
