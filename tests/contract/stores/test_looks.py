"""Looks are asked for through the queue, now or later; a queue that is not there harms nobody."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import get_session

from chalicelib.adapters.queue import SqsLooks
from chalicelib.kernel.ids import ServerId
from tests.contract.serving import eventually
from tests.fakes.hooks import FakeLookQueue

ALPHA = ServerId("srv_alpha")


@pytest.fixture
def queue(aws_environment: str) -> Iterator[tuple[Any, str]]:
    sqs = get_session().create_client("sqs")
    url = sqs.create_queue(QueueName="looks")["QueueUrl"]
    yield sqs, url
    sqs.delete_queue(QueueUrl=url)


def received(queue: tuple[Any, str]) -> list[Any]:
    sqs, url = queue
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def held_back(queue: tuple[Any, str]) -> int:
    """Return how many messages the queue holds that nobody gets yet."""
    sqs, url = queue
    name = "ApproximateNumberOfMessagesDelayed"
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
    return int(answer["Attributes"][name])


def test_a_look_becomes_one_message(queue: tuple[Any, str]):
    SqsLooks("looks").send(ALPHA)

    assert received(queue) == [{"look_at": ALPHA}]


def test_a_look_that_is_to_wait_is_held_back_by_the_queue(queue: tuple[Any, str]):
    SqsLooks("looks").send(ALPHA, after_seconds=0.4)

    assert held_back(queue) == 1
    assert received(queue) == []
    assert eventually(lambda: received(queue), seconds=5) == [{"look_at": ALPHA}]


@pytest.mark.parametrize("after_seconds", [901, 86_400])
def test_nothing_waits_longer_than_the_queue_allows(
    queue: tuple[Any, str], after_seconds: float, caplog: pytest.LogCaptureFixture
):
    SqsLooks("looks").send(ALPHA, after_seconds=after_seconds)

    assert held_back(queue) == 1
    assert caplog.records == []


def test_a_time_that_is_past_is_now(queue: tuple[Any, str]):
    SqsLooks("looks").send(ALPHA, after_seconds=-3)

    assert received(queue) == [{"look_at": ALPHA}]


def test_a_queue_that_is_missing_is_logged_and_no_more(
    aws_environment: str, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        SqsLooks("not-there").send(ALPHA)

    assert [record.message for record in caplog.records] == ["look.lost"]


def test_the_fake_remembers_what_it_was_asked_for():
    looks = FakeLookQueue()

    looks.send(ALPHA)
    looks.send(ALPHA, after_seconds=2)

    assert looks.sent == [(ALPHA, 0.0), (ALPHA, 2)]
