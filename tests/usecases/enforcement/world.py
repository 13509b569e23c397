"""Two media servers, some customers, and a sweep that watches them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.catalog.model import Platform
from chalicelib.catalog.ports import ServerAccess
from chalicelib.enforcement.model import (
    ActivityEntry,
    Decision,
    PlayState,
    ServerWatch,
    Sighting,
    Stream,
    SweepReport,
)
from chalicelib.enforcement.ports import EnforcementDeps
from chalicelib.enforcement.sweeping import sweep
from chalicelib.jobs.model import Job
from chalicelib.kernel.ids import PaymentId, ServerId, UserId
from chalicelib.settings.model import SiteSettings
from chalicelib.users.model import MediaClaim, User
from tests.builders import (
    NOON,
    a_period,
    a_plan,
    a_plex_account,
    a_server,
    a_subscription,
    a_user,
    an_identity,
)
from tests.fakes.clock import FakeClock
from tests.fakes.database import InMemoryDatabase
from tests.fakes.nudge import FakeNudge
from tests.fakes.stores import (
    InMemoryActivityStore,
    InMemoryCatalogStore,
    InMemorySettingsStore,
    InMemorySubscriptionStore,
    InMemoryUsageStore,
    InMemoryUserStore,
)
from tests.fakes.stream_host import FakeStreamHost
from tests.fakes.vault import FakeVault
from tests.stream_builders import a_stream

ALPHA, BETA = ServerId("srv_alpha"), ServerId("srv_beta")


class Players(FakeStreamHost):
    """What runs on the servers; `stop_error` is what the next stops come to.

    `before_stop` is called before each of them.
    """

    stop_error: BaseException | None = None
    before_stop: Callable[[], None] | None = None

    def stop(
        self, access: ServerAccess, *, session_id: str, message: str, timeout_seconds: float
    ) -> None:
        if self.before_stop:
            self.before_stop()
        if self.stop_error:
            raise self.stop_error
        super().stop(
            access, session_id=session_id, message=message, timeout_seconds=timeout_seconds
        )


class World:
    """Ann may run two streams; each `play` is on a device of its own."""

    def __init__(self) -> None:
        self.db = InMemoryDatabase()
        self.clock = FakeClock(NOON)
        self.players = Players()
        self.nudge = FakeNudge()
        self.pauses: list[float] = []
        self.meanwhile: Callable[[], None] | None = None
        self.db.seed(
            a_plex_account(),
            a_server(id=ALPHA, name="Alpha"),
            a_server(id=BETA, name="Beta", machine_id="machine-beta"),
            a_plan(max_streams=2),
        )
        self.deps = EnforcementDeps(
            database=self.db,
            store=InMemoryActivityStore(self.db),
            usage=InMemoryUsageStore(self.db),
            users=InMemoryUserStore(self.db),
            subscriptions=InMemorySubscriptionStore(self.db),
            catalog=InMemoryCatalogStore(self.db),
            settings=InMemorySettingsStore(self.db),
            hosts={Platform.PLEX: self.players},
            vault=FakeVault(),
            nudge=self.nudge,
            clock=self.clock,
            site_url="http://127.0.0.1:8080",
            pause=self._pause,
        )
        self.customer("ann", plex_id="2000")

    def _pause(self, seconds: float) -> None:
        """Let time pass; `meanwhile` happens between the first and the second look."""
        self.pauses.append(seconds)
        if self.meanwhile:
            self.meanwhile()
        self.clock.move(timedelta(seconds=seconds))

    def settings(self, **changes: object) -> None:
        before = self.db.find(SiteSettings, "site") or SiteSettings(version=1)
        self.db.seed(replace(before, **changes))

    def customer(
        self, name: str, *, plex_id: str, has_plan: bool = True, **changes: object
    ) -> User:
        user_id = UserId(f"usr_{name}")
        user = a_user(
            id=user_id,
            name=name.title(),
            email=f"{name}@example.com",
            media=an_identity(name, plex_id=plex_id, is_proven=bool(plex_id)),
            **changes,
        )
        self.db.seed(user, MediaClaim(f"name:{name}", user_id))
        if plex_id:
            self.db.seed(MediaClaim(f"id:{plex_id}", user_id))
        if has_plan:
            period = a_period(payment_id=PaymentId(f"pay_{name}"))
            self.db.seed(a_subscription(user_id=user_id, periods=(period,)))
        return user

    def play(
        self, number: int, *, server: ServerId = ALPHA, who: str = "2000", **changes: object
    ) -> Stream:
        defaults = {
            "server_id": server,
            "session_key": str(number),
            "session_id": f"{server}-{number}",
            "account_ref": who,
            "device_id": f"device-{number}",
            "device_name": f"Device {number}",
            "title_key": f"{server}-{number}",
            "title": f"Film {number}",
        }
        made = a_stream(**{**defaults, **changes})
        self.players.play(made)
        return made

    def pause_player(self, number: int, *, server: ServerId = ALPHA) -> None:
        self.players.play(replace(self.end(number, server=server), state=PlayState.PAUSED))

    def end(self, number: int, *, server: ServerId = ALPHA) -> Stream:
        here = self.players.running[server]
        return here.pop([each.session_key for each in here].index(str(number)))

    def sweep(self, *, dry_run: bool = False, after: timedelta | None = None) -> SweepReport:
        if after:
            self.clock.move(after)
        return sweep.sweep(self.deps, dry_run=dry_run)

    @property
    def running(self) -> list[str]:
        everywhere = self.players.running.values()
        return sorted(each.session_key for here in everywhere for each in here)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return self.db.all(Decision)

    @property
    def mails(self) -> list[tuple[str, str]]:
        jobs = [job for job in self.db.all(Job) if "event" in job.payload]
        return [(job.payload["event"], job.payload["to"]) for job in jobs]

    @property
    def activity(self) -> tuple[ActivityEntry, ...]:
        return self.db.all(ActivityEntry)

    def remembered(self, number: int, *, server: ServerId = ALPHA) -> Sighting | None:
        watch = self.db.find(ServerWatch, server)
        found = (
            [each for each in watch.sightings if each.session_key == str(number)] if watch else []
        )
        return found[0] if found else None


MINUTES = timedelta(minutes=1)
