"""Let go of the people of a server that is deleted here (B140).

Their records and payments stay, and so does whatever they have on the platform: nobody is removed
there. Their shares become history.
"""

from dataclasses import replace

from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.catalog import removal
from chalicelib.catalog.servers import found_server
from chalicelib.kernel.audit import Actor, AuditEntry, note
from chalicelib.kernel.errors import StaleRecordError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Insert, Update

_PAGE = 100
# One write for the share, one for the audit.
_AT_ONCE = 45
_WHY = "The server was deleted here; on the platform nothing was changed"


def remove_server(deps: AccessDeps, *, server_id: ServerId, actor: Actor) -> int:
    """Delete a server here; return how many people had a share of it.

    The shares come first, so that one which died half-way is still in the list and can be deleted
    again. Raises NotFoundError, or RetryLaterError while somebody else changes the same.
    """
    found_server(deps.cataloguing, server_id)
    count = _let_go(deps, server_id, actor=actor)
    removal.remove(deps.cataloguing, server_id=server_id, actor=actor)
    return count


def _let_go(deps: AccessDeps, server_id: ServerId, *, actor: Actor) -> int:
    count, cursor = 0, None
    while True:
        page = deps.store.of_server(server_id, cursor=cursor, limit=_PAGE)
        live = [share for share in page.items if share.takes_seat]
        for start in range(0, len(live), _AT_ONCE):
            some = live[start : start + _AT_ONCE]
            try:
                _write(deps, some, actor=actor)
            except StaleRecordError:
                # Somebody is just being looked at; one by one, nobody keeps the others.
                for share in some:
                    _let_one_go(deps, share, actor=actor)
        count += len(live)
        cursor = page.next_cursor
        if cursor is None:
            return count


def _let_one_go(deps: AccessDeps, share: Share, *, actor: Actor) -> None:
    rows = deps.store.of_user(share.user_id)
    latest = next((row for row in rows if row.server_id == share.server_id), None)
    if latest is not None and latest.takes_seat:
        _write(deps, [latest], actor=actor)


def _write(deps: AccessDeps, shares: list[Share], *, actor: Actor) -> None:
    now = deps.clock.now()
    gone = [
        replace(share.move(ShareState.REMOVED, now=now), share_ref="", invite_ref="")
        for share in shares
    ]
    entries = [_entry(deps, share, actor=actor) for share in shares]
    deps.database.commit(*map(Update, gone), *map(Insert, entries))


def _entry(deps: AccessDeps, share: Share, *, actor: Actor) -> AuditEntry:
    return note(
        actor,
        "share.left_behind",
        f"{share.user_id}@{share.server_id}",
        now=deps.clock.now(),
        user_id=share.user_id,
        why=_WHY,
        before={"state": share.state},
        after={"state": ShareState.REMOVED},
    )
