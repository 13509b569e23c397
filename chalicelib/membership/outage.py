"""Outages of servers: when one counts, whom it concerned, how much is given back (pure)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from chalicelib.access.model import Share, ShareState
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import OutageId, PaymentId, ServerId, UserId
from chalicelib.subscriptions.grace import grace_of, is_grace, last_end
from chalicelib.subscriptions.model import Subscription

_DAY = timedelta(days=1)


class OutageState(StrEnum):
    """What was decided about an outage."""

    ENDED = "ended"  # the server answers again; whom it concerned is being written down
    OPEN = "open"  # waits for an administrator
    GIVING = "giving"  # the days are being given
    COMPENSATED = "compensated"
    LEFT = "left"  # nothing is given, or nobody was concerned


_MOVES = {
    OutageState.ENDED: {OutageState.OPEN, OutageState.GIVING, OutageState.LEFT},
    OutageState.OPEN: {OutageState.GIVING, OutageState.LEFT},
    OutageState.LEFT: {OutageState.GIVING},
    OutageState.GIVING: {OutageState.COMPENSATED},
    OutageState.COMPENSATED: set[OutageState](),
}
_WORDS = {
    OutageState.ENDED: "still being looked at",
    OutageState.OPEN: "open",
    OutageState.GIVING: "being compensated",
    OutageState.COMPENSATED: "compensated",
    OutageState.LEFT: "left",
}


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a server did not answer, from the first failed check to the first good one.

    `why` is what the last failed check said. `people` is whom it concerned, `given` how many of
    them got their time back.
    """

    server_id: ServerId
    server_name: str
    began_at: datetime
    ended_at: datetime
    why: str = ""
    state: OutageState = OutageState.ENDED
    people: int = 0
    given: int = 0
    decided_at: datetime | None = None
    decided_by: str = ""
    finished_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> OutageId:
        """Return the id, which sorts by time: a server has one outage at a time."""
        return OutageId(f"out_{self.began_at:%Y%m%dT%H%M%S}_{self.server_id}")

    @property
    def identity(self) -> OutageId:
        """Return the natural key."""
        return self.id

    @property
    def days(self) -> int:
        """Return how many days are given back: the outage rounded up, one at least."""
        return max(1, -(-(self.ended_at - self.began_at) // _DAY))

    @property
    def minutes(self) -> int:
        """Return how long it took, in whole minutes."""
        return (self.ended_at - self.began_at) // timedelta(minutes=1)

    def move(self, state: OutageState) -> Self:
        """Return the outage in another state; raises IllegalMoveError for a move that is not."""
        if state not in _MOVES[self.state]:
            raise IllegalMoveError(f"An outage that is {_WORDS[self.state]} cannot be changed so.")
        return replace(self, state=state)

    def decided(self, state: OutageState, *, by: str, now: datetime) -> Self:
        """Return the outage as somebody decided; raises IllegalMoveError."""
        return replace(self.move(state), decided_at=now, decided_by=by)


class GiftState(StrEnum):
    """What became of one person's time."""

    WAITING = "waiting"
    GIVEN = "given"
    PASSED = "passed"  # there is no such user any more


@dataclass(frozen=True, slots=True)
class Gift:
    """What one person whom an outage concerned gets back, by which payment of nothing."""

    outage_id: OutageId
    user_id: UserId
    noted_at: datetime
    state: GiftState = GiftState.WAITING
    payment_id: PaymentId | None = None
    ends_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> tuple[OutageId, UserId]:
        """Return the natural key."""
        return self.outage_id, self.user_id


def is_long_enough(*, began_at: datetime, ended_at: datetime, minutes: int) -> bool:
    """Tell whether an outage counts as one."""
    return ended_at - began_at >= timedelta(minutes=minutes)


def concerned(outage: Outage, share: Share, paid: Subscription) -> bool:
    """Tell whether somebody missed what was paid for: an accepted share, and time that ran.

    Trials and grace are no paid time; who accepted after the end missed nothing.
    """
    is_there = share.server_id == outage.server_id and share.state is ShareState.ACCEPTED
    if not is_there or (share.accepted_at is not None and share.accepted_at >= outage.ended_at):
        return False
    bought = (each for each in paid.periods if not each.is_trial and not is_grace(each))
    return any(
        each.starts_at < outage.ended_at and outage.began_at < each.ends_at for each in bought
    )


def given_time(paid: Subscription, *, days: int, now: datetime) -> tuple[datetime, datetime]:
    """Return the time that is given: from the end of the paid time, or from `now` if it is over.

    Within grace it begins where the paid time ended, as what is paid then does.
    """
    grace = grace_of(paid)
    is_waited_for = grace is not None and grace.starts_at <= now < grace.ends_at
    start = last_end(paid) if is_waited_for else max(last_end(paid), now)
    return start, start + days * _DAY
