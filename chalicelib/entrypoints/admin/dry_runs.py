"""What a schedule or a job would do now: the exact plan, with nothing done (X042)."""

from datetime import datetime

from chalicelib.entrypoints import dry_runs
from chalicelib.entrypoints.admin import present
from chalicelib.entrypoints.operations import Call, Model, NoInput, Registry
from chalicelib.jobs.rehearsal import Step
from chalicelib.kernel.ids import JobId

registry = Registry()


class PlannedMailShape(Model):
    """A mail as it would go out."""

    to: str
    subject: str
    text: str


class StepShape(Model):
    """One thing that a run would do: to what or whom, why, and what it changes, a line each."""

    action: str
    about: str
    why: str
    user_id: str | None
    user_label: str
    changes: list[str]
    mail: PlannedMailShape | None


class PartShape(Model):
    """What one part of a run would do; `is_cut` when there is more than was looked at."""

    name: str
    steps: list[StepShape]
    note: str
    counts: dict[str, int]
    is_cut: bool


class RunPreview(Model):
    """What a run would do at this instant; nothing was done."""

    name: str
    at: datetime
    parts: list[PartShape]


@registry.add(
    "POST",
    "/schedules/{name}/preview",
    summary="What a schedule would do now",
    returns=RunPreview,
)
def preview_schedule(call: Call[NoInput, NoInput]) -> RunPreview:
    """Rehearse every part of a schedule without writing, stopping or sending anything."""
    return _shown(dry_runs.of_schedule(call.path["name"]))


@registry.add(
    "POST", "/jobs/{job_id}/preview", summary="What a job would do now", returns=RunPreview
)
def preview_job(call: Call[NoInput, NoInput]) -> RunPreview:
    """Return what a job would do now, for example the mail as it would be sent."""
    return _shown(dry_runs.of_job(JobId(call.path["job_id"])))


def _shown(plan: dry_runs.Plan) -> RunPreview:
    labels = present.labels(step.user_id for part in plan.parts for step in part.steps)
    return RunPreview(
        name=plan.name,
        at=plan.at,
        parts=[
            PartShape(
                name=part.name,
                steps=[_step(step, labels.get(step.user_id or "", "")) for step in part.steps],
                note=part.note,
                counts=dict(part.counts),
                is_cut=part.is_cut,
            )
            for part in plan.parts
        ],
    )


def _step(step: Step, user_label: str) -> StepShape:
    return StepShape(
        action=step.action,
        about=step.about,
        why=step.why,
        user_id=step.user_id,
        user_label=user_label,
        changes=list(step.changes),
        mail=PlannedMailShape.model_validate(step.mail) if step.mail else None,
    )
