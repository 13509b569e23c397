"""Show what people downloaded, and where they stand in their week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalog.capabilities import Capability
from chalicelib.catalog.model import Plan, Platform
from chalicelib.enforcement.downloads import site_terms
from chalicelib.enforcement.downloads.model import CountedDownload, DownloadWeek
from chalicelib.enforcement.downloads.ports import DownloadDeps
from chalicelib.enforcement.downloads.site_terms import Terms
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import ServerId, UserId
from chalicelib.kernel.page import Page
from chalicelib.subscriptions.downloads import allotment
from chalicelib.users.model import User

_WEEKS_SHOWN = 13
_DOWNLOADS_SHOWN = 200
_WAYS = (Capability.DOWNLOADS_RUNNING, Capability.DOWNLOADS_LOGGED)


@dataclass(frozen=True, slots=True)
class Meter:
    """How much of a week's allotment is used; a new week begins at `renews_at`.

    `limit` is 0 for no downloads, None for any number. Until `withheld_until` the right is off
    because the allotment is used up; None when it is not. Until `asked_until` the person is only
    asked to download nothing, because the right is still there.
    """

    first_day: str
    renews_at: datetime
    count: int
    limit: int | None
    withheld_until: datetime | None = None
    asked_until: datetime | None = None

    @property
    def share(self) -> int:
        """Return how much is used, in percent and 100 at most; 0 without an allotment."""
        return min(100, self.count * 100 // self.limit) if self.limit else 0


@dataclass(frozen=True, slots=True)
class PersonsDownloads:
    """One person's week: the meter, what was counted, newest first, and the weeks before."""

    meter: Meter
    downloads: tuple[CountedDownload, ...]
    earlier: tuple[DownloadWeek, ...]


def meter(deps: DownloadDeps, *, user: User, plan: Plan | None) -> Meter | None:
    """Return the meter of somebody with this plan, None where there is no allotment to use."""
    limit = allotment(user, plan) if plan else None
    if limit is None or limit == 0:
        return None
    return _meter(deps, user, limit, terms=site_terms.read(deps.enforcing))


def meter_of(deps: DownloadDeps, *, user: User) -> Meter | None:
    """Return the meter of somebody, whatever the plan; None where there is none to use."""
    base = deps.enforcing
    limit = site_terms.allotments(base, [user], now=base.clock.now()).get(user.id)
    return _meter(deps, user, limit, terms=site_terms.read(base)) if limit else None


def of_person(deps: DownloadDeps, *, user_id: UserId) -> PersonsDownloads:
    """Return a person's downloads of this week, and how many they were before.

    Raises NotFoundError.
    """
    base, now = deps.enforcing, deps.enforcing.clock.now()
    user = base.users.get(user_id)
    if user is None:
        raise NotFoundError("There is no such user.", remedy="Reload the list.")
    limit = site_terms.allotments(base, [user], now=now).get(user_id)
    terms = site_terms.read(base)
    shown = _meter(deps, user, limit, terms=terms)
    page = deps.store.downloads_in(
        user_id, shown.first_day, now=now, cursor=None, limit=_DOWNLOADS_SHOWN
    )
    weeks = deps.store.download_weeks_of(user_id, now=now, cursor=None, limit=_WEEKS_SHOWN)
    return PersonsDownloads(
        meter=shown,
        downloads=tuple(sorted(page.items, key=lambda each: each.at, reverse=True)),
        earlier=tuple(week for week in weeks.items if week.first_day != shown.first_day),
    )


def of_everybody(
    deps: DownloadDeps, *, server_id: ServerId | None, cursor: str | None, limit: int
) -> Page[CountedDownload]:
    """Return downloads from one server or all, newest first."""
    now = deps.enforcing.clock.now()
    return deps.store.downloads(server_id=server_id, now=now, cursor=cursor, limit=limit)


def ways(deps: DownloadDeps) -> Mapping[Platform, Capability]:
    """Return how the platforms of the servers there are tell of downloads."""
    used = {server.platform for server in deps.enforcing.catalog.servers()}
    return {
        platform: way
        for platform, source in deps.download_sources.items()
        if platform in used
        for way in _WAYS
        if way in source.capabilities
    }


def _meter(deps: DownloadDeps, user: User, limit: int | None, *, terms: Terms) -> Meter:
    now = deps.enforcing.clock.now()
    first_day = terms.week_of(now)
    week = deps.store.download_weeks([(user.id, first_day)]).get((user.id, first_day))
    hold = deps.enforcing.users.download_hold(user.id)
    until = hold.until if hold and hold.holds(now=now) and not user.is_permanent else None
    is_off = until is not None and not deps.store.may_download(user.id)
    return Meter(
        first_day=first_day,
        renews_at=terms.ends_at(first_day),
        count=week.count if week else 0,
        limit=limit,
        withheld_until=until if is_off else None,
        asked_until=None if is_off else until,
    )
