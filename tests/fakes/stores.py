"""The stores of all topics as views of one database in memory."""

from tests.fakes.catalog_stores import InMemoryCatalogStore, InMemorySettingsStore
from tests.fakes.money_stores import InMemoryPaymentStore
from tests.fakes.people_stores import (
    InMemoryAccessStore,
    InMemoryLoginStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
)
from tests.fakes.usage_store import InMemoryUsageStore
from tests.fakes.waitlist_store import InMemoryWaitlistStore
from tests.fakes.work_stores import InMemoryActivityStore, InMemoryAuditStore, InMemoryJobStore

__all__ = [
    "InMemoryAccessStore",
    "InMemoryActivityStore",
    "InMemoryAuditStore",
    "InMemoryCatalogStore",
    "InMemoryJobStore",
    "InMemoryLoginStore",
    "InMemoryPaymentStore",
    "InMemorySettingsStore",
    "InMemorySubscriptionStore",
    "InMemoryUsageStore",
    "InMemoryUserStore",
    "InMemoryWaitlistStore",
]
