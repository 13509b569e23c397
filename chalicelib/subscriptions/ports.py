"""What subscriptions need from outside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.jobs.ports import Nudge
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.kernel.records import Database
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse


class SubscriptionStore(Protocol):
    """Reads subscriptions."""

    def get(self, user_id: UserId) -> Subscription:
        """Return the user's subscription, a blank one (version 0) if nothing was ever bought."""
        ...

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Subscription]:
        """Return the subscription of each user, blank ones included."""
        ...

    def trial_uses(self, who: tuple[str, ...]) -> tuple[TrialUse, ...]:
        """Return which of these had a trial (see trials.known_by), in one round trip.

        Strongly consistent.
        """
        ...

    def trial_places(self) -> TrialPlaces:
        """Return who has a place among the trial users (version 0 when nobody ever had)."""
        ...

    def due(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Subscription]:
        """Return subscriptions whose `due_at` is `now` or before, the earliest first."""
        ...


@dataclass(frozen=True, slots=True)
class SubscriptionsDeps:
    """What the use cases of this topic need."""

    database: Database
    store: SubscriptionStore
    nudge: Nudge
    clock: Clock
