"""What somebody has paid for: periods of access."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.ids import PaymentId, PlanId, UserId


@dataclass(frozen=True, slots=True)
class Period:
    """Access under one plan in ``[starts_at, ends_at)``, bought by one payment.

    `is_trial` is whether the plan was a trial when the period was given, `by_master` whether a
    linked user's master paid for it.
    """

    payment_id: PaymentId
    plan_id: PlanId
    starts_at: datetime
    ends_at: datetime
    is_trial: bool = False
    by_master: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """All periods of one user, by their start.

    `due_at` is the next instant at which a period starts or ends and access must be looked at;
    None when nothing will change by time alone. `waits_since` is since when a running period was
    paid for without access being given; that time is given back (see subscriptions/wait.py).
    """

    user_id: UserId
    periods: tuple[Period, ...] = ()
    due_at: datetime | None = None
    waits_since: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> UserId:
        """Return the natural key."""
        return self.user_id
