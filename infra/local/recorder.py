"""Record what the embedded DynamoDB changes, and bring it back.

The journal keeps results, not requests: the stored item after a write, the key after a delete, the
definitions after a table call. Running requests again would not do: a condition that held may fail
once an item has expired in between, and a transaction's token would be taken for a repetition.

All changes of one call are one record, so a transaction is in the journal whole or not at all.
"""

import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

Change = list[Any]
Answer = tuple[int, dict[str, str], Any]
Handler = Callable[[str, str, dict[str, str], bytes, Any], Awaitable[Answer]]

_DATA_CALLS = frozenset(
    {
        *("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"),
        *("ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"),
        *("GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"),
        *("DescribeTable", "ListTables", "DescribeTimeToLive", "DescribeEndpoints"),
    }
)
_DEFINITIONS = {"tags": "_tags", "ttl": "_ttl_settings", "pitr": "_pitr_settings"}
_DERIVED = ("items", "_index_members", "ItemCount", "TableSizeBytes")
_ITEMS_A_RECORD = 200


class Recorder:
    """Watches ministack's DynamoDB module."""

    def __init__(self, dynamodb: ModuleType) -> None:
        self._module: Any = dynamodb
        self._sink: Callable[[list[Change]], None]
        self._loop_thread = threading.get_ident()
        self._open: list[Change] | None = None

    def attach(self, sink: Callable[[list[Change]], None]) -> None:
        """Give `sink` one record for each call that changes something. Call once."""
        self._sink = sink
        module = self._module
        module._set_item = self._recording(module._set_item, _put)
        module._remove_item = self._recording(module._remove_item, _delete)
        module._items_replaced = self._recording(module._items_replaced, _replace)
        module._txn_token_store = self._recording(module._txn_token_store, self._token)
        module.handle_request = self._gathering(module.handle_request)

    def _recording(
        self, inner: Callable[..., Any], describe: Callable[..., Iterable[Change]]
    ) -> Callable[..., Any]:
        """Wrap a function that changes state: note what it did, as `describe` tells."""

        def record(*arguments: Any) -> Any:
            result = inner(*arguments)
            for change in describe(*arguments):
                self._note(change)
            return result

        return record

    def _gathering(self, inner: Handler) -> Handler:
        """Wrap the call handler: what one call changes becomes one record."""

        async def handle(
            method: str, path: str, headers: dict[str, str], body: bytes, query: Any
        ) -> Answer:
            # The emulator works a call off without giving way, so these changes are this call's.
            self._open = changes = []
            try:
                return await inner(method, path, headers, body, query)
            except UnicodeDecodeError:
                return _refusal("SerializationException", "The body is not UTF-8")
            finally:
                if headers.get("x-amz-target", "").rpartition(".")[2] not in _DATA_CALLS:
                    changes.append(["schema", self._schema()])
                self._open = None
                if changes:
                    self._sink(changes)

        return handle

    def replay(self, records: Iterable[list[Change]]) -> int:
        """Apply recorded changes, oldest first, before `attach`; return how many there were."""
        count = 0
        tables: dict[str, Any] = {}
        for changes in records:
            for change in changes:
                tables = self._apply(change, tables)
                count += 1
        return count

    def snapshot(self, *, now: float) -> Iterator[list[Change]]:
        """Yield records that rebuild the present state; `now` in epoch seconds ends old tokens."""
        yield [["schema", self._schema()]]
        for (account, region, token), entry in self._module._txn_idempotency.all_items():
            if now - entry["completed_at"] < self._module._TXN_TOKEN_TTL:
                yield [_token_change(account, region, token, entry)]
        for table in self._module._tables.all_values():
            batch: list[Change] = []
            for change in _puts(table):
                batch.append(change)
                if len(batch) == _ITEMS_A_RECORD:
                    yield batch
                    batch = []
            if batch:
                yield batch

    def _token(self, token: str, entry: dict[str, Any]) -> Iterable[Change]:
        account, region, _ = self._module._txn_idempotency._scoped(token)
        return [_token_change(account, region, token, entry)]

    def _note(self, change: Change) -> None:
        if self._open is not None and threading.get_ident() == self._loop_thread:
            self._open.append(change)
        else:
            self._sink([change])

    def _apply(self, change: Change, tables: dict[str, Any]) -> dict[str, Any]:
        match change:
            case ["put", arn, pk, sk, item]:
                self._module._set_item(tables[arn], pk, sk, item)
            case ["del", arn, pk, sk]:
                self._module._remove_item(tables[arn], pk, sk)
            case ["clear", arn]:
                tables[arn]["items"] = defaultdict(dict)
                self._module._items_replaced(tables[arn])
            case ["token", account, region, token, entry]:
                signature = _Signature(entry["signature"])
                entry = {**entry, "signature": signature}
                self._module._txn_idempotency.set_scoped(account, region, token, entry)
            case ["schema", schema]:
                self._define(schema)
                return {table["TableArn"]: table for table in self._module._tables.all_values()}
            case _:
                raise ValueError(f"unknown change {change[0]!r}")
        return tables

    def _schema(self) -> dict[str, Any]:
        tables = [
            [*key, {name: value for name, value in table.items() if name not in _DERIVED}]
            for key, table in self._module._tables.all_items()
        ]
        others = {
            name: [[*key, value] for key, value in getattr(self._module, attribute).all_items()]
            for name, attribute in _DEFINITIONS.items()
        }
        return {"tables": tables, **others}

    def _define(self, schema: dict[str, Any]) -> None:
        known = {table["TableId"]: table for table in self._module._tables.all_values()}
        self._module._tables.clear()
        for account, region, name, definition in schema["tables"]:
            earlier = known.get(definition["TableId"], {})
            table = {**definition, "items": earlier.get("items", defaultdict(dict))}
            self._module._update_counts(table)
            self._module._tables.set_scoped(account, region, name, table)
        for name, attribute in _DEFINITIONS.items():
            store = getattr(self._module, attribute)
            store.clear()
            for account, region, key, value in schema[name]:
                store.set_scoped(account, region, key, value)


class _Signature:
    """Equal to the request it was made of, so that a repeated token is known after a restart."""

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def __eq__(self, other: object) -> bool:
        return self.digest == _digest(other)

    def __hash__(self) -> int:
        return hash(self.digest)


def _digest(request: object) -> str:
    if isinstance(request, _Signature):
        return request.digest
    text = json.dumps(request, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _token_change(account: str, region: str, token: str, entry: dict[str, Any]) -> Change:
    stored = {**entry, "signature": _digest(entry["signature"])}
    return ["token", account, region, token, stored]


def _put(table: Any, pk: str, sk: str, item: Any) -> Iterable[Change]:
    return [["put", table["TableArn"], pk, sk, item]]


def _delete(table: Any, pk: str, sk: str) -> Iterable[Change]:
    return [["del", table["TableArn"], pk, sk]]


def _replace(table: Any) -> Iterable[Change]:
    return [["clear", table["TableArn"]], *_puts(table)]


def _puts(table: Any) -> Iterator[Change]:
    for pk, row in table["items"].items():
        for sk, item in row.items():
            yield ["put", table["TableArn"], pk, sk, item]


def _refusal(code: str, message: str) -> Answer:
    body = json.dumps({"__type": code, "message": message}).encode()
    return 400, {"Content-Type": "application/x-amz-json-1.0"}, body
