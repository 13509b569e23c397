"""Nudges over SQS: each message is ``{"job_ids": [one id]}`` and nothing else.

One job a message, so that a message comes again only for the job that could not be taken.
"""

import json
import logging
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters import aws
from chalicelib.kernel.ids import JobId

log = logging.getLogger(__name__)

_MOST_IN_BATCH = 10
# Little patience: the minute sweep finds what was not nudged.
_AWS = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})


class SqsNudge:
    """See jobs.ports.Nudge."""

    def __init__(self, queue: str) -> None:
        """Take the queue's name or its URL."""
        self._queue = queue
        self._lock = Lock()
        self._sqs: Any = None
        self._url = queue if queue.startswith(("https://", "http://")) else ""

    def send(self, *job_ids: JobId) -> None:
        """Tell a worker that these jobs wait; failures are logged, never raised."""
        for start in range(0, len(job_ids), _MOST_IN_BATCH):
            batch = job_ids[start : start + _MOST_IN_BATCH]
            try:
                lost = self._send(batch)
            except (ClientError, BotoCoreError) as error:
                log.warning("nudge.lost", extra={"jobs": len(batch), "error": str(error)})
            else:
                if lost:
                    log.warning("nudge.lost", extra={"jobs": len(lost), "error": str(lost)})

    def _send(self, job_ids: tuple[JobId, ...]) -> list[Any]:
        client, url = self._connected()
        entries = [
            {"Id": str(position), "MessageBody": json.dumps({"job_ids": [job_id]})}
            for position, job_id in enumerate(job_ids)
        ]
        answer = client.send_message_batch(QueueUrl=url, Entries=entries)
        return list(answer.get("Failed", []))

    def _connected(self) -> tuple[Any, str]:
        with self._lock:
            if self._sqs is None:
                self._sqs = aws.client("sqs", config=_AWS)
            if not self._url:
                self._url = str(self._sqs.get_queue_url(QueueName=self._queue)["QueueUrl"])
            return self._sqs, self._url
