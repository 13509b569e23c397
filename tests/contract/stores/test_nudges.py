"""Nudges carry ids through the queue; a queue that is not there harms nobody."""

import logging
from typing import Any

import pytest
from botocore.session import get_session

from chalicelib.adapters.queue import SqsNudge
from chalicelib.jobs.ports import Nudge
from tests.fakes.nudge import FakeNudge


@pytest.fixture
def sqs(aws_environment: str) -> Any:
    return get_session().create_client("sqs")


def received(sqs: Any, url: str) -> list[str]:
    found: list[str] = []
    while True:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        if not answer.get("Messages"):
            return sorted(found)
        found.extend(message["Body"] for message in answer["Messages"])


@pytest.mark.parametrize("by_url", [True, False])
def test_every_id_becomes_one_message(sqs: Any, by_url: bool):
    name = f"jobs-{by_url}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    ids = [f"job_{number}" for number in range(23)]

    SqsNudge(url if by_url else name).send(*ids)

    assert received(sqs, url) == sorted(f'{{"job_ids": ["{job_id}"]}}' for job_id in ids)


def test_a_queue_that_is_missing_is_logged_and_no_more(
    aws_environment: str, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        SqsNudge("not-there").send("job_1")

    assert [record.message for record in caplog.records] == ["nudge.lost"]


def test_a_queue_that_does_not_answer_is_logged_and_no_more(
    aws_environment: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")

    with caplog.at_level(logging.WARNING):
        SqsNudge("jobs").send("job_1")

    assert "nudge.lost" in [record.message for record in caplog.records]


@pytest.mark.parametrize("make", [FakeNudge, lambda: SqsNudge("jobs")])
def test_a_nudge_without_jobs_asks_nobody(make: Any, caplog: pytest.LogCaptureFixture):
    nudge: Nudge = make()

    with caplog.at_level(logging.WARNING):
        nudge.send()

    assert caplog.records == []


def test_the_fake_remembers_ids_in_order():
    nudge = FakeNudge()

    nudge.send("job_1", "job_2")
    nudge.send("job_3")

    assert nudge.sent == ["job_1", "job_2", "job_3"]
