"""One site with two servers and Ann, for tests of access."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.access import reconcile
from chalicelib.access.applying.shares_by_account import SharesByAccount
from chalicelib.access.model import Share, ShareState
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import due
from chalicelib.catalog.model import STANDARD, Library, Plan, Platform, Server
from chalicelib.catalog.ports import CatalogDeps, FoundAccount
from chalicelib.jobs.model import Job, JobKind, JobState
from chalicelib.kernel.audit import AuditEntry
from chalicelib.kernel.ids import UserId
from chalicelib.kernel.secret import Secret
from chalicelib.settings.model import SiteSettings
from chalicelib.subscriptions.lifecycle import next_change
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from tests.builders import (
    NOON,
    a_job,
    a_library,
    a_period,
    a_plan,
    a_plex_account,
    a_server,
    a_subscription,
    a_user,
    an_identity,
    claims_of,
)
from tests.fakes.account_host import FakeAccountHost
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.media_host import FakeMediaLibraryHost
from tests.fakes.nudge import FakeNudge
from tests.fakes.plex_directory import FakePlexDirectory
from tests.fakes.server_directory import FakeMediaServerDirectory
from tests.fakes.stores import (
    InMemoryAccessStore,
    InMemoryCatalogStore,
    InMemoryLoginStore,
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
)
from tests.fakes.vault import FakeVault

SITE = "https://site.example"


@dataclass
class World:
    """The records, the platform, and verbs for what happens."""

    db: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON + timedelta(hours=1)))
    host: FakeMediaLibraryHost = field(default_factory=FakeMediaLibraryHost)
    accounts: FakeAccountHost = field(default_factory=FakeAccountHost)
    plex: FakePlexDirectory = field(default_factory=FakePlexDirectory)
    jellyfin: FakeMediaServerDirectory = field(default_factory=FakeMediaServerDirectory)
    nudge: FakeNudge = field(default_factory=FakeNudge)

    @property
    def deps(self) -> AccessDeps:
        catalog = InMemoryCatalogStore(self.db)
        return AccessDeps(
            database=self.db,
            store=InMemoryAccessStore(self.db),
            users=InMemoryUserStore(self.db),
            logins=InMemoryLoginStore(self.db),
            subscriptions=InMemorySubscriptionStore(self.db),
            catalog=catalog,
            cataloguing=CatalogDeps(
                database=self.db,
                store=catalog,
                plex=self.plex,
                directories={Platform.JELLYFIN: self.jellyfin},
                vault=FakeVault(),
                clock=self.clock,
            ),
            settings=InMemorySettingsStore(self.db),
            hosts={
                Platform.PLEX: self.host,
                Platform.JELLYFIN: SharesByAccount(self.accounts),
            },
            account_hosts={Platform.JELLYFIN: self.accounts},
            vault=FakeVault(),
            nudge=self.nudge,
            clock=self.clock,
            site_url=SITE,
        )

    # -------------------------------------------------------------- what happens

    def run(self, job: Job | None = None, user_id: str = "usr_ann") -> dict[str, int]:
        """Reconcile one person."""
        return dict(reconcile.reconcile(self.deps, user_id=UserId(user_id), job=job))

    def sale(self, payment_id: str = "pay_1", **payload: Any) -> Job:
        """Return the job of a payment."""
        return a_job(id=f"job_sale_{payment_id}", payload={"payment_id": payment_id, **payload})

    def hourly(self) -> dict[str, int]:
        """Enqueue what is due and run every job that is."""
        counts = dict(due.enqueue_due(self.deps))
        self.run_due_jobs()
        return counts

    def run_due_jobs(self) -> int:
        """Run the reconcile jobs that are due, until none is."""
        ran = 0
        while True:
            now = self.clock.now()
            waiting = [job for job in self.jobs() if job.is_due(now=now)]
            if not waiting:
                return ran
            for job in waiting:
                self.run(job, job.subject)
                self.db.seed(replace(job, state=JobState.DONE, version=job.version + 1))
                ran += 1

    def renew(
        self, payment_id: str, start: datetime, days: int = 30, plan: str = "pln_basic"
    ) -> None:
        """Add a period."""
        subscription = self.db.find(Subscription, "usr_ann") or Subscription(UserId("usr_ann"))
        period = a_period(
            payment_id=payment_id,
            plan_id=plan,
            starts_at=start,
            ends_at=start + timedelta(days=days),
        )
        longer = replace(subscription, periods=(*subscription.periods, period))
        due_at = next_change(longer, after=self.clock.now())
        self.db.seed(replace(longer, due_at=due_at))

    # -------------------------------------------------------------- what is

    def share(self, server_id: str = "srv_alpha", user_id: str = "usr_ann") -> Share | None:
        return self.db.find(Share, (user_id, server_id))

    def state(self, server_id: str = "srv_alpha") -> ShareState | None:
        share = self.share(server_id)
        return share.state if share else None

    def titles(self, server: str = "alpha", name: str = "ann") -> list[str] | None:
        """Return what the person really has on the platform."""
        remote = self.host.share_of(f"machine-{server}", name)
        if remote is None:
            return None
        by_id = {library.share_id: library.title for library in self.db.all(Library)}
        return sorted(by_id[share_id] for share_id in remote.library_share_ids)

    def jobs(self, kind: JobKind = JobKind.RECONCILE_ACCESS) -> list[Job]:
        return [job for job in self.db.all(Job) if job.kind is kind]

    def mails(self) -> list[str]:
        return [job.payload["event"] for job in self.jobs(JobKind.SEND_MAIL)]

    def audit(self) -> list[str]:
        return [entry.action for entry in self.db.all(AuditEntry)]

    def user(self) -> User:
        user = self.db.find(User, "usr_ann")
        assert user is not None
        return user

    def change(self, record: Any, **fields: Any) -> None:
        """Change a stored record as somebody else would."""
        self.db.seed(replace(record, **fields, version=record.version + 1))

    def add_server(self, name: str, titles: Iterable[str] = ("Films",), **fields: Any) -> Server:
        """Add an enabled server whose libraries are in *Standard*."""
        server = a_server(
            id=f"srv_{name}",
            name=name.title(),
            machine_id=f"machine-{name}",
            url=f"http://{name}",
            **fields,
        )
        libraries = [
            a_library(
                id=f"lib_{name}_{title.casefold()}",
                server_id=server.id,
                key=str(key),
                share_id=f"machine-{name}-{title}",
                title=title,
                group_id=STANDARD,
            )
            for key, title in enumerate(titles, 1)
        ]
        self.db.seed(server, *libraries)
        self.plex.add_server(f"http://{name}", f"machine-{name}", *titles, token="owner-token")
        return server


def a_world(*, subscribed: bool = True, plan: Plan | None = None, alone: bool = False) -> World:
    """Return a site with servers Alpha (and Beta), and Ann, who paid until the end of February."""
    world = World()
    ann = a_user(media=an_identity("ann"))
    world.host.accounts = {"ann": "77", "ann@example.com": "77"}
    world.host.numbers = 9000
    account = a_plex_account(
        token=FakeVault().seal(Secret("owner-token"), place="plex_account.acc_owner")
    )
    world.db.seed(
        ann,
        *claims_of(ann),
        plan or a_plan(),
        account,
        SiteSettings(admin_email="admin@example.com"),
    )
    world.plex.accounts["owner-token"] = FoundAccount(
        "1000", "owner", "owner@example.com", has_plex_pass=True
    )
    world.add_server("alpha", ("Films", "Shows"))
    if not alone:
        world.add_server("beta", is_enabled=False)
    if subscribed:
        world.db.seed(a_subscription())
    return world
