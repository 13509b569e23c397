"""The four tables: their names, keys and indexes.

Every table has the keys `pk` and `sk`. An index `gsi<n>` has the keys `gsi<n>pk` and `gsi<n>sk`,
is sparse (a row is in it only while it has them) and serves different lists by different `pk`s;
keys.py says which.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TTL_ATTRIBUTE = "expires_at_epoch"


class Table(StrEnum):
    """What a table is for."""

    CORE = "core"  # what must never be lost
    JOBS = "jobs"
    ACTIVITY = "activity"  # comes and goes by itself
    AUDIT = "audit"  # append-only


INDEXES = {Table.CORE: 4, Table.JOBS: 3, Table.ACTIVITY: 1, Table.AUDIT: 1}


@dataclass(frozen=True, slots=True)
class TableNames:
    """What the tables are called in this deployment."""

    core: str = "sm-core"
    jobs: str = "sm-jobs"
    activity: str = "sm-activity"
    audit: str = "sm-audit"

    def of(self, table: Table) -> str:
        """Return the name of a table."""
        return str(getattr(self, table))


def tables(names: TableNames) -> list[dict[str, Any]]:
    """Return the arguments of `create_table` for every table."""
    return [_table(names.of(table), indexes=count) for table, count in INDEXES.items()]


def _table(name: str, *, indexes: int) -> dict[str, Any]:
    pairs = [("pk", "sk"), *((f"gsi{n}pk", f"gsi{n}sk") for n in range(1, indexes + 1))]
    definition: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": "S"}
            for pair in pairs
            for attribute in pair
        ],
        "KeySchema": _key_schema(*pairs[0]),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": f"gsi{number}",
                "KeySchema": _key_schema(*pair),
                "Projection": {"ProjectionType": "ALL"},
            }
            for number, pair in enumerate(pairs[1:], start=1)
        ],
    }
    return definition


def _key_schema(hash_key: str, range_key: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": hash_key, "KeyType": "HASH"},
        {"AttributeName": range_key, "KeyType": "RANGE"},
    ]


# The tables under their usual names, as the local run and the deployed stack call them.
TABLES = tables(TableNames())
