"""Messages to the worker over SQS: what waits, never what is to be done with it.

A message is ``{"job_ids": [one id]}`` or ``{"look_at": "<server id>"}``: one thing each, so that a
message comes again only for what could not be taken.
"""

import json
import logging
import math
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters import aws
from chalicelib.kernel.ids import JobId, ServerId

log = logging.getLogger(__name__)

_MOST_IN_BATCH = 10
# Longer than that SQS holds nothing back.
_LONGEST_DELAY_SECONDS = 900
# Little patience: the sweeps find what nobody was told of.
_AWS = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})

Message = dict[str, Any]


class SqsNudge:
    """See jobs.ports.Nudge."""

    def __init__(self, queue: str) -> None:
        """Take the queue's name or its URL."""
        self._queue = _Queue(queue)

    def send(self, *job_ids: JobId) -> None:
        """Tell a worker that these jobs wait; failures are logged, never raised."""
        messages = [{"job_ids": [job_id]} for job_id in job_ids]
        for lost, why in self._queue.send(messages, delay_seconds=0):
            log.warning("nudge.lost", extra={"jobs": lost, "error": why})


class SqsLooks:
    """See enforcement.hook_ports.LookQueue."""

    def __init__(self, queue: str) -> None:
        """Take the queue's name or its URL."""
        self._queue = _Queue(queue)

    def send(self, server_id: ServerId, *, after_seconds: float = 0.0) -> None:
        """Ask for one look; failures are logged, never raised."""
        delay_seconds = min(max(math.ceil(after_seconds), 0), _LONGEST_DELAY_SECONDS)
        for _lost, why in self._queue.send([{"look_at": server_id}], delay_seconds=delay_seconds):
            log.warning("look.lost", extra={"server_id": server_id, "error": why})


class _Queue:
    """One queue; connects when something is sent first."""

    def __init__(self, queue: str) -> None:
        self._queue = queue
        self._lock = Lock()
        self._sqs: Any = None
        self._url = queue if queue.startswith(("https://", "http://")) else ""

    def send(
        self, messages: Sequence[Message], *, delay_seconds: int
    ) -> Iterator[tuple[int, str]]:
        """Send in batches; yield for each that failed how many were lost, and why."""
        for start in range(0, len(messages), _MOST_IN_BATCH):
            batch = messages[start : start + _MOST_IN_BATCH]
            try:
                lost = self._send(batch, delay_seconds)
            except (ClientError, BotoCoreError) as error:
                yield len(batch), str(error)
            else:
                if lost:
                    yield len(lost), str(lost)

    def _send(self, batch: Sequence[Message], delay_seconds: int) -> list[Any]:
        client, url = self._connected()
        entries = [
            {"Id": str(number), "MessageBody": json.dumps(each), "DelaySeconds": delay_seconds}
            for number, each in enumerate(batch)
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
