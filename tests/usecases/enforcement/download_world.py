"""The same servers, from which people download; Alpha tells what runs, Gamma has a log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.catalog.model import Plan, Platform, Server
from chalicelib.catalog.plan_limits import PlanLimits
from chalicelib.enforcement.downloads.counting import count_downloads
from chalicelib.enforcement.downloads.model import CountedDownload, Download, DownloadWeek
from chalicelib.enforcement.downloads.ports import DownloadDeps
from chalicelib.jobs.model import Job, JobKind
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.settings.limit_model import LimitSettings
from chalicelib.users.holds import DownloadHold
from chalicelib.users.model import User
from tests.builders import a_server
from tests.fakes.download_source import FakeDownloadSource
from tests.fakes.download_store import InMemoryDownloadStore
from tests.usecases.enforcement.world import ALPHA, World

GAMMA = ServerId("srv_gamma")
ANN = UserId("usr_ann")
RUN = timedelta(minutes=5)


class DownloadWorld(World):
    """Ann may download three times a week; the first look has been."""

    def __init__(self) -> None:
        super().__init__()
        self.plex = FakeDownloadSource(lists_running=True)
        self.jellyfin = FakeDownloadSource()
        self.db.seed(a_server(id=GAMMA, name="Gamma", platform=Platform.JELLYFIN))
        self.loading = DownloadDeps(
            self.deps,
            InMemoryDownloadStore(self.db),
            {Platform.PLEX: self.plex, Platform.JELLYFIN: self.jellyfin},
        )
        self.plan(allows_downloads=True, limits=PlanLimits(weekly_downloads=3))
        self.run(after=timedelta(0))

    def plan(self, **changes: object) -> None:
        known = self.db.find(Plan, "pln_basic")
        assert known is not None
        self.db.seed(replace(known, **changes))

    def server(self, server_id: ServerId, **changes: object) -> None:
        known = self.db.find(Server, server_id)
        assert known is not None
        self.db.seed(replace(known, **changes))

    def person(self, user_id: UserId = ANN, **changes: object) -> None:
        known = self.db.find(User, user_id)
        assert known is not None
        self.db.seed(replace(known, **changes))

    def limits(self, **changes: object) -> None:
        before = self.db.find(LimitSettings, "limits") or LimitSettings(version=1)
        self.db.seed(replace(before, **changes))

    def runs(self, title: str, *, ref: str = "", who: str = "2000") -> None:
        """Let a download run on Alpha until it ends."""
        told = Download(ALPHA, who, title, title.casefold(), self.clock.now(), ref or title)
        self.plex.told.setdefault(ALPHA, []).append(told)

    def ends(self, ref: str) -> None:
        self.plex.told[ALPHA] = [each for each in self.plex.told[ALPHA] if each.ref != ref]

    def logs(self, title: str, *, at: datetime | None = None, who: str = "2000") -> Download:
        """Let a download begin on Gamma."""
        here = self.jellyfin.told.setdefault(GAMMA, [])
        told = Download(
            GAMMA, who, title, title.casefold(), at or self.clock.now(), str(len(here) + 1)
        )
        here.append(told)
        return told

    def run(self, *, after: timedelta = RUN) -> Mapping[str, int]:
        self.clock.move(after)
        return count_downloads(self.loading)

    def downloads(self, *titles: str) -> Mapping[str, int]:
        """Let downloads be told, each by the log, and have them counted."""
        for title in titles:
            self.logs(title)
        return self.run()

    @property
    def weeks(self) -> dict[str, int]:
        """Return how many downloads Ann made in each week."""
        hers = [week for week in self.db.all(DownloadWeek) if week.user_id == ANN]
        return {week.first_day: week.count for week in sorted(hers, key=lambda it: it.first_day)}

    @property
    def count(self) -> int:
        """Return how many downloads anybody made."""
        return sum(week.count for week in self.db.all(DownloadWeek))

    @property
    def counted(self) -> list[tuple[str, int]]:
        found = sorted(self.db.all(CountedDownload), key=lambda each: (each.at, each.title))
        return [(each.title, each.again) for each in found]

    @property
    def hold(self) -> DownloadHold | None:
        return self.db.find(DownloadHold, ANN)

    @property
    def checks(self) -> int:
        """Return how often access was asked to be brought in line."""
        return sum(job.kind is JobKind.RECONCILE_ACCESS for job in self.db.all(Job))

    @property
    def notices(self) -> list[str]:
        jobs = [job for job in self.db.all(Job) if job.payload.get("event") == "download_quota"]
        return sorted(job.payload["facts"]["is_excess"] for job in jobs)
