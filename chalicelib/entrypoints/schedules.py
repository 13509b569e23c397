"""What every schedule does, in one table; when, is in timetable.py."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from chalice.app import Cron, Rate

from chalicelib import media_wiring, wiring
from chalicelib.access.importing import run as import_run
from chalicelib.access.looking import census
from chalicelib.access.ports import AccessDeps
from chalicelib.access.runs import due, survey
from chalicelib.catalog import upkeep
from chalicelib.checkout import call_up, close
from chalicelib.community import survey as community
from chalicelib.enforcement.activity import by_hour
from chalicelib.enforcement.devices import keeping
from chalicelib.enforcement.downloads import counting
from chalicelib.enforcement.model import SERVER
from chalicelib.enforcement.sharing import nightly
from chalicelib.enforcement.sweeping import sweep
from chalicelib.entrypoints import telemetry, timetable
from chalicelib.entrypoints.money_jobs import ALL_HANDLERS
from chalicelib.insights import figures
from chalicelib.jobs import run
from chalicelib.jobs.ports import JobsDeps
from chalicelib.jobs.schedule import (
    run_under_lease,
    tell_trouble,
    troubles_before,
    write_at_end,
)
from chalicelib.kernel import context
from chalicelib.kernel.audit import Actor
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import ServerId
from chalicelib.membership import outages
from chalicelib.notifications import late
from chalicelib.notifications.late import Rhythm
from chalicelib.payments import sync
from chalicelib.payments.renewing import overdue
from chalicelib.payments.writing import opening

telemetry.configure()
log = logging.getLogger(__name__)

# By name, apart from what they do: who watches them all needs no right to do it.
RHYTHMS: Mapping[str, Rhythm] = {
    "enforcement": Rhythm(timedelta(minutes=5), timedelta(minutes=4, seconds=50)),
    "hourly": Rhythm(timedelta(hours=1), timedelta(minutes=14)),
    "daily": Rhythm(timedelta(days=1), timedelta(minutes=14)),
    "job_sweep": Rhythm(timedelta(minutes=1), timedelta(minutes=4)),
}

# Of a run's time devices have so much at most, and so much is kept for the end of the run.
_DEVICES_SECONDS, _RESERVE_SECONDS = 90.0, 30.0
# What a run calls a server whose devices could not be looked after; its id follows.
_DEVICES = "devices:"


@dataclass(frozen=True, slots=True)
class Schedule:
    """What runs when, `rhythm` in words.

    `is_idle`, where given, tells without a write that a run would find nothing to do.
    """

    name: str
    cadence: Rate | Cron
    rhythm: str
    purpose: str
    work: Callable[[], Mapping[str, int]]
    is_idle: Callable[[], bool] | None = None


def _enforcement() -> Mapping[str, int]:
    begun = time.monotonic()
    report = sweep.sweep(wiring.enforcement_deps())
    for server_id, why in report.errors.items():
        tell_trouble(f"{SERVER}{server_id}", why)
    _tell_outages(still=report.errors)
    # What the streams left of the time; the end of the run must still be written.
    seconds = RHYTHMS["enforcement"].longest.total_seconds() - (time.monotonic() - begun)
    unread = frozenset(report.errors)
    return {
        **report.counts,
        **_part("devices", lambda: limit_devices(unread, seconds=seconds - _RESERVE_SECONDS)),
        **_part("downloads", lambda: counting.count_downloads(wiring.download_deps())),
    }


def limit_devices(unread: frozenset[ServerId], *, seconds: float) -> Mapping[str, int]:
    """Keep devices within their limits; tell of servers that only their devices are unread of."""
    report = keeping.run(wiring.enforcement_deps(), seconds=min(seconds, _DEVICES_SECONDS))
    for server_id, why in report.errors.items():
        if server_id not in unread:
            tell_trouble(f"{_DEVICES}{server_id}", why)
    return report.counts


def _tell_outages(*, still: Mapping[ServerId, str]) -> None:
    """Write down, together with the end of this run, which servers were out for long."""
    before = {
        ServerId(name.removeprefix(SERVER)): trouble
        for name, trouble in troubles_before().items()
        if name.startswith(SERVER)
    }
    well = {each: trouble for each, trouble in before.items() if each not in still}
    if not well:
        return
    deps = wiring.enforcement_deps()
    names = {each.id: each.name for each in deps.catalog.servers() if each.is_enabled}
    settings, now = deps.settings.safety(), deps.clock.now()
    in_turn = dict(islice(well.items(), outages.MOST_AT_ONCE))
    write_at_end(*outages.over(in_turn, names=names, settings=settings, now=now))
    for server_id in well.keys() - in_turn.keys():
        # The next run finds it well again.
        tell_trouble(f"{SERVER}{server_id}", well[server_id].why)


def _hourly() -> Mapping[str, int]:
    return {
        **_part("payments", lambda: sync.sync_all(wiring.payments_deps())),
        **_part("agreements", lambda: overdue.look_after(wiring.payments_deps())),
        **_part("import", lambda: import_people(wiring.access_deps())),
        **_part("access", lambda: due.enqueue_due(wiring.access_deps())),
        **_part("waitlist", lambda: call_up.call_up(wiring.checkout_deps())),
        **_part("hours", lambda: by_hour.count(wiring.enforcement_deps())),
    }


def import_people(deps: AccessDeps) -> Mapping[str, int]:
    """Take over who is on the media servers; return how many people came to what."""
    return import_run.run(deps, opening=opening.opened, actor=Actor("schedule:hourly"))


def _daily() -> Mapping[str, int]:
    return {
        **_part("upkeep", lambda: upkeep.check_all(wiring.catalog_deps())),
        **_part("access", lambda: survey.look_at_all(wiring.access_deps())),
        **_part("statistics", _statistics),
        **_part("people", lambda: census.count_others(wiring.access_deps())),
        **_part("community", lambda: community.look_at_all(wiring.community_deps())),
        **_part("sharing", lambda: nightly.score_all(wiring.enforcement_deps())),
    }


def _statistics() -> Mapping[str, int]:
    return figures.refresh(wiring.access_deps(), media_wiring.item_counters())


def _job_sweep() -> Mapping[str, int]:
    return {
        **_part("orders", lambda: close.close_lapsed(wiring.checkout_deps())),
        **_part("jobs", lambda: run.run_due(wiring.jobs_deps(), handlers=ALL_HANDLERS)),
        **_part("watch", lambda: watch(wiring.jobs_deps())),
    }


def _nothing_waits() -> bool:
    deps = wiring.jobs_deps()
    has_jobs = bool(deps.store.due(now=deps.clock.now(), limit=1))
    return not has_jobs and not close.any_lapsed(wiring.checkout_deps())


def watch(deps: JobsDeps) -> Mapping[str, int]:
    """Tell administrators of schedules that stand still; return how many do."""
    selling = wiring.checkout_deps()
    return late.tell(deps, selling.settings, rhythms=RHYTHMS, site_url=selling.site_url)


def _part(name: str, work: Callable[[], Mapping[str, int]]) -> Mapping[str, int]:
    """Do one part of a run; when it fails the others still get their turn."""
    try:
        counts = work()
    except AppError as error:
        log.warning("schedule.part_failed", extra={"part": name, "why": error.message})
        tell_trouble(name, error.message)
        return {f"{name}_failed": 1}
    return {f"{name}_{outcome}": count for outcome, count in counts.items()}


_TABLE = (
    Schedule(
        "enforcement",
        timetable.CADENCES["enforcement"],
        "Every 5 minutes",
        "Look at all servers, keep streams, devices and downloads within their limits",
        _enforcement,
    ),
    Schedule(
        "hourly",
        timetable.CADENCES["hourly"],
        "Every hour",
        "Fetch payments, look who is on the servers, renew access, call up who waits, count hours",
        _hourly,
    ),
    Schedule(
        "daily",
        timetable.CADENCES["daily"],
        "Every day at 05:00 UTC",
        "Check Plex tokens, names and libraries of servers, everybody's access, roles, accounts",
        _daily,
    ),
    Schedule(
        "job_sweep",
        timetable.CADENCES["job_sweep"],
        "Every minute",
        "Run waiting jobs, close lapsed checkouts, watch the other schedules",
        _job_sweep,
        _nothing_waits,
    ),
)
SCHEDULES = {schedule.name: schedule for schedule in _TABLE}


def run_named(name: str) -> Mapping[str, int]:
    """Run a schedule now, unless it runs already; return its counts."""
    schedule = SCHEDULES[name]
    begun = time.perf_counter()
    with context.working_on(schedule=name):
        counts = run_under_lease(
            wiring.jobs_deps(),
            name=name,
            longest=RHYTHMS[name].longest,
            work=schedule.work,
            is_idle=schedule.is_idle,
        )
        seconds = round(time.perf_counter() - begun, 3)
        log.info("schedule.ran", extra={"seconds": seconds, "counts": dict(counts)})
    return dict(counts)


# Where Lambda finds them.
enforcement = timetable.enforcement
hourly = timetable.hourly
daily = timetable.daily
job_sweep = timetable.job_sweep
