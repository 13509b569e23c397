"""Linked users who have paid time and wait for an administrator's invite, by master (B118)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.access.deciding.expiry import was_left_out
from chalicelib.access.model import LeftOut
from chalicelib.insights.ports import InsightsDeps
from chalicelib.kernel.ids import UserId


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """A master, by name, of whose linked users so many have waited since then."""

    master_id: UserId
    name: str
    count: int
    since: datetime


def groups(deps: InsightsDeps, rows: Iterable[LeftOut]) -> tuple[LeftOutGroup, ...]:
    """Return whose linked users still wait, of those who were found not to be invited.

    The shares are read of each, since an invite is told by them alone. Whoever was unlinked, or
    is permanent by now, waits for no invite as a linked user.
    """
    found = {row.user_id: row for row in rows}
    if not found:
        return ()
    links = deps.users.links(tuple(found))
    waiting: defaultdict[UserId, list[LeftOut]] = defaultdict(list)
    for user_id in _waiting(deps, tuple(found)):
        master_id = links[user_id].master_id
        if master_id is not None:
            waiting[master_id].append(found[user_id])
    masters = deps.users.many(tuple(waiting)) if waiting else {}
    return tuple(
        LeftOutGroup(
            master_id,
            masters[master_id].name or masters[master_id].email,
            len(of_master),
            min(row.since for row in of_master),
        )
        for master_id, of_master in waiting.items()
        if master_id in masters
    )


def _waiting(deps: InsightsDeps, user_ids: tuple[UserId, ...]) -> Iterable[UserId]:
    now = deps.clock.now()
    users, paid = deps.users.many(user_ids), deps.subscriptions.many(user_ids)
    for user_id in user_ids:
        user = users.get(user_id)
        if user is None or user.is_permanent:
            continue
        if was_left_out(paid[user_id], deps.access.of_user(user_id), now=now):
            yield user_id
