"""Write what a sweep found in as few commits as possible."""

import logging
from collections.abc import Mapping, Sequence

from chalicelib.kernel.errors import ConflictError
from chalicelib.kernel.ids import ServerId
from chalicelib.kernel.records import Database, Write

log = logging.getLogger(__name__)

MOST_WRITES = 100
# A row of a busy server has some ten thousand bytes; a commit may carry four million.
MOST_SERVERS = 25

Group = tuple[ServerId, Sequence[Write]]


def commit_all(database: Database, writes: Sequence[Write]) -> None:
    """Commit writes that do not depend on each other, a hundred at a time."""
    for start in range(0, len(writes), MOST_WRITES):
        database.commit(*writes[start : start + MOST_WRITES])


def commit_by_server(
    database: Database, groups: Mapping[ServerId, Sequence[Write]]
) -> frozenset[ServerId]:
    """Commit each server's writes together and return the servers whose writes were refused.

    A group has at most 100 writes. Groups share commits; when one is refused, because somebody
    else looked at that server meanwhile, each is tried alone.
    """
    refused: set[ServerId] = set()
    for batch in _batches(groups):
        try:
            database.commit(*(write for _server, writes in batch for write in writes))
        except ConflictError:
            refused |= _one_by_one(database, batch)
    return frozenset(refused)


def _one_by_one(database: Database, batch: Sequence[Group]) -> set[ServerId]:
    refused: set[ServerId] = set()
    for server_id, writes in batch:
        try:
            database.commit(*writes)
        except ConflictError as error:
            log.warning("sweep.row_refused", extra={"server_id": server_id, "code": error.code})
            refused.add(server_id)
    return refused


def _batches(groups: Mapping[ServerId, Sequence[Write]]) -> list[list[Group]]:
    batches: list[list[Group]] = []
    size = MOST_WRITES
    for server_id, writes in groups.items():
        if not writes:
            continue
        if size + len(writes) > MOST_WRITES or len(batches[-1]) >= MOST_SERVERS:
            batches.append([])
            size = 0
        batches[-1].append((server_id, writes))
        size += len(writes)
    return batches
