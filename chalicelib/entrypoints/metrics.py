"""Which logged events are counted, and how CloudWatch is told.

A metric is no second call: the line of the event carries it in the embedded metric format
(https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html),
so that log and metric cannot disagree. Dimensions are the stage and at most one word out of a few.
Why so few, and what they cost: docs/adr/0014-telemetry.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

NAMESPACE = "StreamsManager"
COUNT = "Count"
SECONDS = "Seconds"

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure in an event's fields; nothing is sent while it is 0.

    `by` is the field that divides it. A fault is rare, and so is its price.
    """

    name: str
    read: Callable[[Fields], float]
    unit: str = COUNT
    by: str = ""
    is_fault: bool = False


def _when(field: str, *values: str) -> Callable[[Fields], float]:
    return lambda fields: float(str(fields.get(field)) in values)


def _status(lowest: int, end: int) -> Callable[[Fields], float]:
    return lambda fields: float(lowest <= int(fields.get("status", 0)) < end)


def _always(_fields: Fields) -> float:
    return 1.0


def _sweep_seconds(fields: Fields) -> float:
    return float(fields.get("seconds", 0)) if fields.get("schedule") == "enforcement" else 0.0


def _stops(field: str) -> Callable[[Fields], float]:
    return lambda fields: 0.0 if fields.get("dry_run") else float(fields.get(field, 0))


EVENTS: Mapping[str, tuple[Metric, ...]] = {
    "http.answered": (
        Metric("RequestsServed", _status(100, 400)),
        Metric("RequestsRefused", _status(400, 500)),
        Metric("RequestsFailed", _status(500, 600), is_fault=True),
    ),
    "webhook.accepted": (Metric("WebhooksAccepted", _always, by="gateway"),),
    "webhook.refused": (Metric("WebhooksRefused", _always, by="gateway", is_fault=True),),
    "payment.booked": (
        Metric("PaymentsSettled", _when("outcome", "settled")),
        Metric("PaymentsUnmatched", _when("outcome", "unmatched", "held"), is_fault=True),
    ),
    "payments.not_synced": (Metric("SyncFailures", _always, is_fault=True),),
    "job.ended": (
        Metric("JobsDone", _when("state", "done")),
        Metric("JobsRetried", _when("state", "ready"), is_fault=True),
        Metric("JobsParked", _when("state", "parked"), is_fault=True),
    ),
    "sweep.ended": (
        Metric("StreamsStopped", _stops("stopped")),
        Metric("ServersUnreachable", _stops("unreachable"), is_fault=True),
    ),
    "schedule.ran": (Metric("SweepSeconds", _sweep_seconds, unit=SECONDS),),
    "schedule.part_failed": (Metric("ScheduleFailures", _always, is_fault=True),),
    "function.failed": (Metric("FunctionFailures", _always, is_fault=True),),
    "vendor.failed": (Metric("VendorFailures", _always, by="vendor", is_fault=True),),
}


def embedded(
    event: str, fields: Fields, *, stage: str, at_milliseconds: int, only_faults: bool
) -> dict[str, Any]:
    """Return what makes an event's line a metric as well, nothing when it counts nothing."""
    told: dict[str, float] = {}
    directives = []
    dimensions = {"stage": stage}
    for metric in EVENTS.get(event, ()):
        value = metric.read(fields)
        if not value or (only_faults and not metric.is_fault):
            continue
        told[metric.name] = value
        if metric.by:
            dimensions[metric.by] = str(fields.get(metric.by) or "other")
        directives.append(
            {
                "Namespace": NAMESPACE,
                "Dimensions": [["stage", metric.by] if metric.by else ["stage"]],
                "Metrics": [{"Name": metric.name, "Unit": metric.unit}],
            }
        )
    if not directives:
        return {}
    header = {"Timestamp": at_milliseconds, "CloudWatchMetrics": directives}
    return {"_aws": header, **dimensions, **told}
