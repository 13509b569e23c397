"""What becomes of a person whose paid time ended (pure).

Until the day of deletion the site's policy says what stays shared; on that day the person is
deleted from the media server, if the evidence says that nothing else ties them to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.access.model import GONE, Share
from chalicelib.access.ports import RemotePeople, RemotePerson
from chalicelib.catalog.model import PRIVATE, Library
from chalicelib.kernel.ids import GroupId
from chalicelib.settings.model import ExpiryPolicy, ExpirySettings
from chalicelib.subscriptions.lifecycle import Standing, current_period, ended_at, standing
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import MediaIdentity, User


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What follows an end: libraries of `group_ids` stay for so long, then comes the deletion.

    The person is deleted from the instant `deletes_at` on; None when paid time lies ahead. Until
    then an account that `locks` is locked instead of losing its libraries.
    """

    ended_at: datetime
    keeps_until: datetime
    deletes_at: datetime | None
    group_ids: frozenset[GroupId] = frozenset()
    locks: bool = False

    def keeps(self, libraries: tuple[Library, ...], *, now: datetime) -> tuple[Library, ...]:
        """Return those of a server's libraries that stay shared; none means no share at all."""
        if now >= self.keeps_until:
            return ()
        return tuple(
            each for each in libraries if each.group_id in self.group_ids and not each.is_missing
        )

    def deletes(self, *, now: datetime) -> bool:
        """Tell whether the day of deletion has come."""
        return self.deletes_at is not None and now >= self.deletes_at


def aftermath(
    subscription: Subscription, user: User, settings: ExpirySettings, *, now: datetime
) -> Aftermath | None:
    """Return what follows the end of somebody's time.

    None for who has a right to access, and for who never had any. Who was permanent counts from
    the day on which that was taken away, if it is the later one.
    """
    stands = standing(subscription, is_permanent=user.is_permanent, now=now)
    if stands in {Standing.ACTIVE, Standing.PERMANENT}:
        return None
    ends = [each for each in (ended_at(subscription, now=now), user.permanent_until) if each]
    if not ends:
        return None
    ended = max(ends)
    over_at = ended + timedelta(days=settings.delete_after_days)
    return Aftermath(
        ended_at=ended,
        keeps_until=over_at,
        deletes_at=None if stands is Standing.UPCOMING else over_at,
        group_ids=kept_groups(settings),
        locks=settings.policy is ExpiryPolicy.DISABLE,
    )


def kept_groups(settings: ExpirySettings) -> frozenset[GroupId]:
    """Return the groups whose libraries stay shared after the end."""
    if settings.policy is not ExpiryPolicy.RESTRICT:
        return frozenset()
    return frozenset(settings.restrict_groups) - {PRIVATE}


def was_left_out(subscription: Subscription, rows: Iterable[Share], *, now: datetime) -> bool:
    """Tell whether a linked user was removed before the time began that a master paid for (B118).

    Whoever has a share, or an invite, by now was let in again.
    """
    period = current_period(subscription, now=now)
    if period is None or not period.by_master:
        return False
    held = tuple(rows)
    is_gone = any(row.state in GONE and row.changed_at <= period.starts_at for row in held)
    return is_gone and not any(row.takes_seat for row in held)


class Farewell(StrEnum):
    """What to do about a person on the day of deletion."""

    DELETE = "delete"
    GONE = "gone"  # is no longer known there
    KEEP = "keep"  # something else ties the person to the account
    UNSURE = "unsure"  # what was read proves nothing


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, and why."""

    farewell: Farewell
    why: str


def judge(
    known: RemotePeople,
    *,
    media: MediaIdentity,
    owner_id: str,
    ours: frozenset[str],
    is_sent: bool,
) -> Verdict:
    """Return what to do about a person whom we placed on servers of one owner.

    `owner_id` is the owner's own account, empty where there is none. `ours` are the machines whose
    shares we withdraw. `is_sent` tells that the deletion was decided before: then an empty list is
    what one expects of somebody who was the last.
    """
    if not (media.is_proven and media.plex_id):
        return Verdict(Farewell.KEEP, "It is not proven which account is theirs")
    if media.plex_id == owner_id:
        return Verdict(Farewell.KEEP, "The account is the server's owner")
    if not known.is_complete:
        return Verdict(Farewell.UNSURE, "The list of people came incomplete")
    found = next((each for each in known.people if each.plex_id == media.plex_id), None)
    if found is not None:
        return _judge_known(found, ours)
    if not known.people and not is_sent:
        return Verdict(Farewell.UNSURE, "The list of people came empty")
    return Verdict(Farewell.GONE, "The media server does not know the person any more")


def _judge_known(found: RemotePerson, ours: frozenset[str]) -> Verdict:
    if found.is_at_home:
        return Verdict(Farewell.KEEP, "The person belongs to the owner's home")
    if found.machine_ids - ours:
        return Verdict(Farewell.KEEP, "The same owner shares something else with them")
    return Verdict(Farewell.DELETE, "Nothing ties the person to the media server any more")
