"""The queue's worker. What jobs do loads with the first message (docs/adr/0021)."""

import json
import logging
from importlib import import_module
from typing import Any, cast

from chalice import Blueprint
from chalice.app import SQSEvent

from chalicelib import config
from chalicelib.entrypoints import telemetry
from chalicelib.kernel.errors import AppError

log = logging.getLogger(__name__)

_WORK = "chalicelib.entrypoints.jobs"

# Half of what the function has (.chalice/config.json): far more than most jobs take.
_ENOUGH_MILLISECONDS = 60_000

# Its name is the module in which Lambda looks for the function.
blueprint = Blueprint(_WORK)


@blueprint.on_sqs_message(queue=config.config().jobs_queue, batch_size=10, name="jobs")
@telemetry.traced("jobs")
def jobs(event: SQSEvent) -> dict[str, Any]:
    """Run the jobs that were nudged; a message whose job could not be looked at stays.

    What there is no time left for is done by the minute sweep: jobs may wait for their turn at
    plex.tv, and none should be cut off in the middle.
    """
    run_nudged = import_module(_WORK).run_nudged
    failed, context = [], cast(Any, event.context)
    for record in event:
        if context.get_remaining_time_in_millis() < _ENOUGH_MILLISECONDS:
            log.info("jobs.left_to_sweep")
            break
        try:
            run_nudged(json.loads(record.body)["job_ids"])
        except AppError as error:
            log.warning("jobs.nudge_failed", extra={"reason": error.message})
            failed.append({"itemIdentifier": record.to_dict()["messageId"]})
    return {"batchItemFailures": failed}
