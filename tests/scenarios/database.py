"""What is stored, to compare before and after: the one place where tables are scanned."""

from typing import Any

from chalicelib import config
from tests.scenarios.shared import aws_client

Rows = dict[str, dict[str, Any]]


def stored() -> Rows:
    """Return every row of every table by its table and key."""
    settings = config.config()
    client = aws_client("dynamodb")
    found: Rows = {}
    for table in (
        settings.core_table,
        settings.jobs_table,
        settings.activity_table,
        settings.audit_table,
    ):
        pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
        for row in (row for page in pages for row in page["Items"]):
            kind = table.rpartition("-")[2]
            found[f"{kind} {row['pk']['S']} {row['sk']['S']}"] = row
    return found


def changed(before: Rows, after: Rows) -> list[str]:
    """Return the keys of rows that are new, gone or different."""
    keys = before.keys() | after.keys()
    return sorted(key for key in keys if before.get(key) != after.get(key))
