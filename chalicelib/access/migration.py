"""Migrations: many people of one server move to another, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.kernel.ids import MigrationId, PlanId, ServerId, UserId


class Whom(StrEnum):
    """Who of the source's people are meant."""

    ALL = "all"
    PLAN = "plan"  # those whose running period is of one plan
    PICKED = "picked"


class OldAccess(StrEnum):
    """When the share of the source ends; never before the new one is there to be taken."""

    ACCEPTED = "accepted"  # once the new one was accepted
    DAYS = "days"  # once the new one was accepted, at the latest after so many days
    AT_ONCE = "at_once"  # once the new one was offered


class MigrationState(StrEnum):
    """Where a migration stands."""

    CANARY = "canary"  # only the first few move
    RUNNING = "running"
    PAUSED = "paused"  # nobody else begins; who is under way goes on
    CANCELLING = "cancelling"  # who is under way is brought back
    CANCELLED = "cancelled"
    DONE = "done"


ENDED = frozenset({MigrationState.CANCELLED, MigrationState.DONE})

_MIGRATION_MOVES = {
    MigrationState.CANARY: {
        MigrationState.RUNNING,
        MigrationState.PAUSED,
        MigrationState.CANCELLING,
    },
    MigrationState.RUNNING: {
        MigrationState.PAUSED,
        MigrationState.CANCELLING,
        MigrationState.DONE,
    },
    MigrationState.PAUSED: {
        MigrationState.CANARY,
        MigrationState.RUNNING,
        MigrationState.CANCELLING,
        MigrationState.DONE,
    },
    MigrationState.CANCELLING: {MigrationState.CANCELLED},
    MigrationState.CANCELLED: set[MigrationState](),
    MigrationState.DONE: set[MigrationState](),
}


class MoveState(StrEnum):
    """Where the move of one person stands."""

    WAITING = "waiting"  # their turn has not come
    MOVING = "moving"  # the new share is being made
    PLACED = "placed"  # the platform shows the new share, which waits for acceptance
    ACCEPTED = "accepted"  # the new share is in use, the old one is there yet
    LEFT_SOURCE = "left_source"  # the new share alone is in use
    FAILED = "failed"  # they stay where they are
    UNDONE = "undone"  # they are where they were before


# Whose move a turn has to look after.
UNDER_WAY = frozenset({MoveState.MOVING, MoveState.PLACED, MoveState.ACCEPTED})

_MOVE_MOVES = {
    MoveState.WAITING: {MoveState.MOVING, MoveState.FAILED},
    MoveState.MOVING: {
        MoveState.PLACED,
        MoveState.ACCEPTED,
        MoveState.LEFT_SOURCE,
        MoveState.FAILED,
        MoveState.UNDONE,
    },
    MoveState.PLACED: {
        MoveState.ACCEPTED,
        MoveState.LEFT_SOURCE,
        MoveState.FAILED,
        MoveState.UNDONE,
    },
    # An account can give a share back, which then is offered again.
    MoveState.ACCEPTED: {MoveState.PLACED, MoveState.LEFT_SOURCE, MoveState.FAILED},
    MoveState.LEFT_SOURCE: {MoveState.UNDONE},
    MoveState.FAILED: set[MoveState](),
    MoveState.UNDONE: set[MoveState](),
}


@dataclass(frozen=True, slots=True)
class MigrationOrder:
    """What an administrator asks for.

    `days` counts for OldAccess.DAYS alone; the first `canary` people (0: nobody) go ahead, after
    whom it goes on by itself, or with `waits_for_word` only when told to. `batch` is how many are
    under way at once at the most.
    """

    source_id: ServerId
    target_id: ServerId
    whom: Whom = Whom.ALL
    plan_id: PlanId | None = None
    user_ids: tuple[UserId, ...] = ()
    old_access: OldAccess = OldAccess.ACCEPTED
    days: int = 0
    note: str = ""
    moves_permanent: bool = True
    canary: int = 1
    waits_for_word: bool = False
    batch: int = 10

    def leaves_at(self, *, now: datetime) -> datetime | None:
        """Return from when on the old share may end before the new one is accepted."""
        match self.old_access:
            case OldAccess.ACCEPTED:
                return None
            case OldAccess.DAYS:
                return now + timedelta(days=self.days)
            case OldAccess.AT_ONCE:
                return now


@dataclass(frozen=True, slots=True)
class Migration:
    """One order and how far it is; the people's rows are `Move`.

    `turn` numbers the looks at it: only the job of the present one works. `counts` are those of
    the moves by state, as of the last look. `forgiven` is how many troubles there were when a
    person let it go on. `undoes` is the migration whose people this one brings back. `paused_at`
    is when it was paused last.
    """

    id: MigrationId
    order: MigrationOrder
    state: MigrationState
    created_at: datetime
    created_by: str
    people: int
    why: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    turn: int = 1
    forgiven: int = 0
    undoes: MigrationId | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    version: int = 0

    @property
    def identity(self) -> MigrationId:
        """Return the natural key."""
        return self.id

    @property
    def is_over(self) -> bool:
        """Tell whether nothing will happen any more."""
        return self.state in ENDED

    def move(self, state: MigrationState, *, why: str = "") -> Self:
        """Return the migration in another state; raises IllegalMoveError if that cannot be."""
        if state is self.state:
            return self
        if state not in _MIGRATION_MOVES[self.state]:
            raise IllegalMoveError(
                f"A migration that is {self.state} cannot become {state}.",
                remedy="Load it again.",
            )
        return replace(self, state=state, why=why)


@dataclass(frozen=True, slots=True)
class Move:
    """One person's part in a migration.

    `place` is their number in line. `reason` says why it failed; it is a `trouble` when the
    platform or we are to blame, and not what the person has or is. `began_at` is when their turn
    came. `has_left` tells whether the old share is gone.
    """

    migration_id: MigrationId
    user_id: UserId
    place: int
    state: MoveState
    changed_at: datetime
    reason: str = ""
    is_trouble: bool = False
    began_at: datetime | None = None
    has_left: bool = False
    version: int = 0

    @property
    def identity(self) -> tuple[MigrationId, UserId]:
        """Return the natural key."""
        return self.migration_id, self.user_id

    def to(self, state: MoveState, *, now: datetime) -> Self:
        """Return the move in another state; raises IllegalMoveError for a move that is not."""
        if state is self.state:
            return self
        if state not in _MOVE_MOVES[self.state]:
            raise IllegalMoveError(f"A move that is {self.state} cannot become {state}.")
        return replace(self, state=state, changed_at=now)

    def failed(self, reason: str, *, now: datetime, is_trouble: bool) -> Self:
        """Return the move as it ends for somebody who stays."""
        return replace(self.to(MoveState.FAILED, now=now), reason=reason, is_trouble=is_trouble)
