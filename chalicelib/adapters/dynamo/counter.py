"""Counts in DynamoDB: one number a name and day."""

from datetime import datetime, timedelta

from chalicelib.adapters.dynamo import keys
from chalicelib.adapters.dynamo.rows import Rows, attributes_of
from chalicelib.adapters.dynamo.tables import TTL_ATTRIBUTE

KEEP_COUNTS = timedelta(days=400)
_COUNT = "counted"


class DynamoCounter:
    """See payments.ports.Counter; a request that the network repeats may count twice."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, name: str, *, now: datetime) -> None:
        """Count one, in the day of `now` (UTC)."""
        key = keys.count(name, now.date().isoformat())
        expires_at_epoch = str(int((now + KEEP_COUNTS).timestamp()))
        self._rows.call(
            "UpdateItem",
            TableName=self._rows.names.of(key.table),
            Key=attributes_of(key),
            UpdateExpression="SET #end = :end ADD #count :one",
            ExpressionAttributeNames={"#end": TTL_ATTRIBUTE, "#count": _COUNT},
            ExpressionAttributeValues={":end": {"N": expires_at_epoch}, ":one": {"N": "1"}},
        )

    def read(self, name: str, *, now: datetime, days: int) -> int:
        """Return the sum over the last `days` days up to and with today."""
        wanted = [keys.count(name, _day(now, back)) for back in range(days)]
        rows = self._rows.get_many(wanted).values()
        return sum(int(row[_COUNT]["N"]) for row in rows)


def _day(now: datetime, back: int) -> str:
    return (now - timedelta(days=back)).date().isoformat()
