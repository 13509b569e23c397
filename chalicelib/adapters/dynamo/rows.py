"""Rows of the tables: read by key, by batch and by span."""

import time
from collections.abc import Callable, Iterable, Iterator
from random import SystemRandom
from threading import Lock
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection.base import Connection

from chalicelib.adapters import aws
from chalicelib.adapters.dynamo import codec, faults
from chalicelib.adapters.dynamo.cursors import belongs_to, read_cursor, refused, write_cursor
from chalicelib.adapters.dynamo.keys import Key, Span, is_possible
from chalicelib.adapters.dynamo.metering import METER
from chalicelib.adapters.dynamo.plain_answers import PlainAnswers
from chalicelib.adapters.dynamo.tables import TableNames
from chalicelib.kernel.errors import RetryLaterError
from chalicelib.kernel.page import Page

Row = dict[str, Any]
T = TypeVar("T")

_CONNECT_SECONDS = 2
_READ_SECONDS = 5
_RETRIES = 3
_CONNECTIONS = 16
_MOST_IN_BATCH = 100
_BATCH_TRIES = 5
_WHOLE_LIST = 500
_FIRST_PAUSE_SECONDS = 0.025
_LONGEST_PAUSE_SECONDS = 0.4
_CHANCE = SystemRandom()


def connect() -> Connection:
    """Return a connection; the SDK takes region, credentials and endpoint from its environment."""
    connection = Connection(
        region=aws.session().get_config_variable("region"),
        connect_timeout_seconds=_CONNECT_SECONDS,
        read_timeout_seconds=_READ_SECONDS,
        max_retry_attempts=_RETRIES,
        max_pool_connections=_CONNECTIONS,
    )
    connection.session.register_component("data_loader", aws.descriptions())
    connection.session.register_component("response_parser_factory", PlainAnswers())
    connection.client.meta.events.register("before-send.dynamodb", METER.on_send)
    return connection


