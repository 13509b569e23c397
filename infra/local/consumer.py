"""Feed queue messages to the app's queue functions, as a Lambda event source does."""

import logging
import threading
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from chalice import Chalice

from infra.local.functions import Busy, invoke

_LOG = logging.getLogger(__name__)
_WAIT_SECONDS = 2
_PAUSE_SECONDS = 1.0
_LARGEST_BATCH = 10
_POLLERS = 2


def start_consumers(app: Chalice, busy: Busy, stopping: threading.Event) -> None:
    """Start the threads that poll each queue the app listens to, until `stopping` is set."""
    sources: list[Any] = app.event_sources
    for source in sources:
        queue = getattr(source, "queue", None) or getattr(source, "queue_arn", None)
        if queue:
            name = queue.rpartition(":")[2]
            batch = min(source.batch_size, _LARGEST_BATCH)
            for _ in range(_POLLERS):
                consumer = Consumer(app, function=source.name, queue=name, batch_size=batch)
                threading.Thread(target=consumer.poll, args=(busy, stopping), daemon=True).start()


class Consumer:
    """Receives from one queue and deletes what the function has dealt with."""

    def __init__(self, app: Chalice, *, function: str, queue: str, batch_size: int) -> None:
        self._app = app
        self._function = function
        self._queue = queue
        self._batch_size = batch_size
        config = Config(retries={"max_attempts": 1}, read_timeout=_WAIT_SECONDS + 10)
        self._client: Any = boto3.client("sqs", config=config)

    def poll(self, busy: Busy, stopping: threading.Event) -> None:
        """Receive and handle until `stopping` is set; a missing queue is waited for."""
        while not stopping.is_set():
            try:
                url = self._client.get_queue_url(QueueName=self._queue)["QueueUrl"]
                while not stopping.is_set():
                    self._receive(url, busy)
            except (BotoCoreError, ClientError) as error:
                _LOG.info("queue.unavailable", extra={"queue": self._queue, "reason": str(error)})
                stopping.wait(_PAUSE_SECONDS)

    def _receive(self, url: str, busy: Busy) -> None:
        answer = self._client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=self._batch_size,
            WaitTimeSeconds=_WAIT_SECONDS,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if messages:
            with busy.working():
                for message in self._handle(messages):
                    self._client.delete_message(
                        QueueUrl=url, ReceiptHandle=message["ReceiptHandle"]
                    )

    def _handle(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Run the function and return the messages that it has dealt with."""
        event = {"Records": [_record(message, self._queue) for message in messages]}
        try:
            result = invoke(self._app, self._function, event)
        except Exception:  # noqa: BLE001 - the process's edge: the batch comes again
            _LOG.exception("queue.failed", extra={"function": self._function})
            return []
        return succeeded(messages, result)


def succeeded(messages: list[dict[str, Any]], result: Any) -> list[dict[str, Any]]:
    """Return the messages that the function's answer does not report as failed.

    A report that names an unknown message, or none, fails the whole batch, as on AWS.
    """
    failures = (result or {}).get("batchItemFailures") if isinstance(result, dict) else None
    failed = {failure.get("itemIdentifier") for failure in failures or []}
    if not failed <= {message["MessageId"] for message in messages}:
        return []
    return [message for message in messages if message["MessageId"] not in failed]


def _record(message: dict[str, Any], queue: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{queue}",
        "awsRegion": "us-east-1",
    }
