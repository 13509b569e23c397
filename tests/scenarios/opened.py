"""A site as it stood at one moment, to begin a story from: setting up each anew takes seconds."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from chalicelib import wiring
from chalicelib.config import config
from tests.scenarios.shared import aws_client
from tests.scenarios.world import LiveWorld

_ROWS_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything of a site: its instant, rows, the stand-ins' documents, key, who is signed in.

    Addresses and ports are those of the site that it was kept from.
    """

    at: datetime
    rows: str
    documents: sqlite3.Connection
    master_key: bytes
    ids: dict[str, str]
    cookies: dict[str, str]
    csrf_token: str
    standins_url: str
    smtp_port: int

    @classmethod
    def kept(cls, world: LiveWorld) -> Self:
        """Keep the running site."""
        client = aws_client("dynamodb")
        rows = {name: client.scan(TableName=table)["Items"] for name, table in _tables().items()}
        documents = sqlite3.connect(":memory:", check_same_thread=False)
        store = world.standins.store
        with store._lock:
            store._db.backup(documents)
        return cls(
            world.now(),
            json.dumps(rows),
            documents,
            wiring._master_key().read(),
            dict(world.ids),
            dict(world.admin.cookies),
            world.admin.headers["x-csrf-token"],
            world.standins.base_url,
            world.standins.smtp_port,
        )

    def lay_key(self, folder: Path) -> None:
        """Put the master key where the next site looks for it."""
        path = folder / "master.key"
        path.write_bytes(self.master_key)
        path.chmod(0o600)

    def bring_back(self, world: LiveWorld) -> None:
        """Make a new, empty site like the kept one, at its own addresses and ports."""
        world.standins.clock.set(self.at)
        client = aws_client("dynamodb")
        names = _tables()
        for table, rows in json.loads(self._moved_to(world)).items():
            puts = [{"PutRequest": {"Item": row}} for row in rows]
            for first in range(0, len(puts), _ROWS_AT_ONCE):
                batch = {names[table]: puts[first : first + _ROWS_AT_ONCE]}
                assert not client.batch_write_item(RequestItems=batch)["UnprocessedItems"]
        store = world.standins.store
        with store._lock:
            self.documents.backup(store._db)
        world.ids = dict(self.ids)
        for name, value in self.cookies.items():
            world.admin.cookies.set(name, value, domain="127.0.0.1", path="/")
        world.admin.headers["x-csrf-token"] = self.csrf_token

    def _moved_to(self, world: LiveWorld) -> str:
        ports = f'{{"N": "{self.smtp_port}"}}', f'{{"N": "{world.standins.smtp_port}"}}'
        return self.rows.replace(self.standins_url, world.standins.base_url).replace(*ports)


def _tables() -> dict[str, str]:
    """Return the names of the tables by what is in them."""
    settings = config()
    return {
        "core": settings.core_table,
        "jobs": settings.jobs_table,
        "activity": settings.activity_table,
        "audit": settings.audit_table,
    }
