"""What the system did and does: jobs, schedules, decisions, audit, attention, overview."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from chalicelib import wiring
from chalicelib.access.explaining import preview
from chalicelib.checkout import offer
from chalicelib.enforcement.sweeping import sweep
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.admin.shapes import (
    AccessPreview,
    AuditList,
    DecisionList,
    DecisionShape,
    JobList,
    JobShape,
    ListQuery,
    MoneyShape,
)
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.entrypoints.schedules import SCHEDULES
from chalicelib.insights import attention, overview
from chalicelib.jobs import run
from chalicelib.jobs.model import JobState
from chalicelib.kernel.errors import NotFoundError
from chalicelib.kernel.ids import DecisionId, JobId

registry = Registry()

# An answer over API Gateway takes 29 seconds at most.
_PREVIEW_SECONDS = 25.0


class JobQuery(ListQuery):
    """A page of jobs in one state."""

    state: JobState = JobState.PARKED


class ScheduleShape(Model):
    """A schedule with its last run."""

    name: str
    cadence: str
    purpose: str
    started_at: datetime | None
    finished_at: datetime | None
    outcome: str
    counts: dict[str, int]


class ScheduleList(Model):
    """Every schedule."""

    items: list[ScheduleShape]


class AttentionItem(Model):
    """Something that a person must look at, and what helps."""

    kind: Annotated[str, StringConstraints(max_length=40)]
    id: str
    title: str
    remedy: str
    at: datetime | None
    user_id: str | None


class AttentionList(Model):
    """What needs attention, newest first; `is_cut` when there is more than shown."""

    items: list[AttentionItem]
    is_cut: bool


class ServerLoad(Model):
    """How full a server is."""

    id: str
    name: str
    is_enabled: bool
    seats_taken: int
    max_users: int | None


class DayShape(Model):
    """What was counted on a day: people whose paid time ran, and items by kind of library."""

    day: str
    counted_at: datetime
    active_users: int
    trial_users: int
    items: dict[str, int]


class OverviewShape(Model):
    """The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.

    `at_least` names the figures that were cut, so that the truth may be higher. `days` are what
    was counted day by day, the latest first.
    """

    now: datetime
    shop_notice: str
    active_users: int
    trial_users: int
    users_ending_soon: int
    open_orders: int
    income_30_days: list[MoneyShape]
    payments_30_days: int
    decisions_24_hours: int
    attention: int
    webhooks_refused_7_days: int
    servers: list[ServerLoad]
    at_least: list[str]
    days: list[DayShape]


class SweepPreview(Model):
    """What a sweep would do at this instant."""

    at: datetime
    servers: int
    unreachable: list[str]
    streams: int
    unknown_streams: int
    decisions: list[DecisionShape]


@registry.add("GET", "/overview", summary="The site at a glance", returns=OverviewShape)
def read_overview(_call: Call[NoInput, NoInput]) -> OverviewShape:
    """Return counts that tell how the business runs, and why nothing is sold, if so (B033)."""
    found = overview.overview(wiring.insights_deps())
    notice = offer.offers(wiring.checkout_deps()).admin_text
    counts = {
        name: getattr(found, name) for name in OverviewShape.model_fields.keys() - {"shop_notice"}
    }
    return OverviewShape.model_validate({**counts, "shop_notice": notice})


@registry.add("GET", "/attention", summary="What needs attention", returns=AttentionList)
def list_attention(_call: Call[NoInput, NoInput]) -> AttentionList:
    """Return whatever waits for a person: payments, jobs, streams, runs of many people."""
    return AttentionList.model_validate(attention.list_items(wiring.insights_deps()))


@registry.add("GET", "/jobs", summary="List jobs", query=JobQuery, returns=JobList)
def list_jobs(call: Call[NoInput, JobQuery]) -> JobList:
    """Return jobs of one state, newest first."""
    query = call.query
    page = wiring.jobs_deps().store.in_state(query.state, cursor=query.cursor, limit=query.limit)
    return present.job_list(page)


@registry.add("GET", "/jobs/{job_id}", summary="Show a job", returns=JobShape)
def read_job(call: Call[NoInput, NoInput]) -> JobShape:
    """Return one job."""
    job = wiring.jobs_deps().store.get(JobId(call.path["job_id"]))
    if job is None:
        raise NotFoundError("There is no such job.", remedy="Reload the list.")
    return JobShape.model_validate(job)


@registry.add("POST", "/jobs/{job_id}/retry", summary="Try a parked job", returns=JobShape)
def retry_job(call: Call[NoInput, NoInput]) -> JobShape:
    """Put a parked job back in line."""
    job_id = JobId(call.path["job_id"])
    return JobShape.model_validate(run.retry(wiring.jobs_deps(), job_id=job_id, actor=call.actor))


@registry.add("GET", "/schedules", summary="List schedules", returns=ScheduleList)
def list_schedules(_call: Call[NoInput, NoInput]) -> ScheduleList:
    """Return every schedule with its last run."""
    deps = wiring.jobs_deps()
    ran = {state.name: state for state in deps.store.schedules()}
    items = []
    for schedule in SCHEDULES.values():
        state = ran.get(schedule.name)
        items.append(
            ScheduleShape(
                name=schedule.name,
                cadence=schedule.rhythm,
                purpose=schedule.purpose,
                started_at=state.started_at if state else None,
                finished_at=state.finished_at if state else None,
                outcome=state.outcome if state else "",
                counts=dict(state.counts) if state else {},
            )
        )
    return ScheduleList(items=items)


@registry.add(
    "GET",
    "/decisions",
    summary="Decisions about streams",
    query=ListQuery,
    returns=DecisionList,
)
def list_decisions(call: Call[NoInput, ListQuery]) -> DecisionList:
    """Return decisions with their evidence, newest first."""
    deps = wiring.enforcement_deps()
    page = deps.store.decisions(
        now=deps.clock.now(), cursor=call.query.cursor, limit=call.query.limit
    )
    return present.decision_list(page)


@registry.add("GET", "/decisions/{decision_id}", summary="Show a decision", returns=DecisionShape)
def read_decision(call: Call[NoInput, NoInput]) -> DecisionShape:
    """Return one decision with its evidence."""
    found = wiring.enforcement_deps().store.decision(DecisionId(call.path["decision_id"]))
    if found is None:
        raise NotFoundError("There is no such decision.", remedy="Reload the list.")
    return present.decisions([found])[0]


@registry.add(
    "POST",
    "/enforcement/preview",
    summary="What a sweep would do now",
    returns=SweepPreview,
)
def preview_sweep(_call: Call[NoInput, NoInput]) -> SweepPreview:
    """Look at all servers and decide without touching anything."""
    deps = replace(wiring.enforcement_deps(), total_seconds=_PREVIEW_SECONDS)
    report = sweep.sweep(deps, dry_run=True)
    return SweepPreview(
        at=report.at,
        servers=report.servers,
        unreachable=list(report.unreachable),
        streams=report.streams,
        unknown_streams=report.unknown_streams,
        decisions=present.decisions(report.decisions),
    )


@registry.add(
    "POST",
    "/access/preview",
    summary="What the hourly run would do about access now",
    returns=AccessPreview,
)
def preview_access(_call: Call[NoInput, NoInput]) -> AccessPreview:
    """Look at everybody who is due or differs, and do nothing."""
    return present.access_preview(preview.hourly(wiring.access_deps()))


@registry.add("GET", "/audit", summary="The audit log", query=ListQuery, returns=AuditList)
def list_audit(call: Call[NoInput, ListQuery]) -> AuditList:
    """Return every change, newest first."""
    page = wiring.insights_deps().audit.recent(cursor=call.query.cursor, limit=call.query.limit)
    return present.audit_list(page)
