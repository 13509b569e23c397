"""Subscriptions in DynamoDB."""

from datetime import datetime

from chalicelib.adapters.dynamo import codec, keys, people_keys
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.page import Page
from chalicelib.subscriptions.model import Subscription
from chalicelib.subscriptions.trials import TrialPlaces, TrialUse


class DynamoSubscriptionStore:
    """See subscriptions.ports.SubscriptionStore."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self, user_id: UserId) -> Subscription:
        """Return the user's subscription, a blank one if nothing was ever bought."""
        return self._rows.get(Subscription, keys.subscription(user_id)) or Subscription(user_id)

    def many(self, user_ids: tuple[UserId, ...]) -> dict[UserId, Subscription]:
        """Return the subscription of each user, blank ones included."""
        rows = self._rows.get_many(keys.subscription(user_id) for user_id in user_ids)
        stored = [codec.from_attributes(Subscription, row) for row in rows.values()]
        blank = {user_id: Subscription(user_id) for user_id in user_ids}
        return blank | {each.user_id: each for each in stored}

    def trial_uses(self, who: tuple[str, ...]) -> tuple[TrialUse, ...]:
        """Return which of these had a trial, in one round trip; strongly consistent."""
        rows = self._rows.get_many(people_keys.trial_use(each) for each in who)
        return tuple(codec.from_attributes(TrialUse, row) for row in rows.values())

    def trial_places(self) -> TrialPlaces:
        """Return who has a place among the trial users."""
        return self._rows.get(TrialPlaces, people_keys.trial_places()) or TrialPlaces()

    def due(self, *, now: datetime, cursor: str | None, limit: int) -> Page[Subscription]:
        """Return subscriptions whose `due_at` is `now` or before, the earliest first."""
        span = keys.subscriptions_due(now)
        return self._rows.page(Subscription, span, cursor=cursor, limit=limit)
