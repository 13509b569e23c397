"""Commits of records: one row directly, several as a transaction; all or nothing."""

import secrets
from typing import Any, NoReturn

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamo import codec, faults
from chalicelib.adapters.dynamo.places import Place, place_of
from chalicelib.adapters.dynamo.rows import Row, Rows, attributes_of, pause
from chalicelib.adapters.dynamo.tables import TTL_ATTRIBUTE
from chalicelib.kernel.errors import AlreadyRecordedError, RetryLaterError, StaleRecordError
from chalicelib.kernel.records import Add, Delete, Insert, Record, Update, Write

MOST_WRITES = 100

_TRIES = 5
# Marks the commit that wrote a row, so that a repeated request recognises its own success.
_COMMIT = "commit_mark"
_FAILED = "ConditionalCheckFailed"


class DynamoDatabase:
    """Commits to the tables; see kernel.records.Database."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def commit(self, *writes: Write) -> None:
        """Apply all writes or none; at most 100.

        Raises AlreadyRecordedError or StaleRecordError naming the first record that was refused,
        RetryLaterError when the database is busy or its answer was lost. A request that the
        network made us repeat is applied once.
        """
        if not writes:
            return
        places = [place_of(write.record) for write in writes]
        _check_shape(places)
        mark = secrets.token_urlsafe(12)
        actions = [
            self._action(write, place, mark) for write, place in zip(writes, places, strict=True)
        ]
        # A repeated request must not add twice; a transaction is applied once.
        if len(actions) == 1 and not isinstance(writes[0], Add):
            self._write_one(writes[0], actions[0], mark)
        else:
            self._write_all(writes, actions)

    def _action(self, write: Write, place: Place, mark: str) -> tuple[str, Row]:
        table = {"TableName": self._rows.names.of(place.key.table)}
        if isinstance(write, Delete):
            return "Delete", table | {"Key": attributes_of(place.key)}
        if isinstance(write, Add):
            return "Update", table | _addition(write.record, place, mark)
        return "Put", table | {"Item": row_of(write.record, place, mark)} | _condition(write)

    def _write_one(self, write: Write, action: tuple[str, Row], mark: str) -> None:
        verb, request = action
        if "ConditionExpression" in request:
            request = request | {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        for tries in range(_TRIES):
            pause(tries)
            try:
                self._rows.call(f"{verb}Item", **request)
            except ClientError as error:
                if faults.code_of(error) != "ConditionalCheckFailedException":
                    raise
                if not _is_ours(error, mark):
                    _refuse(write)
            except RetryLaterError as error:
                if not _is_conflict(error):
                    raise
                continue
            return
        raise RetryLaterError("The database is busy.", code="database_busy")

    def _write_all(self, writes: tuple[Write, ...], actions: list[tuple[str, Row]]) -> None:
        items = [{verb: request} for verb, request in actions]
        for tries in range(_TRIES):
            pause(tries)
            try:
                # The token is new for each try of ours: the one before was cancelled for sure.
                self._rows.call(
                    "TransactWriteItems",
                    TransactItems=items,
                    ClientRequestToken=secrets.token_hex(16),
                )
            except RetryLaterError as error:
                if not _is_conflict(error):
                    raise
                for write, reason in zip(writes, _reasons(error), strict=False):
                    if reason == _FAILED:
                        _refuse(write)
            else:
                return
        raise RetryLaterError("The database is busy.", code="database_busy")


def row_of(record: Record, place: Place, mark: str) -> Row:
    """Return the row of a record: its fields, its keys, its end; the version is one higher."""
    row = codec.to_attributes(record) | attributes_of(place.key)
    row[_COMMIT] = {"S": mark}
    row["record_type"] = {"S": type(record).__name__}
    if "version" in row:
        row["version"] = {"N": str(int(row["version"]["N"]) + 1)}
    for index, (pk, sk) in place.indexes.items():
        row |= {f"gsi{index}pk": {"S": pk}, f"gsi{index}sk": {"S": sk}}
    if place.expires_at:
        row[TTL_ATTRIBUTE] = {"N": str(int(place.expires_at.timestamp()))}
    return row


def _addition(record: Record, place: Place, mark: str) -> Row:
    """Return the request that adds the record's numbers and sets the rest of its row."""
    row = row_of(record, place, mark)
    key = attributes_of(place.key)
    given = {name: value for name, value in row.items() if name not in key}
    sums = {name for name in codec.to_attributes(record) if "N" in row[name]}
    added = sorted(f"#its_{name} :{name}" for name in sums)
    put = sorted(f"#its_{name} = :{name}" for name in given.keys() - sums)
    return {
        "Key": key,
        "UpdateExpression": f"ADD {', '.join(added)} SET {', '.join(put)}",
        "ExpressionAttributeNames": {f"#its_{name}": name for name in given},
        "ExpressionAttributeValues": {f":{name}": value for name, value in given.items()},
    }


def _condition(write: Write) -> Row:
    if isinstance(write, Update) and write.record.version:
        return {
            "ConditionExpression": "#version = :version",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":version": {"N": str(write.record.version)}},
        }
    if isinstance(write, Insert | Update):
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {}


def _check_shape(places: list[Place]) -> None:
    if len(places) > MOST_WRITES:
        raise ValueError(f"{len(places)} writes in one commit; {MOST_WRITES} is the most")
    if len({place.key for place in places}) < len(places):
        raise ValueError("two writes of one record in one commit")


def _refuse(write: Write) -> NoReturn:
    if isinstance(write, Insert):
        raise AlreadyRecordedError(write.record)
    raise StaleRecordError(write.record)


def _is_ours(error: ClientError, mark: str) -> bool:
    """Tell whether the row in the way is the one that this very commit wrote before."""
    response: dict[str, Any] = dict(error.response)
    return bool(response.get("Item", {}).get(_COMMIT) == {"S": mark})


def _reasons(error: RetryLaterError) -> list[str]:
    return faults.reasons_of(error.__cause__) if isinstance(error.__cause__, ClientError) else []


def _is_conflict(error: RetryLaterError) -> bool:
    """Tell whether another write stood in the way, so that ours was surely not applied."""
    cause = error.__cause__
    if not isinstance(cause, ClientError):
        return False
    return faults.code_of(cause) in {
        "TransactionConflictException",
        "TransactionCanceledException",
    }
