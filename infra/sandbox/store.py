"""The documents of all stand-ins, in one SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Doc = dict[str, Any]

_AT_ONCE = 100
_BOUNDS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<=", "created": "="}


class Store:
    """Keep JSON documents by kind and id in SQLite, in order of first insertion.

    Thread-safe. A file is durable once a write returned; ":memory:" is for tests.
    """

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        if path != ":memory:":
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS docs (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
            " kind TEXT NOT NULL, id TEXT NOT NULL, doc TEXT NOT NULL, UNIQUE (kind, id))"
        )
        columns = {row[1] for row in self._db.execute("PRAGMA table_xinfo(docs)")}
        if "created" not in columns:
            # Read out of the document, so that a file without the column gains it as it stands.
            self._db.execute(
                "ALTER TABLE docs ADD COLUMN created AS (json_extract(doc, '$.created')) VIRTUAL"
            )
        self._db.execute("CREATE INDEX IF NOT EXISTS docs_by_kind ON docs (kind, seq)")
        self._db.execute("CREATE INDEX IF NOT EXISTS docs_by_created ON docs (kind, created, seq)")

    def put(self, kind: str, id: str, doc: Doc) -> None:
        """Insert or replace one document; a replaced one keeps its place in the order."""
        with self._lock:
            self._db.execute(
                "INSERT INTO docs (kind, id, doc) VALUES (?, ?, ?)"
                " ON CONFLICT (kind, id) DO UPDATE SET doc = excluded.doc",
                (kind, id, json.dumps(doc, separators=(",", ":"))),
            )

    def get(self, kind: str, id: str) -> Doc | None:
        """Return a fresh copy of one document, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT doc FROM docs WHERE kind = ? AND id = ?", (kind, id)
            ).fetchone()
        return None if row is None else _loaded(row[0])

    def delete(self, kind: str, id: str) -> None:
        """Remove one document; a missing one is no error."""
        with self._lock:
            self._db.execute("DELETE FROM docs WHERE kind = ? AND id = ?", (kind, id))

    def list(
        self, kind: str, *, last: int = -1, before: int = 0, where: Mapping[str, str] | None = None
    ) -> list[Doc]:
        """Return the documents of a kind, oldest first; all of them, or the `last` so many.

        `before` leaves out that many of the newest; `where` names fields and their only value.
        """
        chosen, values = _where(kind, where or {})
        with self._lock:
            rows = self._db.execute(
                f"SELECT doc FROM docs WHERE {chosen}"  # noqa: S608  (our own words, no values)
                " ORDER BY seq DESC LIMIT ? OFFSET ?",
                (*values, last, before),
            ).fetchall()
        return [_loaded(row[0]) for row in reversed(rows)]

    def count(self, kind: str, *, where: Mapping[str, str] | None = None) -> int:
        """Return how many documents of a kind there are; `where` as in `list`."""
        chosen, values = _where(kind, where or {})
        with self._lock:
            row = self._db.execute(
                f"SELECT COUNT(*) FROM docs WHERE {chosen}",  # noqa: S608  (our own words)
                values,
            ).fetchone()
        return int(row[0])

    def by_date(
        self,
        kind: str,
        *,
        within: Mapping[str, int] | None = None,
        beyond: str = "",
        newest_first: bool = True,
    ) -> Iterator[Doc]:
        """Yield the documents of a kind by their field `created`, of one instant by insertion.

        Reads on as it is asked, a hundred at a time. `within` bounds `created` by ``gt``, ``gte``,
        ``lt``, ``lte`` or ``created`` (equal); what comes after the document `beyond` is yielded,
        in this order, or everything.
        """
        bounds = [(f"created {_BOUNDS[name]} ?", value) for name, value in (within or {}).items()]
        place = self._place(kind, beyond) if beyond else None
        sign, order = ("<", "DESC") if newest_first else (">", "ASC")
        while True:
            clauses = ["kind = ?", *(clause for clause, _ in bounds)]
            values: list[Any] = [kind, *(value for _, value in bounds)]
            if place:
                clauses.append(f"(created, seq) {sign} (?, ?)")
                values += place
            with self._lock:
                rows = self._db.execute(
                    f"SELECT created, seq, doc FROM docs WHERE {' AND '.join(clauses)}"  # noqa: S608
                    f" ORDER BY created {order}, seq {order} LIMIT {_AT_ONCE}",
                    values,
                ).fetchall()
            for row in rows:
                yield _loaded(row[2])
            if len(rows) < _AT_ONCE:
                return
            place = rows[-1][:2]

    def _place(self, kind: str, id: str) -> tuple[int, int] | None:
        with self._lock:
            found: tuple[int, int] | None = self._db.execute(
                "SELECT created, seq FROM docs WHERE kind = ? AND id = ?", (kind, id)
            ).fetchone()
        return found

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of which there is any document."""
        with self._lock:
            rows = self._db.execute("SELECT DISTINCT kind FROM docs ORDER BY kind").fetchall()
        return tuple(str(row[0]) for row in rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the writes inside happen all or not at all; nests; never await inside."""
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if outermost:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if outermost:
                self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; the store is unusable afterwards."""
        with self._lock:
            self._db.close()


def _where(kind: str, fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the condition and its values; the names of fields are values like all others."""
    clauses = ["kind = ?", *("json_extract(doc, ?) = ?" for _ in fields)]
    named = [each for name, value in fields.items() for each in (f"$.{name}", value)]
    return " AND ".join(clauses), [kind, *named]


def _loaded(text: str) -> Doc:
    document: Doc = json.loads(text)
    return document
