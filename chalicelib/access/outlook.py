"""What will become of somebody's access by time alone, for the pages that say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.access.expiry import aftermath, kept_groups
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.kernel.ids import GroupId
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import last_period
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User


@dataclass(frozen=True, slots=True)
class Outlook:
    """What happens when if nothing is paid: access ends, the person leaves, or has left.

    Libraries of `group_ids` stay between the end and the deletion. An instant is None when there
    is nothing to come, or, for `deleted_at`, when the person was not deleted.
    """

    ends_at: datetime | None = None
    deletes_at: datetime | None = None
    deleted_at: datetime | None = None
    group_ids: frozenset[GroupId] = frozenset()


def of_user(deps: AccessDeps, *, user: User) -> Outlook:
    """Return the outlook of a person."""
    return outlook(
        deps.subscriptions.get(user.id),
        user,
        deps.settings.expiry(),
        shares=deps.store.of_user(user.id),
        now=deps.clock.now(),
    )


def outlook(
    subscription: Subscription,
    user: User,
    settings: ExpirySettings,
    *,
    shares: Iterable[Share],
    now: datetime,
) -> Outlook:
    """Return what follows from the paid time and the site's policy (pure)."""
    rows = tuple(shares)
    follows = aftermath(subscription, user, settings, now=now)
    if follows is not None and any(row.is_placed for row in rows):
        return Outlook(None, follows.deletes_at, None, follows.group_ids)
    if follows is not None:
        left = [row.changed_at for row in rows if row.state is ShareState.DELETED]
        return Outlook(deleted_at=max(left, default=None))
    last = last_period(subscription)
    if user.is_permanent or last is None or last.ends_at <= now:
        return Outlook()
    deletes_at = last.ends_at + timedelta(days=settings.delete_after_days)
    return Outlook(last.ends_at, deletes_at, None, kept_groups(settings))
