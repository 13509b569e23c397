"""Teach the embedded AWS two things about rights that decide over our policies.

Several messages in one call to SQS need the right for one of them, not one of their own. And a
policy can tell partitions of a table apart: the condition key `dynamodb:LeadingKeys`.
"""

import functools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

_BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}
_LEADING_KEYS = "dynamodb:LeadingKeys"
_PARTITION = "pk"  # of every table of ours


def teach() -> None:
    """Correct ministack's reading of requests."""
    from ministack.core import iam_actions

    iam_actions.extract_iam_action = _with_batches(iam_actions.extract_iam_action)
    iam_actions.dynamodb_service_context = _with_partitions(iam_actions.dynamodb_service_context)


def _with_batches(extract: Callable[..., str | None]) -> Callable[..., str | None]:
    @functools.wraps(extract)
    def action(*arguments: Any) -> str | None:
        found = extract(*arguments)
        return _BATCHES.get(found, found) if found else found

    return action


def _with_partitions(context_of: Callable[[bytes], dict[str, Any]]) -> Callable[..., Any]:
    @functools.wraps(context_of)
    def context(body: bytes) -> dict[str, Any]:
        found = context_of(body)
        try:
            partitions = sorted(set(_partitions(json.loads(body or b"{}"))))
        except (ValueError, LookupError, TypeError):
            return found  # not a table of ours
        return {**found, _LEADING_KEYS: partitions} if partitions else found

    return context


def _partitions(request: Any) -> Iterator[str]:
    """Yield the partitions that a request of DynamoDB names, however deep."""
    if isinstance(request, list):
        for each in request:
            yield from _partitions(each)
    elif isinstance(request, dict):
        for name, value in request.items():
            yield from _partitions_of(name, value, request)


def _partitions_of(name: str, value: Any, request: dict[str, Any]) -> Iterator[str]:
    if name in {"Key", "Item"}:
        yield value[_PARTITION]["S"]
    elif name == "Keys":
        yield from (key[_PARTITION]["S"] for key in value)
    elif name == "KeyConditionExpression":
        placeholder = re.search(r"=\s*(:\w+)", value)
        if placeholder:
            yield request["ExpressionAttributeValues"][placeholder[1]]["S"]
    else:
        yield from _partitions(value)
