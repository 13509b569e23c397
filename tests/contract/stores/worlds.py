"""A database with all its stores: in memory, or in DynamoDB as the embedded AWS has it."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pynamodb.connection.base import Connection

from chalicelib.access.ports import AccessStore
from chalicelib.adapters.dynamo import codec
from chalicelib.adapters.dynamo.access_store import DynamoAccessStore
from chalicelib.adapters.dynamo.activity_store import DynamoActivityStore, DynamoAuditStore
from chalicelib.adapters.dynamo.call_slots import DynamoCallSlots
from chalicelib.adapters.dynamo.catalog_store import DynamoCatalogStore
from chalicelib.adapters.dynamo.community_store import DynamoCommunityStore
from chalicelib.adapters.dynamo.counter import DynamoCounter
from chalicelib.adapters.dynamo.downloads_store import DynamoDownloadStore
from chalicelib.adapters.dynamo.hook_store import DynamoHookStore
from chalicelib.adapters.dynamo.invites_store import DynamoInviteListStore, DynamoOutageStore
from chalicelib.adapters.dynamo.jobs_store import DynamoJobStore
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.adapters.dynamo.own_look_store import DynamoOwnLookStore
from chalicelib.adapters.dynamo.payments_store import DynamoPaymentStore
from chalicelib.adapters.dynamo.places import place_of
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.settings_store import DynamoSettingsStore
from chalicelib.adapters.dynamo.subscriptions_store import DynamoSubscriptionStore
from chalicelib.adapters.dynamo.tables import TableNames, tables
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.adapters.dynamo.usage_store import DynamoUsageStore
from chalicelib.adapters.dynamo.users_store import DynamoLoginStore, DynamoUserStore
from chalicelib.adapters.dynamo.waitlist_store import DynamoWaitlistStore
from chalicelib.catalog.call_budget import CallSlots
from chalicelib.catalog.ports import CatalogStore
from chalicelib.checkout.ports import WaitlistStore
from chalicelib.community.ports import CommunityStore
from chalicelib.enforcement.downloads.ports import DownloadStore
from chalicelib.enforcement.ports import ActivityStore, UsageStore
from chalicelib.enforcement.webhooks.ports import HookStore
from chalicelib.insights.ports import AuditStore, OwnLookStore
from chalicelib.jobs.ports import JobStore
from chalicelib.kernel.records import Database, Record
from chalicelib.membership.ports import InviteListStore, OutageStore
from chalicelib.payments.ports import Counter, PaymentStore
from chalicelib.settings.ports import SettingsStore
from chalicelib.subscriptions.ports import SubscriptionStore
from chalicelib.users.ports import LoginStore, UserStore
from tests.builders import NOON
from tests.fakes.call_slots import InMemoryCallSlots
from tests.fakes.clock import FakeClock
from tests.fakes.community import InMemoryCommunityStore
from tests.fakes.counter import FakeCounter
from tests.fakes.database import InMemoryDatabase
from tests.fakes.download_store import InMemoryDownloadStore
from tests.fakes.hooks import InMemoryHookStore
from tests.fakes.invite_list_store import InMemoryInviteListStore, InMemoryOutageStore
from tests.fakes.own_look_store import InMemoryOwnLookStore
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
    InMemoryUsageStore,
    InMemoryUserStore,
    InMemoryWaitlistStore,
)

R = TypeVar("R")
_NUMBERS = itertools.count(1)


@dataclass
class World:
    """One empty database; `read` returns a record as stored, `round_trips` what was asked."""

    clock: FakeClock
    database: Database
    read: Callable[[Any], Any]
    round_trips: Callable[[], int]
    jobs: JobStore
    settings: SettingsStore
    catalog: CatalogStore
    users: UserStore
    logins: LoginStore
    subscriptions: SubscriptionStore
    payments: PaymentStore
    waitlist: WaitlistStore
    invite_lists: InviteListStore
    outages: OutageStore
    hooks: HookStore
    own_looks: OwnLookStore
    access: AccessStore
    community: CommunityStore
    activity: ActivityStore
    usage: UsageStore
    downloads: DownloadStore
    audit: AuditStore
    counter: Counter
    call_slots: CallSlots


def in_memory() -> World:
    clock = FakeClock(NOON)
    db = InMemoryDatabase()
    return World(
        clock=clock,
        database=db,
        read=lambda record: db.find(type(record), record.identity),
        round_trips=lambda: db.round_trips,
        jobs=InMemoryJobStore(db),
        settings=InMemorySettingsStore(db),
        catalog=InMemoryCatalogStore(db),
        users=InMemoryUserStore(db),
        logins=InMemoryLoginStore(db),
        subscriptions=InMemorySubscriptionStore(db),
        payments=InMemoryPaymentStore(db),
        waitlist=InMemoryWaitlistStore(db),
        invite_lists=InMemoryInviteListStore(db),
        outages=InMemoryOutageStore(db),
        hooks=InMemoryHookStore(db),
        own_looks=InMemoryOwnLookStore(db),
        access=InMemoryAccessStore(db),
        community=InMemoryCommunityStore(db),
        activity=InMemoryActivityStore(db, clock=clock),
        usage=InMemoryUsageStore(db),
        downloads=InMemoryDownloadStore(db),
        audit=InMemoryAuditStore(db),
        counter=FakeCounter(),
        call_slots=InMemoryCallSlots(),
    )


def in_dynamo(rows: Rows) -> World:
    clock = FakeClock(NOON)
    return World(
        clock=clock,
        database=DynamoDatabase(rows),
        read=lambda record: stored(rows, record),
        round_trips=lambda: METER.read().round_trips,
        jobs=DynamoJobStore(rows),
        settings=DynamoSettingsStore(rows),
        catalog=DynamoCatalogStore(rows),
        users=DynamoUserStore(rows),
        logins=DynamoLoginStore(rows),
        subscriptions=DynamoSubscriptionStore(rows),
        payments=DynamoPaymentStore(rows),
        waitlist=DynamoWaitlistStore(rows),
        invite_lists=DynamoInviteListStore(rows),
        outages=DynamoOutageStore(rows),
        hooks=DynamoHookStore(rows),
        own_looks=DynamoOwnLookStore(rows),
        access=DynamoAccessStore(rows),
        community=DynamoCommunityStore(rows),
        activity=DynamoActivityStore(rows, clock=clock),
        usage=DynamoUsageStore(rows),
        downloads=DynamoDownloadStore(rows),
        audit=DynamoAuditStore(rows),
        counter=DynamoCounter(rows),
        call_slots=DynamoCallSlots(rows),
    )


def fresh_rows(connection: Connection) -> Rows:
    """Create four empty tables under names that no other test has."""
    number = next(_NUMBERS)
    names = TableNames(*(f"{word}-{number}" for word in ("core", "jobs", "activity", "audit")))
    for definition in tables(names):
        connection.dispatch("CreateTable", dict(definition))
    return Rows(names, connect=lambda: connection)


def stored(rows: Rows, record: Record) -> Record | None:
    """Return what lies where the record belongs."""
    key = place_of(record).key
    row = rows.get_many([key]).get(key)
    return codec.from_attributes(type(record), row) if row else None