class Rows:
    """The tables of one deployment; connects when it is first used."""

    def __init__(self, names: TableNames, *, connect: Callable[[], Connection] = connect) -> None:
        self.names = names
        self._connect = connect
        self._lock = Lock()
        self._made: Connection | None = None

    def call(self, operation: str, **arguments: Any) -> Row:
        """Ask DynamoDB; raises our errors, or botocore's when the request itself is wrong."""
        try:
            answer: Row = self._connection.dispatch(operation, arguments)
        except (ClientError, BotoCoreError) as error:
            # pynamodb words the error anew and leaves most of the answer out.
            original = error.__cause__ if isinstance(error.__cause__, ClientError) else error
            raise (faults.translated(original) or original) from original
        METER.on_answer(answer)
        return answer

    def get(self, kind: type[T], key: Key) -> T | None:
        """Return the record at a key, strongly consistent."""
        if not is_possible(key.pk, key.sk):
            return None
        answer = self.call(
            "GetItem",
            TableName=self.names.of(key.table),
            Key=attributes_of(key),
            ConsistentRead=True,
        )
        row = answer.get("Item")
        return codec.from_attributes(kind, row) if row else None

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """Return the rows that exist of these keys, strongly consistent.

        One round trip for every 100 keys; raises RetryLaterError when not all could be read.
        """
        wanted = [key for key in dict.fromkeys(keys) if is_possible(key.pk, key.sk)]
        found: dict[Key, Row] = {}
        for start in range(0, len(wanted), _MOST_IN_BATCH):
            found |= self._batch(wanted[start : start + _MOST_IN_BATCH])
        return found

    def page(
        self,
        kind: type[T],
        *spans: Span,
        cursor: str | None,
        limit: int,
        accept: Callable[[Span, T], bool] = lambda _span, _record: True,
    ) -> Page[T]:
        """Return up to `limit` accepted records from the cursor on, one span after the other."""
        start = None
        if cursor:
            spans, start = _go_on(spans, cursor)
        found: list[tuple[T, Span, Row]] = []
        # One more than asked for, to know whether there is another page.
        for span, row in self._rows_of(spans, start, size=limit + 1):
            record = codec.from_attributes(kind, row)
            if accept(span, record):
                found.append((record, span, row))
            if len(found) > limit:
                break
        items = tuple(record for record, _, _ in found[:limit])
        if len(found) <= limit:
            return Page(items)
        _, span, row = found[limit - 1]
        return Page(items, write_cursor(span, row))

    def whole(self, kind: type[T], span: Span) -> tuple[T, ...]:
        """Return all records of a small span, strongly consistent unless in an index."""
        rows = self._rows_of((span,), None, size=_WHOLE_LIST)
        return tuple(codec.from_attributes(kind, row) for _, row in rows)

    def plain(self, span: Span) -> tuple[Row, ...]:
        """Return all rows of a small span as they are stored, of whatever kind; see `whole`."""
        return tuple(row for _, row in self._rows_of((span,), None, size=_WHOLE_LIST))

    def _rows_of(
        self, spans: tuple[Span, ...], start: Row | None, *, size: int
    ) -> Iterator[tuple[Span, Row]]:
        for span in spans:
            for row in self._query(span, start, size=size):
                yield span, row
            start = None

    def _query(self, span: Span, start: Row | None, *, size: int) -> Iterator[Row]:
        if not is_possible(span.pk, span.prefix or span.pk):
            return
        request = _request(span) | {"TableName": self.names.of(span.table), "Limit": size}
        while True:
            if start:
                request = request | {"ExclusiveStartKey": start}
            answer = self.call("Query", **request)
            yield from answer["Items"]
            start = answer.get("LastEvaluatedKey")
            if not start:
                return

    def _batch(self, keys: list[Key]) -> dict[Key, Row]:
        tables = {self.names.of(key.table): key.table for key in keys}
        asked: Row = {
            name: {
                "ConsistentRead": True,
                "Keys": [attributes_of(key) for key in keys if key.table is table],
            }
            for name, table in tables.items()
        }
        found: dict[Key, Row] = {}
        for tries in range(_BATCH_TRIES):
            pause(tries)
            answer = self.call("BatchGetItem", RequestItems=asked)
            for name, rows in answer["Responses"].items():
                found |= {Key(tables[name], row["pk"]["S"], row["sk"]["S"]): row for row in rows}
            asked = answer.get("UnprocessedKeys") or {}
            if not asked:
                return found
        raise RetryLaterError("The database is busy.", code="database_busy")

    @property
    def _connection(self) -> Connection:
        with self._lock:
            if self._made is None:
                self._made = self._connect()
            return self._made


def attributes_of(key: Key) -> Row:
    """Return a key as DynamoDB takes it."""
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def pause(tries: int) -> None:
    """Wait before another try, longer each time and never in step with others; 0: not at all."""
    if tries:
        longest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2**tries)
        time.sleep(_CHANCE.uniform(0, longest))


def _go_on(spans: tuple[Span, ...], cursor: str) -> tuple[tuple[Span, ...], Row]:
    """Return the span that a cursor belongs to with those after it, and where to start there."""
    for position, span in enumerate(spans):
        if belongs_to(span, cursor):
            return spans[position:], read_cursor(span, cursor)
    raise refused()


def _request(span: Span) -> Row:
    index = f"gsi{span.index}" if span.index else ""
    condition = f"{index}pk = :pk"
    values = {":pk": {"S": span.pk}}
    if span.prefix:
        condition += f" AND begins_with({index}sk, :prefix)"
        values[":prefix"] = {"S": span.prefix}
    elif span.since:
        condition += f" AND {index}sk BETWEEN :since AND :up_to"
        values |= {":since": {"S": span.since}, ":up_to": {"S": span.up_to}}
    elif span.up_to:
        condition += f" AND {index}sk <= :up_to"
        values[":up_to"] = {"S": span.up_to}
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": not span.newest_first,
        **({"IndexName": index} if span.index else {"ConsistentRead": True}),
    }
