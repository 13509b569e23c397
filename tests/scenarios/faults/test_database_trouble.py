"""The database or the queue has trouble at each write of a sale: the sale waits and ends right."""

import pytest

from tests.scenarios.faults.chapters import (
    Recorded,
    Step,
    has_trouble,
    try_all,
    without_repetition,
)
from tests.scenarios.faults.wire import LOST, LOST_ONCE, THROTTLED

pytestmark = [pytest.mark.infra, pytest.mark.timeout(900)]


@pytest.mark.behaviour("X043", "B154")
def test_a_write_that_is_throttled_or_whose_answer_is_lost_changes_nothing_in_the_end(
    stages: list[Recorded],
):
    writes = [step for step in without_repetition(stages[0].steps()) if _is_write(step)]
    assert len(writes) > 25

    ways = THROTTLED, LOST_ONCE, LOST
    wrong = try_all(stages, has_trouble, [(step, way) for step in writes for way in ways])

    assert not wrong, f"{len(wrong)} of {len(ways) * len(writes)}:\n" + "\n".join(wrong)


def _is_write(step: Step) -> bool:
    return step.label.startswith(("DynamoDB", "AmazonSQS"))
