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
from chalicelib.kernel.ids import ServerId

log = logging.getLogger(__name__)

_WORK = "chalicelib.entrypoints.jobs"

# Half of what the function has (.chalice/config.json): far more than most jobs take.
_ENOUGH_MILLISECONDS = 60_000

# Its name is the module in which Lambda looks for the function.
blueprint = Blueprint(_WORK)


@blueprint.on_sqs_message(queue=config.config().jobs_queue, batch_size=10, name="jobs")
@telemetry.traced("jobs")
def jobs(event: SQSEvent) -> dict[str, Any]:
    """Look where somebody began to play, then run the jobs that were nudged.

    A message whose job or server could not be looked at stays. What there is no time left for is
    done by the minute sweep: jobs may wait for their turn at plex.tv, and none should be cut off
    in the middle.
    """
    work, context = import_module(_WORK), cast(Any, event.context)
    told = [(json.loads(record.body), record.to_dict()["messageId"]) for record in event]
    failed = work.look_at(
        {message: ServerId(body["look_at"]) for body, message in told if "look_at" in body}
    )
    for body, message in told:
        if "look_at" in body:
            continue
        if context.get_remaining_time_in_millis() < _ENOUGH_MILLISECONDS:
            log.info("jobs.left_to_sweep")
            break
        try:
            work.run_nudged(body["job_ids"])
        except AppError as error:
            log.warning("jobs.nudge_failed", extra={"reason": error.message})
            failed.append(message)
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
