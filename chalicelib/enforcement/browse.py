"""Show decisions and activity."""

from chalicelib.enforcement.model import ActivityEntry, Decision
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import DecisionId, ServerId, UserId
from chalicelib.kernel.page import Page


def decisions(
    deps: EnforcementDeps, *, user_id: UserId | None, cursor: str | None, limit: int
) -> Page[Decision]:
    """Return decisions about everybody or one user, newest first."""
    now = deps.clock.now()
    if user_id is None:
        return deps.store.decisions(now=now, cursor=cursor, limit=limit)
    return deps.store.decisions_of(user_id, now=now, cursor=cursor, limit=limit)


def decision(deps: EnforcementDeps, *, decision_id: DecisionId) -> Decision:
    """Return one decision with its evidence; raises NotFoundError."""
    found = deps.store.decision(decision_id)
    if found is None:
        raise NotFoundError("There is no such decision.", remedy="Reload the list.")
    return found


def activity(
    deps: EnforcementDeps, *, server_id: ServerId, cursor: str | None, limit: int
) -> Page[ActivityEntry]:
    """Return who streamed what on a server, newest first; raises NotFoundError."""
    if deps.catalog.server(server_id) is None:
        raise NotFoundError("There is no such server.", remedy="Reload the list.")
    return deps.store.activity(server_id, now=deps.clock.now(), cursor=cursor, limit=limit)
