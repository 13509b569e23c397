"""What somebody has by our records, beside what should be, and what makes the difference.

This asks no platform: it answers for many people at once, as of the last look at each. A dry run
(`preview.one`) looks anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.access.explaining import preview
from chalicelib.access.explaining.preview import PlannedAction
from chalicelib.access.looking import ground
from chalicelib.access.looking.situation import Situation
from chalicelib.access.model import Share, ShareState
from chalicelib.access.plan import Seen, as_recorded
from chalicelib.access.ports import AccessDeps
from chalicelib.access.recording import left_out
from chalicelib.access.selection import Candidate
from chalicelib.kernel.errors import AppError, NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page

# How many pages one call may read to find those who differ, so that it answers in time.
_MOST_PAGES = 4
_FAR_AHEAD = timedelta(days=3660)
GONE_LIBRARY = "(gone)"
_ASKS_NO_MORE = "Access is permanent but names no plan, so that all stays as it is on the servers."


@dataclass(frozen=True, slots=True)
class Compared:
    """One server: the libraries that are shared by our records, those that should be, and why.

    `action` is what a check would do (*invite*, *change*, *withdraw*, *restrict*, *lock*), empty
    where all is as it should be. `share` is None where nothing was ever shared.
    """

    server_id: ServerId
    share: Share | None
    has: tuple[str, ...]
    due: tuple[str, ...]
    allows_downloads: bool
    due_downloads: bool
    action: str = ""
    why: str = ""

    @property
    def is_about_now(self) -> bool:
        """Tell whether it is more than history."""
        return bool(self.action) or (self.share is not None and self.share.takes_seat)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One person, server by server; `blocked` says what keeps a check from doing anything.

    `candidates` are the servers as they were weighed, the best first; none for who has no right.
    """

    facts: Situation
    servers: tuple[Compared, ...]
    blocked: str = ""
    explanation: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def differs(self) -> bool:
        """Tell whether a check has something to do, or cannot."""
        return bool(self.blocked) or any(each.action for each in self.servers)


def of_user(deps: AccessDeps, *, user_id: UserId) -> Comparison:
    """Return one person's comparison; raises NotFoundError."""
    found = ground.read(deps).situations((user_id,))
    if not found:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    return compare(found[0])


def of_server(
    deps: AccessDeps, *, server_id: ServerId, cursor: str | None, limit: int, differing: bool
) -> Page[Comparison]:
    """Return who is, was or should be on a server by its shares; with `differing` only those."""

    def ids(cursor: str | None) -> Page[UserId]:
        page = deps.store.of_server(server_id, cursor=cursor, limit=limit)
        return Page(tuple(each.user_id for each in page.items), page.next_cursor)

    def is_shown(each: Comparison) -> bool:
        here = (one for one in each.servers if one.server_id == server_id)
        return each.differs if differing else any(one.is_about_now for one in here)

    return _pages(deps, ids, is_shown, cursor=cursor, limit=limit)


def of_all(
    deps: AccessDeps, *, cursor: str | None, limit: int, differing: bool
) -> Page[Comparison]:
    """Return everybody whose access will change by time, the next to change first."""
    horizon = deps.clock.now() + _FAR_AHEAD

    def ids(cursor: str | None) -> Page[UserId]:
        page = deps.subscriptions.due(now=horizon, cursor=cursor, limit=limit)
        return Page(tuple(each.user_id for each in page.items), page.next_cursor)

    def is_shown(each: Comparison) -> bool:
        return each.differs or not differing

    return _pages(deps, ids, is_shown, cursor=cursor, limit=limit)


def compare(facts: Situation) -> Comparison:
    """Return what a person has beside what is due to them (pure)."""
    if facts.keeps_all:
        return Comparison(facts, _as_they_are(facts), explanation=_ASKS_NO_MORE)
    if facts.awaits_invite:
        return Comparison(facts, _as_they_are(facts), blocked=left_out.WHY)
    choice = None
    try:
        choice = facts.choice(facts.rows) if facts.has_right else None
        actions = preview.planned(facts, recorded(facts))
    except AppError as error:
        return Comparison(
            facts,
            _as_they_are(facts),
            blocked=f"{error.message} {error.remedy}".strip(),
            candidates=choice.candidates if choice else (),
        )
    return Comparison(
        facts,
        _compared(facts, actions),
        explanation=choice.explanation if choice else f"{facts.why_not}.",
        candidates=choice.candidates if choice else (),
    )


def recorded(facts: Situation) -> Mapping[ServerId, Seen]:
    """Return what the platform would show if all were as our records have it."""
    share_ids = {library.id: library.share_id for library in facts.libraries}
    seen = {}
    for server_id, row in facts.rows.items():
        if server_id not in facts.servers:
            continue
        is_there = row.state in {ShareState.INVITED, ShareState.ACCEPTED}
        held = frozenset(share_ids.get(each, each) for each in row.library_ids)
        limits = row.limits if server_id in facts.keeps_accounts else None
        remote = replace(as_recorded(row), library_share_ids=held, limits=limits)
        seen[server_id] = Seen((remote,) if is_there else (), is_trusted=True)
    return seen


def _as_they_are(facts: Situation) -> tuple[Compared, ...]:
    return _compared(facts, ())


def _compared(facts: Situation, actions: tuple[PlannedAction, ...]) -> tuple[Compared, ...]:
    planned = {each.server_id: each for each in actions if each.server_id is not None}
    return tuple(
        _one(facts, server_id, planned.get(server_id))
        for server_id in dict.fromkeys((*facts.rows, *planned))
    )


def _one(facts: Situation, server_id: ServerId, action: PlannedAction | None) -> Compared:
    share = facts.rows.get(server_id)
    has = _titles(facts, share) if share is not None and share.takes_seat else ()
    may_download = share is not None and share.takes_seat and share.allows_downloads
    if action is None:
        return Compared(server_id, share, has, has, may_download, may_download)
    gives = action.action in {"invite", "change"}
    return Compared(
        server_id=server_id,
        share=share,
        # What was decided but not sent is not there yet.
        has=() if action.action == "invite" else has,
        due=action.libraries,
        allows_downloads=may_download,
        due_downloads=gives and facts.allows_downloads,
        action=action.action,
        why=action.why,
    )


def _titles(facts: Situation, share: Share) -> tuple[str, ...]:
    titles = {library.id: library.title for library in facts.libraries}
    return tuple(sorted(titles.get(each, GONE_LIBRARY) for each in share.library_ids))


def _pages(
    deps: AccessDeps,
    read: Callable[[str | None], Page[UserId]],
    is_shown: Callable[[Comparison], bool],
    *,
    cursor: str | None,
    limit: int,
) -> Page[Comparison]:
    """Read on until enough are found or enough was read; the cursor tells where to go on."""
    common = ground.read(deps)
    found: list[Comparison] = []
    for _ in range(_MOST_PAGES):
        page = read(cursor)
        compared = map(compare, common.situations(page.items))
        found += [each for each in compared if is_shown(each)]
        cursor = page.next_cursor
        if cursor is None or len(found) >= limit:
            break
    return Page(tuple(found), cursor)
