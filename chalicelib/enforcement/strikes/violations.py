"""Show decisions by what an administrator looks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.enforcement.model import Decision
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.records.appeal import AppealState
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page

# How many pages one call may read to find those that fit, so that it answers in time.
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class Filter:
    """What decisions must be like; None asks for nothing."""

    user_id: UserId | None = None
    rule: str | None = None
    appeal: AppealState | None = None
    carried_out: bool | None = None

    def fits(self, decision: Decision) -> bool:
        """Tell whether a decision is one of those."""
        state = decision.appeal.state if decision.appeal else None
        return (
            self.user_id in (None, decision.user_id)
            and self.rule in (None, decision.rule)
            and self.appeal in (None, state)
            and self.carried_out in (None, decision.carried_out)
        )


def violations(
    deps: EnforcementDeps, wanted: Filter, *, cursor: str | None, limit: int
) -> Page[Decision]:
    """Return the decisions that fit, newest first.

    A page may hold fewer, or up to twice as many, as asked for; its cursor tells where to go on.
    Open appeals are found whenever their decisions fell.
    """
    read = _source(deps, wanted, limit=limit)
    found: list[Decision] = []
    for _ in range(_MOST_PAGES):
        page = read(cursor)
        found += filter(wanted.fits, page.items)
        cursor = page.next_cursor
        if cursor is None or len(found) >= limit:
            break
    return Page(tuple(found), cursor)


def _source(
    deps: EnforcementDeps, wanted: Filter, *, limit: int
) -> Callable[[str | None], Page[Decision]]:
    now = deps.clock.now()
    user_id = wanted.user_id
    if wanted.appeal is AppealState.OPEN:
        return lambda cursor: _appealed(deps, cursor=cursor, limit=limit)
    if user_id is not None:
        return lambda cursor: deps.store.decisions_of(user_id, now=now, cursor=cursor, limit=limit)
    return lambda cursor: deps.store.decisions(now=now, cursor=cursor, limit=limit)


def _appealed(deps: EnforcementDeps, *, cursor: str | None, limit: int) -> Page[Decision]:
    page = deps.store.open_appeals(now=deps.clock.now(), cursor=cursor, limit=limit)

    def found() -> Iterator[Decision]:
        for each in page.items:
            decision = deps.store.decision(each.decision_id)
            if decision is not None:
                yield decision

    return Page(tuple(found()), page.next_cursor)
