"""A catalogue in memory, as administrators keep it."""

from dataclasses import dataclass, field

from chalicelib.catalog import accounts, plans, servers
from chalicelib.catalog.model import (
    STANDARD,
    Platform,
    PlexAccount,
    Server,
)
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.kernel.audit import Actor, AuditEntry
from chalicelib.kernel.secret import Secret
from chalicelib.kernel.term import months
from tests.builders import NOON, usd
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.plex_directory import FakePlexDirectory
from tests.fakes.server_directory import FakeMediaServerDirectory
from tests.fakes.stores import InMemoryCatalogStore
from tests.fakes.vault import FakeVault

ADMIN = Actor("login:admin")
URL = "http://alpha.example:32400"


@dataclass
class World:
    db: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    plex: FakePlexDirectory = field(default_factory=FakePlexDirectory)
    jellyfin: FakeMediaServerDirectory = field(default_factory=FakeMediaServerDirectory)

    @property
    def deps(self) -> CatalogDeps:
        return CatalogDeps(
            database=self.db,
            store=InMemoryCatalogStore(self.db),
            plex=self.plex,
            directories={Platform.JELLYFIN: self.jellyfin},
            vault=FakeVault(),
            clock=FakeClock(NOON),
        )

    def audit(self) -> list[str]:
        return [entry.action for entry in self.db.all(AuditEntry)]

    def account(self) -> PlexAccount:
        return accounts.link_by_token(self.deps, token=Secret(" owner-token \n"), actor=ADMIN)

    def server(self, *titles: str) -> Server:
        self.plex.add_server(URL, "machine", *(titles or ("Films", "Shows")), token="owner-token")
        account = self.account()
        return servers.add(
            self.deps, account_id=account.id, machine_id="machine", url=URL + "/", actor=ADMIN
        )


def draft(**fields) -> plans.PlanDraft:
    defaults = {
        "name": "Basic",
        "price": usd(10),
        "term": months(1),
        "max_streams": 2,
        "group_ids": (STANDARD,),
    }
    return plans.PlanDraft(**{**defaults, **fields})
