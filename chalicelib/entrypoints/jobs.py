"""The queue's worker, and the table from a kind of job to its use case."""

import json
import logging
from typing import Any

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib import config, wiring
from chalicelib.access import due, reconcile
from chalicelib.entrypoints import telemetry
from chalicelib.jobs import run
from chalicelib.jobs.model import Job, JobKind
from chalicelib.jobs.ports import Handlers
from chalicelib.kernel.errors import AppError
from chalicelib.kernel.ids import JobId, UserId
from chalicelib.notifications import mail

telemetry.configure()
log = logging.getLogger(__name__)
blueprint = Blueprint(__name__)


def _reconcile_access(job: Job) -> None:
    reconcile.reconcile(wiring.access_deps(), user_id=UserId(job.subject), job=job)


def _replan_expiry(_job: Job) -> None:
    due.replan(wiring.access_deps())


def _send_mail(job: Job) -> None:
    mail.send(wiring.notifications_deps(), job=job)


# What deals with money or places is in money_jobs.py: this worker is kept away from both.
HANDLERS: Handlers = {
    JobKind.RECONCILE_ACCESS: _reconcile_access,
    JobKind.REPLAN_EXPIRY: _replan_expiry,
    JobKind.SEND_MAIL: _send_mail,
}


@blueprint.on_sqs_message(queue=config.config().jobs_queue, batch_size=10, name="jobs")
@telemetry.traced("jobs")
def jobs(event: SQSEvent) -> dict[str, Any]:
    """Run the jobs that were nudged; a message whose job could not be looked at stays."""
    failed = []
    for record in event:
        try:
            for job_id in json.loads(record.body)["job_ids"]:
                run.run_one(wiring.jobs_deps(), handlers=HANDLERS, job_id=JobId(job_id))
        except AppError as error:
            log.warning("jobs.nudge_failed", extra={"reason": error.message})
            failed.append({"itemIdentifier": record.to_dict()["messageId"]})
    return {"batchItemFailures": failed}
