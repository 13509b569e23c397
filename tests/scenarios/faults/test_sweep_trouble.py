"""A media server fails while streams are looked at or stopped: nobody else's stream is touched."""

import pytest

from infra.sandbox.kit import Fault
from tests.scenarios import steps
from tests.scenarios.faults.chapters import Recorded
from tests.scenarios.faults.stage import Stage, State
from tests.scenarios.faults.test_vendor_trouble import FAULTS, PATIENCE_SECONDS
from tests.scenarios.faults.verdict import EMAIL, PERSON

pytestmark = [pytest.mark.infra, pytest.mark.timeout(900)]

_LOOK, _STOP = r"/status/sessions(\?|$)", "/status/sessions/terminate"
# A server that says 200 has taken the order to stop, whatever else it says; what follows when
# the stream goes on all the same stands in tests/scenarios/test_streams.py.
_CASES = [
    (path, way)
    for path in (_LOOK, _STOP)
    for way in FAULTS
    if (path, way) != (_STOP, "answers junk")
]


@pytest.fixture(scope="module")
def one_too_many(stages: list[Recorded]) -> State:
    """Finn plays on three devices, one more than paid for; the newest was not seen yet."""
    stage = stages[0].stage
    stage.bring_back(stages[0].named("the hour's run").before)
    stage.start()
    stage.sign_in()
    steps.count_from_the_first_second(stage)
    for device in ("Roku", "Phone"):
        steps.play(stage, _server(stage), PERSON, device)
        stage.run("enforcement")
    steps.play(stage, _server(stage), PERSON, "Laptop")
    stage.end()
    return stage.keep()


@pytest.mark.behaviour("X043", "X041")
@pytest.mark.parametrize(("path", "way"), _CASES)
def test_a_media_server_that_fails_in_any_way_delays_a_stop_and_changes_nothing(
    stages: list[Recorded], one_too_many: State, path: str, way: str
):
    stage = stages[0].stage
    stage.bring_back(one_too_many)
    fault = stage.standins.faults.add("pms:*", Fault(**FAULTS[way], path=path))
    stage.start(patience_seconds=PATIENCE_SECONDS if way == "does not answer" else None)

    assert "error" not in stage.run("enforcement")
    hits = [each["hits"] for each in stage.standins.faults.active() if each["id"] == fault]
    assert hits[0] > 0
    assert {"Phone", "Roku"} <= set(stage.devices_playing(_server(stage)))

    stage.standins.faults.clear()
    for _ in range(2):
        stage.advance(minutes=5)
        assert "error" not in stage.run("enforcement")
    stage.work()
    assert sorted(stage.devices_playing(_server(stage))) == ["Phone", "Roku"]
    assert stage.occasions(EMAIL).count("stream_stopped") == 1
    stage.end()


def _server(stage: Stage) -> str:
    return str(stage.shares_of(PERSON)[0]["server"])
