"""A site with three media servers and many customers, to be lived through hour by hour.

Records are in memory; the servers are the stand-ins, spoken to over HTTP by the real adapters.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from chalicelib.access import reconcile
from chalicelib.access.applying.shares_by_account import SharesByAccount
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import due, held, survey
from chalicelib.adapters.media.emby import Emby
from chalicelib.adapters.media.jellyfin import Jellyfin
from chalicelib.adapters.media.mediabrowser_accounts import MediaBrowserAccounts
from chalicelib.adapters.media.mediabrowser_directory import MediaBrowserDirectory
from chalicelib.adapters.media.mediabrowser_session import MediaBrowserSession
from chalicelib.adapters.media.plex_session import PlexSession
from chalicelib.adapters.media.plex_sharing import PlexLibraryHost
from chalicelib.catalog.model import LibraryGroup, Platform
from chalicelib.catalog.ports import CatalogDeps
from chalicelib.jobs import run
from chalicelib.jobs.model import Job, JobKind, JobState, new_job
from chalicelib.jobs.ports import JobsDeps
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.ids import GroupId, ServerId, UserId
from chalicelib.kernel.records import Insert, Update
from chalicelib.kernel.secret import Secret
from chalicelib.settings.model import ExpirySettings
from chalicelib.subscriptions.lifecycle import next_change
from chalicelib.subscriptions.model import Subscription
from chalicelib.users.model import User
from infra.sandbox import emby, jellyfin, plex
from infra.sandbox import mediabrowser_world as accounts
from infra.sandbox.state import Store, World
from tests.builders import (
    a_library,
    a_period,
    a_plan,
    a_plex_account,
    a_server,
    a_user,
    an_identity,
    claims_of,
)
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.nudge import FakeNudge
from tests.fakes.plex_directory import FakePlexDirectory
from tests.fakes.stores import (
    InMemoryAccessStore,
    InMemoryCatalogStore,
    InMemoryJobStore,
    InMemoryLoginStore,
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUserStore,
)
from tests.fakes.vault import FakeVault
from tests.storm.weather import Weather

BEGIN = datetime.fromisoformat("2026-03-01T00:00:00+00:00")
TERM = timedelta(days=3)
SERVERS = {"plex": "alpha", "jellyfin": "gamma", "emby": "epsilon"}
_ADMIN = Actor("login:admin")


@dataclass
class Site:
    """The records, the servers, and verbs for what happens."""

    world: World
    weather: Weather
    db: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    clock: FakeClock = field(default_factory=lambda: FakeClock(BEGIN))
    payments: int = 0

    @classmethod
    def opened(cls, base_url: str, *, people: int, seed: int, chance: float) -> "Site":
        """Return a site whose servers answer at `base_url`, with nobody on them yet."""
        weather = Weather(seed=seed, chance=chance)
        world = World(store=Store(":memory:"), base_url=base_url, faults=weather)
        for vendor in (plex, emby, jellyfin):
            vendor.seed(world)
        # How many people an account may have is another story.
        plex.set_switch(world, people_ceiling=2 * people)
        site = cls(world, weather)
        site._set_up(people)
        return site

    # -------------------------------------------------------------- parts

    @cached_property
    def deps(self) -> AccessDeps:
        """Return what access needs: real adapters, records in memory."""
        catalog, vault = InMemoryCatalogStore(self.db), FakeVault()
        base = f"{self.world.base_url}/plextv"
        session = PlexSession(client_id="storm", plex_tv_base=base, retries=0)
        sessions = {
            Platform.EMBY: MediaBrowserSession(Emby(), retries=0),
            Platform.JELLYFIN: MediaBrowserSession(Jellyfin(), retries=0),
        }
        keyed = {each: MediaBrowserAccounts(own) for each, own in sessions.items()}
        shares = {platform: SharesByAccount(host) for platform, host in keyed.items()}
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
                plex=FakePlexDirectory(),
                directories={each: MediaBrowserDirectory(own) for each, own in sessions.items()},
                vault=vault,
                clock=self.clock,
            ),
            settings=InMemorySettingsStore(self.db),
            hosts={Platform.PLEX: PlexLibraryHost(session), **shares},
            account_hosts=keyed,
            vault=vault,
            nudge=FakeNudge(),
            clock=self.clock,
            site_url="https://site.example",
        )

    @cached_property
    def jobs(self) -> JobsDeps:
        """Return what durable work needs."""
        chance = random.Random(1).random
        return JobsDeps(self.db, InMemoryJobStore(self.db), FakeNudge(), self.clock, chance)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def users(self) -> tuple[User, ...]:
        return self.db.all(User)

    # -------------------------------------------------------------- what happens

    def buy(self, user_id: str, plan_id: str) -> None:
        """Add a term to whatever was paid for, as a settled payment does."""
        paid = self.db.find(Subscription, user_id) or Subscription(UserId(user_id))
        ends = [period.ends_at for period in paid.periods]
        starts = max([self.now, *ends])
        self.payments += 1
        period = a_period(
            payment_id=f"pay_{self.payments}",
            plan_id=plan_id,
            starts_at=starts,
            ends_at=starts + TERM,
        )
        longer = replace(paid, periods=(*paid.periods, period))
        turned = replace(longer, due_at=next_change(longer, after=self.now))
        job = new_job(
            JobKind.RECONCILE_ACCESS,
            user_id,
            now=self.now,
            cause=period.payment_id,
            payload={"payment_id": period.payment_id},
            user_id=UserId(user_id),
        )
        self.db.commit(Update(turned), Insert(job))

    def work(self) -> None:
        """Run the jobs that are due by now, until none is."""

        def access(job: Job) -> Mapping[str, int]:
            return reconcile.reconcile(self.deps, user_id=UserId(job.subject), job=job)

        handlers: Any = {JobKind.RECONCILE_ACCESS: access}
        while True:
            waiting = [
                job.id
                for job in self.db.all(Job)
                if job.kind is JobKind.RECONCILE_ACCESS and job.is_due(now=self.now)
            ]
            if not waiting:
                return
            for job_id in waiting:
                run.run_one(self.jobs, handlers=handlers, job_id=job_id)

    def hourly(self) -> None:
        """Do what the hourly schedule does about access; an administrator confirms what waits."""
        due.enqueue_due(self.deps)
        self._confirm()

    def nightly(self) -> None:
        """Look at everybody."""
        survey.look_at_all(self.deps)
        self._confirm()

    def ask_again(self) -> int:
        """Put back in line what waits for a person, as an administrator does; return how much."""
        parked = [job for job in self.db.all(Job) if job.state is JobState.PARKED]
        for job in parked:
            run.retry(self.jobs, job_id=job.id, actor=_ADMIN)
        return len(parked)

    def _confirm(self) -> None:
        newest = held.newest(self.deps)
        if newest is not None and newest.is_undecided:
            held.go_on(self.deps, run_id=newest.id, version=newest.version, actor=_ADMIN)
            held.carry_on(self.deps, run_id=newest.id)

    # -------------------------------------------------------------- setting up

    def _set_up(self, people: int) -> None:
        vault = FakeVault()
        token = vault.seal(Secret(plex.OWNER_TOKEN), place="plex_account.acc_owner")
        self.db.seed(
            a_plex_account(token=token, max_people=1000),
            ExpirySettings(delete_after_days=1),
        )
        for order, (platform, name) in enumerate(SERVERS.items()):
            self._add_server(Platform(platform), name, order)
        for number in range(people):
            self._add_person(number)

    def _add_server(self, platform: Platform, name: str, order: int) -> None:
        server_id, group = ServerId(f"srv_{name}"), LibraryGroup(GroupId(f"grp_{platform}"), name)
        base = self.world.base_url
        if platform is Platform.PLEX:
            known = plex.find_server(self.world, name)
            told = [
                (str(each["id"]), str(each["key"]), each["title"]) for each in known["libraries"]
            ]
            server = a_server(
                id=server_id, name=name, url=f"{base}/pms/{name}", machine_id=known["machine_id"]
            )
        else:
            known = accounts.find_server(self.world, platform, name)
            ids = [str(each.get("guid") or each.get("id")) for each in known["libraries"]]
            told = [
                (each, each, lib["title"])
                for each, lib in zip(ids, known["libraries"], strict=True)
            ]
            key = FakeVault().seal(Secret(known["key"]), place=f"server.{server_id}")
            server = a_server(
                id=server_id,
                name=name,
                platform=platform,
                url=f"{base}/{platform}/{name}",
                machine_id=known["server_id"],
                account_id=None,
                key=key,
            )
        libraries = [
            a_library(
                id=f"lib_{name}_{number}",
                server_id=server_id,
                key=key_,
                share_id=share_id,
                title=title,
                group_id=group.id,
            )
            for number, (share_id, key_, title) in enumerate(told)
        ]
        plan = a_plan(
            id=f"pln_{platform}", name=platform.title(), group_ids=(group.id,), sort_order=order
        )
        self.db.seed(server, group, plan, *libraries)

    def _add_person(self, number: int) -> None:
        name = f"viewer{number:03}"
        user = a_user(
            id=f"usr_{name}", email=f"{name}@people.example", name=name, media=an_identity(name)
        )
        self.db.seed(user, *claims_of(user))
        action = next(each for each in plex.ACTIONS if each.name == "add_person")
        action.run(self.world, {"username": name, "email": user.email, "auto_accept": True})
