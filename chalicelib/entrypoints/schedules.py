"""Every schedule with its cadence, in one table."""

import logging
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
from chalicelib.entrypoints.jobs import HANDLERS
from chalicelib.jobs import run
from chalicelib.jobs.schedule import run_under_lease
from chalicelib.kernel.errors import AppError
from chalicelib.payments import sync
from chalicelib.payments.model import GatewayName

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
    return dict(sweep.sweep(wiring.enforcement_deps()).counts)


def _hourly() -> Mapping[str, int]:
    return {
        **_part("payments", lambda: sync.sync(wiring.payments_deps(), gateway=GatewayName.STRIPE)),
        **_part("access", lambda: due.enqueue_due(wiring.access_deps())),
        **_job_sweep(),
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


def run_named(name: str) -> Mapping[str, int]:
    """Run a schedule now, unless it runs already; return its counts."""
    schedule = SCHEDULES[name]
    counts = run_under_lease(
        wiring.jobs_deps(), name=name, longest=schedule.longest, work=schedule.work
    )
    log.info("schedule.ran", extra={"schedule": name, "counts": dict(counts)})
    return dict(counts)


@blueprint.schedule(SCHEDULES["enforcement"].cadence, name="enforcement")
def enforcement(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run the stream sweep."""
    return run_named("enforcement")


@blueprint.schedule(SCHEDULES["hourly"].cadence, name="hourly")
def hourly(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each hour."""
    return run_named("hourly")


@blueprint.schedule(SCHEDULES["daily"].cadence, name="daily")
def daily(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each day."""
    return run_named("daily")


@blueprint.schedule(SCHEDULES["job_sweep"].cadence, name="job_sweep")
def job_sweep(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run jobs whose nudge was lost."""
    return run_named("job_sweep")
