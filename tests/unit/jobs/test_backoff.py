"""The pause between tries."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.jobs.backoff import pause
from chalicelib.jobs.model import MAX_ATTEMPTS


@pytest.mark.property
@given(st.integers(1, 60), st.floats(0, 0.999), st.floats(0, 100_000))
def test_a_pause_lies_between_half_and_all_of_its_ceiling_or_is_what_was_asked(
    attempts: int, chance: float, asked: float
):
    ceiling = min(3600.0, 5.0 * 2 ** (attempts - 1))
    seconds = pause(attempts=attempts, asked_seconds=asked, chance=chance).total_seconds()
    assert seconds >= asked - 1e-6
    assert seconds >= ceiling / 2 - 1e-6
    assert seconds <= max(asked, ceiling) + 1e-6


def test_all_pauses_together_outlast_a_night():
    tries = range(1, MAX_ATTEMPTS)
    shortest = sum(
        (pause(attempts=each, asked_seconds=0, chance=0) for each in tries), timedelta()
    )
    assert shortest > timedelta(hours=3)
