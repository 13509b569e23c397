"""Every schedule with its cadence, in one table."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from chalice import Blueprint
from chalice.app import CloudWatchEvent, Cron, Rate

from chalicelib import wiring
from chalicelib.access import due
from chalicelib.catalog import upkeep
from chalicelib.checkout import close
from chalicelib.enforcement import sweep
from chalicelib.enforcement.model import SERVER
from chalicelib.entrypoints import telemetry
from chalicelib.entrypoints.jobs import HANDLERS
from chalicelib.jobs import run
from chalicelib.jobs.schedule import run_under_lease, tell_trouble
from chalicelib.kernel import context
from chalicelib.kernel.errors import AppError
from chalicelib.payments import sync

telemetry.configure()
log = logging.getLogger(__name__)
blueprint = Blueprint(__name__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What runs when; `longest` is how long its lease lasts if it dies."""

    name: str
    cadence: Rate | Cron
    rhythm: str
    purpose: str
    longest: timedelta
    work: Callable[[], Mapping[str, int]]


def _enforcement() -> Mapping[str, int]:
    report = sweep.sweep(wiring.enforcement_deps())
    for server_id, why in report.errors.items():
        tell_trouble(f"{SERVER}{server_id}", why)
    return dict(report.counts)


def _hourly() -> Mapping[str, int]:
    return {
        **_part("payments", lambda: sync.sync_all(wiring.payments_deps())),
        **_part("access", lambda: due.enqueue_due(wiring.access_deps())),
    }


def _daily() -> Mapping[str, int]:
    return upkeep.check_all(wiring.catalog_deps())


def _job_sweep() -> Mapping[str, int]:
    return {
        **_part("orders", lambda: close.close_lapsed(wiring.checkout_deps())),
        **_part("jobs", lambda: run.run_due(wiring.jobs_deps(), handlers=HANDLERS)),
    }


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
        Rate(5, unit=Rate.MINUTES),
        "Every 5 minutes",
        "Look at all servers and stop streams over the limit",
        timedelta(minutes=4, seconds=50),
        _enforcement,
    ),
    Schedule(
        "hourly",
        Rate(1, unit=Rate.HOURS),
        "Every hour",
        "Fetch payments, end and renew access",
        timedelta(minutes=14),
        _hourly,
    ),
    Schedule(
        "daily",
        Cron(0, 5, "*", "*", "?", "*"),
        "Every day at 05:00 UTC",
        "Check Plex tokens, names and libraries of servers",
        timedelta(minutes=14),
        _daily,
    ),
    Schedule(
        "job_sweep",
        Rate(1, unit=Rate.MINUTES),
        "Every minute",
        "Run waiting jobs and close lapsed checkouts",
        timedelta(minutes=4),
        _job_sweep,
    ),
)
SCHEDULES = {schedule.name: schedule for schedule in _TABLE}


def every(name: str) -> timedelta:
    """Return how long after one run of a schedule the next is due."""
    match SCHEDULES[name].cadence:
        case Rate(value=count, unit=unit):
            return timedelta(**{f"{unit.lower().rstrip('s')}s": count})
        case _:  # the only other rhythm that we use is a time of day
            return timedelta(days=1)


def run_named(name: str) -> Mapping[str, int]:
    """Run a schedule now, unless it runs already; return its counts."""
    schedule = SCHEDULES[name]
    begun = time.perf_counter()
    with context.working_on(schedule=name):
        counts = run_under_lease(
            wiring.jobs_deps(), name=name, longest=schedule.longest, work=schedule.work
        )
        seconds = round(time.perf_counter() - begun, 3)
        log.info("schedule.ran", extra={"seconds": seconds, "counts": dict(counts)})
    return dict(counts)


@blueprint.schedule(SCHEDULES["enforcement"].cadence, name="enforcement")
@telemetry.traced("enforcement")
def enforcement(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run the stream sweep."""
    return run_named("enforcement")


@blueprint.schedule(SCHEDULES["hourly"].cadence, name="hourly")
@telemetry.traced("hourly")
def hourly(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each hour."""
    return run_named("hourly")


@blueprint.schedule(SCHEDULES["daily"].cadence, name="daily")
@telemetry.traced("daily")
def daily(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each day."""
    return run_named("daily")


@blueprint.schedule(SCHEDULES["job_sweep"].cadence, name="job_sweep")
@telemetry.traced("job_sweep")
def job_sweep(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run jobs whose nudge was lost."""
    return run_named("job_sweep")
