"""Many customers, written straight into the running system's database and out of it again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.access.model import Share, ShareState
from chalicelib.adapters.dynamo.access_store import DynamoAccessStore
from chalicelib.adapters.dynamo.catalog_store import DynamoCatalogStore
from chalicelib.adapters.dynamo.rows import Rows
from chalicelib.adapters.dynamo.subscriptions_store import DynamoSubscriptionStore
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.adapters.dynamo.transactions import DynamoDatabase
from chalicelib.catalog.model import Server
from chalicelib.kernel.ids import PaymentId, PlanId, UserId
from chalicelib.kernel.records import Delete, Put, Record, Update
from chalicelib.subscriptions.model import Period, Subscription
from chalicelib.users.model import MediaIdentity, User
from infra.local import settings
from tests.browser.world import World

_AT_ONCE = 30
_TABLES = TableNames(core="sm-core", jobs="sm-jobs", activity="sm-activity", audit="sm-audit")


class Crowd:
    """People called *Crowd 1* and so on, who have what the plan Standard gives on one server."""

    def __init__(self) -> None:
        rows = Rows(_TABLES)
        self._database = DynamoDatabase(rows)
        self._catalog = DynamoCatalogStore(rows)
        self._access = DynamoAccessStore(rows)
        self._subscriptions = DynamoSubscriptionStore(rows)
        self._server = next(each for each in self._catalog.servers() if each.is_enabled)
        self._people: list[User] = []

    def settle_in(self, *groups: tuple[int, timedelta], now: datetime) -> None:
        """Add so many people each whose time ends so long from now."""
        plan = next(each for each in self._catalog.plans() if each.name == "Standard")
        libraries = self._catalog.libraries(self._server.id)
        ids = tuple(sorted(each.id for each in libraries if each.group_id in plan.group_ids))
        records: list[Record] = []
        for count, left in groups:
            for _ in range(count):
                user = _user(len(self._people) + 1, now)
                self._people.append(user)
                paid = _paid(user, plan.id, ends_at=now + left)
                share = _share(user, self._server, now)
                records += [user, paid, replace(share, library_ids=ids)]
        for start in range(0, len(records), 3 * _AT_ONCE):
            self._database.commit(*map(Put, records[start : start + 3 * _AT_ONCE]))
        self._count(len(self._people))

    def having_access(self) -> int:
        """Return how many of them still have a share."""
        shares = (share for user in self._people for share in self._access.of_user(user.id))
        return sum(share.takes_seat for share in shares)

    def leave(self) -> None:
        """Take everything of them out again."""
        self._count(-self.having_access())
        for user in self._people:
            paid = self._subscriptions.get(user.id)
            shares = self._access.of_user(user.id)
            self._database.commit(*map(Delete, (user, paid, *shares)))

    def _count(self, people: int) -> None:
        seats = self._catalog.seats(self._server.id)
        self._database.commit(Update(replace(seats, people=max(0, seats.people + people))))


def _user(number: int, now: datetime) -> User:
    name = f"crowd{number:03}"
    media = MediaIdentity(name, plex_id=str(7_000_000 + number), is_proven=True)
    user_id, address = UserId(f"usr_{name}"), f"{name}@demo.example"
    return User(user_id, address, f"Crowd {number}", media, joined_at=now - timedelta(days=900))


def _paid(user: User, plan_id: PlanId, *, ends_at: datetime) -> Subscription:
    period = Period(PaymentId(f"pay_{user.id}"), plan_id, ends_at - timedelta(days=30), ends_at)
    return Subscription(user.id, (period,), due_at=ends_at)


def _share(user: User, server: Server, now: datetime) -> Share:
    accepted = now - timedelta(days=20)
    return Share(
        user.id,
        server.id,
        ShareState.ACCEPTED,
        (),
        changed_at=accepted,
        share_ref=user.media.plex_id,
        verified_at=now,
        accepted_at=accepted,
    )


@contextmanager
def crowd(world: World) -> Iterator[Crowd]:
    """Reach the running system's database, and leave nobody behind in it."""
    ports = json.loads((world.data_dir / "ports.json").read_text())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings._aws(ports).items():
            patch.setenv(name, value)
        people = Crowd()
        try:
            yield people
        finally:
            people.leave()
