"""The records and what insights need, for all tests of them."""

import pytest

from chalicelib.insights.ports import InsightsDeps
from tests.builders import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.counter import FakeCounter
from tests.fakes.database import InMemoryDatabase
from tests.fakes.invite_list_store import InMemoryOutageStore
from tests.fakes.signs import InMemorySigns
from tests.fakes.stores import (
    InMemoryAccessStore,
    InMemoryActivityStore,
    InMemoryAuditStore,
    InMemoryCatalogStore,
    InMemoryJobStore,
    InMemoryLoginStore,
    InMemoryPaymentStore,
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
)
from tests.fakes.vault import FakeVault
from tests.usecases.payments.shop import Shop


@pytest.fixture
def db() -> InMemoryDatabase:
    return InMemoryDatabase()


@pytest.fixture
def deps(db) -> InsightsDeps:
    clock = FakeClock(NOON)
    return InsightsDeps(
        audit=InMemoryAuditStore(db),
        jobs=InMemoryJobStore(db),
        payments=InMemoryPaymentStore(db),
        users=InMemoryUserStore(db),
        subscriptions=InMemorySubscriptionStore(db),
        catalog=InMemoryCatalogStore(db),
        access=InMemoryAccessStore(db),
        activity=InMemoryActivityStore(db),
        settings=InMemorySettingsStore(db),
        counter=FakeCounter(),
        logins=InMemoryLoginStore(db),
        selling=Shop().checkout,
        signs=InMemorySigns(db, clock=clock),
        outages=InMemoryOutageStore(db),
        vault=FakeVault(),
        clock=clock,
    )
