"""Each call to a vendor fails in each way, once: the path waits, tries again and ends right."""

from typing import Any

import pytest

from infra.sandbox.kit import Fault
from tests.scenarios.faults.chapters import Recorded, Step, try_all, without_repetition
from tests.scenarios.faults.sale import live_on

pytestmark = [pytest.mark.infra, pytest.mark.timeout(900)]

FAULTS: dict[str, dict[str, Any]] = {
    "answers 500": {"mode": "status", "status": 500},
    "answers 429": {"mode": "status", "status": 429},
    "does not answer": {"mode": "timeout"},
    "closes the connection": {"mode": "down"},
    "stops in mid-answer": {"mode": "cut"},
    "does it and says nothing": {"mode": "lost"},
    "answers junk": {"mode": "garbage"},
}
PATIENCE_SECONDS = 1.0


@pytest.mark.behaviour("B152", "B154", "X043")
def test_a_vendor_that_fails_at_any_call_in_any_way_delays_the_sale_and_changes_nothing(
    stages: list[Recorded],
):
    calls = [step for step in without_repetition(stages[0].steps()) if _is_call(step)]
    assert len(calls) > 15

    cases = [(step, way) for step in calls for way in FAULTS]
    wrong = try_all(stages, fails, cases)

    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong)


def fails(recorded: Recorded, step: Step, way: str) -> list[str]:
    """Have the call fail, however often it is tried, until the moment is over."""
    stage, chapter = recorded.stage, recorded.chapter(step)
    stage.bring_back(chapter.before)
    earlier = chapter.labels[: step.number].count(step.label)
    target, where = _place(step, fault=FAULTS[way])
    fault = Fault(**FAULTS[way], **where, skip=earlier)
    id = stage.standins.faults.add(target, fault)
    is_slow = fault.mode == "timeout"
    stage.start(patience_seconds=PATIENCE_SECONDS if is_slow else None)
    chapter.act(stage)
    hits = next(each["hits"] for each in stage.standins.faults.active() if each["id"] == id)
    stage.standins.faults.clear()
    return live_on(stage) if hits else [f"nothing was hit by {fault}"]


def _place(step: Step, *, fault: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the stand-in that the call goes to, and what the call looks like there."""
    if step.label == "SMTP":
        return "smtp", {}
    method, path = step.label.split()
    _, vendor, rest = path.split("/", 2)
    pattern = "[^/?]+".join(f"/{rest}".split("*"))
    return vendor, {"method": method, "path": f"^{pattern}(\\?|$)"}


def _is_call(step: Step) -> bool:
    return not step.label.startswith(("DynamoDB", "AmazonSQS"))
