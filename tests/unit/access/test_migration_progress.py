"""How far a migration is, told from the shares."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.migrating.progress import (
    LONGEST_LAPSE,
    LONGEST_WAIT,
    LONGEST_WORK,
    MOST_TROUBLES,
    goes_on_as,
    next_in_line,
    observed,
    onward,
)
from chalicelib.access.migration import (
    UNDER_WAY,
    MigrationOrder,
    MigrationState,
    Move,
    MoveState,
)
from chalicelib.access.model import Share, ShareState
from chalicelib.kernel.errors import IllegalMoveError
from tests.builders import NOON, a_migration, a_move, a_share

LATER = NOON + timedelta(minutes=5)


def look(move: Move, source: ShareState | None, target: ShareState | None, **given: Any) -> Move:
    def share(state: ShareState | None, server_id: str) -> Share | None:
        return a_share(server_id=server_id, state=state) if state else None

    facts = {"has_right": True, "now": LATER} | given
    return observed(
        move, source=share(source, "srv_alpha"), target=share(target, "srv_beta"), **facts
    )


def moving(state: MoveState = MoveState.MOVING) -> Move:
    return a_move(state=state, began_at=NOON)


IN, OPEN, GONE = ShareState.ACCEPTED, ShareState.INVITED, ShareState.REMOVED


@pytest.mark.parametrize(
    ("source", "target", "state", "has_left"),
    [
        (IN, ShareState.PLANNED, MoveState.MOVING, False),
        (IN, None, MoveState.MOVING, False),
        (IN, OPEN, MoveState.PLACED, False),
        (GONE, OPEN, MoveState.PLACED, True),
        (IN, IN, MoveState.ACCEPTED, False),
        (GONE, IN, MoveState.LEFT_SOURCE, True),
        (None, IN, MoveState.LEFT_SOURCE, True),
    ],
)
def test_a_move_stands_where_the_shares_stand(source, target, state, has_left):
    seen = look(moving(), source, target)
    assert (seen.state, seen.has_left) == (state, has_left)


@given(
    st.sampled_from([None, *ShareState]),
    st.sampled_from([None, *ShareState]),
    st.sampled_from(sorted(UNDER_WAY)),
    st.booleans(),
)
def test_every_look_is_a_legal_move_and_a_second_one_changes_nothing(
    source, target, state, has_right
):
    once = look(moving(state), source, target, has_right=has_right)
    assert look(once, source, target, has_right=has_right) == once


@given(st.sampled_from([None, *ShareState]), st.sampled_from([None, *ShareState]), st.booleans())
def test_nobody_counts_as_moved_who_does_not_use_the_target(source, target, has_right):
    seen = look(moving(), source, target, has_right=has_right)
    if seen.state is MoveState.LEFT_SOURCE:
        assert target is IN
        assert source is None or not a_share(state=source).takes_seat


@pytest.mark.parametrize("state", sorted(set(MoveState) - UNDER_WAY))
def test_what_is_not_under_way_stays_as_it_is(state):
    assert look(moving(state), IN, IN) == moving(state)


def test_whose_time_ends_fails_unless_they_moved_already():
    assert look(moving(), IN, OPEN, has_right=False).state is MoveState.FAILED
    assert look(moving(), GONE, IN, has_right=False).state is MoveState.LEFT_SOURCE


@pytest.mark.parametrize(
    ("state", "target", "wait", "is_trouble"),
    [
        (MoveState.PLACED, ShareState.LAPSED, LONGEST_LAPSE, False),
        (MoveState.MOVING, None, LONGEST_WORK, True),
        (MoveState.PLACED, OPEN, LONGEST_WAIT, False),
    ],
)
def test_waiting_comes_to_an_end_to_the_instant(state, target, wait, is_trouble):
    just_before = NOON + wait - timedelta(seconds=1)
    assert look(moving(state), IN, target, now=just_before).state is not MoveState.FAILED
    ended = look(moving(state), IN, target, now=NOON + wait)
    assert (ended.state, ended.is_trouble) == (MoveState.FAILED, is_trouble)
    assert ended.reason


def line(*states: MoveState) -> list[Move]:
    return [
        a_move(
            user_id=f"usr_{place}",
            place=place,
            state=state,
            is_trouble=state is MoveState.FAILED,
            reason="refused" if state is MoveState.FAILED else "",
        )
        for place, state in enumerate(states, 1)
    ]


W, M, P, L, F = (
    MoveState.WAITING,
    MoveState.MOVING,
    MoveState.PLACED,
    MoveState.LEFT_SOURCE,
    MoveState.FAILED,
)


def a_run(state: MigrationState = MigrationState.RUNNING, **order: Any):
    asked = MigrationOrder("srv_alpha", "srv_beta", **order)
    return a_migration(state=state, order=asked)


def places(migration: Any, moves: list[Move]) -> list[int]:
    return [move.place for move in next_in_line(migration, moves)]


def test_first_the_canary_then_batches_of_no_more_than_was_said():
    canary = a_run(MigrationState.CANARY, canary=2, batch=5)
    assert places(canary, line(W, W, W, W)) == [1, 2]
    assert places(canary, line(P, L, W, W)) == []
    running = a_run(batch=2)
    assert places(running, line(L, W, W, W)) == [2, 3]
    assert places(running, line(L, M, W, W)) == [3]
    assert places(running, line(M, M, W, W)) == []
    for state in set(MigrationState) - {MigrationState.CANARY, MigrationState.RUNNING}:
        assert places(a_run(state), line(W, W)) == []


@pytest.mark.parametrize(
    ("moves", "waits_for_word", "state"),
    [
        (line(M, W), False, MigrationState.CANARY),
        (line(P, W), False, MigrationState.RUNNING),
        (line(L, W), False, MigrationState.RUNNING),
        (line(P, W), True, MigrationState.PAUSED),
        (line(F, W), False, MigrationState.PAUSED),
        (line(L), True, MigrationState.DONE),
        (line(F), False, MigrationState.DONE),
        (line(P), True, MigrationState.RUNNING),
    ],
)
def test_how_the_canary_fared_decides_how_it_goes_on(moves, waits_for_word, state):
    canary = a_run(MigrationState.CANARY, waits_for_word=waits_for_word)
    after = onward(canary, moves, now=LATER)
    assert after.state is state
    assert bool(after.why) == (state is MigrationState.PAUSED)
    assert (after.ended_at == LATER) == (state is MigrationState.DONE)


def test_troubles_pause_it_as_long_as_somebody_waits():
    troubled = line(*[F] * MOST_TROUBLES, W)
    assert onward(a_run(), troubled, now=LATER).state is MigrationState.PAUSED
    assert onward(a_run(), troubled[1:], now=LATER).state is MigrationState.RUNNING
    forgiven = replace(a_run(), forgiven=1)
    assert onward(forgiven, troubled, now=LATER).state is MigrationState.RUNNING
    assert onward(a_run(), troubled[:-1], now=LATER).state is MigrationState.DONE


def test_a_paused_one_goes_on_with_its_canary_only_if_that_has_not_begun():
    paused = a_run(MigrationState.PAUSED, canary=2)
    assert goes_on_as(paused, line(W, W, W)) is MigrationState.CANARY
    assert goes_on_as(paused, line(F, L, W)) is MigrationState.RUNNING


def test_a_cancellation_ends_when_nobody_is_under_way():
    cancelling = a_run(MigrationState.CANCELLING)
    assert onward(cancelling, line(P, W), now=LATER).state is MigrationState.CANCELLING
    ended = onward(cancelling, line(MoveState.UNDONE, W, L), now=LATER)
    assert (ended.state, ended.ended_at) == (MigrationState.CANCELLED, LATER)
    assert ended.counts == {"undone": 1, "waiting": 1, "left_source": 1}


def test_what_is_over_never_moves_again():
    ended = (MigrationState.DONE, MigrationState.CANCELLED)
    for state, other in product(ended, MigrationState):
        if other is not state:
            with pytest.raises(IllegalMoveError):
                a_run(state).move(other)
