"""The queue's worker begins nothing that it could not finish."""

import json
from typing import Any

import pytest
from chalice.local import LambdaContext

from infra.local.worker import load_app


def asked(milliseconds: int) -> tuple[dict[str, Any], LambdaContext]:
    """Return a message that names no job, and a function with so much time left."""
    record = {"messageId": "1", "receiptHandle": "r", "body": json.dumps({"job_ids": []})}
    return {"Records": [record]}, LambdaContext("jobs", 512, milliseconds)


def test_with_little_time_left_jobs_are_left_to_the_minute_sweep(caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO")
    assert load_app().handler_map["jobs"](*asked(50_000)) == {"batchItemFailures": []}
    assert "jobs.left_to_sweep" in caplog.messages


def test_with_time_left_the_message_is_looked_at(caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO")
    assert load_app().handler_map["jobs"](*asked(120_000)) == {"batchItemFailures": []}
    assert "jobs.left_to_sweep" not in caplog.messages
