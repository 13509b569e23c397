"""Signs of life are read alike from memory and from DynamoDB."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamo.signs import DynamoSigns
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.insights.ports import Signs
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.records import Database, Insert
from chalicelib.payments.model import GatewayName
from tests.builders import NOON, a_gateway_event
from tests.fakes.database import InMemoryDatabase
from tests.fakes.signs import InMemorySigns


@dataclass
class Place:
    database: Database
    signs: Signs


@pytest.fixture(params=["memory", "dynamo"])
def place(request: pytest.FixtureRequest) -> Place:
    if request.param == "memory":
        db = InMemoryDatabase()
        return Place(db, InMemorySigns(db, clock=SystemClock()))
    rows = request.getfixturevalue("rows")
    return Place(DynamoDatabase(rows), DynamoSigns(rows))


def test_the_latest_webhook_is_that_of_the_gateway_itself(place: Place):
    for number, gateway in enumerate(
        (GatewayName.STRIPE, GatewayName.STRIPE, GatewayName.PLISIO), start=1
    ):
        at = NOON + timedelta(minutes=10 - number)
        event = a_gateway_event(gateway=gateway, event_id=f"evt_{number}", received_at=at)
        place.database.commit(Insert(event))
    latest = place.signs.last_webhook(GatewayName.STRIPE)
    assert latest is not None
    assert latest.event_id == "evt_1"
    assert place.signs.last_webhook(GatewayName.PAYPAL) is None


def test_the_other_clock_is_read_to_the_second(place: Place):
    elsewhere = place.signs.elsewhere()
    assert elsewhere is not None
    assert abs((SystemClock().now() - elsewhere).total_seconds()) < 5
