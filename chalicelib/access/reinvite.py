"""Customers get their access back by themselves: paid, but without it (B250)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.access.deciding.expiry import was_left_out
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.jobs.model import JobKind, new_job
from chalicelib.kernel.audit import Actor, note
from chalicelib.kernel.errors import AlreadyRecordedError, ForbiddenError, StaleRecordError
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.subscriptions.lifecycle import Standing, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User

# However often somebody asks, the media server is asked once in this time.
_AT_MOST_EVERY = timedelta(minutes=5)
_OPEN = frozenset({ShareState.PLANNED, ShareState.INVITED})


class SelfHelp(StrEnum):
    """What a customer can do about their access: nothing, be invited again, have it checked."""

    NONE = "none"
    REINVITE = "reinvite"
    CHECK = "check"


class NoReinviteError(ForbiddenError):
    """This customer cannot be invited again by themselves."""

    default_code = "no_reinvite"


def offered(
    user: User,
    subscription: Subscription,
    shares: Iterable[Share],
    *,
    is_on: bool,
    now: datetime,
) -> SelfHelp:
    """Return what to offer somebody (pure); `is_on` is the site's switch.

    Whoever has to change the media account does that instead, and a linked user who was removed
    waits for the operator (B118). An open invitation needs no other one, and a restraint is not
    got round.
    """
    rows = tuple(shares)
    stands = standing(subscription, is_permanent=user.is_permanent, now=now)
    if not is_on or user.must_change_media or stands is not Standing.ACTIVE:
        return SelfHelp.NONE
    if user.restrained(now=now) is not None:
        return SelfHelp.NONE
    if was_left_out(subscription, rows, now=now) or any(each.state in _OPEN for each in rows):
        return SelfHelp.NONE
    is_there = any(each.state is ShareState.ACCEPTED for each in rows)
    return SelfHelp.CHECK if is_there else SelfHelp.REINVITE


def reinvite(deps: AccessDeps, *, user_id: UserId, actor: Actor) -> None:
    """Compare the access with what was paid, now; what is missing is given again.

    Asking again within minutes changes nothing. Invites that ran out before no longer count
    against the person. Raises NoReinviteError for whom it is not offered to.
    """
    now = deps.clock.now()
    user = deps.users.get(user_id)
    shares = deps.store.of_user(user_id)
    is_on = deps.settings.registration().offers_reinvite
    paid = deps.subscriptions.get(user_id)
    if user is None or offered(user, paid, shares, is_on=is_on, now=now) is SelfHelp.NONE:
        raise NoReinviteError(
            "There is nothing to invite you to again just now.",
            remedy="Look at your plan and your access below, or ask us.",
        )
    turn = int(now.timestamp() // _AT_MOST_EVERY.total_seconds())
    job = new_job(
        JobKind.RECONCILE_ACCESS,
        user_id,
        now=now,
        cause=f"reinvite_{user_id}_{turn}",
        user_id=user_id,
    )
    lapsed = tuple(replace(each, lapses=0) for each in shares if each.lapses)
    entry = note(actor, "access.reinvited", user_id, now=now, user_id=user_id)
    try:
        deps.database.commit(Insert(job), Insert(entry), *map(Update, lapsed))
    except (AlreadyRecordedError, StaleRecordError):
        # It is being looked at already.
        return
    deps.nudge.send(job.id)
