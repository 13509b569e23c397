"""What AWS asks for: list prices in USD of eu-central-1's cheaper sister us-east-1, November 2026.

Free allotments are not counted, with one exception that the README names: CloudWatch's dashboard,
of which every account has three.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

MILLION = 1_000_000
SECONDS_A_MONTH = 730 * 3600

LAMBDA_GB_SECOND = 0.0000133334  # arm64
LAMBDA_REQUEST = 0.20 / MILLION
API_REQUEST = 3.50 / MILLION
CDN_REQUEST = 0.0100 / 10_000
CDN_GB = 0.085
READ_UNIT = 0.125 / MILLION
WRITE_UNIT = 0.625 / MILLION
TABLE_GB_MONTH = 0.25
BACKUP_GB_MONTH = 0.20
SQS_REQUEST = 0.40 / MILLION
LOG_GB = 0.50
ALARM_MONTH = 0.10
# Of a metric of ours, by the hour in which it has a value.
METRIC_HOUR = 0.30 / 730


@dataclass(frozen=True, slots=True)
class Consumption:
    """What something uses; additive."""

    invocations: float = 0
    gb_seconds: float = 0
    api_requests: float = 0
    cdn_gb: float = 0
    read_units: float = 0
    write_units: float = 0
    sqs_requests: float = 0
    log_gb: float = 0

    def __add__(self, other: "Consumption") -> "Consumption":
        return Consumption(
            *(getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        )

    def times(self, count: float) -> "Consumption":
        """Return the same so many times."""
        return Consumption(*(getattr(self, each.name) * count for each in fields(self)))

    def parts(self) -> dict[str, float]:
        """Return the cost in USD by service."""
        return {
            "Lambda": self.invocations * LAMBDA_REQUEST + self.gb_seconds * LAMBDA_GB_SECOND,
            "API Gateway": self.api_requests * API_REQUEST,
            "CloudFront": self.api_requests * CDN_REQUEST + self.cdn_gb * CDN_GB,
            "DynamoDB": self.read_units * READ_UNIT + self.write_units * WRITE_UNIT,
            "SQS": self.sqs_requests * SQS_REQUEST,
            "Logs": self.log_gb * LOG_GB,
        }


def kilobytes(item: Mapping[str, Any]) -> int:
    """Return an item's size in units of a write, KiB rounded up; `item` is in the wire's format.

    Names count as well. The rules:
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    return math.ceil(
        sum(len(name.encode()) + _bytes(value) for name, value in item.items()) / 1024
    )


def index_writes(before: Mapping[str, object], after: Mapping[str, object]) -> int:
    """Return how many writes a change of an item makes in its indexes, given its keys in each.

    An entry that moves is deleted and put; one that stays is written because the item changed.
    """
    moved = sum(
        name in before and name in after and before[name] != after[name] for name in before
    )
    return len(before.keys() | after.keys()) + moved


def _bytes(value: Mapping[str, Any]) -> int:
    match next(iter(value.items())):
        case ("S", text):
            return len(str(text).encode())
        case ("N", number):
            return len(str(number).strip("-.")) // 2 + 2
        case ("L", members):
            return 3 + sum(1 + _bytes(each) for each in members)
        case ("M", members):
            return 3 + sum(1 + len(name.encode()) + _bytes(it) for name, it in members.items())
        case ("SS", members):
            return 3 + sum(1 + len(each.encode()) for each in members)
        case _:
            return 1
