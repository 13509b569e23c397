"""The sale cannot begin or cannot go on: nothing is lost, nobody is stuck, somebody is told."""

import pytest

from chalicelib.adapters.dynamo import codec
from chalicelib.catalog.model import Seats
from infra.sandbox.kit import Fault
from tests.scenarios.faults.chapters import Recorded
from tests.scenarios.faults.sale import live_on, press_pay
from tests.scenarios.faults.stage import Stage
from tests.scenarios.faults.verdict import EMAIL
from tests.scenarios.faults.wire import DIE_AFTER, Disturbance
from tests.scenarios.world import ADMIN

pytestmark = [pytest.mark.infra, pytest.mark.timeout(400)]


def holds(stage: Stage) -> int:
    """Return how many seats are held for somebody who may still pay."""
    rows = [row for row in stage.rows() if row.get("record_type") == {"S": "Seats"}]
    return sum(codec.from_attributes(Seats, row).taken(now=stage.now()) for row in rows)


def charges(stage: Stage) -> int:
    return len(stage.standins.store.list("stripe.charge"))


@pytest.fixture
def paying(stages: list[Recorded]) -> Stage:
    """A system whose customer is about to press Pay."""
    stage = stages[0].stage
    stage.bring_back(stages[0].named("the customer presses Pay").before)
    stage.start()
    return stage


@pytest.mark.parametrize("fault", [Fault("status", status=500), Fault("down"), Fault("garbage")])
def test_a_gateway_that_is_down_costs_nothing_and_the_seat_comes_back(paying: Stage, fault: Fault):
    paying.standins.faults.add("stripe", fault)
    press_pay(paying)

    assert "pay_url" not in paying.memo
    assert "Traceback" not in paying.memo["told"]
    assert "<h1" in paying.memo["told"]
    assert charges(paying) == 0

    paying.standins.faults.clear()
    paying.advance(minutes=35)
    assert "error" not in paying.run("job_sweep")
    assert holds(paying) == 0
    assert live_on(paying) == []


def test_a_gateway_that_refuses_our_key_closes_the_shop_and_tells_the_administrator(paying: Stage):
    paying.standins.faults.add("stripe", Fault("status", status=401))
    press_pay(paying)

    assert "pay_url" not in paying.memo
    assert "Nothing can be bought" in paying.memo["told"]
    assert (charges(paying), holds(paying)) == (0, 0)
    paying.work()
    assert [each["to"] for each in paying.mails(ADMIN)] == [[ADMIN]]


@pytest.mark.behaviour("X044")
def test_a_run_whose_process_died_is_left_alone_until_its_lease_ends(stages: list[Recorded]):
    stage, chapter = stages[0].stage, stages[0].named("the minute's run")
    stage.bring_back(chapter.before)
    stage.start(Disturbance(DIE_AFTER, 0, chapter.labels[0]))
    with stage.until_it_ends():
        chapter.act(stage)
    assert not stage.is_alive

    stage.start()
    assert stage.run("job_sweep") == {"result": {"left_because_running": 1}}
    stage.advance(minutes=5)
    assert "left_because_running" not in stage.run("job_sweep")["result"]


@pytest.mark.behaviour("B152")
def test_a_platform_that_refuses_keeps_the_payment_and_tells_the_administrator_once(
    stages: list[Recorded],
):
    stage, chapter = stages[0].stage, stages[0].named("the queue wakes a worker")
    stage.bring_back(chapter.before)
    stage.start()
    stage.sign_in()
    stage.standins.faults.add("plextv", Fault("status", status=403, method="POST"))
    chapter.act(stage)
    stage.work()
    stage.advance(minutes=5)
    stage.run("job_sweep")

    assert [each["status"] for each in stage.api("GET", "/payments")["items"]] == ["settled"]
    (parked,) = stage.api("GET", "/jobs?state=parked")["items"]
    assert stage.visitor.get(f"{stage.memo['order']}/status").json()["stage"] == "attention"
    assert len(stage.mails(ADMIN)) == 1

    stage.standins.faults.clear()
    stage.api("POST", f"/jobs/{parked['id']}/retry")
    told = {EMAIL: 3, ADMIN: 1}
    assert live_on(stage) == [f"mails went to {told}"]
