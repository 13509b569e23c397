"""Create what the app expects of AWS: its tables and its queue. Safe to run again.

python -m infra.local.tables
"""

import importlib
import json
import os
from typing import Any

_DEFINITIONS = "chalicelib.adapters.dynamo.tables"
_RECEIVES_BEFORE_DEAD_LETTER = "5"
_VISIBILITY_SECONDS = "60"


def create_tables() -> list[str]:
    """Create the tables that are missing, with their time-to-live; return the new ones' names."""
    import boto3

    definitions = importlib.import_module(_DEFINITIONS)
    client: Any = boto3.client("dynamodb")
    existing = set(
        client.get_paginator("list_tables").paginate().build_full_result()["TableNames"]
    )
    created: list[str] = []
    for table in definitions.TABLES:
        name = table["TableName"]
        if name not in existing:
            client.create_table(**table)
            created.append(name)
        ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        if ttl.get("TimeToLiveStatus") != "ENABLED":
            client.update_time_to_live(
                TableName=name,
                TimeToLiveSpecification={
                    "Enabled": True,
                    "AttributeName": definitions.TTL_ATTRIBUTE,
                },
            )
    return created


def create_queue(name: str) -> None:
    """Create the queue and its dead-letter queue `<name>-dead`."""
    import boto3

    client: Any = boto3.client("sqs")
    dead = client.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]
    redrive = {
        "deadLetterTargetArn": arn["QueueArn"],
        "maxReceiveCount": _RECEIVES_BEFORE_DEAD_LETTER,
    }
    client.create_queue(
        QueueName=name,
        Attributes={
            "VisibilityTimeout": _VISIBILITY_SECONDS,
            "RedrivePolicy": json.dumps(redrive),
        },
    )


def main() -> None:
    """Create tables and queue in the AWS that the environment names."""
    create_tables()
    create_queue(os.environ["JOBS_QUEUE"])


if __name__ == "__main__":
    main()
