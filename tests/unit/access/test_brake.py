"""How much a run may take before a person has to say so."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.brake import WINDOW, Brake, HeldState, reckon
from chalicelib.kernel.errors import IllegalMoveError
from chalicelib.settings.model import SafetySettings
from tests.builders import NOON
from tests.held_builders import a_held_run

SETTINGS = SafetySettings()
COUNTS = st.integers(min_value=0, max_value=10_000)


@pytest.mark.parametrize(
    ("people", "have_access", "halts"),
    [
        (5, 5, False),
        (6, 6, True),
        (6, 59, True),
        (6, 60, False),
        (10, 100, False),
        (11, 100, True),
    ],
)
def test_more_than_five_and_more_than_a_tenth_halts(people: int, have_access: int, halts: bool):
    found = reckon(people=people, lately=0, have_access=have_access, settings=SETTINGS)
    assert found.halts is halts


@given(people=COUNTS, lately=COUNTS, have_access=COUNTS)
def test_a_run_that_goes_on_keeps_the_day_within_the_limit(
    people: int, lately: int, have_access: int
):
    found = reckon(people=people, lately=lately, have_access=have_access, settings=SETTINGS)
    had = have_access + lately
    is_within = people + lately <= max(SETTINGS.most_people, had * SETTINGS.most_percent / 100)
    assert found.halts is (people > 0 and not is_within)


@given(parts=st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=23))
def test_small_runs_count_like_one_large_one(parts: list[int]):
    brake = Brake()
    for hour, people in enumerate(parts):
        brake = brake.counting(people, now=NOON + timedelta(hours=hour))
    at = NOON + timedelta(hours=len(parts) - 1)
    assert brake.lately(now=at) == sum(parts)
    assert brake.lately(now=at + WINDOW + timedelta(hours=1)) == 0


def test_what_is_past_is_not_kept():
    brake = Brake().counting(3, now=NOON).counting(4, now=NOON + 2 * WINDOW)
    assert list(brake.taken.values()) == [4]


def test_the_sentence_tells_what_counts():
    found = reckon(people=1, lately=7, have_access=50, settings=SETTINGS)
    assert found.sentence == (
        "1 person would lose access, after 7 in the last 24 hours; 50 have it, and at most 5 may "
        "lose it in 24 hours without your word."
    )


def test_a_confirmed_run_is_decided_for_good():
    run = a_held_run().decided(HeldState.GOING_ON, by="login:boss", now=NOON)
    assert not run.is_undecided
    for state in (HeldState.OPEN, HeldState.LEFT):
        with pytest.raises(IllegalMoveError):
            run.move(state)
