"""Where somebody in the waitlist stands, and the moves that there are."""

from datetime import timedelta

import pytest

from chalicelib.checkout import line
from chalicelib.checkout.waiting import OPEN_STATES, WaitState, wait_id_of
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.payments.model import OrderStatus
from tests.builders import NOON, a_plan, a_turn, an_order

LATER = NOON + timedelta(hours=1)
PAID = an_order(status=OrderStatus.PAID)
OPEN = an_order()
CLOSED = an_order(status=OrderStatus.CLOSED)


@pytest.mark.parametrize("before", WaitState)
def test_whose_turn_is_over_can_only_join_again(before: WaitState):
    turn = a_turn(state=before)
    possible = {state for state in WaitState if _can(turn.state, state)}

    if before in OPEN_STATES:
        assert {WaitState.LEFT, WaitState.REMOVED} <= possible
        assert WaitState.WAITING not in possible
    else:
        assert possible == {WaitState.WAITING}


def _can(before: WaitState, after: WaitState) -> bool:
    try:
        moved = a_turn(state=before).move(after, now=LATER)
    except IllegalMoveError:
        return False
    return moved.changed_at == LATER


def test_an_address_and_a_plan_have_one_id():
    ids = {wait_id_of(a_plan(id=plan).id, email) for plan in "ab" for email in ("x@y.z", "y@y.z")}

    assert len(ids) == 4
    assert wait_id_of(a_plan().id, "x@y.z") == wait_id_of(a_plan().id, "x@y.z")


@pytest.mark.parametrize(
    ("state", "order", "until", "by_now"),
    [
        (WaitState.WAITING, None, None, WaitState.WAITING),
        (WaitState.OFFERED, None, LATER, WaitState.OFFERED),
        (WaitState.OFFERED, None, NOON, WaitState.LAPSED),
        (WaitState.OFFERED, CLOSED, LATER, WaitState.OFFERED),
        (WaitState.OFFERED, PAID, LATER, WaitState.SERVED),
        (WaitState.BUYING, OPEN, NOON, WaitState.BUYING),
        (WaitState.BUYING, PAID, NOON, WaitState.SERVED),
        (WaitState.BUYING, CLOSED, LATER, WaitState.LAPSED),
        (WaitState.LEFT, PAID, LATER, WaitState.LEFT),
    ],
)
def test_where_a_turn_stands_follows_from_the_clock_and_the_order(state, order, until, by_now):
    turn = a_turn(state=state, offer_until=until)

    assert line.state_by_now(turn, order, now=NOON) == by_now


def test_the_place_counts_who_waits_for_the_same_plan():
    first = a_turn(email="a@y.z")
    offered = a_turn(email="b@y.z", state=WaitState.OFFERED)
    other = a_turn(email="c@y.z", plan_id="pln_other")
    last = a_turn(email="d@y.z", joined_at=LATER)

    assert line.place((first, offered, other, last), last) == 2
    assert line.place((), last) == 1
