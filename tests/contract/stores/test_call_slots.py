"""Lines of calls: whoever asks gets the next slot, in memory and in DynamoDB alike."""

import threading
from datetime import timedelta

import pytest

from chalicelib.catalog.call_budget import Line
from tests.builders import NOON
from tests.contract.stores.worlds import World

SECOND = timedelta(seconds=1)


def line(account_id: str = "acc_owner", *, burst: int = 3, patience: float = 5) -> Line:
    return Line(account_id, SECOND, burst, timedelta(seconds=patience))


def waits(world: World, count: int, **given: float) -> list[float | None]:
    """Return how long each of so many calls at noon has to wait."""
    slots = [world.call_slots.take(line(**given), now=NOON) for _ in range(count)]
    return [None if slot is None else (slot - NOON).total_seconds() for slot in slots]


def test_a_burst_goes_at_once_and_the_rest_a_second_apart(world: World):
    assert waits(world, 6) == [0, 0, 0, 1, 2, 3]


def test_nobody_waits_longer_than_their_patience_and_who_gives_up_takes_no_slot(world: World):
    assert waits(world, 9) == [0, 0, 0, 1, 2, 3, 4, 5, None]
    assert waits(world, 2, patience=7) == [6, 7]


def test_a_line_that_was_left_alone_has_its_burst_again(world: World):
    waits(world, 6)
    later = NOON + timedelta(minutes=1)
    assert world.call_slots.take(line(), now=later) == later
    assert world.call_slots.take(line(), now=later) == later


def test_accounts_do_not_wait_for_each_other(world: World):
    waits(world, 5)
    assert world.call_slots.take(line("acc_other"), now=NOON) == NOON


def test_a_hold_lets_nobody_go_and_no_burst_after_it(world: World):
    world.call_slots.hold(line(), until=NOON + timedelta(seconds=4))
    assert waits(world, 3) == [4, 5, None]
    world.call_slots.hold(line(), until=NOON + SECOND)
    assert waits(world, 1) == [None]


def test_a_line_left_by_a_clock_that_ran_ahead_is_begun_anew(world: World):
    world.call_slots.take(line(), now=NOON + timedelta(days=31))
    assert waits(world, 1) == [0]


def test_the_end_of_a_line_is_told(world: World):
    assert world.call_slots.end("acc_owner") is None
    waits(world, 4)
    assert world.call_slots.end("acc_owner") == NOON + timedelta(seconds=4)


@pytest.mark.parametrize("threads", [8])
def test_of_many_who_ask_at_once_no_two_get_the_same_slot(world: World, threads: int):
    found: list[float] = []

    def ask() -> None:
        slot = world.call_slots.take(line(burst=1, patience=60), now=NOON)
        assert slot is not None
        found.append((slot - NOON).total_seconds())

    asking = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(found) == [float(number) for number in range(threads)]
