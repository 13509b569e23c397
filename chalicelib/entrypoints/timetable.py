"""When the schedules run. What they do loads at the first run.

The function that answers people and gateways registers all schedules and never runs one, so it
does not wait for their code (docs/adr/0021). On AWS a schedule's own function is in schedules.py.
"""

from collections.abc import Mapping
from importlib import import_module

from chalice import Blueprint
from chalice.app import CloudWatchEvent, Cron, Rate

from chalicelib.entrypoints import telemetry

_WORK = "chalicelib.entrypoints.schedules"

CADENCES: Mapping[str, Rate | Cron] = {
    "enforcement": Rate(5, unit=Rate.MINUTES),
    "hourly": Rate(1, unit=Rate.HOURS),
    "daily": Cron(0, 5, "*", "*", "?", "*"),
    "job_sweep": Rate(1, unit=Rate.MINUTES),
}

# Its name is the module in which Lambda looks for the functions.
blueprint = Blueprint(_WORK)


@blueprint.schedule(CADENCES["enforcement"], name="enforcement")
@telemetry.traced("enforcement")
def enforcement(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run the stream sweep."""
    return _run("enforcement")


@blueprint.schedule(CADENCES["hourly"], name="hourly")
@telemetry.traced("hourly")
def hourly(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each hour."""
    return _run("hourly")


@blueprint.schedule(CADENCES["daily"], name="daily")
@telemetry.traced("daily")
def daily(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run what is due each day."""
    return _run("daily")


@blueprint.schedule(CADENCES["job_sweep"], name="job_sweep")
@telemetry.traced("job_sweep")
def job_sweep(_event: CloudWatchEvent) -> Mapping[str, int]:
    """Run jobs whose nudge was lost."""
    return _run("job_sweep")


def _run(name: str) -> Mapping[str, int]:
    counts: Mapping[str, int] = import_module(_WORK).run_named(name)
    return counts
