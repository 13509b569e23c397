"""Who waits for a seat, and how far their turn has come."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import LocationId, OrderId, PlanId, ServerId, UserId, WaitId
from chalicelib.users.model import MediaIdentity

# Whoever buys must know the line, so it is read whole.
MOST_WAITING = 500


class WaitState(StrEnum):
    """Where somebody in the waitlist stands.

    *Waiting* in line; *offered*: a seat is kept for them; *buying*: their order holds that seat.
    Then it is over: they were *served*, the offer *lapsed*, they *left*, or were *removed*.
    """

    WAITING = "waiting"
    OFFERED = "offered"
    BUYING = "buying"
    SERVED = "served"
    LAPSED = "lapsed"
    LEFT = "left"
    REMOVED = "removed"


OPEN_STATES = frozenset({WaitState.WAITING, WaitState.OFFERED, WaitState.BUYING})
_ENDS = frozenset({WaitState.LEFT, WaitState.REMOVED})
_MOVES: dict[WaitState, frozenset[WaitState]] = {
    WaitState.WAITING: _ENDS | {WaitState.OFFERED},
    WaitState.OFFERED: _ENDS | {WaitState.BUYING, WaitState.SERVED, WaitState.LAPSED},
    WaitState.BUYING: _ENDS | {WaitState.OFFERED, WaitState.SERVED, WaitState.LAPSED},
    **dict.fromkeys(set(WaitState) - OPEN_STATES, frozenset({WaitState.WAITING})),
}


@dataclass(frozen=True, slots=True)
class WaitEntry:
    """Somebody who waits for a seat in a plan, at one location if they chose one.

    There is one row for an address and a plan (see `wait_id_of`), so that nobody stands in a line
    twice; `turn` counts how often they joined, `offers` how many seats they were offered in this
    turn. An offer keeps a seat on `server_id` until `offer_until` (exclusive); `order_id` is the
    latest order that was opened from it.
    """

    id: WaitId
    plan_id: PlanId
    plan_name: str
    email: str
    name: str
    media: MediaIdentity
    joined_at: datetime
    changed_at: datetime
    location_id: LocationId | None = None
    user_id: UserId | None = None
    referral_code: str = ""
    state: WaitState = WaitState.WAITING
    turn: int = 1
    offers: int = 0
    offered_at: datetime | None = None
    offer_until: datetime | None = None
    server_id: ServerId | None = None
    order_id: OrderId | None = None
    version: int = 0

    @property
    def identity(self) -> WaitId:
        """Return the natural key."""
        return self.id

    @property
    def is_open(self) -> bool:
        """Tell whether the turn is not over."""
        return self.state in OPEN_STATES

    def has_offer(self, *, now: datetime) -> bool:
        """Tell whether an offer stands."""
        return self.offer_until is not None and now < self.offer_until

    def move(self, state: WaitState, *, now: datetime) -> Self:
        """Return the turn in another state; raises IllegalMoveError for a move that is not."""
        if state not in _MOVES[self.state]:
            raise IllegalMoveError(f"A turn that is {self.state} cannot become {state}.")
        return replace(self, state=state, changed_at=now)


def wait_id_of(plan_id: PlanId, email: str) -> WaitId:
    """Return the one id of an address (casefolded) and a plan."""
    digest = hashlib.sha256(f"{plan_id}#{email}".encode()).hexdigest()
    return WaitId(f"wai_{digest[:32]}")
