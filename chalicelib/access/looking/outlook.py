"""What will become of somebody's access by time alone, for the pages that say it."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.deciding.expiry import aftermath, kept_groups
from chalicelib.access.looking.situation import can_lock
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.kernel.ids import GroupId, ServerId
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happens when if nothing is paid: access ends, the person leaves, or has left.

    Libraries of `group_ids` stay between the end and the deletion; if it `locks`, the account is
    locked meanwhile. An instant is None when there is nothing to come, or, for `deleted_at`, when
    the person was not deleted.
    """

    ends_at: datetime | None = None
    deletes_at: datetime | None = None
    deleted_at: datetime | None = None
    group_ids: frozenset[GroupId] = frozenset()
    locks: bool = False


def of_user(deps: AccessDeps, *, user: User) -> Outlook:
    """Return the outlook of a person."""
    settings = deps.settings.expiry()
    is_asked = settings.policy is ExpiryPolicy.DISABLE
    servers = deps.catalog.servers() if is_asked else ()
    return outlook(
        deps.subscriptions.get(user.id),
        user,
        settings,
        shares=deps.store.of_user(user.id),
        lockable={server.id for server in servers if can_lock(deps, server)},
        now=deps.clock.now(),
    )


def outlook(
    subscription: Subscription,
    user: User,
    settings: ExpirySettings,
    *,
    shares: Iterable[Share],
    lockable: AbstractSet[ServerId] = frozenset(),
    now: datetime,
) -> Outlook:
    """Return what follows from the paid time and the site's policy (pure).

    On `lockable` servers accounts can be locked; it is told of who is on no other ones.
    """
    rows = tuple(shares)
    asks = settings.policy is ExpiryPolicy.DISABLE
    follows = aftermath(subscription, user, settings, now=now)
    if follows is not None and any(row.is_placed for row in rows):
        ended = [row for row in rows if row.takes_seat or row.changed_at >= follows.ended_at]
        is_locked = asks and _are_on(ended, lockable) and not any(row.takes_seat for row in ended)
        return Outlook(None, follows.deletes_at, None, follows.group_ids, is_locked)
    if follows is not None:
        left = [row.changed_at for row in rows if row.state is ShareState.DELETED]
        return Outlook(deleted_at=max(left, default=None))
    last = last_period(subscription)
    if user.is_permanent or last is None or last.ends_at <= now:
        return Outlook()
    deletes_at = last.ends_at + timedelta(days=settings.delete_after_days)
    will_lock = asks and _are_on([row for row in rows if row.takes_seat], lockable)
    return Outlook(last.ends_at, deletes_at, None, kept_groups(settings), will_lock)


def _are_on(rows: Collection[Share], servers: AbstractSet[ServerId]) -> bool:
    return bool(rows) and all(row.server_id in servers for row in rows)
