"""Where the lines of calls end: one number an account, moved on by conditional updates alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamo import people_keys
from chalicelib.adapters.dynamo.rows import Rows, attributes_of
from chalicelib.catalog.call_budget import Line
from chalicelib.kernel.ids import PlexAccountId

_ENDS = "ends_at_ms"
_TRIES = 4
# A line that seems longer was left by a clock that ran ahead.
_LONGEST = timedelta(hours=2)


class DynamoCallSlots:
    """See catalog.call_budget.CallSlots. A request that the network repeats takes two slots."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def take(self, line: Line, *, now: datetime) -> datetime | None:
        """Take the next slot and return when it is; None when that is too late.

        One write in a line that is in use, two in one that was idle.
        """
        spacing, ahead = _in_ms(line.spacing), line.head_start
        latest = _ms(now + line.patience + ahead)
        for _ in range(_TRIES):
            moved = self._move(
                line.account_id,
                f"SET {_ENDS} = {_ENDS} + :step",
                f"{_ENDS} > :now AND {_ENDS} <= :latest",
                {":step": spacing, ":now": _ms(now), ":latest": latest},
            )
            if moved is not None:
                return max(now, _at(moved - spacing) - ahead)
            begun = self._move(
                line.account_id,
                f"SET {_ENDS} = :first",
                f"attribute_not_exists({_ENDS}) OR {_ENDS} <= :now OR {_ENDS} > :absurd",
                {":first": _ms(now) + spacing, ":now": _ms(now), ":absurd": _ms(now + _LONGEST)},
            )
            if begun is not None:
                return now
            end = self.end(line.account_id)
            if end is not None and _ms(end) > latest:
                return None
        return None

    def hold(self, line: Line, *, until: datetime) -> None:
        """Let no call of the account go before that; a longer hold stays."""
        ends = _ms(until + line.head_start)
        self._move(
            line.account_id,
            f"SET {_ENDS} = :until",
            f"attribute_not_exists({_ENDS}) OR {_ENDS} < :until",
            {":until": ends},
        )

    def end(self, account_id: PlexAccountId) -> datetime | None:
        """Return where the line ends, None for one that was never used."""
        key = people_keys.call_line(account_id)
        row = self._rows.get_many([key]).get(key)
        return _at(int(row[_ENDS]["N"])) if row else None

    def _move(
        self, account_id: PlexAccountId, update: str, condition: str, values: dict[str, int]
    ) -> int | None:
        """Move the end of the line and return it; None where the condition does not hold."""
        key = people_keys.call_line(account_id)
        try:
            answer: dict[str, Any] = self._rows.call(
                "UpdateItem",
                TableName=self._rows.names.of(key.table),
                Key=attributes_of(key),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues={
                    name: {"N": str(value)} for name, value in values.items()
                },
                ReturnValues="UPDATED_NEW",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return None
        return int(answer["Attributes"][_ENDS]["N"])


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _in_ms(span: timedelta) -> int:
    return max(1, round(span.total_seconds() * 1000))


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC)
