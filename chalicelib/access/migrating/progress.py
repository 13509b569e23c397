"""How far a migration is, told from the shares as they stand (pure).

Nobody reports that a share was accepted: every look compares the rows, so that it makes no
difference who brought them about, or which process died meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.access.migration import (
    UNDER_WAY,
    Migration,
    MigrationState,
    Move,
    MoveState,
)
from chalicelib.access.model import Share, ShareState

# The work of one move is tried again for some eight hours (jobs/model.py).
LONGEST_WORK = timedelta(days=1)
# An invite that vanished is sent again within the hour.
LONGEST_LAPSE = timedelta(hours=2)
LONGEST_WAIT = timedelta(days=30)
# So many troubles pause a migration; whoever lets it go on allows as many again.
MOST_TROUBLES = 5

_WELL_PLACED = frozenset({MoveState.PLACED, MoveState.ACCEPTED, MoveState.LEFT_SOURCE})


def observed(
    move: Move, *, source: Share | None, target: Share | None, has_right: bool, now: datetime
) -> Move:
    """Return the move as the shares show it; one that is not under way stays as it is."""
    if move.state not in UNDER_WAY:
        return move
    has_left = source is None or not source.takes_seat
    is_in = target is not None and target.state is ShareState.ACCEPTED
    if is_in and has_left:
        return replace(move.to(MoveState.LEFT_SOURCE, now=now), has_left=True)
    if not has_right:
        return move.failed("No paid time runs any more", now=now, is_trouble=False)
    if is_in:
        return _kept(move.to(MoveState.ACCEPTED, now=now), has_left=has_left)
    ended = _given_up(move, target, now=now)
    if ended is not None:
        return ended
    if target is not None and target.state is ShareState.INVITED:
        return _kept(move.to(MoveState.PLACED, now=now), has_left=has_left)
    return _kept(move, has_left=has_left)


def _kept(move: Move, *, has_left: bool) -> Move:
    return move if move.has_left == has_left else replace(move, has_left=has_left)


def _given_up(move: Move, target: Share | None, *, now: datetime) -> Move | None:
    """Return the failed move of somebody for whom there is nothing left to wait."""
    began_at = move.began_at or move.changed_at
    is_lapsed = target is not None and target.state is ShareState.LAPSED
    if is_lapsed and target is not None and now - target.changed_at >= LONGEST_LAPSE:
        return move.failed("The invite ran out without being accepted", now=now, is_trouble=False)
    if move.state is MoveState.MOVING and now - began_at >= LONGEST_WORK:
        return move.failed("The work came to no end (see Jobs)", now=now, is_trouble=True)
    if now - began_at >= LONGEST_WAIT:
        days = LONGEST_WAIT.days
        return move.failed(f"Not accepted within {days} days", now=now, is_trouble=False)
    return None


def counted(moves: Iterable[Move]) -> Mapping[str, int]:
    """Return how many moves stand where."""
    return dict(Counter(str(move.state) for move in moves))


def next_in_line(migration: Migration, moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return whose turn it is: never more at once than the batch, first only the canary."""
    held = sorted(moves, key=lambda move: move.place)
    busy = sum(move.state is MoveState.MOVING for move in held)
    match migration.state:
        case MigrationState.CANARY:
            meant = held[: migration.order.canary]
        case MigrationState.RUNNING:
            meant = held
        case _:
            return ()
    waiting = [move for move in meant if move.state is MoveState.WAITING]
    return tuple(waiting[: max(0, migration.order.batch - busy)])


def onward(migration: Migration, moves: Iterable[Move], *, now: datetime) -> Migration:
    """Return the migration in the state that follows from how its moves stand."""
    held = sorted(moves, key=lambda move: move.place)
    counts = counted(held)
    told = migration if migration.counts == counts else replace(migration, counts=counts)
    match told.state:
        case MigrationState.CANARY:
            return _after_canary(told, held, now=now)
        case MigrationState.RUNNING:
            return _while_running(told, held, now=now)
        case MigrationState.PAUSED:
            return _ended(told, held, now=now) or told
        case MigrationState.CANCELLING:
            is_open = any(move.state in UNDER_WAY for move in held)
            ended = replace(told, ended_at=now)
            return told if is_open else ended.move(MigrationState.CANCELLED)
        case _:
            return told


def _after_canary(migration: Migration, moves: list[Move], *, now: datetime) -> Migration:
    if not any(move.state is MoveState.WAITING for move in moves):
        return _while_running(migration.move(MigrationState.RUNNING), moves, now=now)
    first = moves[: migration.order.canary]
    failed = next((move for move in first if move.state is MoveState.FAILED), None)
    if failed is not None:
        return migration.move(MigrationState.PAUSED, why=f"Of the first ones: {_sentence(failed)}")
    if not all(move.state in _WELL_PLACED or _is_over(move) for move in first):
        return migration
    if migration.order.waits_for_word:
        why = f"The first {len(first)} went well; the others wait for your word."
        return migration.move(MigrationState.PAUSED, why=why)
    return migration.move(MigrationState.RUNNING)


def _while_running(migration: Migration, moves: list[Move], *, now: datetime) -> Migration:
    troubles = count_troubles(moves)
    waits = any(move.state is MoveState.WAITING for move in moves)
    if waits and troubles - migration.forgiven >= MOST_TROUBLES:
        last = max((move for move in moves if move.is_trouble), key=lambda move: move.changed_at)
        why = f"{troubles} people could not be moved. The latest: {_sentence(last)}"
        return migration.move(MigrationState.PAUSED, why=why)
    return _ended(migration, moves, now=now) or migration


def _ended(migration: Migration, moves: list[Move], *, now: datetime) -> Migration | None:
    """Return the migration as it ends once every move is over, None before."""
    if not all(_is_over(move) for move in moves):
        return None
    return replace(migration, ended_at=now).move(MigrationState.DONE)


def _sentence(move: Move) -> str:
    return move.reason.rstrip(".") + "."


def count_troubles(moves: Iterable[Move]) -> int:
    """Return how many moves failed for a reason that is not the person's."""
    return sum(move.is_trouble for move in moves)


def _is_over(move: Move) -> bool:
    return move.state in {MoveState.LEFT_SOURCE, MoveState.FAILED, MoveState.UNDONE}


def goes_on_as(migration: Migration, moves: Iterable[Move]) -> MigrationState:
    """Return the state of a paused migration that goes on: it has seen its canary, or not yet."""
    first = sorted(moves, key=lambda move: move.place)[: migration.order.canary]
    is_new = any(move.state is MoveState.WAITING for move in first)
    return MigrationState.CANARY if is_new else MigrationState.RUNNING
