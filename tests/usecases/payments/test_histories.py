"""The books agree after every step of very many histories: `make histories` tries 10,000."""

import os
from collections import Counter
from random import Random

import pytest

from tests.usecases.payments.histories import STEPS, History

HISTORIES = int(os.environ.get("HISTORIES", "600"))
STEPS_EACH = 6


@pytest.mark.property
@pytest.mark.timeout(300)
@pytest.mark.parametrize("chapter", range(4))
def test_money_time_credit_and_access_agree_after_every_step(chapter: int):
    told: Counter[str] = Counter()
    for number in range(HISTORIES // 4):
        history = History(Random(f"{chapter}-{number}"))
        for _ in range(STEPS_EACH):
            history.goes_on()
            history.is_in_order()
        told.update(line for line in history.told if ":" not in line)

    # Every kind of step was taken, not only refused.
    assert {step.__name__ for step in STEPS} == set(told)


@pytest.mark.property
def test_long_histories_end_in_order_too():
    for number in range(25):
        history = History(Random(f"long-{number}"))
        for _ in range(80):
            history.goes_on()
            history.is_in_order()
        assert len(history.told) == 80
