"""Free trials (pure): who had one, who is in one, and who has a place among them.

A trial is had once in a lifetime, by whatever the person is known by (B077). Who is in a trial is
told by the period that runs now, so a place is free again as soon as no trial runs for its holder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from chalicelib.kernel.ids import OrderId, UserId
from chalicelib.subscriptions.lifecycle import current_period
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.claims import claims_of
from chalicelib.users.model import MediaIdentity


@dataclass(frozen=True, slots=True)
class TrialUse:
    """The one trial of a person: one row for each thing by which they are known again.

    `who` is ``user:<id>``, ``email:<address>`` (theirs or that of their media account),
    ``name:<media name>`` or ``id:<plex id>``.
    """

    who: str
    user_id: UserId
    order_id: OrderId
    used_at: datetime

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return self.who


@dataclass(frozen=True, slots=True)
class TrialPlaces:
    """Who counts against the cap of trial users, and until when (exclusive) at the latest.

    Whoever takes a place stores this row, so that two at once never take the last one. It is kept
    while there is a cap; `counted_at` is when it was last compared with all running periods,
    under the trial settings of version `settings_version`.
    """

    holders: Mapping[UserId, datetime] = field(default_factory=dict)
    counted_at: datetime | None = None
    settings_version: int = 0
    version: int = 0

    @property
    def identity(self) -> str:
        """Return the natural key."""
        return "trial_places"

    def running(self, *, now: datetime) -> dict[UserId, datetime]:
        """Return the holders whose trial has not come to its last end."""
        return {holder: until for holder, until in self.holders.items() if now < until}

    def with_holder(self, user_id: UserId, *, until: datetime, now: datetime) -> Self:
        """Return the places with one more taken; those that ended are dropped."""
        return replace(self, holders={**self.running(now=now), user_id: until})


def known_by(
    *, user_id: UserId | None, emails: Iterable[str], identities: Iterable[MediaIdentity]
) -> tuple[str, ...]:
    """Return everything by which a person is known again, for TrialUse."""
    known = [f"user:{user_id}"] if user_id else []
    known += [f"email:{text}" for email in emails if (text := email.strip().casefold())]
    nobody = UserId("")
    known += [claim.value for media in identities for claim in claims_of(media, nobody)]
    return tuple(dict.fromkeys(known))


def had_trial(subscription: Subscription) -> bool:
    """Tell whether any period, past or not, is a trial."""
    return any(each.is_trial for each in subscription.periods)


def running_trial(subscription: Subscription, *, now: datetime) -> Period | None:
    """Return the trial that runs now, None when there is none."""
    period = current_period(subscription, now=now)
    return period if period is not None and period.is_trial else None


def in_trial_until(subscription: Subscription, *, now: datetime) -> datetime | None:
    """Return the exclusive end of a trial that runs now or is to come, None without one."""
    ends = (each.ends_at for each in subscription.periods if each.is_trial and each.ends_at > now)
    return max(ends, default=None)


def follows_trial(subscription: Subscription, *, now: datetime) -> bool:
    """Tell whether the time that runs now is the first after a trial."""
    period = current_period(subscription, now=now)
    if period is None or period.is_trial:
        return False
    before = [each for each in subscription.periods if each.starts_at < period.starts_at]
    last = max(before, key=lambda each: each.starts_at, default=None)
    return last is not None and last.is_trial


def cut_short(subscription: Subscription, trial: Period, *, now: datetime) -> Subscription:
    """Return the subscription with a running trial that ends now; it stays in the history."""
    ended = replace(trial, ends_at=max(now, trial.starts_at))
    periods = tuple(ended if each == trial else each for each in subscription.periods)
    return replace(subscription, periods=periods)
